//! The local days of the two windows and the margins around them, as a table.

use super::{Evidence, Settings, Span};
use crate::columns::NO_TIME;

/// Days before the reference window in which earlier accesses still count.
pub(super) const LOOK_BACK: i32 = 30;
/// Hours of a week.
pub(super) const WEEK: usize = 168;
/// Days that a ranking may span; of a longer reference window only the end is taken.
const MOST_DAYS: i32 = 3_660;
const HOUR: i64 = 3_600_000_000;

/// Days, their midnights and which window they belong to.
#[derive(Debug)]
pub(super) struct Days {
    pub(super) reference: Span,
    pub(super) audit: Span,
    first: i32,
    /// One more than there are days.
    midnights: Vec<i64>,
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
        let days = first..=(last + 1).max(first);
        let midnights = days.map(|day| evidence.calendar.midnight(day)).collect();
        Self {
            reference,
            audit,
            first,
            midnights,
        }
    }

    /// The local day of a moment; `None` outside the windows and their margins.
    pub(super) fn day(&self, time: i64) -> Option<i32> {
        if time == NO_TIME {
            return None;
        }
        let after = self.midnights.partition_point(|midnight| *midnight <= time);
        (after > 0 && after < self.midnights.len()).then(|| self.first + after as i32 - 1)
    }

    /// The hour of the week of a moment on its day, 0 to 167, by the time since midnight.
    pub(super) fn hour_of_week(&self, time: i64, day: i32) -> usize {
        let place = day.saturating_sub(self.first).max(0) as usize;
        let midnight = self.midnights.get(place).copied().unwrap_or(time);
        let hour = ((time - midnight) / HOUR).clamp(0, 23);
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
