//! Tickets of the security desk, and what became of machines: lost, wiped, given away.

use std::path::Path;

use super::super::clock::{self, Local};
use super::super::files::table::Rows;
use super::super::world::World;
use super::portable::Lost;
use super::story::Story;
use crate::moment::Moment;
use crate::random::Random;

pub(super) const CASES: &str = "governance/security-cases.csv";
pub(super) const EVENTS: &str = "governance/device-events.csv";

/// A ticket.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) category: &'static str,
    pub(crate) severity: &'static str,
    pub(crate) first: Moment,
    pub(crate) detected: Moment,
    pub(crate) contained: Option<Moment>,
    pub(crate) is_real: bool,
    pub(crate) summary: String,
}

/// What the desk hears of every few days: category, severity, whether it was real, what it was.
const ORDINARY: [(&str, &str, bool, &str); 5] = [
    (
        "Access",
        "Low",
        false,
        "Locked out after four wrong passwords",
    ),
    (
        "Phishing",
        "Low",
        false,
        "Newsletter reported as suspicious",
    ),
    (
        "Malware",
        "Medium",
        true,
        "Download blocked by the protection program",
    ),
    ("Access", "Low", false, "Badge left at home, day pass given"),
    (
        "Privacy",
        "Medium",
        true,
        "Visit summary handed to the wrong patient, taken back",
    ),
];

/// Writes the tickets of every day and those of the stories, numbered as they were opened.
pub(super) fn cases(world: &World, folder: &Path, stories: &[Story]) -> Result<u64, String> {
    let mut all = ordinary(world);
    all.extend(stories.iter().filter_map(|story| story.case.clone()));
    all.sort_by_key(|case| case.detected);
    let mut rows = Rows::new(
        folder,
        CASES,
        "Case ID,Category,Severity,First Event,Detected,Opened,Contained,Closed,True Positive,After Action Report,Summary",
    )?;
    let end = Local::at(world.plan.end_day(), 0).utc();
    for (number, case) in (301..).zip(&all) {
        let closed = case.contained.map(|at| at.plus_seconds(90_000));
        let closed = closed.filter(|at| *at < end);
        let review = closed
            .filter(|_| case.severity != "Low" && case.is_real)
            .map(|at| at.plus_days(2))
            .filter(|at| *at < end);
        rows.row(&[
            &format!("SC-{number:04}"),
            case.category,
            case.severity,
            &stamp(case.first),
            &stamp(case.detected),
            &stamp(case.detected.plus_seconds(480)),
            &case.contained.map(stamp).unwrap_or_default(),
            &closed.map(stamp).unwrap_or_default(),
            if case.is_real { "Yes" } else { "No" },
            &review.map(Moment::date).unwrap_or_default(),
            &case.summary,
        ])?;
    }
    rows.finish()
}

fn ordinary(world: &World) -> Vec<Case> {
    let mut random = Random::new(world.plan.seed, "security desk");
    let mut all = Vec::new();
    for day in world.plan.first_day()..world.plan.end_day() {
        if !clock::is_weekday(day) || !random.chance(35) {
            continue;
        }
        let (category, severity, is_real, summary) = *random.pick(&ORDINARY);
        let first = Local::at(day, random.between(8 * 3_600, 14 * 3_600)).utc();
        let detected = first.plus_seconds(random.between(120, 5_000));
        all.push(Case {
            category,
            severity,
            first,
            detected,
            contained: Some(detected.plus_seconds(random.between(900, 9_000))),
            is_real,
            summary: summary.to_owned(),
        });
    }
    all
}

/// Writes what became of machines: old ones given away with a certificate, and lost ones.
pub(super) fn device_events(world: &World, folder: &Path, lost: &[Lost]) -> Result<u64, String> {
    let mut all = Vec::new();
    let mut random = Random::new(world.plan.seed, "disposals");
    for day in world.plan.first_day()..world.plan.end_day() {
        if clock::is_weekday(day) && random.chance(12) {
            let number = random.between(100, 999);
            let cells = [
                format!("A-{number:05}"),
                format!("RH-OLD{number}"),
                "Disposed".to_owned(),
                "Yes".to_owned(),
                "certificate on file".to_owned(),
            ];
            all.push((Local::at(day, 15 * 3_600).utc(), cells));
        }
    }
    all.extend(lost.iter().flat_map(Lost::events));
    all.sort_by_key(|row| row.0);
    let mut rows = Rows::new(
        folder,
        EVENTS,
        "Date,Asset Tag,Host Name,Event,Encrypted,Details",
    )?;
    for (at, [tag, host, event, encrypted, details]) in &all {
        rows.row(&[&stamp(*at), tag, host, event, encrypted, details])?;
    }
    rows.finish()
}

/// `2026-10-13 14:52:00`, UTC.
pub(super) fn stamp(at: Moment) -> String {
    at.format("%Y-%m-%d %H:%M:%S")
}
