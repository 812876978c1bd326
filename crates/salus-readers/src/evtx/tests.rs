//! The short way and the slow way give the same records with the same values.

use std::path::{Path, PathBuf};

use salus_record::{Digest, Sink};

use super::cut::CutChunks;
use super::{CHUNK, Columnar, read};
use crate::Cut as _;
use crate::testing::kept::Kept;
use crate::testing::public_data;

fn kept(bytes: &[u8], columnar: Option<Columnar>) -> Kept {
    Kept::of(bytes, |evidence, sink| read(evidence, sink, columnar))
}

fn logs(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(logs(&path));
        } else if path.extension().is_some_and(|end| end == "evtx") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn both_ways_give_the_same_records() {
    let Some(root) = public_data("both ways through public event logs") else {
        return;
    };
    let (mut short, mut chunks) = (0, 0);
    let mut wrong = Vec::new();
    for path in logs(&root) {
        let bytes = std::fs::read(&path).expect("readable");
        for chunk in bytes.get(4096..).unwrap_or_default().chunks(65_536) {
            let mut nowhere = Kept::default();
            let mut sink = Sink::new(&Digest::of(b"log"), 0, &mut nowhere);
            let is_used = chunk.starts_with(b"ElfChnk\0");
            chunks += u32::from(is_used);
            let is_short = Columnar::default().read(chunk, &mut sink);
            let is_short = is_short.expect("nothing fails in memory");
            if is_used && !is_short {
                eprintln!("slow: {}", path.display());
            }
            short += u32::from(is_short);
        }
        let (quick, slow) = (kept(&bytes, Some(Columnar::default())), kept(&bytes, None));
        if let Some(difference) = quick.difference(&slow) {
            wrong.push(format!("{}: {difference}", path.display()));
        }
        for chunks in [1, 3] {
            let cut = Kept::in_stretches(&CutChunks, &bytes, chunks * CHUNK);
            if let Some(difference) = cut.difference(&slow).filter(|_| CutChunks.fits(&bytes)) {
                wrong.push(format!("{}, in stretches: {difference}", path.display()));
            }
        }
    }
    eprintln!("{short} of {chunks} chunks went the short way");
    assert!(short * 10 >= chunks * 9, "usual chunks go the short way");
    assert!(
        wrong.is_empty(),
        "{} logs: {}",
        wrong.len(),
        wrong.join("\n")
    );
}
