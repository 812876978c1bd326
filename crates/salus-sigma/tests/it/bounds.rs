//! Correlations at their bounds: late records, wrong clocks, limits, and what is counted then.

use salus_sigma::{Arrival, CorrelationLimits};

use crate::happenings::{Happening, batches, happenings, rules, short, told};
use crate::stories::{COUNT, documents, story};

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

#[test]
fn records_of_the_future_do_not_make_the_others_late() {
    let count = format!("{COUNT}, condition: {{gte: 3}}");
    let rules = rules(&documents(&[&story("s", &count)]));
    let live = Arrival::Live {
        lateness: 1_000_000,
    };
    let limits = CorrelationLimits {
        waiting: 20,
        ..CorrelationLimits::default()
    };
    let mut correlator = rules.correlator(live, limits);
    correlator.advance(0);
    let wrong: String = (0..50)
        .map(|at| format!("9999{at} fits=0 user=z\n"))
        .collect();
    for lines in [
        wrong.as_str(),
        "1 fits=0 user=a\n2 fits=0 user=a",
        "3 fits=0 user=a",
    ] {
        for batch in batches(&happenings(lines)) {
            correlator.add(&batch, &rules.matches(&batch));
        }
    }
    correlator.advance(10_000_000);
    let hits = correlator.drain();
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0].group[0].1, "a");
    let account = correlator.account();
    assert_eq!(account.late, 0);
    assert!(account.beyond_limits > 0);
}
