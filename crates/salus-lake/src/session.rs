//! SQL over a snapshot of the lake: record tables, fact views, Salus's own tables, functions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::{RecordBatch, StringArray};
use arrow_schema::{Field, Schema, SchemaRef};
use datafusion::catalog::TableProvider;
use datafusion::datasource::MemTable;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{
    ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl,
};
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{DataFrame, SessionConfig, SessionContext};
use futures::StreamExt as _;
use salus_content::{Ask, Content, Fact, Problem, Rows};
use salus_record::envelope;

use crate::delta::{self, ColumnSpec};
use crate::{Lake, LakeError, OWN_TABLES, facts, functions, own_facts};

/// Memory the query engine may use before it spills to disk (bytes).
const QUERY_BYTES: usize = 400 << 20;

/// Memory that held facts may use (bytes).
const HELD_BYTES: usize = 96 << 20;

/// Where the rows of a table are.
#[derive(Clone)]
pub(crate) enum Stored {
    /// Parquet files of the lake.
    Files {
        columns: Vec<ColumnSpec>,
        paths: Vec<std::path::PathBuf>,
    },
    /// In memory: examples.
    Memory(RecordBatch),
}

impl Stored {
    pub(crate) fn has_column(&self, name: &str) -> bool {
        match self {
            Self::Files { columns, .. } => columns.iter().any(|column| column.name == name),
            Self::Memory(rows) => rows.schema_ref().column_with_name(name).is_some(),
        }
    }
}

/// A snapshot of tables, open for questions.
pub struct Session {
    pub(crate) context: SessionContext,
    pub(crate) runtime: tokio::runtime::Handle,
    problems: Vec<Problem>,
}

impl Lake {
    /// Opens a snapshot with the facts that `content` declares.
    pub fn session(&self, content: &Content) -> Result<Session, LakeError> {
        let mut stored = BTreeMap::new();
        for table in self.tables()? {
            let folder = self.table_folder(&table);
            if let Some(known) = self.runtime.block_on(delta::load(&table, &folder))? {
                let paths = known.files.iter().map(|name| folder.join(name)).collect();
                stored.insert(
                    table,
                    Stored::Files {
                        columns: known.columns,
                        paths,
                    },
                );
            }
        }
        Session::over(&stored, content, self.runtime.handle().clone())
    }
}

impl Session {
    /// A session over tables from anywhere; facts come from `content`'s mappings.
    pub(crate) fn over(
        stored: &BTreeMap<String, Stored>,
        content: &Content,
        runtime: tokio::runtime::Handle,
    ) -> Result<Self, LakeError> {
        let context = context()?;
        for (name, table) in stored {
            let table = provider(table, &BTreeSet::new())?;
            context
                .register_table(name.as_str(), table)
                .map_err(LakeError::query)?;
        }
        let mut session = Self {
            context,
            runtime,
            problems: Vec::new(),
        };
        session.problems = facts::register(&session, stored, content)?;
        own_facts::register(&session, stored, content)?;
        Ok(session)
    }

    /// A session over nothing but these tables.
    pub(crate) fn of(
        stored: &BTreeMap<String, Stored>,
        runtime: tokio::runtime::Handle,
    ) -> Result<Self, LakeError> {
        let context = context()?;
        for (name, table) in stored {
            let table = provider(table, &BTreeSet::new())?;
            context
                .register_table(name.as_str(), table)
                .map_err(LakeError::query)?;
        }
        Ok(Self {
            context,
            runtime,
            problems: Vec::new(),
        })
    }

    /// Keeps the rows of small facts in memory, so that many questions need not map them anew.
    ///
    /// Facts are taken in the order of `content` until [`HELD_BYTES`] are used; the others stay views.
    pub fn hold_facts(&self, content: &Content) -> Result<(), LakeError> {
        let mut left = HELD_BYTES;
        for fact in &content.facts {
            let name = fact.name.as_str();
            let Some(rows) = self.rows_within(name, left)? else {
                continue;
            };
            left -= rows
                .iter()
                .map(RecordBatch::get_array_memory_size)
                .sum::<usize>()
                .min(left);
            self.replace(name, facts::schema_of(fact), rows)?;
        }
        Ok(())
    }

    /// Puts rows in place of a fact's.
    pub fn put_fact(
        &self,
        fact: &Fact,
        rows: &[serde_json::Map<String, serde_json::Value>],
    ) -> Result<(), LakeError> {
        let schema = facts::schema_of(fact);
        let fields = schema.fields().iter().map(|field| field.as_ref().clone());
        let rows = crate::given::batch(fields, rows)?;
        self.replace(&fact.name, schema, vec![rows])
    }

    /// Fills a text column of a fact by the record its row comes from, where `by_record` has that.
    pub fn fill_text(
        &self,
        fact: &Fact,
        column: &str,
        by_record: &BTreeMap<&str, &str>,
    ) -> Result<(), LakeError> {
        let schema = facts::schema_of(fact);
        let (Ok(id), Ok(at)) = (schema.index_of("record_id"), schema.index_of(column)) else {
            return Ok(());
        };
        let rows = self.query(&format!("select * from \"{}\"", fact.name))?;
        let filled: Result<Vec<RecordBatch>, LakeError> = rows
            .iter()
            .map(|batch| {
                let ids = batch.column(id).as_string::<i32>();
                let texts: StringArray = ids.iter().map(|id| by_record.get(id?).copied()).collect();
                let mut columns = batch.columns().to_vec();
                columns[at] = Arc::new(texts);
                RecordBatch::try_new(schema.clone(), columns).map_err(LakeError::query)
            })
            .collect();
        self.replace(&fact.name, schema.clone(), filled?)
    }

    fn replace(
        &self,
        name: &str,
        schema: SchemaRef,
        rows: Vec<RecordBatch>,
    ) -> Result<(), LakeError> {
        let table = MemTable::try_new(schema, vec![rows]).map_err(LakeError::query)?;
        self.context
            .deregister_table(name)
            .map_err(LakeError::query)?;
        self.context
            .register_table(name, Arc::new(table))
            .map_err(LakeError::query)?;
        Ok(())
    }

    /// Notes mappings and rules that could not be used.
    pub fn add_problems(&mut self, problems: Vec<Problem>) {
        self.problems.extend(problems);
    }

    /// All rows of a table, or `None` when they take more than `bytes`.
    fn rows_within(
        &self,
        table: &str,
        bytes: usize,
    ) -> Result<Option<Vec<RecordBatch>>, LakeError> {
        let frame = self.frame(&format!("select * from \"{table}\""))?;
        let mut stream = self
            .runtime
            .block_on(frame.execute_stream())
            .map_err(LakeError::query)?;
        let (mut rows, mut held) = (Vec::new(), 0);
        while let Some(batch) = self.runtime.block_on(stream.next()) {
            let batch = batch.map_err(LakeError::query)?;
            held += batch.get_array_memory_size();
            if held > bytes {
                return Ok(None);
            }
            rows.push(batch);
        }
        Ok(Some(rows))
    }

    /// Mappings that could not be used.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Names of all tables and facts.
    #[must_use]
    pub fn tables(&self) -> Vec<String> {
        let catalog = self.context.catalog("datafusion");
        let schema = catalog.and_then(|catalog| catalog.schema("public"));
        let mut names = schema
            .map(|schema| schema.table_names())
            .unwrap_or_default();
        names.sort();
        names
    }

    pub(crate) fn frame(&self, sql: &str) -> Result<DataFrame, LakeError> {
        // One statement that reads; nothing may create, copy or set.
        let options = datafusion::execution::context::SQLOptions::new()
            .with_allow_ddl(false)
            .with_allow_dml(false)
            .with_allow_statements(false);
        self.runtime
            .block_on(self.context.sql_with_options(sql, options))
            .map_err(|error| LakeError::Query(plain(&error)))
    }

    /// Runs a query and hands over its rows as they come, so that they need not be held together.
    pub fn each<E: From<LakeError>>(
        &self,
        sql: &str,
        take: &mut dyn FnMut(RecordBatch) -> Result<(), E>,
    ) -> Result<(), E> {
        let frame = self.frame(sql)?;
        let stream = self.runtime.block_on(frame.execute_stream());
        let mut stream = stream.map_err(LakeError::query)?;
        while let Some(batch) = self.runtime.block_on(stream.next()) {
            take(batch.map_err(|error| LakeError::Query(plain(&error)))?)?;
        }
        Ok(())
    }

    /// Runs a query to its end.
    pub fn query(&self, sql: &str) -> Result<Vec<RecordBatch>, LakeError> {
        let frame = self.frame(sql)?;
        self.runtime
            .block_on(frame.collect())
            .map_err(|error| LakeError::Query(plain(&error)))
    }
}

impl Ask for Session {
    fn ask(&self, sql: &str) -> Result<Rows, String> {
        let batches = self.query(sql).map_err(|error| error.to_string())?;
        crate::output::rows(&batches)
    }
}

/// The engine's message without its internal prefixes.
fn plain(error: &datafusion::error::DataFusionError) -> String {
    let text = error.strip_backtrace();
    let text = text
        .trim_start_matches("Schema error: ")
        .trim_start_matches("Error during planning: ");
    text.trim_start_matches("SQL error: ").to_owned()
}

pub(crate) fn context() -> Result<SessionContext, LakeError> {
    let mut config = SessionConfig::new()
        .with_target_partitions(2)
        .with_information_schema(true);
    let options = config.options_mut();
    options.sql_parser.enable_ident_normalization = false;
    options.execution.parquet.schema_force_view_types = false;
    options.execution.parquet.pushdown_filters = true;
    options.sql_parser.map_string_types_to_utf8view = false;
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_limit(QUERY_BYTES, 1.0)
        .build_arc()
        .map_err(LakeError::query)?;
    let context = SessionContext::new_with_config_rt(config, runtime);
    for function in functions::all() {
        context.register_udf(function);
    }
    Ok(context)
}

/// A table with at least the `wanted` text columns; those it does not hold are null.
pub(crate) fn provider(
    stored: &Stored,
    wanted: &BTreeSet<&str>,
) -> Result<Arc<dyn TableProvider>, LakeError> {
    match stored {
        Stored::Files { columns, paths } => {
            let fields: Vec<Field> = columns.iter().map(ColumnSpec::field).collect();
            let schema = widened(fields, wanted);
            if paths.is_empty() {
                return empty(schema);
            }
            let urls: Result<Vec<ListingTableUrl>, _> = paths
                .iter()
                .map(|path| ListingTableUrl::parse(path.to_string_lossy()))
                .collect();
            let options = ListingOptions::new(Arc::new(ParquetFormat::default()))
                .with_file_extension(".parquet");
            let config = ListingTableConfig::new_with_multi_paths(urls.map_err(LakeError::query)?)
                .with_listing_options(options)
                .with_schema(schema);
            Ok(Arc::new(
                ListingTable::try_new(config).map_err(LakeError::query)?,
            ))
        }
        Stored::Memory(rows) => {
            let fields = rows
                .schema_ref()
                .fields()
                .iter()
                .map(|field| field.as_ref().clone());
            let schema = widened(fields.collect(), wanted);
            let columns = schema.fields().iter().map(|field| {
                rows.column_by_name(field.name())
                    .cloned()
                    .unwrap_or_else(|| {
                        arrow_array::new_null_array(field.data_type(), rows.num_rows())
                    })
            });
            let rows = RecordBatch::try_new(schema.clone(), columns.collect());
            let rows = rows.map_err(LakeError::query)?;
            Ok(Arc::new(
                MemTable::try_new(schema, vec![vec![rows]]).map_err(LakeError::query)?,
            ))
        }
    }
}

pub(crate) fn empty(schema: SchemaRef) -> Result<Arc<dyn TableProvider>, LakeError> {
    Ok(Arc::new(
        MemTable::try_new(schema, vec![vec![]]).map_err(LakeError::query)?,
    ))
}

fn widened(mut fields: Vec<Field>, wanted: &BTreeSet<&str>) -> SchemaRef {
    for name in wanted {
        if !fields.iter().any(|field| field.name() == name) {
            fields.push(Field::new(*name, delta::Kind::Text.arrow(), true));
        }
    }
    Arc::new(Schema::new(fields))
}

/// An empty record table with these columns and the envelope.
pub(crate) fn empty_records(wanted: &BTreeSet<&str>) -> Result<Arc<dyn TableProvider>, LakeError> {
    empty(widened(envelope_fields(), wanted))
}

/// The envelope as the lake stores it.
pub(crate) fn envelope_fields() -> Vec<Field> {
    let times = [envelope::TIME, envelope::INGESTED_AT];
    envelope::COLUMNS
        .iter()
        .map(|name| {
            let kind = if times.contains(name) {
                delta::Kind::Time
            } else {
                delta::Kind::Text
            };
            Field::new(*name, kind.arrow(), true)
        })
        .collect()
}

/// Whether a table holds records (and not what Salus made of them).
pub(crate) fn holds_records(table: &str) -> bool {
    !OWN_TABLES.contains(&table)
}
