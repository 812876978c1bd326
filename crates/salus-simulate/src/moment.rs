//! Points in time, written the way each product writes them.

use chrono::{DateTime, Datelike, TimeZone, Utc};

/// Hours between the clinic's clocks and UTC; daylight saving ends the day after the last day of the example.
const LOCAL_HOURS: i64 = -6;

/// Microseconds since 1970, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(i64);

impl Moment {
    /// A time of 2026 in UTC: month, day, hour, minute, second.
    pub(crate) fn utc(month: u32, day: u32, clock: (u32, u32, u32)) -> Self {
        let (hour, minute, second) = clock;
        let date = Utc
            .with_ymd_and_hms(2026, month, day, hour, minute, second)
            .single()
            .expect("the example uses real dates");
        Self(date.timestamp_micros())
    }

    /// Midnight of a day written `2026-10-31`, UTC.
    pub(crate) fn day(text: &str) -> Self {
        let date = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").expect("a date");
        let midnight = date.and_hms_opt(0, 0, 0).expect("midnight exists");
        Self(midnight.and_utc().timestamp_micros())
    }

    /// Whole seconds since 1970, UTC.
    pub(crate) fn at_second(seconds: i64) -> Self {
        Self(seconds * 1_000_000)
    }

    pub(crate) fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1_000_000)
    }

    pub(crate) fn plus_micros(self, micros: i64) -> Self {
        Self(self.0 + micros)
    }

    pub(crate) fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days * 86_400)
    }

    pub(crate) fn seconds_until(self, later: Moment) -> i64 {
        (later.0 - self.0) / 1_000_000
    }

    fn date_time(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).expect("the example stays in this century")
    }

    /// In UTC, by a pattern of the product that writes it.
    pub(crate) fn format(self, pattern: &str) -> String {
        self.date_time().format(pattern).to_string()
    }

    /// On the clinic's clocks, by a pattern of the product that writes it.
    pub(crate) fn local_format(self, pattern: &str) -> String {
        self.local().format(pattern)
    }

    /// Microseconds since 1970.
    pub(crate) fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970.
    pub(crate) fn epoch(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    fn local(self) -> Moment {
        self.plus_seconds(LOCAL_HOURS * 3_600)
    }

    /// Monday to Friday on the clinic's calendar.
    pub(crate) fn is_working_day(self) -> bool {
        self.date_time().weekday().number_from_monday() <= 5
    }

    /// `2026-10-13T14:52:00Z`
    pub(crate) fn iso(self) -> String {
        self.format("%Y-%m-%dT%H:%M:%SZ")
    }

    /// `2026-10-13T14:52:00`, as the Microsoft 365 audit log writes it
    pub(crate) fn iso_bare(self) -> String {
        self.format("%Y-%m-%dT%H:%M:%S")
    }

    /// `2026-10-13T14:52:00.123Z`
    pub(crate) fn iso_millis(self) -> String {
        self.format("%Y-%m-%dT%H:%M:%S%.3fZ")
    }

    /// `2026-10-13T08:52:00-06:00`, local
    pub(crate) fn iso_local(self) -> String {
        self.local().format("%Y-%m-%dT%H:%M:%S-06:00")
    }

    /// `2026-10-13 14:52:00.123`, as Sysmon writes `UtcTime`
    pub(crate) fn sysmon(self) -> String {
        self.format("%Y-%m-%d %H:%M:%S%.3f")
    }

    /// `2026-10-13`
    pub(crate) fn date(self) -> String {
        self.format("%Y-%m-%d")
    }

    /// `1760367120.123456`
    pub(crate) fn zeek(self) -> String {
        format!("{}.{:06}", self.0 / 1_000_000, self.0 % 1_000_000)
    }

    /// `2026-10-13-14-52-00`, as Zeek's `#open` line
    pub(crate) fn zeek_open(self) -> String {
        self.format("%Y-%m-%d-%H-%M-%S")
    }

    /// `Tue, 13 Oct 2026 08:52:00 -0600`
    pub(crate) fn mail(self) -> String {
        self.local().format("%a, %d %b %Y %H:%M:%S -0600")
    }

    /// `Tue Oct 13 14:52:00 2026`, for the separator line of a mailbox file
    pub(crate) fn mailbox(self) -> String {
        self.format("%a %b %e %H:%M:%S %Y")
    }

    /// Hundreds of nanoseconds since 1601
    pub(crate) fn filetime(self) -> u64 {
        u64::try_from(self.0 * 10 + 116_444_736_000_000_000).expect("after 1601")
    }
}
