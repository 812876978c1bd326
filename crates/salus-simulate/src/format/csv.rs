//! Comma-separated tables, quoted where needed.

/// One export as a product writes it: headers and rows.
pub(crate) struct Table {
    pub(crate) path: &'static str,
    pub(crate) headers: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    /// A table whose headers are given as one line: `"Asset Tag,Host Name"`.
    pub(crate) fn new(path: &'static str, headers: &'static str) -> Self {
        Self {
            path,
            headers: headers.split(',').collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row written as one line, cells separated by `|`.
    pub(crate) fn line(&mut self, line: &str) {
        self.row(line.split('|').map(str::to_owned).collect());
    }

    pub(crate) fn row(&mut self, row: Vec<String>) {
        assert_eq!(
            row.len(),
            self.headers.len(),
            "a row of {} has a cell per header: {row:?}",
            self.path
        );
        self.rows.push(row);
    }

    /// Rows whose cell under `header` satisfies the question.
    pub(crate) fn count(&self, header: &str, question: impl Fn(&str) -> bool) -> usize {
        let column = self.column(header);
        self.rows
            .iter()
            .filter(|row| question(&row[column]))
            .count()
    }

    /// Where the cells under `header` stand in a row.
    pub(crate) fn column(&self, header: &str) -> usize {
        let place = self.headers.iter().position(|name| *name == header);
        place.expect("the header exists")
    }

    pub(crate) fn text(&self) -> String {
        let mut out = self.headers.join(",") + "\r\n";
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
            out.push_str(&cells.join(","));
            out.push_str("\r\n");
        }
        out
    }
}

/// A cell as it stands in a row.
pub(crate) fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
