//! The rows of the log behind stories and cases.

use std::collections::{HashMap, HashSet};

use salus_record::time;
use serde::Serialize;

use super::Audited;

/// One access as the log has it.
#[derive(Debug, Clone, Serialize)]
pub struct RowLine<'a> {
    /// Its record.
    pub record_id: &'a str,
    /// When (RFC 3339).
    pub time: String,
    /// The program that logged it.
    pub application: &'a str,
    /// Where the person sat, as far as the log says.
    pub workstation: &'a str,
    /// The record was printed, exported or copied.
    pub taken: bool,
    /// The patient was met in a list or a search.
    pub listed: bool,
}

impl Audited {
    /// These records, as far as they are accesses that were read.
    #[must_use]
    pub fn rows<'a>(&'a self, wanted: &HashSet<&'a str>) -> HashMap<&'a str, RowLine<'a>> {
        let gathered = &self.gathered;
        let all = (0..gathered.accesses.len()).map(|row| (row, gathered.records.get(row)));
        let found = all.filter_map(|(row, record)| Some((row, *wanted.get(record.as_ref())?)));
        found
            .map(|(row, record_id)| {
                let line = RowLine {
                    record_id,
                    time: time::format(gathered.accesses.time[row]),
                    application: gathered.applications.name(gathered.origin.application[row]),
                    workstation: gathered.places.name(gathered.origin.workstation[row]),
                    taken: gathered.taken[row],
                    listed: gathered.listed[row],
                };
                (record_id, line)
            })
            .collect()
    }
}
