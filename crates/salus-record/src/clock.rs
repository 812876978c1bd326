//! Reads times that leave out their zone, their year or their century, and says what had to be assumed.
//!
//! A log line that begins with `Mar  1 08:00:00` names an instant only to somebody who knows where
//! the machine stands and when the line was written. A [`Clock`] holds what is known of both. What
//! it must assume beyond that is part of the answer, so that nobody takes it for certain.

mod local;
mod zone;

use std::borrow::Cow;

use crate::time;

pub use local::{Local, Year};
pub use zone::Zone;

const DAY: i64 = 86_400 * 1_000_000;
/// Clocks of machines differ; a record may be this much later than the last writing of its evidence.
const LEEWAY: i64 = DAY;
/// How far back a year is looked for: 29 February may be eight years away.
const YEARS_BACK: i32 = 9;

/// What is known of the times in one piece of evidence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Clock {
    zone: Option<Zone>,
    latest: Option<i64>,
}

/// An instant, and what was assumed to name it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moment {
    /// Microseconds of UTC; `None` where too much is left out.
    pub instant: Option<i64>,
    /// What the source does not say.
    pub assumed: Assumed,
}

/// What was assumed about a time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Assumed(u8);

impl Assumed {
    /// Nothing: the source names the instant.
    pub const NOTHING: Self = Self(0);
    /// The year: the newest that is not later than the evidence.
    pub const YEAR: Self = Self(1);
    /// The century of a year of two digits.
    pub const CENTURY: Self = Self(2);
    /// Which of two numbers is the month.
    pub const DATE_ORDER: Self = Self(4);
    /// The zone: UTC.
    pub const ZONE: Self = Self(8);
    /// Which of the two hours is meant when clocks are put back, or an hour that is left out when they are put on.
    pub const DAYLIGHT_SAVING: Self = Self(16);

    /// Both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// In words, `year, zone`; empty where nothing was assumed.
    #[must_use]
    pub fn text(self) -> Cow<'static, str> {
        const WORDS: [&str; 5] = ["year", "century", "date order", "zone", "daylight saving"];
        const YEAR_AND_ZONE: u8 = Assumed::YEAR.0 | Assumed::ZONE.0;
        if self.0 == YEAR_AND_ZONE {
            return Cow::Borrowed("year, zone");
        }
        let mut named = WORDS
            .iter()
            .enumerate()
            .filter(|(bit, _)| self.0 & (1 << bit) != 0)
            .map(|(_, word)| *word);
        let first = named.next().unwrap_or_default();
        named.fold(Cow::Borrowed(first), |text, word| {
            Cow::Owned(format!("{text}, {word}"))
        })
    }
}

impl Clock {
    /// A clock for evidence of machines in `zone` that was last written at `latest` (microseconds of UTC).
    #[must_use]
    pub fn new(zone: Option<Zone>, latest: Option<i64>) -> Self {
        Self { zone, latest }
    }

    /// Reads a time as it is written: any form of [`Local::parse`] or of [`time::parse`].
    #[must_use]
    pub fn read(&self, written: &str) -> Moment {
        match Local::parse(written) {
            Some(local) => self.moment(&local),
            None => Moment {
                instant: time::parse(written),
                assumed: Assumed::NOTHING,
            },
        }
    }

    /// The instant of a time whose parts are known.
    #[must_use]
    pub fn moment(&self, local: &Local) -> Moment {
        let (found, assumed) = match local.year {
            Year::Full(year) => (self.in_year(local, year), Assumed::NOTHING),
            Year::TwoDigits(year) => (self.in_century(local, year), Assumed::CENTURY),
            Year::Absent => (self.in_newest_year(local), Assumed::YEAR),
        };
        let Some((instant, of_zone)) = found else {
            return Moment::default();
        };
        let of_order = if local.is_order_assumed {
            Assumed::DATE_ORDER
        } else {
            Assumed::NOTHING
        };
        Moment {
            instant: Some(instant),
            assumed: assumed.and(of_zone).and(of_order),
        }
    }

    /// The instant in a given year, and what was assumed about the zone.
    fn in_year(&self, local: &Local, year: i32) -> Option<(i64, Assumed)> {
        let wall = local.wall(year)?;
        let (instant, assumed) = match (local.offset, self.zone) {
            (Some(offset), _) => (zone::less_minutes(wall, offset), Assumed::NOTHING),
            (None, Some(zone)) => zone.instant(wall),
            (None, None) => (wall, Assumed::ZONE),
        };
        Some((time::accepted(instant)?, assumed))
    }

    fn in_newest_year(&self, local: &Local) -> Option<(i64, Assumed)> {
        let latest = self.latest?.saturating_add(LEEWAY);
        let newest = zone::year_of(latest)? + 1; // a zone may be ahead of UTC
        (newest - YEARS_BACK..=newest)
            .rev()
            .filter_map(|year| self.in_year(local, year))
            .find(|(instant, _)| *instant <= latest)
    }

    /// The newest century that is not later than the evidence; without that, the hundred years from 1970 on.
    fn in_century(&self, local: &Local, year: u8) -> Option<(i64, Assumed)> {
        let year = i32::from(year);
        let Some(latest) = self.latest.map(|latest| latest.saturating_add(LEEWAY)) else {
            let century = if year < 70 { 2000 } else { 1900 };
            return self.in_year(local, century + year);
        };
        [2100, 2000, 1900]
            .into_iter()
            .filter_map(|century| self.in_year(local, century + year))
            .find(|(instant, _)| *instant <= latest)
    }
}

#[cfg(test)]
mod tests;
