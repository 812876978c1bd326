//! Fact tables as views: the union of their mappings, each column brought to its declared type.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef};
use datafusion::common::{Column as ColumnRef, ScalarValue};
use datafusion::logical_expr::{Expr, TryCast};
use datafusion::prelude::DataFrame;
use salus_content::{ColumnType, Content, Fact, Mapping, Problem};

use crate::delta::Kind;
use crate::session::{Stored, context, empty, empty_records, provider};
use crate::{LakeError, Session, own_facts};

/// The columns of a fact in table order: `time`, `record_id`, `source`, then its own.
pub(crate) fn schema_of(fact: &Fact) -> SchemaRef {
    let mut fields = vec![
        Field::new("time", Kind::Time.arrow(), true),
        Field::new("record_id", DataType::Utf8, true),
        Field::new("source", DataType::Utf8, true),
    ];
    fields.extend(
        fact.columns
            .iter()
            .map(|column| Field::new(&column.name, arrow_type(column.kind), true)),
    );
    Arc::new(Schema::new(fields))
}

fn arrow_type(kind: ColumnType) -> DataType {
    match kind {
        ColumnType::Text | ColumnType::List => Kind::Text.arrow(),
        ColumnType::Integer => Kind::Integer.arrow(),
        ColumnType::Number => Kind::Number.arrow(),
        ColumnType::Boolean => Kind::Boolean.arrow(),
        ColumnType::Time => Kind::Time.arrow(),
    }
}

/// Registers a view for each fact. A mapping that cannot be planned is a problem and left out.
pub(crate) fn register(
    session: &Session,
    stored: &BTreeMap<String, Stored>,
    content: &Content,
) -> Result<Vec<Problem>, LakeError> {
    let mut problems = Vec::new();
    for fact in content
        .facts
        .iter()
        .filter(|fact| !own_facts::NAMES.contains(&fact.name.as_str()))
    {
        let schema = schema_of(fact);
        let mut union: Option<DataFrame> = None;
        for mapping in content
            .mappings
            .iter()
            .filter(|mapping| mapping.fact == fact.name)
        {
            if !mapping
                .reads()
                .keys()
                .any(|table| stored.contains_key(*table))
            {
                continue;
            }
            let branch = branch(session, stored, mapping, &schema);
            let joined = branch.and_then(|branch| match union.clone() {
                Some(so_far) => so_far.union(branch).map_err(LakeError::query),
                None => Ok(branch),
            });
            match joined {
                Ok(joined) => union = Some(joined),
                Err(error) => {
                    problems.push(Problem {
                        path: mapping.path.clone(),
                        reason: error.to_string(),
                    });
                }
            }
        }
        // A source may not take a fact's name: the fact stands.
        if stored.contains_key(&fact.name) {
            session
                .context
                .deregister_table(fact.name.as_str())
                .map_err(LakeError::query)?;
        }
        let view = match union {
            Some(frame) => frame.into_view(),
            None => empty(schema)?,
        };
        session
            .context
            .register_table(fact.name.as_str(), view)
            .map_err(LakeError::query)?;
    }
    Ok(problems)
}

/// One mapping's rows with the fact's columns.
pub(crate) fn branch(
    session: &Session,
    stored: &BTreeMap<String, Stored>,
    mapping: &Mapping,
    schema: &SchemaRef,
) -> Result<DataFrame, LakeError> {
    // Planned apart, where its tables hold every column it may name.
    let wide = context()?;
    for (table, columns) in mapping.reads() {
        let provider = match stored.get(table) {
            Some(found) => provider(found, &columns)?,
            None => empty_records(&columns)?,
        };
        wide.register_table(table, provider)
            .map_err(LakeError::query)?;
    }
    let frame = session
        .runtime
        .block_on(wide.sql(&mapping.sql))
        .map_err(LakeError::query)?;
    let known: BTreeMap<String, Expr> = frame
        .schema()
        .iter()
        .map(|(table, field)| {
            let column = ColumnRef::from((table, field.as_ref()));
            (field.name().clone(), Expr::Column(column))
        })
        .collect();
    if let Some(name) = known
        .keys()
        .find(|name| schema.column_with_name(name).is_none())
    {
        return Err(LakeError::Query(format!(
            "gives `{name}`, which the fact does not declare"
        )));
    }
    let columns: Result<Vec<Expr>, _> = schema
        .fields()
        .iter()
        .map(|field| column(field, &known, &mapping.product))
        .collect();
    frame
        .select(columns.map_err(LakeError::query)?)
        .map_err(LakeError::query)
}

fn column(
    field: &Field,
    known: &BTreeMap<String, Expr>,
    product: &str,
) -> datafusion::error::Result<Expr> {
    let value = match known.get(field.name()) {
        Some(found) => Expr::TryCast(TryCast::new(
            Box::new(found.clone()),
            field.data_type().clone(),
        )),
        None if field.name() == "source" => {
            Expr::Literal(ScalarValue::Utf8(Some(product.to_owned())), None)
        }
        None => Expr::Literal(ScalarValue::try_new_null(field.data_type())?, None),
    };
    Ok(value.alias(field.name()))
}
