//! Devices, their network and the domain controller: formats that other programs read, and the planted call.

use std::collections::BTreeSet;

use evtx::EvtxParser;
use serde_json::Value;

use super::stories::{stories, trace};
use super::{Hospital, files, text};

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a count")
}

/// The cells of every connection.
fn connections(hospital: &Hospital) -> Vec<Vec<String>> {
    let mut connections = Vec::new();
    for path in files(&hospital.path("network")) {
        let log = std::fs::read_to_string(&path).expect("a log");
        assert!(log.starts_with("#separator"), "{}", path.display());
        let lines = log.lines().filter(|line| !line.starts_with('#'));
        connections
            .extend(lines.map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>()));
    }
    connections
}

pub(super) fn attacks_on_devices_are_seen(hospital: &Hospital) {
    let all = connections(hospital);
    let of = |kind: &str| {
        let found = stories(hospital, kind);
        assert_eq!(found.len(), 1, "{kind}");
        let from = text(&found[0]["subjects"][0]);
        let own: Vec<&Vec<String>> = all.iter().filter(|cells| cells[2] == from).collect();
        (found[0], own)
    };
    let (story, own) = of("device_search");
    let answered: Vec<_> = own.iter().filter(|cells| cells[11] == "SF").collect();
    assert_eq!(answered.len(), trace(story, "telnet").1);
    assert_eq!(answered[0][4], text(&story["subjects"][2]));
    assert_eq!(own.len() - answered.len(), trace(story, "search").1);
    for (kind, name, port) in [
        ("device_pictures", "associations", "11112"),
        ("device_values", "messages", "2575"),
    ] {
        let (story, own) = of(kind);
        assert_eq!(own.len(), trace(story, name).1, "{kind}");
        let to = text(&story["subjects"][1]);
        assert!(
            own.iter()
                .all(|cells| (cells[4].as_str(), cells[5].as_str()) == (&to, port))
        );
    }
    let look_alikes = hospital.truth["look_alikes"].as_array().expect("a list");
    let check = look_alikes.iter().find(|one| one["trace"] == "checks");
    let check = check.expect("there is a Wednesday");
    let from = text(&check["subjects"][0]);
    let own = all.iter().filter(|cells| cells[2] == from);
    assert!(own.clone().all(|cells| cells[11] == "SF"));
    assert_eq!(check["records"], own.count());
}

pub(super) fn sensors_saw_what_is_counted(hospital: &Hospital) {
    let tables = &hospital.truth["tables"];
    let connections = connections(hospital);
    assert_eq!(number(&tables["zeek_conn"]), connections.len() as u64);
    let call = &hospital.truth["device_calls"][0];
    let times = connections
        .iter()
        .filter(|cells| cells[2] == text(&call["address"]) && cells[4] == text(&call["to"]));
    assert_eq!(number(&call["connections"]), times.count() as u64);
    let devices: BTreeSet<String> = hospital
        .rows("inventory/medical-devices.csv")
        .iter()
        .map(|row| row["IP Address"].clone())
        .collect();
    // Besides devices speak reading stations, engineering's computer, and who attacks.
    let others = connections
        .iter()
        .filter(|cells| !devices.contains(&cells[2]));
    assert!(others.clone().all(|cells| cells[2].starts_with("10.20.")));
    assert!(others.count() * 5 < connections.len());
    let strangers: BTreeSet<&String> = connections
        .iter()
        .map(|cells| &cells[4])
        .filter(|to| !to.starts_with("10."))
        .collect();
    assert_eq!(strangers.len(), 1, "{strangers:?}");
}

pub(super) fn the_controller_s_log_is_read_in_full(hospital: &Hospital) {
    let users: BTreeSet<String> = hospital
        .rows("people/roster.csv")
        .iter()
        .map(|row| row["User Name"].clone())
        .collect();
    let (mut last, mut count) = (None, 0);
    for path in files(&hospital.path("windows/RH-DC01")) {
        let bytes = std::fs::read(&path).expect("a log");
        let mut parser = EvtxParser::from_buffer(bytes).expect("an event log");
        for record in parser.records_json_value() {
            let record = record.expect("every record parses");
            assert!(
                last.is_none_or(|last: u64| record.event_record_id == last + 1),
                "records follow each other"
            );
            last = Some(record.event_record_id);
            count += 1;
            let event = &record.data["Event"];
            assert_eq!(
                event["System"]["Computer"],
                "RH-DC01.ridgeline-health.example"
            );
            assert!(
                [4624, 4625].contains(&number(&event["System"]["EventID"])),
                "{event}"
            );
            assert!(
                users.contains(&text(&event["EventData"]["TargetUserName"])),
                "{event}"
            );
        }
    }
    assert!(count > 500, "{count}");
}

pub(super) fn an_export_is_seen_to_leave(hospital: &Hospital) {
    let planted = hospital.truth["planted"].as_array().expect("a list");
    let exports = planted.iter().filter(|one| one["kind"] == "export");
    let users: BTreeSet<(String, String)> = exports
        .map(|one| (text(&one["user"]), text(&one["day"])))
        .collect();
    let left = hospital
        .rows("governance/dlp-incidents.csv")
        .into_iter()
        .filter(|row| row["Channel"] == "Removable media");
    let left: BTreeSet<(String, String)> = left
        .map(|row| (row["User"].clone(), row["Time"][..10].to_owned()))
        .collect();
    assert_eq!(users, left);
    assert_eq!(users.len(), 1);
}
