//! Bills of materials over the standards' own examples: what is sound is taken whole, what is not is refused.

use std::collections::BTreeMap;
use std::path::Path;

use crate::corpus::{Read, Record, files, folder, read_with, reader_of};

fn read(path: &Path) -> Read {
    let bytes = std::fs::read(path).expect("a readable file");
    let name = path.display();
    let reader = reader_of(&bytes).unwrap_or_else(|| panic!("{name} is recognised"));
    read_with(reader, &bytes)
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.into_owned()
}

/// Every file of the conformance suite whose name begins so.
fn conformance(begin: &str) -> Option<Vec<(String, Read)>> {
    let folder = folder(
        "sbom/cyclonedx-conformance",
        "the CycloneDX conformance suite",
    )?;
    let mut paths = files(&folder);
    paths.retain(|path| name_of(path).starts_with(begin) && !name_of(path).ends_with(".textproto"));
    let read = paths
        .iter()
        .map(|path| (path.display().to_string(), read(path)));
    Some(read.collect())
}

#[test]
fn sound_bills_are_taken_whole() {
    let Some(all) = conformance("valid-") else {
        return;
    };
    let refused: Vec<String> = all
        .iter()
        .filter(|(_, read)| {
            !read.rejects.is_empty() || read.error.is_some() || read.records.is_empty()
        })
        .map(|(name, read)| format!("{name}: {:?} {:?}", read.rejects, read.error))
        .collect();
    assert!(
        refused.is_empty(),
        "{} of {}:\n{}",
        refused.len(),
        all.len(),
        refused.join("\n")
    );
    assert_eq!(all.len(), 217);
}

#[test]
fn unsound_bills_are_refused_for_a_reason() {
    let Some(all) = conformance("invalid-") else {
        return;
    };
    let taken: Vec<&String> = all
        .iter()
        .filter(|(_, read)| read.rejects.is_empty())
        .map(|(name, _)| name)
        .collect();
    assert!(
        taken.is_empty(),
        "{} of {}: {taken:#?}",
        taken.len(),
        all.len()
    );
    assert_eq!(all.len(), 124);
}

/// Rows of a bill by table, without what only one of the forms has.
fn rows(read: &Read) -> Vec<(String, Record)> {
    let mut rows = read.records.clone();
    for (_, record) in &mut rows {
        record.remove("$schema");
    }
    rows.sort();
    rows
}

#[test]
fn xml_and_json_give_the_same_rows() {
    let Some(all) = conformance("valid-") else {
        return;
    };
    let by_name: BTreeMap<&str, &Read> = all
        .iter()
        .map(|(name, read)| (name.as_str(), read))
        .collect();
    let (mut pairs, mut same) = (0, 0);
    for (name, json) in &by_name {
        let Some(xml) = name
            .strip_suffix(".json")
            .and_then(|stem| by_name.get(format!("{stem}.xml").as_str()))
        else {
            continue;
        };
        pairs += 1;
        let (json, xml) = (rows(json), rows(xml));
        if json == xml {
            same += 1;
            continue;
        }
        for (json, xml) in json.iter().zip(&xml).filter(|(json, xml)| json != xml) {
            for (field, value) in &json.1 {
                if xml.1.get(field) != Some(value) {
                    eprintln!(
                        "{name} {} {field}:\n  {value:.200}\n  {:.200?}",
                        json.0,
                        xml.1.get(field)
                    );
                }
            }
            for field in xml.1.keys().filter(|field| !json.1.contains_key(*field)) {
                eprintln!(
                    "{name} {} {field}: only in XML: {:.200}",
                    json.0, xml.1[field]
                );
            }
        }
    }
    eprintln!("{same} of {pairs} pairs are the same");
    assert!(same > 1000);
}

#[test]
fn published_examples_are_taken_whole() {
    let Some(folder) = folder("sbom/cyclonedx-examples", "CycloneDX examples") else {
        return;
    };
    let mut rejects = Vec::new();
    let mut tables: BTreeMap<String, u64> = BTreeMap::new();
    for path in files(&folder) {
        if name_of(&path) == "LICENSE" {
            continue;
        }
        let read = read(&path);
        for (table, count) in &read.counts.tables {
            *tables.entry(table.clone()).or_default() += count;
        }
        rejects.extend(
            read.rejects
                .iter()
                .map(|it| format!("{}: {}", path.display(), it.reason)),
        );
    }
    assert!(rejects.is_empty(), "{tables:?} {rejects:#?}");
}
