//! Sightings to identities: joined by rules from the surest to the least sure, never across what is certainly different.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use salus_content::{Correction, IdentityRules, key_value};

/// One row about a person or a device: its keys with their values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sighting {
    /// The row it was seen in.
    pub record_id: String,
    /// Key to value; only those that the row has.
    pub keys: BTreeMap<String, String>,
    /// From when to when its held keys were held.
    pub held: (Option<String>, Option<String>),
}

/// Which identity a sighting belongs to, and how surely.
#[derive(Debug, Clone, PartialEq)]
pub struct Belongs {
    /// Number of the identity.
    pub identity: usize,
    /// 1 for the sightings that the identity began with.
    pub confidence: f64,
    /// The rule that brought it there.
    pub because: String,
}

/// The result: for each sighting its identity, and the values that join nothing.
#[derive(Debug, Default)]
pub struct Resolved {
    /// By sighting.
    pub belongs: Vec<Belongs>,
    /// Key and value pairs that stand with things certainly different.
    pub ambiguous: BTreeSet<(String, String)>,
}

/// The organisation's corrections of one kind.
#[derive(Debug, Clone, Copy, Default)]
pub struct Corrected<'a> {
    /// Never one.
    pub apart: &'a [Correction],
    /// One.
    pub same: &'a [Correction],
}

/// Resolves sightings, whatever their order: they are looked at by their keys, not their places.
#[must_use]
pub fn resolve(
    sightings: &[Sighting],
    rules: &IdentityRules,
    corrected: Corrected<'_>,
) -> Resolved {
    let ambiguous = ambiguous(sightings, rules);
    let mut groups = Groups::new(sightings, rules, corrected.apart);
    for correction in corrected.same {
        let members: Vec<usize> = (0..sightings.len())
            .filter(|at| {
                is_named(&sightings[*at], &correction.one)
                    || is_named(&sightings[*at], &correction.other)
            })
            .collect();
        let because = format!("the organisation says so: {}", correction.why);
        for pair in members.windows(2) {
            groups.join(pair[0], pair[1], 1.0, &because);
        }
    }
    for rule in &rules.rules {
        let mut by_value: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, sighting) in sightings.iter().enumerate() {
            if let Some(value) = sighting.keys.get(&rule.key) {
                by_value.entry(value).or_default().push(at);
            }
        }
        for (value, mut members) in by_value {
            if ambiguous.contains(&(rule.key.clone(), value.to_owned())) {
                continue;
            }
            members.sort_by(|a, b| order(&sightings[*a]).cmp(&order(&sightings[*b])));
            for pair in members.windows(2) {
                groups.join(pair[0], pair[1], rule.confidence, &rule.because);
            }
        }
    }
    Resolved {
        belongs: groups.belongs(),
        ambiguous,
    }
}

type Order<'a> = (&'a BTreeMap<String, String>, &'a str);

fn order(sighting: &Sighting) -> Order<'_> {
    (&sighting.keys, &sighting.record_id)
}

fn is_named(sighting: &Sighting, name: &str) -> bool {
    let (key, value) = key_value(name);
    sighting.keys.get(key).is_some_and(|known| known == value)
}

/// Values of joining keys that stand beside two values of one exclusive key.
fn ambiguous(sightings: &[Sighting], rules: &IdentityRules) -> BTreeSet<(String, String)> {
    let mut beside: HashMap<(&str, &str, &str), &str> = HashMap::new();
    let mut found = BTreeSet::new();
    for sighting in sightings {
        for exclusive in &rules.exclusive {
            let Some(owner) = sighting.keys.get(exclusive) else {
                continue;
            };
            for (key, value) in &sighting.keys {
                if key == exclusive || rules.held.contains(key) {
                    continue;
                }
                let first = beside.entry((exclusive, key, value)).or_insert(owner);
                if *first != owner {
                    found.insert((key.clone(), value.clone()));
                }
            }
        }
    }
    found
}

/// Sightings joined so far.
struct Groups<'a> {
    parent: Vec<usize>,
    members: Vec<Vec<usize>>,
    /// By group: values of exclusive keys, and names that must stay apart.
    marks: Vec<BTreeSet<Mark>>,
    belongs: Vec<(f64, String)>,
    sightings: &'a [Sighting],
}

/// What keeps a group from another: a value of an exclusive key, or a side of a correction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    of: String,
    value: String,
}

impl<'a> Groups<'a> {
    fn new(sightings: &'a [Sighting], rules: &IdentityRules, apart: &[Correction]) -> Self {
        let marks = sightings.iter().map(|sighting| {
            let exclusive = rules.exclusive.iter().filter_map(|key| {
                let value = sighting.keys.get(key)?.clone();
                Some(Mark {
                    of: key.clone(),
                    value,
                })
            });
            let sides = apart.iter().enumerate().flat_map(|(at, correction)| {
                [&correction.one, &correction.other]
                    .into_iter()
                    .filter(|name| is_named(sighting, name))
                    .map(move |name| Mark {
                        of: format!("apart {at}"),
                        value: name.clone(),
                    })
            });
            exclusive.chain(sides).collect()
        });
        Self {
            parent: (0..sightings.len()).collect(),
            members: (0..sightings.len()).map(|at| vec![at]).collect(),
            marks: marks.collect(),
            belongs: vec![(1.0, "its own row".to_owned()); sightings.len()],
            sightings,
        }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    fn are_apart(&self, one: usize, other: usize) -> bool {
        let (few, many) = if self.marks[one].len() < self.marks[other].len() {
            (one, other)
        } else {
            (other, one)
        };
        self.marks[few].iter().any(|mark| {
            let same_kind = self.marks[many]
                .range(
                    Mark {
                        of: mark.of.clone(),
                        value: String::new(),
                    }..,
                )
                .take_while(|known| known.of == mark.of);
            same_kind.into_iter().any(|known| known.value != mark.value)
        })
    }

    /// Joins the groups of two sightings, unless they are certainly different. The rows of the group with fewer
    /// exclusive values, then of the smaller one, are what was joined; how sure that is stands with them.
    fn join(&mut self, one: usize, other: usize, confidence: f64, because: &str) {
        let (one, other) = (self.root(one), self.root(other));
        if one == other || self.are_apart(one, other) {
            return;
        }
        let weight = |group: usize| {
            let least = self.members[group]
                .iter()
                .map(|at| order(&self.sightings[*at]))
                .min();
            (
                self.marks[group].len(),
                self.members[group].len(),
                std::cmp::Reverse(least),
            )
        };
        let (keep, add) = if weight(one) >= weight(other) {
            (one, other)
        } else {
            (other, one)
        };
        self.parent[add] = keep;
        let added = std::mem::take(&mut self.members[add]);
        for at in &added {
            if confidence <= self.belongs[*at].0 {
                self.belongs[*at] = (confidence, because.to_owned());
            }
        }
        self.members[keep].extend(added);
        let marks = std::mem::take(&mut self.marks[add]);
        self.marks[keep].extend(marks);
    }

    fn belongs(mut self) -> Vec<Belongs> {
        let roots: Vec<usize> = (0..self.parent.len()).map(|at| self.root(at)).collect();
        roots
            .into_iter()
            .zip(self.belongs)
            .map(|(identity, (confidence, because))| Belongs {
                identity,
                confidence,
                because,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
