//! The local days of the two windows and the margins around them, as a table.

use super::{Evidence, Settings, Span};
use crate::explain;

/// Days before the reference window in which earlier accesses still count.
pub(super) const LOOK_BACK: i32 = 30;
/// Hours of a week.
pub(super) const WEEK: usize = 168;
/// Days that a ranking may span; of a longer reference window only the end is taken.
const MOST_DAYS: i32 = 3_660;
const HOUR: i64 = 3_600_000_000;

/// Days and which window they belong to.
#[derive(Debug)]
pub(super) struct Days {
    pub(super) reference: Span,
    pub(super) audit: Span,
    /// The first day after all of them, the last one of the table.
    end: i32,
    table: explain::Days,
}

impl Days {
    pub(super) fn new(evidence: &Evidence<'_>, settings: &Settings) -> Self {
        let mut reference = evidence.reference.countable();
        let mut audit = evidence.audit.countable();
        audit.first = audit.first.max(audit.last - MOST_DAYS / 2);
        reference.first = reference.first.max(audit.last - MOST_DAYS);
        let last = audit.last + settings.days_after.clamp(0, LOOK_BACK);
        let mut first = audit.first;
        if reference.first <= reference.last {
            first = first.min(reference.first);
        }
        first -= LOOK_BACK;
        let end = (last + 1).max(first);
        Self {
            reference,
            audit,
            end,
            table: explain::Days::over(first..=end, evidence.calendar),
        }
    }

    /// The local day of a moment; `None` outside the windows and their margins.
    pub(super) fn day(&self, time: i64) -> Option<i32> {
        self.table.day(time).filter(|day| *day < self.end)
    }

    /// The hour of the week of a moment on its day, 0 to 167, by the time since midnight.
    pub(super) fn hour_of_week(&self, time: i64, day: i32) -> usize {
        let hour = ((time - self.table.midnight(day)) / HOUR).clamp(0, 23);
        day.rem_euclid(7) as usize * 24 + hour as usize
    }

    pub(super) fn is_audited(&self, day: i32) -> bool {
        self.audit.holds(day)
    }

    /// In one of the two windows, not just in the margins.
    pub(super) fn is_inside(&self, day: i32) -> bool {
        self.audit.holds(day) || self.reference.holds(day)
    }
}
