//! The same correlations given to rsigma's engine, where both mean the same.
//!
//! rsigma tells of every event at which a condition holds; ours of each episode. So its answers are
//! first gathered to episodes. These differences are known, and kept out of the random cases:
//!
//! | case | rsigma 0.23 | here | why |
//! |---|---|---|---|
//! | `temporal` without a condition | fires at the first rule | every rule has to occur | the specification: "all events … must occur" |
//! | a field to group by is missing | one group for all such records | the record is not counted in, and told of | unlike records must not add up to an attack |
//! | one record fits two rules of an `event_count` | counts twice | counts once | it counts events |
//! | records of one moment | judged one after the other | judged together | no order of arrival decides |
//! | records out of order | judged as they arrive | put in order first | history is read file by file |
//! | repeated firing | each event, unless told to wait | once an episode | decision 0008 |
//! | a field of a chained correlation that it does not group by | is empty | the rule is refused | never half evaluated |
//! | what a chained `value_count` or sum measures | takes nothing in | measures the values of the groups | the specification makes no exception |
//! | the condition of a `value_percentile` | not looked at: it always fires | looked at | a defect, it seems |
//! | values that are not finite (`nan`, `inf`) | measured | not measured | nothing can be said of them |

use proptest::prelude::*;
use rsigma_eval::{CorrelationConfig, CorrelationEngine, JsonEvent};
use salus_sigma::{Arrival, CorrelationLimits};
use serde_json::json;

use crate::correlated::{in_short, story};
use crate::happenings::{Happening, happening, happenings, rules, told};
use crate::slow::{Kind, Story, Told, When};

/// What the peer says at each second: for each user whose condition holds there, the value.
fn answers(documents: &[String], all: &[Happening]) -> Vec<(i64, String, f64)> {
    let parsed = rsigma_parser::parse_sigma_yaml(&documents.join("\n---\n")).expect("rules");
    let mut engine = CorrelationEngine::new(CorrelationConfig::default());
    engine
        .add_collection(&parsed)
        .expect("rules it understands");
    let mut answers = Vec::new();
    for happening in all {
        let mut object = serde_json::Map::new();
        for (field, value) in &happening.fields {
            object.insert(field.clone(), json!(value));
        }
        let value = serde_json::Value::Object(object);
        let second = happening.second.expect("a time");
        for result in engine.process_event_at(&JsonEvent::borrow(&value), second) {
            if let Some(body) = result.as_correlation() {
                let user = body.group_key.first().map_or("", |(_, user)| user);
                answers.push((second, user.to_owned(), body.aggregated_value));
            }
        }
    }
    answers
}

/// Answers gathered to episodes. At which seconds a user's condition was asked, and in which window,
/// is taken from the slow evaluator.
fn episodes(story: &Story, all: &[Happening], answers: &[(i64, String, f64)]) -> Vec<Told> {
    let mut told = Vec::new();
    for (user, asked) in story.asked(all) {
        let mut fired: Option<(i64, i64)> = None;
        for (second, window, events) in asked {
            fired = fired.filter(|(_, known)| *known == window);
            let answer = answers
                .iter()
                .find(|(when, who, _)| *when == second && *who == user);
            let Some((_, _, value)) = answer else {
                fired = None;
                continue;
            };
            if fired.is_none_or(|(when, _)| second - when >= story.timespan) {
                fired = Some((second, window));
                told.push((second, user.clone(), *value, events));
            }
        }
    }
    told.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    told
}

fn one() -> impl Strategy<Value = (i64, String)> {
    let fits = prop::sample::select(vec!["0", "1", "2", "7"]);
    let user = prop::sample::select(vec!["ann", "bob", "Ann"]);
    let value = prop::sample::select(vec!["1", "2", "2.5", "-0.25", "3"]);
    (1..4_i64, fits, user, value).prop_map(|(pause, fits, user, value)| {
        (pause, format!("fits={fits} user={user} value={value}"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn rsigma_says_the_same(
        story in story().prop_filter("differs, see above", |story| {
            let is_of_rules = matches!(story.kind, Kind::Together | Kind::Ordered);
            let is_selector = matches!(story.when, When::Rules(text) if text.contains("of"));
            let is_every = matches!(story.when, When::EveryRule | When::Is("gte", 1));
            // Ordered rules that are out of order have a value of 0 there, which may be what is asked.
            let is_ordered_number = story.kind == Kind::Ordered
                && matches!(story.when, When::Is(operator, number) if operator != "gte" || number == 0);
            let is_percentile = matches!(story.kind, Kind::Percentile(_));
            !(is_selector || is_of_rules && is_every || is_ordered_number || is_percentile)
        }),
        lines in prop::collection::vec(one(), 1..40),
    ) {
        let mut second = 0;
        let mut all: Vec<Happening> = Vec::new();
        for (at, (pause, line)) in lines.iter().enumerate() {
            second += pause;
            all.push(happening(at as u64 + 1, &format!("{second} {line}")));
        }
        let documents = story.documents();
        let rules = rules(&documents);
        let limits = CorrelationLimits::default();
        let (hits, _) = told(&rules, &[&all], Arrival::History, limits);
        let theirs = episodes(&story, &all, &answers(&documents, &all));
        prop_assert_eq!(in_short(&hits), theirs);
    }
}

/// Both answers to one case, as numbers of firings in the end.
fn both(correlation: &str, lines: &str) -> (usize, usize) {
    let mut documents: Vec<String> = (0..2).map(crate::slow::base).collect();
    documents.push(format!("title: c\nid: c\ncorrelation: {{{correlation}}}"));
    let all = happenings(lines);
    let rules = rules(&documents);
    let limits = CorrelationLimits::default();
    let (hits, _) = told(&rules, &[&all], Arrival::History, limits);
    (hits.len(), answers(&documents, &all).len())
}

#[test]
fn the_known_differences_are_still_there() {
    let check = |correlation: &str, lines: &str, expected: (usize, usize)| {
        assert_eq!(
            both(correlation, lines),
            expected,
            "{correlation} on {lines}"
        );
    };
    check(
        "type: temporal, rules: [r0, r1], timespan: 9s",
        "1 fits=0",
        (0, 1),
    );
    let count = "rules: [r0, r1], timespan: 9s, condition: {gte: 2}";
    check(
        &format!("type: event_count, group-by: [user], {count}"),
        "1 fits=0\n2 fits=0",
        (0, 1),
    );
    check(&format!("type: event_count, {count}"), "1 fits=01", (0, 1));
    check(
        &format!("type: event_count, {count}"),
        "1 fits=0\n2 fits=0\n3 fits=0",
        (1, 2),
    );
    check(
        "type: value_percentile, rules: [r0], timespan: 9s, condition: {gte: 9, field: value}",
        "1 fits=0 value=1",
        (0, 1),
    );
    check(
        "type: event_count, rules: [r0], timespan: 9s, condition: {eq: 1}",
        "1 fits=0\n1 fits=0",
        (0, 1),
    );
}
