//! What must hold in every world: the reference agrees, and neither order, threads nor ranges change anything.

use std::collections::BTreeMap;

use proptest::prelude::*;
use salus_access::{
    Accesses, Because, Calendar, Explanations, NO_TEMPLATE, NONE, Pretence, Status, Templates,
    Within, delta, explain, gap, learn, permuted, pretend, why,
};
use salus_content::{TemplateDerived, TemplateKeys};

use crate::reference::{self, Said, Slow};
use crate::world::{NEW_YORK, World, any_world, apart, apart_events, gather, gather_events};

fn quick(world: &World, threads: usize) -> Explanations {
    explain(&world.evidence(), &world.templates, &world.handled, threads).expect("sound columns")
}

/// What the quick way says, in the words of the slow one.
fn told(world: &World, found: &Explanations) -> Vec<Slow> {
    (0..world.accesses.len())
        .map(|row| {
            let place = found.template[row];
            Slow {
                status: found.status[row],
                matched: found.matched[row],
                shown: (place != NO_TEMPLATE)
                    .then(|| (usize::from(place), said(world, place, found.event[row]))),
                first: found.first[row],
            }
        })
        .collect()
}

fn said(world: &World, place: u8, row: u32) -> Said {
    let list = world.templates.list();
    let row = row as usize;
    if list[usize::from(place)].derived != TemplateDerived::Evidence {
        return Said::Access(world.accesses.time[row], world.accesses.user[row]);
    }
    let mut event = world.events.row(row).expect("a row of the events");
    event.end = event.end.max(event.begin);
    let numbered = list.iter().enumerate();
    let bits = numbered
        .filter(|(_, one)| one.derived == TemplateDerived::Evidence)
        .fold(0_u32, |bits, (place, _)| bits | 1 << place);
    event.templates &= bits;
    Said::Care(event)
}

/// What is said of each access, whatever its row; of equal accesses one is first.
fn by_access(world: &World, found: &Explanations) -> Vec<((i64, u32, u32), Slow)> {
    let rows = apart(&world.accesses);
    let mut all: Vec<_> = rows.into_iter().zip(told(world, found)).collect();
    all.sort();
    all
}

fn shuffled<T: Clone>(rows: &[T], order: &[usize]) -> Vec<T> {
    let mut keyed: Vec<_> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| (order.get(at).copied().unwrap_or(at), row.clone()))
        .collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, row)| row).collect()
}

fn keys(count: usize) -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(any::<usize>(), count)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_reference_agrees(world in any_world(), threads in 1_usize..4) {
        let found = quick(&world, threads);
        prop_assert_eq!(told(&world, &found), reference::explain(&world));
    }

    #[test]
    fn the_order_of_rows_changes_nothing(
        world in any_world(),
        order in keys(24),
        other in keys(20),
        threads in 1_usize..5,
    ) {
        let mut moved = world.clone();
        moved.accesses = gather(&shuffled(&apart(&world.accesses), &order));
        moved.events = gather_events(&shuffled(&apart_events(&world.events), &other));
        let one = quick(&world, 1);
        let two = quick(&moved, threads);
        prop_assert_eq!(by_access(&world, &one), by_access(&moved, &two));
        let places = world.templates.list().len();
        let counts = one.counts(&world.accesses, places);
        prop_assert_eq!(&counts, &two.counts(&moved.accesses, places));
        let all = counts.first.total() + counts.later.total() + counts.untried;
        prop_assert_eq!(all, world.accesses.len() as u64);
    }

    #[test]
    fn ranges_of_patients_change_nothing(world in any_world(), cut in 0_u32..3) {
        let whole = quick(&world, 2);
        let mut parts = Vec::new();
        for is_low in [true, false] {
            let mut part = world.clone();
            let here = |patient: u32| (patient < cut) == is_low;
            let accesses = apart(&world.accesses);
            part.accesses = gather(&accesses.into_iter().filter(|row| here(row.2)).collect::<Vec<_>>());
            let events = apart_events(&world.events);
            part.events = gather_events(&events.into_iter().filter(|row| here(row.patient)).collect::<Vec<_>>());
            parts.extend(by_access(&part, &quick(&part, 1)));
        }
        parts.sort();
        prop_assert_eq!(parts, by_access(&world, &whole));
    }

    #[test]
    fn more_evidence_takes_no_explanation_away(
        world in any_world(),
        more in any_world(),
    ) {
        let before = quick(&world, 1);
        let mut events = apart_events(&world.events);
        events.extend(apart_events(&more.events));
        let mut accesses = apart(&world.accesses);
        accesses.extend(apart(&more.accesses));
        let mut grown = world.clone();
        grown.events = gather_events(&events);
        grown.accesses = gather(&accesses);
        let after = quick(&grown, 1);
        for row in 0..world.accesses.len() {
            // What departments handle is given here; where it is learned anew, weak templates over diagnoses may fall.
            prop_assert_eq!(before.matched[row] & !after.matched[row], 0);
            prop_assert!(after.status[row] <= before.status[row]);
        }
    }

    #[test]
    fn own_notes_count_from_their_own_moment_on(world in any_world()) {
        let mut strict = world.clone();
        let list = world.templates.list().iter().map(|one| {
            let mut one = *one;
            one.own_work = true;
            one
        });
        strict.templates = Templates::new(list.collect()).expect("as many as before");
        let found = quick(&strict, 1);
        for row in 0..strict.accesses.len() {
            let place = found.template[row];
            if place == NO_TEMPLATE || strict.templates.list()[usize::from(place)].derived != TemplateDerived::Evidence {
                continue;
            }
            let event = strict.events.row(found.event[row] as usize).expect("a row of the events");
            let (user, time) = (strict.accesses.user[row], strict.accesses.time[row]);
            let is_own = event.author == user || event.author == NONE && event.actor == user;
            prop_assert!(!is_own || event.begin <= time);
        }
    }

    #[test]
    fn a_pretended_access_is_explained_as_one_more_real_one(
        world in any_world(),
        seed in any::<u64>(),
        is_day in any::<bool>(),
    ) {
        let evidence = world.evidence();
        let real = quick(&world, 1);
        let within = if is_day { Within::Day } else { Within::Period };
        let patient = permuted(&world.accesses, &NEW_YORK, within, seed);
        let pretence = Pretence { patient: &patient, matched: &real.matched };
        let pretended = pretend(&evidence, &world.templates, &world.handled, pretence, 2).expect("sound columns");
        for (row, patient) in patient.iter().enumerate() {
            let mut grown = world.clone();
            let (time, user) = (world.accesses.time[row], world.accesses.user[row]);
            grown.accesses.push(time, user, *patient, false);
            let with = reference::explain(&grown);
            prop_assert_eq!(with.last().map(|one| one.matched), Some(pretended[row]));
        }
    }

    #[test]
    fn permuted_patients_are_the_same_ones(
        world in any_world(),
        order in keys(24),
        seed in any::<u64>(),
        is_day in any::<bool>(),
    ) {
        let within = if is_day { Within::Day } else { Within::Period };
        let told = |accesses: &Accesses| {
            let patient = permuted(accesses, &NEW_YORK, within, seed);
            let rows = patient.iter().enumerate().map(|(row, patient)| {
                let time = accesses.time[row];
                let day = accesses.can_be_tried(row).then(|| NEW_YORK.day(time));
                (time, accesses.user[row], *patient, day)
            });
            let mut rows: Vec<_> = rows.collect();
            rows.sort_unstable();
            rows
        };
        let one = told(&world.accesses);
        let moved = gather(&shuffled(&apart(&world.accesses), &order));
        prop_assert_eq!(&one, &told(&moved));
        // As often the same patient, over all or on each day.
        let counts = |patients: &mut dyn Iterator<Item = (Option<i32>, u32)>| {
            let mut counts: BTreeMap<(Option<i32>, u32), u32> = BTreeMap::new();
            for (day, patient) in patients {
                *counts.entry((day.filter(|_| is_day), patient)).or_default() += 1;
            }
            counts
        };
        let real = (0..world.accesses.len()).map(|row| {
            let day = world.accesses.can_be_tried(row).then(|| NEW_YORK.day(world.accesses.time[row]));
            (day, world.accesses.patient[row])
        });
        let real = counts(&mut real.collect::<Vec<_>>().into_iter());
        prop_assert_eq!(counts(&mut one.iter().map(|row| (row.3, row.2))), real);
    }

    #[test]
    fn one_access_in_full_agrees_with_all(world in any_world()) {
        let evidence = world.evidence();
        let found = quick(&world, 1);
        for row in 0..world.accesses.len() {
            let reasons = why(&evidence, &world.templates, &world.handled, row).expect("sound columns");
            let bits = reasons.iter().fold(0_u32, |bits, one| bits | 1 << one.template);
            prop_assert_eq!(bits, found.matched[row]);
            prop_assert_eq!(bits.count_ones() as usize, reasons.len());
            let shown = delta(&evidence, &world.templates, &found, row);
            prop_assert_eq!(reasons.first().map(|one| one.delta), shown);
            prop_assert_eq!(reasons.first().map(|one| one.template), (bits != 0).then_some(found.template[row]));
            for reason in &reasons {
                let time = world.accesses.time[row];
                let expected = match reason.because {
                    Because::Event(at) => {
                        let event = world.events.row(at as usize).expect("a row of the events");
                        gap(event.begin, event.end, time)
                    }
                    Because::Access(at) => world.accesses.time[at as usize] - time,
                };
                prop_assert_eq!(reason.delta, expected);
            }
        }
    }
}

/// Two hundred patients, of whom the first twenty-five have one diagnosis and are mostly opened by one department.
fn any_habits() -> impl Strategy<Value = World> {
    let looks = proptest::collection::vec((0_u32..200, 0_u32..4, 0_i64..20), 40..500);
    let diagnoses = proptest::collection::vec((0_u32..200, 0_u32..3), 0..160);
    let bias = 0_u32..4;
    (any_world(), looks, diagnoses, bias).prop_map(|(mut world, looks, diagnoses, bias)| {
        let day = 86_400 * 1_000_000;
        let start = NEW_YORK.at("2026-03-06");
        let mut accesses = Accesses::default();
        for (patient, user, step) in looks {
            // One user keeps to the first patients, so that habits come about.
            let patient = if user == bias { patient % 25 } else { patient };
            accesses.push(start + step * day / 3, user, patient, false);
        }
        world.accesses = accesses;
        world.staff.departments = crate::world::members(&[(0, 0), (1, 1), (2, 2), (3, 0), (3, 2)]);
        let known = (0..25).map(|patient| (patient, 0)).chain(diagnoses);
        let events: Vec<_> = known
            .map(|(patient, code)| diagnosis(patient, code))
            .collect();
        world.events = gather_events(&events);
        let keys = TemplateKeys::DepartmentDiagnosis;
        let template = crate::world::template(keys, 0, 30);
        world.templates = Templates::new(vec![template]).expect("one template");
        world
    })
}

fn diagnosis(patient: u32, code: u32) -> salus_access::Event {
    salus_access::Event {
        code,
        ..crate::world::care(patient, 0, 0)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn habits_are_those_of_the_reference(world in any_habits(), cut in 0_u32..60) {
        let whole = learn(&world.evidence(), &world.templates, 3).expect("sound columns");
        prop_assert_eq!(whole.handled(), reference::handled(&world, 1));
        let mut sum = salus_access::Learned::default();
        for is_low in [true, false] {
            let mut part = world.clone();
            let rows = apart(&world.accesses).into_iter().filter(|row| (row.2 < cut) == is_low);
            part.accesses = gather(&rows.collect::<Vec<_>>());
            let rows = apart_events(&world.events).into_iter().filter(|row| (row.patient < cut) == is_low);
            part.events = gather_events(&rows.collect::<Vec<_>>());
            sum.merge(learn(&part.evidence(), &part.templates, 1).expect("sound columns"));
        }
        prop_assert_eq!(sum.handled(), whole.handled());
    }
}

#[test]
fn a_world_without_rows_has_no_answers() {
    let world = World::default();
    let found = quick(&world, 4);
    assert_eq!(found, Explanations::default());
    let mut untold = World::default();
    untold.accesses.push(salus_access::NO_TIME, 0, 0, true);
    untold.accesses.push(0, NONE, 0, false);
    untold.accesses.push(0, 0, NONE, false);
    let found = quick(&untold, 2);
    assert_eq!(found.status, [Status::Unexplained; 3]);
    assert_eq!(found.counts(&untold.accesses, 0).untried, 3);
}

#[test]
fn columns_that_cannot_be_used_are_refused() {
    let mut world = World::default();
    world.accesses.push(0, 0, 0, false);
    world.accesses.user.push(1);
    let refused = |world: &World| {
        let found = explain(&world.evidence(), &world.templates, &world.handled, 1);
        found.map(|_| ()).map_err(|error| error.to_string())
    };
    let reason = "the columns of accesses are not equally long";
    assert_eq!(refused(&world), Err(reason.to_owned()));
    let mut world = World::default();
    world.accesses.push(0, 0, u32::MAX - 1, false);
    let reason = "codes of patients are too large to be places in a table";
    assert_eq!(refused(&world), Err(reason.to_owned()));
}

/// Ties are common in these worlds: this proves that the properties above see them.
#[test]
fn worlds_hold_what_they_are_meant_to_hold() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<(Status, Option<u8>), u32> = BTreeMap::new();
    for _ in 0..400 {
        let tree = any_world().new_tree(&mut runner).expect("a world");
        let world = tree.current();
        let found = quick(&world, 1);
        for row in 0..found.status.len() {
            let template = world.templates.list().get(usize::from(found.template[row]));
            let key = (found.status[row], template.map(|one| one.derived as u8));
            *seen.entry(key).or_default() += 1;
        }
    }
    let mut habits = 0;
    for _ in 0..100 {
        let tree = any_habits().new_tree(&mut runner).expect("a world");
        habits += usize::from(!reference::handled(&tree.current(), 1).pairs().is_empty());
    }
    assert!(
        (10..90).contains(&habits),
        "{habits} of 100 worlds with habits"
    );
    for (key, least) in [
        (
            (Status::Explained, Some(TemplateDerived::Evidence as u8)),
            100,
        ),
        (
            (Status::Explained, Some(TemplateDerived::CoWorker as u8)),
            5,
        ),
        ((Status::Explained, Some(TemplateDerived::Repeat as u8)), 5),
        ((Status::Weak, Some(TemplateDerived::Evidence as u8)), 50),
        ((Status::Unexplained, None), 100),
    ] {
        let count = seen.get(&key).copied().unwrap_or(0);
        assert!(count >= least, "{key:?}: {count} {seen:?}");
    }
}
