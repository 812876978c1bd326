//! What people and patients may have in common, brought to one form.

use std::collections::HashMap;

use salus_access::NONE;

use super::codes::Codes;

/// What people and patients may have in common.
#[derive(Default)]
pub(super) struct Traits {
    codes: Codes,
    /// Staff by family name, first name and day of birth; two of them are nobody.
    pub(super) born: HashMap<String, u32>,
}

impl Traits {
    pub(super) fn optional(&mut self, name: Option<&str>) -> u32 {
        self.codes.optional(name)
    }

    /// Notes who somebody is by name and birth.
    pub(super) fn note(&mut self, born: Option<String>, user: u32) {
        if let Some(born) = born {
            let known = self.born.entry(born).or_insert(user);
            if *known != user {
                *known = NONE;
            }
        }
    }
}

/// Family name, first name and day of birth: by all three, a patient is a member of staff.
pub(super) fn born(
    family: Option<&str>,
    given: Option<&str>,
    birth_date: Option<&str>,
) -> Option<String> {
    let given = folded(given?.split_whitespace().next()?)?;
    Some(format!("{}|{given}|{}", family?, birth_date?))
}
/// Letters only, in lower case: `O'Brien-Ruíz` and `OBRIEN RUÍZ` are one name.
pub(super) fn folded(name: &str) -> Option<String> {
    let letters = name.chars().filter(|letter| letter.is_alphabetic());
    let folded: String = letters.flat_map(char::to_lowercase).collect();
    (!folded.is_empty()).then_some(folded)
}

/// The family name of a full name: before the comma, else the last word that is no mere initial or title behind it.
pub(super) fn family_name(name: &str) -> Option<String> {
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
pub(super) fn household(street: Option<&str>, postal: Option<&str>) -> Option<String> {
    let (street, postal) = (street?, postal?);
    let has_number = street.bytes().any(|byte| byte.is_ascii_digit());
    has_number.then(|| format!("{}|{}", street.to_lowercase(), postal.to_lowercase()))
}

/// The street without the number of the house.
pub(super) fn street_alone(street: &str) -> Option<String> {
    let words = street.split_whitespace();
    let words = words.filter(|word| !word.starts_with(|first: char| first.is_ascii_digit()));
    let street = words.collect::<Vec<_>>().join(" ").to_lowercase();
    (!street.is_empty()).then_some(street)
}

/// The last ten digits of a telephone number.
pub(super) fn digits(phone: &str) -> Option<String> {
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
}
