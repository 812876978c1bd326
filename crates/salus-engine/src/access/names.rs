//! Names of people who work here and of patients, for those who may see them.

use std::collections::{BTreeSet, HashMap};

use salus_content::{Library, quoted};
use salus_lake::{LakeError, Session};
use serde::Deserialize;

use super::columns::{Columns, text};
use super::said::shown;

/// Who may see what, in the content folder.
const ROLES: &str = "roles.yaml";
/// Numbers of patients in one question.
const AT_ONCE: usize = 500;

/// Accounts of this computer by role.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Roles {
    #[serde(default)]
    privacy: Vec<String>,
}

/// Whether an account of this computer has the privacy role, which alone sees names.
pub fn may_see_names(library: &Library, account: &str) -> Result<bool, String> {
    let Some(text) = library.get(ROLES) else {
        return Ok(false);
    };
    let roles: Roles = salus_content::yaml(text)
        .map_err(|reason| format!("`{ROLES}` of the content folder: {reason}"))?;
    let is_theirs = |known: &String| known.to_lowercase() == account.to_lowercase();
    Ok(!account.is_empty() && roles.privacy.iter().any(is_theirs))
}

/// Names by the ids that audits give.
#[derive(Debug, Default)]
pub struct Names {
    staff: HashMap<String, String>,
    patients: HashMap<String, String>,
}

impl Names {
    /// Of all staff, and of these patients. What the roster says stands over what the record system says.
    pub fn of<'p>(
        session: &Session,
        patients: impl Iterator<Item = &'p str>,
    ) -> Result<Self, String> {
        let patients: Vec<&str> = patients.collect::<BTreeSet<_>>().into_iter().collect();
        let mut names = Self::default();
        let all = names.fill(session, &patients);
        all.map_err(|error| error.to_string())?;
        Ok(names)
    }

    fn fill(&mut self, session: &Session, patients: &[&str]) -> Result<(), LakeError> {
        let sql = "select coalesce(identity_id, user_name, person_id) as id, name from person \
            where name is not null order by source like 'fhir%' desc, record_id";
        each(session, sql, &mut |id, name| {
            self.staff.insert(shown(id).to_owned(), name.to_owned());
        })?;
        for some in patients.chunks(AT_ONCE) {
            let numbers: Vec<String> = some.iter().map(|id| quoted(id)).collect();
            let sql = format!(
                "select patient_id as id, concat_ws(' ', given_name, family_name) as name from patient \
                 where patient_id in ({}) order by record_id",
                numbers.join(", ")
            );
            each(session, &sql, &mut |id, name| {
                self.patients.insert(id.to_owned(), capitals(name));
            })?;
        }
        Ok(())
    }

    /// Of somebody who works here.
    #[must_use]
    pub fn of_staff(&self, id: &str) -> Option<&str> {
        self.staff.get(id).map(String::as_str)
    }

    /// Of a patient.
    #[must_use]
    pub fn of_patient(&self, id: &str) -> Option<&str> {
        self.patients.get(id).map(String::as_str)
    }
}

/// Each id and name that a question gives.
fn each(session: &Session, sql: &str, take: &mut dyn FnMut(&str, &str)) -> Result<(), LakeError> {
    session.each(sql, &mut |batch| {
        let columns = Columns(&batch);
        let (ids, names) = (columns.texts("id")?, columns.texts("name")?);
        for row in 0..batch.num_rows() {
            if let (Some(id), Some(name)) = (text(ids, row), text(names, row)) {
                take(id, name);
            }
        }
        Ok(())
    })
}

/// Facts have names in small letters, for comparing.
fn capitals(name: &str) -> String {
    let mut is_first = true;
    let letters = name.chars().flat_map(|letter| {
        let was_first = std::mem::replace(&mut is_first, !letter.is_alphabetic());
        let upper = was_first.then(|| letter.to_uppercase());
        let same = (!was_first).then_some(letter);
        upper.into_iter().flatten().chain(same)
    });
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_capitalised_part_by_part() {
        for (written, name) in [
            ("anna stone", "Anna Stone"),
            ("JoAnn o'hara-łęcki", "JoAnn O'Hara-Łęcki"),
            ("", ""),
        ] {
            assert_eq!(capitals(written), name);
        }
    }

    #[test]
    fn only_listed_accounts_see_names() {
        let mut library = Library::default();
        assert_eq!(may_see_names(&library, "mreyes"), Ok(false));
        library.insert(ROLES, "privacy: [mreyes, 'CLINIC\\JKim']\n");
        for (account, may) in [
            ("MReyes", true),
            ("clinic\\jkim", true),
            ("jkim", false),
            ("", false),
        ] {
            assert_eq!(may_see_names(&library, account), Ok(may), "{account}");
        }
        library.insert(ROLES, "privacy: [a]\nboard: [b]\n");
        assert!(may_see_names(&library, "a").is_err());
    }
}
