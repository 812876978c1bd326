//! Reports on mail: DMARC aggregates, failure feedback and TLS reports, with the values that are expected.

use std::path::Path;

use serde_json::Value;

use crate::corpus::{Read, Record, files_with, folder, read_with, reader_of};

fn read(path: &Path, reader: &str) -> Read {
    let bytes = std::fs::read(path).expect("a report");
    let found = reader_of(&bytes).unwrap_or_else(|| panic!("{} is recognised", path.display()));
    assert_eq!(found.about().name, reader, "{}", path.display());
    let read = read_with(found, &bytes);
    assert!(
        read.error.is_none() && read.rejects.is_empty(),
        "{}",
        path.display()
    );
    read
}

fn of_table<'r>(read: &'r Read, table: &str) -> Vec<&'r Record> {
    let rows = read.records.iter().filter(|(name, _)| name == table);
    rows.map(|(_, record)| record).collect()
}

fn json(path: &Path) -> Value {
    let bytes = std::fs::read(path).expect("expected values");
    serde_json::from_slice(&bytes).expect("expected values are JSON")
}

/// A cell as the expected values would say it.
fn plain(record: &Record, column: &str) -> String {
    record
        .get(column)
        .map(|text| text.to_lowercase())
        .unwrap_or_default()
}

fn expected(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.to_lowercase(),
        other => other.to_string(),
    }
}

#[test]
fn aggregate_reports_say_what_is_expected() {
    let Some(folder) = folder("email-parsing/auth/dmarc-feedback", "DMARC reports") else {
        return;
    };
    let mut compared = 0;
    for path in files_with(&folder, "xml") {
        let read = read(&path, "dmarc");
        let wanted = json(&path.with_extension("json"));
        let rows = of_table(&read, "dmarc_aggregate");
        let records = wanted["record"].as_array().expect("records");
        assert_eq!(rows.len(), records.len(), "{}", path.display());
        for (row, record) in rows.iter().zip(records) {
            let report = [&wanted["report_metadata"], &wanted["policy_published"]];
            let evaluated = &record["row"]["policy_evaluated"];
            for (column, value) in [
                ("report_metadata.org_name", &report[0]["org_name"]),
                ("report_metadata.report_id", &report[0]["report_id"]),
                (
                    "report_metadata.date_range.begin",
                    &report[0]["date_range"]["begin"],
                ),
                (
                    "report_metadata.date_range.end",
                    &report[0]["date_range"]["end"],
                ),
                ("policy_published.domain", &report[1]["domain"]),
                ("policy_published.p", &report[1]["p"]),
                ("policy_published.sp", &report[1]["sp"]),
                ("row.source_ip", &record["row"]["source_ip"]),
                ("row.count", &record["row"]["count"]),
                (
                    "row.policy_evaluated.disposition",
                    &evaluated["disposition"],
                ),
                ("row.policy_evaluated.dkim", &evaluated["dkim"]),
                ("row.policy_evaluated.spf", &evaluated["spf"]),
                (
                    "identifiers.header_from",
                    &record["identifiers"]["header_from"],
                ),
            ] {
                compared += 1;
                assert_eq!(
                    plain(row, column),
                    expected(value),
                    "{}: {column}",
                    path.display()
                );
            }
            for method in ["dkim", "spf"] {
                let results = row.get(&format!("auth_results.{method}"));
                let results: Vec<Value> = results
                    .and_then(|text| serde_json::from_str(text).ok())
                    .unwrap_or_default();
                let wanted = record["auth_results"][method]
                    .as_array()
                    .map_or(0, Vec::len);
                assert_eq!(results.len(), wanted, "{}: {method}", path.display());
            }
        }
    }
    assert!(compared >= 60, "{compared} values");
}

#[test]
fn every_kind_of_aggregate_report_is_read() {
    let Some(folder) = folder("email-parsing/dmarc-reports", "DMARC reports") else {
        return;
    };
    let mut rows = 0;
    for path in files_with(&folder, "xml") {
        let read = read(&path, "dmarc");
        let records = of_table(&read, "dmarc_aggregate");
        assert!(!records.is_empty(), "{}", path.display());
        for record in records {
            rows += 1;
            for column in ["time", "row.source_ip", "row.count", "policy_published.p"] {
                assert!(record.contains_key(column), "{}: {column}", path.display());
            }
        }
    }
    assert!(rows >= 9, "{rows} rows");
}

#[test]
fn feedback_in_messages_says_what_is_expected() {
    let Some(folder) = folder("email-parsing", "failure and abuse reports") else {
        return;
    };
    for path in files_with(&folder.join("auth/arf"), "eml") {
        let read = read(&path, "mail");
        let wanted = json(&path.with_extension("json"));
        let [feedback] = of_table(&read, "mail_feedback")[..] else {
            panic!("{}: one report", path.display());
        };
        let kind = plain(feedback, "Feedback-Type").replace('-', "");
        assert_eq!(
            kind,
            expected(&wanted["feedback_type"]),
            "{}",
            path.display()
        );
        for (column, value) in [
            ("User-Agent", &wanted["user_agent"]),
            ("Source-IP", &wanted["source_ip"]),
            ("Original-Envelope-Id", &wanted["original_envelope_id"]),
        ] {
            assert_eq!(
                plain(feedback, column),
                expected(value),
                "{}: {column}",
                path.display()
            );
        }
        let arrived = feedback
            .get("time")
            .map_or(0, |micros| micros.parse::<i64>().expect("a time"));
        let wanted = wanted["arrival_date"].as_i64().unwrap_or_default();
        assert_eq!(arrived / 1_000_000, wanted, "{}", path.display());
    }
    let failures = files_with(&folder.join("dmarc-reports/failure"), "eml");
    let reported = failures.iter().filter(|path| {
        let read = read(path, "mail");
        assert_eq!(of_table(&read, "mail").len(), 1, "{}", path.display());
        let feedback = of_table(&read, "mail_feedback");
        feedback
            .iter()
            .all(|one| one.contains_key("time") && one.contains_key("Source-IP"))
            && feedback.len() == 1
    });
    // One of five says everything in plain words and carries no report.
    assert_eq!((reported.count(), failures.len()), (4, 5));
}

#[test]
fn tls_reports_are_one_record_for_each_policy() {
    let Some(folder) = folder("email-parsing", "TLS reports") else {
        return;
    };
    let mut policies = 0;
    for below in ["auth/tlsrpt", "dmarc-reports/smtp_tls"] {
        for path in files_with(&folder.join(below), "json") {
            let read = read(&path, "json");
            let wanted = json(&path);
            let wanted = wanted["policies"].as_array().expect("policies");
            let rows = of_table(&read, "tls_report");
            assert_eq!(rows.len(), wanted.len(), "{}", path.display());
            for (row, policy) in rows.iter().zip(wanted) {
                policies += 1;
                let count = "total-successful-session-count";
                assert_eq!(
                    plain(row, &format!("summary.{count}")),
                    expected(&policy["summary"][count])
                );
                assert!(row.contains_key("time"));
            }
        }
    }
    assert!(policies >= 6, "{policies} policies");
    let read = read(&folder.join("auth/tlsrpt/rpt02.eml"), "mail");
    assert_eq!(of_table(&read, "tls_report").len(), 1);
}
