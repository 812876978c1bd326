//! Identities over small cases, and over many invented ones against what must always hold.

use std::collections::BTreeMap;

use salus_content::{Content, Correction, IdentityRules, Library};

use super::{Corrected, Resolved, Sighting, resolve};

fn rules(kind: &str) -> IdentityRules {
    let content = Content::load(&Library::built_in());
    let mut kinds = content.identities.kinds.into_iter();
    let found = kinds.find(|(_, rules)| rules.kind == kind);
    found.expect("the built-in rules are there").1
}

fn sightings(rows: &[&str]) -> Vec<Sighting> {
    let row = |(at, row): (usize, &&str)| Sighting {
        record_id: format!("r:{at}"),
        keys: row
            .split_whitespace()
            .filter_map(|pair| pair.split_once('='))
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect(),
        held: (None, None),
    };
    rows.iter().enumerate().map(row).collect()
}

fn groups(resolved: &Resolved) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, belongs) in resolved.belongs.iter().enumerate() {
        groups.entry(belongs.identity).or_default().push(at + 1);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort();
    groups
}

fn check(kind: &str, rows: &[&str], expected: &[&[usize]]) {
    let resolved = resolve(&sightings(rows), &rules(kind), Corrected::default());
    assert_eq!(groups(&resolved), expected, "{rows:?}");
}

#[test]
fn names_join_by_rules_and_never_across_what_is_different() {
    check(
        "person",
        &[
            "person_id=1 email=a",
            "email=a user_name=u",
            "user_name=u sid=s",
        ],
        &[&[1, 2, 3]],
    );
    check(
        "person",
        &["person_id=1 name=n", "person_id=2 name=n", "name=n"],
        &[&[1], &[2], &[3]],
    );
    // Two numbers at the two ends of a chain: the surer link wins, the other is not made.
    check(
        "person",
        &[
            "person_id=1 email=a",
            "email=a user_name=u",
            "user_name=u person_id=2",
        ],
        &[&[1, 2], &[3]],
    );
    check(
        "device",
        &["host_name=h serial_number=1", "host_name=h mac_address=m"],
        &[&[1, 2]],
    );
    check(
        "device",
        &["ip_address=i host_name=a", "ip_address=i host_name=b"],
        &[&[1], &[2]],
    );
}

#[test]
fn how_sure_it_is_stands_with_what_was_joined() {
    let rows = sightings(&["person_id=1 name=n", "name=n user_name=u", "user_name=u"]);
    let resolved = resolve(&rows, &rules("person"), Corrected::default());
    let confidence: Vec<f64> = resolved.belongs.iter().map(|one| one.confidence).collect();
    assert_eq!(confidence, [1.0, 0.6, 0.6]);
    assert_eq!(resolved.belongs[1].because, "the same full name");
}

#[test]
fn the_organisation_has_the_last_word() {
    let correction = |one: &str, other: &str| Correction {
        kind: "person".into(),
        one: one.into(),
        other: other.into(),
        why: "two people".into(),
    };
    let rows = sightings(&[
        "user_name=js email=a",
        "email=a ehr_id=9",
        "user_name=other",
    ]);
    let apart = [correction("user_name:js", "ehr_id:9")];
    let same = [correction("user_name:js", "user_name:other")];
    let corrected = Corrected {
        apart: &apart,
        same: &same,
    };
    assert_eq!(
        groups(&resolve(&rows, &rules("person"), corrected)),
        [vec![1, 3], vec![2]]
    );
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    fn any_rows() -> impl Strategy<Value = Vec<Vec<(&'static str, u8)>>> {
        let key = prop::sample::select(vec!["person_id", "email", "user_name", "sid", "name"]);
        prop::collection::vec(prop::collection::vec((key, 0_u8..6), 1..4), 1..24)
    }

    fn as_sightings(rows: &[Vec<(&str, u8)>]) -> Vec<Sighting> {
        let row = |(at, row): (usize, &Vec<(&str, u8)>)| Sighting {
            record_id: format!("r:{at:03}"),
            keys: row
                .iter()
                .map(|(key, value)| ((*key).to_owned(), value.to_string()))
                .collect(),
            held: (None, None),
        };
        rows.iter().enumerate().map(row).collect()
    }

    /// What is connected at all by any shared value: identities may only be finer than that.
    fn connected(sightings: &[Sighting]) -> Vec<usize> {
        let mut of: Vec<usize> = (0..sightings.len()).collect();
        loop {
            let mut has_changed = false;
            for a in 0..sightings.len() {
                for b in 0..sightings.len() {
                    let share = sightings[a]
                        .keys
                        .iter()
                        .any(|(key, value)| sightings[b].keys.get(key) == Some(value));
                    if share && of[a] > of[b] {
                        of[a] = of[b];
                        has_changed = true;
                    }
                }
            }
            if !has_changed {
                return of;
            }
        }
    }

    proptest! {
        #[test]
        fn one_identity_has_one_number_and_every_link_a_reason(rows in any_rows()) {
            let sightings = as_sightings(&rows);
            let resolved = resolve(&sightings, &rules("person"), Corrected::default());
            let loose = connected(&sightings);
            let mut number: BTreeMap<usize, &str> = BTreeMap::new();
            for (at, belongs) in resolved.belongs.iter().enumerate() {
                if let Some(own) = sightings[at].keys.get("person_id") {
                    prop_assert_eq!(*number.entry(belongs.identity).or_insert(own), own.as_str());
                }
                prop_assert_eq!(loose[at], loose[belongs.identity], "joined without a shared value");
                prop_assert!(belongs.confidence > 0.0 && belongs.confidence <= 1.0);
            }
        }

        #[test]
        fn the_order_of_rows_does_not_matter(rows in any_rows(), seed in any::<u64>()) {
            let sightings = as_sightings(&rows);
            let mut places: Vec<usize> = (0..sightings.len()).collect();
            places.sort_by_key(|at| (*at as u64 + 1).wrapping_mul(seed | 1).rotate_left(17));
            let shuffled: Vec<Sighting> = places.iter().map(|at| sightings[*at].clone()).collect();
            let (rules, none) = (rules("person"), Corrected::default());
            let (straight, mixed) = (resolve(&sightings, &rules, none), resolve(&shuffled, &rules, none));
            for a in 0..places.len() {
                for b in 0..places.len() {
                    let here = mixed.belongs[a].identity == mixed.belongs[b].identity;
                    let there = straight.belongs[places[a]].identity == straight.belongs[places[b]].identity;
                    prop_assert_eq!(here, there);
                }
            }
        }
    }
}
