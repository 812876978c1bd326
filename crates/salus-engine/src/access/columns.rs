//! What a question gives back, column by column, and the SQL that asks for it.

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{
    Array as _, BooleanArray, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use salus_content::Template;
use salus_lake::LakeError;

/// Texts of many batches by their row.
#[derive(Default)]
pub(crate) struct Texts {
    parts: Vec<StringArray>,
    starts: Vec<usize>,
    rows: usize,
}

impl Texts {
    pub(super) fn push(&mut self, part: StringArray) {
        self.starts.push(self.rows);
        self.rows += part.len();
        self.parts.push(part);
    }

    /// The text of a row; empty where there is none.
    pub(crate) fn get(&self, row: usize) -> &str {
        let part = self.starts.partition_point(|start| *start <= row);
        let Some((part, start)) = part
            .checked_sub(1)
            .map(|at| (&self.parts[at], self.starts[at]))
        else {
            return "";
        };
        let at = row - start;
        if at < part.len() && part.is_valid(at) {
            part.value(at)
        } else {
            ""
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_row_over_batches() {
        let mut texts = Texts::default();
        texts.push(StringArray::from(vec![Some("a"), None]));
        texts.push(StringArray::from(Vec::<Option<&str>>::new()));
        texts.push(StringArray::from(vec![Some("b")]));
        let all: Vec<&str> = (0..4).map(|row| texts.get(row)).collect();
        assert_eq!(all, ["a", "", "b", ""]);
        assert_eq!(Texts::default().get(0), "");
    }
}
