//! The hand-made table of methods A.9: every template at each edge of its window, over changes of the clock and zones.

use std::sync::LazyLock;

use salus_access::{Accesses, Events, Evidence, Handled, Staff, Templates, explain};
use salus_content::{Content, Library, TemplateDerived, TemplateKeys};

use crate::world::{Zone, care, members};

/// Anna (0) and Ben (1) work in department 0, Carla (2) in department 1.
pub const ANNA: u32 = 0;
pub const BEN: u32 = 1;
pub const CARLA: u32 = 2;

/// The templates of `content/access`; X01 stands at place 0.
static CATALOGUE: LazyLock<Templates> = LazyLock::new(|| {
    let content = Content::load(&Library::built_in());
    Templates::compile(&content.templates).expect("templates with a bit each")
});

/// Template, zone, begin and end of the evidence, the first and the last local day on which it counts.
type Line = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

/// New York: clocks forward 2026-03-08, back 2026-11-01. Berlin: forward 2026-03-29, back 2026-10-25. Sydney: back
/// 2026-04-05. Beirut: forward at midnight of 2026-03-29, a day that begins at 01:00. Kiritimati: 14 hours before UTC.
const TABLE: &[Line] = &[
    (
        "X01",
        "America/New_York",
        "2026-03-10 09:00",
        "2026-03-10 09:30",
        "2026-03-03",
        "2026-04-09",
    ),
    (
        "X01",
        "America/New_York",
        "2026-10-28 23:30",
        "2026-10-29 00:30",
        "2026-10-21",
        "2026-11-28",
    ),
    (
        "X01",
        "Asia/Beirut",
        "2026-04-05 08:00",
        "2026-04-05 08:20",
        "2026-03-29",
        "2026-05-05",
    ),
    (
        "X02",
        "America/New_York",
        "2026-03-09 00:10",
        "2026-03-12 23:50",
        "2026-03-07",
        "2026-04-11",
    ),
    (
        "X02",
        "Pacific/Kiritimati",
        "2026-01-01 03:00",
        "2026-01-01 03:00",
        "2025-12-30",
        "2026-01-31",
    ),
    (
        "X03",
        "America/New_York",
        "2026-03-08 23:00",
        "2026-03-08 23:00",
        "2026-03-07",
        "2026-04-07",
    ),
    (
        "X03",
        "Europe/Berlin",
        "2026-10-25 12:00",
        "2026-10-25 12:00",
        "2026-10-24",
        "2026-11-24",
    ),
    (
        "X04",
        "Europe/Berlin",
        "2026-02-28 18:00",
        "2026-02-28 18:00",
        "2026-02-27",
        "2026-03-30",
    ),
    (
        "X05",
        "Australia/Sydney",
        "2026-04-05 00:00",
        "2026-04-05 23:59",
        "2026-04-05",
        "2026-04-05",
    ),
    (
        "X05",
        "America/New_York",
        "2026-01-15 08:00",
        "2026-06-30 17:00",
        "2026-01-15",
        "2026-06-30",
    ),
    (
        "X06",
        "America/New_York",
        "2026-10-20 07:45",
        "2026-10-20 07:45",
        "2026-10-20",
        "2026-11-03",
    ),
    (
        "X07",
        "America/New_York",
        "2026-03-09 16:00",
        "2026-03-09 16:00",
        "2026-03-07",
        "2026-03-23",
    ),
    (
        "X07",
        "Asia/Beirut",
        "2026-03-30 00:00",
        "2026-03-31 00:00",
        "2026-03-28",
        "2026-04-14",
    ),
    (
        "X08",
        "Australia/Sydney",
        "2026-04-04 22:00",
        "2026-04-06 02:30",
        "2026-04-03",
        "2026-04-09",
    ),
    (
        "X08",
        "America/New_York",
        "2026-03-08 12:00",
        "2026-03-08 13:00",
        "2026-03-07",
        "2026-03-11",
    ),
    (
        "X09",
        "America/New_York",
        "2026-11-01 00:30",
        "2026-11-01 23:30",
        "2026-11-01",
        "2026-11-04",
    ),
    (
        "X11",
        "America/New_York",
        "2026-02-20 10:00",
        "2026-02-20 10:00",
        "2026-02-20",
        "2026-03-22",
    ),
    (
        "X12",
        "America/New_York",
        "2026-03-10 10:00",
        "2026-03-10 11:00",
        "2026-03-07",
        "2026-03-13",
    ),
    (
        "X13",
        "Europe/Berlin",
        "2026-09-01 10:00",
        "2026-09-02 11:00",
        "2026-09-01",
        "2026-11-01",
    ),
];

pub fn place(id: &str) -> usize {
    id[1..].parse::<usize>().expect("an id of the catalogue") - 1
}

pub fn zone(name: &str) -> Zone {
    Zone(name.parse().expect("a zone"))
}

pub fn staff(may: u32) -> Staff {
    Staff {
        departments: members(&[(ANNA, 0), (BEN, 0), (CARLA, 1)]),
        templates: vec![may; 3],
        ..Staff::default()
    }
}

/// Accesses and care under the catalogue.
pub struct Case<'a> {
    pub zone: &'a Zone,
    pub events: Events,
    pub accesses: Accesses,
    pub staff: Staff,
}

impl Case<'_> {
    /// Bits of the templates that hold, access by access.
    pub fn matched(&self) -> Vec<u32> {
        let evidence = Evidence {
            accesses: &self.accesses,
            events: &self.events,
            staff: &self.staff,
            calendar: self.zone,
        };
        let handled = Handled::new(vec![(5, 0)]);
        let found = explain(&evidence, &CATALOGUE, &handled, 2).expect("sound columns");
        found.matched
    }
}

/// Evidence of template `id` for Anna and her department, and her access at a moment: does the template hold?
fn holds(line: &Line, time: i64, may: u32) -> bool {
    let zone = zone(line.1);
    let mut event = care(0, zone.at(line.2), zone.at(line.3));
    // Another hand: what Anna wrote herself would not count before.
    event.author = BEN;
    event.templates = 1 << place(line.0);
    match CATALOGUE.list()[place(line.0)].keys {
        TemplateKeys::PatientUser => event.actor = ANNA,
        TemplateKeys::PatientDepartment => event.department = 0,
        TemplateKeys::Patient => {}
        TemplateKeys::DepartmentDiagnosis => event.code = 5,
    }
    let mut case = Case {
        zone: &zone,
        events: Events::default(),
        accesses: Accesses::default(),
        staff: staff(may),
    };
    case.events.push(event);
    case.accesses.push(time, ANNA, 0, false);
    // Somebody of no use beside it, and another patient: both never hold.
    case.accesses.push(time, CARLA, 1, false);
    let matched = case.matched();
    assert_eq!(matched[1], 0);
    assert_eq!(matched[0] & !(1 << place(line.0)), 0, "{line:?}");
    matched[0] != 0
}

#[test]
fn every_template_holds_from_its_first_to_its_last_day_and_not_beyond() {
    for line in TABLE {
        let zone = zone(line.1);
        let (first, last) = (zone.at(line.4), zone.at(line.5));
        let next_day = {
            use salus_access::Calendar;
            zone.midnight(zone.day(last) + 1)
        };
        let day = 86_400 * 1_000_000;
        for (time, expected) in [
            (first, true),
            (first - 1, false),
            (first - day, false),
            (next_day - 1, true),
            (next_day, false),
            (next_day + day, false),
        ] {
            assert_eq!(holds(line, time, u32::MAX), expected, "{line:?} at {time}");
        }
        let is_for_some = CATALOGUE.list()[place(line.0)].some_users;
        assert_eq!(holds(line, first, 0), !is_for_some, "{line:?}");
    }
}

#[test]
fn every_template_over_care_stands_in_the_table() {
    let listed: std::collections::BTreeSet<usize> =
        TABLE.iter().map(|line| place(line.0)).collect();
    let all = CATALOGUE.list();
    let over_care = (0..all.len()).filter(|at| all[*at].derived == TemplateDerived::Evidence);
    assert_eq!(listed, over_care.collect());
}

/// Ben's order of 2026-03-07 12:00 in New York, the evening before clocks go forward, explains his access of 13:00.
fn beside_ben(accesses: &[(&str, u32)]) -> Vec<u32> {
    let zone = zone("America/New_York");
    let mut event = care(0, zone.at("2026-03-07 12:00"), zone.at("2026-03-07 12:00"));
    event.actor = BEN;
    event.templates = 1 << place("X03");
    let mut case = Case {
        zone: &zone,
        events: Events::default(),
        accesses: Accesses::default(),
        staff: staff(0),
    };
    case.events.push(event);
    case.accesses
        .push(zone.at("2026-03-07 13:00"), BEN, 0, false);
    for (time, user) in accesses {
        let (time, less) = time
            .strip_suffix(" -1")
            .map_or((*time, 0), |time| (time, 1));
        case.accesses.push(zone.at(time) - less, *user, 0, false);
    }
    case.matched()
}

#[test]
fn a_co_worker_counts_on_the_same_day_and_the_next() {
    let x10 = 1 << place("X10");
    let check = |time: &str, user: u32, expected: u32| {
        assert_eq!(beside_ben(&[(time, user)])[1], expected, "{time}");
    };
    check("2026-03-07", ANNA, x10);
    check("2026-03-07 -1", ANNA, 0);
    check("2026-03-09 -1", ANNA, x10);
    check("2026-03-09", ANNA, 0);
    // Of another department, or the person themselves.
    check("2026-03-07 13:00", CARLA, 0);
    let x03 = 1 << place("X03");
    check("2026-03-07 13:00", BEN, x03);
    // Whoever is explained by a co-worker only ties nobody: Anna's second day does not follow from her first.
    let matched = beside_ben(&[("2026-03-08 20:00", ANNA), ("2026-03-09 20:00", ANNA)]);
    assert_eq!(matched[1], x10);
    assert_eq!(matched[2], 1 << place("X14"));
}

#[test]
fn a_repeat_counts_for_thirty_days_and_does_not_carry_on() {
    let (x03, x14) = (1 << place("X03"), 1 << place("X14"));
    // X03 holds to 2026-04-06; the access of 13:00 carries a repeat to the same day.
    let check = |time: &str, expected: u32| {
        assert_eq!(beside_ben(&[(time, BEN)])[1], expected, "{time}");
    };
    check("2026-03-07 12:59", x03);
    check("2026-03-07 13:00", x03);
    check("2026-03-07 13:01", x03 | x14);
    check("2026-04-07 -1", x03 | x14);
    check("2026-04-07", 0);
    // An access that evidence explains carries on; one that only repeats does not.
    let matched = beside_ben(&[
        ("2026-04-06 09:00", BEN),
        ("2026-05-06 09:00", BEN),
        ("2026-05-07 09:00", BEN),
    ]);
    assert_eq!(matched[1], x03 | x14);
    assert_eq!(matched[2], x14);
    assert_eq!(matched[3], 0);
}
