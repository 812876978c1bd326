//! Published evidence retold in other schemas: the rules that fit it there are those that fit it here.

use std::collections::BTreeSet;

use salus_sigma::{RuleInfo, RuleSet};

use crate::corpus::{data, files, rules, rules_of};
use crate::records::{Record, batch, flat, windows};

/// Sysmon's names, those of ECS, and those of OCSF, written down apart from the pipelines.
const PROCESS: [(&str, &str, &str); 12] = [
    ("CommandLine", "process.command_line", "process.cmd_line"),
    ("Company", "process.pe.company", "process.file.company_name"),
    ("Computer", "host.name", "device.hostname"),
    (
        "CurrentDirectory",
        "process.working_directory",
        "process.working_directory",
    ),
    ("Description", "process.pe.description", "process.file.desc"),
    (
        "FileVersion",
        "process.pe.file_version",
        "process.file.version",
    ),
    ("Image", "process.executable", "process.file.path"),
    (
        "IntegrityLevel",
        "process.Ext.token.integrity_level_name",
        "process.integrity",
    ),
    (
        "OriginalFileName",
        "process.pe.original_file_name",
        "process.file.internal_name",
    ),
    (
        "ParentCommandLine",
        "process.parent.command_line",
        "process.parent_process.cmd_line",
    ),
    (
        "ParentImage",
        "process.parent.executable",
        "process.parent_process.file.path",
    ),
    ("Product", "process.pe.product", "process.file.product.name"),
];

/// A process start of Sysmon, renamed field by field; what has no name is left out.
fn renamed(
    record: &Record,
    name: fn(&(&'static str, &'static str, &'static str)) -> &'static str,
) -> Record {
    let known = PROCESS.iter();
    let fields =
        known.filter_map(|names| Some((name(names).to_owned(), record.get(names.0)?.clone())));
    fields.collect()
}

fn put(record: &mut Record, fields: &[(&str, &str)]) {
    for (name, value) in fields {
        record.insert((*name).to_owned(), (*value).to_owned());
    }
}

/// Algorithm and value of each hash in Sysmon's one field.
fn hashes(record: &Record) -> Vec<(String, String)> {
    let all = record.get("Hashes").map_or("", String::as_str);
    let each = all.split(',').filter_map(|part| part.split_once('='));
    each.map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect()
}

fn account(record: &Record) -> (String, String) {
    let user = record.get("User").map_or("", String::as_str);
    let (domain, name) = user.split_once('\\').unwrap_or(("", user));
    (domain.to_owned(), name.to_owned())
}

fn as_ecs(sysmon: &Record) -> Record {
    let mut record = renamed(sysmon, |names| names.1);
    let (domain, name) = account(sysmon);
    put(
        &mut record,
        &[
            ("event.category", "[\"process\"]"),
            ("event.type", "[\"start\"]"),
            ("host.os.type", "windows"),
            ("user.domain", &domain),
            ("user.name", &name),
        ],
    );
    for (algorithm, value) in hashes(sysmon) {
        let field = match algorithm.as_str() {
            "imphash" => "process.pe.imphash".to_owned(),
            other => format!("process.hash.{other}"),
        };
        record.insert(field, value);
    }
    record
}

fn as_ocsf(sysmon: &Record) -> Record {
    let mut record = renamed(sysmon, |names| names.2);
    let (domain, name) = account(sysmon);
    let values: Vec<String> = hashes(sysmon)
        .iter()
        .map(|(_, value)| format!("{{\"value\":\"{value}\"}}"))
        .collect();
    put(
        &mut record,
        &[
            ("activity_id", "1"),
            ("device.os.type_id", "100"),
            ("process.user.domain", &domain),
            ("process.user.name", &name),
            ("process.file.hashes", &format!("[{}]", values.join(","))),
        ],
    );
    record
}

/// A Sysmon process start as Winlogbeat's module leaves it (seen in what the module's own tests expect):
/// most fields are moved, what describes the file is copied, and the others stay.
fn as_winlogbeat(sysmon: &Record) -> Record {
    const MOVED: [&str; 8] = [
        "CommandLine",
        "CurrentDirectory",
        "Hashes",
        "Image",
        "OriginalFileName",
        "ParentCommandLine",
        "ParentImage",
        "User",
    ];
    let mut record = as_ecs(sysmon);
    let kept = sysmon
        .iter()
        .filter(|(name, _)| !MOVED.contains(&name.as_str()));
    record.extend(kept.map(|(name, value)| (name.clone(), value.clone())));
    record
}

/// Ids of the rules for process starts and cloud calls that fit a record and also look at `also`.
fn fitting(rules: &RuleSet, table: &str, record: &Record, also: &str) -> BTreeSet<String> {
    let hits = rules.matches(&batch(table, std::slice::from_ref(record)));
    let is_meant = |rule: &&RuleInfo| {
        rule.logsource.category.as_deref() == Some("process_creation")
            || rule.logsource.service.as_deref() == Some("cloudtrail")
    };
    hits.iter()
        .map(|hit| &rules.rules()[hit.rule])
        .filter(is_meant)
        .filter(|rule| rule.tables.iter().any(|table| table == also))
        .map(|rule| rule.id.clone())
        .collect()
}

#[test]
fn process_starts_are_found_alike_in_every_schema() {
    let Some(sigma) = data("evidence in other schemas", "sigma") else {
        return;
    };
    let rules = rules(&sigma);
    let mut starts = 0;
    let mut fits = [0; 3];
    for path in files(&sigma.join("regression_data"), ".json") {
        let text = std::fs::read_to_string(&path).expect("an event");
        let events = serde_json::Deserializer::from_str(&text).into_iter::<serde_json::Value>();
        for event in events {
            let (table, sysmon) = windows(&event.expect("an event"));
            if table != "windows_sysmon" || sysmon.get("EventID").is_none_or(|id| id != "1") {
                continue;
            }
            starts += 1;
            let retold = [
                ("windows_sysmon", as_winlogbeat(&sysmon)),
                ("ecs_event", as_ecs(&sysmon)),
                ("ocsf_process_activity", as_ocsf(&sysmon)),
            ];
            for (at, (table, record)) in retold.iter().enumerate() {
                let here = fitting(&rules, "windows_sysmon", &sysmon, table);
                let there = fitting(&rules, table, record, table);
                assert_eq!(there, here, "{} as {table}", path.display());
                fits[at] += here.len();
            }
        }
    }
    eprintln!("{starts} process starts; hits as Winlogbeat, ECS and OCSF: {fits:?}");
    assert!(starts >= 50 && fits.iter().all(|count| *count >= 50));
}

/// CloudTrail's names, those of ECS, and those of OCSF.
const CALL: [(&str, &str, &str); 10] = [
    ("awsRegion", "cloud.region", "cloud.region"),
    (
        "errorCode",
        "aws.cloudtrail.error_code",
        "api.response.error",
    ),
    (
        "errorMessage",
        "aws.cloudtrail.error_message",
        "api.response.error_message",
    ),
    ("eventName", "event.action", "api.operation"),
    ("eventSource", "event.provider", "api.service.name"),
    ("sourceIPAddress", "source.address", "src_endpoint.ip"),
    (
        "userAgent",
        "user_agent.original",
        "http_request.user_agent",
    ),
    (
        "userIdentity.arn",
        "aws.cloudtrail.user_identity.arn",
        "actor.user.uid",
    ),
    (
        "userIdentity.type",
        "aws.cloudtrail.user_identity.type",
        "actor.user.type",
    ),
    ("userIdentity.userName", "user.name", "actor.user.name"),
];

#[test]
fn cloud_calls_are_found_alike_in_every_schema() {
    let (Some(cloud), Some(sigma)) = (data("calls retold", "cloud"), data("calls retold", "sigma"))
    else {
        return;
    };
    let rules = rules_of(&[sigma.join("rules/cloud/aws")]);
    let mut calls = 0;
    let mut fits = [0; 2];
    for path in files(&cloud.join("cloudtrail-stratus"), ".json") {
        let text = std::fs::read_to_string(&path).expect("a trail");
        let trail: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        for event in trail["Records"].as_array().expect("records") {
            calls += 1;
            let call = flat(event);
            let retold = |name: fn(&(&'static str, &'static str, &'static str)) -> &'static str| {
                let known = CALL.iter();
                let fields = known
                    .filter_map(|names| Some((name(names).to_owned(), call.get(names.0)?.clone())));
                fields.collect::<Record>()
            };
            let retold = [
                ("ecs_event", retold(|names| names.1)),
                ("ocsf_api_activity", retold(|names| names.2)),
            ];
            for (at, (table, record)) in retold.iter().enumerate() {
                let here = fitting(&rules, "aws_cloudtrail", &call, table);
                let there = fitting(&rules, table, record, table);
                assert_eq!(there, here, "{} as {table}", event["eventID"]);
                fits[at] += here.len();
            }
        }
    }
    eprintln!("{calls} calls; hits as ECS and OCSF: {fits:?}");
    assert!(calls >= 50 && fits.iter().all(|count| *count >= 10));
}
