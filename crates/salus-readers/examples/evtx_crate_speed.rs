//! The peer of `reader_speed`: the `evtx` crate by itself, to JSON text, on one thread.

use std::time::{Duration, Instant};

use evtx::{EvtxParser, ParserSettings};

const SPAN: Duration = Duration::from_secs(5);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files: Vec<Vec<u8>> = std::env::args()
        .skip(1)
        .map(std::fs::read)
        .collect::<Result<_, _>>()?;
    let (begun, mut bytes, mut records, mut text) = (Instant::now(), 0, 0_u64, 0);
    while begun.elapsed() < SPAN {
        for file in &files {
            let settings = ParserSettings::default().num_threads(1).indent(false);
            let mut parser = EvtxParser::from_buffer(file.clone())?.with_configuration(settings);
            for record in parser.records_json() {
                text += record.map_or(0, |record| record.data.len());
                records += 1;
            }
            bytes += file.len();
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{:.0} records/s, {:.0} MB/s, {:.0} MB/s of JSON",
        records as f64 / seconds,
        bytes as f64 / seconds / 1e6,
        text as f64 / seconds / 1e6,
    );
    Ok(())
}
