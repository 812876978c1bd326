//! What an organisation lays beside the rules: filters, placeholders, pipelines, log sources; and `salus rules`.

use std::fs;
use std::path::Path;

use crate::run::{arg, expect, lines, talk};

const RULE: &str = "title: A word in a log\nid: 11111111-1111-4111-8111-111111111111\nlevel: high\n\
    tags: [attack.execution, attack.t1059]\nlogsource: {product: zeek, service: conn}\n\
    detection: {s: {service: gopher}, condition: s}\n";
const WAITS: &str = "title: An unknown server\nid: 22222222-2222-4222-8222-222222222222\nlevel: low\n\
    logsource: {product: zeek, service: conn}\n\
    detection: {s: {'id.resp_h|cidr|expand': '%servers%'}, condition: s}\n";
const FILTER: &str = "title: The library may\nlogsource: {product: zeek, service: conn}\nfilter:\n  \
    rules: [11111111-1111-4111-8111-111111111111]\n  s: {id.orig_h: 10.0.0.1}\n  condition: not s\n";
const EVIDENCE: &str = "#separator \\x09\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.resp_h\tservice\n\
    #types\ttime\tstring\taddr\taddr\tstring\n\
    1772352000.0\tC1\t10.0.0.1\t192.0.2.7\tgopher\n1772352001.0\tC2\t10.0.0.2\t192.0.2.7\tgopher\n";

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

/// A folder with evidence, rules and content of its own.
fn house() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "evidence/conn.log", EVIDENCE);
    write(folder.path(), "rules/gopher.yml", RULE);
    write(folder.path(), "rules/server.yml", WAITS);
    write(folder.path(), "filter.yml", FILTER);
    write(folder.path(), "content/placeholders.yaml", "other: x\n");
    folder
}

/// Titles of what is found.
fn found(folder: &Path, more: &[&str]) -> Vec<String> {
    let (evidence, rules, content) = (
        folder.join("evidence"),
        folder.join("rules"),
        folder.join("content"),
    );
    let mut arguments = vec!["detect", arg(&evidence), "--rules", arg(&rules), "--json"];
    arguments.extend(["--content", arg(&content)]);
    arguments.extend(more);
    let mut titles: Vec<String> = lines(&expect(0, &arguments))
        .iter()
        .map(|finding| {
            finding["finding_info"]["title"]
                .as_str()
                .expect("a title")
                .to_owned()
        })
        .collect();
    titles.sort();
    titles
}

#[test]
fn placeholders_and_filters_of_the_content_folder_are_used() {
    let folder = house();
    assert_eq!(found(folder.path(), &[]), ["A word in a log"; 2]);
    write(
        folder.path(),
        "content/placeholders.yaml",
        "servers: [192.0.2.0/24]\n",
    );
    assert_eq!(found(folder.path(), &[]).len(), 4);
    write(folder.path(), "content/filters/library.yml", FILTER);
    assert_eq!(found(folder.path(), &[]).len(), 3);
}

#[test]
fn a_filter_is_tried_before_it_is_used() {
    let folder = house();
    let (evidence, rules, filter) = (
        folder.path().join("evidence"),
        folder.path().join("rules"),
        folder.path().join("filter.yml"),
    );
    let mut arguments = vec!["detect", arg(&evidence), "--rules", arg(&rules)];
    arguments.extend(["--preview-filter", arg(&filter)]);
    let text = expect(0, &arguments);
    assert!(
        talk(&text).contains("would hide 1 of 2 findings"),
        "{}",
        talk(&text)
    );
    arguments.push("--json");
    let objects = lines(&expect(0, &arguments));
    assert_eq!(objects.len(), 1);
    assert_eq!(
        (&objects[0]["findings"], &objects[0]["hidden"]),
        (&2.into(), &1.into())
    );
    assert_eq!(objects[0]["examples"][0]["table"], "zeek_conn");
    let lake = folder.path().join("lake");
    expect(0, &["read", arg(&evidence), "--lake", arg(&lake)]);
    let arguments = [
        "detect",
        "--lake",
        arg(&lake),
        "--rules",
        arg(&rules),
        "--preview-filter",
        arg(&filter),
        "--json",
    ];
    assert_eq!(lines(&expect(0, &arguments))[0]["hidden"], 1);
    write(folder.path(), "filter.yml", "title: nothing\n");
    let arguments = ["detect", arg(&evidence), "--preview-filter", arg(&filter)];
    assert!(talk(&expect(2, &arguments)).contains("filter.yml"));
}

#[test]
fn a_pipeline_changes_rules_and_a_broken_one_is_told() {
    let folder = house();
    let pipeline = folder.path().join("mine.yml");
    let rename = "name: mine\ntransformations:\n  - {type: map_string, mapping: {gopher: http}}\n";
    fs::write(&pipeline, rename).expect("written");
    assert_eq!(
        found(folder.path(), &["--pipeline", arg(&pipeline)]).len(),
        0
    );
    fs::write(&pipeline, "transformations: [{type: moon}]\n").expect("written");
    let evidence = folder.path().join("evidence");
    let output = expect(2, &["detect", arg(&evidence), "--pipeline", arg(&pipeline)]);
    assert!(
        talk(&output).contains("`moon`: is not supported"),
        "{}",
        talk(&output)
    );
    expect(2, &["detect", arg(&evidence), "--pipeline", "no-such-file"]);
}

#[test]
fn the_same_rule_finds_the_same_act_in_three_schemas() {
    let folder = tempfile::tempdir().expect("a folder");
    let rule = "title: A tool with a flag\nid: 33333333-3333-4333-8333-333333333333\nlevel: high\n\
        logsource: {product: windows, category: process_creation}\ndetection:\n  \
        s: {'Image|endswith': '\\tool.exe', 'CommandLine|contains': ' -q'}\n  \
        f: {'ParentImage|endswith': '\\good.exe'}\n  condition: s and not f\n";
    write(folder.path(), "rules/tool.yml", rule);
    let event = |parent: &str| {
        [
            format!(
                "{{\"@timestamp\":\"2026-03-01T08:00:00Z\",\"winlog\":{{\"channel\":\"Microsoft-Windows-Sysmon/Operational\",\"event_id\":1,\"event_data\":{{\"IntegrityLevel\":\"High\"}}}},\"process\":{{\"executable\":\"C:\\\\tool.exe\",\"command_line\":\"tool -q\",\"parent\":{{\"executable\":\"{parent}\"}}}}}}\n"
            ),
            format!(
                "{{\"@timestamp\":\"2026-03-01T08:00:00Z\",\"ecs\":{{\"version\":\"8.11\"}},\"event\":{{\"category\":[\"process\"],\"type\":[\"start\"]}},\"host\":{{\"os\":{{\"type\":\"windows\"}}}},\"process\":{{\"executable\":\"C:\\\\tool.exe\",\"command_line\":\"tool -q\",\"parent\":{{\"executable\":\"{parent}\"}}}}}}\n"
            ),
            format!(
                "{{\"class_uid\":1007,\"category_uid\":1,\"activity_id\":1,\"severity_id\":1,\"time\":1772352000000,\"metadata\":{{\"version\":\"1.4.0\"}},\"device\":{{\"os\":{{\"type_id\":100}}}},\"process\":{{\"cmd_line\":\"tool -q\",\"file\":{{\"path\":\"C:\\\\tool.exe\"}},\"parent_process\":{{\"file\":{{\"path\":\"{parent}\"}}}}}}}}\n"
            ),
        ]
    };
    let (bad, good) = (event("C:\\\\bad.exe"), event("C:\\\\good.exe"));
    for (at, (bad, good)) in bad.iter().zip(&good).enumerate() {
        let name = format!("evidence/{at}.jsonl");
        write(folder.path(), &name, &format!("{bad}{good}"));
    }
    let (evidence, rules) = (folder.path().join("evidence"), folder.path().join("rules"));
    let output = expect(
        0,
        &["detect", arg(&evidence), "--rules", arg(&rules), "--json"],
    );
    let mut tables: Vec<String> = lines(&output)
        .iter()
        .map(|finding| {
            let data = &finding["evidences"][0]["data"];
            assert_eq!(data["place"], "line 1");
            data["table"].as_str().expect("a table").to_owned()
        })
        .collect();
    tables.sort();
    assert_eq!(
        tables,
        ["ecs_event", "ocsf_process_activity", "windows_sysmon"]
    );
}

#[test]
fn an_organisations_own_table_is_read_through_its_own_pipeline() {
    let folder = house();
    let names =
        "name: ours\ntransformations:\n  - {type: field_name_mapping, mapping: {service: kind}}\n";
    write(folder.path(), "content/pipelines/ours.yml", names);
    let forms =
        "forms: [{table: json_flow_kind, pipeline: ours, of: [{product: zeek, service: conn}]}]\n";
    write(folder.path(), "content/logsources/ours.yaml", forms);
    write(
        folder.path(),
        "evidence/flow.jsonl",
        "{\"flow\":1,\"kind\":\"gopher\"}\n",
    );
    assert_eq!(found(folder.path(), &[]).len(), 3);
    let lost = "forms: [{table: json_flow_kind, pipeline: lost}]\n";
    write(folder.path(), "content/logsources/ours.yaml", lost);
    let content = folder.path().join("content");
    let output = expect(2, &["rules", "--content", arg(&content)]);
    assert!(
        talk(&output).contains("help: write `pipelines/lost.yml`"),
        "{}",
        talk(&output)
    );
}

#[test]
fn rules_are_listed_and_remarked_on() {
    let folder = house();
    write(
        folder.path(),
        "rules/bare.yml",
        "title: bare\nlogsource: {product: zeek, service: conn}\ndetection: {s: {a: 1}, condition: s}\n",
    );
    let rules = folder.path().join("rules");
    let listed = |more: &[&str]| {
        let mut arguments = vec!["rules", "--rules", arg(&rules), "--json"];
        arguments.extend(more);
        lines(&expect(0, &arguments))
    };
    assert_eq!(listed(&[]).len(), 2);
    assert_eq!(listed(&["--level", "high"])[0]["title"], "A word in a log");
    assert_eq!(listed(&["--tactic", "execution"]).len(), 1);
    assert_eq!(listed(&["--product", "windows"]).len(), 0);
    assert_eq!(listed(&["gopher"]).len(), 1);
    assert_eq!(listed(&["--by-cost"]).len(), 2);
    let remarks = listed(&["--lint"]);
    let kinds = |path: &str| -> Vec<String> {
        let about = remarks
            .iter()
            .filter(|remark| remark["path"].as_str().is_some_and(|p| p.ends_with(path)));
        about
            .map(|remark| remark["kind"].as_str().expect("a kind").to_owned())
            .collect()
    };
    assert_eq!(kinds("bare.yml"), ["no-id", "no-level", "title"]);
    assert_eq!(kinds("server.yml"), ["not-loaded"]);
    expect(2, &["rules", "--tactic", "cooking"]);
    expect(2, &["rules", "--coverage"]);
}

#[test]
fn coverage_tells_which_rules_have_records() {
    let folder = house();
    let (evidence, lake, rules) = (
        folder.path().join("evidence"),
        folder.path().join("lake"),
        folder.path().join("rules"),
    );
    write(
        folder.path(),
        "rules/dns.yml",
        &RULE
            .replace("service: conn", "service: dns")
            .replace('1', "4"),
    );
    expect(0, &["read", arg(&evidence), "--lake", arg(&lake)]);
    let arguments = [
        "rules",
        "--rules",
        arg(&rules),
        "--coverage",
        "--lake",
        arg(&lake),
    ];
    let text = expect(0, &arguments);
    assert!(String::from_utf8_lossy(&text.stdout).contains("Execution"));
    let mut arguments = arguments.to_vec();
    arguments.push("--json");
    let rows = lines(&expect(0, &arguments));
    assert_eq!(
        (&rows[0]["rules"], &rows[0]["usable"]),
        (&2.into(), &1.into())
    );
    assert_eq!(
        (&rows[1]["kind"], &rows[1]["table"]),
        (&"missing_table".into(), &"zeek_dns".into())
    );
    let arguments = [
        "rules",
        "--rules",
        arg(&rules),
        "--lake",
        arg(&lake),
        "--json",
    ];
    let listed = lines(&expect(0, &arguments));
    assert_eq!(
        listed.iter().filter(|rule| rule["usable"] == true).count(),
        1
    );
}

const STORY: &str = "title: Gopher\nname: gopher\nlogsource: {product: zeek, service: conn}\n\
    detection: {s: {service: gopher}, condition: s}\n---\n\
    title: Gopher to many servers\nid: 33333333-3333-4333-8333-333333333333\n\
    correlation: {type: value_count, rules: [gopher], group-by: [id.orig_h], timespan: 5m, \
    condition: {field: id.resp_h, gte: 10}}\nsalus:\n  examples:\n    fires:\n      - events:\n          \
    - {table: zeek_conn, times: 10, every: 20, record: {id.orig_h: 10.0.0.1, id.resp_h: '192.0.2.{n}', service: gopher}}\n    \
    quiet:\n      - events:\n          \
    - {table: zeek_conn, times: 9, record: {id.orig_h: 10.0.0.1, id.resp_h: '192.0.2.{n}', service: gopher}}\n          \
    - {table: zeek_conn, record: {id.orig_h: 10.0.0.2, id.resp_h: 192.0.2.99, service: gopher}}\n      - events:\n          \
    - {table: zeek_conn, times: 20, every: 60, record: {id.orig_h: 10.0.0.1, id.resp_h: '192.0.2.{n}', service: gopher}}\n";

#[test]
fn a_correlation_is_proved_on_its_own_stories() {
    let folder = tempfile::tempdir().expect("a folder");
    let content = arg(folder.path());
    let check = |text: &str, code: i32, said: &str| {
        write(folder.path(), "rules/own/gopher.yml", text);
        let run = expect(
            code,
            &["test", "rules/own/", "--content", content, "--json"],
        );
        let proofs = lines(&run);
        let failures = proofs[0]["failures"].to_string();
        assert!(proofs.len() == 1 && failures.contains(said), "{proofs:?}");
        proofs[0]["examples"].clone()
    };
    assert_eq!(check(STORY, 0, "[]"), 3);
    check(
        &STORY.replace("times: 10", "times: 8"),
        1,
        "`fires` example 1 of `Gopher to many servers`: the rule does not fire",
    );
    check(
        &STORY.replace("times: 9", "times: 12"),
        1,
        "`quiet` example 1 of `Gopher to many servers`: the rule fires",
    );
    check(
        &STORY.replace("every: 20", "each: 20"),
        1,
        "unknown field `each`",
    );
    check(
        &STORY.replace("quiet:", "calm:"),
        1,
        "has no example under `quiet`",
    );
}
