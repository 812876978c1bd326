//! Sign-ins of the first campus at the identity provider and what the mail service's audit keeps, day by day.

use std::path::Path;

use serde_json::{Value, json};

use super::super::clock::{self, Local};
use super::super::departments::Role;
use super::super::files::stream::whole;
use super::super::logs::seats;
use super::super::tables::has_factor;
use super::super::touch::Seat;
use super::super::world::{DOMAIN, OUTSIDE_ADDRESS, World, campus_of, rota};
use super::mail::at_work;
use super::story::{LookAlike, Trace};
use crate::background::cloud::{Tenant, mailbox_access, office};
use crate::evidence::SignIn;
use crate::moment::Moment;
use crate::random::Random;
use crate::write::{self, Account};

pub(super) const TENANT: Tenant = Tenant {
    id: "b0e3a6c4-51d7-4e0b-8a57-2f9d1c6e7a38",
    domain: DOMAIN,
    name: "ridgelinehealth.onmicrosoft.example",
};
/// Where a congress is held.
const CONGRESS: &str = "203.0.113.140";

/// What happened in the cloud on one day besides the everyday.
#[derive(Default)]
pub(super) struct Planted<'w> {
    pub(super) sign_ins: Vec<SignIn<'w>>,
    pub(super) audit: Vec<(Moment, Value)>,
}

/// The service: who is at a congress, and how much was written.
pub(super) struct Cloud {
    traveller: Option<(u32, i64)>,
    pub(super) sign_ins: u64,
    pub(super) audit: u64,
}

impl Cloud {
    pub(super) fn new(world: &World, first: i64) -> Self {
        Self {
            traveller: traveller(world, first),
            sign_ins: 0,
            audit: 0,
        }
    }

    /// Writes one day.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub(super) fn day(
        &mut self,
        world: &World,
        folder: &Path,
        (day, planted): (i64, Planted<'_>),
    ) -> Result<(), String> {
        let mut random = world.random("cloud", day, 0);
        let (mut sign_ins, mut audit) = everyday(world, day, &mut random);
        if let Some(traveller) = self.traveller {
            sign_ins.extend(congress(world, traveller, day));
        }
        sign_ins.extend(planted.sign_ins);
        audit.extend(planted.audit);
        sign_ins.sort_by(|one, other| (one.time, one.user).cmp(&(other.time, other.user)));
        audit.sort_by_key(|record| record.0);
        self.sign_ins += sign_ins.len() as u64;
        self.audit += audit.len() as u64;
        let date = clock::date(day);
        let names = names(world);
        let rows = sign_ins.iter().map(|one| {
            let account = Account {
                name: names.get(one.user).cloned().unwrap_or_default(),
                domain: DOMAIN,
                tenant: TENANT.id,
            };
            write::sign_in(one, &account)
        });
        let text = write::sign_ins(rows.collect());
        let packed = world.plan.packed;
        let name = format!("cloud/entra-sign-ins-{date}.json");
        whole(folder, &name, text.as_bytes(), packed)?;
        let name = format!("cloud/m365-audit-{date}.jsonl");
        whole(folder, &name, write::audit(&audit).as_bytes(), packed)
    }

    /// The physician at a congress, if one had days off for it.
    pub(super) fn look_alike(&self, world: &World) -> Option<LookAlike> {
        let (number, first) = self.traveller?;
        let user = world.person(number).user.clone();
        let days = first..first + 3;
        let all = days
            .clone()
            .map(|day| congress(world, (number, first), day));
        let records = all.map(|one| one.len()).sum();
        let dates: Vec<String> = days.map(|day| clock::date(day).to_string()).collect();
        Some(LookAlike {
            id: "physician-at-a-congress",
            trace: Trace::new(
                ("abroad", "entra_signin"),
                "cloud/entra-sign-ins-*.json",
                records,
                format!(
                    "{user} from {CONGRESS}, country PT, on {}",
                    dates.join(", ")
                ),
            ),
            subjects: vec![user, CONGRESS.to_owned()],
            why: "each success with a second factor, on days off; one wrong password",
        })
    }
}

/// Full names by account.
fn names(world: &World) -> std::collections::BTreeMap<&str, String> {
    let people = world.person_numbers().map(|number| world.person(number));
    people
        .filter(|person| campus_of(person.department) == 0)
        .map(|person| (person.user.as_str(), person.full_name()))
        .collect()
}

/// A sign-in over the hospital's own line, where a password is enough.
pub(super) fn at_work_place(user: &str, at: Local) -> SignIn<'_> {
    SignIn {
        time: at.utc(),
        user,
        app: "Office 365 Exchange Online",
        client: "Browser",
        ip: OUTSIDE_ADDRESS.to_owned(),
        country: "US",
        city: "Ridgeline",
        second_factor: false,
        error: 0,
    }
}

/// Everybody signs in when a shift begins, some again from home in the evening, a few with a wrong password first.
fn everyday<'w>(
    world: &'w World,
    day: i64,
    random: &mut Random,
) -> (Vec<SignIn<'w>>, Vec<(Moment, Value)>) {
    let (mut sign_ins, mut audit) = (Vec::new(), Vec::new());
    for (number, shift) in at_work(world, day) {
        let person = world.person(number);
        let at = Local::at(day, i64::from(shift.from) * 60 + random.between(60, 1_500));
        let home = seats::at_home(number, Seat::Home);
        let from_home = |at: Local| SignIn {
            ip: home.clone(),
            second_factor: has_factor(world, number),
            ..at_work_place(&person.user, at)
        };
        let first = |at: Local| {
            if person.remote {
                from_home(at)
            } else {
                at_work_place(&person.user, at)
            }
        };
        if random.chance(3) {
            sign_ins.push(SignIn {
                error: 50_126,
                second_factor: false,
                ..first(at.plus(-20))
            });
        }
        let one = first(at);
        let who = (person.user.as_str(), one.ip.as_str());
        audit.push(mailbox_access(
            &TENANT,
            random,
            one.time.plus_seconds(40),
            who,
        ));
        if random.chance(1) {
            audit.push(sorting_rule(random, at, who));
        }
        sign_ins.push(one);
        let goes_home = shift.until < 19 * 60;
        if goes_home && !person.remote && random.chance(10) {
            sign_ins.push(from_home(Local::at(day, random.between(70_000, 81_000))));
        }
    }
    (sign_ins, audit)
}

/// An honest rule: newsletters go to a folder of their own.
fn sorting_rule(random: &mut Random, at: Local, (user, ip): (&str, &str)) -> (Moment, Value) {
    let time = at.plus(900).utc();
    let mut rule = office(&TENANT, random, time, (user, "New-InboxRule"));
    rule["ClientIP"] = json!(format!("{ip}:50112"));
    rule["Parameters"] = json!([
        {"Name": "MoveToFolder", "Value": "Newsletters"},
        {"Name": "SubjectContainsWords", "Value": "This week;articles"},
        {"Name": "Name", "Value": "Newsletters"},
        {"Name": "StopProcessingRules", "Value": "True"}
    ]);
    (time, rule)
}

/// A physician with a second factor and three days off in a row.
fn traveller(world: &World, first: i64) -> Option<(u32, i64)> {
    let mut random = Random::new(world.plan.seed, "congress");
    let mut found = Vec::new();
    for number in world.person_numbers() {
        let person = world.person(number);
        let fits = person.role == Role::Physician
            && campus_of(person.department) == 0
            && has_factor(world, number);
        for day in first + 1..world.plan.end_day() - 3 {
            let is_off = |day| rota::shift(person, day).is_none() && person.is_employed(day);
            if fits && (day..day + 3).all(is_off) {
                found.push((number, day));
            }
        }
    }
    (!found.is_empty()).then(|| *random.pick(&found))
}

/// Sign-ins from the congress on one of its three days.
fn congress(world: &World, (number, first): (u32, i64), day: i64) -> Vec<SignIn<'_>> {
    let of_day: &[(i64, u32)] = match day - first {
        0 => &[(46_000, 0)],
        1 => &[(9_000, 50_126), (9_031, 0), (52_000, 0)],
        2 => &[(7_400, 0)],
        _ => &[],
    };
    of_day
        .iter()
        .map(|(second, error)| SignIn {
            ip: CONGRESS.to_owned(),
            country: "PT",
            city: "Lisbon",
            second_factor: *error == 0,
            error: *error,
            ..at_work_place(&world.person(number).user, Local::at(day, *second))
        })
        .collect()
}
