//! Gives the same bytes to every reader, or to one by name: no panic, limits hold, and every account balances.

#![no_main]

use std::collections::HashSet;
use std::io::Cursor;
use std::sync::LazyLock;

use arrow_array::cast::AsArray;
use libfuzzer_sys::fuzz_target;
use salus_readers::{Evidence, READERS, Reader, recognise};
use salus_record::{Batch, Digest, Output, ReadError, Reject, Sink, envelope, limits};

/// Counts what comes out and holds it against the limits.
#[derive(Default)]
struct Checked {
    rows: u64,
    rejects: u64,
    record_ids: HashSet<String>,
}

impl Output for Checked {
    fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
        let rows = &batch.rows;
        assert!(rows.num_rows() > 0 && rows.num_rows() <= limits::BATCH_ROWS);
        assert!(rows.num_columns() <= limits::TABLE_COLUMNS);
        assert!(!batch.table.is_empty());
        let ids = rows
            .column_by_name(envelope::RECORD_ID)
            .expect("the envelope is there");
        for row in 0..rows.num_rows() {
            assert!(
                self.record_ids
                    .insert(ids.as_string::<i32>().value(row).to_owned())
            );
        }
        let mut names = HashSet::new();
        for field in rows.schema().fields().iter().skip(envelope::COLUMNS.len()) {
            assert!(!envelope::COLUMNS.contains(&field.name().as_str()));
            assert!(
                names.insert(field.name().to_lowercase()),
                "a column is there once"
            );
        }
        self.rows += rows.num_rows() as u64;
        Ok(())
    }

    fn reject(&mut self, reject: Reject) -> Result<(), ReadError> {
        assert!(reject.reason.chars().count() <= limits::REASON_CHARS);
        self.rejects += 1;
        Ok(())
    }
}

fn read(reader: &dyn Reader, bytes: &[u8], digest: &Digest) {
    let mut checked = Checked::default();
    let mut sink = Sink::new(digest, 0, &mut checked);
    let mut input = Cursor::new(bytes);
    let mut evidence = Evidence::new(&mut input, bytes.len() as u64);
    let _ = reader.sniff(&bytes[..bytes.len().min(limits::SNIFF_BYTES)]);
    let _ = reader.read(&mut evidence, &mut sink);
    let counts = sink.finish().expect("nothing fails in memory");
    assert_eq!(counts.read, checked.rows + checked.rejects);
    assert_eq!(counts.rejects, checked.rejects);
    assert_eq!(counts.tables.values().sum::<u64>(), checked.rows);
}

/// The readers under test: all, or the one that `SALUS_FUZZ_READER` names.
static CHOSEN: LazyLock<Vec<&'static dyn Reader>> = LazyLock::new(|| {
    let wanted = std::env::var("SALUS_FUZZ_READER").ok();
    let is_wanted = |reader: &&dyn Reader| {
        wanted
            .as_deref()
            .is_none_or(|name| reader.about().name == name)
    };
    let chosen: Vec<&dyn Reader> = READERS.iter().copied().filter(is_wanted).collect();
    assert!(!chosen.is_empty(), "no reader of that name");
    chosen
});

/// Crates whose panics a reader of ours catches, since they take a damaged file's numbers for granted.
const CAUGHT: [&str; 1] = ["/parquet-"];

/// Any other panic ends the run, as libFuzzer's own hook would.
fn stop_at_panics() {
    std::panic::set_hook(Box::new(|info| {
        let is_caught = |place: &std::panic::Location<'_>| {
            CAUGHT.iter().any(|name| place.file().contains(name))
        };
        if !info.location().is_some_and(is_caught) {
            eprintln!("{info}\n{}", std::backtrace::Backtrace::force_capture());
            std::process::abort();
        }
    }));
}

fuzz_target!(init: stop_at_panics(), |bytes: &[u8]| {
    let digest = Digest::of(bytes);
    for reader in CHOSEN.iter() {
        read(*reader, bytes, &digest);
    }
    let _ = recognise(&bytes[..bytes.len().min(limits::SNIFF_BYTES)]);
});
