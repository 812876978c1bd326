//! Times of HL7 (`YYYYMMDDHHMMSS.S+ZZZZ`, as much of it as is known) as ISO 8601 and as instants.

use chrono::{FixedOffset, NaiveDate, TimeZone};

/// A time that was understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct When {
    /// As everybody else writes it, with no more digits than were known, and the zone if there was one.
    pub(super) iso: String,
    /// Microseconds of UTC; `None` where not even the day is known. Without a zone UTC is assumed.
    pub(super) micros: Option<i64>,
    pub(super) has_zone: bool,
}

/// Reads a time; `zone` is what the header of the message says for times without one of their own.
pub(super) fn read(text: &str, zone: Option<&str>) -> Option<When> {
    let split = text.find(['+', '-']).unwrap_or(text.len());
    let (clock, own_zone) = text.split_at(split);
    let (digits, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_sound = is_number(digits)
        && matches!(digits.len(), 4 | 6 | 8 | 10 | 12 | 14)
        && is_number(fraction)
        && fraction.len() <= 9;
    if !is_sound {
        return None;
    }
    let own_zone = match own_zone {
        "" => None,
        own_zone => Some(offset(own_zone)?),
    };
    let (Some(month), Some(day)) = (digits.get(4..6), digits.get(6..8)) else {
        return Some(When {
            iso: [digits.get(..4)?, digits.get(4..)?]
                .join("-")
                .trim_end_matches('-')
                .to_owned(),
            micros: None,
            has_zone: false,
        });
    };
    let year = digits.get(..4)?.parse().ok()?;
    let date = NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)?;
    match digits.get(8..)? {
        "" => {
            let midnight = date.and_hms_opt(0, 0, 0)?.and_utc();
            Some(When {
                iso: date.to_string(),
                micros: salus_record::time::accepted(midnight.timestamp_micros()),
                has_zone: false,
            })
        }
        clock => at(date, clock, fraction, own_zone.or_else(|| offset(zone?))),
    }
}

/// A day with a time: `HH`, `HHMM` or `HHMMSS`.
fn at(date: NaiveDate, clock: &str, fraction: &str, zone: Option<FixedOffset>) -> Option<When> {
    let part = |from: usize| clock.get(from..from + 2).unwrap_or("00");
    let (hour, minute, second) = (part(0), part(2), part(4));
    let nanos = fraction.chars().chain("000000000".chars()).take(9);
    let time = date.and_hms_nano_opt(
        hour.parse().ok()?,
        minute.parse().ok()?,
        second.parse().ok()?,
        nanos.collect::<String>().parse().ok()?,
    )?;
    let mut iso = format!("{date}T{hour}:{minute}:{second}");
    if !fraction.is_empty() {
        iso += &format!(".{fraction}");
    }
    let utc = FixedOffset::east_opt(0)?;
    let instant = zone.unwrap_or(utc).from_local_datetime(&time).single()?;
    if let Some(zone) = zone {
        iso += &zone.to_string();
    }
    Some(When {
        iso,
        micros: salus_record::time::accepted(instant.timestamp_micros()),
        has_zone: zone.is_some(),
    })
}

/// The zone at the end of a time, as it is written.
pub(super) fn zone_of(text: &str) -> Option<&str> {
    let zone = text.get(text.find(['+', '-'])?..)?;
    offset(zone).map(|_| zone)
}

/// `+0100`, `-05:00`
fn offset(zone: &str) -> Option<FixedOffset> {
    let digits = zone.get(1..)?.replace(':', "");
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..)?.parse().ok()?;
    let seconds = (hours * 60 + minutes) * 60;
    let is_west = zone.starts_with('-');
    FixedOffset::east_opt(if is_west { -seconds } else { seconds })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, zone: Option<&str>, expected: Option<(&str, Option<&str>, bool)>) {
        let found = read(text, zone);
        let found = found.as_ref().map(|when| {
            let instant = when.micros.map(salus_record::time::format);
            (when.iso.clone(), instant, when.has_zone)
        });
        let expected = expected
            .map(|(iso, instant, has_zone)| (iso.to_owned(), instant.map(str::to_owned), has_zone));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn times_keep_what_is_known_of_them() {
        let some = |iso, instant, has_zone| Some((iso, Some(instant), has_zone));
        check("2005", None, Some(("2005", None, false)));
        check("200509", None, Some(("2005-09", None, false)));
        check(
            "20050915",
            None,
            some("2005-09-15", "2005-09-15T00:00:00Z", false),
        );
        check(
            "2005091517",
            None,
            some("2005-09-15T17:00:00", "2005-09-15T17:00:00Z", false),
        );
        check(
            "200509151749",
            None,
            some("2005-09-15T17:49:00", "2005-09-15T17:49:00Z", false),
        );
        check(
            "20050915174948",
            None,
            some("2005-09-15T17:49:48", "2005-09-15T17:49:48Z", false),
        );
        check(
            "20170224141101.31+0900",
            None,
            some(
                "2017-02-24T14:11:01.31+09:00",
                "2017-02-24T05:11:01.310Z",
                true,
            ),
        );
        check(
            "20170224141101",
            Some("-0500"),
            some("2017-02-24T14:11:01-05:00", "2017-02-24T19:11:01Z", true),
        );
        for odd in [
            "",
            "2005-09-15",
            "20051315",
            "200509151",
            "20050915176048",
            "now",
            "+0100",
            "2005091517+1",
        ] {
            check(odd, None, None);
        }
    }
}
