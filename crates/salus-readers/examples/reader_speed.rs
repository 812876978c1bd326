//! How fast a file becomes batches, with nothing behind: `cargo run --release -p salus-readers --example reader_speed FILE…`.
//!
//! The files are read once into memory; then each goes through its reader again and again for some
//! seconds, on one thread.

use std::io::Cursor;
use std::time::{Duration, Instant};

use salus_readers::{Evidence, recognise};
use salus_record::{Batch, Digest, Output, ReadError, Reject, Sink, limits};

const SPAN: Duration = Duration::from_secs(5);

#[derive(Default)]
struct Dropped {
    values: u64,
}

impl Output for Dropped {
    fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
        let columns = batch.rows.columns().iter();
        self.values += columns
            .map(|column| (column.len() - column.null_count()) as u64)
            .sum::<u64>();
        Ok(())
    }

    fn reject(&mut self, _: Reject) -> Result<(), ReadError> {
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files: Vec<Vec<u8>> = std::env::args()
        .skip(1)
        .map(std::fs::read)
        .collect::<Result<_, _>>()?;
    let (begun, mut bytes, mut records, mut values) = (Instant::now(), 0, 0, 0);
    while begun.elapsed() < SPAN {
        for file in &files {
            let Some(reader) = recognise(&file[..file.len().min(limits::SNIFF_BYTES)]) else {
                continue;
            };
            let mut output = Dropped::default();
            let mut sink = Sink::new(&Digest::of(b"speed"), 0, &mut output);
            let mut input = Cursor::new(&file[..]);
            let mut evidence = Evidence::new(&mut input, file.len() as u64);
            reader.read(&mut evidence, &mut sink)?;
            records += sink.finish()?.read;
            bytes += file.len() as u64;
            values += output.values;
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{:.0} records/s, {:.0} MB/s, {:.1} million values/s",
        records as f64 / seconds,
        bytes as f64 / seconds / 1e6,
        values as f64 / seconds / 1e6,
    );
    Ok(())
}
