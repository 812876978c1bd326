//! Planted accesses fulfil the definition of their kind, judged from the written files alone.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Hospital, opened, text};

type Row = BTreeMap<String, String>;

/// Everything a judge needs.
struct Files {
    roster: BTreeMap<String, Row>,
    patients: BTreeMap<String, Value>,
    /// Days on which a patient was under treatment: first and last, `2026-10-13`.
    treated: BTreeMap<String, Vec<(String, String)>>,
    events: BTreeMap<String, (String, Value)>,
    /// Practitioner, patient, day of every note.
    notes: Vec<(String, String, String)>,
}

impl Files {
    fn new(hospital: &Hospital) -> Self {
        let mut treated: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for one in hospital.resources("Encounter") {
            let patient = text(&one["subject"]["reference"]).replace("Patient/", "");
            let day = |name: &str| {
                text(&one["period"][name])
                    .get(..10)
                    .unwrap_or("9999-01-01")
                    .to_owned()
            };
            treated
                .entry(patient)
                .or_default()
                .push((day("start"), day("end")));
        }
        let notes = hospital
            .resources("DocumentReference")
            .into_iter()
            .map(|one| {
                let who = text(&one["author"][0]["reference"]).replace("Practitioner/", "");
                let whom = text(&one["subject"]["reference"]).replace("Patient/", "");
                (who, whom, text(&one["date"])[..10].to_owned())
            });
        Self {
            roster: hospital
                .rows("people/roster.csv")
                .into_iter()
                .map(|row| (row["User Name"].clone(), row))
                .collect(),
            patients: hospital
                .resources("Patient")
                .into_iter()
                .map(|one| (text(&one["id"]), one))
                .collect(),
            treated,
            events: hospital
                .audit()
                .into_iter()
                .flat_map(|(day, events)| {
                    events
                        .into_iter()
                        .map(move |event| (text(&event["id"]), (day.clone(), event)))
                })
                .collect(),
            notes: notes.collect(),
        }
    }

    /// What ties this user to this patient, by the definition of each kind.
    fn relation(&self, user: &str, patient: &str) -> &'static str {
        let (row, one) = (&self.roster[user], &self.patients[patient]);
        let home = (
            text(&one["address"][0]["line"][0]),
            text(&one["address"][0]["postalCode"]),
        );
        let own = (row["Home Address"].clone(), row["Postal Code"].clone());
        let street = |home: &(String, String)| {
            let (_, street) = home.0.split_once(' ').expect("a house number");
            (street.to_owned(), home.1.clone())
        };
        let staff = self.roster.values().find(|other| is_same(other, one));
        let codes = one["meta"]["security"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        if is_same(row, one) {
            "self"
        } else if home == own {
            "household"
        } else if staff.is_some_and(|other| other["Department"] == row["Department"]) {
            "co_worker"
        } else if codes.iter().any(|code| code["code"] == "CEL") {
            "vip"
        } else if text(&one["name"][0]["family"]) == row["Last Name"] {
            "surname"
        } else if street(&home) == street(&own) {
            "neighbour"
        } else {
            "random"
        }
    }

    fn is_treated(&self, patient: &str, day: &str) -> bool {
        let spans = self.treated.get(patient).into_iter().flatten();
        spans
            .into_iter()
            .any(|(from, until)| from.as_str() <= day && day <= until.as_str())
    }
}

/// A member of staff and a patient are one person: name, date of birth and address.
fn is_same(row: &Row, one: &Value) -> bool {
    text(&one["birthDate"]) == row["Birth Date"]
        && text(&one["name"][0]["family"]) == row["Last Name"]
        && text(&one["name"][0]["given"][0]) == row["First Name"]
        && text(&one["address"][0]["line"][0]) == row["Home Address"]
}

const SNOOPING: [&str; 7] = [
    "random",
    "co_worker",
    "surname",
    "household",
    "vip",
    "neighbour",
    "self",
];

pub(super) fn each_kind_is_what_it_is_called(hospital: &Hospital) {
    let files = Files::new(hospital);
    let mut counts: BTreeMap<(String, String), u64> = BTreeMap::new();
    let sets = &hospital.truth["sets"];
    for one in hospital.truth["planted"].as_array().expect("a list") {
        let [kind, stratum, set, day, user, patient] =
            ["kind", "stratum", "set", "day", "user", "patient"].map(|name| text(&one[name]));
        *counts.entry((kind.clone(), stratum.clone())).or_default() += 1;
        let within = text(&sets[&set]["from"]) <= day && day <= text(&sets[&set]["until"]);
        assert!(within, "{one}");
        assert_eq!(
            text(&one["practitioner"]),
            files.roster[&user]["Practitioner ID"]
        );
        let events = one["events"].as_array().expect("a list");
        assert!(!events.is_empty(), "{one}");
        for id in events {
            let (written, event) = &files.events[&text(id)];
            assert_eq!(
                (written, opened(event)),
                (&day, (user.clone(), patient.clone())),
                "{one}"
            );
        }
        if SNOOPING.contains(&kind.as_str()) {
            assert_eq!(files.relation(&user, &patient), kind, "{one}");
        }
        if stratum == "hard" {
            assert!(files.is_treated(&patient, &day), "{one}");
        }
    }
    assert_eq!(hospital.truth["unplaced"], 0);
    let count = |kind: &str, stratum: &str| {
        counts
            .get(&(kind.to_owned(), stratum.to_owned()))
            .copied()
            .unwrap_or(0)
    };
    let both: Vec<(u64, u64)> = SNOOPING
        .iter()
        .map(|kind| (count(kind, "easy"), count(kind, "hard")))
        .collect();
    assert_eq!(
        both,
        [(4, 4), (3, 1), (4, 2), (4, 2), (3, 1), (4, 3), (3, 2)]
    );
    let others =
        ["emergency_misuse", "leaver", "on_leave", "export"].map(|kind| count(kind, "easy"));
    assert_eq!(others, [3, 4, 2, 40]);
}

pub(super) fn accounts_that_should_rest_do_not(hospital: &Hospital) {
    let files = Files::new(hospital);
    let accounts = hospital.rows("people/directory-accounts.csv");
    for one in hospital.truth["planted"].as_array().expect("a list") {
        let [kind, day, user, patient] =
            ["kind", "day", "user", "patient"].map(|name| text(&one[name]));
        let row = &files.roster[&user];
        let event = &files.events[&text(&one["events"][0])].1;
        match kind.as_str() {
            "leaver" => {
                assert!(
                    !row["End Date"].is_empty() && row["End Date"] < day,
                    "{one}"
                );
                let account = accounts.iter().find(|account| account["User Name"] == user);
                assert_eq!(
                    account.map(|account| account["Account Enabled"].as_str()),
                    Some("True")
                );
            }
            "on_leave" => assert!(
                row["Leave From"] <= day && day <= row["Leave Until"],
                "{one}"
            ),
            "emergency_misuse" => {
                assert_eq!(event["purposeOfEvent"][0]["coding"][0]["code"], "BTG");
                let who = &row["Practitioner ID"];
                let wrote = files
                    .notes
                    .iter()
                    .any(|note| note.0 == *who && note.1 == patient && note.2 >= day);
                assert!(!wrote, "{one}");
            }
            "export" => assert_eq!(event["type"]["code"], "110106", "{one}"),
            _ => {}
        }
        if ["leaver", "on_leave"].contains(&kind.as_str()) {
            assert!(
                text(&event["agent"][0]["network"]["address"]).starts_with("10.250."),
                "{one}"
            );
        }
    }
}
