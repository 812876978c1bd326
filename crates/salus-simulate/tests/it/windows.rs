//! The event log files, read back by an independent parser.

use std::collections::BTreeMap;

use evtx::EvtxParser;
use serde_json::Value;

use crate::file;

/// Every record of a log file as the parser sees it; panics on the first it cannot read.
fn records(path: &str) -> Vec<(u64, Value)> {
    let bytes = file(path).bytes.clone();
    let mut parser = EvtxParser::from_buffer(bytes).expect("an event log");
    parser
        .records_json_value()
        .map(|record| record.expect("every record parses"))
        .map(|record| (record.event_record_id, record.data))
        .collect()
}

fn system<'a>(record: &'a Value, name: &str) -> &'a Value {
    &record["Event"]["System"][name]
}

fn check(path: &str, channel: &str, least: &[(u64, usize)]) {
    let records = records(path);
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    let first = records[0].0;
    for (index, (id, record)) in records.iter().enumerate() {
        assert_eq!(
            *id,
            first + index as u64,
            "record numbers follow each other in {path}"
        );
        assert_eq!(system(record, "EventRecordID"), id);
        assert_eq!(system(record, "Channel"), channel);
        assert!(
            system(record, "Computer")
                .as_str()
                .is_some_and(|name| name.ends_with(".alder-creek.example"))
        );
        let time = &system(record, "TimeCreated")["#attributes"]["SystemTime"];
        assert!(
            time.as_str().is_some_and(|time| time.starts_with("2026-")),
            "{time}"
        );
        *counts
            .entry(system(record, "EventID").as_u64().expect("a number"))
            .or_default() += 1;
    }
    for (event, number) in least {
        let found = counts.get(event).copied().unwrap_or(0);
        assert!(
            found >= *number,
            "{path} has {found} of event {event}, not {number}: {counts:?}"
        );
    }
}

#[test]
fn every_log_file_is_read_in_full() {
    check(
        "windows/AC-SRV01/Security.evtx",
        "Security",
        &[
            (4624, 300),
            (4634, 300),
            (4672, 30),
            (4720, 1),
            (4728, 1),
            (4732, 1),
            (4740, 1),
            (4725, 1),
            (4688, 5),
        ],
    );
    check(
        "windows/AC-WS04/Security.evtx",
        "Security",
        &[(4624, 40), (4688, 100), (1102, 1)],
    );
    let sysmon = "Microsoft-Windows-Sysmon/Operational";
    check(
        "windows/AC-WS04/Microsoft-Windows-Sysmon%4Operational.evtx",
        sysmon,
        &[(1, 100), (3, 20), (11, 85), (13, 2), (23, 80)],
    );
    check(
        "windows/AC-WS04/System.evtx",
        "System",
        &[(7045, 2), (104, 1), (7036, 20)],
    );
    let powershell = "Microsoft-Windows-PowerShell/Operational";
    check(
        "windows/AC-WS04/Microsoft-Windows-PowerShell%4Operational.evtx",
        powershell,
        &[(4104, 3)],
    );
    let defender = "Microsoft-Windows-Windows Defender/Operational";
    check(
        "windows/AC-WS04/Microsoft-Windows-Windows Defender%4Operational.evtx",
        defender,
        &[(1116, 1), (1117, 1), (5001, 1), (5007, 3)],
    );
}

/// The one record for which `wanted` holds.
fn only(path: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    let mut found: Vec<Value> = records(path)
        .into_iter()
        .map(|(_, record)| record)
        .filter(wanted)
        .collect();
    assert_eq!(found.len(), 1, "one record in {path}");
    found.remove(0)
}

#[test]
fn values_of_security_come_back() {
    let created = only("windows/AC-SRV01/Security.evtx", |record| {
        system(record, "EventID") == 4720
    });
    let data = &created["Event"]["EventData"];
    assert_eq!(data["SamAccountName"], "kstrand");
    assert_eq!(
        data["TargetSid"],
        "S-1-5-21-1004336348-1177238915-682003330-1131"
    );
    assert_eq!(data["UserPrincipalName"], "kstrand@alder-creek.example");
    assert_eq!(
        system(&created, "TimeCreated")["#attributes"]["SystemTime"],
        "2026-10-09T19:02:00.0000000Z"
    );
    assert_eq!(
        system(&created, "Provider")["#attributes"]["Name"],
        "Microsoft-Windows-Security-Auditing"
    );
    assert_eq!(
        system(&created, "Execution")["#attributes"]["ProcessID"],
        668
    );
    assert_eq!(system(&created, "Keywords"), "0x8020000000000000");
}

#[test]
fn values_of_sysmon_come_back() {
    let sysmon = "windows/AC-WS04/Microsoft-Windows-Sysmon%4Operational.evtx";
    let beacon = only(sysmon, |record| {
        system(record, "EventID") == 3
            && record["Event"]["EventData"]["DestinationIp"] == "192.0.2.201"
    });
    let data = &beacon["Event"]["EventData"];
    assert_eq!(data["DestinationPort"], 443);
    assert_eq!(data["Initiated"], true);
    assert_eq!(data["UtcTime"], "2026-10-22 16:03:26.000");
    assert!(
        data["ProcessGuid"]
            .as_str()
            .is_some_and(|guid| guid.len() == 38),
        "{data}"
    );
    assert_eq!(
        system(&beacon, "Security")["#attributes"]["UserID"],
        "S-1-5-18"
    );
}

#[test]
fn values_of_user_data_and_scripts_come_back() {
    let failed = only("windows/AC-SRV01/Security.evtx", |record| {
        system(record, "EventID") == 4625
    });
    assert_eq!(failed["Event"]["EventData"]["Status"], "0xc000006d");
    assert_eq!(failed["Event"]["EventData"]["LogonType"], 3);

    let cleared = only("windows/AC-WS04/System.evtx", |record| {
        system(record, "EventID") == 104
    });
    assert_eq!(
        cleared["Event"]["UserData"]["LogFileCleared"]["Channel"],
        "System"
    );
    let script = only(
        "windows/AC-WS04/Microsoft-Windows-PowerShell%4Operational.evtx",
        |record| {
            record["Event"]["EventData"]["ScriptBlockText"]
                .as_str()
                .is_some_and(|text| text.contains("DownloadFile"))
        },
    );
    assert_eq!(script["Event"]["EventData"]["MessageNumber"], 1);
}
