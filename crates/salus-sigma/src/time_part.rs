//! Parts of a time, for rules that ask about the hour or the day.

use chrono::{DateTime, Datelike, Timelike};

use crate::pattern::{Number, TimePart};

/// The part of the time (UTC) that a value names, if it names one.
pub(crate) fn of(text: &str, part: TimePart) -> Option<Number> {
    let time = DateTime::from_timestamp_micros(salus_record::time::parse(text)?)?;
    let found = match part {
        TimePart::Minute => i64::from(time.minute()),
        TimePart::Hour => i64::from(time.hour()),
        TimePart::Day => i64::from(time.day()),
        TimePart::Week => i64::from(time.iso_week().week()),
        TimePart::Month => i64::from(time.month()),
        TimePart::Year => i64::from(time.year()),
    };
    Some(Number::Whole(found))
}
