//! Correlations case by case: what fires, for which group, with which records.

use salus_sigma::{Arrival, CorrelationLimits, Routes, RuleSet};

use crate::happenings::{happenings, rules, short, told};
use crate::slow::base;

/// A correlation over the rules of [`base`]; `body` is the inside of its section.
pub fn story(title: &str, body: &str) -> String {
    format!("title: {title}\nname: {title}\ncorrelation: {{{body}}}\n")
}

/// The rules of [`base`] and some correlations.
pub fn documents(correlations: &[&str]) -> Vec<String> {
    let stories = correlations.iter().map(|text| (*text).to_owned());
    (0..3).map(base).chain(stories).collect()
}

fn check(correlations: &[&str], lines: &str, expected: &[&str]) {
    let rules = rules(&documents(correlations));
    let all = happenings(lines);
    let limits = CorrelationLimits::default();
    let (hits, _) = told(&rules, &[&all], Arrival::History, limits);
    let found: Vec<String> = hits.iter().map(|hit| short(&rules, hit)).collect();
    assert_eq!(found, expected, "{correlations:?}");
}

/// Checks one correlation; `body` is the inside of its section.
pub fn one(body: &str, lines: &str, expected: &[&str]) {
    check(&[&story("s", body)], lines, expected);
}

/// The inside of a correlation but for its condition.
pub const COUNT: &str = "type: event_count, rules: [r0], group-by: [user], timespan: 10s";

#[test]
fn events_are_counted_by_group_and_told_once_an_episode() {
    let body = format!("{COUNT}, condition: {{gte: 3}}");
    one(
        &body,
        "1 fits=0 user=ann\n2 fits=0 user=bob\n3 fits=0 user=ann\n4 fits=1 user=ann\n5 fits=0 user=ann\n6 fits=0 user=ann",
        &["5 s [ann] 3 of 3: 1 3 5"],
    );
    // Ten seconds apart are still together; eleven are not.
    one(
        &body,
        "0 fits=0 user=a\n5 fits=0 user=a\n10 fits=0 user=a",
        &["10 s [a] 3 of 3: 1 2 3"],
    );
    one(
        &body,
        "0 fits=0 user=a\n5 fits=0 user=a\n11 fits=0 user=a",
        &[],
    );
    // It goes on: told again after the time span. It ends and begins again: told again.
    let steady: String = (0..25)
        .map(|second| format!("{second} fits=0 user=a\n"))
        .collect();
    one(
        &body,
        &steady,
        &[
            "2 s [a] 3 of 3: 1 2 3",
            "12 s [a] 11 of 11: 3 4 5 6 7 8 9 10 11 12 13",
            "22 s [a] 11 of 11: 13 14 15 16 17 18 19 20 21 22 23",
        ],
    );
    let brief = format!("{COUNT}, condition: {{eq: 2}}");
    one(
        &brief,
        "0 fits=0 user=a\n1 fits=0 user=a\n2 fits=0 user=a\n11 fits=0 user=a\n13 fits=0 user=a",
        &["1 s [a] 2 of 2: 1 2", "13 s [a] 2 of 2: 4 5"],
    );
}

#[test]
fn a_range_and_values() {
    one(
        &format!("{COUNT}, condition: {{gt: 1, lt: 3}}"),
        "0 fits=0 user=a\n1 fits=0 user=a\n2 fits=0 user=a\n13 fits=0 user=a\n14 fits=0 user=a",
        &["1 s [a] 2 of 2: 1 2", "14 s [a] 2 of 2: 4 5"],
    );
    let values = "type: value_count, rules: [r0], group-by: [user], timespan: 10s";
    one(
        &format!("{values}, condition: {{gte: 3, field: file}}"),
        "1 fits=0 user=a file=x\n2 fits=0 user=a file=x\n3 fits=0 user=a file=y\n4 fits=0 user=a\n5 fits=0 user=a file=z",
        &["5 s [a] 3 of 4: 1 2 3 5"],
    );
    one(
        &format!("{values}, condition: {{gte: 3, field: [file, host_name]}}"),
        "1 fits=0 user=a file=x host_name=p\n2 fits=0 user=a file=x host_name=q\n3 fits=0 user=a file=y host_name=q\n4 fits=0 user=a file=y host_name=q",
        &["3 s [a] 3 of 3: 1 2 3"],
    );
    one(
        "type: value_sum, rules: [r0], timespan: 10s, condition: {gt: 100, field: bytes}",
        "1 fits=0 bytes=60\n2 fits=0 bytes=40\n3 fits=0 bytes=none\n4 fits=0 bytes=0.000001",
        &["4 s [] 100.000001 of 3: 1 2 4"],
    );
    one(
        "type: value_percentile, rules: [r0], timespan: 10s, condition: {gte: 9, field: n, percentile: 75}",
        "1 fits=0 n=1\n2 fits=0 n=10\n3 fits=0 n=10\n4 fits=0 n=10",
        &["3 s [] 10 of 3: 1 2 3"],
    );
}

#[test]
fn rules_come_together_and_in_order() {
    let lines = "1 fits=1 user=a\n2 fits=0 user=a\n3 fits=0 user=b\n4 fits=2 user=a\n5 fits=1 user=b\n6 fits=2 user=b";
    let body = "rules: [r0, r1, r2], group-by: [user], timespan: 10s";
    one(
        &format!("type: temporal, {body}"),
        lines,
        &["4 s [a] 3 of 3: 1 2 4", "6 s [b] 3 of 3: 3 5 6"],
    );
    one(
        &format!("type: temporal_ordered, {body}"),
        lines,
        &["6 s [b] 3 of 3: 3 5 6"],
    );
    one(
        &format!("type: temporal, {body}, condition: {{gte: 2}}"),
        lines,
        &["2 s [a] 2 of 2: 1 2", "5 s [b] 2 of 2: 3 5"],
    );
    one(
        &format!("type: temporal, {body}, condition: r1 and (r0 or r2)"),
        lines,
        &["2 s [a] 2 of 2: 1 2", "5 s [b] 2 of 2: 3 5"],
    );
    one(
        &format!("type: temporal, {body}, condition: r0 and not r1"),
        lines,
        &["3 s [b] 1 of 1: 3"],
    );
    // One record may be two kinds of event, but it is one event.
    one(
        &format!("type: temporal, {body}, condition: {{gte: 2}}"),
        "1 fits=01 user=a",
        &["1 s [a] 2 of 2: 1"],
    );
    one(
        "type: event_count, rules: [r0, r1], timespan: 10s, condition: {gte: 2}",
        "1 fits=01\n2 fits=0",
        &["2 s [] 2 of 2: 1 2"],
    );
}

#[test]
fn windows_may_stand_side_by_side_or_last_a_session() {
    let lines = "8 fits=0\n9 fits=0\n10 fits=0\n11 fits=0\n12 fits=0";
    let body = "type: event_count, rules: [r0], timespan: 10s, condition: {gte: 3}";
    one(
        &format!("{body}, window: tumbling"),
        lines,
        &["12 s [] 3 of 3: 3 4 5"],
    );
    one(
        &format!("{body}, window: session, gap: 1s"),
        lines,
        &["10 s [] 3 of 3: 1 2 3"],
    );
    one(
        &format!("{body}, window: session, gap: 2s"),
        "0 fits=0\n2 fits=0\n5 fits=0\n6 fits=0\n7 fits=0",
        &["7 s [] 3 of 3: 3 4 5"],
    );
    // A session is no longer than the time span.
    one(
        &format!("{body}, window: session, gap: 9s"),
        "0 fits=0\n9 fits=0\n11 fits=0\n12 fits=0\n13 fits=0",
        &["13 s [] 3 of 3: 3 4 5"],
    );
}

#[test]
fn aliases_name_a_field_by_rule() {
    let body = "type: temporal, rules: [id-0, r1], group-by: [inside], timespan: 10s, aliases: {inside: {r0: target, r1: source}}";
    one(
        body,
        "1 fits=0 target=x source=y\n2 fits=1 target=x source=y\n3 fits=1 target=y source=x",
        &["3 s [x] 2 of 2: 1 3"],
    );
}

#[test]
fn correlations_stand_on_correlations() {
    let many = story(
        "many",
        "type: event_count, rules: [r0], group-by: [user, from], timespan: 10s, condition: {gte: 2}",
    );
    let then = story(
        "then",
        "type: temporal_ordered, rules: [many, r1], group-by: [user], timespan: 60s",
    );
    let lines = "1 fits=0 user=a from=p\n2 fits=0 user=a from=p\n3 fits=1 user=b\n9 fits=1 user=a";
    check(&[&then, &many], lines, &["9 then [a] 2 of 2: 1 2 4"]);
    // What a correlation tells may be what another counts.
    let places = story(
        "places",
        "type: value_count, rules: [many], group-by: [user], timespan: 60s, condition: {gte: 2, field: from}",
    );
    let lines = "1 fits=0 user=a from=p\n2 fits=0 user=a from=p\n3 fits=0 user=a from=q\n3 fits=0 user=a from=q";
    check(&[&many, &places], lines, &["3 places [a] 2 of 2: 1 2 3 4"]);
    let shown = format!("{places}generate: true\n");
    check(
        &[&many, &shown],
        lines,
        &[
            "2 many [a p] 2 of 2: 1 2",
            "3 many [a q] 2 of 2: 3 4",
            "3 places [a] 2 of 2: 1 2 3 4",
        ],
    );
}

#[test]
fn fields_are_found_where_each_table_keeps_them() {
    let routes = "sources: [{product: test, read: [{table: one, rename: {user: account, bytes: size}}, {table: two_*}]}]";
    let routes = Routes::parse(routes).expect("routes");
    let text = story(
        "s",
        "type: value_sum, rules: [r0], group-by: [user], timespan: 10s, condition: {gte: 10, field: bytes}",
    );
    let text = documents(&[&text]).join("\n---\n");
    let rules = RuleSet::load([("s.yml".to_owned(), text)].into_iter(), &routes);
    let all = happenings(
        "1 @one fits=0 account=a size=4 user=z\n2 @two_x fits=0 User=a bytes=5\n3 @two_y fits=0 account=a bytes=9\n4 @one fits=0 account=a size=1",
    );
    let limits = CorrelationLimits::default();
    let (hits, account) = told(&rules, &[&all], Arrival::History, limits);
    let found: Vec<String> = hits.iter().map(|hit| short(&rules, hit)).collect();
    assert_eq!(found, ["4 s [a] 10 of 3: 1 2 4"]);
    assert_eq!((account.events, account.incomplete), (3, 1));
    let tables: Vec<&str> = hits[0].records.iter().map(|r| r.table.as_str()).collect();
    assert_eq!(tables, ["one", "two_x", "one"]);
}

#[test]
fn lists_and_values_inside_lists_are_read() {
    one(
        "type: value_count, rules: [r0], group-by: [who.name], timespan: 10s, condition: {gte: 2, field: to}",
        r#"1 fits=0 who=[{"name":"a"}] to=["x"]
           2 fits=0 who=[{"name":"a"}] to=x
           3 fits=0 who=[{"name":"a"}] to=["x","y"]"#,
        &["3 s [a] 2 of 3: 1 2 3"],
    );
}
