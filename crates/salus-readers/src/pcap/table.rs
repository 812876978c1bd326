//! The open connections of a capture: found by their ends, and kept in the order of their last packets.

use hashbrown::HashMap;

use super::flow::{Flow, Key};

/// Connections that are waited for equally long stand in one queue, so that those whose time is up
/// are found without a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Queue {
    Tcp,
    /// Ended; only stray packets may come.
    Closed,
    Other,
}

impl Queue {
    pub(super) const ALL: [Self; 3] = [Self::Tcp, Self::Closed, Self::Other];

    /// Microseconds after which nothing more is expected.
    pub(super) fn patience(self) -> i64 {
        match self {
            Self::Tcp => 3_600_000_000,
            Self::Closed => 5_000_000,
            Self::Other => 60_000_000,
        }
    }
}

#[derive(Default)]
pub(super) struct Table {
    by_key: HashMap<Key, usize>,
    slots: Vec<Option<Slot>>,
    free: Vec<usize>,
    ends: [Ends; 3],
}

struct Slot {
    flow: Flow,
    queue: Queue,
    older: Option<usize>,
    newer: Option<usize>,
}

#[derive(Default, Clone, Copy)]
struct Ends {
    oldest: Option<usize>,
    newest: Option<usize>,
}

impl Table {
    pub(super) fn len(&self) -> usize {
        self.by_key.len()
    }

    pub(super) fn find(&self, key: &Key) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    pub(super) fn flow(&mut self, at: usize) -> Option<&mut Flow> {
        self.slots.get_mut(at)?.as_mut().map(|slot| &mut slot.flow)
    }

    /// Adds a connection as the newest.
    pub(super) fn insert(&mut self, flow: Flow, queue: Queue) -> usize {
        let at = self.free.pop().unwrap_or(self.slots.len());
        self.by_key.insert(flow.key, at);
        let slot = Some(Slot {
            flow,
            queue,
            older: None,
            newer: None,
        });
        if at == self.slots.len() {
            self.slots.push(slot);
        } else {
            self.slots[at] = slot;
        }
        self.link(at, queue);
        at
    }

    /// Makes a connection the newest of a queue.
    pub(super) fn renew(&mut self, at: usize, queue: Queue) {
        let is_newest = self.ends[queue as usize].newest == Some(at);
        if !is_newest {
            self.unlink(at);
            self.link(at, queue);
        }
    }

    pub(super) fn oldest(&self, queue: Queue) -> Option<(usize, &Flow)> {
        let at = self.ends[queue as usize].oldest?;
        let slot = self.slots[at].as_ref()?;
        Some((at, &slot.flow))
    }

    pub(super) fn remove(&mut self, at: usize) -> Option<Flow> {
        self.unlink(at);
        let slot = self.slots.get_mut(at)?.take()?;
        self.by_key.remove(&slot.flow.key);
        self.free.push(at);
        Some(slot.flow)
    }

    /// All that is left.
    pub(super) fn drain(&mut self) -> Vec<Flow> {
        let table = std::mem::take(self);
        let slots = table.slots.into_iter().flatten();
        slots.map(|slot| slot.flow).collect()
    }

    fn slot(&mut self, at: usize) -> Option<&mut Slot> {
        self.slots.get_mut(at)?.as_mut()
    }

    fn unlink(&mut self, at: usize) {
        let Some(slot) = self.slot(at) else { return };
        let (queue, older, newer) = (slot.queue, slot.older.take(), slot.newer.take());
        match older.and_then(|at| self.slot(at)) {
            Some(slot) => slot.newer = newer,
            None => self.ends[queue as usize].oldest = newer,
        }
        match newer.and_then(|at| self.slot(at)) {
            Some(slot) => slot.older = older,
            None => self.ends[queue as usize].newest = older,
        }
    }

    fn link(&mut self, at: usize, queue: Queue) {
        let newest = self.ends[queue as usize].newest.replace(at);
        match newest.and_then(|before| self.slot(before)) {
            Some(slot) => slot.newer = Some(at),
            None => self.ends[queue as usize].oldest = Some(at),
        }
        if let Some(slot) = self.slot(at) {
            slot.queue = queue;
            slot.older = newest;
            slot.newer = None;
        }
    }
}
