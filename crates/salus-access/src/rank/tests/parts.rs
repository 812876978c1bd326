//! Features, proximity and chance figures against slow ways to the same numbers.

use super::super::clinical::{COLLEAGUES, EARLIER, Ground, NOBODY, OTHERS};
use super::super::days::{Days, LOOK_BACK};
use super::super::flags::flags;
use super::super::pairs::Pairs;
use super::super::people::People;
use super::super::proximity::Proximity;
use super::super::relation::Figures;
use super::super::*;
use super::hospital::{Hospital, Plain};
use super::{PLAN, settings};
use std::collections::BTreeSet;

/// Everything up to the pairs.
struct Made {
    people: People,
    days: Days,
    pairs: Pairs,
}

fn made(evidence: &Evidence<'_>) -> Made {
    let people = People::new(evidence);
    let days = Days::new(evidence, &settings());
    let pairs = Pairs::new(evidence, &people, &days);
    Made {
        people,
        days,
        pairs,
    }
}

fn none(fakes: &Accesses) -> Vec<bool> {
    vec![true; fakes.len()]
}

#[test]
fn features_are_what_a_look_at_all_rows_gives() {
    let hospital = Hospital::new(PLAN);
    let evidence = hospital.evidence(&none);
    let made = made(&evidence);
    let settings = settings();
    let ground = Ground::new(&made.pairs, &made.people, &settings);
    let some: Vec<_> = made.pairs.open.iter().step_by(97).collect();
    let rows: Vec<(u32, u32, i32)> = (0..hospital.accesses.len())
        .map(|row| {
            let accesses = &hospital.accesses;
            (
                accesses.user[row],
                accesses.patient[row],
                Plain.day(accesses.time[row]),
            )
        })
        .collect();
    for (open, features) in some.iter().zip(ground.all(&some)) {
        let user = made.people.user_codes.old_of(open.user);
        let patient = made.people.patient_codes.old_of(open.patient);
        let near = rows
            .iter()
            .filter(|row| row.1 == patient && (row.2 - open.day).abs() <= 7);
        let others: BTreeSet<u32> = near
            .map(|row| row.0)
            .filter(|other| *other != user)
            .collect();
        let same = others
            .iter()
            .filter(|other| *other / 20 == user / 20)
            .count();
        let earlier = rows.iter().any(|row| {
            (row.0, row.1) == (user, patient) && row.2 < open.day && open.day - row.2 <= LOOK_BACK
        });
        assert_eq!(features[OTHERS], libm::log1p(others.len() as f64));
        assert_eq!(features[COLLEAGUES], libm::log1p(same as f64));
        assert_eq!(features[NOBODY], f64::from(others.is_empty()));
        assert_eq!(features[EARLIER], f64::from(earlier));
    }
    assert!(made.days.is_audited(28) && some.len() > 20);
}

#[test]
fn leaving_a_user_out_is_as_if_there_were_no_rows_of_theirs() {
    let mut hospital = Hospital::new(PLAN);
    hospital.unexplained.fill(false);
    let evidence = hospital.evidence(&none);
    let with = made(&evidence);
    let proximity = Proximity::new(&with.pairs.activity, &with.people);
    for user in [0, 150, 345] {
        let mut fewer = Accesses::default();
        for row in 0..hospital.accesses.len() {
            let all = &hospital.accesses;
            if all.user[row] != user {
                fewer.push(all.time[row], all.user[row], all.patient[row], false);
            }
        }
        let without = made(&Evidence {
            accesses: &fewer,
            ..evidence
        });
        let direct = Proximity::new(&without.pairs.activity, &without.people);
        let code = with.people.user_codes.new_of(user);
        let own = with.people.home(code, 0);
        let mut range = (f64::INFINITY, f64::NEG_INFINITY);
        for other in 0..with.people.departments as u32 {
            let found = proximity.without(code, own, other);
            let expected = direct.without(code, own, other);
            assert!(
                (found - expected).abs() < 1e-12,
                "{user} {other}: {found} {expected}"
            );
            range = (range.0.min(found), range.1.max(found));
        }
        assert!(range.1 - range.0 > 1.0, "departments differ: {range:?}");
    }
}

#[test]
fn permutations_come_near_to_the_exact_expectation() {
    let hospital = Hospital::new(PLAN);
    let evidence = hospital.evidence(&none);
    let made = made(&evidence);
    let settings = Settings {
        permutations: 100,
        ..settings()
    };
    let figures = Figures::new(&made.pairs, &made.people, &settings);
    let mut exact = [0.0; Flag::ALL.len()];
    let mut observed = [0_u64; Flag::ALL.len()];
    let (users, patients) = (&made.people.users, &made.people.patients);
    for day in REFERENCE_AND_AUDIT {
        let open: Vec<_> = made
            .pairs
            .open
            .iter()
            .filter(|open| open.day == day)
            .collect();
        for mine in &open {
            for theirs in &open {
                let (user, patient) = (
                    &users[mine.user as usize],
                    &patients[theirs.patient as usize],
                );
                for place in flags(&made.people, user, patient, day).places() {
                    exact[place] += 1.0 / open.len() as f64;
                    observed[place] += u64::from(std::ptr::eq(*mine, *theirs));
                }
            }
        }
    }
    for found in figures.all() {
        let place = found.flag as usize;
        assert_eq!(found.observed, observed[place], "{:?}", found.flag);
        if !matches!(found.flag, Flag::Vip | Flag::Deceased) {
            let room = 4.0 * (exact[place] / 100.0).sqrt() + 1e-9;
            assert!(
                (found.expected - exact[place]).abs() <= room,
                "{found:?} {}",
                exact[place]
            );
        }
        let weight = ((found.observed as f64 + 0.5) / (found.expected + 0.5))
            .ln()
            .max(0.5);
        let share = (found.observed as f64 + 1.0) / (made.pairs.open.len() as f64 + 1.0);
        let weight = weight - 0.25 * share.ln();
        assert!((found.weight - weight).abs() < 1e-12);
    }
}

const REFERENCE_AND_AUDIT: std::ops::RangeInclusive<i32> =
    super::REFERENCE.first..=super::AUDIT.last;
