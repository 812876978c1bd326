//! The lists of a document that become records of their own: held in it, or read from the evidence one element at a time.

use salus_record::{ReadError, Sink};
use serde_json::Value;

/// Writes one element: its number in the list, and what it is.
pub(crate) type Put<'p> = dyn FnMut(usize, Value, &mut Sink<'_>) -> Result<(), ReadError> + 'p;

/// Where the elements of a document's lists come from.
pub(crate) trait Lists {
    /// Hands on each element of the list at this path; `held` is what the document itself has there.
    fn each(
        &mut self,
        path: &str,
        held: Value,
        sink: &mut Sink<'_>,
        put: &mut Put<'_>,
    ) -> Result<(), ReadError>;

    /// Shows each element, before they are handed on.
    fn look(
        &mut self,
        path: &str,
        held: &Value,
        see: &mut dyn FnMut(&Value),
    ) -> Result<(), ReadError>;
}

/// All lists are in the document.
pub(crate) struct Held;

impl Lists for Held {
    fn each(
        &mut self,
        _: &str,
        held: Value,
        sink: &mut Sink<'_>,
        put: &mut Put<'_>,
    ) -> Result<(), ReadError> {
        let items = match held {
            Value::Array(items) => items,
            Value::Null => Vec::new(),
            // Not a list: it is judged as the one item it is.
            other => vec![other],
        };
        for (number, item) in items.into_iter().enumerate() {
            put(number, item, sink)?;
        }
        Ok(())
    }

    fn look(
        &mut self,
        _: &str,
        held: &Value,
        see: &mut dyn FnMut(&Value),
    ) -> Result<(), ReadError> {
        held.as_array().into_iter().flatten().for_each(see);
        Ok(())
    }
}
