//! Accesses that break a hard rule. No explanation hides them (methods A.4).

use super::people::People;
use super::{Evidence, STORY_DAYS, Settings, Span};
use crate::columns::{NO_DAY, NO_TIME, NONE, Patients, Staff, at};
use crate::explain::Days;
use std::collections::HashMap;

const DAY: i64 = 24 * 3_600 * 1_000_000;

/// What is shown in a queue of its own, explained or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HardRule {
    /// The user opened their own record.
    OwnRecord,
    /// The patient lives at the user's address.
    Household,
    /// The user did not work here on that day: left, or not yet begun.
    NotEmployed,
    /// The user was on leave on that day.
    OnLeave,
    /// The record is marked restricted.
    Restricted,
    /// The emergency override was used, and the user wrote no note and gave no order within 24 hours.
    EmergencyWithoutNote,
}

/// One user, one patient, one rule, seven days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HardCase {
    /// Which rule.
    pub rule: HardRule,
    /// Who, by the caller's code.
    pub user: u32,
    /// Whose record, by the caller's code.
    pub patient: u32,
    /// The local day of the first access.
    pub day: i32,
    /// The first access, microseconds of UTC.
    pub first: i64,
    /// The last one.
    pub last: i64,
    /// How many there are.
    pub accesses: u32,
    /// The row of the first in [`Accesses`](crate::Accesses).
    pub row: u32,
}

/// All cases of the audited days, sorted by rule, time and keys. Rows without user, patient, time or key are left out.
pub(super) fn cases(
    evidence: &Evidence<'_>,
    people: &People,
    settings: &Settings,
) -> Vec<HardCase> {
    let audit = evidence.audit.countable();
    let from = evidence.calendar.midnight(audit.first);
    let until = evidence.calendar.midnight(audit.last + 1);
    let days = Days::new(&evidence.accesses.time, 0, 0, evidence.calendar);
    let notes = Notes::new(evidence, settings, (from, until));
    let mut hits: Vec<Hit> = Vec::new();
    for (row, time) in evidence.accesses.time.iter().enumerate() {
        if *time < from || *time >= until || row > u32::MAX as usize {
            continue;
        }
        let Some(day) = days.day(*time) else {
            continue;
        };
        let row = row as u32;
        let pair = (
            at(&evidence.accesses.user, row),
            at(&evidence.accesses.patient, row),
        );
        let new = (
            people.user_codes.new_of(pair.0),
            people.patient_codes.new_of(pair.1),
        );
        if new.0 == NONE || new.1 == NONE {
            continue;
        }
        let broken = broken(evidence, pair, day);
        let is_emergency = evidence.accesses.emergency.get(row as usize) == Some(&true);
        let without = is_emergency && !notes.has(pair, *time);
        let rules = broken.into_iter().flatten();
        let rules = rules.chain(without.then_some(HardRule::EmergencyWithoutNote));
        hits.extend(rules.map(|rule| Hit {
            rule,
            new,
            day,
            time: *time,
            row,
        }));
    }
    hits.sort_unstable_by_key(|hit| (hit.rule, hit.new, hit.time, hit.row));
    gather(people, &hits)
}

#[derive(Debug, Clone, Copy)]
struct Hit {
    rule: HardRule,
    new: (u32, u32),
    day: i32,
    time: i64,
    row: u32,
}

fn broken(evidence: &Evidence<'_>, pair: (u32, u32), day: i32) -> [Option<HardRule>; 4] {
    let (user, patient) = pair;
    let (staff, patients) = (evidence.staff, evidence.patients);
    let is_own = at(&staff.patient, user) == patient || at(&patients.practitioner, patient) == user;
    let home = at(&staff.household, user);
    let is_home = home != NONE && home == at(&patients.household, patient) && !is_own;
    let is_restricted = patients.flags(patient) & Patients::RESTRICTED != 0;
    let person = if is_own {
        Some(HardRule::OwnRecord)
    } else {
        is_home.then_some(HardRule::Household)
    };
    [
        person,
        absence(evidence.staff, user, day, HardRule::NotEmployed),
        absence(evidence.staff, user, day, HardRule::OnLeave),
        is_restricted.then_some(HardRule::Restricted),
    ]
}

/// Whether the user was away for the reason asked.
fn absence(staff: &Staff, user: u32, day: i32, rule: HardRule) -> Option<HardRule> {
    let day_of = |column: &[i32]| column.get(user as usize).copied().unwrap_or(NO_DAY);
    let is_leave = rule == HardRule::OnLeave;
    let (from, until) = if is_leave {
        (day_of(&staff.leave_from), day_of(&staff.leave_until))
    } else {
        (day_of(&staff.employed_from), day_of(&staff.employed_until))
    };
    if from == NO_DAY && until == NO_DAY {
        return None;
    }
    let span = Span {
        first: from,
        last: if until == NO_DAY { i32::MAX } else { until },
    };
    let is_inside = span.holds(day);
    // A leave whose first day is unknown says nothing.
    let is_away = if is_leave {
        is_inside && from != NO_DAY
    } else {
        !is_inside
    };
    is_away.then_some(rule)
}

/// When users wrote notes or orders for patients whose record they opened by the emergency override.
struct Notes {
    times: HashMap<(u32, u32), Vec<i64>>,
}

impl Notes {
    fn new(evidence: &Evidence<'_>, settings: &Settings, (from, until): (i64, i64)) -> Self {
        let accesses = evidence.accesses;
        let mut times: HashMap<(u32, u32), Vec<i64>> = HashMap::new();
        for (row, is_emergency) in accesses.emergency.iter().enumerate() {
            let time = accesses.time.get(row).copied().unwrap_or(NO_TIME);
            if *is_emergency && time >= from && time < until {
                let row = row as u32;
                let pair = (at(&accesses.user, row), at(&accesses.patient, row));
                times.entry(pair).or_default();
            }
        }
        if times.is_empty() {
            return Self { times };
        }
        let events = evidence.events;
        for (row, bits) in events.templates.iter().enumerate() {
            if bits & settings.notes == 0 {
                continue;
            }
            let begin = events.begin.get(row).copied().unwrap_or(NO_TIME);
            let row = row as u32;
            let (author, actor) = (at(&events.author, row), at(&events.actor, row));
            let writer = if author == NONE { actor } else { author };
            if let Some(times) = times.get_mut(&(writer, at(&events.patient, row))) {
                times.push(begin);
            }
        }
        for times in times.values_mut() {
            times.sort_unstable();
        }
        Self { times }
    }

    fn has(&self, pair: (u32, u32), time: i64) -> bool {
        let Some(times) = self.times.get(&pair) else {
            return false;
        };
        let place = times.partition_point(|begin| *begin < time.saturating_sub(DAY));
        times
            .get(place)
            .is_some_and(|begin| *begin != NO_TIME && *begin <= time.saturating_add(DAY))
    }
}

/// Hits sorted by rule, people and time become cases of seven days each.
fn gather(people: &People, hits: &[Hit]) -> Vec<HardCase> {
    let mut cases: Vec<HardCase> = Vec::new();
    for hit in hits {
        let user = people.user_codes.old_of(hit.new.0);
        let patient = people.patient_codes.old_of(hit.new.1);
        let goes_on = |case: &&mut HardCase| {
            (case.rule, case.user, case.patient) == (hit.rule, user, patient)
                && hit.day - case.day < STORY_DAYS
        };
        match cases.last_mut().filter(goes_on) {
            Some(case) => {
                case.accesses = case.accesses.saturating_add(1);
                case.last = hit.time;
            }
            None => cases.push(HardCase {
                rule: hit.rule,
                user,
                patient,
                day: hit.day,
                first: hit.time,
                last: hit.time,
                accesses: 1,
                row: hit.row,
            }),
        }
    }
    // Stable: what is equal stays in the order of the keys.
    cases.sort_by_key(|case| (case.rule, case.first));
    cases
}
