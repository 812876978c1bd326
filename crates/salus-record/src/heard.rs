//! What a reader set, for another that learns from it.

/// A record as it was set: its texts by the source's names, in their order.
#[derive(Debug, Default)]
pub struct Heard {
    /// The record table.
    pub table: String,
    /// The time's text.
    pub time: Option<String>,
    /// The machine.
    pub host: Option<String>,
    /// The fields.
    pub fields: Vec<(String, String)>,
}
