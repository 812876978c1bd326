//! What an entity does for the first time, and how rare that is among its peers.

use libm::log;
use std::collections::HashMap;

/// Days of history that an entity needs before anything it does can be new, and for which it inherits its peers' ways.
pub const HISTORY_DAYS: i32 = 14;

/// What is known of an entity and one feature of it, in local days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Day of the first time.
    pub first: i32,
    /// Day of the last time.
    pub last: i32,
    /// Days on which it was seen, as far as days came in order.
    pub days_active: u32,
}

impl Seen {
    fn on(day: i32) -> Self {
        Self {
            first: day,
            last: day,
            days_active: 1,
        }
    }

    fn again(&mut self, day: i32) {
        if day > self.last {
            self.days_active = self.days_active.saturating_add(1);
        }
        self.first = self.first.min(day);
        self.last = self.last.max(day);
    }
}

/// What an event is, seen against what was before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Novelty {
    /// The entity has done so before.
    Known(Seen),
    /// The entity is too new to be surprising, and peers do so.
    Inherited,
    /// The entity is too new to be surprising.
    TooNew,
    /// The first time for an entity with a history. Novelty alone is noise: one lane among several.
    Novel {
        /// p = (1 + peers who have it) / (1 + peers).
        p: f64,
        /// -ln p, without unit.
        score: f64,
    },
}

/// Remembers entities, their peer groups and their features, as codes of the caller's making (methods 0.10).
#[derive(Debug, Clone)]
pub struct Register {
    most: usize,
    keys: HashMap<(u64, u64), Seen>,
    entities: HashMap<u64, (u64, i32)>,
    group_sizes: HashMap<u64, u64>,
    having: HashMap<(u64, u64), u64>,
}

impl Register {
    /// An empty register that remembers at most so many pairs of entity and feature. What comes after is judged, but
    /// not remembered.
    pub fn new(most: usize) -> Self {
        Self {
            most,
            keys: HashMap::new(),
            entities: HashMap::new(),
            group_sizes: HashMap::new(),
            having: HashMap::new(),
        }
    }

    /// Whether nothing more can be remembered.
    pub fn is_full(&self) -> bool {
        self.keys.len() >= self.most
    }

    /// Judges an event and then remembers it. Events come in the order of their days. The group of an entity is the one
    /// that it was first seen in.
    pub fn see(&mut self, entity: u64, group: u64, feature: u64, day: i32) -> Novelty {
        let (group, since) = self.entities.get(&entity).copied().unwrap_or((group, day));
        let verdict = self.judge(entity, (group, since), feature, day);
        self.remember(entity, (group, since), feature, day);
        verdict
    }

    fn judge(&self, entity: u64, home: (u64, i32), feature: u64, day: i32) -> Novelty {
        if let Some(seen) = self.keys.get(&(entity, feature)) {
            return Novelty::Known(*seen);
        }
        let (group, since) = home;
        let having = self.having.get(&(group, feature)).copied().unwrap_or(0);
        if day.saturating_sub(since) < HISTORY_DAYS {
            return if having > 0 {
                Novelty::Inherited
            } else {
                Novelty::TooNew
            };
        }
        let own = u64::from(self.entities.contains_key(&entity));
        let all = self.group_sizes.get(&group).copied().unwrap_or(0);
        let peers = all.saturating_sub(own);
        let p = (1 + having) as f64 / (1 + peers) as f64;
        Novelty::Novel { p, score: -log(p) }
    }

    fn remember(&mut self, entity: u64, home: (u64, i32), feature: u64, day: i32) {
        if let Some(seen) = self.keys.get_mut(&(entity, feature)) {
            seen.again(day);
            return;
        }
        if self.is_full() {
            return;
        }
        self.keys.insert((entity, feature), Seen::on(day));
        *self.having.entry((home.0, feature)).or_insert(0) += 1;
        if self.entities.insert(entity, home).is_none() {
            *self.group_sizes.entry(home.0).or_insert(0) += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WARD: u64 = 1;

    #[test]
    fn only_those_with_a_history_can_surprise() {
        let mut register = Register::new(100);
        assert_eq!(register.see(1, WARD, 70, 0), Novelty::TooNew);
        assert_eq!(register.see(2, WARD, 70, 3), Novelty::Inherited);
        assert_eq!(register.see(2, WARD, 71, 16), Novelty::TooNew);
        let novel = register.see(1, WARD, 71, 14);
        // One peer, who has it: nothing rare.
        assert_eq!(novel, Novelty::Novel { p: 1.0, score: 0.0 });
        let rare = register.see(2, WARD, 72, 17);
        let expected = Novelty::Novel {
            p: 0.5,
            score: core::f64::consts::LN_2,
        };
        assert_eq!(rare, expected);
        register.see(1, WARD, 70, 20);
        let seen = Seen {
            first: 0,
            last: 20,
            days_active: 2,
        };
        assert_eq!(register.see(1, WARD, 70, 20), Novelty::Known(seen));
    }

    #[test]
    fn memory_has_an_end() {
        let mut register = Register::new(2);
        for feature in 0..10 {
            register.see(1, WARD, feature, 0);
        }
        assert!(register.is_full());
        assert_eq!(register.keys.len(), 2);
        assert!(matches!(register.see(1, WARD, 9, 30), Novelty::Novel { p, .. } if p == 1.0));
    }

    proptest! {
        #[test]
        fn same_as_looking_back_each_time(events in prop::collection::vec((0_u64..5, 0_u64..4, 0_i32..5), 1..60)) {
            let mut register = Register::new(1_000);
            let mut day = 0;
            let mut past: Vec<(u64, u64, i32)> = Vec::new();
            for (entity, feature, gap) in events {
                day += gap;
                let got = register.see(entity, WARD, feature, day);
                let own: Vec<_> = past.iter().filter(|(e, _, _)| *e == entity).collect();
                let since = own.first().map_or(day, |(_, _, day)| *day);
                let with: std::collections::BTreeSet<u64> =
                    past.iter().filter(|(_, f, _)| *f == feature).map(|(e, _, _)| *e).collect();
                let others: std::collections::BTreeSet<u64> =
                    past.iter().map(|(e, _, _)| *e).filter(|e| *e != entity).collect();
                match got {
                    Novelty::Known(seen) => {
                        let first = own.iter().find(|(_, f, _)| *f == feature).map(|(_, _, day)| *day);
                        prop_assert_eq!(Some(seen.first), first);
                    }
                    Novelty::Inherited => prop_assert!(day - since < HISTORY_DAYS && !with.is_empty()),
                    Novelty::TooNew => prop_assert!(day - since < HISTORY_DAYS && with.is_empty()),
                    Novelty::Novel { p, .. } => {
                        prop_assert!(day - since >= HISTORY_DAYS && !with.contains(&entity));
                        prop_assert!((p - (1 + with.len()) as f64 / (1 + others.len()) as f64).abs() < 1e-12);
                    }
                }
                past.push((entity, feature, day));
            }
        }
    }
}
