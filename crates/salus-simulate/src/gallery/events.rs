//! What machines tell of themselves: osquery, the systemd journal, OCSF, the Elastic Common Schema and Sysmon for Linux.

use serde_json::{Value, json};

use super::firewalls::FLOWS;
use super::{Piece, ago};
use crate::clinic::machines::Kind;
use crate::clinic::{Clinic, OUTSIDE_ADDRESS, fully_named};
use crate::format::json;
use crate::moment::Moment;

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![
        osquery(clinic),
        osquery_status(clinic),
        journald(clinic),
        ocsf(clinic),
        ecs(clinic),
        sysmon_linux(clinic),
        decoy(clinic),
    ]
}

/// The result log: one row changed, and whole tables.
fn osquery(clinic: &Clinic) -> Piece {
    let mut lines = Vec::new();
    let hosts: Vec<&str> = clinic.machines.iter().filter(|machine| machine.kind == Kind::Laptop).map(|machine| machine.host).collect();
    for (host, minute) in hosts.iter().zip(1..) {
        let time = ago(clinic, 1, (14, minute));
        let machine = clinic.machine(host);
        let mut say = |name: &str, mut rest: Value| {
            rest["name"] = json!(name);
            rest["hostIdentifier"] = json!(host);
            rest["calendarTime"] = json!(time.format("%a %b %e %H:%M:%S %Y UTC"));
            rest["unixTime"] = json!(time.epoch());
            rest["epoch"] = json!(0);
            rest["counter"] = json!(0);
            rest["numerics"] = json!(false);
            rest["decorations"] = json!({"host_uuid": clinic.random(host).guid(), "hostname": host});
            lines.push(rest);
        };
        say("pack/inventory/system_info", json!({"action": "snapshot", "snapshot": [{"hostname": host, "uuid": clinic.random(host).guid(), "cpu_brand": "x86", "hardware_vendor": "Corvid", "hardware_model": "Featherbook", "hardware_serial": machine.serial(), "physical_memory": "16909320192"}]}));
        say("pack/inventory/os_version", json!({"action": "snapshot", "snapshot": [{"name": "Microsoft Windows 11 Pro", "version": "10.0.26100", "major": "10", "minor": "0", "build": "26100", "platform": "windows", "arch": "64-bit"}]}));
        say("pack/inventory/programs", json!({"action": "snapshot", "snapshot": [
            {"name": "Record viewer", "version": "8.1", "publisher": "Chartwright", "install_date": "20260110"},
            {"name": "Browser", "version": "130.0", "publisher": "Wayfinder", "install_date": "20261012"}
        ]}));
        say("pack/inventory/startup", json!({"action": "added", "columns": {"path": "C:\\Program Files\\Viewer\\viewer.exe", "source": "Run", "status": "enabled", "username": machine.owner}}));
    }
    let count = hosts.len();
    Piece::new("events/osqueryd.results.log", json::lines(&lines), "osquery's results: whole tables, and a row that is new")
        .holds("osquery", 5 * count)
        .gives("software", 2 * count)
        .gives("asset", 2 * count)
        .tells("asset", count, "serial_number like 'SN%' and host_name like 'ac-lt%'")
        .tells("asset", count, "os = 'Microsoft Windows 11 Pro' and os_version = '10.0.26100' and os_supported")
}

fn osquery_status(clinic: &Clinic) -> Piece {
    let rows: Vec<Value> = [("scheduler.cpp", "118", "Executing scheduled query pack/inventory/programs"), ("virtual_table.cpp", "967", "The table is slow")]
        .iter()
        .map(|(file, line, message)| {
            let time = ago(clinic, 1, (14, 30));
            json!({"hostIdentifier": "AC-LT01", "calendarTime": time.format("%a %b %e %H:%M:%S %Y UTC"), "unixTime": time.epoch().to_string(), "severity": "1", "filename": file, "line": line, "message": message, "version": "5.19.0"})
        })
        .collect();
    Piece::new("events/osqueryd.status.jsonl", json::lines(&rows), "osquery about itself").holds("osquery_status", 2)
}

/// `journalctl -o json`; a message with an odd byte is written as numbers.
fn journald(clinic: &Clinic) -> Piece {
    let said = [
        ("sshd", "6", json!("Accepted publickey for ohaddad from 10.20.10.34 port 51822 ssh2")),
        ("sudo", "5", json!("ohaddad : TTY=pts/0 ; PWD=/home/ohaddad ; USER=root ; COMMAND=/usr/bin/apt upgrade")),
        ("nginx", "4", json!([71, 69, 84, 32, 47, 255])),
    ];
    let rows: Vec<Value> = said
        .iter()
        .zip(1..)
        .map(|((program, priority, message), minute)| {
            let time = ago(clinic, 2, (15, minute)).micros();
            json!({
                "__CURSOR": format!("s=1;i={minute:x};b=2"), "__REALTIME_TIMESTAMP": (time + 211).to_string(), "__MONOTONIC_TIMESTAMP": "81422331", "_BOOT_ID": clinic.random("boot").hex(32), "_MACHINE_ID": clinic.random("machine").hex(32),
                "_HOSTNAME": "ac-web01", "_TRANSPORT": "syslog", "_UID": "0", "_PID": "4120", "_COMM": program, "SYSLOG_IDENTIFIER": program, "PRIORITY": priority, "SYSLOG_FACILITY": "10", "MESSAGE": message,
                "_SOURCE_REALTIME_TIMESTAMP": time.to_string()
            })
        })
        .collect();
    Piece::new("events/journal.json", json::lines(&rows), "the journal of the web server; one message is written as numbers").holds("journald", said.len())
}

/// Who wrote an OCSF event, and in which version of the schema.
fn schema(product: &str) -> Value {
    json!({"version": "1.3.0", "product": {"name": product, "vendor_name": "Chartwright", "version": "4"}, "profiles": ["host"]})
}

/// OCSF 1.3 as JSON lines: sign-ins, connections, a program that began, a finding, a machine, an act at an interface.
fn ocsf(clinic: &Clinic) -> Piece {
    let device = json!({"hostname": fully_named("AC-WS04"), "ip": clinic.machine("AC-WS04").ip, "type_id": 2, "type": "Desktop", "uid": clinic.random("ocsf").guid(), "os": {"name": "Windows 11 Pro", "type_id": 100, "type": "Windows", "version": "23H2"},
        "mac": clinic.machine("AC-WS04").mac(), "is_managed": true, "is_compliant": false, "hw_info": {"serial_number": clinic.machine("AC-WS04").serial()}, "owner": {"name": "cdunning"}});
    let event = |class: (u32, &str), activity: u32, minute: i64, rest: Value| {
        let time: Moment = ago(clinic, 2, (16, minute));
        let mut out = json!({
            "class_uid": class.0, "class_name": class.1, "category_uid": class.0 / 1_000, "activity_id": activity, "type_uid": u64::from(class.0) * 100 + u64::from(activity), "severity_id": 1, "severity": "Informational",
            "time": time.epoch() * 1_000, "metadata": schema("Watch"), "status_id": 1, "status": "Success"
        });
        for (name, value) in rest.as_object().expect("members") {
            out[name] = value.clone();
        }
        out
    };
    let sign = |user: &str, status: u32, minute: i64| {
        event((3_002, "Authentication"), 1, minute, json!({"status_id": status, "user": {"name": user, "type_id": 1}, "is_mfa": true, "is_remote": true, "logon_type_id": 10, "logon_type": "Remote Interactive",
            "src_endpoint": {"ip": "198.51.100.61"}, "dst_endpoint": {"hostname": fully_named("AC-SRV01")}, "auth_protocol": "Kerberos", "service": {"name": "Remote desktop"}}))
    };
    let mut rows = vec![sign("hmarsh", 1, 1), sign("treyes", 1, 2), sign("dpruitt", 2, 3)];
    for (flow, minute) in FLOWS.iter().zip(4..) {
        rows.push(event((4_001, "Network Activity"), 6, minute, json!({"src_endpoint": {"ip": flow.ip(clinic), "port": flow.port}, "dst_endpoint": {"ip": flow.peer.0, "port": flow.peer.1}, "duration": u64::from(flow.seconds) * 1_000,
            "connection_info": {"protocol_num": flow.protocol().1, "protocol_name": flow.protocol().0, "direction_id": 2}, "traffic": {"bytes_out": flow.bytes.0, "bytes_in": flow.bytes.1}, "disposition": if flow.passed { "Allowed" } else { "Blocked" }})));
    }
    rows.push(event((1_007, "Process Activity"), 1, 20, json!({"device": device, "process": {"pid": 4_120, "cmd_line": "notepad.exe list.txt", "file": {"name": "notepad.exe", "path": "C:\\Windows\\notepad.exe", "type_id": 1}, "user": {"name": "cdunning"},
        "parent_process": {"pid": 900, "file": {"name": "explorer.exe", "path": "C:\\Windows\\explorer.exe", "type_id": 1}}}, "actor": {"user": {"name": "cdunning"}}})));
    rows.push(event((2_004, "Detection Finding"), 1, 21, json!({"severity_id": 4, "severity": "High", "device": device, "disposition_id": 3, "disposition": "Quarantined", "finding_info": {"title": "A harmful file", "uid": clinic.random("finding").guid()},
        "malware": [{"name": "Invoice.Dropper", "classification_ids": [4], "path": "C:\\Users\\cdunning\\Downloads\\invoice.exe"}]})));
    rows.push(event((5_001, "Device Inventory Info"), 2, 22, json!({"device": device})));
    rows.push(event((6_003, "API Activity"), 2, 23, json!({"api": {"operation": "GetObject", "service": {"name": "records"}}, "actor": {"user": {"name": "ohaddad"}}, "src_endpoint": {"ip": OUTSIDE_ADDRESS}, "resources": [{"name": "export.csv"}]})));
    Piece::new("events/ocsf.jsonl", json::lines(&rows), "events in the Open Cybersecurity Schema Framework, seven classes")
        .holds("ocsf_authentication", 3)
        .holds("ocsf_network_activity", FLOWS.len())
        .holds("ocsf_process_activity", 1)
        .holds("ocsf_detection_finding", 1)
        .holds("ocsf_device_inventory_info", 1)
        .holds("ocsf_api_activity", 1)
        .gives("sign_in", 3)
        .tells("sign_in", 1, "outcome = 'failure' and user_name = 'dpruitt' and second_factor")
        .gives("connection", FLOWS.len())
        .tells("connection", 3, "state = 'Blocked'")
        .tells("process", 1, "user_name = 'cdunning' and process_id = 4120")
        .tells("malware_detection", 1, "severity = 'high' and remediated")
        .tells("asset", 1, "host_name = 'ac-ws04' and policy_compliant = false and managed")
        .tells("api_call", 1, "user_name = 'ohaddad' and target = 'export.csv'")
}

/// Elastic's schema, one document a line, as an index is exported.
fn ecs(clinic: &Clinic) -> Piece {
    let rows: Vec<Value> = [("logged-in", "authentication", "success"), ("logged-in", "authentication", "failure"), ("exec", "process", "success"), ("connection_attempted", "network", "success")]
        .iter()
        .zip(1..)
        .map(|((action, category, outcome), minute)| {
            let time: Moment = ago(clinic, 2, (17, minute));
            json!({"_index": ".ds-logs-system.auth-default-2026.10.30-000001", "_id": clinic.random(&format!("ecs {minute}")).hex(20), "_score": 1.0, "_source": {
                "@timestamp": time.iso_millis(), "ecs": {"version": "8.11.0"}, "event": {"action": action, "category": [category], "outcome": outcome, "kind": "event", "dataset": "system.auth", "module": "system", "ingested": time.plus_seconds(4).iso()},
                "host": {"name": "ac-web01", "hostname": "ac-web01", "os": {"family": "debian", "name": "Debian GNU/Linux"}}, "user": {"name": "ohaddad"}, "source": {"ip": "10.20.10.34"}, "agent": {"type": "filebeat", "version": "8.15.0"}, "message": action
            }})
        })
        .collect();
    Piece::new("events/elastic-index.jsonl", json::lines(&rows), "documents of an Elastic index, as elasticdump writes them")
        .holds("ecs_event", 4)
        .gives("clock_reading", 4)
        .tells("clock_reading", 4, "seconds_ahead = -4 and host_name = 'ac-web01'")
}

fn sysmon_linux(clinic: &Clinic) -> Piece {
    let text: String = ["/usr/bin/apt upgrade", "/usr/bin/curl https://updates.example/list", "/usr/bin/id"]
        .iter()
        .zip(1..)
        .map(|(command, minute)| {
            let time = ago(clinic, 2, (15, minute));
            let image = command.split(' ').next().expect("a program");
            let data: String = [
                ("RuleName", "-".to_owned()), ("UtcTime", time.sysmon()), ("ProcessGuid", format!("{{{}}}", clinic.random(command).guid())), ("ProcessId", (4_000 + minute).to_string()), ("Image", image.to_owned()),
                ("FileVersion", "-".to_owned()), ("CommandLine", (*command).to_owned()), ("CurrentDirectory", "/home/ohaddad".to_owned()), ("User", "ohaddad".to_owned()), ("LogonId", "1000".to_owned()), ("TerminalSessionId", "3".to_owned()),
                ("IntegrityLevel", "no level".to_owned()), ("Hashes", "-".to_owned()), ("ParentProcessId", "3900".to_owned()), ("ParentImage", "/usr/bin/bash".to_owned()), ("ParentCommandLine", "-bash".to_owned()),
            ].iter().map(|(name, value)| format!("<Data Name=\"{name}\">{value}</Data>")).collect();
            format!(
                "{} ac-web01 sysmon: <Event><System><Provider Name=\"Linux-Sysmon\" Guid=\"{{ff032593-a8d3-4f13-b0d6-01fc615a0f97}}\"/><EventID>1</EventID><Version>5</Version><Level>4</Level><Task>1</Task><Opcode>0</Opcode>\
                 <Keywords>0x8000000000000000</Keywords><TimeCreated SystemTime=\"{}\"/><EventRecordID>{minute}</EventRecordID><Correlation/><Execution ProcessID=\"812\" ThreadID=\"812\"/><Channel>Linux-Sysmon/Operational</Channel>\
                 <Computer>ac-web01</Computer><Security UserId=\"0\"/></System><EventData>{data}</EventData></Event>\n",
                time.format("%b %e %H:%M:%S"),
                time.format("%Y-%m-%dT%H:%M:%S.123456000Z")
            )
        })
        .collect();
    Piece::new("events/sysmon-linux.log", text, "Sysmon for Linux in the web server's syslog")
        .holds("linux_sysmon", 3)
        .gives("process", 3)
        .tells("process", 1, "image = '/usr/bin/curl' and user_name = 'ohaddad' and parent_image = '/usr/bin/bash'")
}

/// OpenCanary, a machine that only waits for strangers.
fn decoy(clinic: &Clinic) -> Piece {
    let rows: Vec<Value> = [(5_000, 0), (6_001, 23)]
        .iter()
        .map(|(kind, port)| {
            let time = ago(clinic, 3, (4, 12));
            json!({"dst_host": "10.20.20.99", "dst_port": port, "local_time": time.format("%Y-%m-%d %H:%M:%S.123456"), "local_time_adjusted": time.local_format("%Y-%m-%d %H:%M:%S.123456"), "logdata": {"USERNAME": "admin", "PASSWORD": "admin"},
                "logtype": kind, "node_id": "decoy-1", "src_host": clinic.machine("AC-WS06").ip, "src_port": 50_113, "utc_time": time.format("%Y-%m-%d %H:%M:%S.123456")})
        })
        .collect();
    Piece::new("events/opencanary.log", json::lines(&rows), "a decoy that was touched").holds("opencanary", 2)
}
