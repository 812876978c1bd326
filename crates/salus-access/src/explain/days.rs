//! Local days as a table of midnights, so that the calendar is asked once per day and not once per row.

use std::ops::RangeInclusive;

use crate::columns::{Calendar, is_moment};

const DAY: i64 = 86_400 * 1_000_000;

/// The local days that accesses of an audit can have to do with.
#[derive(Debug)]
pub(crate) struct Days {
    /// The day of the first midnight.
    first: i32,
    midnights: Vec<i64>,
}

impl Days {
    /// The days of these moments, and so many before and after them.
    ///
    /// Windows are compared as moments against midnights, so that care outside of the table needs no day at all.
    pub(crate) fn new(times: &[i64], before: u32, after: u32, calendar: &dyn Calendar) -> Self {
        let usable = || times.iter().copied().filter(|time| is_moment(*time));
        let (Some(least), Some(most)) = (usable().min(), usable().max()) else {
            return Self {
                first: 0,
                midnights: Vec::new(),
            };
        };
        let signed = |days: u32| i32::try_from(days).unwrap_or(i32::MAX / 4);
        let first = calendar.day(least).saturating_sub(signed(after) + 1);
        let last = calendar.day(most).saturating_add(signed(before) + 2);
        Self::over(first..=last, calendar)
    }

    /// These days.
    pub(crate) fn over(days: RangeInclusive<i32>, calendar: &dyn Calendar) -> Self {
        Self {
            first: *days.start(),
            midnights: days.map(|day| calendar.midnight(day)).collect(),
        }
    }

    /// The local day of a moment; `None` when it is none that an audit can use.
    pub(crate) fn day(&self, micros: i64) -> Option<i32> {
        let start = *self.midnights.first()?;
        if !is_moment(micros) || micros < start {
            return None;
        }
        let last = self.midnights.len() - 1;
        let guess = usize::try_from((micros - start) / DAY).unwrap_or(last);
        let mut at = guess.min(last);
        while at > 0 && self.midnights[at] > micros {
            at -= 1;
        }
        while at < last && self.midnights[at + 1] <= micros {
            at += 1;
        }
        Some(self.first + i32::try_from(at).unwrap_or(i32::MAX))
    }

    /// The first moment of a local day; of the nearest one in the table where it has no such day.
    pub(crate) fn midnight(&self, day: i32) -> i64 {
        let place = i64::from(day) - i64::from(self.first);
        let last = self.midnights.len().saturating_sub(1);
        let at = usize::try_from(place).unwrap_or(0).min(last);
        self.midnights.get(at).copied().unwrap_or(0)
    }
}
