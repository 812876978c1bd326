//! What is asked for: how large the hospital is, for how long, and what is planted in it.

use chrono::NaiveDate;

use super::clock;
use super::departments::DEPARTMENTS;
use super::scenario::Scenario;

/// Days of care before the first day of the logs: bulk exports reach back, so that a bill written on the first day has
/// its visit.
pub(crate) const HISTORY: i64 = 28;
/// Patients of one campus; a system has as many campuses as it needs.
const CAMPUS: u32 = 25_000;
/// Beyond this, addresses and postal codes would no longer be told apart.
const MOST_PATIENTS: u32 = 1_000_000;
const MOST_DAYS: u32 = 400;

/// A simulated hospital or system of hospitals. The same plan gives the same bytes on every machine.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Another seed gives other people and other days.
    pub seed: u64,
    /// First day of the access logs.
    pub start: NaiveDate,
    /// Days of the access logs.
    pub days: u32,
    /// People treated there.
    pub patients: u32,
    /// People who work there.
    pub staff: u32,
    /// Percent of the legitimate (user, patient, day) accesses that no record of care stands behind, 0 to 40.
    pub missing: u32,
    /// Those are of patients under treatment that day only. Else there are calls, enquiries and mistakes among them, about
    /// patients whom nobody else has to do with: harder, since they look like a stranger's curiosity.
    pub missing_in_care: bool,
    /// What is planted.
    pub scenario: Scenario,
    /// Compress the large files.
    pub packed: bool,
}

impl Plan {
    /// One hospital: 20,000 patients, 1,400 people, 70 days that end on 31 October 2026.
    #[must_use]
    pub fn hospital() -> Self {
        Self {
            seed: 405,
            start: NaiveDate::from_ymd_opt(2026, 8, 23).expect("a date"),
            days: 70,
            patients: 20_000,
            staff: 1_400,
            missing: 6,
            missing_in_care: false,
            scenario: Scenario::both(),
            packed: true,
        }
    }

    /// A system of hospitals for this many patients, with one member of staff for about fourteen of them.
    #[must_use]
    pub fn system(patients: u32) -> Self {
        Self {
            patients,
            staff: patients / 100 * 7,
            ..Self::hospital()
        }
    }

    /// Campuses: hospitals with departments of their own.
    pub(crate) fn campuses(&self) -> u32 {
        self.patients.div_ceil(CAMPUS).max(1)
    }

    /// The first day of the logs, counted from 1 January 1970.
    pub(crate) fn first_day(&self) -> i64 {
        clock::number(self.start)
    }

    /// The day after the last.
    pub(crate) fn end_day(&self) -> i64 {
        self.first_day() + i64::from(self.days)
    }

    /// # Errors
    ///
    /// When a number lies outside what can be simulated.
    pub(crate) fn check(&self) -> Result<(), String> {
        let least_staff = self.campuses() * u32::try_from(DEPARTMENTS.len()).unwrap_or(u32::MAX);
        let limits = [
            ("days", self.days, 7, MOST_DAYS),
            ("patients", self.patients, 300, MOST_PATIENTS),
            ("staff", self.staff, least_staff, self.patients),
            ("percent missing", self.missing, 0, 40),
        ];
        for (what, value, least, most) in limits {
            if !(least..=most).contains(&value) {
                return Err(format!(
                    "`{value}` {what} is not between {least} and {most}"
                ));
            }
        }
        let years = NaiveDate::from_ymd_opt(2020, 1, 1)..NaiveDate::from_ymd_opt(2040, 1, 1);
        if !years.contains(&Some(self.start)) {
            return Err(format!("`{}` is not a day of 2020 to 2039", self.start));
        }
        Ok(())
    }
}
