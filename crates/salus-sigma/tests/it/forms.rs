//! The same rules on records in other words: Winlogbeat, ECS, OCSF, and the log of a collector.

use salus_record::{Digest, Place, Sink};
use salus_sigma::{Arrival, CorrelationLimits, RuleSet};

use crate::corpus::{data, files, setup};
use crate::records::{Kept, batch, flat};

fn check(logsource: &str, detection: &str, table: &str, record: &str, expected: bool) {
    let yaml = format!("title: t\nlogsource: {{{logsource}}}\ndetection: {{{detection}}}\n");
    let rules = RuleSet::load_with([("t.yml".to_owned(), yaml)].into_iter(), &setup());
    assert_eq!(rules.not_loaded(), [], "{logsource} {detection}");
    let record = flat(&serde_json::from_str(record).expect("a record"));
    let hits = rules.matches(&batch(table, &[record]));
    assert_eq!(!hits.is_empty(), expected, "{detection} on {table}");
}

const PROCESS: &str = "product: windows, category: process_creation";

#[test]
fn a_renamed_field_is_found_under_either_name() {
    let detection = r"s: {'Image|endswith': '\x.exe', 'CommandLine|contains': '-q'}, \
        f: {ParentImage: 'C:\good.exe'}, condition: s and not f";
    let detection = &detection.replace("\\\n", "");
    for (record, expected) in [
        (
            r#"{"EventID":1,"Image":"C:\\x.exe","CommandLine":"x -q"}"#,
            true,
        ),
        (
            r#"{"EventID":1,"process.executable":"C:\\x.exe","process.command_line":"x -q"}"#,
            true,
        ),
        (
            r#"{"EventID":1,"process.executable":"C:\\x.exe","process.command_line":"x -q","process.parent.executable":"c:\\good.exe"}"#,
            false,
        ),
        (
            r#"{"EventID":5,"process.executable":"C:\\x.exe","process.command_line":"x -q"}"#,
            false,
        ),
    ] {
        check(PROCESS, detection, "windows_sysmon", record, expected);
    }
    check(
        PROCESS,
        detection,
        "windows_security",
        r#"{"EventID":4688,"process.executable":"C:\\x.exe","process.command_line":"x -q"}"#,
        true,
    );
}

#[test]
fn what_a_shipper_writes_in_another_way_is_found() {
    let table = "windows_sysmon";
    let driver = "product: windows, category: driver_load";
    let hash = "s: {'Hashes|contains': ['IMPHASH=AA', 'SHA256=BB']}, condition: s";
    for (record, expected) in [
        (r#"{"EventID":6,"Hashes":"SHA1=CC,IMPHASH=AA"}"#, true),
        (r#"{"EventID":6,"file.pe.imphash":"aa"}"#, true),
        (r#"{"EventID":6,"file.hash.sha256":"bb"}"#, true),
        (r#"{"EventID":6,"file.hash.sha256":"aa"}"#, false),
    ] {
        check(driver, hash, table, record, expected);
    }
    let registry = "product: windows, category: registry_set";
    let number = r"s: {'TargetObject|endswith': '\Off', Details: DWORD (0x00000001)}, condition: s";
    for (record, expected) in [
        (
            r#"{"EventID":13,"TargetObject":"HKLM\\Off","Details":"DWORD (0x00000001)"}"#,
            true,
        ),
        (
            r#"{"EventID":13,"registry.path":"HKLM\\Off","registry.data.strings":"[\"1\"]"}"#,
            true,
        ),
        (
            r#"{"EventID":13,"registry.path":"HKLM\\Off","registry.data.strings":"[\"0\"]"}"#,
            false,
        ),
        (
            r#"{"EventID":13,"TargetObject":"HKLM\\Off","Details":"1"}"#,
            false,
        ),
    ] {
        check(registry, number, table, record, expected);
    }
    let network = "product: windows, category: network_connection";
    let outward = "s: {Initiated: 'true', DestinationPort: 443}, condition: s";
    for (record, expected) in [
        (
            r#"{"EventID":3,"Initiated":"true","DestinationPort":443}"#,
            true,
        ),
        (
            r#"{"EventID":3,"network.direction":"egress","destination.port":443}"#,
            true,
        ),
        (
            r#"{"EventID":3,"network.direction":"ingress","destination.port":443}"#,
            false,
        ),
    ] {
        check(network, outward, table, record, expected);
    }
}

#[test]
fn a_schema_is_for_the_products_it_is_listed_for() {
    let yaml = "title: t\nlogsource: {product: paloalto, category: file_event, service: globalprotect}\n\
        detection: {s: {Image: x}, condition: s}\n";
    let rules = RuleSet::load_with(
        [("t.yml".to_owned(), yaml.to_owned())].into_iter(),
        &setup(),
    );
    assert!(rules.rules().is_empty());
}

#[test]
fn elastic_events_are_matched_by_their_category_and_system() {
    let detection = r"s: {'Image|endswith': '\x.exe', User|contains: [AUTHORI]}, condition: s";
    let record = |kind: &str, system: &str| {
        format!(
            r#"{{"event.category":["process"],"event.type":["{kind}"],"host.os.type":"{system}","process":{{"executable":"C:\\x.exe"}},"user":{{"domain":"NT AUTHORITY","name":"SYSTEM"}}}}"#
        )
    };
    check(
        PROCESS,
        detection,
        "ecs_event",
        &record("start", "windows"),
        true,
    );
    check(
        PROCESS,
        detection,
        "ecs_event",
        &record("end", "windows"),
        false,
    );
    check(
        PROCESS,
        detection,
        "ecs_event",
        &record("start", "linux"),
        false,
    );
    check(
        "product: macos, category: process_creation",
        "s: {'Image|endswith': /osascript}, condition: s",
        "ecs_event",
        r#"{"event.category":"process","event.type":"start","host.os.type":"macos","process.executable":"/usr/bin/osascript"}"#,
        true,
    );
    check(
        PROCESS,
        "s: {'Hashes|contains': ['IMPHASH=AA', 'SHA256=bb']}, condition: s",
        "ecs_event",
        r#"{"event.category":"process","event.type":"start","host.os.type":"windows","process":{"pe":{"imphash":"aa"}}}"#,
        true,
    );
    check(
        "product: windows, category: network_connection",
        "s: {Initiated: 'true', DestinationPort: 443}, condition: s",
        "ecs_event",
        r#"{"event.category":"network","event.type":["start","connection"],"host.os.family":"windows","network.direction":"egress","destination.port":443}"#,
        true,
    );
    check(
        "product: aws, service: cloudtrail",
        "s: {eventSource: iam.amazonaws.com, eventName: CreateUser}, condition: s",
        "ecs_event",
        r#"{"event":{"provider":"iam.amazonaws.com","action":"CreateUser"}}"#,
        true,
    );
}

#[test]
fn ocsf_events_are_matched_by_class_and_activity() {
    let detection = r"s: {'Image|endswith': '\x.exe', 'CommandLine|contains': '-q'}, \
        f: {'ParentImage|startswith': 'C:\good'}, condition: s and not f";
    let detection = &detection.replace("\\\n", "");
    for (record, expected) in [
        (
            r#"{"activity_id":1,"device.os.type_id":100,"process":{"cmd_line":"x -q","file":{"path":"C:\\x.exe"}}}"#,
            true,
        ),
        (
            r#"{"activity_id":2,"device.os.type_id":100,"process":{"cmd_line":"x -q","file":{"path":"C:\\x.exe"}}}"#,
            false,
        ),
        (
            r#"{"activity_id":1,"device.os.type_id":200,"process":{"cmd_line":"x -q","file":{"path":"C:\\x.exe"}}}"#,
            false,
        ),
        (
            r#"{"activity_id":1,"device.os.type_id":100,"process":{"cmd_line":"x -q","path":"C:\\x.exe"},"actor":{"process":{"file":{"path":"C:\\good.exe"}}}}"#,
            false,
        ),
    ] {
        check(
            PROCESS,
            detection,
            "ocsf_process_activity",
            record,
            expected,
        );
    }
    check(
        PROCESS,
        "s: {'Hashes|contains': 'SHA256=AA'}, condition: s",
        "ocsf_process_activity",
        r#"{"activity_id":1,"device.os.type_id":100,"process":{"file":{"hashes":[{"algorithm_id":3,"value":"aa"}]}}}"#,
        true,
    );
    check(
        "product: windows, service: security",
        "s: {EventID: 4624, LogonType: 10}, f: {'IpAddress|cidr': 10.0.0.0/8}, condition: s and not f",
        "ocsf_authentication",
        r#"{"metadata":{"event_code":"4624"},"device":{"os":{"type_id":100}},"logon_type_id":10,"src_endpoint":{"ip":"192.0.2.1"}}"#,
        true,
    );
    check(
        "product: windows, category: network_connection",
        "s: {DestinationPort: 3389, Initiated: true}, condition: s",
        "ocsf_network_activity",
        r#"{"activity_id":1,"device":{"os":{"type_id":100}},"dst_endpoint":{"port":3389},"connection_info":{"direction_id":2}}"#,
        true,
    );
    check(
        "product: windows, category: file_event",
        r"s: {'TargetFilename|endswith': '.hta'}, condition: s",
        "ocsf_file_activity",
        r#"{"activity_id":1,"device":{"os":{"type_id":100}},"file":{"path":"C:\\a.HTA"}}"#,
        true,
    );
}

#[test]
fn a_rule_is_not_half_used_on_records_without_its_fields() {
    let tables = |detection: &str| {
        let yaml = format!("title: t\nlogsource: {{{PROCESS}}}\ndetection: {{{detection}}}\n");
        let rules = RuleSet::load_with([("t.yml".to_owned(), yaml)].into_iter(), &setup());
        rules.rules()[0].tables.clone()
    };
    let all = tables("s: {CommandLine: x}, condition: s");
    assert!(
        all.contains(&"ecs_event".to_owned()) && all.contains(&"ocsf_process_activity".to_owned())
    );
    for detection in [
        "s: {CommandLine: x}, f: {GrantedAccess: 1}, condition: s and not f",
        r"s: {User: 'NT AUTHORITY\SYSTEM'}, condition: s",
        "s: [anything], condition: s",
    ] {
        let tables = tables(detection);
        assert!(tables.contains(&"windows_sysmon".to_owned()), "{detection}");
        let others = |table: &String| table.starts_with("ecs") || table.starts_with("ocsf");
        assert!(!tables.iter().any(others), "{detection}: {tables:?}");
    }
}

#[test]
fn a_collectors_log_is_told_apart_by_provider() {
    let table = "windows_forwardedevents";
    let service = "product: windows, service: security";
    let clear = "s: {EventID: 1102}, condition: s";
    let by = |provider: &str| format!(r#"{{"EventID":1102,"Provider_Name":"{provider}"}}"#);
    check(
        service,
        clear,
        table,
        &by("Microsoft-Windows-Eventlog"),
        true,
    );
    check(service, clear, table, &by("Something-Else"), false);
    check(
        PROCESS,
        r"s: {'Image|endswith': '\x.exe'}, condition: s",
        table,
        r#"{"EventID":1,"Provider_Name":"Microsoft-Windows-Sysmon","Image":"C:\\x.exe"}"#,
        true,
    );
    check(
        "product: windows, service: system",
        "s: {Provider_Name: Service Control Manager, EventID: 7045}, condition: s",
        table,
        r#"{"EventID":7045,"Provider_Name":"Service Control Manager"}"#,
        true,
    );
}

#[test]
fn a_filter_is_used_in_every_schema_that_has_its_fields() {
    let rule = format!(
        "title: r\nname: one\nlogsource: {{{PROCESS}}}\ndetection: {{s: {{CommandLine: x}}, condition: s}}\n"
    );
    let filter = |field: &str| {
        format!("title: f\nfilter: {{rules: [one], k: {{{field}: us}}, condition: not k}}\n")
    };
    let fires = |field: &str, table: &str, record: &str| {
        let texts = [("r.yml", rule.clone()), ("f.yml", filter(field))];
        let texts = texts.map(|(path, text)| (path.to_owned(), text));
        let rules = RuleSet::load_with(texts.into_iter(), &setup());
        assert_eq!(rules.not_loaded(), []);
        assert_eq!(rules.filters()[0].unmet, Vec::<String>::new());
        let record = flat(&serde_json::from_str(record).expect("a record"));
        !rules.matches(&batch(table, &[record])).is_empty()
    };
    let sysmon = r#"{"EventID":1,"CommandLine":"x","Computer":"us","LogonGuid":"us"}"#;
    let ecs = r#"{"event.category":"process","event.type":"start","host.os.type":"windows","process.command_line":"x","host.name":"us"}"#;
    assert!(!fires("Computer", "windows_sysmon", sysmon));
    assert!(!fires("Computer", "ecs_event", ecs));
    assert!(!fires("LogonGuid", "windows_sysmon", sysmon));
    assert!(fires("LogonGuid", "ecs_event", ecs));
}

#[test]
fn every_published_rule_goes_through_every_pipeline() {
    let Some(sigma) = data("published rules in other words", "sigma") else {
        return;
    };
    let texts: Vec<(String, String)> = files(&sigma.join("rules"), ".yml")
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a rule file");
            (path.display().to_string(), text)
        })
        .collect();
    let rules = RuleSet::load_with(texts.iter().cloned(), &setup());
    assert_eq!(rules.rules().len() + rules.not_loaded().len(), texts.len());
    let on = |table: &str| {
        let looks = rules
            .rules()
            .iter()
            .filter(|rule| rule.tables.iter().any(|t| t == table));
        looks.count()
    };
    for (table, least) in [
        ("windows_sysmon", 1_500),
        ("windows_forwardedevents", 1_500),
        ("ecs_event", 1_200),
        ("ocsf_process_activity", 900),
        ("ocsf_file_activity", 100),
        ("ocsf_network_activity", 30),
        ("ocsf_authentication", 10),
        ("ocsf_api_activity", 20),
    ] {
        let count = on(table);
        eprintln!("{count} rules look at {table}");
        assert!(
            count >= least,
            "{count} rules look at {table}, expected {least}"
        );
    }
}

/// What a correlation over connections says of Sysmon's records as several shippers write them.
fn grouped(correlation: &str, table: &str, records: &[&str]) -> Vec<String> {
    let rule = "title: r\nname: r\nlogsource: {product: windows, category: network_connection}\ndetection: {s: {DestinationPort: 443}, condition: s}";
    let correlation = format!("title: c\ncorrelation: {correlation}");
    let files = [rule.to_owned(), correlation]
        .into_iter()
        .zip(["r.yml", "c.yml"]);
    let files = files.map(|(text, path)| (path.to_owned(), text));
    let rules = RuleSet::load_with(files, &setup());
    assert_eq!(rules.not_loaded(), []);
    let mut kept = Kept::default();
    let mut sink = Sink::new(&Digest::of(b"forms"), 0, &mut kept);
    for (number, record) in (1..).zip(records) {
        let record = flat(&serde_json::from_str(record).expect("a record in JSON"));
        let row = sink.record(table, Place::Record(number));
        let mut row = row.time("2026-03-01T08:00:00Z");
        for (field, value) in &record {
            row.set(field, value);
        }
        row.end().expect("kept");
    }
    sink.finish().expect("kept");
    let mut correlator = rules.correlator(Arrival::History, CorrelationLimits::default());
    for batch in &kept.batches {
        correlator.add(batch, &rules.matches(batch));
    }
    correlator.finish();
    let hits = correlator.drain().into_iter();
    let told = hits.map(|hit| {
        let values: Vec<String> = hit.group.into_iter().map(|(_, value)| value).collect();
        format!("{} of {}", values.join(" "), hit.value)
    });
    told.collect()
}

#[test]
fn a_correlation_groups_by_what_each_schema_calls_a_field() {
    let count =
        "{type: event_count, rules: [r], group-by: [Image], timespan: 1h, condition: {gte: 2}}";
    let values = "{type: value_count, rules: [r], group-by: [Image], timespan: 1h, condition: {field: DestinationIp, gte: 2}}";
    let own = |port: u32, to: &str| {
        format!(
            r#"{{"EventID":3,"Image":"a.exe","DestinationPort":{port},"DestinationIp":"{to}"}}"#
        )
    };
    let moved = |to: &str| {
        format!(
            r#"{{"EventID":3,"process.executable":"a.exe","destination.port":443,"destination.ip":"{to}"}}"#
        )
    };
    let elastic = |to: &str| {
        format!(
            r#"{{"event.category":"network","event.type":["start","connection"],"host.os.type":"windows","process.executable":"a.exe","destination.port":443,"destination.ip":"{to}"}}"#
        )
    };
    let check = |correlation: &str, table: &str, records: &[String], expected: &[&str]| {
        let records: Vec<&str> = records.iter().map(String::as_str).collect();
        assert_eq!(
            grouped(correlation, table, &records),
            expected,
            "{table} {records:?}"
        );
    };
    let twice = ["a.exe of 2"];
    check(
        count,
        "windows_sysmon",
        &[own(443, "x"), own(443, "x"), own(80, "x")],
        &twice,
    );
    check(count, "windows_sysmon", &[moved("x"), moved("x")], &twice);
    check(
        count,
        "windows_sysmon",
        &[moved("x"), own(443, "x")],
        &twice,
    );
    check(count, "ecs_event", &[elastic("x"), elastic("x")], &twice);
    check(values, "ecs_event", &[elastic("x"), elastic("x")], &[]);
    check(values, "ecs_event", &[elastic("x"), elastic("y")], &twice);
    check(
        values,
        "windows_sysmon",
        &[moved("x"), own(443, "y")],
        &twice,
    );
}
