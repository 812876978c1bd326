//! Zones by the rules that hold today: how far local time is from UTC, and when clocks are changed.

use chrono::{DateTime, Datelike, NaiveDate, Weekday};

use super::Assumed;

const MINUTE: i64 = 60 * 1_000_000;
const HOUR: i64 = 60 * MINUTE;

/// Where a machine stands, as far as its clock is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// Always the same minutes ahead of UTC.
    Fixed(i32),
    /// Daylight saving as in the United States: since 2007 from the second Sunday of March to the first
    /// of November; from 1987 to 2006 from the first Sunday of April to the last of October.
    UnitedStates {
        /// Minutes ahead of UTC in winter.
        standard_offset_minutes: i32,
    },
    /// Daylight saving as in the European Union and the United Kingdom: from the last Sunday of March to
    /// the last of October, at 01:00 UTC everywhere.
    Europe {
        /// Minutes ahead of UTC in winter.
        standard_offset_minutes: i32,
    },
}

/// Names of zones with daylight saving as in the United States, sorted; minutes ahead of UTC in winter.
const UNITED_STATES: [(&str, i32); 17] = [
    ("America/Anchorage", -540),
    ("America/Boise", -420),
    ("America/Chicago", -360),
    ("America/Denver", -420),
    ("America/Detroit", -300),
    ("America/Indiana/Indianapolis", -300),
    ("America/Juneau", -540),
    ("America/Kentucky/Louisville", -300),
    ("America/Los_Angeles", -480),
    ("America/New_York", -300),
    ("America/Toronto", -300),
    ("America/Vancouver", -480),
    ("US/Alaska", -540),
    ("US/Central", -360),
    ("US/Eastern", -300),
    ("US/Mountain", -420),
    ("US/Pacific", -480),
];

/// Names of zones with daylight saving as in Europe, sorted; minutes ahead of UTC in winter.
const EUROPE: [(&str, i32); 19] = [
    ("Europe/Amsterdam", 60),
    ("Europe/Athens", 120),
    ("Europe/Berlin", 60),
    ("Europe/Brussels", 60),
    ("Europe/Bucharest", 120),
    ("Europe/Budapest", 60),
    ("Europe/Copenhagen", 60),
    ("Europe/Dublin", 0),
    ("Europe/Helsinki", 120),
    ("Europe/Lisbon", 0),
    ("Europe/London", 0),
    ("Europe/Madrid", 60),
    ("Europe/Oslo", 60),
    ("Europe/Paris", 60),
    ("Europe/Prague", 60),
    ("Europe/Rome", 60),
    ("Europe/Stockholm", 60),
    ("Europe/Warsaw", 60),
    ("Europe/Zurich", 60),
];

/// Names of zones without daylight saving, sorted; minutes ahead of UTC.
const FIXED: [(&str, i32); 9] = [
    ("America/Phoenix", -420),
    ("America/Puerto_Rico", -240),
    ("Etc/UTC", 0),
    ("GMT", 0),
    ("Pacific/Guam", 600),
    ("Pacific/Honolulu", -600),
    ("US/Arizona", -420),
    ("US/Hawaii", -600),
    ("UTC", 0),
];

/// UTC.
impl Default for Zone {
    fn default() -> Self {
        Self::Fixed(0)
    }
}

impl Zone {
    /// The zone of an IANA name (`America/New_York`, `Europe/Berlin`, `UTC`) or of a fixed offset (`+01:00`).
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        let of = |list: &[(&str, i32)]| {
            let found = list.iter().find(|(known, _)| *known == name);
            found.map(|(_, minutes)| *minutes)
        };
        if let Some(standard_offset_minutes) = of(&UNITED_STATES) {
            return Some(Self::UnitedStates {
                standard_offset_minutes,
            });
        }
        if let Some(standard_offset_minutes) = of(&EUROPE) {
            return Some(Self::Europe {
                standard_offset_minutes,
            });
        }
        if let Some(minutes) = of(&FIXED) {
            return Some(Self::Fixed(minutes));
        }
        offset(name)
            .filter(|(_, rest)| rest.is_empty())
            .map(|(minutes, _)| Self::Fixed(minutes))
    }

    /// The instant at which clocks in this zone show `wall` (both in microseconds since 1970).
    ///
    /// An hour that exists twice is taken as its first; one that is left out as if clocks had not been
    /// put on yet. Both are marked.
    pub(super) fn instant(self, wall: i64) -> (i64, Assumed) {
        let standard = match self {
            Self::Fixed(minutes) => return (less_minutes(wall, minutes), Assumed::NOTHING),
            Self::UnitedStates {
                standard_offset_minutes,
            }
            | Self::Europe {
                standard_offset_minutes,
            } => less_minutes(wall, standard_offset_minutes),
        };
        let daylight = standard - HOUR;
        let holds = |instant: i64| self.is_daylight(instant);
        match (holds(daylight), holds(standard)) {
            (true, true) => (daylight, Assumed::NOTHING),
            (false, false) => (standard, Assumed::NOTHING),
            (true, false) => (daylight, Assumed::DAYLIGHT_SAVING),
            (false, true) => (standard, Assumed::DAYLIGHT_SAVING),
        }
    }

    /// What clocks in this zone show at an instant (both in microseconds since 1970).
    #[must_use]
    pub fn wall(self, instant: i64) -> i64 {
        let (Self::Fixed(minutes)
        | Self::UnitedStates {
            standard_offset_minutes: minutes,
        }
        | Self::Europe {
            standard_offset_minutes: minutes,
        }) = self;
        let daylight = if self.is_daylight(instant) { HOUR } else { 0 };
        instant.saturating_add(i64::from(minutes) * MINUTE + daylight)
    }

    /// The first instant of a local day, counted from 1970-01-01. (Clocks are not changed at midnight in any zone here.)
    #[must_use]
    pub fn midnight(self, day: i32) -> i64 {
        self.instant(i64::from(day) * 24 * HOUR).0
    }

    /// Whether clocks are put on at an instant.
    fn is_daylight(self, instant: i64) -> bool {
        let from_to = match self {
            Self::Fixed(_) => None,
            Self::UnitedStates {
                standard_offset_minutes,
            } => year_of(instant).and_then(|year| {
                // Both changes are at two o'clock as clocks show it before the change.
                let (from, to) = united_states(year)?;
                let two = |day, minutes| Some(less_minutes(midnight(day)? + 2 * HOUR, minutes));
                Some((
                    two(from, standard_offset_minutes)?,
                    two(to, standard_offset_minutes + 60)?,
                ))
            }),
            Self::Europe { .. } => year_of(instant).and_then(|year| {
                let change = |month| Some(midnight(last_sunday(year, month)?)? + HOUR);
                Some((change(3)?, change(10)?))
            }),
        };
        from_to.is_some_and(|(from, to)| (from..to).contains(&instant))
    }
}

/// A fixed offset at the start of a text (`+01:00`, `-0500`, `+01`, `Z`), in minutes, and what stands behind it.
pub(super) fn offset(text: &str) -> Option<(i32, &str)> {
    if let Some(rest) = text.strip_prefix('Z') {
        return Some((0, rest));
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let two = |text: &str| -> Option<i32> {
        let digits = text.get(..2)?;
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| digits.parse().ok()).flatten()
    };
    let hours = two(text.get(1..)?)?;
    let rest = text.get(3..)?;
    let after_colon = rest.strip_prefix(':').unwrap_or(rest);
    let (minutes, rest) = match two(after_colon) {
        Some(minutes) => (minutes, after_colon.get(2..)?),
        None => (0, rest),
    };
    (hours <= 15 && minutes <= 59).then_some((sign * (hours * 60 + minutes), rest))
}

/// The instant of a wall clock that is so many minutes ahead of UTC.
pub(super) fn less_minutes(wall: i64, minutes: i32) -> i64 {
    wall.saturating_sub(i64::from(minutes) * MINUTE)
}

/// The year of an instant in UTC. (Clocks are never changed at the turn of a year.)
pub(super) fn year_of(instant: i64) -> Option<i32> {
    DateTime::from_timestamp_micros(instant).map(|time| time.year())
}

fn united_states(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    let sunday = |month, n| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Sun, n);
    if year >= 2007 {
        Some((sunday(3, 2)?, sunday(11, 1)?))
    } else {
        Some((sunday(4, 1)?, last_sunday(year, 10)?))
    }
}

fn last_sunday(year: i32, month: u32) -> Option<NaiveDate> {
    let sunday = |n| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Sun, n);
    sunday(5).or_else(|| sunday(4))
}

fn midnight(day: NaiveDate) -> Option<i64> {
    Some(day.and_hms_opt(0, 0, 0)?.and_utc().timestamp_micros())
}
