//! Batches brought into the shape of their table: known columns in order, the rest kept in `_rest`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, StringArray, new_null_array};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use salus_record::{envelope, limits};

use crate::delta::{ColumnSpec, Kind};

/// The columns of one record table, as they grow.
pub(crate) struct Columns {
    specs: Vec<ColumnSpec>,
    /// Position by lower-case name: Delta names may not differ in case alone.
    by_folded: HashMap<String, usize>,
}

impl Columns {
    pub(crate) fn new(known: Vec<ColumnSpec>) -> Self {
        let specs = if known.is_empty() {
            envelope_specs()
        } else {
            known
        };
        let by_folded = specs
            .iter()
            .enumerate()
            .map(|(at, spec)| (spec.name.to_lowercase(), at))
            .collect();
        Self { specs, by_folded }
    }

    pub(crate) fn specs(&self) -> &[ColumnSpec] {
        &self.specs
    }

    pub(crate) fn schema(&self) -> SchemaRef {
        let fields: Vec<_> = self.specs.iter().map(ColumnSpec::field).collect();
        Arc::new(Schema::new(fields))
    }

    /// Makes room for every column of `batch` that may have one.
    pub(crate) fn learn(&mut self, batch: &RecordBatch) {
        for field in batch.schema_ref().fields() {
            let folded = field.name().to_lowercase();
            let is_rest = field.name() == envelope::REST;
            // One place is kept for `_rest`.
            let has_room = is_rest || self.specs.len() + 1 < limits::TABLE_COLUMNS;
            if !self.by_folded.contains_key(&folded) && has_room {
                self.by_folded.insert(folded, self.specs.len());
                self.specs.push(ColumnSpec {
                    name: field.name().clone(),
                    kind: kind_of(field.data_type()),
                });
            }
        }
        if self.places(batch).contains(&None) && !self.by_folded.contains_key(envelope::REST) {
            self.by_folded
                .insert(envelope::REST.into(), self.specs.len());
            self.specs.push(ColumnSpec {
                name: envelope::REST.into(),
                kind: Kind::Text,
            });
        }
    }

    /// For each column of `batch` the table's column that it fills: of the same name, else the one that differs from it in
    /// case alone, where no other fills it.
    fn places(&self, batch: &RecordBatch) -> Vec<Option<usize>> {
        let fields = batch.schema_ref().fields();
        let like = |name: &str| self.by_folded.get(&name.to_lowercase()).copied();
        let mut places: Vec<Option<usize>> = fields.iter().map(|one| like(one.name())).collect();
        let is_exact = |at: usize, place: usize| *fields[at].name() == self.specs[place].name;
        let mut filled: HashSet<usize> = HashSet::new();
        for exact in [true, false] {
            for (at, place) in places.iter_mut().enumerate() {
                let Some(known) = *place else { continue };
                if is_exact(at, known) != exact {
                    continue;
                }
                let fits = exact || kind_of(fields[at].data_type()) == self.specs[known].kind;
                if !(fits && filled.insert(known)) {
                    *place = None;
                }
            }
        }
        places
    }

    /// The rows of `batch` under this table's columns; text may stay in dictionaries. [`Columns::learn`] must
    /// have seen it.
    pub(crate) fn conform(&self, batch: &RecordBatch) -> Result<RecordBatch, String> {
        let mut found: Vec<Option<&ArrayRef>> = vec![None; self.specs.len()];
        let mut homeless: Vec<(&str, &ArrayRef)> = Vec::new();
        let columns = batch.schema_ref().fields().iter().zip(batch.columns());
        for (place, (field, array)) in self.places(batch).into_iter().zip(columns) {
            match place {
                Some(place) => found[place] = Some(array),
                None => homeless.push((field.name(), array)),
            }
        }
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(self.specs.len());
        for (spec, array) in self.specs.iter().zip(found) {
            arrays.push(match array {
                Some(array) if is_text(array.data_type()) && spec.kind == Kind::Text => {
                    Arc::clone(array)
                }
                Some(array) => {
                    arrow_cast::cast(array, &spec.kind.arrow()).map_err(|e| e.to_string())?
                }
                None => new_null_array(&spec.kind.arrow(), batch.num_rows()),
            });
        }
        if !homeless.is_empty() {
            let at = self.by_folded[envelope::REST];
            arrays[at] = Arc::new(rest(&arrays[at], &homeless)?);
        }
        let fields = self.specs.iter().zip(&arrays);
        let fields = fields
            .map(|(spec, array)| Field::new(&spec.name, array.data_type().clone(), true))
            .collect::<Vec<_>>();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).map_err(|e| e.to_string())
    }
}

fn is_text(kind: &DataType) -> bool {
    *kind == DataType::Utf8 || *kind == envelope::text_type()
}

fn rest(known: &ArrayRef, homeless: &[(&str, &ArrayRef)]) -> Result<StringArray, String> {
    let mut objects: Vec<serde_json::Map<String, serde_json::Value>> = Vec::new();
    let known = arrow_cast::cast(known, &DataType::Utf8).map_err(|e| e.to_string())?;
    let known = known
        .as_any()
        .downcast_ref::<StringArray>()
        .ok_or("`_rest` is not text")?;
    for row in 0..known.len() {
        let text = if known.is_null(row) {
            "{}"
        } else {
            known.value(row)
        };
        objects.push(serde_json::from_str(text).unwrap_or_default());
    }
    for (name, array) in homeless {
        let array = arrow_cast::cast(array, &DataType::Utf8).map_err(|e| e.to_string())?;
        let texts = array
            .as_any()
            .downcast_ref::<StringArray>()
            .ok_or("not text")?;
        for (row, object) in objects.iter_mut().enumerate() {
            if !texts.is_null(row) {
                object.insert((*name).to_owned(), texts.value(row).into());
            }
        }
    }
    let texts = objects
        .into_iter()
        .map(|object| (!object.is_empty()).then(|| serde_json::Value::Object(object).to_string()));
    Ok(texts.collect())
}

fn kind_of(kind: &DataType) -> Kind {
    match kind {
        DataType::Timestamp(..) => Kind::Time,
        DataType::Int64 => Kind::Integer,
        DataType::Float64 => Kind::Number,
        DataType::Boolean => Kind::Boolean,
        _ => Kind::Text,
    }
}

fn envelope_specs() -> Vec<ColumnSpec> {
    envelope::fields()
        .iter()
        .map(|field| ColumnSpec {
            name: field.name().clone(),
            kind: kind_of(field.data_type()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(columns: &[(&str, &str)]) -> RecordBatch {
        let arrays = columns
            .iter()
            .map(|(name, text)| (*name, Arc::new(StringArray::from(vec![*text])) as ArrayRef));
        RecordBatch::try_from_iter(arrays).expect("one row each")
    }

    fn cell(batch: &RecordBatch, name: &str) -> Option<String> {
        let array = batch.column_by_name(name)?;
        let texts = array.as_any().downcast_ref::<StringArray>()?;
        (!texts.is_null(0)).then(|| texts.value(0).to_owned())
    }

    #[test]
    fn names_that_differ_in_case_alone_are_one_column() {
        let mut columns = Columns::new(Vec::new());
        columns.learn(&batch(&[("ProcessId", "1")]));
        let mut check = |second: &[(&str, &str)], place: Option<&str>, kept: Option<&str>| {
            let second = batch(second);
            columns.learn(&second);
            let rows = columns.conform(&second).expect("conforms");
            assert_eq!(cell(&rows, "ProcessId").as_deref(), place);
            assert_eq!(cell(&rows, "_rest").as_deref(), kept);
            assert_eq!(cell(&rows, "New").as_deref(), Some("3"));
        };
        check(&[("ProcessID", "2"), ("New", "3")], Some("2"), None);
        // One that is written in two ways at once keeps the other way beside.
        let both = Some(r#"{"ProcessID":"2"}"#);
        check(
            &[("ProcessID", "2"), ("ProcessId", "1"), ("New", "3")],
            Some("1"),
            both,
        );
        let both = Some(r#"{"PROCESSID":"4"}"#);
        check(
            &[("ProcessID", "2"), ("PROCESSID", "4"), ("New", "3")],
            Some("2"),
            both,
        );
    }

    #[test]
    fn a_name_of_another_kind_goes_to_the_rest() {
        let mut columns = Columns::new(Vec::new());
        let numbers = Arc::new(arrow_array::Int64Array::from(vec![1])) as ArrayRef;
        columns.learn(&RecordBatch::try_from_iter([("Size", numbers)]).expect("a row"));
        let second = batch(&[("size", "large")]);
        columns.learn(&second);
        let rows = columns.conform(&second).expect("conforms");
        assert_eq!(cell(&rows, "_rest").as_deref(), Some(r#"{"size":"large"}"#));
    }

    #[test]
    fn columns_beyond_the_limit_go_to_the_rest() {
        let names: Vec<String> = (0..1_200).map(|n| format!("c{n}")).collect();
        let wide: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "v")).collect();
        let wide = batch(&wide);
        let mut columns = Columns::new(Vec::new());
        columns.learn(&wide);
        assert_eq!(columns.specs().len(), limits::TABLE_COLUMNS);
        let rows = columns.conform(&wide).expect("conforms");
        assert!(
            cell(&rows, "_rest")
                .expect("a rest")
                .contains(r#""c1199":"v""#)
        );
    }
}
