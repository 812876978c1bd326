//! Who looked at whose record, and why: a week of a small hospital through the real binary.

mod aside;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::run::{arg, expect, lines, query, salus, talk};

const ROSTER: &str = "Employee ID,Name,Email,User Name,Practitioner ID,Role,Department,Start Date,End Date,Leave From,Leave Until,Home Address,Postal Code,Birth Date,Own Patient ID
E1,Anna Berg,anna@h.example,anna,n1,Registered nurse,Ward 3,2020-01-01,,,,1 Elm Street,55001,1990-01-01,
E2,Ben Cole,ben@h.example,ben,d1,Attending physician,Ward 3,2020-01-01,,,,2 Oak Street,55002,1980-02-02,
E3,Cara Dunn,cara@h.example,cara,b1,Dietitian,Kitchen,2020-01-01,,,,7 Pine Street,55003,1985-03-03,
E4,Dora Ely,dora@h.example,dora,n2,Registered nurse,Ward 5,2020-01-01,,,,9 Fir Street,55004,1975-04-04,p4
E5,Eve Fox,eve@h.example,eve,n3,Registered nurse,Ward 5,2020-01-01,2026-02-01,,,3 Ash Street,55005,1970-05-05,
";

/// One look: the record's name in the test, who, whose, when, and whether the emergency button was used.
const LOOKS: [(&str, &str, &str, &str, bool); 7] = [
    (
        "treating doctor",
        "ben/d1",
        "p1",
        "2026-03-10T09:00:00Z",
        false,
    ),
    (
        "nurse of the ward",
        "anna/n1",
        "p1",
        "2026-03-10T09:30:00Z",
        false,
    ),
    (
        "same household",
        "cara/b1",
        "p2",
        "2026-03-11T12:00:00Z",
        false,
    ),
    ("own record", "dora/n2", "p4", "2026-03-11T13:00:00Z", false),
    ("left", "eve/n3", "p1", "2026-03-11T23:00:00Z", false),
    ("emergency", "anna/n1", "p3", "2026-03-12T02:00:00Z", true),
    (
        "born and named alike",
        "ben/d1",
        "p5",
        "2026-03-12T03:00:00Z",
        false,
    ),
];

fn event(at: usize, look: (&str, &str, &str, &str, bool)) -> Value {
    let (_, who, patient, time, is_emergency) = look;
    let (user, number) = who.split_once('/').expect("account and number");
    let purpose = if is_emergency { "BTG" } else { "TREAT" };
    json!({
        "resourceType": "AuditEvent", "id": format!("a{at}"), "action": "R", "outcome": "0", "recorded": time,
        "type": {"system": "http://terminology.hl7.org/CodeSystem/audit-event-type", "code": "rest"},
        "subtype": [{"code": "read"}],
        "purposeOfEvent": [{"coding": [{"code": purpose}]}],
        "agent": [{"requestor": true, "altId": user, "who": {"reference": format!("Practitioner/{number}")}, "network": {"address": "10.0.0.7"}}],
        "source": {"observer": {"display": "EHR"}},
        "entity": [{"what": {"reference": format!("Patient/{patient}")}, "role": {"code": "1"}}],
    })
}

fn patient(
    id: &str,
    family: &str,
    given: &str,
    (street, postal): (&str, &str),
    born: &str,
) -> Value {
    json!({
        "resourceType": "Patient", "id": id, "name": [{"family": family, "given": [given]}], "birthDate": born,
        "address": [{"use": "home", "line": [street], "postalCode": postal}],
    })
}

fn ndjson(rows: &[Value]) -> String {
    rows.iter().map(|row| format!("{row}\n")).collect()
}

/// A lake with that week in it.
fn lake() -> (tempfile::TempDir, PathBuf) {
    lake_with(&[])
}

/// The same with further entries in the record system's log.
fn lake_with(further: &[Value]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let evidence = folder.path().join("evidence");
    fs::create_dir(&evidence).expect("made");
    let write = |name: &str, text: &str| fs::write(evidence.join(name), text).expect("written");
    let looks = LOOKS.iter().enumerate();
    let mut events: Vec<Value> = looks.map(|(at, look)| event(at, *look)).collect();
    events.extend_from_slice(further);
    write("AuditEvent.ndjson", &ndjson(&events));
    write(
        "Encounter.ndjson",
        &ndjson(&[json!({
            "resourceType": "Encounter", "id": "e1", "status": "finished", "class": {"code": "IMP"},
            "subject": {"reference": "Patient/p1"},
            "participant": [{"individual": {"reference": "Practitioner/d1"}}],
            "period": {"start": "2026-03-09T08:00:00Z", "end": "2026-03-12T10:00:00Z"},
            "location": [{"location": {"display": "Ward 3"}, "period": {"start": "2026-03-09T08:00:00Z", "end": "2026-03-12T10:00:00Z"}}],
        })]),
    );
    write(
        "Patient.ndjson",
        &ndjson(&[
            patient(
                "p1",
                "Stone",
                "Rita",
                ("5 Birch Street", "55006"),
                "1950-01-01",
            ),
            patient(
                "p2",
                "Dunn",
                "Max",
                ("7 Pine Street", "55003"),
                "2012-01-01",
            ),
            patient(
                "p3",
                "Hale",
                "Ian",
                ("8 Lime Street", "55007"),
                "1940-01-01",
            ),
            patient("p4", "Ely", "Dora", ("9 Fir Street", "55004"), "1975-04-04"),
            patient("p5", "Cole", "Ben", ("2 Oak Street", "55002"), "1980-02-02"),
        ]),
    );
    write("roster.csv", ROSTER);
    let lake = folder.path().join("lake");
    expect(0, &["read", arg(&evidence), "--lake", arg(&lake)]);
    (folder, lake)
}

/// What `salus access VERB …` says in JSON.
fn access(lake: &Path, arguments: &[&str]) -> Vec<Value> {
    let mut all = vec!["access"];
    all.extend(arguments);
    all.extend(["--lake", arg(lake), "--as", "privacy.officer", "--json"]);
    lines(&expect(0, &all))
}

fn text<'v>(row: &'v Value, name: &str) -> &'v str {
    row[name].as_str().unwrap_or_default()
}

/// Record ids by the names of the looks.
fn records(lake: &Path) -> BTreeMap<String, &'static str> {
    let rows = query(
        lake,
        "select record_id, user_name, patient_id, time from record_access where application = 'EHR'",
    );
    let named = rows.iter().map(|row| {
        let is_it = |look: &&(&'static str, &str, &str, &str, bool)| {
            look.1.starts_with(&format!("{}/", text(row, "user_name")))
                && look.2 == text(row, "patient_id")
        };
        let look = LOOKS.iter().find(is_it).expect("a look of the list");
        (text(row, "record_id").to_owned(), look.0)
    });
    named.collect()
}

#[test]
fn every_access_is_explained_or_asked_about() {
    let (_folder, lake) = lake();
    let names = records(&lake);
    let said = access(&lake, &["audit", "--accesses"]);
    let of_kind = |kind: &'static str| said.iter().filter(move |row| row["kind"] == kind);
    let statuses: BTreeMap<&str, String> = of_kind("access")
        .map(|row| {
            (
                names[text(row, "record_id")],
                format!(
                    "{} {} {}",
                    text(row, "status"),
                    text(row, "template"),
                    text(row, "evidence")
                ),
            )
        })
        .collect();
    let expected = [
        ("born and named alike", "unexplained  "),
        ("emergency", "unexplained  "),
        ("left", "unexplained  "),
        ("nurse of the ward", "explained X08 Encounter/e1"),
        ("own record", "unexplained  "),
        ("same household", "unexplained  "),
        ("treating doctor", "explained X02 Encounter/e1"),
    ];
    let expected: BTreeMap<&str, String> = expected
        .map(|(name, status)| (name, status.to_owned()))
        .into();
    assert_eq!(statuses, expected);
    let rules: Vec<(&str, &str, &str)> = of_kind("hard_rule")
        .map(|row| {
            (
                text(row, "rule"),
                text(row, "user"),
                text(row, "patient_id"),
            )
        })
        .collect();
    assert_eq!(
        rules,
        [
            ("self_access", "E4", "p4"),
            ("self_access", "E2", "p5"),
            ("household_member", "E3", "p2"),
            ("left_or_on_leave", "E5", "p1"),
            ("emergency_without_note", "E1", "p3"),
        ]
    );
    let summary = of_kind("summary").next().expect("a summary");
    assert_eq!(
        summary["first"],
        json!({"explained": 2, "weak": 0, "unexplained": 5})
    );
    assert_eq!(of_kind("template").count(), 14);
    for story in of_kind("story") {
        let sentence = text(story, "sentence");
        assert!(sentence.contains(" on 2026-03-1"), "{sentence}");
        assert!(
            !sentence.contains('{'),
            "a place was not filled: {sentence}"
        );
        let names_one = LOOKS
            .iter()
            .any(|look| sentence.contains(&format!(" {} ", look.2)));
        assert!(!names_one, "a sentence names no patient: {sentence}");
    }
    assert_eq!(of_kind("story").count(), 3);
}

#[test]
fn one_access_one_patient_one_person() {
    let (_folder, lake) = lake();
    let names = records(&lake);
    let record = |wanted: &str| {
        let found = names.iter().find(|(_, name)| **name == wanted);
        found.expect("a look of the list").0.clone()
    };
    let explained = access(&lake, &["explain", &record("treating doctor")]);
    let reasons: Vec<(&str, &str)> = explained[0]["reasons"]
        .as_array()
        .expect("reasons")
        .iter()
        .map(|reason| (text(reason, "template"), text(reason, "evidence")))
        .collect();
    assert!(reasons.contains(&("X02", "Encounter/e1")), "{reasons:?}");
    let listed = access(&lake, &["patient", "p1"]);
    let who: Vec<(&str, &str)> = listed
        .iter()
        .map(|row| (text(row, "who"), text(row, "status")))
        .collect();
    assert_eq!(
        who,
        [
            ("Attending physician, ward 3", "explained"),
            ("Registered nurse, ward 3", "explained"),
            // Gone from the roster by then, and from the ward.
            ("Registered nurse", "unexplained"),
            // The look at the explanation above.
            ("privacy office", "explained"),
        ]
    );
    let user = access(&lake, &["user", "cara"]);
    assert_eq!(
        (&user[0]["patients"], &user[0]["accesses"]),
        (&json!(1), &json!({"unexplained": 1}))
    );
    // Whoever looks is seen looking.
    let looks = query(
        &lake,
        "select user_name, patient_id from record_access where application = 'Salus' order by time",
    );
    let looks: Vec<(&str, &str)> = looks
        .iter()
        .map(|row| (text(row, "user_name"), text(row, "patient_id")))
        .collect();
    assert_eq!(
        looks,
        [("privacy.officer", "p1"), ("privacy.officer", "p1")]
    );
    let unknown = expect(
        2,
        &[
            "access",
            "explain",
            "nothing:1",
            "--lake",
            arg(&lake),
            "--as",
            "x",
        ],
    );
    assert!(talk(&unknown).contains("holds no access `nothing:1`"));
}

#[test]
fn names_are_for_the_privacy_role() {
    let (folder, lake) = lake();
    let content = folder.path().join("own");
    fs::create_dir(&content).expect("made");
    let asked = |list: &str, also: &[&str]| {
        fs::write(content.join("roles.yaml"), list).expect("written");
        let mut all = vec!["access", "audit", "--lake", arg(&lake), "--names"];
        all.extend(["--content", arg(&content)]);
        all.extend(also);
        salus(&all).output().expect("runs")
    };
    for list in ["privacy: []\n", "privacy: [somebody.else]\n"] {
        let refused = asked(list, &[]);
        assert_eq!(refused.status.code(), Some(2), "{}", talk(&refused));
        assert!(talk(&refused).contains("names are for the privacy role"));
    }
    // Who runs this is written down, whatever they say they are.
    access(&lake, &["audit"]);
    let looks = query(
        &lake,
        "select account, looked_by, with_names from salus_access_look",
    );
    assert_eq!(looks.len(), 1);
    let account = text(&looks[0], "account");
    assert!(!account.is_empty());
    assert_eq!(
        (text(&looks[0], "looked_by"), text(&looks[0], "with_names")),
        ("privacy.officer", "false")
    );
    let list = format!("privacy: ['{account}']\n");
    let told = String::from_utf8(asked(&list, &[]).stdout).expect("text");
    assert!(
        told.contains("E3 Cara Dunn (Dietitian) opened p2 Max Dunn"),
        "{told}"
    );
    let told = lines(&asked(&list, &["--json"]));
    let rule = told.iter().find(|row| row["rule"] == "household_member");
    let rule = rule.expect("it is listed");
    assert_eq!(
        (text(rule, "user_name"), text(rule, "patient_name")),
        ("Cara Dunn", "Max Dunn")
    );
    // The page, too; without the option nobody is named, not even to them.
    let page = folder.path().join("accesses.html");
    asked(&list, &["--report", arg(&page)]);
    let drawn = || fs::read_to_string(&page).expect("a page");
    let named = drawn();
    assert!(
        named.contains("E3 Cara Dunn (Dietitian)") && named.contains("It names staff and patients")
    );
    let rows = query(
        &lake,
        "select record_id from record_access where patient_id = 'p2' and application = 'EHR'",
    );
    assert!(named.contains(&format!("<code>{}</code>", text(&rows[0], "record_id"))));
    let told = access(&lake, &["audit", "--report", arg(&page)]);
    assert!(!told.iter().any(|row| row.to_string().contains("Dunn")));
    assert!(drawn().contains("E3 (Dietitian)") && !drawn().contains("Dunn"));
}

#[test]
fn merged_records_are_one_patients() {
    let old = ("ward nurse", "anna/n1", "p0", "2026-03-10T10:00:00Z", false);
    let (folder, lake) = lake_with(&[event(90, old)]);
    let merged = json!({
        "resourceType": "Patient", "id": "p0", "name": [{"family": "Stone"}],
        "link": [{"other": {"reference": "Patient/p1"}, "type": "replaced-by"}],
    });
    let more = folder.path().join("Patient.ndjson");
    let before = access(&lake, &["patient", "p1"]).len();
    fs::write(&more, ndjson(&[merged])).expect("written");
    expect(0, &["read", arg(&more), "--lake", arg(&lake)]);
    let told = query(
        &lake,
        "select record_id from record_access where patient_id = 'p0' and application = 'EHR'",
    );
    let explained = access(&lake, &["explain", text(&told[0], "record_id")]);
    assert_eq!(explained.len(), 1);
    assert_eq!(
        (
            text(&explained[0], "patient_id"),
            text(&explained[0], "status"),
        ),
        ("p1", "explained")
    );
    for number in ["p0", "p1"] {
        let list = access(&lake, &["patient", number]);
        assert!(list.len() > before, "{number}: {list:?}");
        let is_there = |row: &Value| row["record_id"] == told[0]["record_id"];
        assert!(list.iter().any(is_there), "{number}");
    }
}

#[test]
fn verdicts_are_kept_and_counted() {
    let (_folder, lake) = lake();
    let said = access(&lake, &["audit"]);
    let rule = said
        .iter()
        .find(|row| row["rule"] == "household_member")
        .expect("it is listed");
    let figures = access(
        &lake,
        &[
            "review",
            text(rule, "id"),
            "--verdict",
            "unclear",
            "--note",
            "asked",
        ],
    );
    assert_eq!(
        (&figures[0]["hard_rules"], &figures[0]["precision"]),
        (&json!(1.0), &Value::Null)
    );
    access(
        &lake,
        &["review", text(rule, "id"), "--verdict", "inappropriate"],
    );
    let kept = query(
        &lake,
        "select story_id, verdict, queue, reviewer from access_review",
    );
    assert_eq!(kept.len(), 1);
    assert_eq!(
        (
            text(&kept[0], "verdict"),
            text(&kept[0], "queue"),
            text(&kept[0], "reviewer")
        ),
        ("inappropriate", "hard_rule", "privacy.officer")
    );
    let unknown = expect(
        2,
        &[
            "access",
            "review",
            "none",
            "--verdict",
            "unclear",
            "--lake",
            arg(&lake),
            "--as",
            "x",
        ],
    );
    assert!(talk(&unknown).contains("no story `none`"));
}

#[test]
fn a_lake_without_accesses_says_what_to_export() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("roster.csv"), ROSTER).expect("written");
    let lake = folder.path().join("lake");
    expect(
        0,
        &[
            "read",
            arg(&folder.path().join("roster.csv")),
            "--lake",
            arg(&lake),
        ],
    );
    let refused = expect(2, &["access", "audit", "--lake", arg(&lake), "--as", "x"]);
    assert!(talk(&refused).contains("export the audit log of the record system"));
    // Accesses without any care.
    let look = folder.path().join("AuditEvent.ndjson");
    fs::write(&look, ndjson(&[event(0, LOOKS[0])])).expect("written");
    expect(0, &["read", arg(&look), "--lake", arg(&lake)]);
    let told = expect(0, &["access", "audit", "--lake", arg(&lake), "--as", "x"]);
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.contains("No evidence of care was read"), "{told}");
}

#[test]
fn a_check_tells_broken_rules_as_findings_without_patients() {
    let (folder, _) = lake();
    let (evidence, lake) = (folder.path().join("evidence"), folder.path().join("other"));
    let report = folder.path().join("report.html");
    let arguments = [
        "check",
        arg(&evidence),
        "--lake",
        arg(&lake),
        "--report",
        arg(&report),
    ];
    expect(0, &arguments);
    let found = query(
        &lake,
        "select analytic, severity, subject, sentence from finding where analytic like 'access.%' order by analytic",
    );
    let told: Vec<(&str, &str, &str)> = found
        .iter()
        .map(|row| {
            (
                text(row, "analytic"),
                text(row, "severity"),
                text(row, "subject"),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("access.emergency_without_note", "medium", "E1"),
            ("access.household_member", "low", ""),
            ("access.left_or_on_leave", "high", "E5"),
            ("access.self_access", "low", ""),
        ]
    );
    for row in &found {
        let sentence = text(row, "sentence");
        let names_one = LOOKS
            .iter()
            .any(|look| sentence.contains(&format!(" {} ", look.2)));
        assert!(!names_one && !sentence.contains('{'), "{sentence}");
    }
}

#[test]
fn an_entry_of_two_patients_and_one_without_a_time_are_both_accounted_for() {
    let mut of_two = event(20, ("two", "ben/d1", "p1", "2026-03-10T10:00:00Z", false));
    of_two["entity"] = json!([
        {"what": {"reference": "Patient/p1"}, "role": {"code": "1"}},
        {"what": {"reference": "Patient/p3"}, "role": {"code": "1"}},
    ]);
    let mut without_time = event(21, ("no time", "ben/d1", "p1", "", false));
    let members = without_time.as_object_mut().expect("an object");
    members.remove("recorded");
    let (_folder, lake) = lake_with(&[of_two, without_time]);
    let said = access(&lake, &["audit"]);
    let summary = said.iter().find(|row| row["kind"] == "summary");
    let summary = summary.expect("a summary");
    assert_eq!(
        (&summary["untried"], &summary["without_time"]),
        (&json!(1), &json!(1))
    );
    let rows = query(
        &lake,
        "select record_id from record_access group by record_id having count(*) = 2",
    );
    let explained = access(&lake, &["explain", text(&rows[0], "record_id")]);
    let told: Vec<(&str, &str, &str)> = explained
        .iter()
        .map(|row| {
            (
                text(row, "user"),
                text(row, "patient_id"),
                text(row, "status"),
            )
        })
        .collect();
    assert_eq!(
        told,
        [("E2", "p1", "explained"), ("E2", "p3", "unexplained")]
    );
    let looks = query(
        &lake,
        "select patient_id from record_access where application = 'Salus' order by time",
    );
    let looks: Vec<&str> = looks.iter().map(|row| text(row, "patient_id")).collect();
    assert_eq!(looks, ["p1", "p3"]);
}

#[test]
fn a_zone_nobody_knows_is_told_by_every_verb_that_counts_days() {
    let (_folder, lake) = lake();
    for verb in [
        &["measure"][..],
        &["detect"],
        &["access", "audit", "--as", "x"],
    ] {
        let mut arguments = verb.to_vec();
        arguments.extend(["--lake", arg(&lake), "--zone", "Mars/Base"]);
        let refused = expect(2, &arguments);
        assert!(
            talk(&refused).contains("`Mars/Base` is no zone known here"),
            "{verb:?}"
        );
    }
}
