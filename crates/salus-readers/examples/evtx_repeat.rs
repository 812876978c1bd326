//! A large event log out of small ones, with changed values, for measurements: `evtx_repeat OUT MIB FILE…`.
//!
//! The sound chunks of the given logs are written again and again. In each round record numbers,
//! times, GUIDs, 32- and 64-bit numbers and runs of digits in texts change, so that columns have about
//! as many distinct values as those of a real log; names, paths and event numbers stay.

use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

const HEADER: usize = 4_096;
const CHUNK: usize = 65_536;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = PathBuf::from(arguments.next().ok_or("usage: evtx_repeat OUT MIB FILE…")?);
    let wanted = arguments.next().ok_or("no size")?.parse::<u64>()? << 20;
    let mut header = Vec::new();
    let mut chunks = Vec::new();
    for path in arguments {
        let bytes = std::fs::read(path)?;
        let Some(first) = bytes.get(..HEADER) else {
            continue; // cut off inside its header
        };
        header = first.to_vec();
        let found = bytes.get(HEADER..).unwrap_or_default().chunks_exact(CHUNK);
        let sound = found.filter(|chunk| spans(chunk).is_some_and(|spans| !spans.is_empty()));
        chunks.extend(sound.map(<[u8]>::to_vec));
    }
    if chunks.is_empty() {
        return Err("no sound chunk in these files".into());
    }
    let mut file = BufWriter::new(std::fs::File::create(&out)?);
    let count = (wanted / CHUNK as u64).max(1);
    header[42..44].copy_from_slice(&u16::try_from(count).unwrap_or(u16::MAX).to_le_bytes());
    seal(&mut header, 120, 124);
    file.write_all(&header)?;
    let (mut number, mut records) = (1, 0);
    for at in 0..count {
        let which = (at % chunks.len() as u64) as usize;
        let round = at / chunks.len() as u64;
        let mut chunk = chunks[which].clone();
        let written = change(&mut chunk, round, number).ok_or("a chunk changed under way")?;
        number += written;
        records += written;
        file.write_all(&chunk)?;
    }
    file.flush()?;
    eprintln!(
        "{}: {records} records from {} chunks",
        out.display(),
        chunks.len()
    );
    Ok(())
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_le_bytes(four) as usize)
}

/// The records of a chunk: where each begins and ends.
fn spans(chunk: &[u8]) -> Option<Vec<(usize, usize)>> {
    let mut spans = Vec::new();
    let free = u32_at(chunk, 48)?;
    let mut at = 512;
    while at < free.min(CHUNK) {
        let length = u32_at(chunk, at + 4)?;
        let is_record = u32_at(chunk, at)? == 0x2A2A && length >= 28 && at + length <= CHUNK;
        let is_template = is_record && chunk.get(at + 24..at + 29)? == [0x0F, 1, 1, 0, 0x0C];
        is_template.then_some(())?;
        spans.push((at, at + length));
        at += length;
    }
    Some(spans)
}

/// Changes a chunk's values and numbers its records from `first` on; gives their count.
fn change(chunk: &mut [u8], round: u64, first: u64) -> Option<u64> {
    let spans = spans(chunk)?;
    for (place, (start, end)) in spans.iter().enumerate() {
        let number = first + place as u64;
        chunk[start + 8..start + 16].copy_from_slice(&number.to_le_bytes());
        add(&mut chunk[start + 16..start + 24], round * 370_000_000);
        if round > 0 {
            values(chunk, start + 28, *end, round)?;
        }
    }
    let last = first + spans.len() as u64 - 1;
    for (at, value) in [(8, first), (16, last), (24, first), (32, last)] {
        chunk[at..at + 8].copy_from_slice(&value.to_le_bytes());
    }
    let free = u32_at(chunk, 48)?.min(CHUNK);
    let sum = crc32fast::hash(&chunk[512..free]);
    chunk[52..56].copy_from_slice(&sum.to_le_bytes());
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&chunk[..120]);
    hasher.update(&chunk[128..512]);
    chunk[124..128].copy_from_slice(&hasher.finalize().to_le_bytes());
    Some(spans.len() as u64)
}

/// Changes the values of the template instance whose token stands at `at`.
fn values(chunk: &mut [u8], at: usize, end: usize, round: u64) -> Option<()> {
    let mut at = at + 6;
    let definition = u32_at(chunk, at)?;
    at += 4;
    if at == definition {
        at += 24 + u32_at(chunk, at + 20)?;
    }
    let count = u32_at(chunk, at)?;
    let kinds = chunk.get(at + 4..at + 4 + count * 4)?.to_vec();
    at += 4 + count * 4;
    for kind in kinds.chunks_exact(4) {
        let length = usize::from(u16::from_le_bytes([kind[0], kind[1]]));
        let stop = at + length;
        if stop > end {
            return None;
        }
        match kind[2] {
            0x01 => digits(&mut chunk[at..stop], round),
            0x07..=0x0A | 0x14 | 0x15 => add(&mut chunk[at..stop], round * 4),
            0x0F => add(&mut chunk[at..stop.min(at + 8)], round * 0x9E37),
            0x11 => add(&mut chunk[at..stop], round * 370_000_000),
            0x21 if length > 5 && chunk[at + 4] == 0x0C => values(chunk, at + 4, stop, round)?,
            _ => {}
        }
        at = stop;
    }
    Some(())
}

/// Adds to a little-endian number, wrapping around.
fn add(bytes: &mut [u8], more: u64) {
    let mut carry = more;
    for byte in bytes {
        let sum = u64::from(*byte) + (carry & 0xFF);
        *byte = sum as u8;
        carry = (carry >> 8) + (sum >> 8);
    }
}

/// Changes runs of three and more digits in UTF-16 text.
fn digits(text: &mut [u8], round: u64) {
    let is_digit = |unit: &[u8]| unit[0].is_ascii_digit() && unit[1] == 0;
    let mut start = 0;
    while start + 1 < text.len() {
        let run = text[start..]
            .chunks_exact(2)
            .take_while(|u| is_digit(u))
            .count();
        if run >= 3 {
            for (at, unit) in text[start..start + run * 2].chunks_exact_mut(2).enumerate() {
                let shift = (round >> (3 * (at % 8))) + round;
                unit[0] = b'0' + ((u64::from(unit[0] - b'0') + shift) % 10) as u8;
            }
        }
        start += 2 * run.max(1);
    }
}

/// Writes the checksum of the first `length` bytes at `at`.
fn seal(bytes: &mut [u8], length: usize, at: usize) {
    let sum = crc32fast::hash(&bytes[..length]);
    bytes[at..at + 4].copy_from_slice(&sum.to_le_bytes());
}
