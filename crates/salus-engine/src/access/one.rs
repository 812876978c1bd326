//! One access in full, the list a patient may ask for, and what one person opened.

use std::collections::{BTreeMap, BTreeSet};

use salus_access::{Because, Evidence, Handled, NO_TEMPLATE, Status, Templates, words};
use salus_content::{Ask as _, Content, quoted};
use salus_lake::Session;
use salus_record::time;
use serde::Serialize;

use super::care::Room;
use super::gather::{Gathered, OWN, Scope};
use super::merged::Merged;
use super::said::{date, shown, status_word, strength_word};
use super::{Audited, Days, HardLine, StoryLine, Wishes, evidence_of, threads, unsound};

/// One access and every reason for it.
#[derive(Debug, Clone, Serialize)]
pub struct Explained {
    /// Its record.
    pub record_id: String,
    /// When (RFC 3339).
    pub time: Option<String>,
    /// Who: the identity, else the account.
    pub user: String,
    /// Role, as the roster has it.
    pub role: String,
    /// Whose record.
    pub patient_id: String,
    /// `explained`, `weak`, `unexplained`, or `untried` where person, patient or time are missing.
    pub status: &'static str,
    /// The first is the one that is shown elsewhere.
    pub reasons: Vec<ReasonFor>,
}

/// One reason for one access.
#[derive(Debug, Clone, Serialize)]
pub struct ReasonFor {
    /// The template's id.
    pub template: String,
    /// What it is called.
    pub title: String,
    /// `strong` or `weak`, as declared.
    pub strength: &'static str,
    /// In words.
    pub sentence: String,
    /// What it rests on: the reference of a piece of care, or the record of another access.
    pub evidence: String,
    /// Why such a reason counts.
    pub why: String,
}

/// One access as a patient is told of it.
#[derive(Debug, Clone, Serialize)]
pub struct PatientLine {
    /// When (RFC 3339).
    pub time: Option<String>,
    /// Role and department, never a name.
    pub who: String,
    /// What was opened.
    pub what: String,
    /// Why, in words.
    pub why: String,
    /// `explained`, `weak`, `unexplained` or `untried`.
    pub status: &'static str,
    /// Its record.
    pub record_id: String,
}

/// What one person opened in the audited days.
#[derive(Debug, Clone, Serialize)]
pub struct UserReport {
    /// `user`.
    pub kind: &'static str,
    /// Who.
    pub user: String,
    /// Role, as the roster has it.
    pub role: String,
    /// Patients whose records were opened.
    pub patients: usize,
    /// Accesses by what became of them.
    pub accesses: BTreeMap<&'static str, u64>,
    /// Patients whose records were opened, by local day.
    pub days: BTreeMap<String, usize>,
    /// Stories without a reason.
    pub stories: Vec<StoryLine>,
    /// Hard rules broken.
    pub hard_rules: Vec<HardLine>,
}

/// Everything about one access (by its record); one for each patient it names. Empty where there is none.
///
/// Templates have the strength that is declared, and habits of departments are not learned from one patient.
pub fn explain(
    session: &Session,
    content: &Content,
    wishes: &Wishes,
    record: &str,
) -> Result<Vec<Explained>, String> {
    let rows = session.ask(&format!(
        "select distinct patient_id from record_access where record_id = {} order by patient_id",
        quoted(record)
    ))?;
    let merged = Merged::of(session)?;
    let patients = rows
        .iter()
        .filter_map(|row| row.get("patient_id")?.as_str());
    let patients: BTreeSet<&str> = patients.map(|patient| merged.now(patient)).collect();
    let mut found = Vec::new();
    for patient in patients {
        let chart = Chart::of(session, content, wishes, patient)?;
        for at in 0..chart.gathered.accesses.len() {
            if chart.gathered.records.get(at) == record {
                found.push(chart.explained(content, at)?);
            }
        }
    }
    Ok(found)
}

/// Everybody who opened a patient's record, in the order of time.
pub fn of_patient(
    session: &Session,
    content: &Content,
    wishes: &Wishes,
    patient: &str,
) -> Result<Vec<PatientLine>, String> {
    let chart = Chart::of(session, content, wishes, patient)?;
    let evidence = evidence_of(&chart.gathered, &chart.days);
    let explained =
        salus_access::explain(&evidence, &chart.templates, &Handled::default(), threads())
            .map_err(unsound)?;
    let accesses = &chart.gathered.accesses;
    let wanted = |row: &usize| {
        let time = accesses.time[*row];
        wishes.from.is_none_or(|from| time >= from) && wishes.to.is_none_or(|to| time < to)
    };
    let mut rows: Vec<usize> = (0..accesses.len()).filter(wanted).collect();
    rows.sort_by_key(|row| (accesses.time[*row], chart.gathered.records.get(*row)));
    let lines = rows.into_iter().map(|row| {
        let record_id = chart.gathered.records.get(row).into_owned();
        if chart.is_own(row) {
            return PatientLine {
                time: chart.time(row),
                who: "privacy office".to_owned(),
                what: chart.gathered.opened.get(row).into_owned(),
                why: content.access_words.patient_report.privacy_office.clone(),
                status: status_word(Status::Explained),
                record_id,
            };
        }
        let status = explained.status[row];
        let delta = salus_access::delta(&evidence, &chart.templates, &explained, row);
        let template = explained.template[row];
        let reason = (template != NO_TEMPLATE).then(|| {
            let sentence = &content.templates[usize::from(template)].sentence;
            words(sentence, delta.unwrap_or(0))
        });
        let is_emergency = accesses.emergency[row];
        PatientLine {
            time: chart.time(row),
            who: chart.who(row),
            what: chart.gathered.opened.get(row).into_owned(),
            why: why(content, status, reason.as_deref(), is_emergency),
            status: chart.status(row, status),
            record_id,
        }
    });
    Ok(lines.collect())
}

/// In the words for patients.
fn why(content: &Content, status: Status, reason: Option<&str>, is_emergency: bool) -> String {
    let said = &content.access_words.patient_report;
    let text = match (status, reason) {
        (Status::Explained, Some(reason)) => said.explained.replace("{reason}", reason),
        (Status::Weak, Some(reason)) => said.weak.replace("{reason}", reason),
        _ => said.unexplained.clone(),
    };
    if is_emergency {
        format!("{}; {text}", said.emergency)
    } else {
        text
    }
}

/// What one person opened in the audited days; `None` for a person nobody knows.
#[must_use]
pub fn of_user(audited: &Audited, content: &Content, name: &str) -> Option<UserReport> {
    let gathered = &audited.gathered;
    let user = gathered.people.known(name)?;
    let known = shown(gathered.people.codes.name(user));
    let mut accesses: BTreeMap<&'static str, u64> = BTreeMap::new();
    let mut patients: BTreeMap<i32, Vec<u32>> = BTreeMap::new();
    for row in 0..gathered.accesses.len() {
        let day = super::day_of(audited.zone, gathered.accesses.time[row]);
        if gathered.accesses.user[row] != user || !audited.audited.holds(day) {
            continue;
        }
        *accesses
            .entry(status_word(audited.audit.explanations.status[row]))
            .or_default() += 1;
        patients
            .entry(day)
            .or_default()
            .push(gathered.accesses.patient[row]);
    }
    let distinct = |mut codes: Vec<u32>| {
        codes.sort_unstable();
        codes.dedup();
        codes.len()
    };
    let all: Vec<u32> = patients.values().flatten().copied().collect();
    let words = &content.access_words;
    Some(UserReport {
        kind: "user",
        user: known.to_owned(),
        role: gathered.role(user).to_owned(),
        patients: distinct(all),
        accesses,
        days: patients
            .into_iter()
            .map(|(day, codes)| (date(day), distinct(codes)))
            .collect(),
        stories: of(audited.stories(words), known, |one| &one.user),
        hard_rules: of(audited.hard_rules(words), known, |one| &one.user),
    })
}

fn of<T>(lines: Vec<T>, known: &str, user: impl Fn(&T) -> &String) -> Vec<T> {
    lines
        .into_iter()
        .filter(|line| user(line) == known)
        .collect()
}

/// All that a lake says of the accesses to one patient's record.
struct Chart {
    gathered: Gathered,
    templates: Templates,
    days: Days,
}

impl Chart {
    fn of(
        session: &Session,
        content: &Content,
        wishes: &Wishes,
        patient: &str,
    ) -> Result<Self, String> {
        let scope = Scope {
            patient: Some(patient.to_owned()),
            ..Scope::default()
        };
        Ok(Self {
            gathered: Gathered::of(
                session,
                &content.templates,
                &scope,
                (wishes.zone, Room::ALL),
            )?,
            templates: Templates::compile(&content.templates)
                .map_err(|refused| refused.to_string())?,
            days: Days(wishes.zone),
        })
    }

    fn explained(&self, content: &Content, row: usize) -> Result<Explained, String> {
        let evidence: Evidence<'_> = evidence_of(&self.gathered, &self.days);
        let reasons = salus_access::why(&evidence, &self.templates, &Handled::default(), row)
            .map_err(unsound)?;
        let reasons: Vec<ReasonFor> = reasons
            .iter()
            .filter_map(|reason| {
                let template = content.templates.get(usize::from(reason.template))?;
                Some(ReasonFor {
                    template: template.id.clone(),
                    title: template.title.clone(),
                    strength: strength_word(template.strength),
                    sentence: words(&template.sentence, reason.delta),
                    evidence: match reason.because {
                        Because::Event(at) => {
                            self.gathered.care.reference(at as usize).into_owned()
                        }
                        Because::Access(at) => self.gathered.records.get(at as usize).into_owned(),
                    },
                    why: template.why.clone(),
                })
            })
            .collect();
        let is_strong = reasons.iter().any(|reason| reason.strength == "strong");
        let status = match (is_strong, reasons.is_empty()) {
            (true, _) => Status::Explained,
            (false, false) => Status::Weak,
            (false, true) => Status::Unexplained,
        };
        let accesses = &self.gathered.accesses;
        Ok(Explained {
            record_id: self.gathered.records.get(row).into_owned(),
            time: self.time(row),
            user: shown(self.gathered.people.codes.name(accesses.user[row])).to_owned(),
            role: self.gathered.role(accesses.user[row]).to_owned(),
            patient_id: self
                .gathered
                .patient_ids
                .name(accesses.patient[row])
                .to_owned(),
            status: self.status(row, status),
            reasons,
        })
    }

    fn status(&self, row: usize, status: Status) -> &'static str {
        if self.gathered.accesses.can_be_tried(row) {
            status_word(status)
        } else {
            "untried"
        }
    }

    fn time(&self, row: usize) -> Option<String> {
        let micros = self.gathered.accesses.time[row];
        salus_access::is_moment(micros).then(|| time::format(micros))
    }

    /// Whether it is a look at the audit itself.
    fn is_own(&self, row: usize) -> bool {
        let application = self.gathered.origin.application[row];
        self.gathered.applications.name(application) == OWN
    }

    /// Role and departments of that day.
    fn who(&self, row: usize) -> String {
        let (user, time) = (
            self.gathered.accesses.user[row],
            self.gathered.accesses.time[row],
        );
        let day = super::day_of(self.days.0, time);
        let mut parts = self.gathered.departments_on(user, day);
        let role = self.gathered.role(user);
        if !role.is_empty() {
            parts.insert(0, role);
        }
        if parts.is_empty() {
            "unknown".to_owned()
        } else {
            parts.join(", ")
        }
    }
}
