//! Patient data that leaves the organisation in the clear: counted, never shown.

use regex::Regex;

use crate::anatomy::Anatomy;
use crate::domain;
use crate::setting::Setting;
use crate::signal::Signals;

/// Findings of one pattern that are counted.
const MOST: usize = 10_000;

/// Marks in a subject by which a gateway encrypts.
const ENCRYPTS: [&str; 5] = [
    "[encrypt]",
    "[encrypted]",
    "[secure]",
    "#encrypt",
    "#secure",
];

/// Patterns of what tells one patient from another, and of what ails.
#[derive(Debug, Clone)]
pub(crate) struct Patterns {
    record: Regex,
    security: Regex,
    birth: Regex,
    nhs: Regex,
    code: Regex,
}

/// How much of it a text holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    /// Record numbers, social security numbers, NHS numbers.
    numbers: usize,
    births: usize,
    codes: usize,
}

impl Default for Patterns {
    fn default() -> Self {
        let read = |pattern: &str| Regex::new(pattern).expect("the pattern is right");
        Self {
            record: read(
                r"(?i)\b(?:mrn|medical record (?:no|number|#)|patient (?:id|no|number))\b[\s:#.]{0,4}[a-z]{0,3}[0-9]{5,12}\b",
            ),
            security: read(r"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b"),
            birth: read(
                r"(?i)\b(?:dob|d\.o\.b\.?|date of birth|birth ?date|geburtsdatum|geb\. am|né\(?e?\)? le|fecha de nacimiento)[\s:]{0,3}[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}\b",
            ),
            nhs: read(r"(?i)\bnhs\b[^0-9\n]{0,12}([0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4})\b"),
            code: read(r"\b[A-TV-Z][0-9][0-9A-Z]\.[0-9A-Z]{1,4}\b"),
        }
    }
}

impl Patterns {
    /// Looks at a message of the organisation's own to somebody outside; `attached` are attachments that are text.
    pub(crate) fn look(
        &self,
        anatomy: &Anatomy,
        attached: &[String],
        setting: &Setting,
        signals: &mut Signals,
    ) {
        if !leaves(anatomy, setting) || is_protected(anatomy) {
            return;
        }
        let mut count = Count::default();
        for text in attached
            .iter()
            .map(String::as_str)
            .chain([anatomy.subject.as_str(), anatomy.text.as_str()])
        {
            count.add(self.count(text));
        }
        if count.is_telling() {
            let numbers = (count.numbers + count.births).to_string();
            let codes = count.codes.to_string();
            signals.add(
                "content.patient_data_unprotected",
                &[("identifiers", &numbers), ("diagnoses", &codes)],
            );
        }
    }

    fn count(&self, text: &str) -> Count {
        let valid = |found: &regex::Captures<'_>| {
            found.get(1).is_some_and(|number| is_nhs(number.as_str()))
        };
        Count {
            numbers: self.record.find_iter(text).take(MOST).count()
                + self
                    .security
                    .find_iter(text)
                    .take(MOST)
                    .filter(|one| is_security(one.as_str()))
                    .count()
                + self
                    .nhs
                    .captures_iter(text)
                    .take(MOST)
                    .filter(valid)
                    .count(),
            births: self.birth.find_iter(text).take(MOST).count(),
            codes: self.code.find_iter(text).take(MOST).count(),
        }
    }
}

impl Count {
    fn add(&mut self, other: Self) {
        self.numbers += other.numbers;
        self.births += other.births;
        self.codes += other.codes;
    }

    /// One number that stands for a person, or a birth date with a diagnosis, or a list of birth dates.
    fn is_telling(self) -> bool {
        self.numbers > 0 || (self.births > 0 && self.codes > 0) || self.births > 2
    }
}

fn leaves(anatomy: &Anatomy, setting: &Setting) -> bool {
    let own = |host: &str| {
        setting
            .own_domains
            .iter()
            .any(|own| domain::is_within(host, own))
    };
    anatomy.author().is_some_and(|author| own(author.host()))
        && anatomy
            .to
            .iter()
            .chain(&anatomy.cc)
            .any(|to| !to.host().is_empty() && !own(to.host()))
}

fn is_protected(anatomy: &Anatomy) -> bool {
    let subject = anatomy.subject.to_lowercase();
    anatomy.is_encrypted || ENCRYPTS.iter().any(|mark| subject.contains(mark))
}

/// Never given out: area 000, 666 and 900 on, group 00, serial 0000.
fn is_security(number: &str) -> bool {
    let area = number.get(..3).unwrap_or_default();
    !matches!(area, "000" | "666")
        && !area.starts_with('9')
        && number.get(4..6) != Some("00")
        && !number.ends_with("0000")
}

/// Ten digits, the last of which checks the others (modulo 11).
fn is_nhs(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|one| one.to_digit(10)).collect();
    let Some((check, rest)) = digits.split_last() else {
        return false;
    };
    let sum: u32 = rest
        .iter()
        .zip((2..=10).rev())
        .map(|(digit, weight)| digit * weight)
        .sum();
    let expected = (11 - sum % 11) % 11;
    digits.len() == 10 && expected == *check
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailbox::Mailbox;

    fn mailbox(address: &str) -> Mailbox {
        Mailbox {
            name: String::new(),
            address: address.to_owned(),
        }
    }

    fn words(from: &str, to: &str, subject: &str, text: &str) -> String {
        let anatomy = Anatomy {
            from: vec![mailbox(from)],
            to: vec![mailbox(to)],
            subject: subject.to_owned(),
            text: text.to_owned(),
            ..Anatomy::default()
        };
        let setting = Setting {
            own_domains: vec!["clinic.example".to_owned()],
            ..Setting::default()
        };
        let mut signals = Signals::default();
        Patterns::default().look(&anatomy, &[], &setting, &mut signals);
        let words = signals.iter().flat_map(|one| &one.words);
        words
            .map(|(_, word)| word.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn patient_data_that_leaves_is_counted() {
        let (own, other) = ("a@clinic.example", "b@lab.example");
        for (from, to, subject, text, expected) in [
            (own, other, "x", "MRN: 00482913, E11.9", "1 1"),
            (own, other, "x", "SSN 219-09-9999 and 219-09-9998", "2 0"),
            (own, other, "x", "SSN 000-09-9999", ""),
            (own, other, "x", "NHS no. 943 476 5919", "1 0"),
            (own, other, "x", "NHS no. 943 476 5918", ""),
            (own, other, "x", "DOB 1/2/1960, Z79.4", "1 1"),
            (own, other, "x", "DOB 1/2/1960", ""),
            (own, other, "x", "our code is I10.5 today", ""),
            (own, other, "[secure] x", "MRN: 00482913", ""),
            (own, "b@mail.clinic.example", "x", "MRN: 00482913", ""),
            (other, own, "x", "MRN: 00482913", ""),
        ] {
            assert_eq!(
                words(from, to, subject, text),
                expected,
                "{from} {to} {subject} {text}"
            );
        }
    }
}
