//! Mappings: one SELECT from record tables to one fact.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::{ExampleRows, header};

/// A mapping as in `content/mappings/<product>/<fact>.sql`.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// Path below the content folder.
    pub path: String,
    /// What wrote the records.
    pub product: String,
    /// The fact it fills.
    pub fact: String,
    /// Records and the facts they become.
    pub examples: Vec<MappingExample>,
    /// The query.
    pub sql: String,
}

/// One worked example.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappingExample {
    /// Record tables with their rows.
    pub records: BTreeMap<String, ExampleRows>,
    /// The fact rows that must come out; only the columns named are compared.
    pub facts: ExampleRows,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    product: String,
    fact: String,
    examples: Vec<MappingExample>,
}

impl Mapping {
    pub(crate) fn parse(path: &str, text: &str) -> Result<Self, String> {
        let (head, sql) = header::split(text)?;
        let head: Header = crate::yaml(head)?;
        let path = path.to_owned();
        Ok(Self {
            path,
            product: head.product,
            fact: head.fact,
            examples: head.examples,
            sql: sql.into(),
        })
    }

    /// The record tables and columns it may name: those of its examples.
    #[must_use]
    pub fn reads(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut reads: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for example in &self.examples {
            for (table, rows) in &example.records {
                let columns = reads.entry(table).or_default();
                columns.extend(rows.iter().flat_map(|row| row.keys().map(String::as_str)));
            }
        }
        reads
    }
}
