//! Fact tables: what records mean, column by column.

use serde::{Deserialize, Serialize};

/// A fact table as declared in `content/facts/<name>.yaml`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Table name in SQL.
    #[serde(rename = "fact")]
    pub name: String,
    /// What a person calls it.
    pub title: String,
    /// One sentence on what a row is.
    #[serde(default)]
    pub description: String,
    /// Columns beside `time`, `record_id` and `source`, which every fact has.
    pub columns: Vec<Column>,
}

/// One column of a fact.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Name in SQL.
    pub name: String,
    /// Type.
    #[serde(rename = "type")]
    pub kind: ColumnType,
    /// What it says, in one sentence.
    pub meaning: String,
    /// Unit, where it has one.
    #[serde(default)]
    pub unit: Option<String>,
    /// Path in the OCSF schema; null where OCSF has none.
    #[serde(default)]
    pub ocsf: Option<String>,
    /// Who could be hurt if it leaked.
    pub sensitivity: Sensitivity,
}

/// Types of fact columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnType {
    /// UTF-8 text.
    Text,
    /// 64-bit integer.
    Integer,
    /// 64-bit floating point.
    Number,
    /// True or false.
    Boolean,
    /// UTC, microseconds.
    Time,
    /// JSON list, as text.
    List,
}

/// How carefully a column must be handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sensitivity {
    /// Could be published.
    None,
    /// About the organisation's systems.
    Internal,
    /// About a member of the workforce or another person.
    Personal,
    /// About a patient.
    Patient,
}

impl Fact {
    pub(crate) fn parse(path: &str, text: &str) -> Result<Self, String> {
        let fact: Self = crate::yaml(text)?;
        let stem = path
            .rsplit('/')
            .next()
            .unwrap_or(path)
            .trim_end_matches(".yaml");
        if fact.name != stem {
            return Err(format!(
                "declares `{}`: the file must bear that name",
                fact.name
            ));
        }
        for taken in ["time", "record_id", "source"] {
            if fact.columns.iter().any(|column| column.name == taken) {
                return Err(format!(
                    "column `{taken}` is given to every fact and not declared"
                ));
            }
        }
        Ok(fact)
    }
}
