//! One Delta table in a folder: its columns, its files, and commits that happen once.

use std::path::Path;

use arrow_schema::{DataType, Field, TimeUnit};
use deltalake::DeltaTable;
use deltalake::kernel::transaction::{CommitBuilder, CommitProperties};
use deltalake::kernel::{
    Action, Add, DataType as DeltaType, MetadataExt, PrimitiveType, Remove, StructField,
    StructType, Transaction,
};
use deltalake::operations::create::CreateBuilder;
use deltalake::protocol::{DeltaOperation, SaveMode};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::LakeError;

/// Names our commits in every table's log.
const APPLICATION: &str = "salus";

/// A column, as it is kept in the redo record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ColumnSpec {
    pub name: String,
    pub kind: Kind,
}

/// Types of columns in the lake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    Text,
    Time,
    Integer,
    Number,
    Boolean,
}

impl Kind {
    pub(crate) fn arrow(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8,
            Self::Time => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            Self::Integer => DataType::Int64,
            Self::Number => DataType::Float64,
            Self::Boolean => DataType::Boolean,
        }
    }

    fn delta(self) -> PrimitiveType {
        match self {
            Self::Text => PrimitiveType::String,
            Self::Time => PrimitiveType::Timestamp,
            Self::Integer => PrimitiveType::Long,
            Self::Number => PrimitiveType::Double,
            Self::Boolean => PrimitiveType::Boolean,
        }
    }

    fn of(kind: &DeltaType) -> Self {
        match kind {
            DeltaType::Primitive(PrimitiveType::Timestamp | PrimitiveType::TimestampNtz) => {
                Self::Time
            }
            DeltaType::Primitive(PrimitiveType::Boolean) => Self::Boolean,
            DeltaType::Primitive(PrimitiveType::Double | PrimitiveType::Float) => Self::Number,
            DeltaType::Primitive(PrimitiveType::Long | PrimitiveType::Integer) => Self::Integer,
            _ => Self::Text,
        }
    }
}

impl ColumnSpec {
    pub(crate) fn field(&self) -> Field {
        Field::new(&self.name, self.kind.arrow(), true)
    }
}

/// A staged Parquet file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StagedFile {
    pub name: String,
    pub bytes: u64,
    pub rows: u64,
}

/// What a commit does to one table.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TableChange {
    pub table: String,
    pub columns: Vec<ColumnSpec>,
    pub files: Vec<StagedFile>,
    /// The files take the place of all earlier ones.
    pub replaces: bool,
}

/// A table as it stands.
pub(crate) struct Snapshot {
    pub columns: Vec<ColumnSpec>,
    /// File names below the table's folder.
    pub files: Vec<String>,
    table: DeltaTable,
}

fn url_of(folder: &Path) -> Result<Url, String> {
    let folder = std::path::absolute(folder).map_err(|error| error.to_string())?;
    Url::from_directory_path(&folder).map_err(|()| format!("`{}` is not a path", folder.display()))
}

/// Reads a table's log; `None` where there is no table yet.
pub(crate) async fn load(table: &str, folder: &Path) -> Result<Option<Snapshot>, LakeError> {
    if !folder.join("_delta_log").is_dir() {
        return Ok(None);
    }
    let fail = LakeError::table(table);
    let loaded = deltalake::open_table(url_of(folder).map_err(&fail)?).await;
    let loaded = match loaded {
        Ok(loaded) => loaded,
        Err(deltalake::DeltaTableError::NotATable(_)) => return Ok(None),
        Err(error) => return Err(fail(error.to_string())),
    };
    let state = loaded.snapshot().map_err(|error| fail(error.to_string()))?;
    let columns = state
        .schema()
        .fields()
        .map(|field| ColumnSpec {
            name: field.name().clone(),
            kind: Kind::of(field.data_type()),
        })
        .collect();
    let files = state
        .log_data()
        .into_iter()
        .map(|file| file.path().to_string())
        .collect();
    Ok(Some(Snapshot {
        columns,
        files,
        table: loaded,
    }))
}

/// Applies commit number `number` to a table, unless the table's log says it has it already.
pub(crate) async fn apply(
    folder: &Path,
    change: &TableChange,
    number: i64,
) -> Result<(), LakeError> {
    let fail =
        |error: deltalake::DeltaTableError| LakeError::table(&change.table)(error.to_string());
    match load(&change.table, folder).await? {
        None => create(folder, change, number).await,
        Some(known) if done(&known).await.map_err(fail)? >= number => Ok(()),
        Some(known) => append(&known, change, number).await.map_err(fail),
    }?;
    if change.replaces {
        clear(folder, change);
    }
    Ok(())
}

async fn create(folder: &Path, change: &TableChange, number: i64) -> Result<(), LakeError> {
    let fail = LakeError::table(&change.table);
    let actions = adds(change, number)
        .into_iter()
        .chain([Action::Txn(Transaction::new(APPLICATION, number))]);
    let property = deltalake::TableProperty::DataSkippingNumIndexedCols;
    CreateBuilder::new()
        .with_location(url_of(folder).map_err(&fail)?)
        .with_table_name(&change.table)
        .with_columns(change.columns.iter().map(struct_field).collect::<Vec<_>>())
        .with_configuration_property(property, Some("0"))
        .with_actions(actions)
        .await
        .map_err(|error| fail(error.to_string()))?;
    Ok(())
}

async fn append(
    known: &Snapshot,
    change: &TableChange,
    number: i64,
) -> Result<(), deltalake::DeltaTableError> {
    let state = known.table.snapshot()?;
    let mut actions = Vec::new();
    if known.columns != change.columns {
        let schema =
            StructType::try_new(change.columns.iter().map(struct_field).collect::<Vec<_>>())?;
        actions.push(Action::Metadata(
            state.metadata().clone().with_schema(&schema)?,
        ));
    }
    if change.replaces {
        actions.extend(known.files.iter().map(|name| Action::Remove(remove(name))));
    }
    actions.extend(adds(change, number));
    let transaction = Transaction::new(APPLICATION, number);
    let properties = CommitProperties::default().with_application_transaction(transaction);
    CommitBuilder::from(properties)
        .with_actions(actions)
        .build(
            Some(state),
            known.table.log_store(),
            operation(change.replaces),
        )
        .await?;
    Ok(())
}

/// Removes the files that no longer belong to a replaced table. One that stays behind is unseen.
fn clear(folder: &Path, change: &TableChange) {
    for file in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        let is_live = change.files.iter().any(|live| live.name == name);
        if name.ends_with(".parquet") && !is_live {
            let _ = std::fs::remove_file(file.path());
        }
    }
}

fn adds(change: &TableChange, number: i64) -> Vec<Action> {
    change
        .files
        .iter()
        .map(|file| Action::Add(add(file, number)))
        .collect()
}

/// The number of the last commit a table's log knows of.
async fn done(known: &Snapshot) -> Result<i64, deltalake::DeltaTableError> {
    let state = known.table.snapshot()?;
    let log_store = known.table.log_store();
    let done = state
        .transaction_version(log_store.as_ref(), APPLICATION)
        .await?;
    Ok(done.unwrap_or(0))
}

/// The number of the last commit this table has.
pub(crate) async fn last_commit(table: &str, folder: &Path) -> Result<i64, LakeError> {
    let Some(known) = load(table, folder).await? else {
        return Ok(0);
    };
    done(&known)
        .await
        .map_err(|error| LakeError::table(table)(error.to_string()))
}

fn operation(replaces: bool) -> DeltaOperation {
    let mode = if replaces {
        SaveMode::Overwrite
    } else {
        SaveMode::Append
    };
    DeltaOperation::Write {
        mode,
        partition_by: None,
        predicate: None,
    }
}

fn struct_field(column: &ColumnSpec) -> StructField {
    StructField::new(
        column.name.clone(),
        DeltaType::Primitive(column.kind.delta()),
        true,
    )
}

fn add(file: &StagedFile, number: i64) -> Add {
    Add {
        path: file.name.clone(),
        size: i64::try_from(file.bytes).unwrap_or(i64::MAX),
        modification_time: number,
        data_change: true,
        stats: Some(format!(r#"{{"numRecords":{}}}"#, file.rows)),
        ..Add::default()
    }
}

fn remove(name: &str) -> Remove {
    Remove {
        path: name.to_owned(),
        data_change: true,
        deletion_timestamp: Some(0),
        ..Remove::default()
    }
}
