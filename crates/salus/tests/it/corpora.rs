//! A run over each folder of the development corpora ends with a balanced account.

use crate::run::{arg, corpus, lines, salus, talk};

#[test]
fn every_corpus_balances() {
    let Some(root) = corpus("") else { return };
    let mut folders: Vec<_> = std::fs::read_dir(&root)
        .expect("the corpora")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(folders.len() > 10, "{} folders", folders.len());
    for folder in folders {
        let home = tempfile::tempdir().expect("a folder");
        let lake = home.path().join("lake");
        let output = salus(&["read", arg(&folder), "--lake", arg(&lake), "--json"])
            .output()
            .expect("starts");
        let name = folder
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let code = output.status.code();
        assert!(
            matches!(code, Some(0 | 3)),
            "{name}: {code:?} {}",
            talk(&output)
        );
        let rows = lines(&output);
        let files = count_files(&folder);
        assert!(
            rows.len() >= files,
            "{name}: {} of {files} files are accounted for",
            rows.len()
        );
        for row in &rows {
            let count = |name: &str| row[name].as_u64().expect("a count");
            let kept = count("stored") + count("duplicates") + count("rejects");
            assert_eq!(count("read"), kept, "{name}: {row}");
            let tables = row["tables"].as_object().expect("tables").values();
            let by_table: u64 = tables.map(|rows| rows.as_u64().expect("a count")).sum();
            assert_eq!(count("stored"), by_table, "{name}: {row}");
        }
        let broke: Vec<_> = rows
            .iter()
            .filter(|row| row["reason"].as_str().is_some_and(|r| r.contains("broke")))
            .collect();
        assert!(broke.is_empty(), "{name}: {broke:?}");
    }
}

fn count_files(folder: &std::path::Path) -> usize {
    std::fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .map(|entry| {
            if entry.path().is_dir() {
                count_files(&entry.path())
            } else {
                1
            }
        })
        .sum()
}
