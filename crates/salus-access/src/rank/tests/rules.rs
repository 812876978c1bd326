//! Each hard rule where it holds and where it just does not, and each flag.

use super::super::days::Days;
use super::super::flags::flags;
use super::super::hard::cases;
use super::super::people::People;
use super::super::*;
use super::hospital::{DAY, HOUR, Plain, order};
use crate::columns::{Contact, Membership, NO_DAY, NONE};
use crate::grouped::Grouped;

/// Users 0 to 3, patients 0 to 5: user n is patient n.
fn staff() -> Staff {
    let member = |user, department, from, until| Membership {
        user,
        department,
        from,
        until,
    };
    Staff {
        departments: Grouped::new(vec![
            member(0, 0, i32::MIN, i32::MAX),
            member(1, 0, 0, 9),
            member(1, 1, 10, i32::MAX),
            member(2, 1, i32::MIN, i32::MAX),
        ]),
        surname: vec![70, 71, 72, NONE],
        household: vec![80, 81, 82, NONE],
        postal: vec![90, 91, 92, NONE],
        street: vec![60, 61, 62, NONE],
        employer: vec![NONE, 50, NONE, NONE],
        phone: vec![40, 41, NONE, NONE],
        patient: vec![0, 1, NONE, NONE],
        employed_from: vec![NO_DAY, NO_DAY, 5, 5],
        employed_until: vec![NO_DAY, 20, NO_DAY, 20],
        leave_from: vec![NO_DAY, NO_DAY, 10, NO_DAY],
        leave_until: vec![NO_DAY, NO_DAY, 12, 30],
        ..Staff::default()
    }
}

fn patients() -> Patients {
    let contact = |patient, surname, household, phone, user| Contact {
        patient,
        surname,
        household,
        phone,
        user,
    };
    Patients {
        surname: vec![70, 71, 72, NONE, 70, 72],
        household: vec![80, 81, 82, NONE, 80, 99],
        postal: vec![90, 91, 92, NONE, 90, 92],
        street: vec![60, 61, 62, NONE, 60, 62],
        employer: vec![NONE, NONE, NONE, NONE, NONE, 50],
        practitioner: vec![NONE, NONE, 2, NONE, NONE, NONE],
        flags: vec![
            0,
            0,
            0,
            Patients::RESTRICTED,
            Patients::VIP,
            Patients::DECEASED,
        ],
        contacts: Grouped::new(vec![
            contact(3, NONE, NONE, 40, NONE),
            contact(4, 71, 81, NONE, NONE),
            contact(5, NONE, NONE, 40, 0),
            contact(5, 71, 99, NONE, NONE),
        ]),
    }
}

struct Given {
    accesses: Accesses,
    events: Events,
    staff: Staff,
    patients: Patients,
}

const NOTHING: fn(&Accesses) -> Vec<bool> = |fakes| vec![true; fakes.len()];

impl Given {
    fn new() -> Self {
        Self {
            accesses: Accesses::default(),
            events: Events::default(),
            staff: staff(),
            patients: patients(),
        }
    }

    fn evidence(&self) -> Evidence<'_> {
        Evidence {
            accesses: &self.accesses,
            unexplained: &[],
            events: &self.events,
            staff: &self.staff,
            patients: &self.patients,
            calendar: &Plain,
            keys: Keys {
                users: &[3, 2, 1, 0],
                patients: &[5, 4, 3, 2, 1, 0],
                departments: &[1, 0],
            },
            reference: Span {
                first: -20,
                last: -1,
            },
            audit: Span { first: 0, last: 40 },
            conduct: Conduct::default(),
            still_unexplained: &NOTHING,
        }
    }
}

/// The rules that one access breaks.
fn check(user: u32, patient: u32, time: i64, expected: &[HardRule]) {
    let mut given = Given::new();
    given.accesses.push(time, user, patient, false);
    let evidence = given.evidence();
    let found = cases(&evidence, &People::new(&evidence), &Settings::default());
    let rules: Vec<HardRule> = found.iter().map(|case| case.rule).collect();
    assert_eq!(rules, expected, "user {user}, patient {patient}, {time}");
    for case in found {
        assert_eq!((case.user, case.patient, case.first), (user, patient, time));
    }
}

#[test]
fn rules_hold_at_their_edges() {
    use HardRule::*;
    check(0, 0, 0, &[OwnRecord]);
    check(2, 2, 9 * DAY, &[OwnRecord]);
    check(0, 4, 0, &[Household]);
    check(0, 1, 0, &[]);
    check(3, 1, 7 * DAY, &[]);
    check(0, 3, 0, &[Restricted]);
    // Employed until day 20; from day 5; on leave from day 10 to 12.
    check(1, 5, 21 * DAY - 1, &[]);
    check(1, 5, 21 * DAY, &[NotEmployed]);
    check(2, 0, 5 * DAY - 1, &[NotEmployed]);
    check(2, 0, 5 * DAY, &[]);
    check(2, 0, 10 * DAY - 1, &[]);
    check(2, 0, 10 * DAY, &[OnLeave]);
    check(2, 0, 13 * DAY - 1, &[OnLeave]);
    check(2, 0, 13 * DAY, &[]);
    // The end of a leave that never began says nothing.
    check(3, 0, 15 * DAY, &[]);
    // Not audited, or not known.
    check(0, 0, -1, &[]);
    check(0, 0, 41 * DAY, &[]);
    check(0, 9, 0, &[]);
    check(NONE, 0, 0, &[]);
    check(0, 0, i64::MIN, &[]);
}

#[test]
fn an_emergency_needs_a_note_or_an_order_within_a_day() {
    let noon = 3 * DAY + 12 * HOUR;
    for (author, patient, time, is_found) in [
        (1, 5, noon + DAY, false),
        (1, 5, noon + DAY + 1, true),
        (1, 5, noon - DAY, false),
        (1, 5, noon - DAY - 1, true),
        (2, 5, noon, true),
        (1, 4, noon, true),
    ] {
        let mut given = Given::new();
        given.accesses.push(noon, 1, 5, true);
        given.events.push(order(author, patient, time));
        let evidence = given.evidence();
        let people = People::new(&evidence);
        for (notes, expected) in [(0b100, is_found), (0b011, true)] {
            let settings = Settings {
                notes,
                ..Settings::default()
            };
            let found = cases(&evidence, &people, &settings);
            assert_eq!(
                !found.is_empty(),
                expected,
                "{author} {patient} {time} {notes}"
            );
        }
    }
}

#[test]
fn cases_last_seven_days() {
    let mut given = Given::new();
    for day in [0, 3, 6, 7, 30] {
        given.accesses.push(day * DAY, 0, 0, false);
    }
    let evidence = given.evidence();
    let found = cases(&evidence, &People::new(&evidence), &Settings::default());
    let found: Vec<(i32, u32, u32)> = found
        .iter()
        .map(|case| (case.day, case.accesses, case.row))
        .collect();
    assert_eq!(found, [(0, 3, 0), (7, 1, 3), (30, 1, 4)]);
}

#[test]
fn flags_of_a_pair() {
    use Flag::*;
    let given = Given::new();
    let evidence = given.evidence();
    let people = People::new(&evidence);
    // User, patient, day; the patient's surname is common where more than one in 500 has it, and here all are.
    let cases: [(u32, u32, i32, &[Flag]); 10] = [
        (0, 4, 0, &[Household, Surname, Vip]),
        (0, 1, 5, &[CoWorker]),
        (0, 1, 10, &[Colleague]),
        (2, 1, 10, &[CoWorker]),
        (0, 2, 0, &[Colleague]),
        (2, 5, 0, &[Street, Surname, Deceased]),
        (1, 5, 0, &[Employer, Deceased]),
        (0, 3, 0, &[EmergencyContact]),
        (1, 4, 0, &[EmergencyContact, Vip]),
        (0, 5, 0, &[RelatedPerson, Deceased]),
    ];
    for (user, patient, day, expected) in cases {
        let user_code = people.user_codes.new_of(user);
        let patient_code = people.patient_codes.new_of(patient);
        let set = flags(
            &people,
            &people.users[user_code as usize],
            &people.patients[patient_code as usize],
            day,
        );
        assert_eq!(
            set.iter().collect::<Vec<_>>(),
            expected,
            "{user} {patient} {day}"
        );
        assert_eq!(set.count() as usize, expected.len());
        let places: Vec<usize> = expected.iter().map(|flag| *flag as usize).collect();
        assert_eq!(set.places().collect::<Vec<_>>(), places);
    }
}

/// A day of 23 and one of 25 hours.
struct Clocks;

impl Calendar for Clocks {
    fn day(&self, micros: i64) -> i32 {
        (-100..100)
            .rev()
            .find(|day| self.midnight(*day) <= micros)
            .unwrap_or(-100)
    }

    fn midnight(&self, day: i32) -> i64 {
        let shift = if (3..8).contains(&day) { HOUR } else { 0 };
        i64::from(day) * DAY - shift
    }
}

#[test]
fn days_are_the_calendar_s() {
    let given = Given::new();
    let evidence = Evidence {
        calendar: &Clocks,
        audit: Span { first: 0, last: 10 },
        ..given.evidence()
    };
    let days = Days::new(&evidence, &Settings::default());
    for hour in -24..11 * 24 {
        let time = i64::from(hour) * HOUR + 7;
        let day = Clocks.day(time);
        assert_eq!(days.day(time), Some(day), "{hour}");
        let since = (time - Clocks.midnight(day)) / HOUR;
        let expected = day.rem_euclid(7) as usize * 24 + (since as usize).min(23);
        assert_eq!(days.hour_of_week(time, day), expected, "{hour}");
    }
    assert_eq!(days.day(-60 * DAY), None);
    assert_eq!(days.day(18 * DAY), None);
    assert_eq!(days.day(i64::MIN), None);
    assert!(days.is_inside(-20) && !days.is_inside(-21));
    assert!(days.is_audited(10) && !days.is_audited(11) && !days.is_audited(-1));
}
