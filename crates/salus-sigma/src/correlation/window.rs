//! The window of one group: its events in order of time, and what is measured over them.
//!
//! Everything is kept up to date as events come and go, so that asking costs no walk over the window.

use std::collections::{HashMap, VecDeque};

use super::event::Event;
use super::ranked::Ranked;
use super::rule::{Measure, Question, Test, Window};
use super::texts::QuickBuilder;

/// Sums are kept in millionths, so that what leaves takes away exactly what it brought.
const MILLIONTHS: f64 = 1e6;
/// Numbers beyond this are not measured: their millionths could not be added up.
pub(crate) const LARGEST: f64 = 1e24;

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    In,
    Late,
}

/// The state of one group.
#[derive(Debug)]
pub(crate) struct State {
    events: VecDeque<Event>,
    tally: Tally,
    /// The newest time, at which the window ends.
    now: i64,
    /// Where a session began; events may be gone from its beginning.
    began: i64,
    /// When it last fired, as long as it has been true since.
    fired: Option<i64>,
    /// Whether it waits to be judged.
    pub(crate) is_touched: bool,
}

#[derive(Debug)]
enum Tally {
    Events,
    Distinct(HashMap<u32, u32, QuickBuilder>),
    Rules(Vec<u64>),
    Order(Vec<VecDeque<i64>>),
    Sum(i128),
    Ranked(Ranked),
}

impl Tally {
    fn new(question: &Question) -> Self {
        match question.measure {
            Measure::Events => Self::Events,
            Measure::Distinct => Self::Distinct(HashMap::default()),
            Measure::Rules => Self::Rules(vec![0; question.rules]),
            Measure::Order => Self::Order(vec![VecDeque::new(); question.rules]),
            Measure::Sum | Measure::Average => Self::Sum(0),
            Measure::Percentile(_) => Self::Ranked(Ranked::default()),
        }
    }

    fn add(&mut self, event: &Event) {
        match self {
            Self::Events => {}
            Self::Distinct(counts) => *counts.entry(event.value as u32).or_insert(0) += 1,
            Self::Rules(counts) => counts[event.rule as usize] += 1,
            Self::Order(times) => {
                let times = &mut times[event.rule as usize];
                let at = match times.back() {
                    Some(last) if *last > event.time => times.partition_point(|t| *t <= event.time),
                    _ => times.len(),
                };
                times.insert(at, event.time);
            }
            Self::Sum(sum) => *sum += millionths(event.value),
            Self::Ranked(ranked) => ranked.add(f64::from_bits(event.value)),
        }
    }

    /// Takes away the oldest event.
    fn remove(&mut self, event: &Event) {
        match self {
            Self::Events => {}
            Self::Distinct(counts) => {
                let value = event.value as u32;
                if let Some(count) = counts.get_mut(&value) {
                    *count -= 1;
                    if *count == 0 {
                        counts.remove(&value);
                    }
                }
            }
            Self::Rules(counts) => counts[event.rule as usize] -= 1,
            Self::Order(times) => {
                times[event.rule as usize].pop_front();
            }
            Self::Sum(sum) => *sum -= millionths(event.value),
            Self::Ranked(ranked) => ranked.remove(f64::from_bits(event.value)),
        }
    }

    fn has(&self, rule: usize) -> bool {
        match self {
            Self::Rules(counts) => counts[rule] > 0,
            Self::Order(times) => !times[rule].is_empty(),
            _ => false,
        }
    }

    /// Whether each rule has an event not before that of the rule named before it. The earliest
    /// that will do leaves the most room for the next.
    fn is_in_order(&self) -> bool {
        let Self::Order(times) = self else {
            return true;
        };
        if times.iter().any(VecDeque::is_empty) {
            return false;
        }
        let mut after = i64::MIN;
        times.iter().all(|times| {
            let next = times.get(times.partition_point(|time| *time < after));
            next.inspect(|time| after = **time).is_some()
        })
    }
}

fn millionths(bits: u64) -> i128 {
    (f64::from_bits(bits) * MILLIONTHS).round() as i128
}

impl State {
    pub(crate) fn new(question: &Question) -> Self {
        Self {
            events: VecDeque::new(),
            tally: Tally::new(question),
            now: i64::MIN,
            began: i64::MIN,
            fired: None,
            is_touched: false,
        }
    }

    pub(crate) fn events(&self) -> &VecDeque<Event> {
        &self.events
    }

    pub(crate) fn now(&self) -> i64 {
        self.now
    }

    /// Takes an event into the window, after moving the window to it if it is newer.
    pub(crate) fn take(&mut self, event: Event, question: &Question) -> Taken {
        let time = event.time;
        if !self.events.is_empty() || self.now > i64::MIN {
            match question.window {
                Window::Sliding if time < self.now.saturating_sub(question.timespan) => {
                    return Taken::Late;
                }
                Window::Sliding => self.forget_before(time.saturating_sub(question.timespan)),
                Window::Tumbling => {
                    let (new, old) = (question.span_of(time), question.span_of(self.now));
                    if new < old {
                        return Taken::Late;
                    }
                    if new > old {
                        self.begin_again(question);
                    }
                }
                Window::Session { gap } if time >= self.now => {
                    let is_over = time.saturating_sub(self.now) > gap
                        || time.saturating_sub(self.began) > question.timespan;
                    if is_over {
                        self.begin_again(question);
                    }
                }
                Window::Session { gap } => {
                    let is_before = self.began.saturating_sub(time) > gap
                        || self.now.saturating_sub(time) > question.timespan;
                    if is_before {
                        return Taken::Late;
                    }
                }
            }
        }
        if self.events.is_empty() && self.now == i64::MIN {
            self.began = time;
        }
        self.began = self.began.min(time);
        self.now = self.now.max(time);
        self.tally.add(&event);
        let at = match self.events.back() {
            Some(last) if last.time > time => self.events.partition_point(|e| e.time <= time),
            _ => self.events.len(),
        };
        self.events.insert(at, event);
        Taken::In
    }

    fn begin_again(&mut self, question: &Question) {
        *self = Self {
            is_touched: self.is_touched,
            ..Self::new(question)
        };
    }

    /// Drops events older than a time.
    fn forget_before(&mut self, time: i64) {
        while self.events.front().is_some_and(|event| event.time < time) {
            self.forget_oldest();
        }
    }

    /// Drops the oldest event.
    pub(crate) fn forget_oldest(&mut self) {
        if let Some(event) = self.events.pop_front() {
            self.tally.remove(&event);
        }
    }

    /// Drops what no event from `now` on can be together with.
    pub(crate) fn forget_past(&mut self, now: i64, question: &Question) {
        if question.window == Window::Sliding {
            self.forget_before(now.saturating_sub(question.timespan));
        }
    }

    /// What is measured, whether or not it fires; none where nothing can be measured.
    pub(crate) fn value(&self, question: &Question) -> Option<f64> {
        match &self.tally {
            Tally::Events => Some(self.events.len() as f64),
            Tally::Distinct(counts) => Some(counts.len() as f64),
            Tally::Rules(_) | Tally::Order(_) => {
                let there = (0..question.rules).filter(|rule| self.tally.has(*rule));
                Some(there.count() as f64)
            }
            Tally::Sum(sum) => {
                let sum = *sum as f64 / MILLIONTHS;
                match question.measure {
                    Measure::Average if self.events.is_empty() => None,
                    Measure::Average => Some(sum / self.events.len() as f64),
                    _ => Some(sum),
                }
            }
            Tally::Ranked(ranked) => match question.measure {
                Measure::Percentile(share) => ranked.at_share(share),
                _ => None,
            },
        }
    }

    /// Judges the window as it is now: the value, if the rule begins to be true, or has been true for
    /// a whole time span since it last fired.
    pub(crate) fn judge(&mut self, question: &Question) -> Option<f64> {
        self.is_touched = false;
        let value = self
            .value(question)
            .filter(|value| self.holds(*value, question));
        let Some(value) = value else {
            self.fired = None;
            return None;
        };
        let is_told = self
            .fired
            .is_some_and(|fired| self.now.saturating_sub(fired) < question.timespan);
        if is_told {
            return None;
        }
        self.fired = Some(self.now);
        Some(value)
    }

    fn holds(&self, value: f64, question: &Question) -> bool {
        let is_true = match &question.test {
            Test::Compare(tests) => Question::compares(tests, value),
            Test::EveryRule => (0..question.rules).all(|rule| self.tally.has(rule)),
            Test::Rules(wanted) => wanted.holds(&|rule| self.tally.has(rule)),
        };
        is_true && self.tally.is_in_order()
    }
}
