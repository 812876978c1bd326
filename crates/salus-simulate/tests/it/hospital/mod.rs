//! The simulated hospital, read back from its files as a stranger would.

mod care;
mod cloud;
mod counts;
mod estate;
mod planted;
mod reproducible;
mod stories;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use salus_simulate::{Plan, Scenario, simulate};
use serde_json::Value;
use tempfile::TempDir;

const SCENARIO: &str = "
scenario: small
tune_days: 3
test_days: 9
snooping:
  - {kind: random, easy: 4, hard: 4}
  - {kind: co_worker, easy: 3, hard: 1}
  - {kind: surname, easy: 4, hard: 2}
  - {kind: household, easy: 4, hard: 2}
  - {kind: vip, easy: 3, hard: 1}
  - {kind: neighbour, easy: 4, hard: 3}
  - {kind: self, easy: 3, hard: 2}
emergency_misuse: 3
leavers: {accounts: 1, patients: 4}
on_leave: {accounts: 1, patients: 2}
exports: {accounts: 1, patients: 40}
device_calls: 1
lost_devices: 2
ransomware: 1
phishing: 1
device_attacks: 3
";

/// Small, and still with everything in it.
fn plan() -> Plan {
    Plan {
        patients: 1_400,
        staff: 300,
        days: 12,
        packed: false,
        scenario: Scenario::read(SCENARIO).expect("a scenario"),
        ..Plan::hospital()
    }
}

/// One hospital's files.
struct Hospital {
    folder: TempDir,
    truth: Value,
}

impl Hospital {
    fn new(plan: &Plan) -> Self {
        let folder = TempDir::new().expect("a folder for the test");
        simulate(plan, &folder.path().join("evidence")).expect("the plan can be simulated");
        let text =
            std::fs::read_to_string(folder.path().join("evidence-truth.yaml")).expect("the truth");
        Self {
            folder,
            truth: yaml_serde::from_str(&text).expect("YAML"),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("evidence").join(name)
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("the file is written")
    }

    /// What lies beside the evidence.
    fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("evidence-{name}"))
    }

    /// All resources of a kind.
    fn resources(&self, kind: &str) -> Vec<Value> {
        json_lines(&self.text(&format!("ehr/bulk/{kind}.ndjson")))
    }

    /// The kinds that the manifest names.
    fn kinds(&self) -> Vec<String> {
        let manifest: Value =
            serde_json::from_str(&self.text("ehr/bulk/manifest.json")).expect("JSON");
        let output = manifest["output"].as_array().expect("a list");
        output.iter().map(|list| text(&list["type"])).collect()
    }

    /// Rows of a table, by header.
    fn rows(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        table(&self.text(name))
    }

    /// The record system's log of a day, with the day.
    fn audit(&self) -> Vec<(String, Vec<Value>)> {
        let mut days: Vec<(String, Vec<Value>)> = files(&self.path("ehr/audit"))
            .into_iter()
            .map(|path| {
                let day = path
                    .file_stem()
                    .and_then(|stem| stem.to_str())
                    .expect("a name")
                    .to_owned();
                (
                    day,
                    json_lines(&std::fs::read_to_string(&path).expect("a log")),
                )
            })
            .collect();
        days.sort_by(|one, other| one.0.cmp(&other.0));
        days
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn json_lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// Rows of a table whose quoted cells hold commas and nothing worse.
fn table(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = text.lines();
    let headers = cells(lines.next().expect("a line of headers"));
    lines
        .map(|line| headers.iter().cloned().zip(cells(line)).collect())
        .collect()
}

fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    for letter in line.trim_end_matches('\r').chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    cells.push(cell);
    cells
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Who opened whose record, as an AuditEvent says it.
fn opened(event: &Value) -> (String, String) {
    let user = text(&event["agent"][0]["altId"]);
    let patient = text(&event["entity"][0]["what"]["reference"]);
    (user, patient.trim_start_matches("Patient/").to_owned())
}

/// Every `Kind/id` that a resource refers to.
fn references(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                match inner {
                    Value::String(reference) if key == "reference" => {
                        into.insert(reference.clone());
                    }
                    inner => references(inner, into),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|inner| references(inner, into)),
        _ => {}
    }
}

/// One test for one making of the hospital: the runner starts a process per test.
#[test]
fn the_hospital_is_what_its_truth_says() {
    let hospital = Hospital::new(&plan());
    counts::every_file_holds_what_is_counted(&hospital);
    counts::every_line_is_of_a_known_visit(&hospital);
    counts::what_has_no_record_has_none(&hospital);
    planted::each_kind_is_what_it_is_called(&hospital);
    planted::accounts_that_should_rest_do_not(&hospital);
    care::all_references_lead_somewhere(&hospital);
    care::people_work_when_they_are_at_work(&hospital);
    care::departments_have_one_name(&hospital);
    estate::sensors_saw_what_is_counted(&hospital);
    estate::attacks_on_devices_are_seen(&hospital);
    estate::the_controller_s_log_is_read_in_full(&hospital);
    estate::an_export_is_seen_to_leave(&hospital);
    stories::lost_devices_are_in_every_list(&hospital);
    stories::ransomware_left_its_traces(&hospital);
    stories::servers_have_ordinary_days(&hospital);
    cloud::mail_and_sign_ins_are_what_is_counted(&hospital);
    cloud::a_notice_leads_to_a_sign_in_from_abroad(&hospital);
    cloud::a_physician_travels(&hospital);
}
