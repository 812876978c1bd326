//! What the sample clinic gave to read.

use std::collections::BTreeMap;

use salus_report::model::{
    Account, Caveat, FileAccount, FileStatus, LogSource, RejectSample, RuleNotLoaded, Rules,
};

/// File, reader, bytes, read, duplicates, rejects, table.
const FILES: &[(&str, &str, u64, u64, u64, u64, &str)] = &[
    (
        "windows/FRONTDESK-02/Security.evtx",
        "evtx",
        20_975_616,
        18_944,
        0,
        0,
        "windows_security",
    ),
    (
        "windows/FRONTDESK-02/Sysmon.evtx",
        "evtx",
        7_344_128,
        6_120,
        0,
        0,
        "windows_sysmon",
    ),
    (
        "windows/NURSE-01/Security.evtx",
        "evtx",
        9_441_280,
        8_113,
        0,
        3,
        "windows_security",
    ),
    (
        "cloud/entra-signins.json",
        "json",
        4_201_993,
        2_310,
        0,
        0,
        "entra_signin",
    ),
    (
        "cloud/m365-audit.jsonl",
        "json",
        3_811_002,
        4_004,
        112,
        0,
        "m365_audit",
    ),
    (
        "ehr/audit-events.ndjson",
        "fhir",
        12_004_331,
        9_250,
        0,
        0,
        "fhir_auditevent",
    ),
    (
        "ehr/encounters.ndjson",
        "fhir",
        2_100_870,
        1_902,
        0,
        0,
        "fhir_encounter",
    ),
    (
        "zeek/conn.log.gz",
        "zeek",
        1_300_221,
        44_120,
        0,
        9,
        "zeek_conn",
    ),
    ("zeek/dns.log.gz", "zeek", 820_144, 21_093, 0, 0, "zeek_dns"),
    (
        "mail/inbox-export.mbox",
        "mail",
        14_220_901,
        640,
        0,
        0,
        "mail",
    ),
    (
        "inventory/assets.csv",
        "csv",
        9_120,
        64,
        0,
        0,
        "inventory_csv",
    ),
    (
        "inventory/lost-devices.csv",
        "csv",
        410,
        3,
        0,
        0,
        "device_event_csv",
    ),
    (
        "people/training-2026.csv",
        "csv",
        2_214,
        27,
        0,
        0,
        "training_csv",
    ),
    ("backup/jobs.csv", "csv", 5_021, 43, 0, 0, "backup_csv"),
];

const REJECTS: &[(&str, &str, &str)] = &[
    (
        "windows/NURSE-01/Security.evtx",
        "record 4410",
        "the record's checksum does not match",
    ),
    (
        "windows/NURSE-01/Security.evtx",
        "record 4411",
        "the record's checksum does not match",
    ),
    (
        "zeek/conn.log.gz",
        "line 8123",
        "23 columns where the header names 21",
    ),
];

pub(super) fn account() -> Account {
    let mut files: Vec<FileAccount> = FILES
        .iter()
        .map(
            |&(file, reader, bytes, read, duplicates, rejects, table)| FileAccount {
                file: file.into(),
                reader: Some(reader.into()),
                bytes,
                read,
                stored: read - duplicates - rejects,
                duplicates,
                rejects,
                tables: BTreeMap::from([(table.to_owned(), read - duplicates - rejects)]),
                status: if rejects > 0 {
                    FileStatus::Partial
                } else {
                    FileStatus::Ok
                },
                reason: (rejects > 0).then(|| format!("{rejects} records could not be read")),
            },
        )
        .collect();
    files.push(FileAccount {
        file: "scans/front-desk.dat".into(),
        reader: None,
        bytes: 88_120,
        read: 0,
        stored: 0,
        duplicates: 0,
        rejects: 0,
        tables: BTreeMap::new(),
        status: FileStatus::Unrecognised,
        reason: Some("no reader recognises it; it begins like a picture (JPEG)".into()),
    });
    let reject = |&(file, place, reason): &(&str, &str, &str)| RejectSample {
        file: file.into(),
        place: place.into(),
        reason: reason.into(),
    };
    Account {
        files,
        rejects: REJECTS.iter().map(reject).collect(),
    }
}

pub(super) fn rules() -> Rules {
    Rules {
        sigma_loaded: 46,
        detectors_loaded: 19,
        measures_loaded: 44,
        not_loaded: vec![RuleNotLoaded {
            id: "odd-service-name".into(),
            file: "rules/local/odd-service.yml".into(),
            reason: "line 14: the modifier `near` is not known".into(),
        }],
    }
}

pub(super) fn log_sources() -> Vec<LogSource> {
    let log = |table: &str, records, first: &str, last: &str, days, note: Option<&str>| LogSource {
        table: table.into(),
        records,
        first: Some(first.into()),
        last: Some(last.into()),
        days_with_data: Some(days),
        note: note.map(str::to_owned),
    };
    vec![
        log(
            "windows_security",
            27_054,
            "2026-05-18T06:11:02Z",
            "2026-06-30T17:52:40Z",
            43,
            None,
        ),
        log(
            "windows_sysmon",
            6_120,
            "2026-06-10T08:00:00Z",
            "2026-06-24T07:43:10Z",
            14,
            Some("silent since 24 June 2026"),
        ),
        log(
            "entra_signin",
            2_310,
            "2026-05-31T00:12:00Z",
            "2026-06-29T23:50:00Z",
            30,
            None,
        ),
        log(
            "zeek_conn",
            44_111,
            "2026-06-01T00:00:01Z",
            "2026-06-30T17:50:00Z",
            30,
            None,
        ),
        log(
            "fhir_auditevent",
            9_250,
            "2026-05-18T07:00:00Z",
            "2026-06-30T17:30:00Z",
            31,
            None,
        ),
        log(
            "mail",
            640,
            "2026-06-12T09:00:00Z",
            "2026-06-19T16:00:00Z",
            8,
            None,
        ),
    ]
}

pub(super) fn caveats() -> Vec<Caveat> {
    [
        ("One log fell silent", "FRONTDESK-02 has sent no Sysmon events since 24 June 2026. What happened there since is unknown."),
        ("Edition of the guide", "Sub-practice numbers are those of the 2018 edition; names of threats and practices follow the 2023 edition."),
        ("Eight days of mail", "Only one mailbox was given, for 12 to 19 June 2026."),
    ]
    .map(|(title, text)| Caveat { title: title.into(), text: text.into() })
    .into()
}
