//! Who looked at whose record, and why: the lake's accesses explained, and those without a reason put in order.
//!
//! [`gather`] asks the lake, `salus-access` explains and ranks columns of numbers, [`worded`] puts it into words.

mod aside;
mod care;
mod codes;
mod columns;
mod findings;
pub(crate) mod gather;
mod lines;
mod looks;
mod merged;
mod names;
mod one;
mod people;
mod reviews;
mod rows;
mod said;
mod texts;
mod traits;
mod worded;

use std::ops::RangeInclusive;

use salus_access::rank::{self, Ranking, Span};
use salus_access::{
    Accesses, Audit, Calendar, Completeness, Covered, Events, Evidence, Over, Status, Tally,
    Templates, Unsound,
};
use salus_content::{Ask as _, Content};
use salus_lake::{Lake, Session};
use salus_record::{Digest, Zone};

pub use care::Room;
pub use findings::findings;
pub use lines::{AccessLine, ApplicationLine, HardLine, StoryLine, Summary, TemplateLine};
pub use looks::{Look, keep_look};
pub use names::{Names, may_see_names};
pub use one::{Explained, PatientLine, UserReport, explain, of_patient, of_user};
pub use reviews::{Figures, Review, figures, review};

use crate::watch::Progress;
use gather::{Gathered, Scope};

/// Where looks at the audit itself are recorded; they do not tell until when a record system was.
const LOOKS: &str = "salus_access_look";
/// Microseconds of a day.
const DAY: i64 = 24 * 3_600 * 1_000_000;
/// Days before the audited ones that habits are learned from.
const REFERENCE_DAYS: i32 = 63;
/// The newest days, which are audited where nothing is said.
const AUDITED_DAYS: i32 = 7;
/// Days before those that are audited again: orders and notes come late, and explain what nothing explained.
const LATE_DAYS: i32 = 3;
/// Days before the newest ones without which no late days are audited again: habits are learned from them.
const LEAST_HISTORY: i32 = 28;

/// What the caller decides.
#[derive(Debug, Clone, Copy)]
pub struct Wishes {
    /// First moment that is audited, microseconds of UTC; the newest days where nothing is said.
    pub from: Option<i64>,
    /// First moment that is not audited any more; behind the last access where nothing is said.
    pub to: Option<i64>,
    /// Stories a day that people can work through.
    pub budget: u32,
    /// Decides all chance.
    pub seed: u64,
    /// Where the organisation is.
    pub zone: Zone,
    /// How much is held in memory before files are used.
    pub room: Room,
}

/// An audit, before it is put into words.
pub struct Audited {
    pub(crate) gathered: Gathered,
    pub(crate) audit: Audit,
    pub(crate) ranking: Ranking,
    pub(crate) completeness: Completeness,
    /// The audited days.
    pub(crate) audited: Span,
    /// The days that habits were learned from.
    pub(crate) reference: Span,
    /// What became of the accesses of the audited days, first ones apart.
    pub(crate) tallies: Tallies,
    pub(crate) zone: Zone,
}

impl Audited {
    /// Whether all that was put into files came back, asked when everything is said.
    pub fn check(&self) -> Result<(), String> {
        self.gathered.check()
    }
}

/// What became of the accesses of some days.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tallies {
    pub(crate) first: Tally,
    pub(crate) later: Tally,
    pub(crate) untried: u64,
}

/// Local days of a zone.
#[derive(Clone, Copy)]
pub(crate) struct Days(pub(crate) Zone);

impl Calendar for Days {
    fn day(&self, micros: i64) -> i32 {
        day_of(self.0, micros)
    }

    fn midnight(&self, day: i32) -> i64 {
        self.0.midnight(day)
    }
}

/// The local day of a moment, counted from 1970-01-01.
pub(crate) fn day_of(zone: Zone, micros: i64) -> i32 {
    let day = zone.wall(micros).div_euclid(DAY);
    i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX })
}

/// Threads to work on.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Explains every access of the audited days and ranks those that nothing explains. `None` where the lake holds no access.
pub fn audit(
    session: &Session,
    content: &Content,
    wishes: &Wishes,
    progress: &dyn Progress,
) -> Result<Option<Audited>, String> {
    let Some(days) = days(session, content, wishes)? else {
        return Ok(None);
    };
    let first_day = days.start() - REFERENCE_DAYS;
    let scope = Scope {
        patient: None,
        since: Some(wishes.zone.midnight(first_day)),
        until: Some(wishes.zone.midnight(days.end() + 1)),
    };
    progress.stage("gathering", None);
    let held = (wishes.zone, wishes.room);
    let gathered = Gathered::of(session, &content.templates, &scope, held)?;
    let templates =
        Templates::compile(&content.templates).map_err(|refused| refused.to_string())?;
    let calendar = Days(wishes.zone);
    progress.stage("explaining", None);
    let over = over(&gathered, &gathered.accesses, &calendar);
    let audit = salus_access::audit(&over, &templates, wishes.seed, threads()).map_err(unsound)?;
    let audited = Span {
        first: *days.start(),
        last: *days.end(),
    };
    let reference = Span {
        first: first_day,
        last: days.start() - 1,
    };
    progress.stage("ranking", None);
    let ranking = ranked(&gathered, &audit, (reference, audited), wishes)?;
    gathered.check()?;
    let covered = Covered {
        from: wishes.zone.midnight(first_day),
        until: wishes.zone.midnight(audited.last + 1),
    };
    let completeness =
        salus_access::completeness(&gathered.accesses, &gathered.origin, covered, &calendar);
    let tallies = tallies(&gathered.accesses, &audit, audited, &calendar);
    Ok(Some(Audited {
        gathered,
        audit,
        ranking,
        completeness,
        audited,
        reference,
        tallies,
        zone: wishes.zone,
    }))
}

/// What was gathered, with the care that is in memory.
pub(crate) fn evidence_of<'a>(gathered: &'a Gathered, calendar: &'a Days) -> Evidence<'a> {
    Evidence {
        accesses: &gathered.accesses,
        events: gathered.care.held(),
        staff: &gathered.staff,
        calendar,
    }
}

/// The same with other accesses, and with care wherever it is.
fn over<'a>(gathered: &'a Gathered, accesses: &'a Accesses, calendar: &'a Days) -> Over<'a> {
    gathered.care.over(Evidence {
        accesses,
        ..evidence_of(gathered, calendar)
    })
}

pub(crate) fn unsound(reason: Unsound) -> String {
    format!("the accesses cannot be explained: {reason}")
}

/// A snapshot for an audit: people are recognised, and large facts stay where they are.
pub fn session(lake: &Lake, content: &Content) -> Result<Session, String> {
    let session = lake.session(content).map_err(|error| error.to_string())?;
    crate::assess::recognised(session, content)
}

/// The days to audit: those asked for, else the last week with an access; `None` where there is no access until then.
fn days(
    session: &Session,
    content: &Content,
    wishes: &Wishes,
) -> Result<Option<RangeInclusive<i32>>, String> {
    let Some((first, last)) = logged(session, content)? else {
        return Ok(None);
    };
    let day = |micros: i64| day_of(wishes.zone, micros);
    let end = wishes.to.map_or_else(|| day(last), |to| day(to - 1));
    let start = match wishes.from {
        Some(from) => day(from),
        None if day(first) > end => return Ok(None),
        None => {
            let newest = (end - AUDITED_DAYS + 1).max(day(first));
            let has_history = newest - day(first) >= LEAST_HISTORY;
            newest - if has_history { LATE_DAYS } else { 0 }
        }
    };
    if start > end {
        return Err(
            "the audited days end before they begin; help: --from must be before --to".to_owned(),
        );
    }
    Ok(Some(start..=end))
}

/// First and last moment of the logs that record accesses. (Asking the records, not the fact, saves mapping them all.)
fn logged(session: &Session, content: &Content) -> Result<Option<(i64, i64)>, String> {
    let mappings = content
        .mappings
        .iter()
        .filter(|mapping| mapping.fact == "record_access" && mapping.product != LOOKS);
    let tables = session.tables();
    let mut span: Option<(i64, i64)> = None;
    for mapping in mappings.filter(|mapping| tables.contains(&mapping.product)) {
        let sql = format!(
            "select min(time) as first, max(time) as last from \"{}\"",
            mapping.product
        );
        let rows = session.ask(&sql)?;
        let moment = |name: &str| salus_record::time::parse(rows.first()?.get(name)?.as_str()?);
        if let (Some(first), Some(last)) = (moment("first"), moment("last")) {
            let (known_first, known_last) = span.unwrap_or((first, last));
            span = Some((first.min(known_first), last.max(known_last)));
        }
    }
    Ok(span)
}

fn ranked(
    gathered: &Gathered,
    audit: &Audit,
    (reference, audited): (Span, Span),
    wishes: &Wishes,
) -> Result<Ranking, String> {
    let notes = audit.templates.bits(|one| one.own_work);
    let noted = notes_of_emergencies(gathered, notes)?;
    let keys = |names: &mut dyn Iterator<Item = &str>| names.map(key).collect::<Vec<u64>>();
    let users = keys(&mut gathered.people.codes.names());
    let patients = keys(&mut gathered.patient_ids.names());
    let departments = keys(&mut gathered.departments.names());
    let calendar = Days(wishes.zone);
    let is_open = |status: &Status| *status == Status::Unexplained;
    let unexplained: Vec<bool> = audit.explanations.status.iter().map(is_open).collect();
    let still_unexplained =
        |invented: &Accesses| still_unexplained(gathered, audit, &calendar, invented);
    let numbers: Vec<u64> = gathered.patient_ids.names().map(serial).collect();
    let evidence = rank::Evidence {
        accesses: &gathered.accesses,
        unexplained: &unexplained,
        events: noted.as_ref().unwrap_or(gathered.care.held()),
        staff: &gathered.staff,
        patients: &gathered.patients,
        conduct: rank::Conduct {
            taken: &gathered.taken,
            listed: &gathered.listed,
            workstation: &gathered.origin.workstation,
            numbers: &numbers,
        },
        calendar: &calendar,
        keys: rank::Keys {
            users: &users,
            patients: &patients,
            departments: &departments,
        },
        reference,
        audit: audited,
        still_unexplained: &still_unexplained,
    };
    let settings = rank::Settings {
        seed: wishes.seed,
        alerts_per_day: wishes.budget,
        notes,
        threads: threads(),
        ..rank::Settings::default()
    };
    Ok(rank::rank(&evidence, &settings))
}

/// Where care is in files, what was noted or ordered for patients whose record was opened by the emergency override: the
/// ranking asks for no other care.
fn notes_of_emergencies(gathered: &Gathered, notes: u32) -> Result<Option<Events>, String> {
    let accesses = &gathered.accesses;
    let emergencies = accesses.patient.iter().zip(&accesses.emergency);
    let patients = emergencies.filter_map(|(patient, is)| is.then_some(*patient));
    let noted = gathered.care.some(notes, &patients.collect());
    noted.map_err(|error| unsound(Unsound::Unreadable(error.kind())))
}

/// What the templates make of accesses that nobody made, among those that were.
fn still_unexplained(
    gathered: &Gathered,
    audit: &Audit,
    calendar: &Days,
    invented: &Accesses,
) -> Vec<bool> {
    let mut accesses = gathered.accesses.clone();
    let real = accesses.len();
    accesses.time.extend(&invented.time);
    accesses.user.extend(&invented.user);
    accesses.patient.extend(&invented.patient);
    accesses.emergency.extend(&invented.emergency);
    let over = over(gathered, &accesses, calendar);
    match over.explain(&audit.templates, &audit.handled, threads()) {
        Ok(explained) => {
            let statuses = explained.status.into_iter().skip(real);
            statuses
                .map(|status| status == Status::Unexplained)
                .collect()
        }
        // Columns as long as these were sound before; what does not come back from a file ends the audit.
        Err(reason) => {
            if let Unsound::Unreadable(kind) = reason {
                gathered.care.broke(kind);
            }
            vec![false; invented.len()]
        }
    }
}

/// The number that a patient's number ends with, where it looks like one of a series.
fn serial(name: &str) -> u64 {
    let digits = name.bytes().rev().take_while(u8::is_ascii_digit).count();
    let is_series = (3..=15).contains(&digits);
    let number = is_series.then(|| name[name.len() - digits..].parse().ok());
    number.flatten().unwrap_or(u64::MAX)
}

/// A number for a name that is the same in every run.
fn key(name: &str) -> u64 {
    let digest = Digest::of(name.as_bytes());
    let head = digest.as_str().get(..16).unwrap_or_default();
    u64::from_str_radix(head, 16).unwrap_or(0)
}

fn tallies(accesses: &Accesses, audit: &Audit, span: Span, calendar: &Days) -> Tallies {
    let mut tallies = Tallies::default();
    let explained = &audit.explanations;
    for (row, time) in accesses.time.iter().enumerate() {
        if !accesses.can_be_tried(row) {
            tallies.untried += 1;
            continue;
        }
        if !span.holds(calendar.day(*time)) {
            continue;
        }
        let is_first = explained.first[row];
        let tally = if is_first {
            &mut tallies.first
        } else {
            &mut tallies.later
        };
        tally.add(explained.status[row]);
    }
    tallies
}
