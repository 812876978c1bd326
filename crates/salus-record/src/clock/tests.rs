//! Times without a zone, a year or a century.

use super::{Clock, Local, Zone};
use crate::time;

fn instant(text: &str) -> i64 {
    time::parse(text).expect("a time")
}

fn check(clock: &Clock, written: &str, expected: &str) {
    let moment = clock.read(written);
    let shown = match moment.instant {
        Some(instant) => format!("{} [{}]", time::format(instant), moment.assumed.text()),
        None => "none".to_owned(),
    };
    assert_eq!(shown, expected, "{written}");
}

fn of(zone: &str, latest: &str) -> Clock {
    Clock::new(
        Some(Zone::named(zone).expect("a zone")),
        Some(instant(latest)),
    )
}

#[test]
fn a_time_that_names_its_instant_is_read_without_assuming() {
    let clock = of("America/New_York", "2026-03-05T00:00:00Z");
    check(
        &clock,
        "2026-03-01T08:00:00.5+01:00",
        "2026-03-01T07:00:00.500Z []",
    );
    check(
        &clock,
        "01/Mar/2026:08:00:00 -0500",
        "2026-03-01T13:00:00Z []",
    );
    check(
        &clock,
        "Mar  1 2026 08:00:00 UTC",
        "2026-03-01T08:00:00Z []",
    );
    check(&clock, "2026-07-01 02:00:00 MDT", "2026-07-01T08:00:00Z []");
    check(
        &clock,
        "Mar  1 2026 08:00:00 EST",
        "2026-03-01T13:00:00Z []",
    );
    check(&clock, "1772352000.25", "2026-03-01T08:00:00.250Z []");
    check(
        &clock,
        "Sun, 1 Mar 2026 08:00:00 +0000",
        "2026-03-01T08:00:00Z []",
    );
    check(&clock, "2026-06-30T23:59:60Z", "2026-07-01T00:00:00Z []");
}

#[test]
fn nothing_known_means_utc_and_no_year() {
    let clock = Clock::default();
    check(
        &clock,
        "2026-03-01 08:00:00,250",
        "2026-03-01T08:00:00.250Z [zone]",
    );
    check(
        &clock,
        "01-Mar-2026 08:00:00.001",
        "2026-03-01T08:00:00.001Z [zone]",
    );
    check(&clock, "20260301 08:00:00", "2026-03-01T08:00:00Z [zone]");
    check(&clock, "3/1/2026 8:00:00 PM", "2026-03-01T20:00:00Z [zone]");
    check(
        &clock,
        "3/1/2026 12:30:00 AM",
        "2026-03-01T00:30:00Z [zone]",
    );
    check(&clock, "31/1/2026 08:00:00", "2026-01-31T08:00:00Z [zone]");
    check(
        &clock,
        "3/1/2026 08:00:00",
        "2026-03-01T08:00:00Z [date order, zone]",
    );
    check(
        &clock,
        "03/03/26,08:00:00",
        "2026-03-03T08:00:00Z [century, zone]",
    );
    check(
        &clock,
        "Sun Mar  1 08:00:00 2026",
        "2026-03-01T08:00:00Z [zone]",
    );
    for text in [
        "Mar  1 08:00:00",
        "MMM 22 07:54:32",
        "Feb 30 2026 08:00:00",
        "2026-13-01 08:00:00",
        "",
        "é",
    ] {
        check(&clock, text, "none");
    }
}

#[test]
fn a_missing_year_is_the_newest_that_is_not_later_than_the_evidence() {
    let clock = Clock::new(None, Some(instant("2026-01-05T12:00:00Z")));
    check(
        &clock,
        "Dec 31 23:59:59",
        "2025-12-31T23:59:59Z [year, zone]",
    );
    check(
        &clock,
        "Jan  1 00:00:00",
        "2026-01-01T00:00:00Z [year, zone]",
    );
    check(
        &clock,
        "Jan  6 12:00:00",
        "2026-01-06T12:00:00Z [year, zone]",
    );
    check(
        &clock,
        "Jan  6 12:00:01",
        "2025-01-06T12:00:01Z [year, zone]",
    );
    check(
        &clock,
        "Feb 29 01:15:43",
        "2024-02-29T01:15:43Z [year, zone]",
    );
    check(
        &clock,
        "Mar  1 08:00:00 +0100",
        "2025-03-01T07:00:00Z [year]",
    );
    let east = of("+10:00", "2025-12-31T20:00:00Z");
    check(&east, "Jan  1 06:00:00", "2025-12-31T20:00:00Z [year]");
}

#[test]
fn a_year_of_two_digits_has_the_newest_century_that_may_be() {
    let clock = Clock::new(None, Some(instant("2026-01-05T12:00:00Z")));
    check(
        &clock,
        "01/04/26,08:00:00",
        "2026-01-04T08:00:00Z [century, date order, zone]",
    );
    check(
        &clock,
        "01/31/99,08:00:00",
        "1999-01-31T08:00:00Z [century, zone]",
    );
    check(
        &Clock::default(),
        "01/31/99,08:00:00",
        "1999-01-31T08:00:00Z [century, zone]",
    );
}

#[test]
fn clocks_are_changed_as_the_zone_does() {
    let clock = of("America/New_York", "2027-01-01T00:00:00Z");
    check(&clock, "2026-03-08 01:59:59", "2026-03-08T06:59:59Z []");
    check(
        &clock,
        "2026-03-08 02:30:00",
        "2026-03-08T07:30:00Z [daylight saving]",
    );
    check(&clock, "2026-03-08 03:00:00", "2026-03-08T07:00:00Z []");
    check(&clock, "2026-11-01 00:59:59", "2026-11-01T04:59:59Z []");
    check(
        &clock,
        "2026-11-01 01:30:00",
        "2026-11-01T05:30:00Z [daylight saving]",
    );
    check(&clock, "2026-11-01 02:00:00", "2026-11-01T07:00:00Z []");
    check(&clock, "2006-03-20 12:00:00", "2006-03-20T17:00:00Z []");
    let clock = of("Europe/Berlin", "2027-01-01T00:00:00Z");
    check(&clock, "2026-03-29 01:59:59", "2026-03-29T00:59:59Z []");
    check(&clock, "2026-03-29 03:00:00", "2026-03-29T01:00:00Z []");
    check(
        &clock,
        "2026-10-25 02:30:00",
        "2026-10-25T00:30:00Z [daylight saving]",
    );
    check(&clock, "2026-10-25 03:00:00", "2026-10-25T02:00:00Z []");
    let clock = of("America/Phoenix", "2027-01-01T00:00:00Z");
    check(&clock, "2026-07-01 00:00:00", "2026-07-01T07:00:00Z []");
}

#[test]
fn zones_are_known_by_name_or_offset() {
    assert_eq!(Zone::named("UTC"), Some(Zone::Fixed(0)));
    assert_eq!(Zone::named("Z"), Some(Zone::Fixed(0)));
    assert_eq!(Zone::named("+01:00"), Some(Zone::Fixed(60)));
    assert_eq!(Zone::named("-0930"), Some(Zone::Fixed(-570)));
    for name in ["", "Mars/Olympus", "+1", "+25:00", "+01:00x"] {
        assert_eq!(Zone::named(name), None, "{name}");
    }
}

#[test]
fn what_stands_behind_a_time_is_left_alone() {
    let rest = |text| Local::prefix(text).map(|(_, rest)| rest);
    assert_eq!(rest("Mar  1 08:00:00 host a: b"), Some(" host a: b"));
    assert_eq!(rest("Mar  1 08:00:00 2026 host"), Some(" host"));
    assert_eq!(
        rest("Mar  1 08:00:00 2001:db8::1 a"),
        Some(" 2001:db8::1 a")
    );
    assert_eq!(rest("Mar  1 08:00:00: --- last"), Some(": --- last"));
    assert_eq!(rest("2026-03-01 08:00:00 -1 x"), Some(" -1 x"));
    assert_eq!(rest("2026-03-01 08:00:00 Z x"), Some(" Z x"));
    assert_eq!(rest("2026-03-01T08:00:00-07:00 INFO"), Some(" INFO"));
    assert_eq!(rest("Mar  1 08:00:00 GMTserver x"), Some(" GMTserver x"));
}
