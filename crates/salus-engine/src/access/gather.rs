//! Accesses, care and people of a lake as the columns that the audit works on.
//!
//! Each fact is passed over once; care in one question that tells for each row which templates it is evidence for.

use salus_access::{Accesses, Event, NO_TIME, NONE, OPEN_END, Origin, Patients, Staff};
use salus_content::{Template, TemplateDerived};
use salus_lake::{LakeError, Session};
use salus_record::Zone;

use super::care::{Care, Room};
use super::codes::{Codes, People};
use super::columns::{Columns, bits, is_true, text, time};
use super::merged::Merged;
use super::texts::Texts;
use super::traits::Traits;

/// The application under which looks at the audit are recorded.
pub(super) const OWN: &str = "Salus";

/// What an audit is about.
pub(crate) struct Gathered {
    pub(crate) accesses: Accesses,
    /// Where each access came from, row by row.
    pub(crate) origin: Origin,
    /// Whether a record was taken along (printed, exported), and whether it was only met in a list, row by row.
    pub(crate) taken: Vec<bool>,
    pub(crate) listed: Vec<bool>,
    /// The record of each access, row by row.
    pub(crate) records: Texts,
    /// What each access opened, row by row; only where one patient is asked for.
    pub(crate) opened: Texts,
    /// Care, and the reference of each row of it.
    pub(crate) care: Care,
    pub(crate) staff: Staff,
    pub(crate) patients: Patients,
    pub(crate) people: People,
    pub(crate) patient_ids: Codes,
    pub(crate) departments: Codes,
    pub(crate) applications: Codes,
    pub(crate) places: Codes,
    pub(crate) diagnoses: Codes,
    /// Roles by user code, as the roster says.
    pub(crate) roles: Vec<String>,
}

/// Whose rows are asked for; everybody's, where nothing is said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    /// Only this patient, by any number of theirs.
    pub(crate) patient: Option<String>,
    /// From this moment on, microseconds of UTC.
    pub(crate) since: Option<i64>,
    /// Before this moment.
    pub(crate) until: Option<i64>,
}

impl Gathered {
    /// Everything within the scope; people and patients are taken as a whole.
    pub(crate) fn of(
        session: &Session,
        templates: &[Template],
        scope: &Scope,
        (zone, room): (Zone, Room),
    ) -> Result<Self, String> {
        let people = People::identified(session)?;
        let merged = Merged::of(session)?;
        let mut gathered = Self {
            accesses: Accesses::default(),
            origin: Origin::default(),
            taken: Vec::new(),
            listed: Vec::new(),
            records: Texts::within(room.texts),
            opened: Texts::within(room.texts),
            care: Care::within(room),
            staff: Staff::default(),
            patients: Patients::default(),
            people,
            patient_ids: Codes::default(),
            departments: Codes::default(),
            applications: Codes::default(),
            places: Codes::default(),
            diagnoses: Codes::default(),
            roles: Vec::new(),
        };
        for (old, now) in merged.pairs() {
            gathered.patient_ids.alias(old, now);
        }
        let patient = scope.patient.as_deref();
        let only = patient.map(|patient| merged.condition(patient));
        let all = gathered.fill(session, templates, (scope, only.as_deref()), zone);
        all.map_err(|error| error.to_string())?;
        Ok(gathered)
    }

    fn fill(
        &mut self,
        session: &Session,
        templates: &[Template],
        (scope, only): (&Scope, Option<&str>),
        zone: Zone,
    ) -> Result<(), LakeError> {
        let mut traits = Traits::default();
        self.staff(session, templates, zone, &mut traits)?;
        self.accesses(session, (scope, only))?;
        self.events(session, templates, only)?;
        self.patients(session, only, &mut traits)
    }

    fn accesses(
        &mut self,
        session: &Session,
        (scope, only): (&Scope, Option<&str>),
    ) -> Result<(), LakeError> {
        let mut sql = "select record_id, time, user_name, practitioner_id, patient_id, \
            coalesce(break_glass, false) or coalesce(purpose in ('BTG', 'ETREAT'), false) as emergency, application, source_ip, \
            coalesce(taken, false) as taken, coalesce(listed, false) as listed, \
            concat_ws(', ', resource, action) as opened \
            from record_access where coalesce(outcome, 'success') <> 'failure' \
            and lower(coalesce(user_role, '')) <> 'system'"
            .to_owned();
        match only {
            Some(only) => sql += &format!(" and {only}"),
            // Looks at the audit itself are in the list of each patient, and are no looks without a reason.
            None => sql += &format!(" and coalesce(application, '') <> '{OWN}'"),
        }
        for (operator, moment) in [(">=", scope.since), ("<", scope.until)] {
            if let Some(moment) = moment {
                let moment = salus_record::time::format(moment);
                // What has no time cannot be judged, and is counted.
                sql += &format!(" and (time is null or time {operator} timestamp '{moment}')");
            }
        }
        session.each(&sql, &mut |batch| {
            let columns = Columns(&batch);
            let (times, emergency) = (columns.times("time")?, columns.truths("emergency")?);
            let (users, numbers) = (
                columns.texts("user_name")?,
                columns.texts("practitioner_id")?,
            );
            let (taken, listed) = (columns.truths("taken")?, columns.truths("listed")?);
            let patients = columns.texts("patient_id")?;
            let (applications, places) =
                (columns.texts("application")?, columns.texts("source_ip")?);
            for row in 0..batch.num_rows() {
                self.accesses.push(
                    time(times, row).unwrap_or(NO_TIME),
                    self.people.of(text(users, row), text(numbers, row)),
                    self.patient_ids.optional(text(patients, row)),
                    is_true(emergency, row),
                );
                self.taken.push(is_true(taken, row));
                self.listed.push(is_true(listed, row));
                let application = self.applications.optional(text(applications, row));
                self.origin.application.push(application);
                let place = self.places.optional(text(places, row));
                self.origin.workstation.push(place);
            }
            let records = columns.texts("record_id")?.clone();
            self.records.push(records).map_err(aside)?;
            match only {
                Some(_) => self
                    .opened
                    .push(columns.texts("opened")?.clone())
                    .map_err(aside),
                None => Ok(()),
            }
        })
    }

    fn events(
        &mut self,
        session: &Session,
        templates: &[Template],
        only: Option<&str>,
    ) -> Result<(), LakeError> {
        let Some(sql) = care_sql(templates, only) else {
            return Ok(());
        };
        session.each(&sql, &mut |batch| {
            let columns = Columns(&batch);
            let (begins, ends) = (columns.times("begins")?, columns.times("end_time")?);
            let (patients, actors) = (
                columns.texts("patient_id")?,
                columns.texts("practitioner_id")?,
            );
            let (departments, authors) =
                (columns.texts("department")?, columns.texts("author_id")?);
            let (codes, bits) = (columns.texts("code")?, columns.numbers("bits")?);
            let goes_on = columns.truths("goes_on")?;
            for row in 0..batch.num_rows() {
                let begin = time(begins, row);
                let end = match (time(ends, row), begin) {
                    (Some(end), _) => end,
                    (None, _) if is_true(goes_on, row) => OPEN_END,
                    (None, Some(begin)) => begin,
                    // A row without any time ties nobody to a day.
                    (None, None) => NO_TIME,
                };
                let templates = u32::try_from(bits.value(row)).unwrap_or(0);
                let event = Event {
                    begin: begin.unwrap_or(NO_TIME),
                    end,
                    patient: self.patient_ids.optional(text(patients, row)),
                    actor: self.people.of(None, text(actors, row)),
                    department: self.department(text(departments, row)),
                    author: self.people.of(None, text(authors, row)),
                    code: self.diagnoses.optional(text(codes, row)),
                    templates: if end == NO_TIME { 0 } else { templates },
                };
                self.care.rows().push(event);
            }
            let references = columns.texts("reference")?.clone();
            self.care.took(references, &self.accesses).map_err(aside)
        })?;
        self.care.close().map_err(aside)
    }

    /// Whether everything that was put aside came back.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.records.check()?;
        self.opened.check()?;
        self.care.check()
    }

    /// The role of somebody, as the roster has it; empty where it does not say.
    pub(super) fn role(&self, user: u32) -> &str {
        self.roles.get(user as usize).map_or("", String::as_str)
    }

    /// The departments of somebody on a local day.
    pub(super) fn departments_on(&self, user: u32, day: i32) -> Vec<&str> {
        let codes = self.staff.departments.on(user, day);
        let mut names: Vec<&str> = codes.map(|code| self.departments.name(code)).collect();
        names.dedup();
        names
    }

    pub(super) fn department(&mut self, name: Option<&str>) -> u32 {
        name.map_or(NONE, |name| self.departments.code(&name.to_lowercase()))
    }
}

/// What does not fit into memory and cannot be put into a file.
fn aside(error: std::io::Error) -> LakeError {
    LakeError::Query(format!(
        "what does not fit into memory cannot be put aside: {error}; help: see that the folder for temporary files (TMPDIR) has room"
    ))
}

/// One question for all care that is evidence for some template; `None` where no template rests on care.
fn care_sql(templates: &[Template], only: Option<&str>) -> Option<String> {
    let conditions: Vec<String> = templates
        .iter()
        .filter(|template| template.derived == TemplateDerived::Evidence)
        .map(|template| format!("({})", template.evidence))
        .collect();
    if conditions.is_empty() {
        return None;
    }
    let mut sql = format!(
        "select patient_id, practitioner_id, department, author_id, code, coalesce(start_time, time) as begins, end_time, \
             coalesce(ongoing, false) as goes_on, \
             coalesce(event_id, record_id) as reference, {} as bits from care_event \
             where patient_id is not null and ({})",
        bits(templates, |template| &template.evidence),
        conditions.join(" or ")
    );
    if let Some(only) = only {
        sql += &format!(" and {only}");
    }
    Some(sql)
}
