//! What a correlator forgets: what is past, and what is more than it may hold.

use super::Correlator;
use crate::correlation::CorrelationLimits;
use crate::correlation::rule::Measure;

impl Correlator {
    /// Forgets what no event to come can need, and what is more than may be held.
    pub(super) fn sweep(&mut self) {
        self.since_sweep = 0;
        let done = self.done;
        let mut held = 0;
        for group in self.groups.iter_mut() {
            let question = &self.plan.correlations[group.correlation].question;
            group.forget_past(done, question);
            held += group.events();
        }
        self.held = held;
        self.groups.forget_empty();
        let CorrelationLimits { events, groups, .. } = self.limits;
        if self.held > events || self.groups.len() >= groups {
            self.forget_stalest(events - events / 10, groups - groups / 10);
        }
        if self.texts.has_grown() {
            self.forget_texts();
            if self.texts.is_nearly_full() {
                self.forget_stalest(self.held / 2, self.groups.len() / 2);
                self.forget_texts();
            }
        }
    }

    /// Gives up the groups that have been quiet for longest, until so many events and groups are left.
    fn forget_stalest(&mut self, events: usize, groups: usize) {
        let mut by_age: Vec<(i64, u32)> = self
            .groups
            .iter()
            .filter_map(|(number, group)| Some((group.state.as_ref()?.now(), number)))
            .collect();
        by_age.sort_unstable();
        let mut left = self.groups.len();
        for (_, number) in by_age {
            if self.held <= events && left <= groups {
                break;
            }
            let group = self.groups.get_mut(number);
            let gone = group.events();
            group.state = None;
            left -= usize::from(group.waiting == 0);
            self.held -= gone;
            self.account.beyond_limits += gone as u64;
        }
        self.groups.forget_empty();
    }

    fn forget_texts(&mut self) {
        let mut marks = self.texts.marks();
        for (_, group) in self.groups.iter() {
            group
                .key
                .iter()
                .for_each(|text| marks[*text as usize] = true);
            let has_text = self.has_text(group.correlation);
            let held = group.state.iter().flat_map(|state| state.events());
            held.for_each(|event| event.mark(has_text, &mut marks));
        }
        for event in &self.waiting {
            let has_text = self.has_text(self.groups.get(event.group).correlation);
            event.mark(has_text, &mut marks);
        }
        self.texts.keep(&marks);
    }

    /// Whether the values of a correlation's events are texts.
    fn has_text(&self, correlation: usize) -> bool {
        self.plan.correlations[correlation].question.measure == Measure::Distinct
    }
}
