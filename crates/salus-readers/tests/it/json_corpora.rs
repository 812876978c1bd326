//! The JSON reader over public evidence: counts as the data's own papers state them, balanced accounts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, TimestampMicrosecondType};
use salus_readers::{Evidence, READERS, ReadError, Reader, Sink, recognise};
use salus_record::{Batch, Counts, Digest, Output, Reject, envelope};

/// What the tests look at: rows per table, and of each table how many have a time, and its columns.
#[derive(Default)]
struct Seen {
    rows: BTreeMap<String, u64>,
    timed: BTreeMap<String, u64>,
    columns: BTreeMap<String, BTreeSet<String>>,
    /// Texts of `EventID` and `cve`, for the tests that ask for them.
    texts: BTreeMap<(String, String), BTreeSet<String>>,
    rejects: Vec<String>,
    read: u64,
}

impl Output for Seen {
    fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
        let rows = &batch.rows;
        *self.rows.entry(batch.table.clone()).or_default() += rows.num_rows() as u64;
        let times = rows.column_by_name(envelope::TIME).expect("the envelope");
        let times = times.as_primitive::<TimestampMicrosecondType>();
        *self.timed.entry(batch.table.clone()).or_default() +=
            (rows.num_rows() - times.null_count()) as u64;
        for field in rows.schema().fields() {
            let columns = self.columns.entry(batch.table.clone()).or_default();
            columns.insert(field.name().clone());
        }
        for name in ["EventID", "cve"] {
            let Some(column) = rows.column_by_name(name) else {
                continue;
            };
            let values = column
                .as_dictionary::<Int32Type>()
                .values()
                .as_string::<i32>();
            let texts = self
                .texts
                .entry((batch.table.clone(), name.to_owned()))
                .or_default();
            texts.extend(values.iter().flatten().map(str::to_owned));
        }
        Ok(())
    }

    fn reject(&mut self, reject: Reject) -> Result<(), ReadError> {
        self.rejects
            .push(format!("{}: {}", reject.place, reject.reason));
        Ok(())
    }
}

impl Seen {
    /// Reads one file's bytes; every account must balance.
    fn read(&mut self, name: &str, bytes: &[u8]) -> Counts {
        let reader = recognise(bytes).unwrap_or_else(|| panic!("{name} is not recognised"));
        assert_eq!(reader.about().name, "json", "{name}");
        self.read_with(reader, name, bytes)
    }

    fn read_with(&mut self, reader: &dyn Reader, name: &str, bytes: &[u8]) -> Counts {
        let rejects_before = self.rejects.len();
        let mut input = BufReader::new(Cursor::new(bytes));
        let mut sink = Sink::new(&Digest::of(bytes), 0, self);
        let mut evidence = Evidence::new(&mut input, bytes.len() as u64);
        let end = reader.read(&mut evidence, &mut sink);
        let counts = sink.finish().expect("memory does not fail");
        assert!(end.is_ok(), "{name}: {end:?}");
        let stored: u64 = counts.tables.values().sum();
        assert_eq!(counts.read, stored + counts.rejects, "{name}");
        assert_eq!(
            counts.rejects,
            (self.rejects.len() - rejects_before) as u64,
            "{name}"
        );
        self.read += counts.read;
        counts
    }

    fn rows(&self, table: &str) -> u64 {
        self.rows.get(table).copied().unwrap_or(0)
    }

    fn tables(&self) -> Vec<(&str, u64)> {
        self.rows
            .iter()
            .map(|(table, rows)| (table.as_str(), *rows))
            .collect()
    }
}

fn data() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    std::env::var_os("SALUS_DATA").map_or_else(beside, PathBuf::from)
}

/// Files below a folder of the data, in order; `None`, said aloud, where it is absent.
fn files(folder: &str, ending: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let root = data().join(folder);
    if !root.is_dir() {
        eprintln!("skipped: {folder} (no {})", root.display());
        return None;
    }
    let (mut folders, mut paths) = (vec![root], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder can be listed") {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().to_lowercase().ends_with(ending) {
                paths.push(path);
            }
        }
    }
    paths.sort();
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).expect("the file can be read");
        (path.display().to_string(), bytes)
    };
    Some(paths.into_iter().map(read).collect())
}

/// The members of zip files.
fn unzipped(zips: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    let mut members = Vec::new();
    for (name, bytes) in zips {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        for at in 0..zip.len() {
            let mut member = zip.by_index(at).expect("a member");
            let inner = member.name().expect("a name").into_owned();
            let mut bytes = Vec::new();
            member.read_to_end(&mut bytes).expect("a member");
            members.push((format!("{name}/{inner}"), bytes));
        }
    }
    members
}

/// Lines that hold anything: what JSON lines must give as records.
fn lines(bytes: &[u8]) -> u64 {
    bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.trim_ascii().is_empty())
        .count() as u64
}

#[test]
fn fhir_bulk_export_has_the_stated_resources() {
    let Some(files) = files("fhir", ".ndjson") else {
        return;
    };
    let mut seen = Seen::default();
    for (name, bytes) in &files {
        assert_eq!(seen.read(name, bytes).read, lines(bytes), "{name}");
    }
    assert!(seen.rejects.is_empty(), "{:?}", seen.rejects);
    let expected = [
        ("fhir_allergyintolerance", 28),
        ("fhir_careplan", 92),
        ("fhir_condition", 286),
        ("fhir_diagnosticreport", 235),
        ("fhir_encounter", 953),
        ("fhir_goal", 50),
        ("fhir_imagingstudy", 8),
        ("fhir_immunization", 780),
        ("fhir_medicationrequest", 194),
        ("fhir_observation", 4_883),
        ("fhir_organization", 52),
        ("fhir_patient", 60),
        ("fhir_practitioner", 52),
        ("fhir_procedure", 355),
    ];
    assert_eq!(seen.tables(), expected);
    for table in [
        "fhir_encounter",
        "fhir_observation",
        "fhir_medicationrequest",
    ] {
        assert_eq!(seen.timed[table], seen.rows[table], "{table}");
    }
}

#[test]
fn the_catalog_of_exploited_vulnerabilities_is_whole() {
    let Some(files) = files("vuln/kev", "vulnerabilities.json") else {
        return;
    };
    let mut seen = Seen::default();
    for (name, bytes) in &files {
        seen.read(name, bytes);
    }
    assert_eq!(
        seen.tables(),
        [("cisa_kev", 1_404), ("cisa_kev_catalog", 1)]
    );
    assert_eq!(seen.timed["cisa_kev"], 1_404);
    assert!(seen.rejects.is_empty());
}

#[test]
fn advisories_give_a_record_per_vulnerability() {
    let Some(files) = files("vuln/csaf-icsma", ".json") else {
        return;
    };
    assert_eq!(files.len(), 96);
    let mut seen = Seen::default();
    for (name, bytes) in &files {
        seen.read(name, bytes);
    }
    assert_eq!(seen.rows("csaf_vulnerability"), 290);
    assert_eq!(seen.timed["csaf_vulnerability"], 290);
    assert!(seen.rejects.is_empty(), "{:?}", seen.rejects);
    let columns = &seen.columns["csaf_vulnerability"];
    for column in [
        "document.tracking.id",
        "document.title",
        "document.publisher.name",
        "cve",
    ] {
        assert!(columns.contains(column), "{column}");
    }
    assert!(seen.texts[&("csaf_vulnerability".into(), "cve".into())].len() > 200);
    let Some(others) = self::files("vuln/csaf-icsa", ".json") else {
        return;
    };
    let mut seen = Seen::default();
    for (name, bytes) in &others {
        seen.read(name, bytes);
    }
    let tables: Vec<&str> = seen.rows.keys().map(String::as_str).collect();
    assert!(
        tables.iter().all(|table| table.starts_with("csaf_")),
        "{tables:?}"
    );
}

#[test]
fn windows_captures_are_windows_events() {
    let Some(zips) = files("windows-json", ".zip") else {
        return;
    };
    let mut seen = Seen::default();
    for (name, bytes) in unzipped(zips)
        .iter()
        .filter(|(name, _)| name.ends_with(".json"))
    {
        assert_eq!(seen.read(name, bytes).read, lines(bytes), "{name}");
    }
    assert!(seen.rejects.is_empty(), "{:?}", seen.rejects);
    for (table, rows) in [
        ("windows_sysmon", 10_000),
        ("windows_security", 3_600),
        ("windows_powershell", 187),
        ("windows_powershell_classic", 215),
        ("windows_system", 24),
    ] {
        assert!(seen.rows(table) >= rows, "{table}: {:?}", seen.tables());
        assert_eq!(seen.timed[table], seen.rows[table], "{table}");
        for column in [
            "Channel",
            "EventID",
            "Provider_Name",
            "Computer",
            "SystemTime",
        ] {
            assert!(seen.columns[table].contains(column), "{table} {column}");
        }
    }
    assert!(seen.columns["windows_sysmon"].contains("CommandLine"));
    assert!(seen.columns["windows_security"].contains("TargetUserName"));
}

#[test]
fn sigma_regression_events_have_their_columns() {
    let Some(files) = files("sigma/regression_data", ".json") else {
        return;
    };
    let mut seen = Seen::default();
    for (name, bytes) in &files {
        seen.read(name, bytes);
    }
    assert!(seen.rejects.is_empty(), "{:?}", seen.rejects);
    assert_eq!(files.len(), 126);
    assert_eq!(seen.read, 139);
    assert!(
        seen.rows.keys().all(|table| table.starts_with("windows_")),
        "{:?}",
        seen.tables()
    );
    assert_eq!(
        seen.rows.values().sum::<u64>(),
        seen.timed.values().sum::<u64>()
    );
}

/// The same event as a log file and as JSON must give the same table and columns.
#[test]
fn events_in_json_have_the_columns_of_the_event_log() {
    let Some(files) = files("sigma/regression_data", ".json") else {
        return;
    };
    let evtx = READERS.iter().find(|reader| reader.about().name == "evtx");
    let evtx = *evtx.expect("the event log reader");
    let mut differ = Vec::new();
    for (name, bytes) in &files {
        let log = Path::new(name).with_extension("evtx");
        let Ok(log_bytes) = fs::read(&log) else {
            continue;
        };
        let (mut of_json, mut of_log) = (Seen::default(), Seen::default());
        of_json.read(name, bytes);
        of_log.read_with(evtx, name, &log_bytes);
        if of_json.columns != of_log.columns {
            let only = |a: &Seen, b: &Seen| -> Vec<String> {
                let columns = a.columns.iter().flat_map(|(table, columns)| {
                    columns.iter().filter(|column| {
                        !b.columns
                            .get(table)
                            .is_some_and(|known| known.contains(*column))
                    })
                });
                columns.cloned().collect()
            };
            let (more, less) = (only(&of_json, &of_log), only(&of_log, &of_json));
            differ.push(format!(
                "{name}: only in JSON {more:?}, only in the log {less:?}"
            ));
        }
    }
    assert!(differ.is_empty(), "{}\n{}", differ.len(), differ.join("\n"));
}

#[test]
fn cloud_trails_are_read_from_their_wrappers() {
    let Some(files) = files("cloud/cloudtrail-stratus", ".json") else {
        return;
    };
    let mut seen = Seen::default();
    for (name, bytes) in &files {
        seen.read(name, bytes);
    }
    assert_eq!(files.len(), 33);
    assert_eq!(seen.tables(), [("aws_cloudtrail", 2_200)]);
    assert_eq!(seen.timed["aws_cloudtrail"], 2_200);
}

#[test]
fn cloud_samples_find_their_tables() {
    let Some(files) = files("cloud/plaso", ".jsonl") else {
        return;
    };
    for (name, bytes) in &files {
        let table = match name.rsplit(['/', '\\']).next() {
            Some("aws_cloudtrail.jsonl") => "aws_cloudtrail",
            Some("azure_activity_log.jsonl") => "azure_activity",
            Some("gcp_logging.jsonl") => "gcp_audit",
            _ => "m365_audit",
        };
        let mut seen = Seen::default();
        seen.read(name, bytes);
        assert!(seen.rejects.is_empty(), "{name}: {:?}", seen.rejects);
        assert!(seen.rows(table) > 0, "{name}: {:?}", seen.tables());
        assert_eq!(seen.timed[table], seen.rows[table], "{name}");
    }
    let Some(zips) = self::files("cloud/golden-saml", ".zip") else {
        return;
    };
    let mut seen = Seen::default();
    for (name, bytes) in &unzipped(zips) {
        assert_eq!(seen.read(name, bytes).read, lines(bytes), "{name}");
    }
    assert!(seen.rejects.is_empty(), "{:?}", seen.rejects);
    assert_eq!(
        (
            seen.rows("entra_audit"),
            seen.rows("m365_audit"),
            seen.rows("defender_device_event"),
            seen.rows("defender_cloud_event"),
        ),
        (4, 1, 5, 4),
        "{:?}",
        seen.tables()
    );
}

/// Each line of these samples holds what a rule expects, and beside it the event itself.
#[test]
fn audit_samples_find_their_tables() {
    let Some(files) = files("cloud/panther", ".jsonl") else {
        return;
    };
    let mut all = 0;
    for (name, bytes) in &files {
        let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let events: Vec<String> = bytes
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice::<serde_json::Value>(line).expect("a line"))
            .map(|line| line["event"].to_string())
            .collect();
        all += events.len();
        let mut seen = Seen::default();
        seen.read(name, events.join("\n").as_bytes());
        assert!(seen.rejects.is_empty(), "{name}: {:?}", seen.rejects);
        assert_eq!(seen.read, events.len() as u64, "{name}");
        let (table, least) = match file {
            "AWS.CloudTrail.jsonl" => ("aws_cloudtrail", 0.9),
            "Okta.SystemLog.jsonl" => ("okta_system", 0.9),
            "Azure.Audit.jsonl" => ("entra_", 1.0),
            "Azure.MonitorActivity.jsonl" => ("azure_activity", 0.9),
            "GCP.AuditLog.jsonl" => ("gcp_audit", 0.9),
            "GSuite.ActivityEvent.jsonl" => ("google_workspace", 0.9),
            "Microsoft365.Audit.Exchange.jsonl" => ("m365_audit", 1.0),
            "Microsoft365.Audit.SharePoint.jsonl" => ("m365_audit", 1.0),
            "Microsoft365.Audit.AzureActiveDirectory.jsonl" => ("m365_audit", 1.0),
            "Osquery.Differential.jsonl" => ("osquery", 0.9),
            "Windows.EventLogs.jsonl" => ("windows_security", 1.0),
            _ => continue,
        };
        let found: u64 = seen
            .rows
            .iter()
            .filter(|(name, _)| name.starts_with(table))
            .map(|(_, n)| n)
            .sum();
        assert!(
            found as f64 >= least * events.len() as f64,
            "{file}: {:?}",
            seen.tables()
        );
    }
    assert_eq!(all, 1_807);
}

#[test]
fn network_logs_find_their_tables() {
    let Some(files) = files("network/zeek-sample/json", ".log") else {
        return;
    };
    for (name, bytes) in &files {
        let log = Path::new(name)
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let mut seen = Seen::default();
        assert_eq!(seen.read(name, bytes).read, lines(bytes), "{name}");
        assert_eq!(
            seen.tables(),
            [(format!("zeek_{log}").as_str(), lines(bytes))],
            "{name}"
        );
        assert_eq!(seen.timed[&format!("zeek_{log}")], lines(bytes), "{name}");
    }
    let Some(alerts) = self::files("network/suricata-eve", ".json") else {
        return;
    };
    for (name, bytes) in &alerts {
        let mut seen = Seen::default();
        let read = seen.read(name, bytes).read;
        assert!(read > 100 && seen.rejects.is_empty(), "{name}");
        assert_eq!(seen.tables(), [("suricata_eve", read)], "{name}");
    }
}

/// Folders without a stated count: everything is recognised, balanced and free of rejects.
#[test]
fn other_json_is_read_without_rejects() {
    for folder in [
        "ehr-audit",
        "ecqm",
        "deid",
        "sql-on-fhir",
        "ocsf",
        "sbom",
        "intel",
    ] {
        let Some(files) = files(folder, ".json") else {
            continue;
        };
        let mut seen = Seen::default();
        for (name, bytes) in files
            .iter()
            .filter(|(_, bytes)| !bytes.trim_ascii().is_empty())
            // Bills of materials that must be refused have a test of their own.
            .filter(|(name, _)| !name.contains("/invalid-"))
        {
            let reader = READERS.iter().find(|reader| reader.about().name == "json");
            seen.read_with(*reader.expect("the JSON reader"), name, bytes);
        }
        // Two files of `intel` are invalid JSON on purpose.
        let is_sound = folder != "intel";
        assert_eq!(
            seen.rejects.is_empty(),
            is_sound,
            "{folder}: {:?}",
            seen.rejects
        );
        eprintln!("{folder}: {} files, {} records", files.len(), seen.read);
    }
}
