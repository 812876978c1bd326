//! The lock file holds one copy of the crates whose types pass between ours.

use super::Complaint;
use crate::tree::Tree;

const ONLY_ONE: &[&str] = &["arrow-array", "datafusion", "object_store"];

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let Some(lock) = tree.get("Cargo.lock") else {
        return vec![Complaint::new(
            "Cargo.lock",
            0,
            "commit the lock file: `cargo generate-lockfile`",
        )];
    };
    ONLY_ONE
        .iter()
        .filter_map(|name| {
            let line = format!("name = \"{name}\"");
            let copies = lock.lines().filter(|found| *found == line).count();
            let what = format!("{copies} copies of `{name}`, exactly one is needed; align the versions that ask for it");
            (copies != 1).then(|| Complaint::new("Cargo.lock", 0, what))
        })
        .collect()
}
