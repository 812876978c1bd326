//! Single rules of an explanation, case by case: memberships, own work, stretches without an end.

use salus_access::{
    Accesses, Event, Events, Evidence, Handled, NO_TIME, NONE, OPEN_END, Staff, Status, Template,
    Templates, explain, learn, why,
};
use salus_content::{TemplateDerived, TemplateKeys};

use crate::edges::{ANNA, BEN, CARLA, Case, place, staff, zone};
use crate::world::{NEW_YORK, World, care, members, template};

#[test]
fn departments_count_on_the_days_of_the_membership() {
    let zone = zone("America/New_York");
    let mut event = care(0, zone.at("2026-03-08 12:00"), zone.at("2026-03-08 13:00"));
    event.department = 0;
    event.templates = 1 << place("X08");
    let check = |from: i32, until: i32, expected: bool| {
        use salus_access::{Calendar, Grouped, Membership};
        let day = zone.day(zone.at("2026-03-09"));
        let rows = [(1, i32::MIN, i32::MAX), (0, day + from, day + until)];
        let rows = rows.map(|(department, from, until)| Membership {
            user: ANNA,
            department,
            from,
            until,
        });
        let mut case = Case {
            zone: &zone,
            events: Events::default(),
            accesses: Accesses::default(),
            staff: Staff {
                departments: Grouped::new(rows.to_vec()),
                ..Staff::default()
            },
        };
        case.events.push(event);
        case.accesses
            .push(zone.at("2026-03-09 15:00"), ANNA, 0, false);
        assert_eq!(case.matched()[0] != 0, expected, "{from} {until}");
    };
    check(0, 0, true);
    check(-3, 0, true);
    check(1, 9, false);
    check(-9, -1, false);
}

#[test]
fn what_one_wrote_oneself_counts_from_then_on() {
    let zone = zone("America/New_York");
    let noon = zone.at("2026-03-09 12:00");
    let check = |author: u32, actor: u32, offset: i64, expected: Status| {
        let own = Template {
            own_work: true,
            ..template(TemplateKeys::PatientDepartment, 1, 30)
        };
        let templates = Templates::new(vec![own]).expect("one template");
        let mut events = Events::default();
        let mut event = care(0, noon + offset, noon + offset);
        event.department = 0;
        event.author = author;
        event.actor = actor;
        events.push(event);
        let mut accesses = Accesses::default();
        accesses.push(noon, ANNA, 0, false);
        let evidence = Evidence {
            accesses: &accesses,
            events: &events,
            staff: &staff(0),
            calendar: &zone,
        };
        let found = explain(&evidence, &templates, &Handled::default(), 1).expect("sound columns");
        assert_eq!(found.status[0], expected, "{author} {actor} {offset}");
    };
    let (yes, no) = (Status::Explained, Status::Unexplained);
    check(ANNA, ANNA, 0, yes);
    check(ANNA, ANNA, -1, yes);
    check(ANNA, ANNA, 1, no);
    check(ANNA, BEN, 1, no);
    check(NONE, ANNA, 1, no);
    check(BEN, ANNA, 1, yes);
    check(NONE, BEN, 1, yes);
    check(NONE, NONE, 1, yes);
}

#[test]
fn open_stretches_reach_as_far_as_accesses_do() {
    let zone = zone("America/New_York");
    let (early, late) = (zone.at("1905-02-03"), zone.at("2190-02-03"));
    let middle = zone.at("2026-03-09 12:00");
    for (begin, end, expected) in [
        (NO_TIME, OPEN_END, [true, true, true]),
        (NO_TIME, middle, [true, true, false]),
        (middle, OPEN_END, [false, true, true]),
        (middle, NO_TIME, [false, true, false]),
    ] {
        let mut events = Events::default();
        let mut event = care(0, begin, end);
        event.actor = ANNA;
        events.push(event);
        let mut accesses = Accesses::default();
        for time in [early, middle, late] {
            accesses.push(time, ANNA, 0, false);
        }
        let templates =
            Templates::new(vec![template(TemplateKeys::PatientUser, 0, 0)]).expect("one template");
        let evidence = Evidence {
            accesses: &accesses,
            events: &events,
            staff: &Staff::default(),
            calendar: &zone,
        };
        let found = explain(&evidence, &templates, &Handled::default(), 1).expect("sound columns");
        let holds: Vec<bool> = found.matched.iter().map(|bits| *bits != 0).collect();
        assert_eq!(holds, expected);
        let reasons = why(&evidence, &templates, &Handled::default(), 1).expect("sound columns");
        assert_eq!(reasons[0].delta, 0);
    }
}

#[test]
fn of_co_workers_at_one_moment_the_same_one_is_shown_whatever_the_order() {
    let zone = zone("America/New_York");
    let noon = zone.at("2026-03-09 12:00");
    // Ben shares a department with Anna, and so does Carla, but another one.
    let check = |users: [u32; 2], minutes: i64, expected: u32| {
        let mut events = Events::default();
        let mut accesses = Accesses::default();
        for user in users {
            let mut event = care(0, noon, noon);
            event.actor = user;
            events.push(event);
            accesses.push(noon, user, 0, false);
        }
        accesses.push(noon + minutes * 60_000_000, ANNA, 0, false);
        let staff = Staff {
            departments: members(&[(ANNA, 0), (ANNA, 1), (BEN, 1), (CARLA, 0)]),
            ..Staff::default()
        };
        let co_worker = Template {
            derived: TemplateDerived::CoWorker,
            ..template(TemplateKeys::PatientDepartment, 0, 1)
        };
        let list = vec![template(TemplateKeys::PatientUser, 0, 0), co_worker];
        let templates = Templates::new(list).expect("two templates");
        let evidence = Evidence {
            accesses: &accesses,
            events: &events,
            staff: &staff,
            calendar: &zone,
        };
        let found = explain(&evidence, &templates, &Handled::default(), 1).expect("sound columns");
        let shown = accesses.user[found.event[2] as usize];
        assert_eq!(
            (found.template[2], shown),
            (1, expected),
            "{users:?} {minutes}"
        );
    };
    for users in [[BEN, CARLA], [CARLA, BEN]] {
        check(users, 5, CARLA);
        check(users, 0, CARLA);
        check(users, -5, BEN);
    }
}

#[test]
fn a_department_handles_what_it_opens_three_times_as_often_as_others() {
    let noon = NEW_YORK.at("2026-03-09 12:00");
    // Anna's department opens so many patients with a diagnosis, Carla's so many without.
    let check = |with: u32, without: u32, expected: &[(u32, u32)]| {
        let mut world = World::default();
        for patient in 0..with + without {
            let user = if patient < with { ANNA } else { CARLA };
            world.accesses.push(noon, user, patient, false);
            world.accesses.push(noon + 1, user, patient, false);
            world.events.push(Event {
                code: if patient < with { 7 } else { NONE },
                ..care(patient, noon, noon)
            });
        }
        world.staff = staff(0);
        let keys = TemplateKeys::DepartmentDiagnosis;
        world.templates = Templates::new(vec![template(keys, 0, 30)]).expect("one template");
        let learned = learn(&world.evidence(), &world.templates, 2).expect("sound columns");
        assert_eq!(learned.handled().pairs(), expected, "{with} {without}");
    };
    check(20, 40, &[(7, 0)]);
    check(20, 39, &[]);
    check(19, 90, &[]);
    check(200, 400, &[(7, 0)]);
}

/// With a look at each row of care for each access this would take hours.
#[test]
fn a_patient_with_very_many_rows_costs_no_more_than_others() {
    const ROWS: u32 = 100_000;
    let noon = NEW_YORK.at("2026-03-09 12:00");
    let mut world = World::default();
    for row in 0..ROWS {
        let time = noon + i64::from(row);
        // Ben writes after all accesses, and nothing of it counts for him; Carla's care is long over.
        let mut event = care(0, time + 1_000_000_000, OPEN_END);
        event.actor = BEN;
        event.department = 0;
        event.code = row;
        event.templates = 0b1111;
        world.events.push(event);
        event.begin = noon - 90 * 86_400_000_000;
        event.end = event.begin + i64::from(row);
        event.actor = CARLA;
        event.department = 1;
        world.events.push(event);
        world
            .accesses
            .push(time, [BEN, CARLA][row as usize % 2], 0, false);
    }
    world.staff = staff(0);
    let own = |keys| Template {
        own_work: true,
        ..template(keys, 7, 30)
    };
    let derived = |keys, derived| Template {
        derived,
        ..template(keys, 0, 1)
    };
    world.templates = Templates::new(vec![
        own(TemplateKeys::PatientUser),
        own(TemplateKeys::PatientDepartment),
        own(TemplateKeys::DepartmentDiagnosis),
        own(TemplateKeys::DepartmentDiagnosis),
        derived(TemplateKeys::PatientDepartment, TemplateDerived::CoWorker),
        derived(TemplateKeys::PatientUser, TemplateDerived::Repeat),
    ])
    .expect("six templates");
    let evidence = world.evidence();
    let learned = learn(&evidence, &world.templates, 2).expect("sound columns");
    assert!(learned.handled().pairs().is_empty());
    let found = explain(&evidence, &world.templates, &Handled::new(vec![(7, 0)]), 2);
    let found = found.expect("sound columns");
    assert!(found.matched.iter().all(|bits| *bits == 0));
    assert_eq!(found.first.iter().filter(|first| **first).count(), 2);
    // A row of somebody else's counts at once.
    let mut other = care(0, noon, noon);
    other.actor = BEN;
    other.author = ANNA;
    world.events.push(other);
    let found = explain(&world.evidence(), &world.templates, &Handled::default(), 2);
    let found = found.expect("sound columns");
    let explained = found.matched.iter().filter(|bits| **bits & 1 == 1).count();
    assert_eq!(explained, ROWS as usize / 2);
    assert_eq!(found.event[2], 2 * ROWS);
}
