//! Laptops and telephones in the device management's list, and those that get lost.

use std::path::Path;

use super::super::clock::{self, Local};
use super::super::departments::Role;
use super::super::fhir::people::mail;
use super::super::files::table::Rows;
use super::super::world::{World, campus_of};
use super::cases::{Case, EVENTS, stamp};
use super::story::{Story, Trace};
use crate::moment::Moment;
use crate::random::{Random, spread};

const PATH: &str = "inventory/device-management.csv";
/// Losses lie within so many days before the end, so that what is not seen since is missed for a while.
const WITHIN: i64 = 21;

/// A portable machine that its owner no longer has.
pub(crate) struct Lost {
    owner: u32,
    /// A telephone, which is encrypted and wiped within hours; else a laptop without encryption.
    is_phone: bool,
    gone: Local,
    reported: Local,
}

/// Draws the devices that get lost: a telephone, a laptop, a telephone and so on.
pub(super) fn lost(world: &World) -> Vec<Lost> {
    let mut random = Random::new(world.plan.seed, "lost devices");
    let mut owners: Vec<u32> = world
        .person_numbers()
        .filter(|number| {
            let one = world.person(*number);
            campus_of(one.department) == 0
                && has_phone(world, *number)
                && has_laptop(world, *number)
        })
        .collect();
    let mut lost = Vec::new();
    for number in 0..world.plan.scenario.lost_devices {
        if owners.is_empty() {
            break;
        }
        let owner = owners.swap_remove(random.index(owners.len()));
        let within = WITHIN.min(i64::from(world.plan.days));
        let day = world.plan.end_day() - random.between(3, within);
        let is_phone = number % 2 == 0;
        let gone = Local::at(day, random.between(17 * 3_600, 21 * 3_600));
        // A telephone is missed at once, a bag in the boot of a car the next morning.
        let delay = if is_phone {
            random.between(600, 2_400)
        } else {
            random.between(10 * 3_600, 14 * 3_600)
        };
        lost.push(Lost {
            owner,
            is_phone,
            gone,
            reported: gone.plus(delay),
        });
    }
    lost
}

impl Lost {
    fn host(&self) -> String {
        name(self.owner, self.is_phone)
    }

    fn tag(&self) -> String {
        let letter = if self.is_phone { 'P' } else { 'L' };
        format!("A-{letter}{:05}", self.owner)
    }

    fn wiped(&self) -> Option<Local> {
        self.is_phone.then(|| self.reported.plus(5_400))
    }

    /// Rows of the list of what became of machines: tag, name, what happened, encrypted, details.
    pub(super) fn events(&self) -> Vec<(Moment, [String; 5])> {
        let row = |at: Local, what: &str, details: &str| {
            let encrypted = if self.is_phone { "Yes" } else { "No" };
            let cells = [&self.tag(), &self.host(), what, encrypted, details];
            (at.utc(), cells.map(str::to_owned))
        };
        match self.wiped() {
            Some(at) => vec![
                row(self.reported, "Reported lost", "left in a taxi"),
                row(at, "Wiped", "remote wipe confirmed"),
            ],
            None => vec![row(
                self.reported,
                "Reported stolen",
                "taken from a car overnight",
            )],
        }
    }

    /// What the device management says: last seen, state.
    fn state(&self) -> (Moment, &'static str) {
        match self.wiped() {
            Some(at) => (at.utc().plus_seconds(-40), "Wiped"),
            None => (self.gone.utc().plus_seconds(-3_100), "Missing"),
        }
    }

    fn case(&self) -> Case {
        Case {
            category: "Lost device",
            severity: if self.is_phone { "Medium" } else { "High" },
            first: self.gone.utc(),
            detected: self.reported.utc(),
            contained: self.wiped().map(Local::utc),
            is_real: true,
            summary: if self.is_phone {
                format!("Telephone {} left in a taxi, wiped", self.host())
            } else {
                format!("Laptop {} stolen from a car", self.host())
            },
        }
    }

    /// The story for the truth, with its ticket.
    pub(super) fn story(&self, world: &World) -> Story {
        let (seen, state) = self.state();
        let host = self.host();
        let last = seen.iso();
        let traces = vec![
            Trace::new(
                ("report", "device_event_csv"),
                EVENTS,
                self.events().len(),
                format!("Host Name {host}"),
            ),
            Trace::new(
                ("management", "mdm_csv"),
                PATH,
                1,
                format!("Device Name {host}, Status {state}, last seen {last}"),
            ),
            Trace::ticket(&host),
        ];
        Story {
            id: format!("lost-{}", host.to_lowercase()),
            kind: if self.is_phone {
                "device_lost_and_wiped"
            } else {
                "device_lost_unencrypted"
            },
            threat: "T3",
            title: if self.is_phone {
                "A telephone is lost, encrypted and wiped in time: nothing to report"
            } else {
                "A laptop without encryption is stolen and not seen since"
            },
            from: self.gone.utc(),
            until: self.wiped().unwrap_or(self.reported).utc(),
            subjects: vec![host, self.tag(), world.person(self.owner).user.clone()],
            traces,
            case: Some(self.case()),
        }
    }
}

fn is_employed(world: &World, number: u32) -> bool {
    let end = world.person(number).end;
    end.is_none_or(|end| end >= world.plan.end_day())
}

fn has_laptop(world: &World, number: u32) -> bool {
    let one = world.person(number);
    let carries = matches!(
        one.role,
        Role::Physician | Role::CaseManager | Role::Analyst
    );
    (one.remote || carries) && is_employed(world, number)
}

fn has_phone(world: &World, number: u32) -> bool {
    let carries = matches!(
        world.person(number).role,
        Role::Physician | Role::CaseManager
    );
    carries && is_employed(world, number)
}

fn name(owner: u32, is_phone: bool) -> String {
    let kind = if is_phone { "PH" } else { "LT" };
    format!("RH-{kind}{owner:05}")
}

/// Writes the device management's list.
pub(super) fn write(world: &World, folder: &Path, lost: &[Lost]) -> Result<u64, String> {
    let mut rows = Rows::new(
        folder,
        PATH,
        "Device Name,Device Type,Enrolled,Ownership,Compliance,OS,OS Version,Primary User,Last Check-In,Encrypted,Jailbroken,Serial Number,Screen Lock,Status",
    )?;
    let last = clock::date(world.plan.end_day() - 1);
    for number in world.person_numbers() {
        for is_phone in [false, true] {
            let has = if is_phone {
                has_phone(world, number)
            } else {
                has_laptop(world, number)
            };
            if !has {
                continue;
            }
            let drawn = spread(u64::from(number) ^ if is_phone { 0x9f0e } else { 0x1a97 });
            let gone = lost
                .iter()
                .find(|one| (one.owner, one.is_phone) == (number, is_phone));
            let encrypted = is_phone || (!drawn.is_multiple_of(40) && gone.is_none());
            let (seen, state) = match gone.map(Lost::state) {
                Some((at, state)) => (stamp(at), state),
                None => (format!("{last} 06:{:02}:00", drawn % 60), "Managed"),
            };
            let (kind, os, version) = if is_phone {
                ("Phone", "iOS", "26.0.1")
            } else {
                ("Laptop", "Windows", "11 24H2")
            };
            rows.row(&[
                &name(number, is_phone),
                kind,
                "Yes",
                "Corporate",
                if encrypted {
                    "Compliant"
                } else {
                    "Noncompliant"
                },
                os,
                version,
                &mail(world, number),
                &seen,
                if encrypted { "Yes" } else { "No" },
                "False",
                &format!("SN{:010}", drawn % 10_000_000_000),
                "Yes",
                state,
            ])?;
        }
    }
    rows.finish()
}
