//! What offices keep as tables: roster, accounts, second factors, doors, remote access.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::clock::{self, Local};
use super::departments::Role;
use super::fhir::people::{mail, phone};
use super::files::table::Rows;
use super::logs::seats;
use super::names;
use super::touch::{Seat, Touch};
use super::world::people::employee;
use super::world::{NAME, NONE, World, patients, people, rota};
use crate::random::{Random, spread};

/// A day as tables write it, or nothing.
fn day(day: Option<i64>) -> String {
    day.map(|day| clock::date(day).to_string())
        .unwrap_or_default()
}

/// The personnel system's list.
///
/// # Errors
///
/// When the file cannot be written.
pub(crate) fn roster(world: &World, folder: &Path) -> Result<u64, String> {
    let mut rows = Rows::new(
        folder,
        "people/roster.csv",
        "Employee ID,Name,First Name,Last Name,Email,User Name,Practitioner ID,Role,Department,Employment,Start Date,End Date,Leave From,Leave Until,Home Address,Postal Code,Birth Date,Phone,Own Patient ID",
    )?;
    for number in world.person_numbers() {
        let one = world.person(number);
        let (family, given) = one.name();
        let unknown = one.patient != NONE && spread(u64::from(number) ^ 0x0b5e).is_multiple_of(4);
        let own_phone = if one.patient == NONE {
            names::phone(u64::from(number) | 1 << 42)
        } else {
            phone(one.patient, world.patient(one.patient))
        };
        rows.row(&[
            &employee(number),
            &one.full_name(),
            given,
            &family,
            &mail(world, number),
            &one.user,
            &people::practitioner(number),
            one.role.title(),
            &world.title(one.department),
            one.employment,
            &day(Some(one.start)),
            &day(one.end),
            &day(one.leave.map(|leave| leave.0)),
            &day(one.leave.map(|leave| leave.1)),
            &world.homes.line(one.street, one.house),
            &world.homes.postal(one.street),
            &clock::date(i64::from(one.born)).to_string(),
            &own_phone,
            // Occupational health knows most of those who are patients; one in four it does not.
            &if one.patient == NONE || unknown {
                String::new()
            } else {
                patients::id(one.patient)
            },
        ])?;
    }
    rows.finish()
}

/// The directory's accounts; `left_open` are those of leavers that nobody closed.
///
/// # Errors
///
/// When the file cannot be written.
pub(crate) fn directory(
    world: &World,
    folder: &Path,
    left_open: &BTreeSet<u32>,
) -> Result<u64, String> {
    let mut rows = Rows::new(
        folder,
        "people/directory-accounts.csv",
        "User Principal Name,User Name,Display Name,Email,Employee ID,Department,Account Enabled,Account Type,Privileged,MFA Registered,Created,Last Sign In,Password Last Set,Password Never Expires,Disabled At",
    )?;
    let end = world.plan.end_day();
    for number in world.person_numbers() {
        let one = world.person(number);
        let left = one.end.filter(|last| *last < end - 1);
        let closed = left.filter(|_| !left_open.contains(&number));
        let changed = i64::try_from(spread(u64::from(number)) % 160).unwrap_or(0);
        let address = mail(world, number);
        rows.row(&[
            &address,
            &one.user,
            &one.full_name(),
            &address,
            &employee(number),
            &world.title(one.department),
            if closed.is_some() { "False" } else { "True" },
            "Person",
            "False",
            if has_factor(world, number) {
                "True"
            } else {
                "False"
            },
            &day(Some(one.start)),
            &format!(
                "{} 14:02:11",
                clock::date(left.unwrap_or(end - 1).max(one.start))
            ),
            &format!("{} 15:00:00", clock::date((end - changed).max(one.start))),
            "False",
            &closed
                .map(|last| format!("{} 18:00:00", clock::date(last + 1)))
                .unwrap_or_default(),
        ])?;
    }
    rows.finish()
}

/// Whether an account has a second factor.
pub(crate) fn has_factor(world: &World, number: u32) -> bool {
    world.person(number).remote
        || spread(u64::from(number) ^ 0x3fa).is_multiple_of(10)
            == (spread(u64::from(number)) % 10 < 1)
}

/// Who has a second factor.
///
/// # Errors
///
/// When the file cannot be written.
pub(crate) fn factors(world: &World, folder: &Path) -> Result<u64, String> {
    let mut rows = Rows::new(
        folder,
        "people/mfa-registration.csv",
        "userPrincipalName,userDisplayName,userType,isAdmin,isMfaRegistered,isMfaCapable,methodsRegistered,lastUpdatedDateTime",
    )?;
    let end = world.plan.end_day();
    for number in world.person_numbers() {
        let one = world.person(number);
        if one.end.is_some_and(|last| last < end) {
            continue;
        }
        let has = has_factor(world, number);
        let yes = if has { "True" } else { "False" };
        rows.row(&[
            &mail(world, number),
            &one.full_name(),
            "member",
            "False",
            yes,
            yes,
            if has {
                "microsoftAuthenticatorPush"
            } else {
                ""
            },
            &format!("{}T15:00:00Z", clock::date(end - 1)),
        ])?;
    }
    rows.finish()
}

/// The door system's log and the gateway's, which grow with the days.
pub(crate) struct Doors {
    badges: Rows,
    sessions: Rows,
}

impl Doors {
    /// # Errors
    ///
    /// When the files cannot be made.
    pub(crate) fn new(folder: &Path) -> Result<Self, String> {
        Ok(Self {
            badges: Rows::new(
                folder,
                "people/badge-events.csv",
                "Event Time,Site,Door Name,Direction,Cardholder Name,Employee ID,Card Number,Event Type",
            )?,
            sessions: Rows::new(
                folder,
                "people/vpn-sessions.csv",
                "Start Time,End Time,User,Source IP,Country,Authentication,MFA,Result,Gateway",
            )?,
        })
    }

    /// One day: who came and went, and who worked from outside.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub(crate) fn day(&mut self, world: &World, day: i64, touches: &[Touch]) -> Result<(), String> {
        let mut random = world.random("doors", day, 0);
        let mut events = Vec::new();
        for number in world.person_numbers() {
            let one = world.person(number);
            let Some(shift) = rota::shift(one, day).filter(|_| !one.remote) else {
                continue;
            };
            let early = random.between(2 * 60, 22 * 60);
            let late = random.between(60, 25 * 60);
            // Doors are held open for others now and then.
            if !random.chance(6) {
                events.push((
                    Local::at(day, i64::from(shift.from) * 60 - early),
                    number,
                    "In",
                ));
            }
            if !random.chance(14) {
                events.push((
                    Local::at(day, i64::from(shift.until) * 60 + late),
                    number,
                    "Out",
                ));
            }
        }
        events.sort_unstable();
        for (at, number, direction) in events {
            let one = world.person(number);
            let (family, given) = one.name();
            let door = if one.role == Role::Physician {
                "Physicians' entrance"
            } else {
                "Staff entrance"
            };
            self.badges.row(&[
                &at.utc().format("%Y-%m-%d %H:%M:%S"),
                NAME,
                door,
                direction,
                &format!("{family}, {given}"),
                &employee(number),
                &format!("{}", 400_000 + number),
                "Access Granted",
            ])?;
        }
        self.sessions(world, touches)
    }

    /// A session for each account that worked from outside, around what it did.
    fn sessions(&mut self, world: &World, touches: &[Touch]) -> Result<(), String> {
        let mut spans: BTreeMap<u32, (Local, Local, Seat)> = BTreeMap::new();
        for touch in touches.iter().filter(|touch| touch.seat != Seat::Own) {
            let span = spans
                .entry(touch.user)
                .or_insert((touch.at, touch.at, touch.seat));
            span.0 = span.0.min(touch.at);
            span.1 = span.1.max(touch.at);
        }
        let mut rows: Vec<_> = spans
            .into_iter()
            .map(|(user, (first, last, seat))| (first.plus(-620), last.plus(1_900), user, seat))
            .collect();
        rows.sort_unstable_by_key(|row| (row.0, row.2));
        for (from, until, user, seat) in rows {
            let mut random = Random::numbered(
                world.plan.seed,
                "gateway",
                u64::from(user) ^ from.day().unsigned_abs() << 32,
            );
            let factor = has_factor(world, user);
            let start = from
                .plus(-random.between(0, 300))
                .utc()
                .format("%Y-%m-%d %H:%M:%S");
            self.sessions.row(&[
                &start,
                &until.utc().format("%Y-%m-%d %H:%M:%S"),
                &world.person(user).user,
                &seats::at_home(user, seat),
                "US",
                if factor {
                    "Password + push"
                } else {
                    "Password"
                },
                if factor { "Yes" } else { "No" },
                "Success",
                "RH-GW01",
            ])?;
        }
        Ok(())
    }

    /// # Errors
    ///
    /// When a file cannot be written.
    pub(crate) fn finish(self) -> Result<(u64, u64), String> {
        Ok((self.badges.finish()?, self.sessions.finish()?))
    }
}

/// What the organisation says about itself.
pub(crate) fn organisation(world: &World) -> String {
    let campuses = (0..world.campuses()).map(|campus| format!("  - 10.{}.0.0/16\n", 20 + campus));
    format!(
        "salus: organisation\nname: {NAME}\nsize: large\ncollected_on: {}\ndomains:\n  - {}\nnetworks:\n{}  - 10.250.0.0/16\n  - {outside}/32\nmedical_networks:\n  - 10.20.200.0/22\ntrusted_networks:\n  - {outside}/32\n",
        clock::date(world.plan.end_day() - 1),
        super::world::DOMAIN,
        campuses.collect::<String>(),
        outside = super::world::OUTSIDE_ADDRESS
    )
}
