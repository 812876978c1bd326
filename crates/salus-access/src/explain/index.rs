//! The care of one patient by key and template, so that the nearest row in a window is found without going through all.

use std::cmp::Reverse;

use salus_content::TemplateKeys;

use super::parts::Care;
use super::{Rules, Window};
use crate::columns::{NONE, code};
use crate::template::places;

/// How near a piece of evidence is, and where it stands: the least is the one that is shown.
///
/// Nearest in time first; what was before, rather than what came after; then what ended last and began last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Near {
    /// Microseconds between the access and the evidence, 0 while it lasts.
    pub(super) distance: i64,
    /// The evidence begins after the access.
    pub(super) later: bool,
    pub(super) ends: Reverse<i64>,
    pub(super) begins: Reverse<i64>,
    /// Settles what is left, by places that do not depend on the order of rows.
    pub(super) tie: i64,
    /// Row of the events, or of the accesses.
    pub(super) row: u32,
}

/// What a key names; groups of one kind and code stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Patient,
    User,
    Department,
    Diagnosis,
}

/// Evidence of one template with one key: a stretch of the entries.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    /// Kind and code of the key, then the template.
    key: u64,
    start: u32,
    until: u32,
}

impl Group {
    /// Place of the template.
    pub(super) fn template(&self) -> usize {
        (self.key & 0xff) as usize
    }
}

/// A row of care under one of its templates.
#[derive(Debug, Clone, Copy)]
struct Entry {
    begin: i64,
    end: i64,
    /// Who wrote it, or else who takes part.
    writer: u32,
    /// Place among the patient's rows.
    place: u32,
    row: u32,
    /// Of the group's entries up to here, the one that ends last.
    best: u32,
    /// The next entry of the group that somebody else wrote.
    other: u32,
}

/// The care of one patient; its room is used again for the next.
#[derive(Default)]
pub(super) struct Index {
    order: Vec<(u64, u32)>,
    entries: Vec<Entry>,
    groups: Vec<Group>,
    /// Where the groups of each kind and code begin.
    starts: Vec<(u64, u32)>,
}

impl Index {
    /// Takes the rows of a patient, sorted.
    pub(super) fn build(&mut self, care: &[Care], rules: &Rules<'_>) {
        self.order.clear();
        self.entries.clear();
        self.groups.clear();
        for (place, row) in (0..).zip(care) {
            for template in places(row.templates) {
                let key = key(row, template, rules);
                self.order.extend(key.map(|key| (key, place)));
            }
        }
        self.order.sort_unstable();
        for stretch in self.order.chunk_by(|one, next| one.0 == next.0) {
            let start = self.entries.len();
            let entries = stretch.iter().map(|(_, place)| entry(*place, care));
            self.entries.extend(entries);
            link(&mut self.entries, start);
            self.groups.push(Group {
                key: stretch[0].0,
                start: code(start),
                until: code(self.entries.len()),
            });
        }
        self.by_department(rules);
        self.starts.clear();
        let mut start = 0;
        for same in self
            .groups
            .chunk_by(|one, next| one.key >> 8 == next.key >> 8)
        {
            self.starts.push((same[0].key >> 8 << 8, code(start)));
            start += same.len();
        }
    }

    /// Lets what is known by a diagnosis be found by each department that handles it.
    fn by_department(&mut self, rules: &Rules<'_>) {
        let count = self.groups.len();
        for at in self.of_kind(Kind::Diagnosis) {
            let group = self.groups[at];
            let code = (group.key >> 8 & u64::from(u32::MAX)) as u32;
            let departments = rules.handled.departments(code);
            self.groups.extend(departments.map(|department| Group {
                key: joined(Kind::Department, department, group.template()),
                ..group
            }));
        }
        if self.groups.len() > count {
            self.groups
                .sort_unstable_by_key(|group| (group.key, group.start));
        }
    }

    fn of_kind(&self, kind: Kind) -> std::ops::Range<usize> {
        let first = |key: u64| self.groups.partition_point(|group| group.key < key);
        let start = joined(kind, 0, 0);
        first(start)..first(start + (1 << 40))
    }

    /// The evidence of all templates with this key, by template.
    pub(super) fn groups(&self, kind: Kind, code: u32) -> &[Group] {
        let key = joined(kind, code, 0);
        let at = self.starts.partition_point(|(other, _)| *other < key);
        match self.starts.get(at..) {
            Some([(found, start), rest @ ..]) if *found == key => {
                let until = rest
                    .first()
                    .map_or(self.groups.len(), |next| next.1 as usize);
                &self.groups[*start as usize..until]
            }
            _ => &[],
        }
    }

    /// The nearest evidence of a group in a window; of what `not_by` wrote only what began by then.
    pub(super) fn nearest(
        &self,
        group: Group,
        window: &Window,
        not_by: Option<u32>,
    ) -> Option<Near> {
        let entries = &self.entries[group.start as usize..group.until as usize];
        let begun = entries.partition_point(|entry| entry.begin <= window.time);
        let last = begun.checked_sub(1).map(|at| entries[at].best);
        let before = last
            .map(|best| &self.entries[best as usize])
            .filter(|entry| entry.end >= window.from)
            .map(|entry| Near {
                distance: window.time.saturating_sub(entry.end).max(0),
                later: false,
                ends: Reverse(entry.end),
                begins: Reverse(entry.begin),
                tie: i64::from(entry.place),
                row: entry.row,
            });
        let next = entries.get(begun).and_then(|entry| {
            if not_by == Some(entry.writer) {
                entries.get((entry.other - group.start) as usize)
            } else {
                Some(entry)
            }
        });
        let after = next
            .filter(|entry| entry.begin < window.until)
            .map(|entry| Near {
                distance: entry.begin.saturating_sub(window.time),
                later: true,
                ends: Reverse(0),
                begins: Reverse(0),
                tie: i64::from(entry.place),
                row: entry.row,
            });
        nearer(before, after)
    }
}

/// The one that is shown, of what was before and what came after.
pub(super) fn nearer(before: Option<Near>, after: Option<Near>) -> Option<Near> {
    match (before, after) {
        (Some(before), Some(after)) if after.distance < before.distance => Some(after),
        (None, after) => after,
        (before, _) => before,
    }
}

fn joined(kind: Kind, code: u32, template: usize) -> u64 {
    (kind as u64) << 40 | u64::from(code) << 8 | template as u64
}

/// What an access must have in common with this row; `None` when the row cannot be evidence.
fn key(row: &Care, template: usize, rules: &Rules<'_>) -> Option<u64> {
    let (kind, code) = match rules.list[template].keys {
        TemplateKeys::PatientUser => (Kind::User, row.actor),
        TemplateKeys::PatientDepartment => (Kind::Department, row.department),
        TemplateKeys::Patient => (Kind::Patient, 0),
        TemplateKeys::DepartmentDiagnosis => (Kind::Diagnosis, row.code),
    };
    let is_of_use = kind != Kind::Diagnosis || rules.handled.knows(code);
    (code != NONE && is_of_use).then(|| joined(kind, code, template))
}

fn entry(place: u32, care: &[Care]) -> Entry {
    let row = &care[place as usize];
    let writer = if row.author == NONE {
        row.actor
    } else {
        row.author
    };
    Entry {
        begin: row.begin,
        end: row.end,
        writer,
        place,
        row: row.row,
        best: 0,
        other: 0,
    }
}

/// Fills `best` and `other` of the entries from `start` on, which are one group.
fn link(entries: &mut [Entry], start: usize) {
    let mut best = start;
    for at in start..entries.len() {
        let reach = |entry: &Entry| (entry.end, entry.begin);
        if reach(&entries[at]) > reach(&entries[best]) {
            best = at;
        }
        entries[at].best = code(best);
    }
    let mut other = entries.len();
    for at in (start..entries.len()).rev() {
        if let Some(next) = entries.get(at + 1)
            && next.writer != entries[at].writer
        {
            other = at + 1;
        }
        entries[at].other = code(other);
    }
}
