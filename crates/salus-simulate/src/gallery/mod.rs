//! A gallery of exports: for each format that single products publish one small file of one group practice, and what
//! must come of it.
//!
//! The clinic tells one story in the formats it would have; here stand the formats it does not have, so that each has
//! a file in the layout its product publishes. People and machines are the clinic's, with a second office beside it.

mod backups;
mod captures;
mod cloud;
mod defender;
mod directory;
mod endpoints;
mod events;
mod firewalls;
mod governance;
mod health;
mod hosts;
mod intelligence;
mod ldif;
mod learning;
mod mail;
mod management;
mod names;
mod ocsf;
mod office;
mod openvas;
mod parts;
mod scanners;
mod sophos;
mod tickets;
mod truth;
mod weaknesses;

use crate::clinic::Clinic;
use crate::exports::Export;
use crate::format::csv::Table;
use crate::moment::Moment;
use crate::{EXAMPLE_DAYS, File, Generated};

/// One file of the gallery, and what must come of it.
struct Piece {
    export: Export,
    facts: Vec<Fact>,
}

/// How many rows of a fact come from a file.
struct Fact {
    fact: &'static str,
    rows: usize,
    /// Which rows, in the words of SQL; all of them where it is empty.
    which: &'static str,
}

impl Piece {
    fn new(path: &'static str, text: impl Into<Vec<u8>>, shows: &'static str) -> Self {
        Self {
            export: Export::new(path, text, shows, &[]),
            facts: Vec::new(),
        }
    }

    /// A list saved as comma-separated values: each row is one record.
    fn of_table(table: &Table, shows: &'static str, record: &'static str) -> Self {
        Self::new(table.path, table.text(), shows).holds(record, table.rows.len())
    }

    /// It holds so many records of this table.
    fn holds(mut self, table: &'static str, count: usize) -> Self {
        self.export.records.insert(table, count);
        self
    }

    /// So many rows of this fact come from it.
    fn gives(self, fact: &'static str, rows: usize) -> Self {
        self.tells(fact, rows, "")
    }

    /// So many of the fact's rows are such.
    fn tells(mut self, fact: &'static str, rows: usize, which: &'static str) -> Self {
        self.facts.push(Fact { fact, rows, which });
        self
    }
}

/// What makes the files of one group.
type Group = fn(&Clinic) -> Vec<Piece>;

/// Every group, in the order of their names.
const GROUPS: [Group; 25] = [
    backups::pieces,
    captures::pieces,
    cloud::pieces,
    defender::pieces,
    directory::pieces,
    endpoints::pieces,
    events::pieces,
    firewalls::pieces,
    governance::pieces,
    health::pieces,
    hosts::pieces,
    intelligence::pieces,
    ldif::pieces,
    learning::pieces,
    mail::pieces,
    management::pieces,
    names::pieces,
    ocsf::pieces,
    office::pieces,
    openvas::pieces,
    parts::pieces,
    scanners::pieces,
    sophos::pieces,
    tickets::pieces,
    weaknesses::pieces,
];

/// Makes the gallery; the same seed gives the same bytes.
pub fn gallery(seed: u64) -> Generated {
    let clinic = Clinic::new(seed, EXAMPLE_DAYS);
    let mut pieces: Vec<Piece> = GROUPS.iter().flat_map(|group| group(&clinic)).collect();
    pieces.sort_by(|left, right| left.export.file.path.cmp(&right.export.file.path));
    let truth = truth::text(seed, &pieces);
    let files: Vec<File> = pieces.into_iter().map(|piece| piece.export.file).collect();
    Generated { files, truth }
}

/// A time of one of the days before the practice's last one: `ago(clinic, 3, (14, 30))`.
fn ago(clinic: &Clinic, days: i64, clock: (i64, i64)) -> Moment {
    let (hour, minute) = clock;
    clinic
        .end
        .plus_days(-days)
        .plus_seconds(hour * 3_600 + minute * 60)
}
