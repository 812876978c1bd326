//! Conditions such as `mail.mfa_remote >= 0.99`, and the limits a measure is judged by.

use std::collections::BTreeMap;
use std::str::FromStr;

use salus_content::{Framework, FrameworkMeasure, Measure, Size};

use crate::MeasureState;

/// How a condition compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `<`
    Below,
    /// `=` or `==`
    Equal,
    /// `!=`
    Unequal,
}

/// One condition of a sub-practice: a measure held against a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The measure it speaks of.
    pub measure: String,
    /// How it compares.
    pub comparison: Comparison,
    /// What it is held against.
    pub limit: f64,
}

impl FromStr for Condition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        const SIGNS: [(&str, Comparison); 7] = [
            (">=", Comparison::AtLeast),
            ("<=", Comparison::AtMost),
            ("!=", Comparison::Unequal),
            ("==", Comparison::Equal),
            (">", Comparison::Above),
            ("<", Comparison::Below),
            ("=", Comparison::Equal),
        ];
        let wrong = || format!("`{text}` is not `<measure> <comparison> <number>`");
        let (sign, comparison) = SIGNS
            .iter()
            .find(|(sign, _)| text.contains(sign))
            .ok_or_else(wrong)?;
        let (measure, limit) = text.split_once(sign).ok_or_else(wrong)?;
        let measure = measure.trim();
        let named = !measure.is_empty()
            && measure
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'_');
        let limit: f64 = limit.trim().parse().map_err(|_| wrong())?;
        if !named || !limit.is_finite() {
            return Err(wrong());
        }
        Ok(Self {
            measure: measure.to_owned(),
            comparison: *comparison,
            limit,
        })
    }
}

impl Condition {
    /// Whether `value` fulfils it.
    #[must_use]
    #[expect(clippy::float_cmp, reason = "`=` in a condition means the same number")]
    pub fn holds(&self, value: f64) -> bool {
        match self.comparison {
            Comparison::AtLeast => value >= self.limit,
            Comparison::AtMost => value <= self.limit,
            Comparison::Above => value > self.limit,
            Comparison::Below => value < self.limit,
            Comparison::Equal => value == self.limit,
            Comparison::Unequal => value != self.limit,
        }
    }
}

/// The limits in force for one size of organisation.
///
/// The conditions of the size's own rows come first; `done_at` and `partial_at` serve measures that
/// no condition speaks of. A trend has no limits and is never scored.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    done: BTreeMap<String, Condition>,
    not_done: BTreeMap<String, Condition>,
    plain: BTreeMap<String, FrameworkMeasure>,
}

impl Limits {
    /// Collects the limits; conditions that cannot be read are returned beside them.
    #[must_use]
    pub fn of(framework: &Framework, sizes: &[Size]) -> (Self, Vec<String>) {
        let mut limits = Self {
            plain: framework.measures.clone(),
            ..Self::default()
        };
        let mut wrong = Vec::new();
        let rows = framework.sub_practices.iter();
        for row in rows.filter(|row| sizes.contains(&row.size)) {
            let evidence = &row.evidence;
            take(
                &mut limits.done,
                &evidence.done_when_all,
                &row.id,
                &mut wrong,
            );
            let not_done = &evidence.not_done_when_all;
            take(&mut limits.not_done, not_done, &row.id, &mut wrong);
        }
        (limits, wrong)
    }

    /// The state that a value of a measure stands for; unknown where the measure has no limits.
    #[must_use]
    pub fn state(&self, measure: &str, value: f64) -> MeasureState {
        let plain = self.plain.get(measure);
        let done = match self.done.get(measure) {
            Some(condition) => Some(condition.holds(value)),
            None => plain.and_then(|plain| reaches(plain, plain.done_at, value)),
        };
        let partial = match self.not_done.get(measure) {
            Some(condition) => Some(!condition.holds(value)),
            None => plain.and_then(|plain| reaches(plain, plain.partial_at, value)),
        };
        match (done, partial) {
            (Some(true), _) => MeasureState::Done,
            (Some(false), Some(true)) => MeasureState::Partly,
            (Some(false), _) => MeasureState::NotDone,
            (None, _) => MeasureState::Unknown,
        }
    }

    /// Key of the evidence source to ask for when nothing answers the measure.
    #[must_use]
    pub fn export(&self, measure: &Measure) -> Option<String> {
        let first = || self.plain.get(&measure.id)?.sources.first().cloned();
        measure.export.clone().or_else(first)
    }

    /// What the measure must reach, as in `>= 0.99`; nothing for a trend.
    #[must_use]
    pub fn goal(&self, measure: &str) -> Option<String> {
        if let Some(condition) = self.done.get(measure) {
            let sign = match condition.comparison {
                Comparison::AtLeast => ">=",
                Comparison::AtMost => "<=",
                Comparison::Above => ">",
                Comparison::Below => "<",
                Comparison::Equal => "=",
                Comparison::Unequal => "!=",
            };
            return Some(format!("{sign} {}", condition.limit));
        }
        let plain = self.plain.get(measure)?;
        let sign = if plain.better == "lower" { "<=" } else { ">=" };
        plain.done_at.map(|limit| format!("{sign} {limit}"))
    }
}

fn take(
    into: &mut BTreeMap<String, Condition>,
    texts: &[String],
    row: &str,
    wrong: &mut Vec<String>,
) {
    for text in texts {
        match text.parse::<Condition>() {
            Ok(condition) => {
                into.entry(condition.measure.clone()).or_insert(condition);
            }
            Err(error) => wrong.push(format!("sub-practice `{row}`: {error}")),
        }
    }
}

fn reaches(measure: &FrameworkMeasure, limit: Option<f64>, value: f64) -> Option<bool> {
    let limit = limit?;
    match measure.better.as_str() {
        "higher" => Some(value >= limit),
        "lower" => Some(value <= limit),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::framework;

    fn check(text: &str, value: f64, expected: Option<bool>) {
        let said = text.parse::<Condition>().ok().map(|one| one.holds(value));
        assert_eq!(said, expected, "{text} with {value}");
    }

    #[test]
    fn conditions_compare() {
        check("mail.mfa_remote >= 0.99", 0.99, Some(true));
        check("mail.mfa_remote >= 0.99", 0.989, Some(false));
        check("a<=0", 0.0, Some(true));
        check("a <= 0", 1.0, Some(false));
        check("a > 730", 730.0, Some(false));
        check("a > 730", 730.5, Some(true));
        check("a < 0.5", 0.5, Some(false));
        check("a = 1", 1.0, Some(true));
        check("a == 1", 0.0, Some(false));
        check("a != 1", 0.0, Some(true));
        check("ratio >= 0.95", 19.0 / 20.0, Some(true));
    }

    #[test]
    fn what_is_no_condition_is_refused() {
        for text in [
            "",
            "a",
            "a >=",
            ">= 1",
            "a >= b",
            "a b >= 1",
            "a >= 1 and b",
            "a >= NaN",
        ] {
            check(text, 1.0, None);
        }
    }

    fn check_state(measure: &str, value: f64, expected: MeasureState) {
        let (limits, wrong) = Limits::of(&framework(), &[Size::Small]);
        assert_eq!(wrong, Vec::<String>::new());
        assert_eq!(
            limits.state(measure, value),
            expected,
            "{measure} at {value}"
        );
    }

    #[test]
    fn values_become_states_in_the_direction_that_is_better() {
        use MeasureState::{Done, NotDone, Partly, Unknown};
        check_state("t.high", 0.95, Done);
        check_state("t.high", 0.9499, Partly);
        check_state("t.high", 0.8, Partly);
        check_state("t.high", 0.7999, NotDone);
        check_state("t.low", 0.0, Done);
        check_state("t.low", 2.0, Partly);
        check_state("t.low", 2.1, NotDone);
        check_state("t.yes", 1.0, Done);
        check_state("t.yes", 0.0, NotDone);
        check_state("t.trend", 7.0, Unknown);
        check_state("t.absent", 7.0, Unknown);
    }

    #[test]
    fn the_condition_of_a_row_comes_before_the_plain_limit() {
        // t.age is done at 31 days, but the small row asks for 92.
        check_state("t.age", 60.0, MeasureState::Done);
        check_state("t.age", 93.0, MeasureState::NotDone);
        let (medium, _) = Limits::of(&framework(), &[Size::Medium]);
        assert_eq!(medium.state("t.age", 60.0), MeasureState::Partly);
        assert_eq!(medium.goal("t.age").as_deref(), Some("<= 31"));
    }
}
