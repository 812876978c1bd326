//! The appointment book: who is seen when, by whom, and what is done.

use super::Clinic;
use super::patients::{COUNT, SNOOPED};
use crate::moment::Moment;

/// A visit in the practice or a matter handled by telephone.
pub(crate) struct Visit {
    pub(crate) number: usize,
    pub(crate) patient: usize,
    pub(crate) provider: &'static str,
    pub(crate) nurse: &'static str,
    pub(crate) front: &'static str,
    pub(crate) start: Moment,
    pub(crate) minutes: i64,
    /// Booked beforehand; a refill by telephone is not.
    pub(crate) booked: bool,
    pub(crate) cancelled: bool,
    /// A prescription is written.
    pub(crate) prescribes: bool,
    /// Laboratory or imaging work is ordered.
    pub(crate) orders: Option<&'static str>,
}

const PROVIDERS: [&str; 3] = ["hmarsh", "treyes", "pnair"];
const NURSES: [&str; 3] = ["cdunning", "jwhitaker", "abello"];
const ORDERS: [&str; 4] = [
    "Ultrasound of abdomen",
    "Chest X-ray",
    "12-lead ECG",
    "Basic metabolic panel",
];

pub(crate) fn all(clinic: &Clinic) -> Vec<Visit> {
    let mut random = clinic.random("visits");
    let mut visits = Vec::new();
    for day in clinic.working_days() {
        for (desk, provider) in PROVIDERS.iter().enumerate() {
            if is_away(provider, &day.date()) {
                continue;
            }
            for slot in 0..5 {
                let minute = 14 * 60 + slot * 90 + random.between(0, 2) * 10;
                let booked = slot != 4 || random.chance(50);
                visits.push(Visit {
                    number: visits.len(),
                    patient: someone(random.index(COUNT)),
                    provider,
                    nurse: if booked {
                        nurse(NURSES[desk], &day.date())
                    } else {
                        "nfarouk"
                    },
                    front: if (slot + desk as i64) % 2 == 0 {
                        "dpruitt"
                    } else {
                        "lortega"
                    },
                    start: day.plus_seconds(minute * 60),
                    minutes: random.between(15, 40),
                    booked,
                    cancelled: booked && random.chance(6),
                    prescribes: !booked || random.chance(45),
                    orders: random.chance(30).then(|| *random.pick(&ORDERS)),
                });
            }
        }
    }
    visits
}

/// The patients of the snooping story have no care in these weeks, so nothing explains looking at them.
fn someone(drawn: usize) -> usize {
    if SNOOPED.contains(&drawn) {
        drawn + 10
    } else {
        drawn
    }
}

fn nurse(usual: &'static str, date: &str) -> &'static str {
    if usual == "abello" && date > "2026-10-19" {
        "kstrand"
    } else {
        usual
    }
}

/// One physician is at a congress abroad for some days.
pub(crate) fn is_away(user: &str, date: &str) -> bool {
    user == super::people::TRAVELLER && ("2026-10-14".."2026-10-19").contains(&date)
}

/// The X-ray maker's update runs on Mondays.
pub(crate) fn is_monday(day: Moment) -> bool {
    day.is_working_day() && !day.plus_days(-1).is_working_day()
}
