//! How numbers and times are written for people.

use crate::model::{Measure, Period};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The parts of an RFC 3339 time that a reader needs.
struct Moment<'a> {
    year: i64,
    month: usize,
    day: i64,
    clock: &'a str,
}

impl<'a> Moment<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let year = text.get(0..4)?.parse().ok()?;
        let month: usize = text.get(5..7)?.parse().ok()?;
        let day = text.get(8..10)?.parse().ok()?;
        let dashes = text.get(4..5)? == "-" && text.get(7..8)? == "-";
        let clock = text.get(11..16).unwrap_or_default();
        let known = dashes && (1..=12).contains(&month) && (1..=31).contains(&day);
        known.then_some(Self {
            year,
            month,
            day,
            clock,
        })
    }

    fn month_name(&self) -> &'static str {
        MONTHS[self.month - 1]
    }
}

/// `1 March 2026`; text that is not a time is given back as it is.
pub(crate) fn date(text: &str) -> String {
    match Moment::parse(text) {
        Some(at) => format!("{} {} {}", at.day, at.month_name(), at.year),
        None => text.to_owned(),
    }
}

/// `1 Mar 2026, 08:00`.
pub(crate) fn moment(text: &str) -> String {
    match Moment::parse(text) {
        Some(at) if at.clock.is_empty() => date(text),
        Some(at) => format!(
            "{} {} {}, {}",
            at.day,
            &at.month_name()[..3],
            at.year,
            at.clock
        ),
        None => text.to_owned(),
    }
}

/// From the first to the last moment, as short as it can be said.
pub(crate) fn span(from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if date(from) == date(to) => date(from),
        (Some(from), Some(to)) => format!("{} to {}", date(from), date(to)),
        (Some(one), None) | (None, Some(one)) => date(one),
        (None, None) => "no dates".to_owned(),
    }
}

/// From the first to the last moment, with the time of day.
pub(crate) fn times(from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if moment(from) == moment(to) => moment(from),
        (Some(from), Some(to)) if date(from) == date(to) => {
            let clock = Moment::parse(to).map_or("", |at| at.clock);
            format!("{} to {clock}", moment(from))
        }
        (Some(from), Some(to)) => format!("{} to {}", moment(from), moment(to)),
        (Some(one), None) | (None, Some(one)) => moment(one),
        (None, None) => "no time".to_owned(),
    }
}

pub(crate) fn period(period: &Period) -> String {
    span(period.from.as_deref(), period.to.as_deref())
}

/// Days since 1970-01-01, with the time of day as a fraction.
pub(crate) fn days(text: &str) -> Option<f64> {
    let at = Moment::parse(text)?;
    let month = i64::try_from(at.month).ok()?;
    let year = if month <= 2 { at.year - 1 } else { at.year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + at.day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let hours: i64 = at
        .clock
        .get(0..2)
        .and_then(|hours| hours.parse().ok())
        .unwrap_or(0);
    let whole = era * 146_097 + day_of_era - 719_468;
    #[expect(clippy::cast_precision_loss, reason = "a day number is far below 2^52")]
    Some(whole as f64 + hours as f64 / 24.0)
}

/// `48,213`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 finding`, `12 findings`.
pub(crate) fn counted(number: u64, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { one } else { many }
    )
}

/// `1.2 MB`.
pub(crate) fn bytes(number: u64) -> String {
    let mut unit = "bytes";
    let mut scale = 1_u64;
    for (name, size) in [("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000)] {
        if number >= size {
            unit = name;
            scale = size;
        }
    }
    if scale == 1 {
        return format!("{} {unit}", grouped(number));
    }
    let tenths = number.saturating_mul(10) / scale;
    format!("{}.{} {unit}", tenths / 10, tenths % 10)
}

/// The words joined as a sentence would: `a, b and c`.
pub(crate) fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// At most so many characters, with an ellipsis when something was left off.
pub(crate) fn clipped(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A sentence with a capital at its beginning and a full stop at its end.
pub(crate) fn sentence(text: &str) -> String {
    sentence_about(text, None)
}

/// The same, leaving the name of an account or a computer as it is written.
pub(crate) fn sentence_about(text: &str, subject: Option<&str>) -> String {
    let text = text.trim();
    let mut letters = text.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let word = text
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .trim_end_matches([',', ':']);
    let name = !word.chars().all(char::is_alphabetic) || subject == Some(word);
    let first = if name {
        first.to_string()
    } else {
        first.to_uppercase().to_string()
    };
    let end = if text.ends_with(['.', '!', '?', '…']) {
        ""
    } else {
        "."
    };
    format!("{first}{}{end}", letters.as_str())
}

/// What a measure says: `31 of 34 (91 %)`, `12 days`, `yes`, `no evidence`.
pub(crate) fn answer(measure: &Measure) -> String {
    if let (Some(met), Some(counted)) = (measure.met, measure.counted)
        && counted > 0
    {
        let share = ratio(measure).map(percent).unwrap_or_default();
        return format!("{} of {} ({share})", grouped(met), grouped(counted));
    }
    match measure.value {
        None => "no evidence".to_owned(),
        Some(value) => amount(value, &measure.unit),
    }
}

/// The share a ratio stands at, from its value or its counts.
pub(crate) fn ratio(measure: &Measure) -> Option<f64> {
    if measure.unit != "ratio" {
        return None;
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of people and devices are below 2^52"
    )]
    let from_counts = match (measure.met, measure.counted) {
        (Some(met), Some(counted)) if counted > 0 => Some(met as f64 / counted as f64),
        _ => None,
    };
    measure
        .value
        .or(from_counts)
        .filter(|share| share.is_finite())
}

fn amount(value: f64, unit: &str) -> String {
    match unit {
        "bool" if value >= 0.5 => "yes".to_owned(),
        "bool" => "no".to_owned(),
        "ratio" => percent(value),
        "count" => plain(value),
        "per_1000" => format!("{} per 1,000", plain(value)),
        "ratio_x" => format!("{} ×", plain(value)),
        other => {
            let one = (value - 1.0).abs() < f64::EPSILON;
            let unit = if one {
                other.trim_end_matches('s')
            } else {
                other
            };
            format!("{} {unit}", plain(value))
        }
    }
}

/// A share as a percentage. Never rounded up to 100 or down to 0: both would be claims.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if (percent > 0.0 && percent < 1.0) || (percent > 99.0 && percent < 100.0) {
        return format!("{percent:.1} %")
            .replace("100.0 %", "99.9 %")
            .replace("0.0 %", "0.1 %");
    }
    format!("{percent:.0} %")
}

fn plain(value: f64) -> String {
    if value.fract().abs() < 1e-9 && value.abs() < 1e15 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked above"
        )]
        let whole = grouped(value.abs() as u64);
        return if value < 0.0 {
            format!("-{whole}")
        } else {
            whole
        };
    }
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_for_people() {
        assert_eq!(date("2026-03-01T08:05:00Z"), "1 March 2026");
        assert_eq!(moment("2026-03-01T08:05:00Z"), "1 Mar 2026, 08:05");
        assert_eq!(moment("2026-03-01"), "1 March 2026");
        assert_eq!(moment("last week"), "last week");
        assert_eq!(moment("2026-99-01T00:00:00Z"), "2026-99-01T00:00:00Z");
        assert_eq!(moment("äöü€-é"), "äöü€-é");
        assert_eq!(
            span(Some("2026-03-01T01:00:00Z"), Some("2026-03-01T09:00:00Z")),
            "1 March 2026"
        );
    }

    #[test]
    fn spans_say_nothing_twice() {
        let (morning, noon) = (Some("2026-03-01T08:05:00Z"), Some("2026-03-01T12:00:00Z"));
        assert_eq!(times(morning, noon), "1 Mar 2026, 08:05 to 12:00");
        assert_eq!(times(morning, morning), "1 Mar 2026, 08:05");
        assert_eq!(times(None, noon), "1 Mar 2026, 12:00");
        assert_eq!(span(None, None), "no dates");
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!(days("1970-01-01T00:00:00Z"), Some(0.0));
        assert_eq!(days("2000-03-01T12:00:00Z"), Some(11_017.5));
        assert_eq!(days("2026-11-23"), Some(20_780.0));
        assert_eq!(days("soon"), None);
    }

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(bytes(999), "999 bytes");
        assert_eq!(bytes(1_250_000), "1.2 MB");
        assert_eq!(amount(1.0, "days"), "1 day");
        assert_eq!(amount(0.9996, "ratio"), "99.9 %");
        assert_eq!(amount(0.0002, "ratio"), "0.1 %");
        assert_eq!(amount(-3.0, "count"), "-3");
        assert_eq!(amount(f64::NAN, "count"), "NaN");
    }

    #[test]
    fn sentences_begin_and_end() {
        assert_eq!(sentence(" a laptop was lost "), "A laptop was lost.");
        assert_eq!(sentence("Why?"), "Why?");
        assert_eq!(sentence("j.doe opened a record"), "j.doe opened a record.");
        assert_eq!(
            sentence_about("jdoe opened a record", Some("jdoe")),
            "jdoe opened a record."
        );
        assert_eq!(sentence(""), "");
        assert_eq!(listed(&["a".into(), "b".into(), "c".into()]), "a, b and c");
        assert_eq!(clipped("abcdef", 4), "abc…");
    }
}
