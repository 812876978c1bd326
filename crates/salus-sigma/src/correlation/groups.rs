//! The groups of all correlations: found by their values, spoken of by number.

use std::collections::HashMap;
use std::sync::Arc;

use super::plan::Plan;
use super::rule::Question;
use super::texts::QuickBuilder;
use super::window::State;

/// Events of one correlation that have the same values in the fields it groups by.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) correlation: usize,
    /// The values, as numbers of texts.
    pub(crate) key: Arc<[u32]>,
    /// Events that wait for their turn.
    pub(crate) waiting: u32,
    /// None before its first event had its turn, and after its window is over.
    pub(crate) state: Option<Box<State>>,
}

impl Group {
    /// Events in its window.
    pub(crate) fn events(&self) -> usize {
        self.state.as_ref().map_or(0, |state| state.events().len())
    }

    /// Forgets what no event after `done` can be together with; tells how many events that were.
    pub(crate) fn forget_past(&mut self, done: i64, question: &Question) -> usize {
        let before = self.events();
        if let Some(state) = &mut self.state {
            state.forget_past(done, question);
            if question.is_over(state.now(), done) {
                self.state = None;
            }
        }
        before - self.events()
    }
}

#[derive(Debug)]
pub(crate) struct Groups {
    /// By correlation, by key.
    by_key: Vec<HashMap<Arc<[u32]>, u32, QuickBuilder>>,
    groups: Vec<Option<Group>>,
    free: Vec<u32>,
}

impl Groups {
    pub(crate) fn new(plan: &Plan) -> Self {
        Self {
            by_key: plan
                .correlations
                .iter()
                .map(|_| HashMap::default())
                .collect(),
            groups: Vec::new(),
            free: Vec::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.groups.len() - self.free.len()
    }

    /// The group's number; none when it is new and there are already so many.
    pub(crate) fn number(&mut self, correlation: usize, key: &[u32], most: usize) -> Option<u32> {
        if let Some(known) = self.by_key[correlation].get(key) {
            return Some(*known);
        }
        if self.len() >= most {
            return None;
        }
        let key: Arc<[u32]> = key.into();
        let group = Group {
            correlation,
            key: Arc::clone(&key),
            waiting: 0,
            state: None,
        };
        let number = match self.free.pop() {
            Some(number) => {
                self.groups[number as usize] = Some(group);
                number
            }
            None => {
                self.groups.push(Some(group));
                self.groups.len() as u32 - 1
            }
        };
        self.by_key[correlation].insert(key, number);
        Some(number)
    }

    pub(crate) fn get(&self, number: u32) -> &Group {
        self.groups[number as usize]
            .as_ref()
            .expect("a group stays while an event waits or its window is open")
    }

    pub(crate) fn get_mut(&mut self, number: u32) -> &mut Group {
        self.groups[number as usize]
            .as_mut()
            .expect("a group stays while an event waits or its window is open")
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &Group)> {
        let numbered = self.groups.iter().enumerate();
        numbered.filter_map(|(number, group)| Some((number as u32, group.as_ref()?)))
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Group> {
        self.groups.iter_mut().flatten()
    }

    /// Forgets groups with neither waiting events nor a window.
    pub(crate) fn forget_empty(&mut self) {
        for (number, slot) in self.groups.iter_mut().enumerate() {
            let is_empty = slot
                .as_ref()
                .is_some_and(|group| group.waiting == 0 && group.state.is_none());
            if is_empty && let Some(group) = slot.take() {
                self.by_key[group.correlation].remove(&group.key);
                self.free.push(number as u32);
            }
        }
    }
}
