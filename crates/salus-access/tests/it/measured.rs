//! How good templates are, and how complete a log is.

use std::collections::BTreeMap;

use salus_access::{
    Accesses, Audit, Covered, Events, Evidence, NO_TIME, NONE, Origin, Share, Staff, Standing,
    Template, Templates, Within, audit, completeness, demotions, permuted,
};
use salus_content::{TemplateClass, TemplateKeys, TemplateStrength};

use crate::world::{NEW_YORK, Zone, apart, care, gather, members, template};

const DAY: i64 = 86_400 * 1_000_000;

/// Forty people see ten patients a day of their own for thirty days, of two thousand patients in all; every encounter
/// names a department, and a desk sees everybody.
struct Clinic {
    accesses: Accesses,
    events: Events,
    staff: Staff,
}

const PERSON: u32 = 1;
const WARD: u32 = 2;
const ANY: u32 = 4;

fn clinic() -> Clinic {
    let start = NEW_YORK.at("2026-02-20");
    let mut accesses = Accesses::default();
    let mut events = Events::default();
    let mut number = 7_u32;
    for day in 0..30 {
        for user in 0..40 {
            for visit in 0..10 {
                // A spread that is the same everywhere, without a generator.
                number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let patient = (number >> 8) % 2_000;
                let time = start + day * DAY + i64::from(visit) * 3_600_000_000;
                accesses.push(time, user, patient, false);
                let mut event = care(patient, time, time);
                event.actor = user;
                event.department = user % 8;
                event.templates = PERSON | WARD | ANY;
                events.push(event);
            }
        }
    }
    let of: Vec<(u32, u32)> = (0..40).map(|user| (user, user % 8)).collect();
    Clinic {
        accesses,
        events,
        staff: Staff {
            departments: members(&of),
            ..Staff::default()
        },
    }
}

fn rules() -> Templates {
    let any = Template {
        class: TemplateClass::Department,
        ..template(TemplateKeys::Patient, 0, 60)
    };
    let list = vec![
        template(TemplateKeys::PatientUser, 0, 0),
        template(TemplateKeys::PatientDepartment, 0, 0),
        any,
    ];
    Templates::new(list).expect("three templates")
}

fn audited(clinic: &Clinic, seed: u64, threads: usize) -> Audit {
    let evidence = Evidence {
        accesses: &clinic.accesses,
        events: &clinic.events,
        staff: &clinic.staff,
        calendar: &NEW_YORK,
    };
    audit(&evidence.into(), &rules(), seed, threads).expect("sound columns")
}

#[test]
fn what_chance_does_as_well_is_demoted() {
    let found = audited(&clinic(), 1, 2);
    let value = |share: Share| share.value().expect("accesses");
    let [person, ward, any] = &found.quality.templates[..] else {
        panic!("three templates");
    };
    assert_eq!(
        person.real,
        Share {
            met: 12_000,
            of: 12_000
        }
    );
    // A person has 10 of 2,000 patients on a day, and so 0.5 % of strangers; of the 400 of the day 2.5 %.
    assert!(
        (0.002..0.008).contains(&value(person.chance_all)),
        "{person:?}"
    );
    assert!(
        (0.02..0.03).contains(&value(person.chance_day)),
        "{person:?}"
    );
    // A department has 50 of them: 2.5 % and 12.5 %.
    assert!((0.02..0.035).contains(&value(ward.chance_all)), "{ward:?}");
    assert!((0.11..0.16).contains(&value(ward.chance_day)), "{ward:?}");
    // Care of anybody's in sixty days proves nothing.
    assert!(value(any.chance_all) > 0.4, "{any:?}");
    assert_eq!(found.quality.demoted, 0b100);
    assert_eq!(found.templates.list()[2].strength, TemplateStrength::Weak);
    assert_eq!(found.templates.list()[1].strength, TemplateStrength::Strong);
    // The whole statement without the weak one is as good as its widest strong template.
    let (strong, weak) = (&found.quality.explained, &found.quality.with_weak);
    assert_eq!(strong.real, person.real);
    assert_eq!(strong.chance_all, ward.chance_all);
    assert_eq!(weak.chance_all, any.chance_all);
    assert!(value(weak.chance_day) > value(strong.chance_day));
    assert!(person.first.of > 8_000 && person.first.of < 12_000);
}

#[test]
fn a_seed_gives_the_same_whatever_the_order_and_the_threads() {
    let clinic = clinic();
    let first = audited(&clinic, 1, 1).quality;
    let mut moved = Clinic { ..clinic };
    let mut rows = apart(&moved.accesses);
    rows.reverse();
    rows.rotate_left(5_000);
    moved.accesses = gather(&rows);
    assert_eq!(audited(&moved, 1, 3).quality, first);
    let other = audited(&moved, 2, 3).quality;
    assert_ne!(other.templates, first.templates);
    assert_eq!(other.demoted, first.demoted);
}

#[test]
fn the_two_logs_that_never_were_do_not_depend_on_one_another() {
    let mut accesses = Accesses::default();
    for row in 0..50 {
        accesses.push(NEW_YORK.at("2026-03-09 12:00"), row, row, false);
    }
    let one = permuted(&accesses, &NEW_YORK, Within::Period, 3);
    assert_ne!(one, accesses.patient);
    assert_ne!(one, permuted(&accesses, &NEW_YORK, Within::Day, 3));
    assert_ne!(one, permuted(&accesses, &NEW_YORK, Within::Period, 4));
}

#[test]
fn strength_is_held_to_the_limits_of_its_class() {
    let direct = template(TemplateKeys::PatientUser, 0, 0);
    let ward = template(TemplateKeys::PatientDepartment, 0, 0);
    let weak = Template {
        strength: TemplateStrength::Weak,
        ..direct
    };
    let check = |one: Template, of: u64, met: [u64; 3], expected: bool| {
        let share = |met: u64| Share { met, of };
        let standing = Standing {
            real: share(met[0]),
            chance_all: share(met[1]),
            chance_day: share(met[2]),
            ..Standing::default()
        };
        let templates = Templates::new(vec![one]).expect("one template");
        let bits = demotions(&templates, &[standing]);
        assert_eq!(bits == 1, expected, "{one:?} {met:?} of {of}");
    };
    check(direct, 1_000, [500, 20, 125], false);
    check(direct, 1_000, [500, 21, 125], true);
    check(direct, 1_000, [500, 20, 126], true);
    check(ward, 1_000, [500, 80, 125], false);
    check(ward, 1_000, [500, 81, 125], true);
    check(ward, 1_000, [0, 0, 0], false);
    check(ward, 1_000, [9, 0, 0], false);
    check(weak, 1_000, [500, 900, 900], false);
    // Too few accesses to say.
    check(direct, 999, [500, 500, 500], false);
}

fn covered(until: &str) -> Covered {
    Covered {
        from: NEW_YORK.at("2026-01-01"),
        until: NEW_YORK.at(until),
    }
}

#[test]
fn what_is_missing_is_counted() {
    let mut accesses = Accesses::default();
    let noon = NEW_YORK.at("2026-03-09 12:00");
    accesses.push(noon, 0, 0, false);
    accesses.push(noon, NONE, 0, false);
    accesses.push(noon, 0, NONE, false);
    accesses.push(NO_TIME, NONE, 0, false);
    accesses.push(i64::MAX, 0, 0, false);
    accesses.push(noon + 40 * DAY, 0, 0, false);
    accesses.push(noon - 400 * DAY, 0, 0, false);
    let origin = Origin {
        application: vec![3, 3, 3, 5],
        ..Origin::default()
    };
    let found = completeness(&accesses, &origin, covered("2026-04-01"), &NEW_YORK);
    let counts = [
        found.accesses,
        found.without_user,
        found.without_patient,
        found.without_time,
        found.impossible_time,
        found.before,
        found.after,
    ];
    assert_eq!(counts, [7, 2, 1, 1, 1, 1, 1]);
    let applications: Vec<(u32, u64, u64, u64)> = found
        .applications
        .iter()
        .map(|one| {
            (
                one.application,
                one.accesses,
                one.without_user,
                one.without_patient,
            )
        })
        .collect();
    assert_eq!(applications, [(3, 3, 1, 1), (5, 1, 1, 0), (NONE, 3, 0, 0)]);
    let day = {
        use salus_access::Calendar;
        NEW_YORK.day(noon)
    };
    assert_eq!(found.applications[0].days, BTreeMap::from([(day, 3)]));
}

#[test]
fn an_application_that_went_silent_is_seen_against_its_own_rhythm() {
    // Weekdays of nine weeks but for the days left out: from 5 January, a Monday.
    let check = |left_out: std::ops::Range<i64>, until: &str, expected: &[(i32, i32)]| {
        let monday = NEW_YORK.at("2026-01-05 10:00");
        let mut accesses = Accesses::default();
        for day in (0..63).filter(|day| day % 7 < 5 && !left_out.contains(day)) {
            accesses.push(monday + day * DAY, 0, 0, false);
        }
        let found = completeness(&accesses, &Origin::default(), covered(until), &NEW_YORK);
        let zero = {
            use salus_access::Calendar;
            NEW_YORK.day(monday)
        };
        let silences: Vec<(i32, i32)> = found.applications[0]
            .silences
            .iter()
            .map(|(from, until)| (from - zero, until - zero))
            .collect();
        assert_eq!(silences, expected, "{left_out:?} {until}");
    };
    check(0..0, "2026-03-07", &[]);
    // A day off, and a week off: the usual step is three days at most, silence longer than seven.
    check(14..15, "2026-03-07", &[]);
    check(14..19, "2026-03-07", &[(12, 20)]);
    // The last access is on day 60, a Friday; day 68 is the eighth after it.
    check(0..0, "2026-03-13", &[]);
    check(0..0, "2026-03-14", &[(61, 67)]);
    // With fewer than ten days nothing is said.
    check(9..63, "2026-03-14", &[]);
}

#[test]
fn clocks_that_know_days_only_are_seen() {
    let zone = Zone(chrono_tz::Asia::Beirut);
    let check = |at_midnight: i64, others: i64, expected: bool| {
        let mut accesses = Accesses::default();
        // The first one begins a day at 01:00.
        for day in 0..at_midnight {
            use salus_access::Calendar;
            let first = zone.day(zone.at("2026-03-29"));
            let day = first + i32::try_from(day).expect("few days");
            accesses.push(zone.midnight(day), 0, 0, false);
        }
        for number in 0..others {
            accesses.push(zone.at("2026-03-30 11:00") + number, 0, 0, false);
        }
        let found = completeness(&accesses, &Origin::default(), covered("2027-01-01"), &zone);
        let one = &found.applications[0];
        assert_eq!(one.at_midnight, at_midnight.unsigned_abs());
        assert_eq!(one.is_without_clock, expected, "{at_midnight} {others}");
    };
    check(20, 0, true);
    check(20, 379, true);
    check(20, 380, false);
    check(19, 0, false);
}

#[test]
fn accounts_at_two_workstations_within_a_minute_are_listed() {
    let noon = NEW_YORK.at("2026-03-09 12:00");
    let minute = 60 * 1_000_000;
    let mut accesses = Accesses::default();
    let mut origin = Origin::default();
    let mut at = |user: u32, time: i64, workstation: u32| {
        accesses.push(time, user, 0, false);
        origin.workstation.push(workstation);
    };
    // User 1 is two people on two days; user 2 walks; user 3 stays; of user 4 one workstation is not known.
    for day in 0..2 {
        for step in 0..4_u32 {
            at(1, noon + day * DAY + i64::from(step) * minute / 2, step % 2);
        }
    }
    at(2, noon, 0);
    at(2, noon + minute + 1, 1);
    at(3, noon, 5);
    at(3, noon + 1, 5);
    at(4, noon, 5);
    at(4, noon + 1, NONE);
    at(5, noon + minute, 6);
    at(5, noon, 7);
    let found = completeness(&accesses, &origin, covered("2026-04-01"), &NEW_YORK);
    let shared: Vec<(u32, u64, u32, u64)> = found
        .shared
        .iter()
        .map(|one| (one.user, one.changes, one.days, one.accesses))
        .collect();
    assert_eq!(shared, [(1, 6, 2, 8), (5, 1, 1, 2)]);
}
