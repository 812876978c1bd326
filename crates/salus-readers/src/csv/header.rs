//! The header line: column names, and what kind of export they make.

use std::collections::HashSet;

use salus_record::{FieldColumns, Place, ReadError, Sink};
use serde_json::Value;

use super::rows::Rows;
use super::shapes::{self, Export, Kinds};
use crate::json;

/// What the header line settles for all rows.
pub(super) struct Header {
    table: String,
    names: Vec<String>,
    time: Option<usize>,
    host: Option<usize>,
    /// Columns that the export itself does not have, and the cells they may be taken from.
    added: Vec<(String, Vec<usize>)>,
    /// What stands before the header and holds for all rows.
    said: Vec<(String, String)>,
    /// Names of what may be the time.
    time_names: Vec<String>,
    /// Each row carries a whole record as JSON text, which the JSON shapes know how to open.
    wraps_json: bool,
}

/// The column in which the Microsoft 365 portals export an audit record.
const AUDIT_DATA: &str = "AuditData";

impl Header {
    pub(super) fn of<'c>(
        cells: impl Iterator<Item = &'c str>,
        said: Vec<(String, String)>,
        kinds: &Kinds,
    ) -> Self {
        let written: Vec<&str> = cells.collect();
        let folded: Vec<String> = written.iter().map(|name| shapes::fold(name)).collect();
        let shape = kinds.best(&folded);
        let is_new = |(name, _): &(String, String)| !folded.contains(&shapes::fold(name));
        let said = said.into_iter().filter(is_new).collect();
        let find = |names: &[String]| folded.iter().position(|name| names.contains(name));
        Self {
            table: shape.map_or_else(|| unknown_table(&written), |shape| shape.table.clone()),
            names: named(names_of(&written), shape),
            time: shape.map_or_else(|| find(shapes::any_time()), |shape| find(&shape.time)),
            host: shape.and_then(|shape| find(&shape.host)),
            added: shape.map_or_else(Vec::new, |shape| added(shape, &written, &folded)),
            said,
            time_names: shape.map_or_else(Vec::new, |shape| shape.time.clone()),
            wraps_json: written.contains(&AUDIT_DATA),
        }
    }

    /// Writes the row that `rows` stands on. Cells beyond the header must be empty.
    pub(super) fn write(
        &self,
        rows: &Rows<'_>,
        place: Place,
        columns: &mut FieldColumns,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        let wanted = self.names.len();
        let has_more = (wanted..rows.len()).any(|at| !rows.cell(at).is_empty());
        if rows.len() < wanted || has_more {
            let reason = format!("{} columns where the header has {wanted}", rows.len());
            return sink.reject(place, reason);
        }
        let filled = self.names.iter().enumerate();
        let filled = filled.map(|(at, name)| (at, name, rows.cell(at)));
        let filled = filled.filter(|(_, _, cell)| !cell.is_empty());
        if self.wraps_json {
            let members = filled.map(|(_, name, cell)| (name.clone(), cell.into()));
            return json::put(Value::Object(members.collect()), place, sink);
        }
        let mut row = sink.record(&self.table, place);
        for (at, name, cell) in filled {
            row.set_numbered(columns, at, name, cell);
            if self.time == Some(at) {
                row = row.time_like(columns, at, cell);
            }
            if self.host == Some(at) {
                row = row.host_like(columns, at, cell);
            }
        }
        let mut number = wanted;
        for (name, value) in &self.said {
            if self.time.is_none() && self.time_names.contains(&shapes::fold(name)) {
                row = row.time(value);
            }
            row.set_numbered(columns, number, name, value);
            number += 1;
        }
        for (name, places) in &self.added {
            let mut said = places.iter().map(|at| (*at, rows.cell(*at)));
            if let Some((at, cell)) = said.find(|(_, cell)| !cell.is_empty()) {
                row.set_numbered_like(columns, (number, at), name, cell);
            }
            number += 1;
        }
        row.end()
    }
}

/// A database that shouts says `PATIENT_ID` where `patient_id` is meant, and columns may not differ
/// in case alone: such a header gets the kind's own spelling.
fn named(mut names: Vec<String>, shape: Option<&Export>) -> Vec<String> {
    let columns = || shape.into_iter().flat_map(|shape| shape.columns.keys());
    for name in &mut names {
        if !name.contains(char::is_lowercase)
            && let Some(column) = columns().find(|column| column.eq_ignore_ascii_case(name))
        {
            name.clone_from(column);
        }
    }
    names
}

/// Which of the kind's columns the export lacks, and its cells that say the same.
fn added(shape: &Export, written: &[&str], folded: &[String]) -> Vec<(String, Vec<usize>)> {
    let is_there = |name: &str| written.iter().any(|known| known.eq_ignore_ascii_case(name));
    let place = |spelling: &String| folded.iter().position(|name| name == spelling);
    let lacking = shape.columns.iter().filter(|(name, _)| !is_there(name));
    let found = lacking.map(|(name, spellings)| {
        let places: Vec<usize> = spellings.iter().filter_map(place).collect();
        (name.clone(), places)
    });
    found.filter(|(_, places)| !places.is_empty()).collect()
}

/// As written; a second column of the same name gets `_2`, one without a name its number.
fn names_of(written: &[&str]) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut names = Vec::with_capacity(written.len());
    for (at, name) in written.iter().enumerate() {
        let base = if name.is_empty() {
            format!("column_{}", at + 1)
        } else {
            (*name).to_owned()
        };
        let mut unique = base.clone();
        let mut number = 1;
        while !seen.insert(unique.to_lowercase()) {
            number += 1;
            unique = format!("{base}_{number}");
        }
        names.push(unique);
    }
    names
}

fn unknown_table(written: &[&str]) -> String {
    let mut table = "csv".to_owned();
    for name in written.iter().take(3) {
        let words = name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty());
        for word in words.take(8) {
            table.push('_');
            table.extend(
                word.chars()
                    .take(30)
                    .map(|letter| letter.to_ascii_lowercase()),
            );
        }
    }
    if table == "csv" {
        "csv_other".to_owned()
    } else {
        table
    }
}
