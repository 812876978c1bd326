//! Names of people who work here and of patients, for those who may see them.

use std::collections::{BTreeSet, HashMap};

use salus_content::{Ask as _, Library};
use salus_lake::Session;
use serde::Deserialize;
use serde_json::Value;

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
        let mut names = Self::default();
        let staff = session.ask(
            "select coalesce(identity_id, user_name, person_id) as id, name from person \
             where name is not null order by source like 'fhir%' desc, record_id",
        )?;
        for row in &staff {
            let id = shown(text(row, "id")).to_owned();
            names.staff.insert(id, text(row, "name").to_owned());
        }
        let patients: Vec<&str> = patients.collect::<BTreeSet<_>>().into_iter().collect();
        for some in patients.chunks(AT_ONCE) {
            let quoted = some
                .iter()
                .map(|id| format!("'{}'", id.replace('\'', "''")));
            let quoted: Vec<String> = quoted.collect();
            let sql = format!(
                "select patient_id as id, given_name, family_name from patient where patient_id in ({}) order by record_id",
                quoted.join(", ")
            );
            for row in session.ask(&sql)? {
                let both = [text(&row, "given_name"), text(&row, "family_name")];
                let name = capitals(both.join(" ").trim());
                if !name.is_empty() {
                    names.patients.insert(text(&row, "id").to_owned(), name);
                }
            }
        }
        Ok(names)
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

fn text<'r>(row: &'r serde_json::Map<String, Value>, column: &str) -> &'r str {
    row.get(column).and_then(Value::as_str).unwrap_or_default()
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
