//! The parts of a written time, before anybody knows its zone or year.

use chrono::NaiveDate;

use super::zone::offset;

const SECOND: i64 = 1_000_000;
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// A year as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Year {
    /// `2026`
    Full(i32),
    /// `26`
    TwoDigits(u8),
    /// Not at all.
    Absent,
}

/// A time as a clock on a wall shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Local {
    /// The year as it is written.
    pub year: Year,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
    /// Microseconds since midnight.
    pub of_day: i64,
    /// Minutes ahead of UTC, where the source says so.
    pub offset: Option<i32>,
    /// The month might be the day and the day the month.
    pub is_order_assumed: bool,
}

impl Local {
    /// Reads a text that is a time and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (local, rest) = Self::prefix(text.trim())?;
        rest.trim().is_empty().then_some(local)
    }

    /// Reads the time at the start of a text and gives what stands behind it.
    ///
    /// `Mar  1 [2026] 08:00:00[.5]`, `1 Mar 2026 08:00:00`, `01-Mar-2026 08:00:00.5`,
    /// `01/Mar/2026:08:00:00 +0100`, `2026-03-01T08:00:00.5+01:00` (or a space, or slashes),
    /// `2026:03:01-08:00:00`, `20260301 08:00:00`, `1/Mar/26 8:00 AM`, `3/1/2026 8:00:00 AM`, `03/01/26,08:00:00`; with `Z`, `UTC`, `GMT` or an offset behind it.
    #[must_use]
    pub fn prefix(text: &str) -> Option<(Self, &str)> {
        let first = *text.as_bytes().first()?;
        let (mut local, rest) = if first.is_ascii_alphabetic() {
            month_first(text)?
        } else {
            digits_first(text)?
        };
        let (offset, rest) = zone_behind(rest);
        local.offset = offset;
        NaiveDate::from_ymd_opt(2024, local.month, local.day)?; // a day that exists in some year
        Some((local, rest))
    }

    /// Microseconds since 1970 as if the wall clock showed UTC.
    pub(super) fn wall(&self, year: i32) -> Option<i64> {
        let day = NaiveDate::from_ymd_opt(year, self.month, self.day)?;
        let midnight = day.and_hms_opt(0, 0, 0)?.and_utc().timestamp_micros();
        midnight.checked_add(self.of_day)
    }

    fn new(year: Year, month: u32, day: u32) -> Self {
        Self {
            year,
            month,
            day,
            of_day: 0,
            offset: None,
            is_order_assumed: false,
        }
    }

    fn at(mut self, of_day: i64) -> Self {
        self.of_day = of_day;
        self
    }
}

/// `Mar  1 08:00:00`, with a year before or behind the time of day, perhaps with the weekday in front.
fn month_first(text: &str) -> Option<(Local, &str)> {
    let (month, rest) = match month(text) {
        Some(found) => found,
        None => month(weekday(text)?)?,
    };
    let rest = spaces(rest)?;
    let (day, rest) = number(rest, 1, 2)?;
    let rest = rest.strip_prefix(',').unwrap_or(rest);
    let rest = spaces(rest)?;
    let (year, rest) = match full_year(rest) {
        Some((year, behind)) => (Year::Full(year), spaces(behind)?),
        None => (Year::Absent, rest),
    };
    let (of_day, rest) = time_of_day(rest)?;
    let behind = || full_year(spaces(rest)?);
    let (year, rest) = match (year, behind()) {
        (Year::Absent, Some((year, rest))) if !continues(rest) => (Year::Full(year), rest),
        (year, _) => (year, rest),
    };
    Some((Local::new(year, month, day).at(of_day), rest))
}

/// Whether a number goes on as a word, so that it was no year.
fn continues(rest: &str) -> bool {
    rest.starts_with(|letter: char| letter.is_ascii_alphanumeric() || ".:-_/[".contains(letter))
}

fn digits_first(text: &str) -> Option<(Local, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let separator = *text.as_bytes().get(length)?;
    let (local, rest) = match (length, separator) {
        (4, b'-' | b'/' | b':') => year_first(text)?,
        (8, b' ' | b'T' | b'-') => compact(text)?,
        (1..=2, b'-' | b'/' | b' ') => {
            let (first, rest) = number(text, 1, 2)?;
            let rest = &rest[1..];
            match month(rest) {
                Some((month, rest)) => named_month(first, month, rest)?,
                None if separator == b'/' => numbers(first, rest)?,
                None => return None,
            }
        }
        _ => return None,
    };
    let between = rest.strip_prefix(['T', ' ', ':', ',', '-'])?;
    let (of_day, rest) = time_of_day(between)?;
    Some((local.at(of_day), rest))
}

/// `2026-03-01`
fn year_first(text: &str) -> Option<(Local, &str)> {
    let (year, rest) = full_year(text)?;
    let (month, rest) = number(rest.strip_prefix(['-', '/', ':'])?, 1, 2)?;
    let (day, rest) = number(rest.strip_prefix(['-', '/', ':'])?, 1, 2)?;
    Some((Local::new(Year::Full(year), month, day), rest))
}

/// `20260301`
fn compact(text: &str) -> Option<(Local, &str)> {
    let (year, _) = full_year(text)?;
    let (month, _) = number(text.get(4..)?, 2, 2)?;
    let (day, rest) = number(text.get(6..)?, 2, 2)?;
    Some((Local::new(Year::Full(year), month, day), rest))
}

/// The rest of `01/Mar/2026`, or of `01/Mar/26`.
fn named_month(day: u32, month: u32, rest: &str) -> Option<(Local, &str)> {
    let (year, rest) = year(rest.strip_prefix(['-', '/', ' '])?)?;
    Some((Local::new(year, month, day), rest))
}

fn year(text: &str) -> Option<(Year, &str)> {
    if let Some((year, rest)) = full_year(text) {
        return Some((Year::Full(year), rest));
    }
    let (year, rest) = number(text, 2, 2)?;
    let is_whole = !rest.starts_with(|letter: char| letter.is_ascii_digit());
    is_whole.then_some((Year::TwoDigits(u8::try_from(year).ok()?), rest))
}

/// The rest of `3/1/2026` or `03/01/26`: month first, unless that cannot be.
fn numbers(first: u32, rest: &str) -> Option<(Local, &str)> {
    let (second, rest) = number(rest, 1, 2)?;
    let rest = rest.strip_prefix('/')?;
    let (year, rest) = year(rest)?;
    let (month, day) = if first > 12 {
        (second, first)
    } else {
        (first, second)
    };
    let mut local = Local::new(year, month, day);
    // AM and PM are written where the month stands first.
    let is_american = has_half_day(rest);
    local.is_order_assumed = first <= 12 && second <= 12 && first != second && !is_american;
    Some((local, rest))
}

fn has_half_day(rest: &str) -> bool {
    let behind = rest.trim_start_matches(|letter: char| !letter.is_ascii_alphabetic());
    behind.starts_with("AM") || behind.starts_with("PM")
}

/// `8:00:00[.5][ AM]` or `8:00 AM`, in microseconds; the second may be a leap second.
fn time_of_day(text: &str) -> Option<(i64, &str)> {
    let (mut hour, rest) = number(text, 1, 2)?;
    let (minute, rest) = number(rest.strip_prefix(':')?, 2, 2)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => number(rest, 2, 2)?,
        None if has_half_day(rest) => (0, rest),
        None => return None,
    };
    let (micros, mut rest) = fraction(rest);
    let half = rest.strip_prefix(' ').unwrap_or(rest);
    for (mark, add) in [("AM", 0), ("PM", 12)] {
        if let Some(behind) = half.strip_prefix(mark)
            && (1..=12).contains(&hour)
        {
            hour = hour % 12 + add;
            rest = behind;
            break;
        }
    }
    let is_time = hour <= 23 && minute <= 59 && second <= 60;
    let seconds = i64::from(hour * 3600 + minute * 60 + second);
    is_time.then_some((seconds * SECOND + micros, rest))
}

fn fraction(text: &str) -> (i64, &str) {
    let Some(digits) = text.strip_prefix(['.', ',']) else {
        return (0, text);
    };
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 || length > 9 {
        return (0, text);
    }
    let (written, rest) = digits.split_at(length);
    let six = written.bytes().chain(std::iter::repeat(b'0')).take(6);
    (
        six.fold(0, |value, digit| value * 10 + i64::from(digit - b'0')),
        rest,
    )
}

/// Zones that have a name in messages' dates (RFC 5322, section 4.3), and UTC; minutes ahead of UTC.
const NAMED: [(&str, i32); 10] = [
    ("UTC", 0),
    ("GMT", 0),
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
];

/// `Z`, a zone's name or an offset, directly behind a time or after one space.
fn zone_behind(text: &str) -> (Option<i32>, &str) {
    let near = text.strip_prefix(' ').unwrap_or(text);
    for (name, minutes) in NAMED {
        if let Some(rest) = near.strip_prefix(name)
            && !continues(rest)
        {
            return (Some(minutes), rest);
        }
    }
    let (minutes, rest) = match offset(near) {
        Some((minutes, rest)) if !rest.starts_with(|letter: char| letter.is_alphanumeric()) => {
            (minutes, rest)
        }
        _ => return (None, text),
    };
    // ` -05:00` is an offset, ` -1 ` and ` Z ` may be the message.
    let is_sure = near.len() == text.len() || near.len() - rest.len() >= 5;
    if is_sure {
        (Some(minutes), rest)
    } else {
        (None, text)
    }
}

fn month(text: &str) -> Option<(u32, &str)> {
    let name = text.get(..3)?;
    let at = MONTHS
        .iter()
        .position(|month| name.eq_ignore_ascii_case(month))?;
    let rest = &text[3..];
    let is_whole = !rest.starts_with(|letter: char| letter.is_ascii_alphabetic());
    is_whole.then_some((u32::try_from(at).ok()? + 1, rest))
}

/// What stands behind `Sun ` or `Sun, `.
fn weekday(text: &str) -> Option<&str> {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let rest = DAYS.iter().find_map(|day| text.strip_prefix(day))?;
    spaces(rest.strip_prefix(',').unwrap_or(rest))
}

/// At least one space, and at most two.
fn spaces(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(' ')?;
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}

fn full_year(text: &str) -> Option<(i32, &str)> {
    let (year, rest) = number(text, 4, 4)?;
    let year = i32::try_from(year).ok()?;
    (1970..=2200).contains(&year).then_some((year, rest))
}

/// A number of so many digits, and what stands behind it.
fn number(text: &str, least: usize, most: usize) -> Option<(u32, &str)> {
    let digits = text
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    if digits < least {
        return None;
    }
    let (written, rest) = text.split_at(digits);
    Some((written.parse().ok()?, rest))
}
