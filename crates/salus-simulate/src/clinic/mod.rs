//! The invented clinic: who works there, what stands there, who is treated there and when.

pub(crate) mod machines;
pub(crate) mod patients;
pub(crate) mod people;
pub(crate) mod visits;

use crate::moment::Moment;
use crate::random::Random;
use machines::Machine;
use patients::Patient;
use people::Person;
use visits::Visit;

pub(crate) const NAME: &str = "Alder Creek Family Medicine";
pub(crate) const DOMAIN: &str = "alder-creek.example";
pub(crate) const PARKED_DOMAIN: &str = "aldercreekfamily.example";
pub(crate) const AD_DOMAIN: &str = "ALDERCREEK";
/// The address the clinic's traffic has on the internet.
pub(crate) const OUTSIDE_ADDRESS: &str = "203.0.113.24";
pub(crate) const TENANT: &str = "6f1c2d7e-0b5a-4c3e-9a41-3c5b7e2f9d10";
/// The account number of the clinic's cloud storage.
pub(crate) const CLOUD_ACCOUNT: &str = "111122223333";
pub(crate) const BUCKET: &str = "alder-creek-backup";
/// The part all security identifiers of the clinic's Windows domain share.
pub(crate) const SID_BASE: &str = "S-1-5-21-1004336348-1177238915-682003330";

/// The clinic over the simulated days.
pub(crate) struct Clinic {
    pub(crate) seed: u64,
    pub(crate) start: Moment,
    /// Midnight after the last day.
    pub(crate) end: Moment,
    pub(crate) people: &'static [Person],
    pub(crate) machines: &'static [Machine],
    pub(crate) patients: Vec<Patient>,
    pub(crate) visits: Vec<Visit>,
}

impl Clinic {
    pub(crate) fn new(seed: u64, days: u32) -> Self {
        let end = Moment::day("2026-11-01");
        let start = end.plus_days(-i64::from(days));
        let patients = patients::all(&mut Random::new(seed, "patients"));
        let mut clinic = Self {
            seed,
            start,
            end,
            people: people::ALL,
            machines: machines::ALL,
            patients,
            visits: Vec::new(),
        };
        clinic.visits = visits::all(&clinic);
        clinic
    }

    /// The stream of random numbers for one part.
    pub(crate) fn random(&self, label: &str) -> Random {
        Random::new(self.seed, label)
    }

    /// Midnights (UTC) of the days the clinic is open.
    pub(crate) fn working_days(&self) -> Vec<Moment> {
        self.days()
            .into_iter()
            .filter(|day| day.is_working_day())
            .collect()
    }

    pub(crate) fn days(&self) -> Vec<Moment> {
        let count = self.start.seconds_until(self.end) / 86_400;
        (0..count).map(|day| self.start.plus_days(day)).collect()
    }

    pub(crate) fn person(&self, user: &str) -> &'static Person {
        self.people
            .iter()
            .find(|person| person.user == user)
            .expect("the person works here")
    }

    /// Where the person works on that day: two people change places when their machine is gone.
    pub(crate) fn seat(&self, user: &str, date: &str) -> &'static Machine {
        let displaced = (user == "nfarouk" && date > "2026-10-23")
            || (user == people::ATTACKED && date == "2026-10-23");
        self.machine(if displaced {
            "AC-WS05"
        } else {
            self.person(user).machine
        })
    }

    pub(crate) fn machine(&self, host: &str) -> &'static Machine {
        self.machines
            .iter()
            .find(|machine| machine.host == host)
            .expect("the machine stands here")
    }
}

/// A host's name with the clinic's domain, as Windows writes it.
pub(crate) fn fully_named(host: &str) -> String {
    format!("{host}.{DOMAIN}")
}
