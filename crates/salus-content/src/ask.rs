//! The one thing detectors and measures need of a lake: an answer to a query.

/// Result rows: column name to value, in no guaranteed order. Times are RFC 3339 text in UTC.
pub type Rows = Vec<serde_json::Map<String, serde_json::Value>>;

/// A text as SQL writes it.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Answers SQL over fact tables. Implemented by the lake, and by tests.
pub trait Ask {
    /// Runs one query; the error is a sentence for a person.
    fn ask(&self, sql: &str) -> Result<Rows, String>;
}
