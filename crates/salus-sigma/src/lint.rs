//! Remarks on rules: what keeps one from being used, found, told apart or answered quickly.

use std::collections::{BTreeSet, HashMap};

use rsigma_parser::{Detection, Detections, Modifier, SigmaRule};

use crate::{FilterInfo, NotLoaded, RuleInfo};

/// Characters a title has room for in a list.
const TITLE: usize = 110;

/// Something that could be better about a rule.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Remark {
    /// The file it came from.
    pub path: String,
    /// Its id, if it has one.
    pub id: Option<String>,
    /// Its title, if one could be read.
    pub title: Option<String>,
    /// One word: `not-loaded`, `no-id`, `id`, `no-level`, `same-id`, `same-title`, `title`, `slow`, `filter`
    /// or `unseen-field`.
    pub kind: &'static str,
    /// What it is, in a sentence.
    pub text: String,
}

/// Remarks on a rule as it is written.
pub(crate) fn rule(path: &str, rule: &SigmaRule) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut add = |kind, text: String| {
        remarks.push(Remark {
            path: path.to_owned(),
            id: rule.id.clone(),
            title: Some(rule.title.clone()),
            kind,
            text,
        });
    };
    match &rule.id {
        None => add(
            "no-id",
            "has no `id`, so its findings bear its path".to_owned(),
        ),
        Some(id) if !is_uuid(id) => add("id", format!("its `id` `{id}` is not a UUID")),
        Some(_) => {}
    }
    if rule.level.is_none() {
        add("no-level", "has no `level` and counts as medium".to_owned());
    }
    let title = rule.title.trim();
    let letters = || title.chars().filter(|c| c.is_alphabetic());
    if title.chars().count() > TITLE {
        add(
            "title",
            format!("its title is longer than {TITLE} characters"),
        );
    }
    if title.ends_with('.') {
        add("title", "its title ends in a full stop".to_owned());
    }
    if letters().next().is_some_and(char::is_lowercase) {
        add("title", "its title begins with a small letter".to_owned());
    }
    if letters().count() > 12 && letters().all(char::is_uppercase) {
        add("title", "its title is in capitals".to_owned());
    }
    remarks
}

fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

/// Remarks that need all rules to be known.
pub(crate) fn all(
    rules: &[RuleInfo],
    not_loaded: &[NotLoaded],
    filters: &[FilterInfo],
) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = not_loaded
        .iter()
        .map(|one| Remark {
            path: one.path.clone(),
            id: one.id.clone(),
            title: one.title.clone(),
            kind: "not-loaded",
            text: one.reason.clone(),
        })
        .collect();
    let mut first_with: HashMap<(bool, &str), &RuleInfo> = HashMap::new();
    for rule in rules {
        let id = (rule.id != rule.path).then_some((true, rule.id.as_str(), "same-id", "id"));
        let title = Some((false, rule.title.as_str(), "same-title", "title"));
        for (is_id, text, kind, word) in [id, title].into_iter().flatten() {
            let first = *first_with.entry((is_id, text)).or_insert(rule);
            if !std::ptr::eq(first, rule) {
                let text = format!("has the {word} of `{}` too", first.path);
                remarks.push(on(rule, kind, text));
            }
        }
        let slow = rule.cost.without_literal;
        if slow > 0 {
            let text = format!(
                "{slow} of its patterns hold no text to look for, and are tried on every value"
            );
            remarks.push(on(rule, "slow", text));
        }
    }
    for filter in filters {
        remarks.extend(filter.unmet.iter().map(|reason| Remark {
            path: filter.path.clone(),
            id: filter.id.clone(),
            title: Some(filter.title.clone()),
            kind: "filter",
            text: reason.clone(),
        }));
    }
    remarks
}

impl Remark {
    /// The remark that a rule reads a field which no record of a table has had.
    pub(crate) fn unseen_field(rule: &RuleInfo, table: &str, field: &str) -> Self {
        let text = format!("reads `{field}`, which no record of `{table}` has");
        on(rule, "unseen-field", text)
    }
}

/// The fields of a rule as it names them, sorted.
pub(crate) fn fields(detections: &Detections) -> Vec<String> {
    let mut fields = BTreeSet::new();
    for detection in detections.named.values() {
        gather(detection, &mut fields);
    }
    fields.into_iter().collect()
}

fn gather(detection: &Detection, fields: &mut BTreeSet<String>) {
    match detection {
        Detection::AllOf(items) => {
            for item in items {
                if let Some(name) = &item.field.name {
                    let name = rsigma_parser::fieldpath::unescape_brackets(name);
                    fields.insert(name.into_owned());
                }
                if item.field.has_modifier(Modifier::FieldRef) {
                    fields.extend(item.values.iter().map(ToString::to_string));
                }
            }
        }
        Detection::AnyOf(parts) | Detection::And(parts) => {
            parts.iter().for_each(|part| gather(part, fields));
        }
        Detection::Keywords(_) => {}
        Detection::ArrayMatch { field, .. } => {
            fields.insert(field.clone());
        }
        Detection::Conditional { named, .. } => {
            named.values().for_each(|part| gather(part, fields));
        }
    }
}

fn on(rule: &RuleInfo, kind: &'static str, text: String) -> Remark {
    Remark {
        path: rule.path.clone(),
        id: Some(rule.id.clone()),
        title: Some(rule.title.clone()),
        kind,
        text,
    }
}
