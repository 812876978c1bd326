//! Names as numbers, and people by whichever of their names a row has.

use hashbrown::HashMap;
use salus_access::{MOST_CODES, NONE};
use salus_content::Ask as _;
use salus_lake::Session;
use serde_json::Value;

/// Names in the order in which they were met; the place of a name is its code.
#[derive(Default)]
pub(crate) struct Codes {
    numbers: HashMap<Box<str>, u32>,
    names: Vec<Box<str>>,
}

impl Codes {
    /// The code of a name, a new one if need be; [`NONE`] for an empty name, and when there are too many.
    pub(crate) fn code(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(NONE);
        if name.is_empty() || number >= MOST_CODES {
            return NONE;
        }
        self.names.push(name.into());
        self.numbers.insert(name.into(), number);
        number
    }

    /// From now on another name has the code of this one.
    pub(super) fn alias(&mut self, other: &str, name: &str) {
        let code = self.code(name);
        if code != NONE {
            self.numbers.insert(other.into(), code);
        }
    }

    pub(crate) fn optional(&mut self, name: Option<&str>) -> u32 {
        name.map_or(NONE, |name| self.code(name))
    }

    /// The code of a name that was met.
    pub(crate) fn known(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// The name of a code; empty for [`NONE`].
    pub(crate) fn name(&self, code: u32) -> &str {
        self.names.get(code as usize).map_or("", |name| &**name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|name| &**name)
    }
}

/// The people who work here: one code for all accounts and numbers of one person.
#[derive(Default)]
pub(crate) struct People {
    /// By identity, or by the only name that is known.
    pub(crate) codes: Codes,
    accounts: HashMap<Box<str>, u32>,
    numbers: HashMap<Box<str>, u32>,
}

/// Which names of a person the record system and its logs use.
const NAMES: &str = "select identity_id, \"key\", value from identity \
    where kind = 'person' and \"key\" in ('user_name', 'ehr_id', 'ehr_role') and not coalesce(ambiguous, false) order by identity_id, \"key\", value";

impl People {
    /// Those whose names the fact `identity` joins.
    pub(crate) fn identified(session: &Session) -> Result<Self, String> {
        let mut people = Self::default();
        for row in session.ask(NAMES)? {
            let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
            let code = people.codes.code(text("identity_id"));
            let names = match text("key") {
                "user_name" => &mut people.accounts,
                _ => &mut people.numbers,
            };
            names.insert(text("value").into(), code);
        }
        Ok(people)
    }

    /// The person of an account and a number in the record system, as far as a row has them.
    pub(crate) fn of(&mut self, account: Option<&str>, number: Option<&str>) -> u32 {
        let account = account.filter(|name| !name.is_empty());
        let number = number.filter(|name| !name.is_empty());
        let by_number = number.and_then(|name| self.numbers.get(name).copied());
        let by_account = account.and_then(|name| self.accounts.get(name).copied());
        if let Some(code) = by_number.or(by_account) {
            return code;
        }
        // A number that is an account's name elsewhere.
        let lower = number.map(str::to_lowercase);
        let as_account = lower.and_then(|name| self.accounts.get(name.as_str()).copied());
        let code =
            as_account.unwrap_or_else(|| self.codes.code(account.or(number).unwrap_or_default()));
        if code != NONE {
            if let Some(name) = account {
                self.accounts.insert(name.into(), code);
            }
            if let Some(name) = number {
                self.numbers.insert(name.into(), code);
            }
        }
        code
    }

    /// The person of a name that somebody typed: an identity, an account, a number.
    pub(crate) fn known(&self, name: &str) -> Option<u32> {
        let lower = name.to_lowercase();
        let by_name = self
            .accounts
            .get(lower.as_str())
            .or_else(|| self.numbers.get(name));
        let by_identity = || {
            self.codes
                .known(name)
                .or_else(|| self.codes.known(&format!("person_id:{name}")))
        };
        by_name.copied().or_else(by_identity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_person_have_one_code() {
        let mut people = People::default();
        let reyes = people.of(Some("mreyes"), Some("17"));
        assert_eq!(people.of(None, Some("17")), reyes);
        assert_eq!(people.of(Some("mreyes"), None), reyes);
        assert_eq!(people.of(None, Some("MReyes")), reyes);
        assert_ne!(people.of(Some("jkim"), None), reyes);
        assert_eq!(people.of(None, None), NONE);
        assert_eq!(people.of(Some(""), Some("")), NONE);
        assert_eq!(people.known("MREYES"), Some(reyes));
        assert_eq!(people.known("nobody"), None);
    }
}
