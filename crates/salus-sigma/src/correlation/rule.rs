//! One correlation rule, checked and made ready: what it measures, over which window, and when it fires.

use rsigma_parser::{
    ConditionExpr, ConditionOperator, CorrelationCondition, CorrelationRule, CorrelationType,
    Quantifier, SelectorPattern, Status, WindowMode,
};

/// Microseconds of a second.
const SECOND: i64 = 1_000_000;
/// The longest time span, in seconds: a hundred years.
const LONGEST: u64 = 3_155_760_000;

/// What is measured over the events in a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Measure {
    /// How many there are.
    Events,
    /// How many different values.
    Distinct,
    /// How many of the rules.
    Rules,
    /// How many of the rules, all of them in the order they are named.
    Order,
    Sum,
    Average,
    /// The value below which this share of the values lies, 0 to 1.
    Percentile(f64),
}

impl Measure {
    /// Whether the values have to be numbers.
    pub(crate) fn is_of_numbers(self) -> bool {
        matches!(self, Self::Sum | Self::Average | Self::Percentile(_))
    }

    /// Whether it matters which of the rules an event came from.
    pub(crate) fn tells_rules_apart(self) -> bool {
        matches!(self, Self::Rules | Self::Order)
    }
}

/// How the time span lies over the events. Lengths are in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Window {
    /// The span that ends with the newest event.
    Sliding,
    /// Spans side by side, counted from the beginning of 1970.
    Tumbling,
    /// As long as no gap is longer than this, and at most the span.
    Session { gap: i64 },
}

/// When a rule fires.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Test {
    /// All of these hold of what is measured.
    Compare(Vec<(ConditionOperator, f64)>),
    /// Every rule has an event in the window.
    EveryRule,
    /// This holds of the rules that have an event in the window.
    Rules(Wanted),
}

/// Which of the rules (by their place in the list) have to have an event.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Wanted {
    Rule(usize),
    All(Vec<Wanted>),
    Any(Vec<Wanted>),
    AtLeast(u64, Vec<Wanted>),
    Not(Box<Wanted>),
}

impl Wanted {
    /// Whether it holds, where `is_there` tells if a rule has an event.
    pub(crate) fn holds(&self, is_there: &dyn Fn(usize) -> bool) -> bool {
        match self {
            Self::Rule(at) => is_there(*at),
            Self::All(parts) => parts.iter().all(|part| part.holds(is_there)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(is_there)),
            Self::AtLeast(wanted, parts) => {
                parts.iter().filter(|part| part.holds(is_there)).count() as u64 >= *wanted
            }
            Self::Not(part) => !part.holds(is_there),
        }
    }
}

/// What a correlation rule asks, without what it refers to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Question {
    pub(crate) measure: Measure,
    pub(crate) test: Test,
    pub(crate) window: Window,
    /// Microseconds.
    pub(crate) timespan: i64,
    /// How many rules it refers to.
    pub(crate) rules: usize,
    /// The fields whose values are measured.
    pub(crate) fields: Vec<String>,
}

impl Question {
    /// Checks a rule by itself; the error says in words what it lacks.
    pub(crate) fn of(rule: &CorrelationRule) -> Result<Self, String> {
        check_rule(rule)?;
        let (measure, fields) = measure(rule)?;
        let gap = rule.gap.as_ref().map(|gap| micros(gap.seconds, "gap"));
        let window = match (rule.window, gap.transpose()?) {
            (WindowMode::Sliding, _) => Window::Sliding,
            (WindowMode::Tumbling, _) => Window::Tumbling,
            (WindowMode::Session, Some(gap)) => Window::Session { gap },
            (WindowMode::Session, None) => return Err("a session needs a `gap`".to_owned()),
        };
        Ok(Self {
            measure,
            test: test(rule, measure)?,
            window,
            timespan: micros(rule.timespan.seconds, "timespan")?,
            rules: rule.rules.len(),
            fields,
        })
    }

    /// Whether no event after `done` can be in a window whose newest event has the time `end`.
    pub(crate) fn is_over(&self, end: i64, done: i64) -> bool {
        match self.window {
            Window::Sliding => done.saturating_sub(end) > self.timespan,
            Window::Tumbling => self.span_of(done) > self.span_of(end),
            Window::Session { gap } => done.saturating_sub(end) > gap,
        }
    }

    /// Whether an event comes too late, when all up to `done` were judged. A session that is still
    /// open may take older ones.
    pub(crate) fn is_closed(&self, time: i64, done: i64, is_open: bool) -> bool {
        let is_session = matches!(self.window, Window::Session { .. });
        !(is_session && is_open) && self.is_over(time, done)
    }

    /// The number of the span a time lies in, where spans lie side by side.
    pub(crate) fn span_of(&self, time: i64) -> i64 {
        time.div_euclid(self.timespan)
    }

    /// Whether the test holds of a measured value.
    pub(crate) fn compares(tests: &[(ConditionOperator, f64)], value: f64) -> bool {
        tests.iter().all(|(operator, limit)| match operator {
            ConditionOperator::Lt => value < *limit,
            ConditionOperator::Lte => value <= *limit,
            ConditionOperator::Gt => value > *limit,
            ConditionOperator::Gte => value >= *limit,
            ConditionOperator::Eq => value == *limit,
            ConditionOperator::Neq => value != *limit,
        })
    }
}

fn check_rule(rule: &CorrelationRule) -> Result<(), String> {
    if rsigma_parser::is_unsupported(rule.sigma_version) {
        return Err("is written for a later version of Sigma".to_owned());
    }
    if rule.status == Some(Status::Unsupported) {
        return Err("says of itself that it is unsupported".to_owned());
    }
    if rule.rules.is_empty() {
        return Err("names no rules".to_owned());
    }
    crate::load::salus_of(&rule.custom_attributes)?;
    for (at, name) in rule.rules.iter().enumerate() {
        if rule.rules[..at].contains(name) {
            return Err(format!("names `{name}` twice"));
        }
    }
    Ok(())
}

fn micros(seconds: u64, what: &str) -> Result<i64, String> {
    if seconds == 0 || seconds > LONGEST {
        return Err(format!(
            "its `{what}` is not between a second and a hundred years"
        ));
    }
    Ok(seconds as i64 * SECOND)
}

fn measure(rule: &CorrelationRule) -> Result<(Measure, Vec<String>), String> {
    let (fields, percentile) = match &rule.condition {
        CorrelationCondition::Threshold {
            field, percentile, ..
        } => (field.clone().unwrap_or_default(), *percentile),
        CorrelationCondition::Extended(_) => (Vec::new(), None),
    };
    let measure = match rule.correlation_type {
        CorrelationType::EventCount => Measure::Events,
        CorrelationType::ValueCount => Measure::Distinct,
        CorrelationType::Temporal => Measure::Rules,
        CorrelationType::TemporalOrdered => Measure::Order,
        CorrelationType::ValueSum => Measure::Sum,
        CorrelationType::ValueAvg => Measure::Average,
        CorrelationType::ValueMedian => Measure::Percentile(0.5),
        CorrelationType::ValuePercentile => {
            let percentile = percentile.unwrap_or(50);
            if percentile > 100 {
                return Err(format!("percentile {percentile} is above 100"));
            }
            Measure::Percentile(percentile as f64 / 100.0)
        }
    };
    let kind = rule.correlation_type.as_str();
    match (measure, fields.len()) {
        (Measure::Distinct, 0) => Err(format!("`{kind}` needs a `field` in its condition")),
        (Measure::Sum | Measure::Average | Measure::Percentile(_), 0 | 2..) => {
            Err(format!("`{kind}` needs one `field` in its condition"))
        }
        (Measure::Events | Measure::Rules | Measure::Order, 1..) => Err(format!(
            "`{kind}` has no use for a `field` in its condition"
        )),
        _ => Ok((measure, fields)),
    }
}

fn test(rule: &CorrelationRule, measure: Measure) -> Result<Test, String> {
    let predicates = match &rule.condition {
        CorrelationCondition::Threshold { predicates, .. } => predicates,
        CorrelationCondition::Extended(expr) if measure.tells_rules_apart() => {
            return Ok(Test::Rules(wanted(expr, &rule.rules)?));
        }
        CorrelationCondition::Extended(_) => {
            let kind = rule.correlation_type.as_str();
            return Err(format!("a condition over rules does not fit `{kind}`"));
        }
    };
    // This is how the parser writes down that a rule over several rules has no condition.
    if measure.tells_rules_apart() && predicates[..] == [(ConditionOperator::Gte, 1)] {
        return Ok(Test::EveryRule);
    }
    let limits = predicates.iter().map(|(operator, limit)| {
        // The parser lets negative numbers become very large ones.
        if *limit > i64::MAX as u64 {
            return Err("its condition holds a negative number".to_owned());
        }
        Ok((*operator, *limit as f64))
    });
    Ok(Test::Compare(limits.collect::<Result<_, String>>()?))
}

fn wanted(expr: &ConditionExpr, rules: &[String]) -> Result<Wanted, String> {
    let each = |parts: &[ConditionExpr]| -> Result<Vec<Wanted>, String> {
        parts.iter().map(|part| wanted(part, rules)).collect()
    };
    match expr {
        ConditionExpr::And(parts) => Ok(Wanted::All(each(parts)?)),
        ConditionExpr::Or(parts) => Ok(Wanted::Any(each(parts)?)),
        ConditionExpr::Not(part) => Ok(Wanted::Not(Box::new(wanted(part, rules)?))),
        ConditionExpr::Identifier(name) => rules
            .iter()
            .position(|rule| rule == name)
            .map(Wanted::Rule)
            .ok_or_else(|| format!("its condition names `{name}`, which is not among its rules")),
        ConditionExpr::Selector {
            quantifier,
            pattern,
        } => selected(quantifier, pattern, rules),
    }
}

fn selected(
    quantifier: &Quantifier,
    pattern: &SelectorPattern,
    rules: &[String],
) -> Result<Wanted, String> {
    let parts: Vec<Wanted> = rules
        .iter()
        .enumerate()
        .filter(|(_, name)| pattern.matches_detection_name(name))
        .map(|(at, _)| Wanted::Rule(at))
        .collect();
    if parts.is_empty() {
        return Err(format!(
            "`{quantifier} of {pattern}` selects none of its rules"
        ));
    }
    Ok(match quantifier {
        Quantifier::Any => Wanted::Any(parts),
        Quantifier::All => Wanted::All(parts),
        Quantifier::Count(wanted) => Wanted::AtLeast(*wanted, parts),
    })
}
