//! Events in the Open Cybersecurity Schema Framework (OCSF 1.3), as JSON lines.

use serde_json::{Value, json};

use super::firewalls::FLOWS;
use super::{Piece, ago};
use crate::clinic::{Clinic, OUTSIDE_ADDRESS, fully_named};
use crate::format::json;
use crate::moment::Moment;

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![ocsf(clinic)]
}

/// Who wrote an OCSF event, and in which version of the schema.
fn schema(product: &str) -> Value {
    json!({"version": "1.3.0", "product": {"name": product, "vendor_name": "Chartwright", "version": "4"}, "profiles": ["host"]})
}

/// OCSF 1.3 as JSON lines: sign-ins, connections, a program that began, a finding, a machine, an act at an interface.
fn ocsf(clinic: &Clinic) -> Piece {
    let rows = [signs(clinic), connections(clinic), others(clinic)].concat();
    Piece::new(
        "events/ocsf.jsonl",
        json::lines(&rows),
        "events in the Open Cybersecurity Schema Framework, seven classes",
    )
    .holds("ocsf_authentication", 3)
    .holds("ocsf_network_activity", FLOWS.len())
    .holds("ocsf_process_activity", 1)
    .holds("ocsf_detection_finding", 1)
    .holds("ocsf_device_inventory_info", 1)
    .holds("ocsf_api_activity", 1)
    .gives("sign_in", 3)
    .tells(
        "sign_in",
        1,
        "outcome = 'failure' and user_name = 'dpruitt' and second_factor",
    )
    .gives("connection", FLOWS.len())
    .tells("connection", 3, "state = 'Blocked'")
    .tells("process", 1, "user_name = 'cdunning' and process_id = 4120")
    .tells("malware_detection", 1, "severity = 'high' and remediated")
    .tells(
        "asset",
        1,
        "host_name = 'ac-ws04' and policy_compliant = false and managed",
    )
    .tells(
        "api_call",
        1,
        "user_name = 'ohaddad' and target = 'export.csv'",
    )
}

/// An event of a class, with what its class says of it laid over what all have.
fn event(time: Moment, class: (u32, &str), activity: u32, rest: &Value) -> Value {
    let mut out = json!({
        "class_uid": class.0, "class_name": class.1, "category_uid": class.0 / 1_000, "activity_id": activity, "type_uid": u64::from(class.0) * 100 + u64::from(activity), "severity_id": 1, "severity": "Informational",
        "time": time.epoch() * 1_000, "metadata": schema("Watch"), "status_id": 1, "status": "Success"
    });
    for (name, value) in rest.as_object().expect("members") {
        out[name] = value.clone();
    }
    out
}

fn signs(clinic: &Clinic) -> Vec<Value> {
    let sign = |user: &str, status: u32, minute: i64| {
        event(
            ago(clinic, 2, (16, minute)),
            (3_002, "Authentication"),
            1,
            &json!({"status_id": status, "user": {"name": user, "type_id": 1}, "is_mfa": true, "is_remote": true, "logon_type_id": 10, "logon_type": "Remote Interactive",
            "src_endpoint": {"ip": "198.51.100.61"}, "dst_endpoint": {"hostname": fully_named("AC-SRV01")}, "auth_protocol": "Kerberos", "service": {"name": "Remote desktop"}}),
        )
    };
    vec![
        sign("hmarsh", 1, 1),
        sign("treyes", 1, 2),
        sign("dpruitt", 2, 3),
    ]
}

fn connections(clinic: &Clinic) -> Vec<Value> {
    let told = FLOWS.iter().zip(4..).map(|(flow, minute)| {
        event(ago(clinic, 2, (16, minute)), (4_001, "Network Activity"), 6, &json!({"src_endpoint": {"ip": flow.ip(clinic), "port": flow.port}, "dst_endpoint": {"ip": flow.peer.0, "port": flow.peer.1}, "duration": u64::from(flow.seconds) * 1_000,
            "connection_info": {"protocol_num": flow.protocol().1, "protocol_name": flow.protocol().0, "direction_id": 2}, "traffic": {"bytes_out": flow.bytes.0, "bytes_in": flow.bytes.1}, "disposition": if flow.passed { "Allowed" } else { "Blocked" }}))
    });
    told.collect()
}

/// A program that began, a finding, a machine, an act at an interface.
fn others(clinic: &Clinic) -> Vec<Value> {
    let at = |minute: i64| ago(clinic, 2, (16, minute));
    let device = json!({"hostname": fully_named("AC-WS04"), "ip": clinic.machine("AC-WS04").ip, "type_id": 2, "type": "Desktop", "uid": clinic.random("ocsf").guid(), "os": {"name": "Windows 11 Pro", "type_id": 100, "type": "Windows", "version": "23H2"},
        "mac": clinic.machine("AC-WS04").mac(), "is_managed": true, "is_compliant": false, "hw_info": {"serial_number": clinic.machine("AC-WS04").serial()}, "owner": {"name": "cdunning"}});
    vec![
        event(
            at(20),
            (1_007, "Process Activity"),
            1,
            &json!({"device": device, "process": {"pid": 4_120, "cmd_line": "notepad.exe list.txt", "file": {"name": "notepad.exe", "path": "C:\\Windows\\notepad.exe", "type_id": 1}, "user": {"name": "cdunning"},
        "parent_process": {"pid": 900, "file": {"name": "explorer.exe", "path": "C:\\Windows\\explorer.exe", "type_id": 1}}}, "actor": {"user": {"name": "cdunning"}}}),
        ),
        event(
            at(21),
            (2_004, "Detection Finding"),
            1,
            &json!({"severity_id": 4, "severity": "High", "device": device, "disposition_id": 3, "disposition": "Quarantined", "finding_info": {"title": "A harmful file", "uid": clinic.random("finding").guid()},
        "malware": [{"name": "Invoice.Dropper", "classification_ids": [4], "path": "C:\\Users\\cdunning\\Downloads\\invoice.exe"}]}),
        ),
        event(
            at(22),
            (5_001, "Device Inventory Info"),
            2,
            &json!({"device": device}),
        ),
        event(
            at(23),
            (6_003, "API Activity"),
            2,
            &json!({"api": {"operation": "GetObject", "service": {"name": "records"}}, "actor": {"user": {"name": "ohaddad"}}, "src_endpoint": {"ip": OUTSIDE_ADDRESS}, "resources": [{"name": "export.csv"}]}),
        ),
    ]
}
