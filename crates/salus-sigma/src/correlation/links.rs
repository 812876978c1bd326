//! What correlation rules refer to, by id, name or title; what cannot be found is told.

use std::collections::HashMap;

use rsigma_parser::CorrelationRule;

use super::plan::aliased;
use super::rule::Question;
use crate::NotLoaded;

/// What something goes by.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) title: String,
}

/// What a reference means: a plain rule or a correlation, by its place in the list of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Rule(usize),
    Correlation(usize),
}

#[derive(Debug)]
enum State {
    Open(Question),
    Ready { question: Question, level: usize },
    Refused(String),
}

/// A correlation rule and what it refers to.
#[derive(Debug)]
pub(crate) struct Linked<'a> {
    pub(crate) rule: &'a CorrelationRule,
    /// One for each of the rules it names.
    pub(crate) targets: Vec<Target>,
    state: State,
}

impl Linked<'_> {
    /// The question and the level, once everything it refers to is there.
    pub(crate) fn ready(&self) -> Option<(&Question, usize)> {
        match &self.state {
            State::Ready { question, level } => Some((question, *level)),
            _ => None,
        }
    }

    /// Why it cannot be used.
    pub(crate) fn refused(&self) -> Option<&str> {
        match &self.state {
            State::Refused(reason) => Some(reason),
            _ => None,
        }
    }
}

/// All correlation rules and their links.
#[derive(Debug)]
pub(crate) struct Links<'a> {
    rules: &'a [Names],
    names: Vec<Names>,
    pub(crate) correlations: Vec<Linked<'a>>,
}

impl<'a> Links<'a> {
    /// Resolves all references. `not_loaded` serves to say why something is missing.
    pub(crate) fn new(
        rules: &'a [Names],
        correlations: impl Iterator<Item = &'a CorrelationRule>,
        not_loaded: &[NotLoaded],
    ) -> Self {
        let mut links = Self {
            rules,
            names: Vec::new(),
            correlations: Vec::new(),
        };
        for rule in correlations {
            links.names.push(Names {
                id: rule.id.clone(),
                name: rule.name.clone(),
                title: rule.title.clone(),
            });
            links.correlations.push(Linked {
                rule,
                targets: Vec::new(),
                state: match Question::of(rule) {
                    Ok(question) => State::Open(question),
                    Err(reason) => State::Refused(reason),
                },
            });
        }
        links.resolve(not_loaded);
        while links.advance() {}
        links.refuse_circles();
        links
    }

    fn resolve(&mut self, not_loaded: &[NotLoaded]) {
        let index = Index::new(self.rules, &self.names);
        for linked in &mut self.correlations {
            let targets: Result<Vec<Target>, String> = linked
                .rule
                .rules
                .iter()
                .map(|name| index.target(name, not_loaded))
                .collect();
            match targets {
                Ok(targets) => linked.targets = targets,
                Err(reason) if linked.refused().is_none() => linked.state = State::Refused(reason),
                Err(_) => {}
            }
        }
    }

    /// Settles those whose references are all settled; false when there was none.
    fn advance(&mut self) -> bool {
        let mut has_moved = false;
        for at in 0..self.correlations.len() {
            let State::Open(question) = &self.correlations[at].state else {
                continue;
            };
            if let Some(settled) = self.settled(at, question) {
                self.correlations[at].state = settled;
                has_moved = true;
            }
        }
        has_moved
    }

    fn settled(&self, at: usize, question: &Question) -> Option<State> {
        let linked = &self.correlations[at];
        let mut level = 0;
        for (place, target) in linked.targets.iter().enumerate() {
            let Target::Correlation(inner) = target else {
                continue;
            };
            match &self.correlations[*inner].state {
                State::Open(_) => return None,
                State::Refused(reason) => {
                    let name = &linked.rule.rules[place];
                    let reason = format!("refers to `{name}`, which is not used: {reason}");
                    return Some(State::Refused(reason));
                }
                State::Ready { level: below, .. } => level = level.max(below + 1),
            }
        }
        Some(match self.check_fields(linked, question) {
            Ok(()) => State::Ready {
                question: question.clone(),
                level,
            },
            Err(reason) => State::Refused(reason),
        })
    }

    /// Aliases have to speak of the rules that are named, and a correlation that fires knows only
    /// what it groups by.
    fn check_fields(&self, linked: &Linked<'_>, question: &Question) -> Result<(), String> {
        let rule = linked.rule;
        let all: Vec<Vec<&str>> = linked
            .targets
            .iter()
            .zip(&rule.rules)
            .map(|(target, name)| self.names_of(*target, name))
            .collect();
        for alias in &rule.aliases {
            let mut named: Vec<&String> = alias.mapping.keys().collect();
            named.sort();
            let is_known = |name: &&String| all.iter().flatten().any(|known| known == *name);
            if let Some(name) = named.into_iter().find(|name| !is_known(name)) {
                let alias = &alias.alias;
                return Err(format!(
                    "its alias `{alias}` speaks of `{name}`, which is not among its rules"
                ));
            }
        }
        for (target, names) in linked.targets.iter().zip(&all) {
            let Target::Correlation(inner) = target else {
                continue;
            };
            let grouped = &self.correlations[*inner].rule.group_by;
            for field in rule.group_by.iter().chain(&question.fields) {
                let field = aliased(rule, field, names);
                if !grouped.iter().any(|known| known == field) {
                    let inner = &self.names[*inner].title;
                    return Err(format!(
                        "asks for `{field}`, by which the correlation `{inner}` does not group"
                    ));
                }
            }
        }
        Ok(())
    }

    /// What is still open waits for itself.
    fn refuse_circles(&mut self) {
        for linked in &mut self.correlations {
            if matches!(linked.state, State::Open(_)) {
                let reason = "refers to itself by way of the correlations it names".to_owned();
                linked.state = State::Refused(reason);
            }
        }
    }

    /// All that a target goes by, beginning with how it is named here.
    pub(crate) fn names_of<'n>(&'n self, target: Target, written: &'n str) -> Vec<&'n str> {
        let names = match target {
            Target::Rule(at) => &self.rules[at],
            Target::Correlation(at) => &self.names[at],
        };
        let mut all = vec![written];
        all.extend(names.id.as_deref());
        all.extend(names.name.as_deref());
        all.push(&names.title);
        all
    }
}

/// Everything that can be referred to, by id, then by name, then by title.
struct Index<'n> {
    tiers: [HashMap<&'n str, Vec<Target>>; 3],
}

impl<'n> Index<'n> {
    fn new(rules: &'n [Names], correlations: &'n [Names]) -> Self {
        let mut index = Self {
            tiers: [HashMap::new(), HashMap::new(), HashMap::new()],
        };
        for (at, names) in rules.iter().enumerate() {
            index.add(names, Target::Rule(at));
        }
        for (at, names) in correlations.iter().enumerate() {
            index.add(names, Target::Correlation(at));
        }
        index
    }

    fn add(&mut self, names: &'n Names, target: Target) {
        let called = [
            names.id.as_deref(),
            names.name.as_deref(),
            Some(names.title.as_str()),
        ];
        for (tier, name) in self.tiers.iter_mut().zip(called) {
            if let Some(name) = name {
                tier.entry(name).or_default().push(target);
            }
        }
    }

    fn target(&self, name: &str, not_loaded: &[NotLoaded]) -> Result<Target, String> {
        for tier in &self.tiers {
            match tier.get(name).map(Vec::as_slice) {
                None => {}
                Some([target]) => return Ok(*target),
                Some(several) => {
                    let count = several.len();
                    return Err(format!(
                        "refers to `{name}`, and {count} rules are called so"
                    ));
                }
            }
        }
        let missing = not_loaded
            .iter()
            .find(|rule| rule.id.as_deref() == Some(name) || rule.title.as_deref() == Some(name));
        Err(match missing {
            Some(NotLoaded { reason, .. }) => {
                format!("refers to `{name}`, which is not used: {reason}")
            }
            None => format!("refers to `{name}`, which is not there"),
        })
    }
}
