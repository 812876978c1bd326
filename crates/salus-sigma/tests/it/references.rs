//! What correlation rules refer to and say about themselves, and what is refused.

use salus_sigma::Hit;

use crate::happenings::{batches, happenings, load, rules};
use crate::slow::base;
use crate::stories::{documents, one, story};

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
