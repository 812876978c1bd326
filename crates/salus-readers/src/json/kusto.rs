//! Answers of Azure's log queries: tables whose columns are named once and whose rows are lists.
//!
//! Each row becomes the record it was in the log, and is given to the shape that knows it.

use salus_record::limits;
use serde_json::Value;

use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

pub(super) struct Kusto;

impl Shape for Kusto {
    fn fits(&self, object: &Object) -> bool {
        let tables = object.get("tables").and_then(Value::as_array);
        let is_table = |table: &Value| {
            let list = |name: &str| table.get(name).is_some_and(Value::is_array);
            list("columns") && list("rows")
        };
        tables.is_some_and(|tables| !tables.is_empty() && tables.iter().all(is_table))
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let tables = object.get("tables").and_then(Value::as_array);
        for table in tables.into_iter().flatten() {
            let list = |name: &str| {
                table
                    .get(name)
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
            };
            let name = |column: &Value| column.get("name")?.as_str().map(str::to_owned);
            let names: Vec<Option<String>> = list("columns").map(name).collect();
            let length: usize = names.iter().flatten().map(String::len).sum();
            if length > limits::CARRIED_BYTES {
                sink.reject(place, "table whose columns have names beyond the limit")?;
                continue;
            }
            for row in list("rows") {
                match row.as_array() {
                    Some(cells) if cells.len() == names.len() => {
                        let named = names.iter().zip(cells);
                        let members =
                            named.filter_map(|(name, cell)| Some((name.clone()?, opened(cell))));
                        super::put(Value::Object(members.collect()), place, sink)?;
                    }
                    _ => sink.reject(place, "row that does not have a cell for each column")?,
                }
            }
        }
        Ok(())
    }
}

/// Columns of the kind `dynamic` come as JSON in a text; those that hold members are opened.
fn opened(cell: &Value) -> Value {
    match cell {
        Value::String(text) if text.starts_with('{') => {
            let inner: Option<Object> = serde_json::from_str(text).ok();
            inner.map_or_else(|| cell.clone(), Value::Object)
        }
        _ => cell.clone(),
    }
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn each_row_is_a_record() {
        check(
            r#"{"tables":[{"name":"PrimaryResult","columns":[{"name":"TimeGenerated","type":"datetime"},{"name":"UserPrincipalName","type":"string"},{"name":"AppDisplayName","type":"string"},{"name":"ResultType","type":"string"},{"name":"Status","type":"dynamic"}],"rows":[["2026-03-01T08:00:00Z","u@clinic.example","Portal","0","{\"errorCode\":0}"],["short"]]}]}"#,
            &[
                "line 1: rejected, row that does not have a cell for each column",
                "line 1: entra_signin time=2026-03-01T08:00:00Z TimeGenerated=2026-03-01T08:00:00Z \
                 UserPrincipalName=u@clinic.example AppDisplayName=Portal ResultType=0 Status.errorCode=0",
            ],
        );
    }
}
