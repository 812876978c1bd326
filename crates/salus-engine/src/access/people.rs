//! Who works here and who is treated here, as far as the audit must know: departments, absences, ties.

use salus_access::{Contact, Grouped, Membership, NO_DAY, NONE, Patients};
use salus_content::Template;
use salus_lake::{LakeError, Session};
use salus_record::Zone;

use super::columns::{Columns, bits, is_true, text, time};
use super::day_of;
use super::gather::Gathered;
use super::traits::{Traits, born, digits, family_name, folded, household, street_alone};

impl Gathered {
    pub(super) fn staff(
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
                department: self.department(Some(department)),
                from: from.unwrap_or(i32::MIN),
                until: until.unwrap_or(i32::MAX),
            });
        }
        self.person_traits(columns, (row, user), traits)?;
        let staff = &mut self.staff;
        if !is_true(columns.truths("from_records")?, row) {
            put_day(&mut staff.employed_from, user, from);
            put_day(&mut staff.employed_until, user, until);
            put_day(&mut staff.leave_from, user, day("leave_from")?);
            put_day(&mut staff.leave_until, user, day("leave_until")?);
        }
        if let Some(role) = get("role")? {
            role.clone_into(slot(&mut self.roles, user, String::new()));
        }
        Ok(())
    }

    fn person_traits(
        &mut self,
        columns: &Columns<'_>,
        (row, user): (usize, u32),
        traits: &mut Traits,
    ) -> Result<(), LakeError> {
        let get = |name: &str| Ok::<_, LakeError>(text(columns.texts(name)?, row));
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
        let bits = u32::try_from(columns.numbers("bits")?.value(row)).unwrap_or(0);
        *slot(&mut staff.templates, user, 0) |= bits;
        Ok(())
    }

    pub(super) fn patients(
        &mut self,
        session: &Session,
        only: Option<&str>,
        traits: &mut Traits,
    ) -> Result<(), LakeError> {
        let only = only.map_or_else(String::new, |only| format!(" where {only}"));
        // What a record says that was given up for another comes first, and the other stands over it.
        let sql = format!(
            "select patient_id, family_name, given_name, birth_date, street, postal_code, employer, coalesce(deceased, false) as deceased, \
             coalesce(restricted, false) as restricted, coalesce(vip, false) as vip, practitioner_id from patient{only} \
             order by replaced_by is null, record_id"
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
            traits.optional(family.as_deref()),
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
        let known = slot(&mut patients.flags, patient, 0);
        for (name, flag) in flags {
            if is_true(columns.truths(name)?, row) {
                *known |= flag;
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

/// The place of a code in a column, which grows as far as need be.
fn slot<T: Clone>(column: &mut Vec<T>, code: u32, nothing: T) -> &mut T {
    let at = code as usize;
    if column.len() <= at {
        column.resize(at + 1, nothing);
    }
    &mut column[at]
}

/// Sets the value of a code, unless there is nothing to set.
fn put(column: &mut Vec<u32>, code: u32, value: u32) {
    if value != NONE {
        *slot(column, code, NONE) = value;
    }
}

fn put_day(column: &mut Vec<i32>, code: u32, day: Option<i32>) {
    if let Some(day) = day {
        *slot(column, code, NO_DAY) = day;
    }
}
