//! Random correlations over random happenings: the correlator tells what the slow evaluator tells,
//! in whatever order the records come and however they are cut.

use proptest::prelude::*;
use salus_sigma::{Arrival, CorrelationHit, CorrelationLimits};

use crate::happenings::{Happening, happening, rules, told};
use crate::slow::{Kind, Lies, Story, Told, When};

fn when(kind: Kind, rules: usize) -> BoxedStrategy<When> {
    let operators = ["gte", "gte", "gte", "gt", "lte", "lt", "eq", "neq"];
    let most = match kind {
        Kind::Sum => 12_u64,
        _ => 5,
    };
    let number = (prop::sample::select(operators.to_vec()), 0..most)
        .prop_map(|(operator, number)| When::Is(operator, number));
    if !matches!(kind, Kind::Together | Kind::Ordered) {
        return number.boxed();
    }
    let conditions = ["r0 and r1", "r0 or r1", "r0 and not r1", "1 of r*"];
    let conditions = conditions[if rules < 2 { 3 } else { 0 }..].to_vec();
    prop_oneof![
        2 => Just(When::EveryRule),
        1 => number,
        2 => prop::sample::select(conditions).prop_map(When::Rules),
    ]
    .boxed()
}

pub fn story() -> impl Strategy<Value = Story> {
    let kind = prop::sample::select(vec![
        Kind::Events,
        Kind::Distinct,
        Kind::Together,
        Kind::Ordered,
        Kind::Sum,
        Kind::Average,
        Kind::Percentile(90),
        Kind::Percentile(0),
        Kind::Median,
    ]);
    let lies = prop_oneof![
        3 => Just(Lies::Sliding),
        2 => Just(Lies::Tumbling),
        2 => (1..6_i64).prop_map(Lies::Session),
    ];
    (kind, lies, 1..12_i64, 1..4_usize, any::<bool>()).prop_flat_map(
        |(kind, lies, timespan, rules, is_grouped)| {
            when(kind, rules).prop_map(move |when| Story {
                kind,
                lies,
                when,
                timespan,
                rules,
                is_grouped,
            })
        },
    )
}

fn one() -> impl Strategy<Value = String> {
    let second =
        prop_oneof![20 => (-10..40_i64).prop_map(|s| s.to_string()), 1 => Just("-".to_owned())];
    let fits = prop::sample::select(vec!["0", "1", "2", "01", "12", "7"]);
    let user = prop::sample::select(vec![" user=ann", " user=bob", " user=Ann", ""]);
    let values = ["1", "2", "2.5", "-0.25", "3", "x"];
    let value = prop::option::of(prop::sample::select(values.to_vec()));
    (second, fits, user, value).prop_map(|(second, fits, user, value)| {
        let value = value.map_or(String::new(), |value| format!(" value={value}"));
        format!("{second} fits={fits}{user}{value}")
    })
}

pub fn in_short(hits: &[CorrelationHit]) -> Vec<Told> {
    let mut all: Vec<Told> = hits
        .iter()
        .map(|hit| {
            let user = hit.group.first().map_or("", |(_, value)| value.as_str());
            (hit.last / 1_000_000, user.to_owned(), hit.value, hit.events)
        })
        .collect();
    all.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    all
}

fn numbered(lines: &[String]) -> Vec<Happening> {
    let numbered = lines.iter().enumerate();
    numbered
        .map(|(at, line)| happening(at as u64 + 1, line))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn the_windows_hold_what_the_slow_evaluator_gathers(
        story in story(),
        lines in prop::collection::vec(one(), 1..40),
        order in any::<prop::sample::Index>(),
        cut in 1..9_usize,
        lateness in 0..9_i64,
    ) {
        let rules = rules(&story.documents());
        let limits = CorrelationLimits::default();
        let mut all = numbered(&lines);
        let expected = story.told(&all);

        // As they come, in pieces, looked at in the end.
        let pieces: Vec<&[Happening]> = all.chunks(cut).collect();
        let (hits, account) = told(&rules, &pieces, Arrival::History, limits);
        prop_assert_eq!(in_short(&hits), expected.clone());
        prop_assert_eq!((account.late, account.beyond_limits), (0, 0));

        // In another order: the same, with the same records.
        let from = order.index(all.len());
        all.rotate_left(from);
        let (again, _) = told(&rules, &[&all], Arrival::History, limits);
        let mut other = all.clone();
        other.reverse();
        let (reversed, _) = told(&rules, &[&other], Arrival::History, limits);
        prop_assert_eq!(in_short(&again), expected.clone());
        prop_assert_eq!(in_short(&reversed), expected.clone());

        // Live, in order of time.
        all.sort_by_key(|happening| happening.second);
        let pieces: Vec<&[Happening]> = all.chunks(cut).collect();
        let live = Arrival::Live { lateness: lateness * 1_000_000 };
        let (live_hits, _) = told(&rules, &pieces, live, limits);
        let (history_hits, _) = told(&rules, &pieces, Arrival::History, limits);
        prop_assert_eq!(&live_hits, &history_hits);
        prop_assert_eq!(in_short(&live_hits), expected.clone());

        // Live, each record late by no more than is allowed.
        let late = |happening: &Happening| happening.number as i64 * 7 % (lateness + 1);
        all.sort_by_key(|happening| happening.second.map(|second| second + late(happening)));
        let pieces: Vec<&[Happening]> = all.chunks(cut).collect();
        let (late_hits, account) = told(&rules, &pieces, live, limits);
        prop_assert_eq!(in_short(&late_hits), expected);
        prop_assert_eq!(account.late, 0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_correlation_over_a_correlation_sees_what_it_tells(
        inner in story(),
        outer in story(),
        lines in prop::collection::vec(one(), 1..40),
    ) {
        let outer = Story {
            kind: Kind::Events,
            when: When::Is("gte", 2),
            rules: 1,
            is_grouped: outer.is_grouped && inner.is_grouped,
            ..outer
        };
        let mut documents = inner.documents();
        let last = outer.documents().pop().expect("a correlation");
        documents.push(last.replace("\"story\"", "\"outer\"").replace("\"r0\"", "\"story\""));
        let rules = rules(&documents);
        let all = numbered(&lines);
        let between: Vec<String> = inner
            .told(&all)
            .iter()
            .map(|(second, user, ..)| format!("{second} fits=0 user={user}"))
            .collect();
        let expected = outer.told(&numbered(&between));
        let limits = CorrelationLimits::default();
        let (hits, _) = told(&rules, &[&all], Arrival::History, limits);
        prop_assert_eq!(in_short(&hits), expected.clone());
        let mut turned = all.clone();
        turned.reverse();
        let pieces: Vec<&[Happening]> = turned.chunks(3).collect();
        let (hits, _) = told(&rules, &pieces, Arrival::History, limits);
        prop_assert_eq!(in_short(&hits), expected);
    }

    #[test]
    fn narrow_limits_lose_events_and_say_so(
        story in story(),
        lines in prop::collection::vec(one(), 1..60),
        sizes in prop::collection::vec(0..6_usize, 7),
        lateness in prop::option::of(0..9_i64),
        cut in 1..9_usize,
    ) {
        let rules = rules(&story.documents());
        let limits = CorrelationLimits {
            waiting: sizes[0],
            events: sizes[1],
            window: sizes[2],
            groups: sizes[3],
            text_bytes: 200 * sizes[4],
            records: sizes[5],
            hits: sizes[6],
        };
        let arrival = match lateness {
            Some(lateness) => Arrival::Live { lateness: lateness * 1_000_000 },
            None => Arrival::History,
        };
        let all = numbered(&lines);
        let pieces: Vec<&[Happening]> = all.chunks(cut).collect();
        let (_, full) = told(&rules, &pieces, Arrival::History, CorrelationLimits::default());
        let (hits, account) = told(&rules, &pieces, arrival, limits);
        prop_assert_eq!(account.untimed, full.untimed);
        let counted = account.events + account.incomplete + account.beyond_limits;
        prop_assert!(counted >= full.events, "{:?} {:?}", account, full);
        for hit in hits {
            prop_assert!(hit.records.len() <= limits.records);
            prop_assert!(hit.events as usize <= limits.window);
        }
    }
}
