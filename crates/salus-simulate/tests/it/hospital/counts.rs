//! The truth's counts against the files.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Hospital, opened, references, table, text};

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a count")
}

pub(super) fn every_file_holds_what_is_counted(hospital: &Hospital) {
    let manifest: Value =
        serde_json::from_str(&hospital.text("ehr/bulk/manifest.json")).expect("JSON");
    for list in manifest["output"].as_array().expect("a list") {
        let kind = text(&list["type"]);
        let lines = hospital.resources(&kind).len() as u64;
        assert_eq!(number(&list["count"]), lines, "{kind}");
        assert_eq!(number(&hospital.truth["resources"][&kind]), lines, "{kind}");
    }
    assert_eq!(hospital.kinds().len(), 25, "{:?}", hospital.kinds());
    for (table, path) in [
        ("backup_csv", "governance/backup-jobs.csv"),
        ("badge_csv", "people/badge-events.csv"),
        ("case_csv", "governance/security-cases.csv"),
        ("device_event_csv", "governance/device-events.csv"),
        ("directory_csv", "people/directory-accounts.csv"),
        ("dlp_csv", "governance/dlp-incidents.csv"),
        ("mdm_csv", "inventory/device-management.csv"),
        ("medical_device_csv", "inventory/medical-devices.csv"),
        ("mfa_csv", "people/mfa-registration.csv"),
        ("roster_csv", "people/roster.csv"),
        ("training_csv", "people/training.csv"),
        ("vpn_csv", "people/vpn-sessions.csv"),
    ] {
        let rows = hospital.rows(path).len() as u64;
        assert_eq!(number(&hospital.truth["tables"][table]), rows, "{table}");
        assert!(rows > 0, "{table}");
    }
    let lines = &hospital.truth["accesses"]["lines"];
    let audit: usize = hospital.audit().iter().map(|day| day.1.len()).sum();
    assert_eq!(number(&lines["record system"]), audit as u64);
    let laboratory = hospital.rows("laboratory/access-log.csv").len();
    assert_eq!(number(&lines["laboratory system"]), laboratory as u64);
    let archive: usize = super::files(&hospital.path("imaging"))
        .iter()
        .map(|path| {
            std::fs::read_to_string(path)
                .expect("a log")
                .matches("<AuditMessage>")
                .count()
        })
        .sum();
    assert_eq!(number(&lines["imaging archive"]), archive as u64);
}

/// What is said of each visit to a record: (day, user, patient) with its causes.
fn visits(hospital: &Hospital) -> BTreeMap<(String, String, String), BTreeSet<String>> {
    let packed = std::fs::read(hospital.beside("accesses.csv.gz")).expect("the labels");
    let text = String::from_utf8(super::reproducible::unpacked(&packed)).expect("text");
    let mut visits: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for row in table(&text) {
        let key = (
            row["day"].clone(),
            row["user"].clone(),
            row["patient"].clone(),
        );
        visits.entry(key).or_default().insert(row["cause"].clone());
    }
    visits
}

pub(super) fn every_line_is_of_a_known_visit(hospital: &Hospital) {
    let visits = visits(hospital);
    let accesses = &hospital.truth["accesses"];
    assert_eq!(number(&accesses["pairs"]), visits.len() as u64);
    let mut ids = BTreeSet::new();
    for (day, events) in hospital.audit() {
        let mut last = String::new();
        for event in events {
            let (user, patient) = opened(&event);
            assert!(
                visits.contains_key(&(day.clone(), user, patient)),
                "{event}"
            );
            assert!(
                ids.insert(text(&event["id"])),
                "an id is used once: {event}"
            );
            let time = text(&event["recorded"]);
            assert!(last <= time, "in the order of time: {event}");
            last = time;
        }
    }
    let with = |cause: &str| {
        visits
            .values()
            .filter(|causes| causes.contains(cause))
            .count() as u64
    };
    assert_eq!(number(&accesses["unrecorded_pairs"]), with("unrecorded"));
    assert_eq!(number(&accesses["planted_pairs"]), with("planted"));
    let share = with("unrecorded") as f64 / (with("unrecorded") + with("care")) as f64;
    assert!(
        (0.05..0.07).contains(&share),
        "{share} of the legitimate accesses have no record"
    );
}

/// The people who have to do with a patient, by every resource that names both, and the days it names.
fn ties(hospital: &Hospital) -> BTreeSet<(String, String)> {
    let mut ties = BTreeSet::new();
    for kind in hospital.kinds() {
        if ["Person", "RelatedPerson"].contains(&kind.as_str()) {
            continue;
        }
        for resource in hospital.resources(&kind) {
            let mut found = BTreeSet::new();
            references(&resource, &mut found);
            if kind == "Patient" {
                found.insert(format!("Patient/{}", text(&resource["id"])));
            }
            let patients = found.iter().filter_map(|one| one.strip_prefix("Patient/"));
            for patient in patients {
                for who in found
                    .iter()
                    .filter_map(|one| one.strip_prefix("Practitioner/"))
                {
                    ties.insert((who.to_owned(), patient.to_owned()));
                }
            }
        }
    }
    ties
}

pub(super) fn what_has_no_record_has_none(hospital: &Hospital) {
    let path = hospital.beside("unrecorded.csv");
    let rows = table(&std::fs::read_to_string(path).expect("the table"));
    let accesses = &hospital.truth["accesses"];
    assert_eq!(number(&accesses["unrecorded_lines"]), rows.len() as u64);
    let events: BTreeMap<String, (String, String)> = hospital
        .audit()
        .into_iter()
        .flat_map(|day| day.1)
        .map(|event| (text(&event["id"]), opened(&event)))
        .collect();
    let numbers: BTreeMap<String, String> = hospital
        .rows("people/roster.csv")
        .into_iter()
        .map(|row| (row["User Name"].clone(), row["Practitioner ID"].clone()))
        .collect();
    let ties = ties(hospital);
    let (mut tied, mut pairs) = (0, BTreeSet::new());
    for row in &rows {
        let pair = (row["user"].clone(), row["patient"].clone());
        assert_eq!(events.get(&row["id"]), Some(&pair), "{row:?}");
        if pairs.insert(pair.clone()) {
            tied += usize::from(ties.contains(&(numbers[&pair.0].clone(), pair.1)));
        }
    }
    // A record of another month, or one that came later, may name both.
    assert!(
        tied * 50 <= pairs.len(),
        "{tied} of {} have a record after all",
        pairs.len()
    );
}
