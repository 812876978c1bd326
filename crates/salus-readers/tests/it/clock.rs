//! Times that leave out zone or year, against the instants they were written at.

use chrono::{Datelike, TimeZone, Utc};
use proptest::prelude::*;
use salus_record::{Clock, Local, Zone};

const FROM: i64 = 1_200_000_000; // 2008
const TO: i64 = 2_000_000_000;

proptest! {
    /// A line written within the year before the evidence ends comes out as the very instant it was written.
    #[test]
    fn lines_of_the_last_year_come_out_right(latest in FROM..TO, back in 0..364 * 86_400_i64) {
        let written = Utc.timestamp_opt(latest - back, 0).single().expect("a time");
        let clock = Clock::new(Some(Zone::Fixed(0)), Some(latest * 1_000_000));
        let moment = clock.read(&written.format("%b %e %H:%M:%S").to_string());
        prop_assert_eq!(moment.instant, Some(written.timestamp_micros()));
    }

    /// The order of lines is kept across New Year.
    #[test]
    fn order_is_kept(latest in FROM..TO, mut back in prop::collection::vec(0..364 * 86_400_i64, 2..20)) {
        back.sort_unstable_by(|left, right| right.cmp(left));
        let clock = Clock::new(None, Some(latest * 1_000_000));
        let read: Vec<_> = back.iter().map(|back| {
            let written = Utc.timestamp_opt(latest - back, 0).single().expect("a time");
            clock.read(&written.format("%b %e %H:%M:%S").to_string()).instant
        }).collect();
        prop_assert!(read.is_sorted(), "{read:?}");
    }

    /// A zone's local time leads back to the instant, found the slow way: by trying both offsets.
    #[test]
    fn a_local_time_leads_back_to_its_instant(second in FROM..TO, which in 0..4_usize) {
        let (name, standard) = [("America/New_York", -5), ("America/Los_Angeles", -8), ("Europe/Berlin", 1), ("Europe/London", 0)][which];
        let zone = Zone::named(name).expect("a zone");
        let day = Utc.timestamp_opt(second, 0).single().expect("a time");
        // Months in which clocks are never changed.
        let is_summer = (5..=9).contains(&day.month());
        prop_assume!(is_summer || [12, 1, 2].contains(&day.month()));
        let offset = (standard + i64::from(is_summer)) * 3600;
        let wall = Utc.timestamp_opt(second + offset, 0).single().expect("a time");
        prop_assume!(wall.month() == day.month());
        let clock = Clock::new(Some(zone), None);
        let moment = clock.read(&wall.format("%Y-%m-%d %H:%M:%S").to_string());
        prop_assert_eq!(moment.instant, Some(second * 1_000_000));
        prop_assert_eq!(moment.assumed.text(), "");
    }

    #[test]
    fn no_text_breaks_it(text in "[A-Za-z0-9 :/.,+TZé-]{0,40}") {
        let _ = Clock::default().read(&text);
        if let Some((_, rest)) = Local::prefix(&text) {
            prop_assert!(text.ends_with(rest));
        }
    }
}
