//! Comma-separated tables that are written row by row.

use std::path::Path;

use super::stream::Stream;
use crate::format::csv::quoted;

/// A table whose rows are not held.
pub(crate) struct Rows {
    stream: Stream,
    columns: usize,
    count: u64,
    line: String,
}

impl Rows {
    /// Begins the table with its headers, given as one line.
    ///
    /// # Errors
    ///
    /// When the file cannot be made.
    pub(crate) fn new(folder: &Path, name: &str, headers: &str) -> Result<Self, String> {
        let mut stream = Stream::new(folder, name, false)?;
        stream.add(headers.as_bytes())?;
        stream.add(b"\r\n")?;
        Ok(Self {
            stream,
            columns: headers.split(',').count(),
            count: 0,
            line: String::new(),
        })
    }

    /// Adds a row with a cell for each header.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub(crate) fn row(&mut self, cells: &[&str]) -> Result<(), String> {
        assert_eq!(cells.len(), self.columns, "a row has a cell per header");
        self.line.clear();
        for (place, cell) in cells.iter().enumerate() {
            if place > 0 {
                self.line.push(',');
            }
            self.line.push_str(&quoted(cell));
        }
        self.line.push_str("\r\n");
        self.count += 1;
        self.stream.add(self.line.as_bytes())
    }

    /// Ends the table.
    ///
    /// # Errors
    ///
    /// As [`Self::row`].
    pub(crate) fn finish(self) -> Result<u64, String> {
        self.stream.finish()?;
        Ok(self.count)
    }
}
