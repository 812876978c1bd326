//! What machines tell of themselves: osquery, the systemd journal, the Elastic Common Schema and Sysmon for Linux.

use serde_json::{Value, json};

use super::{Piece, ago};
use crate::clinic::Clinic;
use crate::clinic::machines::Kind;
use crate::format::json;
use crate::moment::Moment;

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![
        osquery(clinic),
        osquery_status(clinic),
        journald(clinic),
        ecs(clinic),
        sysmon_linux(clinic),
        decoy(clinic),
    ]
}

/// The result log: one row changed, and whole tables.
fn osquery(clinic: &Clinic) -> Piece {
    let mut lines = Vec::new();
    let hosts: Vec<&str> = clinic
        .machines
        .iter()
        .filter(|machine| machine.kind == Kind::Laptop)
        .map(|machine| machine.host)
        .collect();
    for (host, minute) in hosts.iter().zip(1..) {
        lines.extend(told(clinic, host, ago(clinic, 1, (14, minute))));
    }
    let count = hosts.len();
    Piece::new(
        "events/osqueryd.results.log",
        json::lines(&lines),
        "osquery's results: whole tables, and a row that is new",
    )
    .holds("osquery", 5 * count)
    .gives("software", 2 * count)
    .gives("asset", 2 * count)
    .tells(
        "asset",
        count,
        "serial_number like 'SN%' and host_name like 'ac-lt%'",
    )
    .tells(
        "asset",
        count,
        "os = 'Microsoft Windows 11 Pro' and os_version = '10.0.26100' and os_supported",
    )
}

/// What one laptop tells in one round.
fn told(clinic: &Clinic, host: &str, time: Moment) -> Vec<Value> {
    let mut lines = Vec::new();
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
    say(
        "pack/inventory/system_info",
        json!({"action": "snapshot", "snapshot": [{"hostname": host, "uuid": clinic.random(host).guid(), "cpu_brand": "x86", "hardware_vendor": "Corvid", "hardware_model": "Featherbook", "hardware_serial": machine.serial(), "physical_memory": "16909320192"}]}),
    );
    say(
        "pack/inventory/os_version",
        json!({"action": "snapshot", "snapshot": [{"name": "Microsoft Windows 11 Pro", "version": "10.0.26100", "major": "10", "minor": "0", "build": "26100", "platform": "windows", "arch": "64-bit"}]}),
    );
    say(
        "pack/inventory/programs",
        json!({"action": "snapshot", "snapshot": [
            {"name": "Record viewer", "version": "8.1", "publisher": "Chartwright", "install_date": "20260110"},
            {"name": "Browser", "version": "130.0", "publisher": "Wayfinder", "install_date": "20261012"}
        ]}),
    );
    say(
        "pack/inventory/startup",
        json!({"action": "added", "columns": {"path": "C:\\Program Files\\Viewer\\viewer.exe", "source": "Run", "status": "enabled", "username": machine.owner}}),
    );
    lines
}

fn osquery_status(clinic: &Clinic) -> Piece {
    let rows: Vec<Value> = [("scheduler.cpp", "118", "Executing scheduled query pack/inventory/programs"), ("virtual_table.cpp", "967", "The table is slow")]
        .iter()
        .map(|(file, line, message)| {
            let time = ago(clinic, 1, (14, 30));
            json!({"hostIdentifier": "AC-LT01", "calendarTime": time.format("%a %b %e %H:%M:%S %Y UTC"), "unixTime": time.epoch().to_string(), "severity": "1", "filename": file, "line": line, "message": message, "version": "5.19.0"})
        })
        .collect();
    Piece::new(
        "events/osqueryd.status.jsonl",
        json::lines(&rows),
        "osquery about itself",
    )
    .holds("osquery_status", 2)
}

/// `journalctl -o json`; a message with an odd byte is written as numbers.
fn journald(clinic: &Clinic) -> Piece {
    let said = [
        (
            "sshd",
            "6",
            json!("Accepted publickey for ohaddad from 10.20.10.34 port 51822 ssh2"),
        ),
        (
            "sudo",
            "5",
            json!(
                "ohaddad : TTY=pts/0 ; PWD=/home/ohaddad ; USER=root ; COMMAND=/usr/bin/apt upgrade"
            ),
        ),
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
    Piece::new(
        "events/journal.json",
        json::lines(&rows),
        "the journal of the web server; one message is written as numbers",
    )
    .holds("journald", said.len())
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
    Piece::new(
        "events/elastic-index.jsonl",
        json::lines(&rows),
        "documents of an Elastic index, as elasticdump writes them",
    )
    .holds("ecs_event", 4)
    .gives("clock_reading", 4)
    .tells(
        "clock_reading",
        4,
        "seconds_ahead = -4 and host_name = 'ac-web01'",
    )
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
    Piece::new(
        "events/sysmon-linux.log",
        text,
        "Sysmon for Linux in the web server's syslog",
    )
    .holds("linux_sysmon", 3)
    .gives("process", 3)
    .tells(
        "process",
        1,
        "image = '/usr/bin/curl' and user_name = 'ohaddad' and parent_image = '/usr/bin/bash'",
    )
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
    Piece::new(
        "events/opencanary.log",
        json::lines(&rows),
        "a decoy that was touched",
    )
    .holds("opencanary", 2)
}
