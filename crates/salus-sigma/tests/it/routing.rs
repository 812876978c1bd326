//! Log sources: which table a rule looks at, under which conditions and names.

use salus_sigma::{Routes, RuleSet};

use crate::corpus::{routes, setup};
use crate::records::{batch, flat};

fn rules(logsource: &str, detection: &str) -> RuleSet {
    let yaml = format!(
        "title: t\nid: 1\nlogsource: {{{logsource}}}\ndetection: {{s: {{{detection}}}, condition: s}}"
    );
    RuleSet::load_with([("t.yml".to_owned(), yaml)].into_iter(), &setup())
}

fn check(logsource: &str, detection: &str, table: &str, record: &str, expected: bool) {
    let rules = rules(logsource, detection);
    assert_eq!(rules.not_loaded(), [], "{logsource}");
    let record = flat(&serde_json::from_str(record).expect("a record"));
    let hits = rules.matches(&batch(table, &[record]));
    assert_eq!(
        !hits.is_empty(),
        expected,
        "{logsource} {detection} on {table}"
    );
    assert!(!expected || rules.reads(table));
}

#[test]
fn a_rule_looks_at_the_tables_its_log_source_means() {
    let process = "product: windows, category: process_creation";
    let image = r"'Image|endswith': '\x.exe'";
    check(
        process,
        image,
        "windows_sysmon",
        r#"{"EventID":1,"Image":"C:\\x.exe"}"#,
        true,
    );
    check(
        process,
        image,
        "windows_sysmon",
        r#"{"EventID":7,"Image":"C:\\x.exe"}"#,
        false,
    );
    check(
        process,
        image,
        "windows_security",
        r#"{"EventID":4688,"NewProcessName":"C:\\x.exe"}"#,
        true,
    );
    check(
        process,
        image,
        "zeek_conn",
        r#"{"EventID":1,"Image":"C:\\x.exe"}"#,
        false,
    );
    check(
        process,
        "IntegrityLevel: System",
        "windows_security",
        r#"{"EventID":4688,"MandatoryLabel":"S-1-16-16384"}"#,
        true,
    );
    check(
        "product: Windows",
        "a: 1",
        "windows_anything",
        r#"{"a":1}"#,
        true,
    );
    check(
        "product: windows, service: security",
        "EventID: 1102",
        "windows_security",
        r#"{"EventID":1102}"#,
        true,
    );
    check(
        "product: windows, category: process_creation, service: sysmon",
        "a: 1",
        "windows_sysmon",
        r#"{"EventID":1,"a":1}"#,
        true,
    );
    check(
        "product: windows, category: process_creation, service: sysmon",
        "a: 1",
        "windows_security",
        r#"{"EventID":4688,"a":1}"#,
        false,
    );
    check(
        "product: zeek, service: dce_rpc",
        "endpoint: x",
        "zeek_dce_rpc",
        r#"{"endpoint":"x"}"#,
        true,
    );
    check(
        "category: dns",
        "query: x",
        "zeek_dns",
        r#"{"query":"x"}"#,
        true,
    );
    check(
        "category: proxy",
        "cs-host: x",
        "zeek_http",
        r#"{"host":"x"}"#,
        true,
    );
    check(
        "category: process_creation",
        image,
        "linux_sysmon",
        r#"{"EventID":1,"Image":"\\x.exe"}"#,
        true,
    );
    check(
        "product: aws, service: cloudtrail",
        "eventName: x",
        "aws_cloudtrail",
        r#"{"eventName":"x"}"#,
        true,
    );
}

#[test]
fn an_unknown_log_source_is_told() {
    for source in [
        "product: toaster",
        "product: windows, service: toaster",
        "category: toast",
    ] {
        let rules = rules(source, "a: 1");
        assert_eq!(rules.rules().len(), 0, "{source}");
        assert!(
            rules.not_loaded()[0]
                .reason
                .starts_with("no known log source"),
            "{source}"
        );
    }
    assert!(Routes::parse("sources: [{toast: 1}]").is_err());
}

#[test]
fn filters_take_away_and_correlations_are_told() {
    let rule =
        "title: r\nname: r\nlogsource: {product: aws}\ndetection: {s: {a: 1}, condition: s}\n";
    let filter =
        "title: f\nlogsource: {product: aws}\nfilter: {rules: [r], s: {b: 1}, condition: not s}\n";
    let idle =
        "title: g\nlogsource: {product: aws}\nfilter: {rules: [q], s: {b: 1}, condition: not s}\n";
    let story = "title: c\ncorrelation: {type: event_count, rules: [missing], group-by: [a], timespan: 1h, condition: {gte: 5}}\n";
    let broken = "title: [\n";
    let files = [rule, filter, idle, story, broken]
        .into_iter()
        .enumerate()
        .map(|(at, text)| (format!("{at}.yml"), text.to_owned()));
    let rules = RuleSet::load(files, &routes());
    assert_eq!(rules.rules().len(), 1);
    let told: Vec<(&str, &str)> = rules
        .not_loaded()
        .iter()
        .map(|rule| (rule.path.as_str(), rule.reason.as_str()))
        .collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(
        told.iter()
            .any(|(path, why)| *path == "2.yml" && why.contains("filters no"))
    );
    assert!(
        told.iter()
            .any(|(path, why)| *path == "3.yml" && why.contains("`missing`, which is not there"))
    );
    assert!(
        told.iter()
            .any(|(path, why)| *path == "4.yml" && why.contains("YAML"))
    );
    let fires = |record: &str| {
        let record = flat(&serde_json::from_str(record).expect("a record"));
        !rules
            .matches(&batch("aws_cloudtrail", &[record]))
            .is_empty()
    };
    assert!(fires(r#"{"a":1}"#));
    assert!(!fires(r#"{"a":1,"b":1}"#));
}

#[test]
fn our_own_attributes_are_kept() {
    let yaml = "title: r\nlogsource: {product: aws}\ndetection: {s: {a: 1, b.c: 2}, condition: s}\nsalus: {threat: T2}\nlevel: high\n---\ntitle: q\nlogsource: {product: aws}\ndetection: {s: {a: 1}, condition: s}\n";
    let rules = RuleSet::load(
        [("p.yml".to_owned(), yaml.to_owned())].into_iter(),
        &routes(),
    );
    assert_eq!(rules.rules().len(), 2);
    let rule = &rules.rules()[0];
    assert_eq!(rule.salus["threat"], "T2");
    assert_eq!((rule.level.as_str(), rule.id.as_str()), ("high", "p.yml"));
    assert_eq!(rule.fields, ["a", "b.c"]);
    assert_eq!(rule.tables, ["aws_cloudtrail"]);
}
