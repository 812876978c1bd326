//! People and their accounts: training, practice phishing, practice 3.

use super::{Facts, share};
use crate::background::windows::event::Event;
use crate::clinic::Clinic;
use crate::clinic::people::LEAVER;
use crate::evidence::{Evidence, Story};
use crate::format::binxml::Value;
use crate::format::csv::Table;
use crate::tables::at;

/// The leaver's last day.
const LAST_DAY: &str = "2026-10-09";

pub(super) fn add(clinic: &Clinic, evidence: &Evidence, tables: &[Table], facts: &mut Facts) {
    training(clinic, tables, facts);
    accounts(tables, facts);
    after_the_end(evidence, facts);
    shared_logons(evidence, facts);
}

fn training(clinic: &Clinic, tables: &[Table], facts: &mut Facts) {
    let (end, year_ago) = (clinic.end.date(), clinic.end.plus_days(-365).date());
    let now: Vec<_> = clinic
        .people
        .iter()
        .filter(|person| person.works_on(&end))
        .collect();
    let trained = share(&now, |person| {
        person.trained.is_some_and(|date| date >= year_ago.as_str())
    });
    let how = "people on the roster at the end with awareness training in 365 days";
    facts.share("mail.training_coverage", trained, how);
    let practice = at(tables, "people/phishing-simulation.csv");
    let last: Vec<_> = practice
        .rows
        .iter()
        .filter(|row| row[0].starts_with("Autumn"))
        .collect();
    let clicked = share(&last, |row| row[6] == "Yes" || row[7] == "Yes");
    facts.share("mail.phish_click_rate", clicked, "the newest campaign");
    let reported = share(&last, |row| row[8] == "Yes");
    facts.share("mail.phish_report_rate", reported, "the newest campaign");
    facts.value(
        "mail.phish_sim_age_days",
        53,
        "since 2026-09-08 15:00, whole days",
    );
}

fn accounts(tables: &[Table], facts: &mut Facts) {
    let accounts = at(tables, "people/directory-accounts.csv");
    let enabled = accounts.count("Account Enabled", |cell| cell == "True");
    let how =
        "enabled accounts; frontdesk is shared, jbarlow has no person, svc-backup is a service";
    facts.share("iam.person_bound", (enabled - 2, enabled), how);
    let how = "enabled accounts without a person on the roster: frontdesk, jbarlow";
    facts.share("iam.orphans", (2, enabled), how);
    facts.share(
        "iam.inactive_90d",
        (1, enabled),
        "enabled accounts: jbarlow",
    );
    facts.share(
        "iam.term_24h",
        (0, 1),
        "one leaver, disabled after ten days",
    );
}

fn after_the_end(evidence: &Evidence, facts: &mut Facts) {
    let looks = evidence
        .accesses
        .iter()
        .filter(|access| access.story == Story::Leaver)
        .count();
    let later = evidence
        .sign_ins
        .iter()
        .filter(|one| one.user == LEAVER && one.time.date().as_str() > LAST_DAY)
        .count();
    let how = "two cloud sign-ins, nine record accesses, one remote-access session";
    facts.value("iam.post_term_use", looks + later + 1, how);
}

fn shared_logons(evidence: &Evidence, facts: &mut Facts) {
    let named = |event: &Event, wanted: &str| {
        let found = event.data.iter().find(|(name, _)| *name == wanted);
        found.map(|(_, value)| value.clone())
    };
    let logons: Vec<&Event> = evidence
        .windows
        .iter()
        .filter(|event| event.id == 4624)
        .filter(|event| matches!(named(event, "LogonType"), Some(Value::U32(2 | 10))))
        .collect();
    let shared = Some(Value::Text("frontdesk".to_owned()));
    let found = share(&logons, |event| named(event, "TargetUserName") == shared);
    let how = "Windows logons of type 2 and 10 on the three machines; frontdesk is shared";
    facts.share("iam.shared_logons", found, how);
}
