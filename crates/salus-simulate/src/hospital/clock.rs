//! The hospital's calendar and wall clock: Mountain Time, with daylight saving as the United States keep it.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::moment::Moment;

/// Seconds of a day without a change of the clock.
pub(crate) const DAY: i64 = 86_400;
/// Hours between the wall clock and UTC in winter.
const STANDARD_HOURS: i64 = -7;
/// 1 January 1970 as chrono counts days.
const EPOCH: i32 = 719_163;

/// What the clock on the wall shows, in seconds since 1 January 1970, 00:00 on that clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Local(i64);

impl Local {
    /// A second of a day; days are counted from 1 January 1970.
    pub(crate) fn at(day: i64, second: i64) -> Self {
        Self(day * DAY + second)
    }

    pub(crate) fn plus(self, seconds: i64) -> Self {
        Self(self.0 + seconds)
    }

    /// The day, counted from 1 January 1970.
    pub(crate) fn day(self) -> i64 {
        self.0.div_euclid(DAY)
    }

    /// Minutes since midnight.
    pub(crate) fn minute(self) -> i32 {
        i32::try_from(self.0.rem_euclid(DAY) / 60).expect("a minute of a day")
    }

    /// Hours between the wall clock and UTC at that moment.
    fn hours(self) -> i64 {
        let date = date(self.day());
        let begins = nth_sunday(date.year(), 3, 2) * DAY + 7_200;
        let ends = nth_sunday(date.year(), 11, 1) * DAY + 7_200;
        STANDARD_HOURS + i64::from((begins..ends).contains(&self.0))
    }

    /// The same moment for those who keep UTC.
    pub(crate) fn utc(self) -> Moment {
        Moment::at_second(self.0 - self.hours() * 3_600)
    }

    /// `2026-10-13T08:52:00-06:00`
    pub(crate) fn iso(self) -> String {
        let mut out = String::with_capacity(25);
        let second = self.0.rem_euclid(DAY);
        let date = date(self.day());
        let _ = write!(
            out,
            "{date}T{:02}:{:02}:{:02}-{:02}:00",
            second / 3_600,
            second / 60 % 60,
            second % 60,
            -self.hours()
        );
        out
    }

    /// `2026-10-13`
    pub(crate) fn date(self) -> String {
        date(self.day()).to_string()
    }
}

/// The date of a day counted from 1 January 1970.
pub(crate) fn date(day: i64) -> NaiveDate {
    let day = i32::try_from(day).expect("a day of this century");
    NaiveDate::from_num_days_from_ce_opt(day + EPOCH).expect("a day of this century")
}

/// The number of a date, counted from 1 January 1970.
pub(crate) fn number(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce() - EPOCH)
}

/// Monday to Friday.
pub(crate) fn is_weekday(day: i64) -> bool {
    date(day).weekday().number_from_monday() <= 5
}

/// This day if it is a working day, else one of the five working days after the weekend: the one that was drawn.
pub(crate) fn working_day(day: i64, drawn: i64) -> i64 {
    let later = drawn.rem_euclid(5);
    match date(day).weekday() {
        Weekday::Sat => day + 2 + later,
        Weekday::Sun => day + 1 + later,
        _ => day,
    }
}

fn nth_sunday(year: i32, month: u32, nth: u8) -> i64 {
    let sunday = NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Sun, nth);
    number(sunday.expect("every month has two Sundays"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check((month, day, hour): (u32, u32, i64), local: &str, utc: &str) {
        let year = local[..4].parse().expect("a year");
        let date = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
        let time = Local::at(number(date), hour * 3_600);
        assert_eq!(time.iso(), local);
        assert_eq!(time.utc().iso(), utc);
    }

    #[test]
    fn the_clock_is_changed_twice_a_year() {
        check(
            (3, 8, 1),
            "2026-03-08T01:00:00-07:00",
            "2026-03-08T08:00:00Z",
        );
        check(
            (3, 8, 3),
            "2026-03-08T03:00:00-06:00",
            "2026-03-08T09:00:00Z",
        );
        check(
            (11, 1, 1),
            "2026-11-01T01:00:00-06:00",
            "2026-11-01T07:00:00Z",
        );
        check(
            (11, 1, 2),
            "2026-11-01T02:00:00-07:00",
            "2026-11-01T09:00:00Z",
        );
        check(
            (12, 31, 23),
            "2026-12-31T23:00:00-07:00",
            "2027-01-01T06:00:00Z",
        );
    }

    #[test]
    fn a_weekend_moves_into_the_week_after() {
        let saturday = number(NaiveDate::from_ymd_opt(2026, 10, 31).expect("a date"));
        for drawn in 0..5 {
            assert_eq!(working_day(saturday, drawn), saturday + 2 + drawn);
            assert_eq!(working_day(saturday + 1, drawn), saturday + 2 + drawn);
            assert_eq!(working_day(saturday - 1, drawn), saturday - 1);
        }
        assert!(!is_weekday(saturday) && is_weekday(saturday + 2));
    }
}
