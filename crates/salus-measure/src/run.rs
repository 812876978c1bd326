//! Running measures: ask, read, check how old the evidence is, hold it against the limits.

use std::collections::{BTreeMap, BTreeSet};

use salus_content::{Ask, Measure, Size};
use salus_record::{Period, bind, time};
use serde::Serialize;

use crate::answer::{Answer, answer_of};
use crate::limits::Limits;

use crate::state::MeasureState;

/// A measure with its answer, its state, and everything behind it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measured {
    /// Id in the framework.
    pub id: String,
    /// What a person calls it.
    pub title: String,
    /// Practice it speaks for.
    pub practice: String,
    /// The state its number stands for.
    pub state: MeasureState,
    /// Why the state is unknown; empty otherwise.
    pub because: String,
    /// The answer as given, also when it is too old to count.
    pub answer: Answer,
    /// Unit of the number.
    pub unit: String,
    /// What it must reach, as in `>= 0.99`.
    pub limit: Option<String>,
    /// The newest evidence used, RFC 3339.
    pub newest: Option<String>,
    /// The last instant the evidence counts, RFC 3339; null where evidence bears no date.
    pub fresh_until: Option<String>,
    /// Products whose records it was answered from.
    pub sources: Vec<String>,
    /// Facts it reads.
    pub needs: Vec<String>,
    /// Key of the evidence source to ask for when nothing answers it.
    pub export: Option<String>,
    /// Facts it reads that hold nothing.
    pub missing: Vec<String>,
    /// Records behind the number.
    pub rows: Vec<String>,
    /// The goal in words.
    pub goal: String,
    /// Why it matters.
    pub why: String,
    /// The next step when it is not met.
    pub fix: String,
}

/// What a fact table holds: which products filled it, and up to when.
#[derive(Debug, Clone, Default)]
struct Holding {
    sources: BTreeSet<String>,
    newest: Option<i64>,
}

/// Runs measures against one lake at one moment.
pub(crate) struct Runner<'a> {
    ask: &'a dyn Ask,
    period: Period,
    size: Size,
    limits: &'a Limits,
    holdings: BTreeMap<String, Result<Holding, String>>,
}

impl<'a> Runner<'a> {
    pub(crate) fn new(ask: &'a dyn Ask, period: Period, size: Size, limits: &'a Limits) -> Self {
        Self {
            ask,
            period,
            size,
            limits,
            holdings: BTreeMap::new(),
        }
    }

    /// Answers one measure. A query that fails makes it unknown, with the reason.
    pub(crate) fn run(&mut self, measure: &Measure) -> Measured {
        let mut said = blank(measure, self.limits);
        if !measure.applies_to.contains(&self.size) {
            said.state = MeasureState::NotApplicable;
            said.answer = Answer::NotApplicable;
            return said;
        }
        let newest_held = self.look_at_facts(measure, &mut said);
        let rows = match self.ask.ask(&bind(&measure.sql, &self.period)) {
            Ok(rows) => rows,
            Err(error) => {
                said.because = format!("the query failed: {error}");
                return said;
            }
        };
        let reading = match answer_of(measure, &rows) {
            Ok(reading) => reading,
            Err(error) => {
                said.because = error;
                return said;
            }
        };
        said.answer = reading.answer;
        said.rows = reading.rows;
        let Some(number) = said.answer.number() else {
            said.because = no_evidence(&said);
            return said;
        };
        let newest = reading.newest.or(newest_held);
        self.judge(measure, &mut said, number, newest);
        said
    }

    fn judge(&self, measure: &Measure, said: &mut Measured, number: f64, newest: Option<i64>) {
        if let Some(newest) = newest.map(|newest| newest.min(self.period.as_of)) {
            let until = Period::days_after(newest, measure.fresh_days);
            said.newest = Some(time::format(newest));
            said.fresh_until = Some(time::format(until));
            if until < self.period.as_of {
                said.because = format!(
                    "the newest evidence is of {} and counts for {} days",
                    time::format_day(newest),
                    measure.fresh_days
                );
                return;
            }
        }
        said.state = self.limits.state(&measure.id, number);
        if said.state == MeasureState::Unknown {
            said.because = "the framework sets no limit for it".to_owned();
        }
    }

    /// Notes sources and empty facts; gives the newest time that any needed fact holds.
    fn look_at_facts(&mut self, measure: &Measure, said: &mut Measured) -> Option<i64> {
        let mut sources = BTreeSet::new();
        let mut newest = None;
        for fact in &measure.needs {
            match self.holding(fact) {
                Ok(holding) if holding.sources.is_empty() => said.missing.push(fact.clone()),
                Ok(holding) => {
                    sources.extend(holding.sources.iter().cloned());
                    newest = newest.max(holding.newest);
                }
                Err(_) => said.missing.push(fact.clone()),
            }
        }
        said.sources = sources.into_iter().collect();
        newest
    }

    fn holding(&mut self, fact: &str) -> &Result<Holding, String> {
        let (ask, as_of) = (self.ask, self.period);
        self.holdings
            .entry(fact.to_owned())
            .or_insert_with(|| look(ask, fact, &as_of))
    }
}

fn look(ask: &dyn Ask, fact: &str, period: &Period) -> Result<Holding, String> {
    if !fact
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    {
        return Err(format!("`{fact}` is not the name of a fact"));
    }
    // `log_source` is made by the engine and has neither a product nor a time.
    let sql = if fact == "log_source" {
        "select name as source, max(last_at) as newest from log_source group by name".to_owned()
    } else {
        let sql = format!(
            "select source, max(case when time <= $as_of then time end) as newest \
             from {fact} group by source"
        );
        bind(&sql, period)
    };
    let mut holding = Holding::default();
    for row in ask.ask(&sql)? {
        if let Some(source) = row.get("source").and_then(|source| source.as_str()) {
            holding.sources.insert(source.to_owned());
        }
        let newest = row.get("newest").and_then(|newest| newest.as_str());
        holding.newest = holding.newest.max(newest.and_then(time::parse));
    }
    Ok(holding)
}

fn no_evidence(said: &Measured) -> String {
    if said.missing.is_empty() {
        "the evidence holds nothing that answers it".to_owned()
    } else {
        let facts: Vec<String> = said
            .missing
            .iter()
            .map(|fact| format!("`{fact}`"))
            .collect();
        format!("no evidence for {}", facts.join(", "))
    }
}

fn blank(measure: &Measure, limits: &Limits) -> Measured {
    Measured {
        id: measure.id.clone(),
        title: measure.title.clone(),
        practice: measure.practice.clone(),
        state: MeasureState::Unknown,
        because: String::new(),
        answer: Answer::NoEvidence {
            needs: measure.needs.clone(),
        },
        unit: measure.unit.clone(),
        limit: limits.goal(&measure.id),
        newest: None,
        fresh_until: None,
        sources: Vec::new(),
        needs: measure.needs.clone(),
        export: limits.export(measure),
        missing: Vec::new(),
        rows: Vec::new(),
        goal: measure.goal.clone(),
        why: measure.why.clone(),
        fix: measure.fix.clone(),
    }
}
