//! One access in full: every template that holds for it, its evidence, and how much earlier or later that was.

use salus_content::TemplateDerived;

use super::parts::{self, Care, Rows, Visit, Whose};
use super::patient::{Choice, Patient};
use super::{Evidence, Explanations, Rules, Unsound};
use crate::learned::Handled;
use crate::template::Templates;

const SECOND: i64 = 1_000_000;

/// Where a reason is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// A row of the events.
    Event(u32),
    /// A row of the accesses: a co-worker's, or an earlier one of the same user.
    Access(u32),
}

/// One template that holds for an access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// Place of the template.
    pub template: u8,
    /// Its evidence that is nearest in time.
    pub because: Because,
    /// Microseconds from the access to the evidence: above 0 when that came later, below 0 when it was over before, 0
    /// while it lasted.
    pub delta: i64,
}

/// Every reason for one access, by its row; the first is the one that [`super::explain`] shows.
///
/// It goes through all rows once, and explains the patient of that row only.
pub fn why(
    evidence: &Evidence<'_>,
    templates: &Templates,
    handled: &Handled,
    row: usize,
) -> Result<Vec<Reason>, Unsound> {
    evidence.check()?;
    let accesses = evidence.accesses;
    if row >= accesses.len() || !accesses.can_be_tried(row) {
        return Ok(Vec::new());
    }
    let rules = Rules::new(evidence, templates, handled);
    let rows = Rows::of(evidence, templates.over_care());
    let whose = accesses.patient[row];
    let of_patient = |column: &[u32]| -> Vec<usize> {
        let numbered = column.iter().enumerate();
        numbered
            .filter(|(_, patient)| **patient == whose)
            .map(|(row, _)| row)
            .collect()
    };
    let mut care: Vec<Care> = of_patient(&evidence.events.patient)
        .into_iter()
        .filter_map(|row| parts::care(&rows, row))
        .collect();
    let mut visits: Vec<Visit> = of_patient(&accesses.patient)
        .into_iter()
        .filter_map(|row| parts::visit(accesses, &rules.days, whose, row))
        .collect();
    let mut patient = Patient::default();
    let mut all = Whose {
        visits: &mut visits,
        care: &mut care,
        sources: &mut [],
    };
    patient.explain(&rules, &mut all, None);
    let visit = visits.iter().find(|visit| visit.row as usize == row);
    let choices = visit.map(|visit| patient.choices(&rules, visit));
    let choices = choices.unwrap_or_default();
    Ok(choices.iter().map(|one| reason(one, templates)).collect())
}

fn reason(choice: &Choice, templates: &Templates) -> Reason {
    let near = &choice.near;
    let because = if is_derived(templates, choice.template) {
        Because::Access(near.row)
    } else {
        Because::Event(near.row)
    };
    Reason {
        template: choice.template,
        because,
        delta: if near.later {
            near.distance
        } else {
            -near.distance
        },
    }
}

pub(crate) fn is_derived(templates: &Templates, place: u8) -> bool {
    let template = templates.list().get(usize::from(place));
    template.is_some_and(|one| one.derived != TemplateDerived::Evidence)
}

/// Microseconds from a moment to a stretch of time: 0 inside, above 0 when the stretch begins later.
#[must_use]
pub fn gap(begin: i64, end: i64, time: i64) -> i64 {
    if begin > time {
        begin.saturating_sub(time)
    } else {
        end.max(begin).saturating_sub(time).min(0)
    }
}

/// How much earlier or later the evidence shown for an access was; `None` for an access without.
#[must_use]
pub fn delta(
    evidence: &Evidence<'_>,
    templates: &Templates,
    explanations: &Explanations,
    row: usize,
) -> Option<i64> {
    let time = *evidence.accesses.time.get(row)?;
    let at = *explanations.event.get(row)? as usize;
    if is_derived(templates, *explanations.template.get(row)?) {
        let other = *evidence.accesses.time.get(at)?;
        Some(other - time)
    } else {
        let event = evidence.events.row(at)?;
        Some(gap(event.begin, event.end, time))
    }
}

/// A template's sentence with its `{delta}` filled: `3 hours later`, `2 days before`, `the same day`.
#[must_use]
pub fn words(sentence: &str, delta: i64) -> String {
    sentence.replace("{delta}", &distance(delta))
}

fn distance(delta: i64) -> String {
    let seconds = delta.unsigned_abs() / SECOND.unsigned_abs();
    let (count, unit) = match seconds {
        0..60 => return "the same day".to_owned(),
        60..3_600 => (seconds / 60, "minute"),
        3_600..172_800 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    let side = if delta > 0 { "later" } else { "before" };
    format!("{count} {unit}{plural} {side}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::{NO_TIME, OPEN_END};

    fn check(seconds: i64, expected: &str) {
        let said = words("appointment {delta}", seconds * SECOND);
        assert_eq!(said, format!("appointment {expected}"));
    }

    #[test]
    fn deltas_are_said_in_words() {
        check(0, "the same day");
        check(-59, "the same day");
        check(60, "1 minute later");
        check(-3_599, "59 minutes before");
        check(3_600, "1 hour later");
        check(3 * 3_600 + 5, "3 hours later");
        check(-47 * 3_600, "47 hours before");
        check(-2 * 86_400, "2 days before");
        check(30 * 86_400, "30 days later");
        assert_eq!(words("in the care team", 5), "in the care team");
    }

    #[test]
    fn gaps_are_counted_to_the_nearer_end() {
        assert_eq!(gap(10, 20, 5), 5);
        assert_eq!(gap(10, 20, 10), 0);
        assert_eq!(gap(10, 20, 20), 0);
        assert_eq!(gap(10, 20, 26), -6);
        assert_eq!(gap(10, 3, 26), -16);
        assert_eq!(gap(NO_TIME, OPEN_END, 26), 0);
        assert_eq!(gap(NO_TIME, NO_TIME, 0), i64::MIN);
    }
}
