//! A slow evaluator of correlations: every window is gathered anew from all events, so that it is
//! obviously right.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::happenings::Happening;

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    Events,
    Distinct,
    Together,
    Ordered,
    Sum,
    Average,
    Percentile(u64),
    Median,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Lies {
    Sliding,
    Tumbling,
    Session(i64),
}

#[derive(Debug, Clone, PartialEq)]
pub enum When {
    /// Operator and number.
    Is(&'static str, u64),
    EveryRule,
    /// A condition over `r0`, `r1`, `r2`.
    Rules(&'static str),
}

/// A correlation over the rules `r0`, `r1`, …; a record fits rule `rN` if its field `fits` holds N.
#[derive(Debug, Clone)]
pub struct Story {
    pub kind: Kind,
    pub lies: Lies,
    pub when: When,
    pub timespan: i64,
    pub rules: usize,
    pub is_grouped: bool,
}

/// Second, user, value, number of events.
pub type Told = (i64, String, f64, u64);

/// Second, window, number of events in it.
pub type Asked = (i64, i64, u64);

#[derive(Debug, Clone, PartialEq)]
struct Event {
    second: i64,
    rule: usize,
    value: String,
}

/// When a rule last fired, and in which window.
type Fired = Option<(i64, i64)>;

impl Story {
    pub fn documents(&self) -> Vec<String> {
        let mut all: Vec<String> = (0..self.rules).map(base).collect();
        all.push(self.correlation().to_string());
        all
    }

    fn correlation(&self) -> Value {
        let kind = match self.kind {
            Kind::Events => "event_count",
            Kind::Distinct => "value_count",
            Kind::Together => "temporal",
            Kind::Ordered => "temporal_ordered",
            Kind::Sum => "value_sum",
            Kind::Average => "value_avg",
            Kind::Percentile(_) => "value_percentile",
            Kind::Median => "value_median",
        };
        let names: Vec<String> = (0..self.rules).map(|rule| format!("r{rule}")).collect();
        let mut body = json!({
            "type": kind, "rules": names, "timespan": format!("{}s", self.timespan),
        });
        if self.is_grouped {
            body["group-by"] = json!(["user"]);
        }
        match self.lies {
            Lies::Sliding => {}
            Lies::Tumbling => body["window"] = json!("tumbling"),
            Lies::Session(gap) => {
                body["window"] = json!("session");
                body["gap"] = json!(format!("{gap}s"));
            }
        }
        match &self.when {
            When::Is(operator, number) => {
                body["condition"] = json!({*operator: number});
                if !matches!(self.kind, Kind::Events | Kind::Together | Kind::Ordered) {
                    body["condition"]["field"] = json!("value");
                }
                if let Kind::Percentile(percentile) = self.kind {
                    body["condition"]["percentile"] = json!(percentile);
                }
            }
            When::EveryRule => {}
            When::Rules(condition) => body["condition"] = json!(condition),
        }
        json!({"title": "story", "id": "story", "correlation": body})
    }

    /// What is told of all that happened.
    pub fn told(&self, all: &[Happening]) -> Vec<Told> {
        let mut told = Vec::new();
        for (user, events) in self.groups(all) {
            let mut fired: Fired = None;
            let seconds: BTreeSet<i64> = events.iter().map(|event| event.second).collect();
            for second in seconds {
                let (window, inside) = self.window(&events, second);
                fired = fired.filter(|(_, known)| *known == window);
                let value = self.value(&inside);
                let Some(value) = value.filter(|value| self.fires(*value, &inside)) else {
                    fired = None;
                    continue;
                };
                if fired.is_none_or(|(when, _)| second - when >= self.timespan) {
                    fired = Some((second, window));
                    told.push((second, user.clone(), value, inside.len() as u64));
                }
            }
        }
        told.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        told
    }

    /// When each user's windows are asked.
    pub fn asked(&self, all: &[Happening]) -> Vec<(String, Vec<Asked>)> {
        let ask = |(user, events): (String, Vec<Event>)| {
            let seconds: BTreeSet<i64> = events.iter().map(|event| event.second).collect();
            let asked = seconds.into_iter().map(|second| {
                let (window, inside) = self.window(&events, second);
                (second, window, inside.len() as u64)
            });
            (user, asked.collect())
        };
        self.groups(all).into_iter().map(ask).collect()
    }

    /// The events of each user, in order of time.
    fn groups(&self, all: &[Happening]) -> BTreeMap<String, Vec<Event>> {
        let mut groups: BTreeMap<String, Vec<Event>> = BTreeMap::new();
        for happening in all {
            let field = |name: &str| {
                let found = happening.fields.iter().find(|(field, _)| field == name);
                found.map(|(_, value)| value.clone())
            };
            let Some(second) = happening.second else {
                continue;
            };
            let Some(user) = (if self.is_grouped {
                field("user")
            } else {
                Some(String::new())
            }) else {
                continue;
            };
            let fits = field("fits").unwrap_or_default();
            let mut rules: Vec<usize> = (0..self.rules)
                .filter(|rule| fits.contains(&rule.to_string()))
                .collect();
            let value = match self.kind {
                Kind::Events | Kind::Together | Kind::Ordered => Some(String::new()),
                Kind::Distinct => field("value"),
                _ => field("value").filter(|value| value.parse::<f64>().is_ok()),
            };
            let Some(value) = value else {
                continue;
            };
            if !matches!(self.kind, Kind::Together | Kind::Ordered) {
                rules.truncate(1);
            }
            let events = rules.into_iter().map(|rule| Event {
                second,
                rule,
                value: value.clone(),
            });
            groups.entry(user).or_default().extend(events);
        }
        for events in groups.values_mut() {
            events.sort_by_key(|event| (event.second, event.rule));
        }
        groups
    }

    /// The window that ends at a second: which it is, and what is in it.
    fn window(&self, events: &[Event], second: i64) -> (i64, Vec<Event>) {
        let until: Vec<&Event> = events.iter().filter(|e| e.second <= second).collect();
        let (number, from) = match self.lies {
            Lies::Sliding => (0, second - self.timespan),
            Lies::Tumbling => {
                let from = second.div_euclid(self.timespan) * self.timespan;
                (from, from)
            }
            Lies::Session(gap) => {
                let (mut began, mut last) = (until[0].second, until[0].second);
                for event in &until {
                    let is_over = event.second - last > gap || event.second - began > self.timespan;
                    if is_over {
                        began = event.second;
                    }
                    last = event.second;
                }
                (began, began)
            }
        };
        let inside = until.into_iter().filter(|event| event.second >= from);
        (number, inside.cloned().collect())
    }

    fn value(&self, inside: &[Event]) -> Option<f64> {
        let numbers = || -> Vec<f64> {
            let mut numbers: Vec<f64> = inside.iter().flat_map(|e| e.value.parse()).collect();
            numbers.sort_by(f64::total_cmp);
            numbers
        };
        let at = |share: f64| {
            let numbers = numbers();
            let rank = share * (numbers.len() - 1) as f64;
            let (low, high) = (
                numbers[rank.floor() as usize],
                numbers[rank.ceil() as usize],
            );
            low + (rank - rank.floor()) * (high - low)
        };
        Some(match self.kind {
            Kind::Events => inside.len() as f64,
            Kind::Distinct => {
                let values: BTreeSet<&String> = inside.iter().map(|e| &e.value).collect();
                values.len() as f64
            }
            Kind::Together | Kind::Ordered => {
                let rules: BTreeSet<usize> = inside.iter().map(|e| e.rule).collect();
                rules.len() as f64
            }
            Kind::Sum => numbers().iter().sum(),
            Kind::Average => numbers().iter().sum::<f64>() / inside.len() as f64,
            Kind::Percentile(percentile) => at(percentile as f64 / 100.0),
            Kind::Median => at(0.5),
        })
    }

    fn fires(&self, value: f64, inside: &[Event]) -> bool {
        let has = |rule: usize| inside.iter().any(|event| event.rule == rule);
        let holds = match &self.when {
            When::Is("gte", 1) | When::EveryRule
                if matches!(self.kind, Kind::Together | Kind::Ordered) =>
            {
                (0..self.rules).all(has)
            }
            When::Is(operator, number) => {
                let number = *number as f64;
                match *operator {
                    "gte" => value >= number,
                    "gt" => value > number,
                    "lte" => value <= number,
                    "lt" => value < number,
                    "eq" => value == number,
                    _ => value != number,
                }
            }
            When::EveryRule => false,
            When::Rules("r0 and r1") => has(0) && has(1),
            When::Rules("r0 or r1") => has(0) || has(1),
            When::Rules("r0 and not r1") => has(0) && !has(1),
            When::Rules("1 of r*") => (0..self.rules).any(has),
            When::Rules(other) => panic!("no such condition here: {other}"),
        };
        holds && (self.kind != Kind::Ordered || is_in_order(inside, 0, self.rules, i64::MIN))
    }
}

/// Tries every way to choose one event for each rule, none before that of the rule before.
fn is_in_order(inside: &[Event], rule: usize, rules: usize, after: i64) -> bool {
    rule == rules
        || inside
            .iter()
            .filter(|event| event.rule == rule && event.second >= after)
            .any(|event| is_in_order(inside, rule + 1, rules, event.second))
}

/// A rule that fits records whose field `fits` holds its number.
pub fn base(rule: usize) -> String {
    json!({
        "title": format!("rule {rule}"), "id": format!("id-{rule}"), "name": format!("r{rule}"),
        "logsource": {"product": "test"},
        "detection": {"s": {"fits|contains": rule.to_string()}, "condition": "s"},
    })
    .to_string()
}
