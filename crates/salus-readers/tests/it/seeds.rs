//! The seeds of the fuzz target are sound evidence, or it would start from nothing.

use std::path::Path;

use crate::corpus::{files, read_with, reader_of};

#[test]
fn every_seed_is_recognised_and_gives_records() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds");
    let mut readers: Vec<&str> = Vec::new();
    for path in files(&folder) {
        let bytes = std::fs::read(&path).expect("a seed");
        let name = path.display();
        let reader = reader_of(&bytes).unwrap_or_else(|| panic!("{name} is recognised"));
        let read = read_with(reader, &bytes);
        assert!(
            !read.records.is_empty(),
            "{name} gives records: {:?}",
            read.rejects
        );
        readers.push(reader.about().name);
    }
    for reader in salus_readers::READERS {
        let name = reader.about().name;
        assert!(readers.contains(&name), "there is a seed for `{name}`");
    }
}
