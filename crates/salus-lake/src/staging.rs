//! Rows on disk that no table knows of yet: Parquet files by table, bounded in memory.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;

use arrow_array::RecordBatch;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_writer::ArrowWriterOptions;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::file::properties::{EnabledStatistics, WriterProperties};

use crate::LakeError;
use crate::conform::Columns;
use crate::delta::{ColumnSpec, StagedFile, TableChange};

/// Rows of one table kept in memory before they are encoded (bytes).
const TABLE_BYTES: usize = 24 << 20;
/// Rows of all tables kept in memory (bytes).
const ALL_BYTES: usize = 96 << 20;
/// An open Parquet row group is closed beyond this (bytes).
const ROW_GROUP_BYTES: usize = 32 << 20;

/// One table's staged rows.
struct StagedTable {
    folder: PathBuf,
    columns: Columns,
    waiting: Vec<RecordBatch>,
    waiting_bytes: usize,
    open: Option<OpenFile>,
    files: Vec<StagedFile>,
}

struct OpenFile {
    name: String,
    path: PathBuf,
    width: usize,
    rows: u64,
    writer: ArrowWriter<File>,
}

/// All staged rows of the commit that is being prepared.
pub(crate) struct Staging {
    number: i64,
    tables: BTreeMap<String, StagedTable>,
}

impl Staging {
    pub(crate) fn new(number: i64) -> Self {
        Self {
            number,
            tables: BTreeMap::new(),
        }
    }

    pub(crate) fn has_table(&self, table: &str) -> bool {
        self.tables.contains_key(table)
    }

    pub(crate) fn open_table(&mut self, table: &str, folder: PathBuf, known: Vec<ColumnSpec>) {
        let staged = StagedTable {
            folder,
            columns: Columns::new(known),
            waiting: Vec::new(),
            waiting_bytes: 0,
            open: None,
            files: Vec::new(),
        };
        self.tables.insert(table.to_owned(), staged);
    }

    /// Takes rows for a table that was opened.
    pub(crate) fn take(&mut self, table: &str, rows: RecordBatch) -> Result<(), LakeError> {
        let number = self.number;
        let Some(staged) = self.tables.get_mut(table) else {
            return Err(LakeError::table(table)("was not opened".into()));
        };
        staged.columns.learn(&rows);
        staged.waiting_bytes += rows.get_array_memory_size();
        staged.waiting.push(rows);
        if staged.waiting_bytes > TABLE_BYTES {
            staged.encode(number).map_err(LakeError::table(table))?;
        }
        self.keep_bounded()
    }

    fn keep_bounded(&mut self) -> Result<(), LakeError> {
        let waiting: usize = self.tables.values().map(|table| table.waiting_bytes).sum();
        let encoding: usize = self.tables.values().map(StagedTable::encoding_bytes).sum();
        let number = self.number;
        if waiting > ALL_BYTES {
            for (name, table) in &mut self.tables {
                table.encode(number).map_err(LakeError::table(name))?;
            }
        }
        if encoding > ALL_BYTES {
            for (name, table) in &mut self.tables {
                table.flush().map_err(LakeError::table(name))?;
            }
        }
        Ok(())
    }

    /// Closes every file and tells what the commit is to do.
    pub(crate) fn finish(mut self) -> Result<Vec<TableChange>, LakeError> {
        let mut changes = Vec::new();
        for (name, table) in &mut self.tables {
            table
                .encode(self.number)
                .and_then(|()| table.close())
                .map_err(LakeError::table(name))?;
            changes.push(TableChange {
                table: name.clone(),
                columns: table.columns.specs().to_vec(),
                files: std::mem::take(&mut table.files),
                replaces: false,
            });
        }
        Ok(changes)
    }
}

impl StagedTable {
    fn encoding_bytes(&self) -> usize {
        self.open
            .as_ref()
            .map_or(0, |file| file.writer.in_progress_size())
    }

    fn encode(&mut self, number: i64) -> Result<(), String> {
        for rows in std::mem::take(&mut self.waiting) {
            let rows = self.columns.conform(&rows)?;
            if self
                .open
                .as_ref()
                .is_some_and(|file| file.width != rows.num_columns())
            {
                self.close()?;
            }
            if self.open.is_none() {
                self.open = Some(self.begin_file(number)?);
            }
            if let Some(file) = &mut self.open {
                file.rows += rows.num_rows() as u64;
                file.writer.write(&rows).map_err(|e| e.to_string())?;
                if file.writer.in_progress_size() > ROW_GROUP_BYTES {
                    file.writer.flush().map_err(|e| e.to_string())?;
                }
            }
        }
        self.waiting_bytes = 0;
        Ok(())
    }

    fn flush(&mut self) -> Result<(), String> {
        match &mut self.open {
            Some(file) => file.writer.flush().map_err(|e| e.to_string()),
            None => Ok(()),
        }
    }

    fn begin_file(&self, number: i64) -> Result<OpenFile, String> {
        std::fs::create_dir_all(&self.folder).map_err(|e| e.to_string())?;
        let name = file_name(number, self.files.len());
        let path = self.folder.join(&name);
        let file = File::create(&path).map_err(|e| e.to_string())?;
        let level = ZstdLevel::try_new(1).map_err(|e| e.to_string())?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .build();
        let options = ArrowWriterOptions::new()
            .with_properties(properties)
            .with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(file, self.columns.schema(), options)
            .map_err(|e| e.to_string())?;
        Ok(OpenFile {
            name,
            path,
            width: self.columns.specs().len(),
            rows: 0,
            writer,
        })
    }

    fn close(&mut self) -> Result<(), String> {
        let Some(file) = self.open.take() else {
            return Ok(());
        };
        let OpenFile {
            name,
            path,
            rows,
            writer,
            ..
        } = file;
        let written = writer.into_inner().map_err(|e| e.to_string())?;
        written.sync_all().map_err(|e| e.to_string())?;
        let bytes = std::fs::metadata(&path).map_err(|e| e.to_string())?.len();
        self.files.push(StagedFile { name, bytes, rows });
        Ok(())
    }
}

/// `part-<commit>-<n>.parquet`: the commit's number tells left-over files from live ones.
fn file_name(number: i64, nth: usize) -> String {
    format!("part-{number:010}-{nth:05}.parquet")
}

/// The commit a staged file was written for.
pub(crate) fn commit_of(file_name: &str) -> Option<i64> {
    file_name
        .strip_prefix("part-")?
        .split('-')
        .next()?
        .parse()
        .ok()
}
