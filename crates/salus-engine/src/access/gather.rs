//! Accesses, care and people of a lake as the columns that the audit works on.
//!
//! Each fact is passed over once; care in one question that tells for each row which templates it is evidence for.

use std::collections::HashMap;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{
    Array as _, BooleanArray, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use salus_access::{
    Accesses, Contact, Event, Events, Grouped, Membership, NO_DAY, NO_TIME, NONE, OPEN_END,
    Patients, Staff,
};
use salus_content::{Template, TemplateDerived};
use salus_lake::{LakeError, Session};
use salus_record::Zone;

use super::codes::{Codes, People};
use super::day_of;

/// The application under which looks at the audit are recorded.
pub(super) const OWN: &str = "Salus";

/// What an audit is about.
pub(crate) struct Gathered {
    pub(crate) accesses: Accesses,
    /// Where each access came from, row by row.
    pub(crate) origins: Vec<Origin>,
    /// The record of each access, row by row.
    pub(crate) records: Texts,
    /// What each access opened, row by row; only where one patient is asked for.
    pub(crate) opened: Texts,
    pub(crate) events: Events,
    /// The reference of each event, row by row.
    pub(crate) references: Texts,
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
    /// Names by user code, as the roster says.
    pub(crate) names: Vec<String>,
}

/// Where an access came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) application: u32,
    pub(crate) place: u32,
}

/// Texts of many batches by their row.
#[derive(Default)]
pub(crate) struct Texts {
    parts: Vec<StringArray>,
    starts: Vec<usize>,
    rows: usize,
}

impl Texts {
    fn push(&mut self, part: StringArray) {
        self.starts.push(self.rows);
        self.rows += part.len();
        self.parts.push(part);
    }

    /// The text of a row; empty where there is none.
    pub(crate) fn get(&self, row: usize) -> &str {
        let part = self.starts.partition_point(|start| *start <= row);
        let Some((part, start)) = part
            .checked_sub(1)
            .map(|at| (&self.parts[at], self.starts[at]))
        else {
            return "";
        };
        let at = row - start;
        if at < part.len() && part.is_valid(at) {
            part.value(at)
        } else {
            ""
        }
    }
}

/// Whose rows are asked for; everybody's, where nothing is said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    /// Only this patient.
    pub(crate) patient: Option<String>,
    /// From this moment on, microseconds of UTC.
    pub(crate) since: Option<i64>,
    /// Before this moment.
    pub(crate) until: Option<i64>,
}

/// What people and patients may have in common.
#[derive(Default)]
struct Traits {
    codes: Codes,
    /// Staff by family name, first name and day of birth; two of them are nobody.
    born: HashMap<String, u32>,
}

impl Traits {
    fn optional(&mut self, name: Option<&str>) -> u32 {
        self.codes.optional(name)
    }

    /// Notes who somebody is by name and birth.
    fn note(&mut self, born: Option<String>, user: u32) {
        if let Some(born) = born {
            let known = self.born.entry(born).or_insert(user);
            if *known != user {
                *known = NONE;
            }
        }
    }
}

/// Family name, first name and day of birth: by all three, a patient is a member of staff.
fn born(family: Option<&str>, given: Option<&str>, birth_date: Option<&str>) -> Option<String> {
    let given = folded(given?.split_whitespace().next()?)?;
    Some(format!("{}|{given}|{}", family?, birth_date?))
}

/// The columns of one result.
struct Columns<'b>(&'b RecordBatch);

impl<'b> Columns<'b> {
    fn texts(&self, name: &str) -> Result<&'b StringArray, LakeError> {
        let column = self.0.column_by_name(name);
        let column = column.and_then(|column| column.as_string_opt::<i32>());
        column.ok_or_else(|| wrong(name))
    }

    fn times(&self, name: &str) -> Result<&'b TimestampMicrosecondArray, LakeError> {
        let column = self.0.column_by_name(name);
        let column =
            column.and_then(|column| column.as_primitive_opt::<TimestampMicrosecondType>());
        column.ok_or_else(|| wrong(name))
    }

    fn numbers(&self, name: &str) -> Result<&'b Int64Array, LakeError> {
        let column = self.0.column_by_name(name);
        let column = column.and_then(|column| column.as_primitive_opt::<Int64Type>());
        column.ok_or_else(|| wrong(name))
    }

    fn truths(&self, name: &str) -> Result<&'b BooleanArray, LakeError> {
        let column = self.0.column_by_name(name);
        let column = column.and_then(|column| column.as_boolean_opt());
        column.ok_or_else(|| wrong(name))
    }
}

fn wrong(column: &str) -> LakeError {
    LakeError::Query(format!(
        "column `{column}` is not of the kind the audit reads"
    ))
}

fn text(column: &StringArray, row: usize) -> Option<&str> {
    let text = column.is_valid(row).then(|| column.value(row).trim())?;
    (!text.is_empty()).then_some(text)
}

fn time(column: &TimestampMicrosecondArray, row: usize) -> Option<i64> {
    column.is_valid(row).then(|| column.value(row))
}

fn is_true(column: &BooleanArray, row: usize) -> bool {
    column.is_valid(row) && column.value(row)
}

/// A number in which bit k says whether the condition of template k holds.
fn bits(templates: &[Template], condition: impl Fn(&Template) -> &str) -> String {
    let bits = templates
        .iter()
        .enumerate()
        .filter_map(|(place, template)| {
            let condition = condition(template).trim();
            (!condition.is_empty())
                .then(|| format!("(case when {condition} then {} else 0 end)", 1_u64 << place))
        });
    let sum = bits.collect::<Vec<_>>().join(" + ");
    match sum.as_str() {
        "" => "cast(0 as bigint)".to_owned(),
        sum => format!("cast({sum} as bigint)"),
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

impl Gathered {
    /// Everything within the scope; people and patients are taken as a whole.
    pub(crate) fn of(
        session: &Session,
        templates: &[Template],
        scope: &Scope,
        zone: Zone,
    ) -> Result<Self, String> {
        let people = People::identified(session)?;
        let mut gathered = Self {
            accesses: Accesses::default(),
            origins: Vec::new(),
            records: Texts::default(),
            opened: Texts::default(),
            events: Events::default(),
            references: Texts::default(),
            staff: Staff::default(),
            patients: Patients::default(),
            people,
            patient_ids: Codes::default(),
            departments: Codes::default(),
            applications: Codes::default(),
            places: Codes::default(),
            diagnoses: Codes::default(),
            roles: Vec::new(),
            names: Vec::new(),
        };
        let all = gathered.fill(session, templates, scope, zone);
        all.map_err(|error| error.to_string())?;
        Ok(gathered)
    }

    fn fill(
        &mut self,
        session: &Session,
        templates: &[Template],
        scope: &Scope,
        zone: Zone,
    ) -> Result<(), LakeError> {
        let mut traits = Traits::default();
        self.staff(session, templates, zone, &mut traits)?;
        self.accesses(session, scope)?;
        self.events(session, templates, scope)?;
        self.patients(session, scope, &mut traits)
    }

    fn accesses(&mut self, session: &Session, scope: &Scope) -> Result<(), LakeError> {
        let mut sql = "select record_id, time, user_name, practitioner_id, patient_id, \
            coalesce(break_glass, false) or coalesce(purpose in ('BTG', 'ETREAT'), false) as emergency, application, source_ip, \
            concat_ws(', ', resource, action) as opened \
            from record_access where coalesce(outcome, 'success') <> 'failure' \
            and lower(coalesce(user_role, '')) <> 'system'"
            .to_owned();
        if let Some(patient) = &scope.patient {
            sql += &format!(" and patient_id = {}", quoted(patient));
        }
        if scope.patient.is_none() {
            // Looks at the audit itself are in the list of each patient, and are no looks without a reason.
            sql += &format!(" and coalesce(application, '') <> '{OWN}'");
        }
        for (operator, moment) in [(">=", scope.since), ("<", scope.until)] {
            if let Some(moment) = moment {
                let moment = salus_record::time::format(moment);
                sql += &format!(" and time {operator} timestamp '{moment}'");
            }
        }
        session.each(&sql, &mut |batch| {
            let columns = Columns(&batch);
            let (times, emergency) = (columns.times("time")?, columns.truths("emergency")?);
            let (users, numbers) = (
                columns.texts("user_name")?,
                columns.texts("practitioner_id")?,
            );
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
                self.origins.push(Origin {
                    application: self.applications.optional(text(applications, row)),
                    place: self.places.optional(text(places, row)),
                });
            }
            self.records.push(columns.texts("record_id")?.clone());
            if scope.patient.is_some() {
                self.opened.push(columns.texts("opened")?.clone());
            }
            Ok(())
        })
    }

    fn events(
        &mut self,
        session: &Session,
        templates: &[Template],
        scope: &Scope,
    ) -> Result<(), LakeError> {
        let conditions: Vec<String> = templates
            .iter()
            .filter(|template| template.derived == TemplateDerived::Evidence)
            .map(|template| format!("({})", template.evidence))
            .collect();
        if conditions.is_empty() {
            return Ok(());
        }
        let mut sql = format!(
            "select patient_id, practitioner_id, department, author_id, code, coalesce(start_time, time) as begins, end_time, \
             coalesce(ongoing, false) as goes_on, \
             coalesce(event_id, record_id) as reference, {} as bits from care_event \
             where patient_id is not null and ({})",
            bits(templates, |template| &template.evidence),
            conditions.join(" or ")
        );
        if let Some(patient) = &scope.patient {
            sql += &format!(" and patient_id = {}", quoted(patient));
        }
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
                self.events.push(event);
            }
            self.references.push(columns.texts("reference")?.clone());
            Ok(())
        })
    }

    /// Where the accesses came from, as columns.
    pub(crate) fn origin(&self) -> salus_access::Origin {
        salus_access::Origin {
            application: self.origins.iter().map(|one| one.application).collect(),
            workstation: self.origins.iter().map(|one| one.place).collect(),
        }
    }

    fn department(&mut self, name: Option<&str>) -> u32 {
        name.map_or(NONE, |name| self.departments.code(&name.to_lowercase()))
    }

    fn staff(
        &mut self,
        session: &Session,
        templates: &[Template],
        zone: Zone,
        traits: &mut Traits,
    ) -> Result<(), LakeError> {
        // The roster comes last, so that what it says stands over what the record system says of a person.
        let sql = format!(
            "select coalesce(identity_id, user_name, person_id) as who, name, family_name, birth_date, role, department, start_at, end_at, leave_from, leave_until, \
             street, postal_code, phone, patient_id, source like 'fhir%' as from_records, {} as bits \
             from person order by source like 'fhir%' desc, record_id",
            bits(templates, |template| &template.users)
        );
        let mut memberships = Vec::new();
        session.each(&sql, &mut |batch| -> Result<(), LakeError> {
            let columns = Columns(&batch);
            for row in 0..batch.num_rows() {
                self.person(&columns, row, zone, (&mut memberships, traits))?;
            }
            Ok(())
        })?;
        self.assignments(session, zone, &mut memberships)?;
        self.staff.departments = Grouped::new(memberships);
        Ok(())
    }

    /// Departments beside those of the roster: turns, and places of those who are nowhere at home.
    fn assignments(
        &mut self,
        session: &Session,
        zone: Zone,
        memberships: &mut Vec<Membership>,
    ) -> Result<(), LakeError> {
        let sql = "select practitioner_id, department, start_at, end_at from assignment \
            where practitioner_id is not null and department is not null";
        session.each(sql, &mut |batch| -> Result<(), LakeError> {
            let columns = Columns(&batch);
            let (numbers, departments) = (
                columns.texts("practitioner_id")?,
                columns.texts("department")?,
            );
            let (starts, ends) = (columns.times("start_at")?, columns.times("end_at")?);
            for row in 0..batch.num_rows() {
                let user = self.people.of(None, text(numbers, row));
                memberships.push(Membership {
                    user,
                    department: self.department(text(departments, row)),
                    from: time(starts, row).map_or(i32::MIN, |time| day_of(zone, time)),
                    until: time(ends, row).map_or(i32::MAX, |time| day_of(zone, time)),
                });
            }
            Ok(())
        })
    }

    fn person(
        &mut self,
        columns: &Columns<'_>,
        row: usize,
        zone: Zone,
        (memberships, traits): (&mut Vec<Membership>, &mut Traits),
    ) -> Result<(), LakeError> {
        let get = |name: &str| Ok::<_, LakeError>(text(columns.texts(name)?, row));
        let day = |name: &str| {
            let column = columns.times(name)?;
            Ok::<_, LakeError>(time(column, row).map(|time| day_of(zone, time)))
        };
        let user = match get("who")? {
            Some(who) => self.people.codes.code(who),
            None => return Ok(()),
        };
        if user == NONE {
            return Ok(());
        }
        let (from, until) = (day("start_at")?, day("end_at")?);
        if let Some(department) = get("department")? {
            memberships.push(Membership {
                user,
                department: self.departments.code(&department.to_lowercase()),
                from: from.unwrap_or(i32::MIN),
                until: until.unwrap_or(i32::MAX),
            });
        }
        let name = get("name")?.unwrap_or_default();
        let (street, postal) = (get("street")?, get("postal_code")?);
        let staff = &mut self.staff;
        let family = get("family_name")?
            .and_then(folded)
            .or_else(|| family_name(name));
        let given = name.split_once(',').map_or(name, |(_, given)| given);
        traits.note(
            born(family.as_deref(), Some(given), get("birth_date")?),
            user,
        );
        put(&mut staff.surname, user, traits.optional(family.as_deref()));
        put(
            &mut staff.household,
            user,
            traits.optional(household(street, postal).as_deref()),
        );
        put(&mut staff.postal, user, traits.optional(postal));
        put(
            &mut staff.street,
            user,
            traits.optional(street.and_then(street_alone).as_deref()),
        );
        put(
            &mut staff.phone,
            user,
            traits.optional(get("phone")?.and_then(digits).as_deref()),
        );
        put(
            &mut staff.patient,
            user,
            self.patient_ids.optional(get("patient_id")?),
        );
        add_bits(
            &mut staff.templates,
            user,
            columns.numbers("bits")?.value(row),
        );
        if !is_true(columns.truths("from_records")?, row) {
            put_day(&mut staff.employed_from, user, from);
            put_day(&mut staff.employed_until, user, until);
            put_day(&mut staff.leave_from, user, day("leave_from")?);
            put_day(&mut staff.leave_until, user, day("leave_until")?);
        }
        put_text(&mut self.roles, user, get("role")?);
        put_text(
            &mut self.names,
            user,
            Some(name).filter(|name| !name.is_empty()),
        );
        Ok(())
    }

    fn patients(
        &mut self,
        session: &Session,
        scope: &Scope,
        traits: &mut Traits,
    ) -> Result<(), LakeError> {
        let only = match &scope.patient {
            Some(patient) => format!(" where patient_id = {}", quoted(patient)),
            None => String::new(),
        };
        let sql = format!(
            "select patient_id, family_name, given_name, birth_date, street, postal_code, employer, coalesce(deceased, false) as deceased, \
             coalesce(restricted, false) as restricted, coalesce(vip, false) as vip, practitioner_id from patient{only}"
        );
        session.each(&sql, &mut |batch| -> Result<(), LakeError> {
            let columns = Columns(&batch);
            for row in 0..batch.num_rows() {
                self.patient(&columns, row, traits)?;
            }
            Ok(())
        })?;
        let sql = format!(
            "select patient_id, family_name, street, postal_code, phone, contact_practitioner_id from patient_contact{only}"
        );
        let mut contacts = Vec::new();
        session.each(&sql, &mut |batch| -> Result<(), LakeError> {
            let columns = Columns(&batch);
            for row in 0..batch.num_rows() {
                contacts.push(self.contact(&columns, row, traits)?);
            }
            Ok(())
        })?;
        self.patients.contacts = Grouped::new(contacts);
        self.know_own_records();
        Ok(())
    }

    fn patient(
        &mut self,
        columns: &Columns<'_>,
        row: usize,
        traits: &mut Traits,
    ) -> Result<(), LakeError> {
        let get = |name: &str| Ok::<_, LakeError>(text(columns.texts(name)?, row));
        let patient = self.patient_ids.optional(get("patient_id")?);
        if patient == NONE {
            return Ok(());
        }
        let (street, postal) = (get("street")?, get("postal_code")?);
        let family = get("family_name")?.and_then(folded);
        let born = born(family.as_deref(), get("given_name")?, get("birth_date")?);
        let practitioner = match get("practitioner_id")? {
            Some(number) => self.people.of(None, Some(number)),
            None => born
                .and_then(|born| traits.born.get(&born).copied())
                .unwrap_or(NONE),
        };
        let patients = &mut self.patients;
        put(
            &mut patients.surname,
            patient,
            traits.optional(get("family_name")?.and_then(folded).as_deref()),
        );
        put(
            &mut patients.household,
            patient,
            traits.optional(household(street, postal).as_deref()),
        );
        put(&mut patients.postal, patient, traits.optional(postal));
        put(
            &mut patients.street,
            patient,
            traits.optional(street.and_then(street_alone).as_deref()),
        );
        put(
            &mut patients.employer,
            patient,
            traits.optional(get("employer")?),
        );
        put(&mut patients.practitioner, patient, practitioner);
        let flags = [
            ("vip", Patients::VIP),
            ("deceased", Patients::DECEASED),
            ("restricted", Patients::RESTRICTED),
        ];
        let at = patient as usize;
        if patients.flags.len() <= at {
            patients.flags.resize(at + 1, 0);
        }
        for (name, flag) in flags {
            if is_true(columns.truths(name)?, row) {
                patients.flags[at] |= flag;
            }
        }
        Ok(())
    }

    fn contact(
        &mut self,
        columns: &Columns<'_>,
        row: usize,
        traits: &mut Traits,
    ) -> Result<Contact, LakeError> {
        let get = |name: &str| Ok::<_, LakeError>(text(columns.texts(name)?, row));
        let number = get("contact_practitioner_id")?;
        Ok(Contact {
            patient: self.patient_ids.optional(get("patient_id")?),
            surname: traits.optional(get("family_name")?.and_then(folded).as_deref()),
            household: traits.optional(household(get("street")?, get("postal_code")?).as_deref()),
            phone: traits.optional(get("phone")?.and_then(digits).as_deref()),
            user: number.map_or(NONE, |number| self.people.of(None, Some(number))),
        })
    }

    /// Who is a patient here by the roster is so by the record, too, and the other way round.
    fn know_own_records(&mut self) {
        for user in 0..self.staff.patient.len() {
            let patient = self.staff.patient[user];
            if patient != NONE && salus_access::at(&self.patients.practitioner, patient) == NONE {
                put(
                    &mut self.patients.practitioner,
                    patient,
                    u32::try_from(user).unwrap_or(NONE),
                );
            }
        }
        for patient in 0..self.patients.practitioner.len() {
            let user = self.patients.practitioner[patient];
            if user != NONE && salus_access::at(&self.staff.patient, user) == NONE {
                put(
                    &mut self.staff.patient,
                    user,
                    u32::try_from(patient).unwrap_or(NONE),
                );
            }
        }
    }
}

/// Sets the value of a code, unless there is nothing to set.
fn put(column: &mut Vec<u32>, code: u32, value: u32) {
    if value == NONE {
        return;
    }
    let at = code as usize;
    if column.len() <= at {
        column.resize(at + 1, NONE);
    }
    column[at] = value;
}

fn add_bits(column: &mut Vec<u32>, code: u32, bits: i64) {
    let at = code as usize;
    if column.len() <= at {
        column.resize(at + 1, 0);
    }
    column[at] |= u32::try_from(bits).unwrap_or(0);
}

fn put_day(column: &mut Vec<i32>, code: u32, day: Option<i32>) {
    let Some(day) = day else { return };
    let at = code as usize;
    if column.len() <= at {
        column.resize(at + 1, NO_DAY);
    }
    column[at] = day;
}

fn put_text(column: &mut Vec<String>, code: u32, text: Option<&str>) {
    let Some(text) = text else { return };
    let at = code as usize;
    if column.len() <= at {
        column.resize(at + 1, String::new());
    }
    text.clone_into(&mut column[at]);
}

/// Letters only, in lower case: `O'Brien-Ruíz` and `OBRIEN RUÍZ` are one name.
fn folded(name: &str) -> Option<String> {
    let letters = name.chars().filter(|letter| letter.is_alphabetic());
    let folded: String = letters.flat_map(char::to_lowercase).collect();
    (!folded.is_empty()).then_some(folded)
}

/// The family name of a full name: before the comma, else the last word that is no mere initial or title behind it.
fn family_name(name: &str) -> Option<String> {
    if let Some((family, _)) = name.split_once(',') {
        return folded(family);
    }
    const BEHIND: [&str; 9] = ["md", "do", "rn", "np", "pa", "jr", "sr", "ii", "iii"];
    let words = name.split_whitespace().rev();
    let mut words = words
        .filter_map(folded)
        .filter(|word| !BEHIND.contains(&word.as_str()));
    words.next()
}

/// House, street and postal code together.
fn household(street: Option<&str>, postal: Option<&str>) -> Option<String> {
    let (street, postal) = (street?, postal?);
    let has_number = street.bytes().any(|byte| byte.is_ascii_digit());
    has_number.then(|| format!("{}|{}", street.to_lowercase(), postal.to_lowercase()))
}

/// The street without the number of the house.
fn street_alone(street: &str) -> Option<String> {
    let words = street.split_whitespace();
    let words = words.filter(|word| !word.starts_with(|first: char| first.is_ascii_digit()));
    let street = words.collect::<Vec<_>>().join(" ").to_lowercase();
    (!street.is_empty()).then_some(street)
}

/// The last ten digits of a telephone number.
fn digits(phone: &str) -> Option<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let from = digits.len().saturating_sub(10);
    (digits.len() >= 7).then(|| digits[from..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traits_are_brought_to_one_form() {
        let check =
            |given: Option<String>, expected: &str| assert_eq!(given.as_deref(), Some(expected));
        check(family_name("Maria Reyes"), "reyes");
        check(family_name("REYES, MARIA"), "reyes");
        check(family_name("John O'Brien Jr."), "obrien");
        check(
            household(Some("12 Mill Street"), Some("55401")),
            "12 mill street|55401",
        );
        check(street_alone("12 Mill Street"), "mill street");
        check(digits("+1 (612) 555-0142"), "6125550142");
        assert_eq!(household(Some("Mill Street"), Some("55401")), None);
        assert_eq!(digits("17"), None);
        assert_eq!(family_name(""), None);
    }

    #[test]
    fn texts_are_found_by_row_over_batches() {
        let mut texts = Texts::default();
        texts.push(StringArray::from(vec![Some("a"), None]));
        texts.push(StringArray::from(Vec::<Option<&str>>::new()));
        texts.push(StringArray::from(vec![Some("b")]));
        let all: Vec<&str> = (0..4).map(|row| texts.get(row)).collect();
        assert_eq!(all, ["a", "", "b", ""]);
        assert_eq!(Texts::default().get(0), "");
    }
}
