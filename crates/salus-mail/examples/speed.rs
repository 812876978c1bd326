//! Messages a second on one core: `speed CONTENT FILE…`.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

use salus_mail::{Beside, Closed, Examiner, Lists, Scorecard, Setting};

/// Rounds over all files.
const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let content = arguments.next().ok_or("which content folder?")?;
    let read = |name: &str| fs::read_to_string(Path::new(&content).join("mail").join(name));
    let lists = Lists::parse(&read("lists.yaml")?)?;
    let examiner = Examiner::new(
        Setting::default(),
        lists,
        Scorecard::parse(&read("scorecard.yaml")?)?,
    );
    let messages: Vec<(String, Vec<u8>)> = arguments
        .map(|path| fs::read(&path).map(|bytes| (path, bytes)))
        .collect::<Result<_, _>>()?;
    let bytes: usize = messages.iter().map(|(_, bytes)| bytes.len()).sum();
    let mut best = f64::MAX;
    let mut slowest = (0.0, "");
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for (path, bytes) in &messages {
            let begun = Instant::now();
            let _ = std::hint::black_box(examiner.examine(bytes, &Beside::opened_by(&Closed)));
            let took = begun.elapsed().as_secs_f64();
            if took > slowest.0 {
                slowest = (took, path);
            }
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    let count = messages.len() as f64;
    println!(
        "{count} messages of {} bytes on average: {:.0} a second",
        bytes / messages.len().max(1),
        count / best
    );
    println!("slowest: {:.1} ms, {}", slowest.0 * 1e3, slowest.1);
    Ok(())
}
