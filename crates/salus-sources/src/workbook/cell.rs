//! A cell as text: what a person reads there, without loss.

use std::borrow::Cow;

use calamine::{Data, DataRef, ExcelDateTime};

/// Days of the calendar that Excel counts; what lies outside is no date, whatever its format says.
const DAYS: std::ops::Range<f64> = 0.0..2_958_466.0;

/// The text of a cell; empty where it has no value.
pub(super) fn text_of<'v>(value: &'v DataRef<'_>) -> Cow<'v, str> {
    match value {
        DataRef::Empty => Cow::Borrowed(""),
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cow::Borrowed(text)
        }
        DataRef::Int(number) => Cow::Owned(number.to_string()),
        // Never in powers of ten, and without a fraction where there is none.
        DataRef::Float(number) => Cow::Owned(number.to_string()),
        DataRef::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        DataRef::Error(error) => Cow::Owned(error.to_string()),
        DataRef::DateTime(time) => Cow::Owned(time_text(time)),
    }
}

/// The same for a sheet that is held whole.
pub(super) fn text_of_data(value: &Data) -> Cow<'_, str> {
    match value {
        Data::Empty => Cow::Borrowed(""),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            Cow::Borrowed(text)
        }
        Data::Int(number) => Cow::Owned(number.to_string()),
        Data::Float(number) => Cow::Owned(number.to_string()),
        Data::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Data::Error(error) => Cow::Owned(error.to_string()),
        Data::DateTime(time) => Cow::Owned(time_text(time)),
    }
}

/// `2026-03-01`, `2026-03-01T08:00:00`, a time of day `08:00:00`, or a stretch of time `36:30:00`.
fn time_text(time: &ExcelDateTime) -> String {
    let days = time.as_f64();
    if !DAYS.contains(&days) {
        return days.to_string();
    }
    if time.is_duration() {
        let seconds = (days * 86_400.0).round() as u64;
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        return format!("{hours}:{minutes:02}:{:02}", seconds % 60);
    }
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let mut clock = format!("{hour:02}:{minute:02}:{second:02}");
    if milli > 0 {
        clock += &format!(".{milli:03}");
    }
    if days < 1.0 {
        clock
    } else if (hour, minute, second, milli) == (0, 0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{clock}")
    }
}

#[cfg(test)]
mod tests {
    use calamine::{CellErrorType, ExcelDateTimeType};

    use super::*;

    fn check(value: DataRef<'_>, expected: &str) {
        assert_eq!(text_of(&value), expected, "{value:?}");
        assert_eq!(text_of_data(&Data::from(value)), expected);
    }

    #[test]
    fn cells_say_what_a_person_reads() {
        check(DataRef::Float(1.0), "1");
        check(DataRef::Float(-0.25), "-0.25");
        check(DataRef::Float(880_123_456_789_012.0), "880123456789012");
        check(DataRef::Float(1e21), "1000000000000000000000");
        check(DataRef::Int(-7), "-7");
        check(DataRef::Bool(true), "true");
        check(DataRef::Error(CellErrorType::NA), "#N/A");
        check(DataRef::SharedString("001"), "001");
        let time = |value, kind| DataRef::DateTime(ExcelDateTime::new(value, kind, false));
        check(time(46082.0, ExcelDateTimeType::DateTime), "2026-03-01");
        check(
            time(46082.25, ExcelDateTimeType::DateTime),
            "2026-03-01T06:00:00",
        );
        check(time(0.5, ExcelDateTimeType::DateTime), "12:00:00");
        check(time(1.5, ExcelDateTimeType::TimeDelta), "36:00:00");
        check(time(-3.0, ExcelDateTimeType::DateTime), "-3");
        check(time(1e12, ExcelDateTimeType::DateTime), "1000000000000");
    }
}
