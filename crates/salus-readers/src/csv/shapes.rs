//! Kinds of exports, told by their headers; declared in `content/exports`, one file each.

use std::sync::LazyLock;

use serde::Deserialize;

/// The declarations, sorted by name. A new kind of export is one file there and one line here.
const FILES: &[&str] = &[
    include_str!("../../../../content/exports/backup_csv.yaml"),
    include_str!("../../../../content/exports/case_csv.yaml"),
    include_str!("../../../../content/exports/device_event_csv.yaml"),
    include_str!("../../../../content/exports/directory_csv.yaml"),
    include_str!("../../../../content/exports/dlp_csv.yaml"),
    include_str!("../../../../content/exports/domain_csv.yaml"),
    include_str!("../../../../content/exports/ehr_access_csv.yaml"),
    include_str!("../../../../content/exports/endpoint_csv.yaml"),
    include_str!("../../../../content/exports/exercise_csv.yaml"),
    include_str!("../../../../content/exports/grant_csv.yaml"),
    include_str!("../../../../content/exports/inventory_csv.yaml"),
    include_str!("../../../../content/exports/kea_lease_csv.yaml"),
    include_str!("../../../../content/exports/mdm_csv.yaml"),
    include_str!("../../../../content/exports/medical_device_csv.yaml"),
    include_str!("../../../../content/exports/phishing_csv.yaml"),
    include_str!("../../../../content/exports/policy_csv.yaml"),
    include_str!("../../../../content/exports/restore_csv.yaml"),
    include_str!("../../../../content/exports/risk_csv.yaml"),
    include_str!("../../../../content/exports/roster_csv.yaml"),
    include_str!("../../../../content/exports/software_csv.yaml"),
    include_str!("../../../../content/exports/training_csv.yaml"),
    include_str!("../../../../content/exports/vendor_csv.yaml"),
    include_str!("../../../../content/exports/vpn_csv.yaml"),
    include_str!("../../../../content/exports/vulnerability_csv.yaml"),
];

/// The tables the declarations speak of, and the one for any other header.
pub(super) const TABLES: &[&str] = &[
    "backup_csv",
    "case_csv",
    "device_event_csv",
    "directory_csv",
    "dlp_csv",
    "domain_csv",
    "ehr_access_csv",
    "endpoint_csv",
    "exercise_csv",
    "grant_csv",
    "inventory_csv",
    "kea_lease_csv",
    "mdm_csv",
    "medical_device_csv",
    "phishing_csv",
    "policy_csv",
    "restore_csv",
    "risk_csv",
    "roster_csv",
    "software_csv",
    "training_csv",
    "vendor_csv",
    "vpn_csv",
    "vulnerability_csv",
    "csv_*",
];

/// One kind of export.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shape {
    pub table: String,
    /// What a person calls it.
    #[expect(dead_code, reason = "read by people")]
    title: String,
    /// How to get it.
    #[expect(dead_code, reason = "read by people")]
    how: String,
    /// Of each group one name must be among the headers.
    needs: Vec<Vec<String>>,
    /// More groups, of which `at_least` so many must be there.
    #[serde(default)]
    any: Vec<Vec<String>>,
    #[serde(default)]
    at_least: usize,
    /// Headers whose cell is the record's time.
    #[serde(default)]
    pub time: Vec<String>,
    /// Headers whose cell is the machine the record is about.
    #[serde(default)]
    pub host: Vec<String>,
}

static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    let parse = |text: &&str| parse(text).expect("built-in declarations are tested");
    FILES.iter().map(parse).collect()
});

static ANY_TIME: LazyLock<Vec<String>> = LazyLock::new(|| {
    let names = [
        "timestamp",
        "time",
        "datetime",
        "date time",
        "event time",
        "@timestamp",
        "time generated",
        "created at",
    ];
    names.iter().map(|name| fold(name)).collect()
});

fn parse(text: &str) -> Result<Shape, yaml_serde::Error> {
    let mut shape: Shape = yaml_serde::from_str(text)?;
    let groups = shape.needs.iter_mut().chain(&mut shape.any);
    let lists = groups.chain([&mut shape.time, &mut shape.host]);
    for name in lists.flatten() {
        *name = fold(name);
    }
    Ok(shape)
}

/// Headers that hold the time in a table of no known kind.
pub(super) fn any_time() -> &'static [String] {
    &ANY_TIME
}

/// A header as it is compared: lower case, with `_`, `-` and blanks alike.
pub(super) fn fold(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| c == '_' || c == '-' || c.is_whitespace());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The kind with the most groups among these (folded) headers.
pub(super) fn best(headers: &[String]) -> Option<&'static Shape> {
    let mut best: Option<(usize, &Shape)> = None;
    for shape in SHAPES.iter() {
        let Some(score) = shape.score(headers) else {
            continue;
        };
        if best.is_none_or(|(known, _)| score > known) {
            best = Some((score, shape));
        }
    }
    best.map(|(_, shape)| shape)
}

impl Shape {
    /// How many groups are there; `None` where one that is needed is not.
    fn score(&self, headers: &[String]) -> Option<usize> {
        let is_there = |group: &&Vec<String>| group.iter().any(|name| headers.contains(name));
        let needed = self.needs.iter().filter(is_there).count();
        let more = self.any.iter().filter(is_there).count();
        (needed == self.needs.len() && more >= self.at_least).then_some(needed + more)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_declaration_is_sound_and_in_its_place() {
        assert_eq!(FILES.len() + 1, TABLES.len());
        for (text, table) in FILES.iter().zip(TABLES) {
            let shape = parse(text).unwrap_or_else(|error| panic!("`{table}`: {error}"));
            assert_eq!(shape.table, *table);
            assert!(!shape.needs.is_empty(), "`{table}` needs something");
            assert!(shape.at_least <= shape.any.len(), "`{table}` can be met");
        }
    }
}
