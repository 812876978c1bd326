//! Ids and words of what an audit says.

use salus_access::Status;
use salus_access::rank::{Flag, HardRule, Reason, ReasonId};
use salus_content::{AccessWords, TemplateStrength};
use salus_record::{Digest, time};

use super::lines::ReasonLine;

/// An identity without the kind of name it goes by.
pub(super) fn shown(identity: &str) -> &str {
    const KINDS: [&str; 4] = ["person_id:", "user_name:", "email:", "ehr_id:"];
    KINDS
        .iter()
        .find_map(|kind| identity.strip_prefix(kind))
        .unwrap_or(identity)
}

/// An id that a review refers to.
pub(super) fn story_id(kind: &str, user: &str, patient: &str, day: i32) -> String {
    let digest = Digest::of(format!("{kind}\n{user}\n{patient}\n{day}").as_bytes());
    digest.as_str().get(..12).unwrap_or_default().to_owned()
}

/// A local day as ISO 8601 writes it.
pub(super) fn date(day: i32) -> String {
    time::format_day(i64::from(day) * super::DAY)
}

pub(super) fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        count => format!("{count} times"),
    }
}

pub(super) fn status_word(status: Status) -> &'static str {
    match status {
        Status::Explained => "explained",
        Status::Weak => "weak",
        Status::Unexplained => "unexplained",
    }
}

pub(super) fn strength_word(strength: TemplateStrength) -> &'static str {
    match strength {
        TemplateStrength::Strong => "strong",
        TemplateStrength::Weak => "weak",
    }
}

pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

pub(super) fn rule_id(rule: HardRule) -> &'static str {
    match rule {
        HardRule::OwnRecord => "self_access",
        HardRule::Household => "household_member",
        HardRule::NotEmployed | HardRule::OnLeave => "left_or_on_leave",
        HardRule::Restricted => "restricted_patient",
        HardRule::EmergencyWithoutNote => "emergency_without_note",
    }
}

pub(super) fn reason(reason: &Reason, words: &AccessWords) -> ReasonLine {
    let id = match reason.id {
        ReasonId::Flag(flag) => flag_id(flag),
        ReasonId::NobodyElse => "nobody_else",
        ReasonId::NoColleague => "no_colleague",
        ReasonId::DepartmentsApart => "departments_apart",
        ReasonId::RareInDepartment => "rare_in_department",
        ReasonId::ManyPatients => "many_unexplained",
        ReasonId::Burst => "burst",
        ReasonId::OffShift => "off_shift",
        ReasonId::TakenAlong => "taken_along",
        ReasonId::Listed => "listed",
        ReasonId::NewPlaces => "new_place",
        ReasonId::InARow => "in_a_row",
    };
    let number = |number: f64| {
        if number.fract() == 0.0 {
            format!("{number:.0}")
        } else {
            format!("{number:.1}")
        }
    };
    let text = words.reason(id);
    let text = text.replace("{count}", &number(reason.number));
    let text = text.replace("{expected}", &number(reason.usual));
    ReasonLine { id, text }
}

fn flag_id(flag: Flag) -> &'static str {
    match flag {
        Flag::Household => "same_household",
        Flag::Street => "same_street",
        Flag::PostalCode => "same_postal_code",
        Flag::RareSurname => "rare_surname",
        Flag::Surname => "same_surname",
        Flag::CoWorker => "co_worker",
        Flag::Colleague => "colleague",
        Flag::RelatedPerson => "related_person",
        Flag::EmergencyContact => "emergency_contact",
        Flag::Employer => "same_employer",
        Flag::Vip => "vip",
        Flag::Deceased => "deceased",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(times(1), "once");
        assert_eq!(times(3), "3 times");
        assert_eq!(capitalised("nurse"), "Nurse");
        assert_eq!(
            story_id("story", "a", "b", 1),
            story_id("story", "a", "b", 1)
        );
        assert_ne!(
            story_id("story", "a", "b", 1),
            story_id("story", "a", "b", 2)
        );
    }
}
