//! Small invented organisations: zones, people, accesses and care.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use proptest::prelude::*;
use salus_access::{
    Accesses, Calendar, Event, Events, Evidence, Grouped, Handled, Membership, NO_TIME, NONE,
    OPEN_END, Staff, Template, Templates,
};
use salus_content::{TemplateClass, TemplateDerived, TemplateKeys, TemplateStrength};

/// Local days of a place.
pub struct Zone(pub Tz);

/// Rules of this place are asked here.
pub const NEW_YORK: Zone = Zone(chrono_tz::America::New_York);

const DAY: i64 = 86_400 * 1_000_000;

fn epoch() -> NaiveDate {
    NaiveDate::default()
}

impl Calendar for Zone {
    fn day(&self, micros: i64) -> i32 {
        let moment = chrono::DateTime::from_timestamp_micros(micros).expect("a moment of a test");
        let date = moment.with_timezone(&self.0).date_naive();
        i32::try_from((date - epoch()).num_days()).expect("a day of a test")
    }

    fn midnight(&self, day: i32) -> i64 {
        let date = epoch() + TimeDelta::days(i64::from(day));
        let mut local = date.and_hms_opt(0, 0, 0).expect("midnight");
        // Where clocks are put forward at midnight, the day begins later.
        loop {
            if let Some(moment) = self.0.from_local_datetime(&local).earliest() {
                return moment.timestamp_micros();
            }
            local += TimeDelta::minutes(15);
        }
    }
}

impl Zone {
    /// The moment of a local time, `2026-03-10 09:00`; `2026-03-10` is the first moment of the day.
    pub fn at(&self, local: &str) -> i64 {
        if let Ok(date) = NaiveDate::parse_from_str(local, "%Y-%m-%d") {
            let days = (date - epoch()).num_days();
            return self.midnight(i32::try_from(days).expect("a day of a test"));
        }
        let time = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").expect("a local time");
        let moment = self.0.from_local_datetime(&time).earliest();
        moment.expect("a time that exists").timestamp_micros()
    }
}

/// A template over care.
pub fn template(keys: TemplateKeys, before: u32, after: u32) -> Template {
    Template {
        keys,
        before,
        after,
        strength: TemplateStrength::Strong,
        class: if keys == TemplateKeys::PatientUser {
            TemplateClass::Direct
        } else {
            TemplateClass::Department
        },
        own_work: false,
        some_users: false,
        derived: TemplateDerived::Evidence,
    }
}

/// Care that says nothing yet.
pub fn care(patient: u32, begin: i64, end: i64) -> Event {
    Event {
        begin,
        end,
        patient,
        actor: NONE,
        department: NONE,
        author: NONE,
        code: NONE,
        templates: 1,
    }
}

/// Who belongs where, always.
pub fn members(of: &[(u32, u32)]) -> Grouped<Membership> {
    let rows = of.iter().map(|(user, department)| Membership {
        user: *user,
        department: *department,
        from: i32::MIN,
        until: i32::MAX,
    });
    Grouped::new(rows.collect())
}

/// Everything an explanation rests on.
#[derive(Debug, Clone, Default)]
pub struct World {
    pub accesses: Accesses,
    pub events: Events,
    pub staff: Staff,
    pub templates: Templates,
    pub handled: Handled,
}

impl World {
    pub fn evidence(&self) -> Evidence<'_> {
        Evidence {
            accesses: &self.accesses,
            events: &self.events,
            staff: &self.staff,
            calendar: &NEW_YORK,
        }
    }
}

/// Two days before clocks in New York are put forward.
const START: &str = "2026-03-06";

/// Moments close to one another and to the edges of days, so that ties and edges are common.
fn moment() -> impl Strategy<Value = i64> {
    let quarter = DAY / 4;
    (
        0_i64..24,
        prop_oneof![Just(0_i64), Just(-1), Just(1), Just(quarter / 3)],
    )
        .prop_map(move |(step, off)| NEW_YORK.at(START) + step * quarter + off)
}

fn code(most: u32) -> impl Strategy<Value = u32> {
    prop_oneof![6 => 0..most, 1 => Just(NONE)]
}

fn any_template() -> impl Strategy<Value = Template> {
    let kind = (0_u8..12, 0_u32..4, 0_u32..4);
    (kind, any::<(bool, bool, bool)>()).prop_map(
        |((kind, before, after), (strong, own_work, some_users))| {
            let keys = match kind {
                0..3 | 10.. => TemplateKeys::PatientUser,
                3 | 4 | 7..10 => TemplateKeys::PatientDepartment,
                5 => TemplateKeys::Patient,
                _ => TemplateKeys::DepartmentDiagnosis,
            };
            let derived = match kind {
                7..10 => TemplateDerived::CoWorker,
                10.. => TemplateDerived::Repeat,
                _ => TemplateDerived::Evidence,
            };
            let weak = !strong || keys == TemplateKeys::DepartmentDiagnosis;
            Template {
                strength: if weak {
                    TemplateStrength::Weak
                } else {
                    TemplateStrength::Strong
                },
                own_work,
                some_users: some_users && kind == 5,
                derived,
                ..template(keys, before, after)
            }
        },
    )
}

fn any_event() -> impl Strategy<Value = Event> {
    let codes = (0_u32..2, code(3), code(2), code(3), code(2));
    let end = prop_oneof![
        3 => (0_i64..5).prop_map(|quarters| quarters * DAY / 4),
        1 => Just(i64::MAX),
        1 => Just(-1),
    ];
    (
        codes,
        prop_oneof![9 => moment(), 1 => Just(NO_TIME)],
        end,
        any::<u32>(),
    )
        .prop_map(
            |((patient, actor, department, author, code), begin, lasts, templates)| Event {
                begin,
                end: match (begin, lasts) {
                    (_, i64::MAX) => OPEN_END,
                    (NO_TIME, lasts) => NEW_YORK.at(START) + lasts,
                    (begin, lasts) => begin + lasts,
                },
                patient,
                actor,
                department,
                author,
                code,
                templates,
            },
        )
}

type AccessRow = (i64, u32, u32);

fn any_access() -> impl Strategy<Value = AccessRow> {
    let time = prop_oneof![12 => moment(), 1 => Just(NO_TIME), 1 => Just(i64::MAX)];
    (time, code(3), code(2))
}

fn any_member() -> impl Strategy<Value = Membership> {
    (0_u32..3, code(2), -2_i32..3, 0_i32..4, any::<bool>()).prop_map(
        |(user, department, from, lasts, always)| {
            let start = NEW_YORK.day(NEW_YORK.at(START));
            Membership {
                user,
                department,
                from: if always { i32::MIN } else { start + from },
                until: if always {
                    i32::MAX
                } else {
                    start + from + lasts
                },
            }
        },
    )
}

/// Worlds of two patients, three people and two departments within four days.
pub fn any_world() -> impl Strategy<Value = World> {
    let rows = (
        proptest::collection::vec(any_access(), 0..24),
        proptest::collection::vec(any_event(), 0..20),
        proptest::collection::vec(any_member(), 0..8),
    );
    let rules = (
        proptest::collection::vec(any_template(), 1..8),
        proptest::collection::vec(any::<u32>(), 0..5),
        proptest::collection::vec((0_u32..2, 0_u32..2), 0..3),
    );
    (rows, rules).prop_map(
        |((accesses, events, members), (templates, may, handled))| World {
            accesses: gather(&accesses),
            events: gather_events(&events),
            staff: Staff {
                departments: Grouped::new(members),
                templates: may,
                ..Staff::default()
            },
            templates: Templates::new(templates).expect("few templates with short windows"),
            handled: Handled::new(handled),
        },
    )
}

/// Rows as columns.
pub fn gather(rows: &[AccessRow]) -> Accesses {
    let mut accesses = Accesses::default();
    for (time, user, patient) in rows {
        accesses.push(*time, *user, *patient, false);
    }
    accesses
}

/// Columns as rows.
pub fn apart(accesses: &Accesses) -> Vec<AccessRow> {
    (0..accesses.len())
        .map(|row| {
            (
                accesses.time[row],
                accesses.user[row],
                accesses.patient[row],
            )
        })
        .collect()
}

pub fn gather_events(rows: &[Event]) -> Events {
    let mut events = Events::default();
    for row in rows {
        events.push(*row);
    }
    events
}

pub fn apart_events(events: &Events) -> Vec<Event> {
    (0..events.len())
        .filter_map(|row| events.row(row))
        .collect()
}
