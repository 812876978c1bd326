//! A slow evaluator, one rule and one record at a time, written to be obviously right.

use serde_json::Value;

use crate::records::Record;

/// One line of a selection.
#[derive(Debug, Clone)]
pub struct Item {
    pub field: &'static str,
    pub how: How,
    pub cased: bool,
    pub all: bool,
    pub values: Vec<String>,
}

#[derive(Debug, Clone, Copy)]
pub enum How {
    Whole,
    Contains,
    StartsWith,
    EndsWith,
    Greater,
    Regex,
    Null,
}

#[derive(Debug, Clone)]
pub enum Condition {
    Selection(usize),
    Not(Box<Condition>),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
    AtLeast(u64),
    All,
}

#[derive(Debug, Clone)]
pub struct Rule {
    pub selections: Vec<Vec<Item>>,
    pub condition: Condition,
}

impl Rule {
    pub fn yaml(&self) -> String {
        let mut selections = serde_json::Map::new();
        for (at, items) in self.selections.iter().enumerate() {
            let mut inside = serde_json::Map::new();
            for item in items {
                inside.insert(item.key(), item.values());
            }
            selections.insert(format!("s{at}"), Value::Object(inside));
        }
        selections.insert("condition".to_owned(), Value::String(self.condition.text()));
        serde_json::json!({
            "title": "random", "logsource": {"product": "test"}, "detection": selections,
        })
        .to_string()
    }

    pub fn fits(&self, record: &Record) -> bool {
        let answers: Vec<bool> = self
            .selections
            .iter()
            .map(|items| items.iter().all(|item| item.fits(record)))
            .collect();
        self.condition.fits(&answers)
    }
}

impl Condition {
    fn text(&self) -> String {
        match self {
            Self::Selection(at) => format!("s{at}"),
            Self::Not(inner) => format!("not ({})", inner.text()),
            Self::And(a, b) => format!("({} and {})", a.text(), b.text()),
            Self::Or(a, b) => format!("({} or {})", a.text(), b.text()),
            Self::AtLeast(wanted) => format!("{wanted} of them"),
            Self::All => "all of s*".to_owned(),
        }
    }

    fn fits(&self, answers: &[bool]) -> bool {
        match self {
            Self::Selection(at) => answers[*at],
            Self::Not(inner) => !inner.fits(answers),
            Self::And(a, b) => a.fits(answers) && b.fits(answers),
            Self::Or(a, b) => a.fits(answers) || b.fits(answers),
            Self::AtLeast(wanted) => answers.iter().filter(|a| **a).count() as u64 >= *wanted,
            Self::All => answers.iter().all(|a| *a),
        }
    }
}

impl Item {
    fn key(&self) -> String {
        let how = match self.how {
            How::Whole | How::Null => "",
            How::Contains => "|contains",
            How::StartsWith => "|startswith",
            How::EndsWith => "|endswith",
            How::Greater => "|gt",
            How::Regex => "|re",
        };
        let cased = if self.cased && self.is_text() {
            "|cased"
        } else {
            ""
        };
        let all = if self.all { "|all" } else { "" };
        format!("{}{how}{cased}{all}", self.field)
    }

    fn is_text(&self) -> bool {
        !matches!(self.how, How::Greater | How::Regex | How::Null)
    }

    fn values(&self) -> Value {
        match self.how {
            How::Null => Value::Null,
            How::Greater => Value::from(self.values[0].len()),
            _ => Value::from(self.values.clone()),
        }
    }

    fn fits(&self, record: &Record) -> bool {
        let found = record.get(self.field);
        let texts = match found {
            None => return matches!(self.how, How::Null),
            Some(_) if matches!(self.how, How::Null) => return false,
            Some(value) => texts(value),
        };
        let mut answers = self
            .values
            .iter()
            .map(|value| texts.iter().any(|text| self.one(value, text)));
        match self.how {
            How::Greater => texts.iter().any(|text| {
                let limit = self.values[0].len() as f64;
                text.parse::<f64>().is_ok_and(|number| number > limit)
            }),
            _ if self.all => answers.all(|answer| answer),
            _ => answers.any(|answer| answer),
        }
    }

    fn one(&self, value: &str, text: &str) -> bool {
        let pattern = match self.how {
            How::Contains => format!("*{value}*"),
            How::StartsWith => format!("{value}*"),
            How::EndsWith => format!("*{value}"),
            How::Regex => {
                return regex::Regex::new(value)
                    .expect("an expression")
                    .is_match(text);
            }
            _ => value.to_owned(),
        };
        let fold = |text: &str| {
            if self.cased {
                text.to_owned()
            } else {
                text.to_lowercase()
            }
        };
        let pattern: Vec<char> = fold(&pattern).chars().collect();
        let text: Vec<char> = fold(text).chars().collect();
        wild(&pattern, &text)
    }
}

/// The elements of a list, or the value itself.
fn texts(value: &str) -> Vec<String> {
    match serde_json::from_str(value) {
        Ok(Value::Array(elements)) => elements
            .iter()
            .map(|element| match element {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            })
            .collect(),
        _ => vec![value.to_owned()],
    }
}

/// Wildcards, by trying every way.
fn wild(pattern: &[char], text: &[char]) -> bool {
    match (pattern, text) {
        ([], []) => true,
        (['*', rest @ ..], _) => wild(rest, text) || !text.is_empty() && wild(pattern, &text[1..]),
        (['?', rest @ ..], [_, after @ ..]) => wild(rest, after),
        ([c, rest @ ..], [d, after @ ..]) => c == d && wild(rest, after),
        _ => false,
    }
}
