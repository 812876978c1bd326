//! Turns what Salus found into pages: a self-contained HTML report, the same as JSON, and a summary for the terminal.
//!
//! Pure: values in, text out. The engine fills a [`Report`]; [`html`], [`json`] and [`summary`] say what is in it.

mod chart;
mod headline;
pub mod model;
mod page;
mod plan;
mod story;
mod summary;
mod view;
mod words;

pub use headline::{Alarm, Headline, headline};
pub use model::Report;
pub use page::{accesses, html};
pub use plan::propose;
pub use summary::{summary, wrapped};

/// A report that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A template is broken.
    #[error("the report template is broken: {0}")]
    Template(#[from] minijinja::Error),
    /// A value could not be written as JSON.
    #[error("the report could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// The report as one JSON object: the headline and the totals, then everything it was made from.
///
/// # Errors
/// When a value cannot be written as JSON.
pub fn json(report: &Report) -> Result<serde_json::Value, ReportError> {
    let mut value = serde_json::to_value(report)?;
    if let Some(fields) = value.as_object_mut() {
        fields.insert(
            "headline".to_owned(),
            serde_json::to_value(headline(report))?,
        );
        let totals = serde_json::to_value(report.account.totals())?;
        fields.insert("totals".to_owned(), totals);
    }
    Ok(value)
}
