//! The ranking on a small invented hospital, and its parts against slow ways to the same numbers.

mod conduct;
mod hospital;
mod parts;
mod rules;

use super::*;
use hospital::{AUDIT, Hospital, KINDS, Kind, Plan, REFERENCE, in_other_words};
use std::collections::{BTreeSet, HashMap};

const PLAN: Plan = Plan {
    seed: 1,
    missing: 0.1,
    hard: false,
    snoops: 30,
};

const PER_DAY: u32 = 12;

fn settings() -> Settings {
    Settings {
        alerts_per_day: PER_DAY,
        ..Settings::default()
    }
}

fn ranked(hospital: &Hospital, settings: &Settings) -> Ranking {
    let templates = |fakes: &Accesses| hospital.still_unexplained(fakes);
    rank(&hospital.evidence(&templates), settings)
}

/// Share of the snoops of some kinds among the stories that are kept.
fn recall(hospital: &Hospital, kinds: &[Kind], kept: &[&Story]) -> f64 {
    let kept: BTreeSet<(u32, u32)> = kept
        .iter()
        .map(|story| (story.user, story.patient))
        .collect();
    let all = hospital
        .truth
        .iter()
        .filter(|truth| kinds.contains(&truth.2));
    let found = all
        .clone()
        .filter(|truth| kept.contains(&(truth.0, truth.1)));
    found.count() as f64 / all.count() as f64
}

/// The first stories of the budget when they are put in another order; chance decides between equals.
fn first_by(stories: &[Story], order: impl Fn(&Story) -> u32) -> Vec<&Story> {
    let chance = |story: &Story| {
        let pair = [story.user.into(), story.patient.into(), story.day as u64];
        salus_stats::hash::numbers(99, &pair)
    };
    let mut all: Vec<&Story> = stories.iter().collect();
    all.sort_by_key(|story| (std::cmp::Reverse(order(story)), chance(story)));
    all.truncate((PER_DAY * AUDIT.days()) as usize);
    all
}

/// Snoops who know the patient are found far oftener than by counting flags, and than by chance.
fn check_recall(plan: Plan, over_count: f64, stranger: f64) {
    let hospital = Hospital::new(plan);
    let found = ranked(&hospital, &settings());
    let alerts: Vec<&Story> = found
        .stories
        .iter()
        .filter(|story| story.alert.is_some())
        .collect();
    assert_eq!(alerts.len(), (PER_DAY * AUDIT.days()) as usize);
    let related = &KINDS[..4];
    let by_alerts = recall(&hospital, related, &alerts);
    let by_count = first_by(&found.stories, |story| story.flags.count());
    let by_count = recall(&hospital, related, &by_count);
    let by_chance = recall(&hospital, related, &first_by(&found.stories, |_| 0));
    let strangers = recall(&hospital, &KINDS[4..], &alerts);
    println!(
        "{plan:?}: {by_alerts:.2}, by count {by_count:.2}, by chance {by_chance:.2}, strangers {strangers:.2}"
    );
    assert!(by_alerts >= 0.75, "{plan:?}: {by_alerts}");
    assert!(
        by_alerts >= by_count + over_count,
        "{plan:?}: {by_alerts} {by_count}"
    );
    assert!(
        by_alerts >= by_chance + 0.5,
        "{plan:?}: {by_alerts} {by_chance}"
    );
    assert!(strangers >= stranger, "{plan:?}: {strangers}");
}

#[test]
fn snoops_who_know_the_patient_are_found() {
    let easy = PLAN;
    check_recall(easy, 0.2, 0.6);
    check_recall(
        Plan {
            missing: 0.15,
            seed: 2,
            ..easy
        },
        0.2,
        0.5,
    );
}

#[test]
fn also_where_the_patient_is_being_treated() {
    let hard = Plan { hard: true, ..PLAN };
    // A stranger who looks at a patient under treatment cannot be told from the many who treat them.
    check_recall(hard, 0.2, 0.0);
    check_recall(
        Plan {
            missing: 0.15,
            seed: 2,
            ..hard
        },
        0.2,
        0.0,
    );
}

/// All but codes and row numbers, which the caller gave out.
fn without_codes(mut ranking: Ranking, codes: [&[u32]; 2]) -> Ranking {
    for story in &mut ranking.stories {
        story.user = codes[0][story.user as usize];
        story.patient = codes[1][story.patient as usize];
        story.row = 0;
    }
    for case in &mut ranking.hard {
        case.user = codes[0][case.user as usize];
        case.patient = codes[1][case.patient as usize];
        case.row = 0;
    }
    ranking
}

#[test]
fn the_order_of_rows_codes_and_threads_does_not_matter() {
    let hospital = Hospital::new(PLAN);
    let (other, [users, patients]) = in_other_words(&hospital, 5);
    assert_ne!(hospital.accesses.time, other.accesses.time);
    let first = without_codes(ranked(&hospital, &settings()), [&users, &patients]);
    let threads = Settings {
        threads: 3,
        ..settings()
    };
    let same: Vec<u32> = (0..patients.len() as u32).collect();
    let second = without_codes(ranked(&other, &threads), [&same, &same]);
    assert!(first.stories.len() > 1_000 && !first.hard.is_empty());
    assert_eq!(first.flags, second.flags);
    assert_eq!(first.model, second.model);
    assert_eq!(first.hard, second.hard);
    assert_eq!(first.stories, second.stories);
}

#[test]
fn the_seed_decides_all_chance() {
    let hospital = Hospital::new(PLAN);
    let first = ranked(&hospital, &settings());
    assert_eq!(first, ranked(&hospital, &settings()));
    let other = Settings {
        seed: 2,
        ..settings()
    };
    let other = ranked(&hospital, &other);
    assert_ne!(first.flags, other.flags);
    let sampled = |ranking: &Ranking| {
        let drawn = ranking.stories.iter().filter(|story| story.sampled);
        let drawn = drawn.map(|story| (story.user, story.patient, story.day));
        drawn.collect::<BTreeSet<_>>()
    };
    assert_ne!(sampled(&first), sampled(&other));
}

#[test]
fn the_budget_is_kept_and_a_part_reserved() {
    let hospital = Hospital::new(PLAN);
    for (alerts_per_day, reserved) in [(0, 0.25), (1, 0.25), (12, 0.25), (12, 1.0), (100_000, 0.5)]
    {
        let settings = Settings {
            alerts_per_day,
            reserved,
            sample: 0.2,
            ..settings()
        };
        let found = ranked(&hospital, &settings);
        let count = |kind: Chosen| {
            let alerts = found
                .stories
                .iter()
                .filter(|story| story.alert == Some(kind));
            alerts.count()
        };
        let all = [Chosen::Combined, Chosen::NoClinicalPath, Chosen::Behaviour].map(count);
        let expected = (alerts_per_day as usize * 21).min(found.stories.len());
        let beside = found.stories.iter().filter(|story| story.beside).count();
        let expected = expected.min(found.stories.len() - beside);
        assert_eq!(all.iter().sum::<usize>(), expected);
        let mut of_day: HashMap<(u32, i32), u32> = HashMap::new();
        for story in found.stories.iter().filter(|story| story.alert.is_some()) {
            *of_day.entry((story.user, story.day)).or_default() += 1;
        }
        assert!(of_day.values().all(|alerts| *alerts <= 3));
        let full = |story: &Story| of_day.get(&(story.user, story.day)) == Some(&3);
        assert!(
            found
                .stories
                .iter()
                .all(|story| !story.beside || full(story))
        );
        let most = (expected as f64 * reserved) as usize;
        assert!(all[1] + all[2] <= most, "{all:?} {most}");
        let rest = found.stories.iter();
        let rest = rest.filter(|story| story.alert.is_none() && !story.beside);
        let (drawn, rest) = (rest.clone().filter(|story| story.sampled), rest.count());
        let drawn = drawn.count() as f64;
        assert!((drawn - 0.2 * rest as f64).abs() < 0.05 * found.stories.len() as f64);
        let both = |story: &&Story| story.sampled && story.alert.is_some();
        assert_eq!(found.stories.iter().filter(both).count(), 0);
    }
}

#[test]
fn stories_are_sound() {
    let hospital = Hospital::new(PLAN);
    let found = ranked(&hospital, &settings());
    assert!(!found.self_calibrated && found.skipped == 0);
    assert!(found.model.as_ref().is_some_and(|model| {
        model.logistic.converged && model.invented > 1_000 && model.real > 1_000
    }));
    let smallest = 1.0 / (found.calibration + 1) as f64;
    let mut before = 0.0;
    for story in &found.stories {
        assert!(AUDIT.holds(story.day) && story.first <= story.last && story.accesses > 0);
        assert!(story.p.iter().all(|p| (smallest..=1.0).contains(p)));
        assert!(before <= story.combined && story.combined <= story.q);
        assert!(hospital.unexplained[story.row as usize]);
        assert_eq!(hospital.accesses.time[story.row as usize], story.first);
        assert_eq!(hospital.accesses.user[story.row as usize], story.user);
        assert_ne!(story.user, story.patient, "the own record is a hard rule");
        let flags = story
            .reasons
            .iter()
            .filter(|reason| matches!(reason.id, ReasonId::Flag(_)));
        assert_eq!(flags.count(), story.flags.count() as usize);
        before = story.combined;
    }
    let of = |flag: Flag| found.flags.iter().find(|figures| figures.flag == flag);
    let coworkers = of(Flag::CoWorker).expect("all flags have figures");
    assert!(coworkers.observed as f64 > coworkers.expected + 20.0);
    let deceased = of(Flag::Deceased).expect("all flags have figures");
    assert!((deceased.observed as f64 - deceased.expected).abs() < 60.0);
    assert!(deceased.weight < coworkers.weight);
    let accesses: u32 = found.stories.iter().map(|story| story.accesses).sum();
    let in_audit =
        |row: &usize| hospital.accesses.time[*row] >= i64::from(AUDIT.first) * hospital::DAY;
    let open = (0..hospital.unexplained.len()).filter(|row| hospital.unexplained[*row]);
    assert_eq!(accesses as usize, open.filter(in_audit).count());
}

#[test]
fn poor_evidence_gives_what_it_can() {
    let hospital = Hospital::new(PLAN);
    let templates = |fakes: &Accesses| hospital.still_unexplained(fakes);
    let whole = hospital.evidence(&templates);
    let none = Accesses::default();
    let empty = rank(
        &Evidence {
            accesses: &none,
            ..whole
        },
        &settings(),
    );
    assert!(empty.stories.is_empty() && empty.model.is_none() && empty.calibration == 0);
    // No reference window: ranks only, and no model.
    let before = Span {
        first: -9,
        last: -1,
    };
    let short = rank(
        &Evidence {
            reference: before,
            ..whole
        },
        &settings(),
    );
    assert!(short.self_calibrated && short.model.is_none() && short.stories.len() > 1_000);
    assert!(short.stories.iter().all(|story| story.scores[1] == 0.0));
    // Nothing is known of anybody: no flags, and no failure.
    let (staff, patients) = (Staff::default(), Patients::default());
    let unknown = rank(
        &Evidence {
            staff: &staff,
            patients: &patients,
            ..whole
        },
        &settings(),
    );
    assert!(unknown.stories.iter().all(|story| story.flags.count() == 0));
    assert_eq!(
        unknown
            .flags
            .iter()
            .map(|figures| figures.observed)
            .sum::<u64>(),
        0
    );
    assert!(unknown.hard.is_empty());
    // Codes without a key are counted.
    let keys = Keys {
        users: &hospital.users[..10],
        ..whole.keys
    };
    let few = rank(&Evidence { keys, ..whole }, &settings());
    assert!(few.skipped > 40_000 && few.stories.iter().all(|story| story.user < 10));
    // Columns of different lengths: what has no value is left out.
    let mut uneven = hospital.accesses.clone();
    uneven.user.truncate(30_000);
    uneven.patient.truncate(20_000);
    uneven.emergency.clear();
    let uneven = Evidence {
        accesses: &uneven,
        unexplained: &hospital.unexplained[..15_000],
        ..whole
    };
    let odd = rank(&uneven, &settings());
    assert_eq!(odd.skipped as usize, hospital.accesses.len() - 20_000);
    // Days turned round, and far away.
    for (first, last) in [(5, 2), (i32::MIN, i32::MIN), (i32::MAX, i32::MAX)] {
        let audit = Span { first, last };
        let odd = rank(
            &Evidence {
                audit,
                reference: REFERENCE,
                ..whole
            },
            &settings(),
        );
        assert!(odd.stories.is_empty(), "{audit:?}");
    }
}

#[test]
fn half_ties_leave_the_silent_lane_neutral() {
    let hospital = Hospital::new(PLAN);
    let half = Settings {
        half_ties: true,
        reserved: 0.0,
        ..settings()
    };
    let found = ranked(&hospital, &half);
    let alerts = found.stories.iter().filter(|story| story.alert.is_some());
    let alerts: Vec<&Story> = alerts.collect();
    assert!(recall(&hospital, &KINDS[4..], &alerts) > 0.6);
}
