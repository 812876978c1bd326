//! What a question gives back, column by column, and the SQL that asks for it.

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{
    Array as _, BooleanArray, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use salus_content::Template;
use salus_lake::LakeError;

/// The columns of one result.
pub(super) struct Columns<'b>(pub(super) &'b RecordBatch);

impl<'b> Columns<'b> {
    pub(super) fn texts(&self, name: &str) -> Result<&'b StringArray, LakeError> {
        let column = self.0.column_by_name(name);
        let column = column.and_then(|column| column.as_string_opt::<i32>());
        column.ok_or_else(|| wrong(name))
    }

    pub(super) fn times(&self, name: &str) -> Result<&'b TimestampMicrosecondArray, LakeError> {
        let column = self.0.column_by_name(name);
        let column =
            column.and_then(|column| column.as_primitive_opt::<TimestampMicrosecondType>());
        column.ok_or_else(|| wrong(name))
    }

    pub(super) fn numbers(&self, name: &str) -> Result<&'b Int64Array, LakeError> {
        let column = self.0.column_by_name(name);
        let column = column.and_then(|column| column.as_primitive_opt::<Int64Type>());
        column.ok_or_else(|| wrong(name))
    }

    pub(super) fn truths(&self, name: &str) -> Result<&'b BooleanArray, LakeError> {
        let column = self.0.column_by_name(name);
        let column = column.and_then(|column| column.as_boolean_opt());
        column.ok_or_else(|| wrong(name))
    }
}

fn wrong(column: &str) -> LakeError {
    LakeError::Query(format!(
        "column `{column}` is not of the kind the audit reads"
    ))
}

pub(super) fn text(column: &StringArray, row: usize) -> Option<&str> {
    let text = column.is_valid(row).then(|| column.value(row).trim())?;
    (!text.is_empty()).then_some(text)
}

pub(super) fn time(column: &TimestampMicrosecondArray, row: usize) -> Option<i64> {
    column.is_valid(row).then(|| column.value(row))
}

pub(super) fn is_true(column: &BooleanArray, row: usize) -> bool {
    column.is_valid(row) && column.value(row)
}

/// A number in which bit k says whether the condition of template k holds.
pub(super) fn bits(templates: &[Template], condition: impl Fn(&Template) -> &str) -> String {
    let bits = templates
        .iter()
        .enumerate()
        .filter_map(|(place, template)| {
            let condition = condition(template).trim();
            (!condition.is_empty())
                .then(|| format!("(case when {condition} then {} else 0 end)", 1_u64 << place))
        });
    let sum = bits.collect::<Vec<_>>().join(" + ");
    match sum.as_str() {
        "" => "cast(0 as bigint)".to_owned(),
        sum => format!("cast({sum} as bigint)"),
    }
}
