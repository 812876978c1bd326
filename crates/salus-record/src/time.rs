//! Times as sources write them, read into microseconds of UTC.

use chrono::{DateTime, NaiveDate, NaiveDateTime};

const SECOND: i64 = 1_000_000;

/// Reads a time in any of the forms that name their instant without doubt.
///
/// RFC 3339 and ISO 8601 with or without zone (none means UTC), a space for the `T`, dates alone,
/// US dates (`3/1/2026 8:00:00 AM`), RFC 2822, and numbers: seconds (with fraction), milliseconds,
/// microseconds or nanoseconds since 1970, told apart by size. `None` for anything else, and for
/// years outside 1900 to 9999.
#[must_use]
pub fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.len() < 6 || text.len() > 64 {
        return None;
    }
    if let Some(micros) = usual(text.as_bytes()) {
        return accepted(micros);
    }
    any(text)
}

/// The form most logs write, without any searching: `2026-03-01T08:00:00.250Z`, with a space for the
/// `T`, and without fraction or zone. What is not quite so may still be a time.
fn usual(text: &[u8]) -> Option<i64> {
    let (head, rest) = text.split_at_checked(19)?;
    let is_set = matches!(
        head,
        [
            _,
            _,
            _,
            _,
            b'-',
            _,
            _,
            b'-',
            _,
            _,
            b'T' | b' ',
            _,
            _,
            b':',
            _,
            _,
            b':',
            _,
            _
        ]
    );
    let year = digits(&head[..4])?;
    let (month, day) = (digits(&head[5..7])?, digits(&head[8..10])?);
    let (hour, minute) = (digits(&head[11..13])?, digits(&head[14..16])?);
    let second = digits(&head[17..])?;
    if !is_set || second > 59 {
        return None;
    }
    let nanos = match rest.strip_suffix(b"Z").unwrap_or(rest) {
        [] => 0,
        [b'.', fraction @ ..] if matches!(fraction.len(), 1..=9) => {
            digits(fraction)? * 10_u32.pow(9 - fraction.len() as u32)
        }
        _ => return None,
    };
    let day = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    let time = day.and_hms_nano_opt(hour, minute, second, nanos)?;
    Some(time.and_utc().timestamp_micros())
}

fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0_u32, |value, digit| {
        let digit = digit.is_ascii_digit().then(|| digit - b'0')?;
        Some(value * 10 + u32::from(digit))
    })
}

fn any(text: &str) -> Option<i64> {
    let first = *text.as_bytes().first()?;
    if let Some(inner) = text.strip_prefix("/Date(") {
        return in_json(inner.strip_suffix(")/")?);
    }
    if !first.is_ascii_digit() && first != b'-' {
        return DateTime::parse_from_rfc2822(text)
            .ok()
            .map(|time| time.timestamp_micros());
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return accepted(time.timestamp_micros());
    }
    if text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-')
        && text.matches('-').count() <= 1
        && !text.get(1..)?.contains('-')
    {
        return number(text);
    }
    written(text).and_then(accepted)
}

/// As Windows PowerShell writes times into JSON: milliseconds, and perhaps the zone they were shown in.
fn in_json(text: &str) -> Option<i64> {
    let zone = text.get(1..)?.find(['+', '-']).map(|at| at + 1);
    let millis: i64 = text[..zone.unwrap_or(text.len())].parse().ok()?;
    millis.checked_mul(1_000).and_then(accepted)
}

/// Microseconds since 1970 as RFC 3339 text in UTC (`2026-03-01T08:00:00Z`, fraction if any).
#[must_use]
pub fn format(micros: i64) -> String {
    match DateTime::from_timestamp_micros(micros) {
        Some(time) => time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
        None => format!("{micros} µs"),
    }
}

/// Microseconds since 1970 as seconds with six decimals (`1772352000.250000`).
#[must_use]
pub fn format_seconds(micros: i64) -> String {
    let sign = if micros < 0 { "-" } else { "" };
    let micros = micros.unsigned_abs();
    format!("{sign}{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

/// The day of an instant, `2026-03-01`.
#[must_use]
pub fn format_day(micros: i64) -> String {
    format(micros).chars().take(10).collect()
}

/// The instant, if its year is one that [`parse`] accepts.
#[must_use]
pub fn accepted(micros: i64) -> Option<i64> {
    const FROM: i64 = -2_208_988_800 * SECOND; // 1900-01-01
    const TO: i64 = 253_402_300_800 * SECOND; // 10000-01-01
    (FROM..TO).contains(&micros).then_some(micros)
}

/// Eight digits that are a day of 1900 to 2099, fourteen that are a second of one: as seconds or milliseconds since
/// 1970 they would lie before 1971 or after 2600, where no log is.
fn digits_of_a_date(text: &str) -> Option<i64> {
    if !matches!(text.len(), 8 | 14) || !(text.starts_with("19") || text.starts_with("20")) {
        return None;
    }
    let day = NaiveDate::parse_from_str(text.get(..8)?, "%Y%m%d").ok()?;
    let part = |at: usize| match text.get(at..at + 2) {
        Some(two) => two.parse::<u32>().ok(),
        None => Some(0),
    };
    let time = day.and_hms_opt(part(8)?, part(10)?, part(12)?)?;
    Some(time.and_utc().timestamp_micros())
}

fn number(text: &str) -> Option<i64> {
    if let Some(micros) = digits_of_a_date(text) {
        return Some(micros);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole: i64 = whole.parse().ok()?;
    let micros = match whole.unsigned_abs() {
        0..=99_999_999_999 => {
            let fraction = fraction_micros(fraction)?;
            let is_negative = text.starts_with('-');
            whole.checked_mul(SECOND)?.checked_add(if is_negative {
                -fraction
            } else {
                fraction
            })?
        }
        100_000_000_000..=99_999_999_999_999 => whole.checked_mul(1_000)?,
        100_000_000_000_000..=99_999_999_999_999_999 => whole,
        _ => whole / 1_000,
    };
    accepted(micros)
}

fn fraction_micros(digits: &str) -> Option<i64> {
    if digits.is_empty() {
        return Some(0);
    }
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let six: String = digits.chars().chain("000000".chars()).take(6).collect();
    six.parse().ok()
}

fn written(text: &str) -> Option<i64> {
    const WITH_ZONE: [&str; 4] = [
        "%Y-%m-%dT%H:%M:%S%.f%z",
        "%Y-%m-%d %H:%M:%S%.f%z",
        "%Y-%m-%d %H:%M:%S%.f %z",
        "%d/%b/%Y:%H:%M:%S %z",
    ];
    const PLAIN: [&str; 11] = [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M",
        "%m/%d/%Y %I:%M:%S %p",
        "%m/%d/%Y %I:%M %p",
        "%m/%d/%Y %H:%M:%S",
        "%m/%d/%Y %H:%M",
        "%Y-%m-%d-%H:%M:%S",
        "%Y/%m/%d %H:%M:%S%.f",
        "%d/%b/%y %I:%M %p",
    ];
    let text = text.trim_end_matches(" UTC");
    let text = text.strip_suffix('Z').unwrap_or(text);
    for form in WITH_ZONE {
        if let Ok(time) = DateTime::parse_from_str(text, form) {
            return Some(time.timestamp_micros());
        }
    }
    for form in PLAIN {
        if let Ok(time) = NaiveDateTime::parse_from_str(text, form) {
            return Some(time.and_utc().timestamp_micros());
        }
    }
    for form in ["%Y-%m-%d", "%m/%d/%Y"] {
        if let Ok(day) = NaiveDate::parse_from_str(text, form) {
            return Some(day.and_hms_opt(0, 0, 0)?.and_utc().timestamp_micros());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(parse(text).map(format).as_deref(), expected, "{text}");
    }

    #[test]
    fn times_are_read_in_every_accepted_form() {
        check("2026-03-01T08:00:00Z", Some("2026-03-01T08:00:00Z"));
        check(
            "2026-03-01T08:00:00.5+01:00",
            Some("2026-03-01T07:00:00.500Z"),
        );
        check("2026-03-01 08:00:00", Some("2026-03-01T08:00:00Z"));
        check("2026-03-01T08:00:00+0000", Some("2026-03-01T08:00:00Z"));
        check(
            "2026-03-01 08:00:00.123 UTC",
            Some("2026-03-01T08:00:00.123Z"),
        );
        check("2026-03-01", Some("2026-03-01T00:00:00Z"));
        check("2026/03/01 08:00:00 UTC", Some("2026-03-01T08:00:00Z"));
        check("3/1/2026 8:00:00 PM", Some("2026-03-01T20:00:00Z"));
        check("1/Mar/26 8:00 PM", Some("2026-03-01T20:00:00Z"));
        check("/Date(1772352000250)/", Some("2026-03-01T08:00:00.250Z"));
        check(
            "/Date(1772352000250+0200)/",
            Some("2026-03-01T08:00:00.250Z"),
        );
        check("/Date(-1000-0200)/", Some("1969-12-31T23:59:59Z"));
        check("1772352000", Some("2026-03-01T08:00:00Z"));
        check("20260301", Some("2026-03-01T00:00:00Z"));
        check("20260301080000", Some("2026-03-01T08:00:00Z"));
        check("20261301", Some("1970-08-23T12:08:21Z"));
        check("1772352000.250000", Some("2026-03-01T08:00:00.250Z"));
        check("-1418429426.887384", Some("1925-01-19T23:49:33.112616Z"));
        check("-0.500000", Some("1969-12-31T23:59:59.500Z"));
        check("1772352000250", Some("2026-03-01T08:00:00.250Z"));
        check("1772352000250000", Some("2026-03-01T08:00:00.250Z"));
        check(
            "Sun, 1 Mar 2026 08:00:00 +0000",
            Some("2026-03-01T08:00:00Z"),
        );
    }

    #[test]
    fn what_names_no_instant_is_not_guessed() {
        for text in [
            "",
            "yesterday",
            "12",
            "/Date()/",
            "/Date(x)/",
            "/Date(9223372036854775807)/",
            "0000-00-00",
            "2026-13-01",
            "Mar  1 08:00:00",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn the_usual_form_means_what_it_always_meant() {
        let days = [
            "2026-03-01",
            "1969-12-31",
            "2024-02-29",
            "2023-02-29",
            "0026-13-01",
            "2026-3-010",
        ];
        let times = [
            "08:00:00", "23:59:59", "23:59:60", "24:00:00", "8:00:00 ", "08:60:00", "+8:00:00",
        ];
        let ends = [
            "",
            "Z",
            ".5",
            ".250Z",
            ".123456789",
            ".1234567Z",
            ".1234567891",
            ".",
            ".Z",
            "ZZ",
            ".5z",
            "+01:00",
            " UTC",
            ".5 UTC",
            "Z UTC",
            ".12a",
        ];
        for day in days {
            for between in ["T", " ", "t", "-"] {
                for time in times {
                    for end in ends {
                        let text = format!("{day}{between}{time}{end}");
                        assert_eq!(parse(&text), any(text.trim()), "{text}");
                    }
                }
            }
        }
    }
}
