//! One person, one device, one identity: names of several sources resolved by declared rules.
//!
//! The rules stand in `content/identity`; an organisation's corrections in `identity/corrections.yaml` of its folder. The
//! result is the fact `identity`, and the column `identity_id` of the facts that are about people and devices.

pub mod resolve;

use std::collections::{BTreeMap, BTreeSet};

use salus_content::{Ask as _, Content, Correction, IdentityExample, IdentityRules, Problem};
use salus_lake::{LakeError, Session};
use serde_json::{Map, Value, json};

use resolve::{Corrected, Resolved, Sighting, resolve};

/// The fact that holds identities.
const FACT: &str = "identity";
/// Rows listed behind one name.
const RECORDS: usize = 20;
/// Facts with a column `identity_id`, and the kind of thing they are about.
const RESOLVED: [(&str, &str); 4] = [
    ("account", "person"),
    ("asset", "device"),
    ("device", "device"),
    ("person", "person"),
];

/// Names of the facts that have that column.
pub(crate) fn facts() -> impl Iterator<Item = &'static str> {
    RESOLVED.iter().map(|(name, _)| *name)
}

/// Works out identities and puts them where queries find them. Rules that cannot be asked are problems.
pub fn put(session: &Session, content: &Content) -> Result<Vec<Problem>, LakeError> {
    let Some(fact) = content.fact(FACT) else {
        return Ok(Vec::new());
    };
    let (mut names, mut of_records, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for (path, rules) in &content.identities.kinds {
        match session.ask(&rules.sightings) {
            Ok(rows) => {
                let sightings: Vec<Sighting> = rows.iter().filter_map(sighting).collect();
                let found = identities(&sightings, rules, content);
                names.extend(found.names);
                of_records.extend(found.of_records);
            }
            Err(reason) => problems.push(Problem {
                path: path.clone(),
                reason,
            }),
        }
    }
    session.put_fact(fact, &names)?;
    for (name, kind) in RESOLVED {
        if let Some(fact) = content.fact(name) {
            let of_kind: BTreeMap<&str, &str> = of_records
                .iter()
                .filter(|one| one.kind == kind)
                .map(|one| (one.record_id.as_str(), one.identity.as_str()))
                .collect();
            session.fill_text(fact, "identity_id", &of_kind)?;
        }
    }
    Ok(problems)
}

/// A result row as a sighting, unless it has no key.
fn sighting(row: &Map<String, Value>) -> Option<Sighting> {
    let text = |name: &str| row.get(name).and_then(salus_record::scalar_text);
    let keys: BTreeMap<String, String> = row
        .keys()
        .filter(|name| !["record_id", "valid_from", "valid_until"].contains(&name.as_str()))
        .filter_map(|name| Some((name.clone(), text(name).filter(|text| !text.is_empty())?)))
        .collect();
    (!keys.is_empty()).then(|| Sighting {
        record_id: text("record_id").unwrap_or_default(),
        keys,
        held: (text("valid_from"), text("valid_until")),
    })
}

struct OfRecord {
    kind: String,
    record_id: String,
    identity: String,
}

struct Identified {
    names: Vec<Map<String, Value>>,
    of_records: Vec<OfRecord>,
}

fn resolved(sightings: &[Sighting], rules: &IdentityRules, content: &Content) -> Resolved {
    let corrections = &content.identities.corrections;
    let of_kind = |all: &'_ [Correction]| -> Vec<Correction> {
        let wanted = all.iter().filter(|one| one.kind == rules.kind);
        wanted.cloned().collect()
    };
    let (apart, same) = (of_kind(&corrections.apart), of_kind(&corrections.same));
    let corrected = Corrected {
        apart: &apart,
        same: &same,
    };
    resolve(sightings, rules, corrected)
}

fn identities(sightings: &[Sighting], rules: &IdentityRules, content: &Content) -> Identified {
    let resolved = resolved(sightings, rules, content);
    let ids = ids(sightings, rules, &resolved);
    let mut names: BTreeMap<(String, String, String, Option<String>), Name> = BTreeMap::new();
    let mut of_records = Vec::new();
    for (sighting, belongs) in sightings.iter().zip(&resolved.belongs) {
        let id = &ids[&belongs.identity];
        of_records.push(OfRecord {
            kind: rules.kind.clone(),
            record_id: sighting.record_id.clone(),
            identity: id.clone(),
        });
        for (key, value) in &sighting.keys {
            let is_held = rules.held.contains(key);
            let from = sighting.held.0.clone().filter(|_| is_held);
            let name = names
                .entry((id.clone(), key.clone(), value.clone(), from))
                .or_default();
            if belongs.confidence > name.confidence {
                name.confidence = belongs.confidence;
                name.because = belongs.because.clone();
            }
            name.until = sighting.held.1.clone().filter(|_| is_held);
            if name.records.len() < RECORDS {
                name.records.insert(sighting.record_id.clone());
            }
        }
    }
    let names = names.into_iter().map(|((id, key, value, from), name)| {
        let ambiguous = resolved.ambiguous.contains(&(key.clone(), value.clone()));
        let records: Vec<String> = name.records.into_iter().collect();
        let row = json!({
            "kind": rules.kind, "identity_id": id, "key": key, "value": value, "confidence": name.confidence,
            "because": name.because, "ambiguous": ambiguous, "valid_from": from, "valid_until": name.until,
            "record_ids": records.join(" "), "record_id": records.first(), "source": "salus",
        });
        match row {
            Value::Object(row) => row,
            _ => Map::new(),
        }
    });
    Identified {
        names: names.collect(),
        of_records,
    }
}

/// One name of an identity.
#[derive(Default)]
struct Name {
    confidence: f64,
    because: String,
    until: Option<String>,
    records: BTreeSet<String>,
}

/// The name of each identity: its strongest key, the least value of it.
fn ids(
    sightings: &[Sighting],
    rules: &IdentityRules,
    resolved: &Resolved,
) -> BTreeMap<usize, String> {
    let mut best: BTreeMap<usize, (usize, &str, &str)> = BTreeMap::new();
    for (sighting, belongs) in sightings.iter().zip(&resolved.belongs) {
        for (key, value) in &sighting.keys {
            let rank = rules.strongest.iter().position(|known| known == key);
            let is_shared = resolved.ambiguous.contains(&(key.clone(), value.clone()));
            let rank = rank.unwrap_or(rules.strongest.len()) + if is_shared { 100 } else { 0 };
            let next = (rank, key.as_str(), value.as_str());
            let known = best.entry(belongs.identity).or_insert(next);
            *known = (*known).min(next);
        }
    }
    best.into_iter()
        .map(|(identity, (rank, key, value))| match rank {
            // A shared name alone does not tell one from another.
            100.. => (
                identity,
                format!("{key}:{value} ({})", sightings[identity].record_id),
            ),
            _ => (identity, format!("{key}:{value}")),
        })
        .collect()
}

/// Holds one example against the rules.
pub(crate) fn prove(rules: &IdentityRules, example: &IdentityExample) -> Result<(), String> {
    let sightings: Vec<Sighting> = example
        .sightings
        .iter()
        .enumerate()
        .filter_map(|(at, row)| {
            let mut sighting = sighting(row)?;
            sighting.record_id = format!("example:{}", at + 1);
            Some(sighting)
        })
        .collect();
    if sightings.len() != example.sightings.len() {
        return Err("a sighting has no key".into());
    }
    let resolved = resolve(&sightings, rules, Corrected::default());
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, belongs) in resolved.belongs.iter().enumerate() {
        groups.entry(belongs.identity).or_default().push(at + 1);
    }
    let found: BTreeSet<Vec<usize>> = groups.into_values().collect();
    let expected: BTreeSet<Vec<usize>> = example.identities.iter().cloned().collect();
    if found == expected {
        return Ok(());
    }
    Err(format!("gives {found:?}, expected {expected:?}"))
}
