//! What an organisation's records let its rules see, by the tactics of an attack.

use std::collections::{BTreeMap, BTreeSet};

use crate::tactic::{TACTICS, tactics};
use crate::{Remark, RuleInfo, field};

/// One tactic: how many rules speak of it, and how many of them have records to look at.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Coverage {
    /// The word of the tactic; `other` for rules that name none.
    pub tactic: String,
    /// What people call it.
    pub title: String,
    /// Rules that speak of it.
    pub rules: usize,
    /// Those for which there are records.
    pub usable: usize,
    /// Usable rules by level.
    pub by_level: BTreeMap<String, usize>,
    /// ATT&CK techniques that the rules name.
    pub techniques: usize,
    /// Those that a usable rule names.
    pub techniques_usable: usize,
}

/// A record table that is not there, and what it would give.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Wanted {
    /// The table; a `*` at the end stands for any rest.
    pub table: String,
    /// Rules that have no records now and would have some.
    pub rules: usize,
}

/// The rules by tactic, in the order of an attack, given the record tables that are there.
#[must_use]
pub fn coverage(rules: &[RuleInfo], tables: &[String]) -> Vec<Coverage> {
    let named = TACTICS.iter().map(|(word, title)| {
        let of = |rule: &&RuleInfo| tactics(rule).any(|tactic| tactic == *word);
        row(word, title, rules.iter().filter(of), tables)
    });
    let other = |rule: &&RuleInfo| tactics(rule).next().is_none();
    let other = row(
        "other",
        "No tactic named",
        rules.iter().filter(other),
        tables,
    );
    named
        .chain([other])
        .filter(|row: &Coverage| row.rules > 0)
        .collect()
}

fn row<'r>(
    word: &str,
    title: &str,
    rules: impl Iterator<Item = &'r RuleInfo>,
    tables: &[String],
) -> Coverage {
    let mut row = Coverage {
        tactic: word.to_owned(),
        title: title.to_owned(),
        rules: 0,
        usable: 0,
        by_level: BTreeMap::new(),
        techniques: 0,
        techniques_usable: 0,
    };
    let mut all = BTreeSet::new();
    let mut usable = BTreeSet::new();
    for rule in rules {
        row.rules += 1;
        let techniques = || rule.tags.iter().filter(|tag| is_technique(tag));
        all.extend(techniques());
        if rule.is_usable(tables) {
            row.usable += 1;
            *row.by_level.entry(rule.level.clone()).or_default() += 1;
            usable.extend(techniques());
        }
    }
    row.techniques = all.len();
    row.techniques_usable = usable.len();
    row
}

fn is_technique(tag: &str) -> bool {
    let number = tag.strip_prefix("attack.t");
    number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
}

/// The tables that are not there, those that would give records to most rules first. A table that holds
/// the same as another in other words is named for rules that have no other.
#[must_use]
pub fn wanted(rules: &[RuleInfo], tables: &[String]) -> Vec<Wanted> {
    let mut by_table: BTreeMap<&str, usize> = BTreeMap::new();
    for rule in rules.iter().filter(|rule| !rule.is_usable(tables)) {
        let own = |table: &&String| !rule.stand_ins.contains(*table);
        let has_own = rule.tables.iter().any(|table| own(&table));
        for table in rule.tables.iter().filter(|table| !has_own || own(table)) {
            *by_table.entry(table).or_default() += 1;
        }
    }
    let mut wanted: Vec<Wanted> = by_table
        .into_iter()
        .map(|(table, rules)| Wanted {
            table: table.to_owned(),
            rules,
        })
        .collect();
    wanted.sort_by(|a, b| (b.rules, &a.table).cmp(&(a.rules, &b.table)));
    wanted
}

/// Whether a table is meant by a name that may end in `*`.
fn means(name: &str, table: &str) -> bool {
    match name.strip_suffix('*') {
        Some(start) => table.starts_with(start),
        None => name == table,
    }
}

impl RuleInfo {
    /// Whether one of these record tables is one that it looks at.
    #[must_use]
    pub fn is_usable(&self, tables: &[String]) -> bool {
        let is_there = |name: &String| tables.iter().any(|table| means(name, table));
        self.tables.iter().any(is_there)
    }

    /// Remarks on fields that it reads in a table whose records have no such column.
    #[must_use]
    pub fn unseen(&self, columns: &BTreeMap<String, Vec<String>>) -> Vec<Remark> {
        let mut remarks = Vec::new();
        for (name, fields) in &self.columns {
            for (table, columns) in columns.iter().filter(|(table, _)| means(name, table)) {
                let has = |field: &&String| field::names(field).any(|one| has_column(columns, one));
                let unseen = fields.iter().filter(|field| !has(field));
                remarks.extend(unseen.map(|field| {
                    let names: Vec<&str> = field::names(field).collect();
                    Remark::unseen_field(self, table, &names.join("` or `"))
                }));
            }
        }
        remarks
    }
}

/// Whether a field has a column: its own, in whatever case, or one that holds it inside.
fn has_column(columns: &[String], field: &str) -> bool {
    let field = salus_record::envelope::column_name(field);
    let is_there = |name: &str| {
        columns
            .iter()
            .any(|column| column.eq_ignore_ascii_case(name))
    };
    is_there(&field)
        || field
            .match_indices('.')
            .any(|(dot, _)| is_there(&field[..dot]))
}
