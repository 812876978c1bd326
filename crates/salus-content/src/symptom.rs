//! Symptoms: what `salus doctor` looks for in the evidence itself, one SELECT each.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{ExampleRows, header};

/// What a symptom may be about.
const KINDS: [&str; 7] = [
    "clock",
    "counts",
    "dropped",
    "gap",
    "silent",
    "truncated",
    "unread",
];

/// A symptom as in `content/symptoms/<id>.sql`.
///
/// Its query gives `what` (a log, a machine, a file) and `reason`, a sentence; `record_ids` where it rests on records.
#[derive(Debug, Clone)]
pub struct Symptom {
    /// Path below the content folder.
    pub path: String,
    /// Stable id.
    pub id: String,
    /// What a person calls it.
    pub title: String,
    /// `clock`, `counts`, `dropped`, `gap`, `silent`, `truncated` or `unread`.
    pub kind: String,
    /// Facts it reads.
    pub needs: Vec<String>,
    /// What to do about it.
    pub fix: String,
    /// Examples that show it, and near misses.
    pub examples: Vec<SymptomExample>,
    /// The query.
    pub sql: String,
}

/// Fact rows and the number of remarks they must give.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SymptomExample {
    /// Why this example is here.
    #[serde(default)]
    pub note: String,
    /// Fact tables with their rows.
    pub facts: BTreeMap<String, ExampleRows>,
    /// Remarks expected.
    pub remarks: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    id: String,
    title: String,
    kind: String,
    needs: Vec<String>,
    fix: String,
    examples: Vec<SymptomExample>,
}

impl Symptom {
    pub(crate) fn parse(path: &str, text: &str) -> Result<Self, String> {
        let (head, sql) = header::split(text)?;
        let head: Header = crate::yaml(head)?;
        if !KINDS.contains(&head.kind.as_str()) {
            return Err(format!(
                "kind `{}` is not one of {}",
                head.kind,
                KINDS.join(", ")
            ));
        }
        let shows = head.examples.iter().any(|example| example.remarks > 0);
        let rests = head.examples.iter().any(|example| example.remarks == 0);
        if !(shows && rests) {
            return Err("needs an example that shows it and a near miss that does not".into());
        }
        Ok(Self {
            path: path.to_owned(),
            id: head.id,
            title: head.title,
            kind: head.kind,
            needs: head.needs,
            fix: head.fix,
            examples: head.examples,
            sql: sql.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: &str, remarks: [usize; 2], expected: Result<(), &str>) {
        let text = format!(
            "/*---\nid: a.b\ntitle: t\nkind: {kind}\nneeds: [log_hour]\nfix: f\nexamples:\n  \
             - {{facts: {{}}, remarks: {}}}\n  - {{facts: {{}}, remarks: {}}}\n---*/\nselect 1",
            remarks[0], remarks[1]
        );
        let parsed = Symptom::parse("symptoms/a.b.sql", &text).map(|_| ());
        assert_eq!(parsed, expected.map_err(str::to_owned));
    }

    #[test]
    fn a_symptom_names_a_known_kind_and_proves_both_ways() {
        check("gap", [1, 0], Ok(()));
        check(
            "gap",
            [1, 2],
            Err("needs an example that shows it and a near miss that does not"),
        );
        check(
            "pain",
            [1, 0],
            Err("kind `pain` is not one of clock, counts, dropped, gap, silent, truncated, unread"),
        );
    }
}
