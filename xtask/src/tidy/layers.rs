//! A crate uses lower layers only, never a neighbour; a heavy outside crate lives in one place.

use super::Complaint;
use super::manifest::{dependencies, members};
use crate::tree::Tree;

/// The layers of the design, lowest first.
const LAYERS: &[&[&str]] = &[
    &["salus-content", "salus-mime", "salus-record"],
    &[
        "salus-fhir",
        "salus-mail",
        "salus-readers",
        "salus-sigma",
        "salus-stats",
    ],
    &["salus-lake", "salus-sources", "salus-work"],
    &[
        "salus-access",
        "salus-detect",
        "salus-measure",
        "salus-report",
        "salus-study",
    ],
    &["salus-engine"],
    &["salus-server"],
    &["salus"],
];

/// Crates outside the layers: nothing may depend on them.
const APART: &[&str] = &["salus-simulate", "xtask"];

/// Outside crates and the only crates that may name them, so that the light crates stay quick to build.
const HEAVY: &[(&str, &[&str])] = &[
    ("axum", &["salus-server"]),
    ("ballista", &["salus-lake"]),
    ("calamine", &["salus-sources"]),
    ("cfb", &["salus-mail", "salus-readers"]),
    ("async-imap", &["salus-sources"]),
    ("clap", &["salus"]),
    ("datafusion", &["salus-lake"]),
    ("deltalake", &["salus-lake"]),
    ("etherparse", &["salus-readers"]),
    ("evtx", &["salus-readers"]),
    ("flate2", &["salus-sources"]),
    (
        "mail-parser",
        &["salus-mail", "salus-mime", "salus-readers"],
    ),
    ("mail-auth", &["salus-mail"]),
    ("minijinja", &["salus-report"]),
    ("object_store", &["salus-lake", "salus-sources"]),
    ("parquet", &["salus-lake", "salus-readers"]),
    ("pcap-parser", &["salus-readers"]),
    ("plotters", &["salus-report"]),
    ("quick-xml", &["salus-readers"]),
    ("rsigma-parser", &["salus-sigma"]),
    ("tokio", &["salus-lake", "salus-server", "salus-sources"]),
    ("typst", &["salus-report"]),
    ("zip", &["salus-sources"]),
    ("zstd", &["salus-sources"]),
];

pub(super) fn layer_of(name: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&name))
}

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    members(tree)
        .flat_map(|(folder, text)| edges(folder, text))
        .collect()
}

fn edges(folder: &str, text: &str) -> Vec<Complaint> {
    let name = folder.rsplit('/').next().unwrap_or(folder);
    let path = format!("{folder}/Cargo.toml");
    let own = layer_of(name);
    if own.is_none() && !APART.contains(&name) {
        let what = format!("`{name}` stands in no layer; give it one in xtask/src/tidy/layers.rs");
        return vec![Complaint::new(&path, 0, what)];
    }
    let named = dependencies(text);
    let lasting = named.iter().filter(|dependency| !dependency.is_dev);
    lasting
        .filter_map(|dependency| {
            let what = wrong_edge(name, own, dependency.name)?;
            Some(Complaint::new(&path, dependency.line, what))
        })
        .collect()
}

fn wrong_edge(name: &str, own: Option<usize>, other: &str) -> Option<String> {
    if APART.contains(&other) {
        return Some(format!("`{other}` stands apart; nothing may depend on it"));
    }
    if let Some((_, homes)) = HEAVY.iter().find(|(heavy, _)| *heavy == other)
        && !homes.contains(&name)
    {
        return Some(format!(
            "`{other}` lives in {} only; ask that crate for what is needed",
            homes.join(", ")
        ));
    }
    match (own, layer_of(other)) {
        (Some(own), Some(theirs)) if theirs >= own => Some(format!(
            "`{name}` is in layer {own} and may not use `{other}` of layer {theirs}; pass in what is needed, or move it down"
        )),
        _ => None,
    }
}
