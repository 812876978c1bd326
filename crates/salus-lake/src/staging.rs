//! Rows on disk that no table knows of yet: Parquet files by table, bounded in memory.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;

use arrow_array::RecordBatch;

use crate::LakeError;
use crate::conform::Columns;
use crate::delta::{ColumnSpec, StagedFile, TableChange};
use crate::encode::Encoder;

/// Rows of one table kept in memory before they are encoded (bytes).
const TABLE_BYTES: usize = 24 << 20;
/// The same once they have a file: most columns are known then, and what was just read is at hand.
const OPEN_BYTES: usize = 6 << 20;
/// Rows of all tables kept in memory (bytes).
const ALL_BYTES: usize = 96 << 20;

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
    encoder: Encoder,
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
        let most = match staged.open {
            Some(_) => OPEN_BYTES,
            None => TABLE_BYTES,
        };
        if staged.waiting_bytes > most {
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
        self.open.as_ref().map_or(0, |file| file.encoder.bytes())
    }

    fn encode(&mut self, number: i64) -> Result<(), String> {
        self.waiting_bytes = 0;
        let waiting = std::mem::take(&mut self.waiting);
        let conformed: Result<Vec<_>, _> = waiting
            .iter()
            .map(|rows| self.columns.conform(rows))
            .collect();
        let conformed = conformed?;
        drop(waiting);
        if conformed.is_empty() {
            return Ok(());
        }
        let width = self.columns.specs().len();
        if self
            .open
            .as_ref()
            .is_some_and(|file| file.encoder.width() != width)
        {
            self.close()?;
        }
        let mut file = match self.open.take() {
            Some(file) => file,
            None => self.begin_file(number)?,
        };
        file.encoder.write(&conformed)?;
        self.open = Some(file);
        Ok(())
    }

    fn flush(&mut self) -> Result<(), String> {
        match &mut self.open {
            Some(file) => file.encoder.flush(),
            None => Ok(()),
        }
    }

    fn begin_file(&self, number: i64) -> Result<OpenFile, String> {
        std::fs::create_dir_all(&self.folder).map_err(|e| e.to_string())?;
        let name = file_name(number, self.files.len());
        let path = self.folder.join(&name);
        let file = File::create(&path).map_err(|e| e.to_string())?;
        let encoder = Encoder::new(file, &self.columns.schema())?;
        Ok(OpenFile {
            name,
            path,
            encoder,
        })
    }

    fn close(&mut self) -> Result<(), String> {
        let Some(OpenFile {
            name,
            path,
            encoder,
        }) = self.open.take()
        else {
            return Ok(());
        };
        let (written, rows) = encoder.finish()?;
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
