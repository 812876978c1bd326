//! Correlations case by case: what fires, for which group, with which records; and what is refused.

use salus_sigma::{Arrival, CorrelationLimits, Hit, Routes, RuleSet};

use crate::happenings::{Happening, batches, happenings, load, rules, short, told};
use crate::slow::base;

/// A correlation over the rules of [`base`]; `body` is the inside of its section.
fn story(title: &str, body: &str) -> String {
    format!("title: {title}\nname: {title}\ncorrelation: {{{body}}}\n")
}

fn documents(correlations: &[&str]) -> Vec<String> {
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
fn one(body: &str, lines: &str, expected: &[&str]) {
    check(&[&story("s", body)], lines, expected);
}

const COUNT: &str = "type: event_count, rules: [r0], group-by: [user], timespan: 10s";

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
fn rules_that_serve_a_correlation_are_told_only_when_it_says_so() {
    let body = "type: event_count, rules: [r0], timespan: 10s, condition: {gte: 2}";
    let quiet = rules(&documents(&[&story("s", body)]));
    let told: Vec<bool> = (0..3).map(|rule| quiet.is_reported(rule)).collect();
    assert_eq!(told, [false, true, true]);
    let batch = &batches(&happenings("1 fits=0"))[0];
    assert_eq!(quiet.matches(batch), [Hit { rule: 0, row: 0 }]);
    let loud = format!("{}generate: true\n", story("s", body));
    assert!(rules(&documents(&[&loud])).is_reported(0));
    assert!(rules(&documents(&[&loud, &story("t", body)])).is_reported(0));
}

#[test]
fn what_a_rule_says_about_itself() {
    let body = "type: value_count, rules: [r0], group-by: [user], timespan: 5m, condition: {gte: 3, field: file}";
    let text = format!(
        "{}level: high\nstatus: test\ntags: [attack.t1110]\nsalus: {{threat: T2}}\n",
        story("s", body)
    );
    let rules = rules(&documents(&[&text]));
    let info = &rules.correlations()[0];
    assert_eq!(
        (info.id.as_str(), info.kind.as_str()),
        ("story.yml", "value_count")
    );
    assert_eq!((info.timespan, info.condition.as_str()), (300, ">= 3"));
    assert_eq!(
        (info.level.as_str(), info.status.as_deref()),
        ("high", Some("test"))
    );
    assert_eq!(info.rules, ["rule 0"]);
    assert_eq!(
        (&info.group_by[..], &info.fields[..]),
        (&["user".to_owned()][..], &["file".to_owned()][..])
    );
    assert_eq!(info.tables, ["test"]);
    assert_eq!(info.salus["threat"], "T2");
    assert!(info.is_reported);
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

fn refused(correlations: &[&str], expected: &[&str]) {
    let rules = load(&documents(correlations));
    let reasons: Vec<&str> = rules
        .not_loaded()
        .iter()
        .map(|rule| rule.reason.as_str())
        .collect();
    assert_eq!(reasons.len(), expected.len(), "{reasons:?}");
    for (reason, expected) in reasons.iter().zip(expected) {
        assert!(reason.contains(expected), "{reason}, not {expected}");
    }
    assert_eq!(
        rules.correlations().len() + expected.len(),
        correlations.len()
    );
    assert!(rules.is_reported(0), "what serves nobody is told");
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let bad = |body: &str, reason: &str| refused(&[&story("s", body)], &[reason]);
    let body = "group-by: [user], timespan: 10s";
    bad(
        &format!("type: event_count, rules: [r9], {body}, condition: {{gte: 2}}"),
        "`r9`, which is not there",
    );
    bad(
        &format!("type: event_count, rules: [], {body}, condition: {{gte: 2}}"),
        "names no rules",
    );
    bad(
        &format!("type: event_count, rules: [r0, r0], {body}, condition: {{gte: 2}}"),
        "`r0` twice",
    );
    bad(
        &format!("type: event_count, rules: [r0], {body}, condition: {{gte: 2, field: x}}"),
        "no use for a `field`",
    );
    bad(
        &format!("type: event_count, rules: [r0], {body}, condition: r0"),
        "does not fit",
    );
    bad(
        &format!("type: event_count, rules: [r0], {body}, condition: {{gte: -2}}"),
        "negative",
    );
    bad(
        &format!("type: event_count, rules: [r0], {body}"),
        "condition",
    );
    bad(
        "type: event_count, rules: [r0], condition: {gte: 2}",
        "timeframe",
    );
    bad(
        "type: event_count, rules: [r0], timespan: 0s, condition: {gte: 2}",
        "between a second",
    );
    bad(
        "type: event_count, rules: [r0], timespan: 999999w, condition: {gte: 2}",
        "between a second",
    );
    bad(
        "type: event_count, rules: [r0], timespan: 9s, window: session, condition: {gte: 2}",
        "gap",
    );
    bad(
        &format!("type: value_count, rules: [r0], {body}, condition: {{gte: 2}}"),
        "needs a `field`",
    );
    bad(
        &format!("type: value_sum, rules: [r0], {body}, condition: {{gte: 2, field: [a, b]}}"),
        "needs one `field`",
    );
    bad(
        &format!(
            "type: value_percentile, rules: [r0], {body}, condition: {{gte: 2, field: a, percentile: 101}}"
        ),
        "above 100",
    );
    bad(
        &format!("type: temporal, rules: [r0, r1], {body}, condition: r0 and r2"),
        "`r2`, which is not among",
    );
    bad(
        &format!("type: temporal, rules: [r0, r1], {body}, condition: 1 of x*"),
        "selects none",
    );
    bad(
        &format!("type: temporal, rules: [r0, r1], {body}, aliases: {{user: {{r2: x}}}}"),
        "speaks of `r2`",
    );
    bad(
        &format!("type: event_count, rules: [s], {body}, condition: {{gte: 2}}"),
        "refers to itself",
    );
    let inner = story(
        "inner",
        "type: event_count, rules: [r0], group-by: [host_name], timespan: 9s, condition: {gte: 2}",
    );
    let outer = story(
        "outer",
        &format!("type: event_count, rules: [inner], {body}, condition: {{gte: 2}}"),
    );
    let reason = "asks for `user`, by which the correlation `inner` does not group";
    assert_eq!(
        load(&documents(&[&inner, &outer])).not_loaded()[0].reason,
        reason
    );
    let chain = |title: &str, rule: &str| {
        story(
            title,
            &format!("type: event_count, rules: [{rule}], {body}, condition: {{gte: 2}}"),
        )
    };
    refused(
        &[
            &chain("a", "b"),
            &chain("b", "a"),
            &chain("c", "r9"),
            &chain("d", "c"),
        ],
        &[
            "refers to itself",
            "refers to itself",
            "`r9`, which is not there",
            "`c`, which is not used: refers to `r9`",
        ],
    );
}

#[test]
fn a_reference_may_be_an_id_a_name_or_a_title_and_has_to_be_the_only_one() {
    for rule in ["id-0", "r0", "'rule 0'"] {
        one(
            &format!("type: event_count, rules: [{rule}], timespan: 9s, condition: {{gte: 1}}"),
            "1 fits=0",
            &["1 s [] 1 of 1: 1"],
        );
    }
    let text = [
        base(0),
        base(0),
        story(
            "s",
            "type: event_count, rules: [r0], timespan: 9s, condition: {gte: 1}",
        ),
        "title: far\nid: far\nlogsource: {product: toaster}\ndetection: {s: {a: 1}, condition: s}"
            .to_owned(),
        story(
            "t",
            "type: event_count, rules: [far], timespan: 9s, condition: {gte: 1}",
        ),
    ];
    let rules = load(&text);
    let reasons: Vec<&str> = rules
        .not_loaded()
        .iter()
        .map(|rule| rule.reason.as_str())
        .collect();
    assert_eq!(
        reasons,
        [
            "no known log source: `toaster`",
            "refers to `r0`, and 2 rules are called so",
            "refers to `far`, which is not used: no known log source: `toaster`",
        ]
    );
}

#[test]
fn late_untimed_and_incomplete_records_are_counted() {
    let body = format!("{COUNT}, condition: {{gte: 3}}");
    let rules = rules(&documents(&[&story("s", &body)]));
    let limits = CorrelationLimits::default();
    let live = Arrival::Live {
        lateness: 5_000_000,
    };
    let account = |lines: &[&str]| {
        let mut pieces: Vec<Vec<Happening>> = lines.iter().map(|lines| happenings(lines)).collect();
        for (at, happening) in pieces.iter_mut().flatten().enumerate() {
            happening.number = at as u64 + 1;
        }
        let pieces: Vec<&[Happening]> = pieces.iter().map(Vec::as_slice).collect();
        let (hits, account) = told(&rules, &pieces, live, limits);
        let hits: Vec<String> = hits.iter().map(|hit| short(&rules, hit)).collect();
        (hits, account)
    };
    let (hits, counted) = account(&["- fits=0 user=a\n1 fits=0\n2 fits=0 user=a"]);
    assert_eq!(
        (
            hits.len(),
            counted.untimed,
            counted.incomplete,
            counted.events
        ),
        (0, 1, 1, 1)
    );
    // Fourteen seconds late: the window is closed. Nine seconds late: it is still counted in.
    let (hits, counted) = account(&["20 fits=0 user=a\n20 fits=0 user=b", "0 fits=0 user=a"]);
    assert_eq!((hits.len(), counted.late), (0, 1));
    let (hits, counted) = account(&[
        "30 fits=0 user=a\n31 fits=0 user=a\n60 fits=1 user=b\n36 fits=0 user=b",
        "30 fits=0 user=a",
    ]);
    assert_eq!(hits, ["31 s [a] 3 of 3: 1 5 2"]);
    assert_eq!(counted.late, 0);
}

#[test]
fn the_clock_lets_events_be_looked_at_and_holds_wrong_ones_back() {
    let body = format!("{COUNT}, condition: {{gte: 2}}");
    let rules = rules(&documents(&[&story("s", &body)]));
    let live = Arrival::Live {
        lateness: 5_000_000,
    };
    let mut correlator = rules.correlator(live, CorrelationLimits::default());
    correlator.advance(10_000_000);
    let mut add = |lines: &str, clock: i64| {
        for batch in batches(&happenings(lines)) {
            correlator.add(&batch, &rules.matches(&batch));
        }
        let before = correlator.drain().len();
        correlator.advance(clock * 1_000_000);
        (before, correlator.drain().len(), correlator.account().late)
    };
    assert_eq!(
        add("8 fits=0 user=a\n9999 fits=0 user=a\n9 fits=0 user=a", 14),
        (0, 0, 0)
    );
    assert_eq!(add("10 fits=0 user=b", 15), (0, 1, 0));
    assert_eq!(add("11 fits=0 user=b", 30), (0, 1, 0));
}

#[test]
fn what_is_beyond_the_limits_is_counted() {
    let count = format!("{COUNT}, condition: {{gte: 3}}");
    let rules = rules(&documents(&[&story("s", &count)]));
    let lines: String = (0..40)
        .flat_map(|second| {
            (0..3).map(move |user| format!("{second} fits=0 user=u{user}{second}\n"))
        })
        .collect();
    let all = happenings(&lines);
    let pieces: Vec<&[Happening]> = all.chunks(7).collect();
    let full = CorrelationLimits::default();
    let run = |limits: CorrelationLimits| told(&rules, &pieces, Arrival::History, limits).1;
    assert_eq!((run(full).events, run(full).beyond_limits), (120, 0));
    for limits in [
        CorrelationLimits { groups: 10, ..full },
        CorrelationLimits { events: 10, ..full },
        CorrelationLimits {
            text_bytes: 1_000,
            ..full
        },
    ] {
        let account = run(limits);
        assert!(account.beyond_limits > 0, "{limits:?}: {account:?}");
        assert!(
            account.events + account.beyond_limits >= 120,
            "{limits:?}: {account:?}"
        );
    }
    // Few may wait: they are looked at early, and what comes in order is still right.
    let steady: String = (0..50)
        .map(|second| format!("{second} fits=0 user=a\n"))
        .collect();
    let all = happenings(&steady);
    let pieces: Vec<&[Happening]> = all.chunks(4).collect();
    let few = CorrelationLimits { waiting: 8, ..full };
    let (hits, account) = told(&rules, &pieces, Arrival::History, few);
    assert_eq!((hits.len(), account.late), (5, 0));
    let mut turned = pieces.clone();
    turned.reverse();
    let (_, account) = told(&rules, &turned, Arrival::History, few);
    assert!(account.late > 0 && account.events == 50);
    // A window that may hold few forgets its oldest.
    let narrow = CorrelationLimits { window: 2, ..full };
    let (hits, account) = told(&rules, &pieces, Arrival::History, narrow);
    assert_eq!((hits.len(), account.beyond_limits), (0, 48));
    // Hits nobody asks for.
    let patient = CorrelationLimits { hits: 2, ..full };
    let (hits, account) = told(&rules, &pieces, Arrival::History, patient);
    assert_eq!((hits.len(), account.hits_lost), (2, 3));
    let brief = CorrelationLimits { records: 2, ..full };
    let (hits, _) = told(&rules, &pieces, Arrival::History, brief);
    assert_eq!(short(&rules, &hits[1]), "12 s [a] 11 of 11: 12 13");
}

#[test]
fn a_long_run_holds_only_what_is_in_its_windows() {
    let count = format!("{COUNT}, condition: {{gte: 3}}");
    let rules = rules(&documents(&[&story("s", &count)]));
    let live = Arrival::Live { lateness: 0 };
    // Room for few texts and groups: enough only if those of the past are given up.
    let limits = CorrelationLimits {
        groups: 4_000,
        text_bytes: 400_000,
        ..CorrelationLimits::default()
    };
    let lines: String = (0..20_000)
        .map(|second| format!("{second} fits=0 user=u{}\n", second / 2))
        .collect();
    let all = happenings(&lines);
    let pieces: Vec<&[Happening]> = all.chunks(500).collect();
    let (_, account) = told(&rules, &pieces, live, limits);
    assert_eq!(
        (account.events, account.beyond_limits, account.late),
        (20_000, 0, 0)
    );
}
