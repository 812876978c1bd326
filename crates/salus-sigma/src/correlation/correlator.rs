//! Events put in order of time and judged, group by group.

mod forget;

use std::collections::VecDeque;
use std::sync::Arc;

use salus_record::Batch;

use super::event::{Event, RecordKey, Source};
use super::groups::Groups;
use super::plan::{Parent, Plan};
use super::take::{Books, number};
use super::texts::Texts;
use super::window::{State, Taken};
use super::{Arrival, CorrelationAccount, CorrelationHit, CorrelationLimits, story};
use crate::Hit;

/// Events between two looks for what can be forgotten; more, where many groups are held.
const EVENTS_BETWEEN_SWEEPS: usize = 16_384;

/// Watches correlation rules over batches as they come. It owns its rules and holds bounded memory
/// ([`CorrelationLimits`]); for the same records it gives the same hits.
///
/// All events of one time are taken in before any rule is judged at that time. So what is told does
/// not depend on the order in which records of the same moment come.
pub struct Correlator {
    plan: Arc<Plan>,
    arrival: Arrival,
    limits: CorrelationLimits,
    texts: Texts,
    groups: Groups,
    waiting: VecDeque<Event>,
    /// Everything up to this time has had its turn.
    done: i64,
    newest: i64,
    clock: i64,
    /// Events in all windows.
    held: usize,
    since_sweep: usize,
    hits: Vec<CorrelationHit>,
    account: CorrelationAccount,
}

impl Correlator {
    pub(crate) fn new(plan: Arc<Plan>, arrival: Arrival, limits: CorrelationLimits) -> Self {
        Self {
            groups: Groups::new(&plan),
            texts: Texts::new(limits.text_bytes),
            plan,
            arrival,
            limits,
            waiting: VecDeque::new(),
            done: i64::MIN,
            newest: i64::MIN,
            clock: i64::MAX,
            held: 0,
            since_sweep: 0,
            hits: Vec::new(),
            account: CorrelationAccount::default(),
        }
    }

    /// Takes a batch with the hits that [`RuleSet::matches`](crate::RuleSet::matches) found in it.
    pub fn add(&mut self, batch: &Batch, hits: &[Hit]) {
        let mut newest = self.newest;
        let (clock, waiting) = (self.clock, &mut self.waiting);
        let mut books = Books {
            plan: &self.plan,
            limits: &self.limits,
            texts: &mut self.texts,
            groups: &mut self.groups,
            account: &mut self.account,
        };
        books.take(batch, hits, &mut |event| {
            // A wrong clock somewhere must not make everything else late.
            if event.time <= clock {
                newest = newest.max(event.time);
            }
            waiting.push_back(event);
        });
        self.newest = newest;
        self.settle();
    }

    /// Tells what time it is (microseconds of UTC), so that events need not wait for newer ones. From
    /// then on a record with a later time does not count as the newest. Of use when live only.
    pub fn advance(&mut self, now: i64) {
        if let Arrival::Live { .. } = self.arrival {
            self.clock = now;
            self.newest = self.newest.max(now);
            self.settle();
        }
    }

    /// Judges all events that still wait.
    pub fn finish(&mut self) {
        self.judge_through(i64::MAX);
        self.sweep();
    }

    /// Hands out the hits so far, ordered by time, rule and group within each call.
    #[must_use]
    pub fn drain(&mut self) -> Vec<CorrelationHit> {
        let mut hits = std::mem::take(&mut self.hits);
        hits.sort_by(|a, b| (a.last, a.rule, &a.group).cmp(&(b.last, b.rule, &b.group)));
        hits
    }

    /// What became of the records so far.
    #[must_use]
    pub fn account(&self) -> CorrelationAccount {
        self.account
    }

    /// Judges what can be judged, and what has to be because too much waits.
    fn settle(&mut self) {
        if let Arrival::Live { lateness } = self.arrival {
            self.judge_through(
                self.newest
                    .saturating_sub(lateness.max(0))
                    .saturating_sub(1),
            );
        }
        let is_crowded = self.groups.len() > self.limits.groups - self.limits.groups / 10
            || self.texts.is_nearly_full();
        if self.waiting.len() > self.limits.waiting || (is_crowded && !self.waiting.is_empty()) {
            self.make_room();
        }
        let is_crowded = is_crowded || self.texts.has_grown();
        if is_crowded || self.since_sweep > EVENTS_BETWEEN_SWEEPS.max(self.groups.len()) {
            self.sweep();
        }
    }

    /// Judges the older half of what waits; but what is ahead of the clock is given up instead, since
    /// all that comes in its time would be late then.
    fn make_room(&mut self) {
        self.put_in_order();
        let middle = self.waiting.len() / 2;
        let Some(time) = self.waiting.get(middle).map(|event| event.time) else {
            return;
        };
        let is_live = matches!(self.arrival, Arrival::Live { .. });
        if !(is_live && time > self.newest) {
            return self.judge_through(time);
        }
        for event in self.waiting.drain(middle..) {
            self.groups.get_mut(event.group).waiting -= 1;
            self.account.beyond_limits += 1;
        }
    }

    fn put_in_order(&mut self) {
        let texts = &self.texts;
        self.waiting
            .make_contiguous()
            .sort_by(|a, b| a.order(b, texts));
    }

    /// Gives all waiting events up to this time their turn, moment by moment.
    fn judge_through(&mut self, last: i64) {
        self.put_in_order();
        let mut touched = Vec::new();
        while let Some(time) = self.waiting.front().map(|event| event.time) {
            if time > last {
                break;
            }
            while self.waiting.front().is_some_and(|event| event.time == time) {
                if let Some(event) = self.waiting.pop_front() {
                    self.groups.get_mut(event.group).waiting -= 1;
                    self.take(event, &mut touched);
                }
            }
            self.judge(&mut touched);
            self.done = self.done.max(time);
            if self.since_sweep > EVENTS_BETWEEN_SWEEPS.max(self.groups.len())
                || self.held > self.limits.events
            {
                self.sweep();
            }
        }
        if last != i64::MAX {
            self.done = self.done.max(last);
        }
    }

    /// Takes an event into its group's window.
    fn take(&mut self, event: Event, touched: &mut Vec<u32>) {
        self.since_sweep += 1;
        let number = event.group;
        let group = self.groups.get_mut(number);
        let question = &self.plan.correlations[group.correlation].question;
        if event.time < self.done {
            self.held -= group.forget_past(self.done, question);
            if question.is_closed(event.time, self.done, group.state.is_some()) {
                self.account.late += 1;
                return;
            }
        }
        let state = group
            .state
            .get_or_insert_with(|| Box::new(State::new(question)));
        let before = state.events().len();
        if state.take(event, question) == Taken::Late {
            self.account.late += 1;
            return;
        }
        while state.events().len() > self.limits.window {
            state.forget_oldest();
            self.account.beyond_limits += 1;
        }
        self.held = self.held + state.events().len() - before;
        if !state.is_touched {
            state.is_touched = true;
            touched.push(number);
        }
    }

    /// Judges the groups that were touched, those of lower levels first: what they tell may touch
    /// others.
    fn judge(&mut self, touched: &mut Vec<u32>) {
        if !self.plan.is_chained() {
            for group in touched.drain(..) {
                self.judge_group(group, &mut Vec::new());
            }
            return;
        }
        while !touched.is_empty() {
            let level = |group: u32| {
                let correlation = self.groups.get(group).correlation;
                self.plan.correlations[correlation].level
            };
            let lowest = touched.iter().map(|group| level(*group)).min();
            let (mut now, later): (Vec<u32>, Vec<u32>) = touched
                .iter()
                .partition(|group| Some(level(**group)) == lowest);
            now.sort_by(|a, b| self.by_values(*a).cmp(self.by_values(*b)));
            *touched = later;
            for group in now {
                self.judge_group(group, touched);
            }
        }
    }

    /// What groups are ordered by, whatever their numbers are.
    fn by_values(&self, group: u32) -> impl Iterator<Item = (usize, &str)> {
        let group = self.groups.get(group);
        let names = group.key.iter().map(|number| self.texts.text(*number));
        std::iter::once("")
            .chain(names)
            .map(|text| (group.correlation, text))
    }

    fn judge_group(&mut self, number: u32, touched: &mut Vec<u32>) {
        let group = self.groups.get_mut(number);
        let Some(state) = &mut group.state else {
            return;
        };
        let question = &self.plan.correlations[group.correlation].question;
        let Some(value) = state.judge(question) else {
            return;
        };
        let plan = Arc::clone(&self.plan);
        let correlation = &plan.correlations[group.correlation];
        let time = state.now();
        let group = self.groups.get(number);
        let (rules, most) = (correlation.question.rules, self.limits.records);
        let records = story::records(group, rules, most, &self.texts);
        if correlation.is_reported {
            if self.hits.len() < self.limits.hits {
                self.hits
                    .extend(story::hit(group, value, &records, &plan, &self.texts));
            } else {
                self.account.hits_lost += 1;
            }
        }
        if !correlation.parents.is_empty() {
            let (key, records) = (Arc::clone(&group.key), records.into());
            for parent in &correlation.parents {
                self.tell(parent, &key, (time, &records), touched);
            }
        }
    }

    /// Makes a correlation that fired an event of another.
    fn tell(
        &mut self,
        parent: &Parent,
        key: &[u32],
        (time, records): (i64, &Arc<[(i64, RecordKey)]>),
        touched: &mut Vec<u32>,
    ) {
        let group: Vec<u32> = parent.group.iter().map(|at| key[*at]).collect();
        let is_of_numbers = self.plan.correlations[parent.correlation]
            .question
            .measure
            .is_of_numbers();
        let value = match parent.values[..] {
            [] => Some(0),
            [at] if is_of_numbers => {
                let Some(number) = number(self.texts.text(key[at])) else {
                    self.account.incomplete += 1;
                    return;
                };
                Some(number.to_bits())
            }
            [at] => Some(u64::from(key[at])),
            _ => {
                let values = parent.values.iter().map(|at| self.texts.text(key[*at]));
                let joined: String = values.flat_map(|text| [text, "\u{1f}"]).collect();
                self.texts.number(&joined).map(u64::from)
            }
        };
        let group = self
            .groups
            .number(parent.correlation, &group, self.limits.groups);
        let (Some(value), Some(group)) = (value, group) else {
            self.account.beyond_limits += 1;
            return;
        };
        self.account.events += 1;
        let event = Event {
            time,
            group,
            rule: parent.rule,
            value,
            source: Source::Story(Arc::clone(records)),
        };
        self.take(event, touched);
    }
}
