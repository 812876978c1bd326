//! Sessions of the backup program for the office workstations, as Veeam's REST interface lists them.

use serde_json::{Value, json};

use super::Export;
use crate::clinic::Clinic;
use crate::format::json;
use crate::moment::Moment;

const JOB: &str = "Office workstations";
/// The night of which the program warns.
const WARNED: i64 = 9;
const NIGHTS: i64 = 14;

/// The nights before the end: when each job began, and how it ended.
fn nights(clinic: &Clinic) -> impl Iterator<Item = (Moment, &'static str)> {
    let first = clinic.end.plus_days(-NIGHTS);
    (0..NIGHTS).map(move |night| {
        let word = if night == WARNED {
            "Warning"
        } else {
            "Success"
        };
        (first.plus_days(night).plus_seconds(3 * 3_600), word)
    })
}

/// Jobs that ended well, that ended with a warning, and all.
pub(crate) fn jobs(clinic: &Clinic) -> (usize, usize, usize) {
    let count = |wanted: &str| nights(clinic).filter(|(_, word)| *word == wanted).count();
    let (good, warned) = (count("Success"), count("Warning"));
    (good, warned, good + warned)
}

/// Restore tests in this list, and those that worked.
pub(crate) const fn restores() -> (usize, usize) {
    (1, 1)
}

pub(super) fn export(clinic: &Clinic) -> Export {
    let mut random = clinic.random("veeam");
    let job = random.guid();
    let mut session = |kind: &str, result: &str, begun: Moment, minutes: i64| {
        let id = random.guid();
        let message = match result {
            "Warning" => "One file could not be read",
            _ => "",
        };
        json!({
            "id": id,
            "name": JOB,
            "jobId": job,
            "sessionType": kind,
            "state": "Stopped",
            "creationTime": begun.iso_millis(),
            "endTime": begun.plus_seconds(minutes * 60).iso_millis(),
            "progressPercent": 100,
            "usn": 0,
            "platformName": "WindowsPhysical",
            "result": {"result": result, "message": message, "isCanceled": false}
        })
    };
    let mut sessions: Vec<Value> = nights(clinic)
        .map(|(begun, result)| session("BackupJob", result, begun, 22))
        .collect();
    let tested = clinic.end.plus_days(-8).plus_seconds(16 * 3_600);
    sessions.push(session("SureBackup", "Success", tested, 95));
    let count = sessions.len();
    let text = json::text(&json!({
        "data": sessions,
        "pagination": {"total": count, "count": count, "skip": 0, "limit": 200}
    }));
    Export::new(
        "governance/veeam-sessions.json",
        text + "\n",
        "two weeks of nightly backups of the workstations, one with a warning, and a restore test that worked",
        &[("veeam_session", count)],
    )
}
