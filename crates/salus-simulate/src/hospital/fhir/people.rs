//! Patients, their families, the staff and the departments.

use serde_json::{Value, json};

use super::super::clock;
use super::super::names;
use super::super::world::patients::{self, NO_WORK, OWN_WORK, Patient};
use super::super::world::rota;
use super::super::world::{DOMAIN, NAME, NONE, World, people as staff};
use super::{organization, person, terminology};
use crate::random::spread;

/// Where patients live, as an address.
fn address(world: &World, street: u32, house: u16) -> Value {
    json!({
        "use": "home",
        "line": [world.homes.line(street, house)],
        "city": "Ridgeline",
        "state": "CO",
        "postalCode": world.homes.postal(street),
        "country": "US"
    })
}

/// A household's telephone for children and half of the grown-ups, else a mobile of one's own.
pub(crate) fn phone(number: u32, one: &Patient) -> String {
    let own = u64::from(number) | 1 << 40;
    let shared = u64::from(one.home) | 1 << 41;
    names::phone(if spread(own).is_multiple_of(2) {
        own
    } else {
        shared
    })
}

pub(crate) fn patient(world: &World, number: u32, died: Option<clock::Local>) -> Value {
    let one = world.patient(number);
    let home = world.home(one);
    let (family, given) = one.name();
    let mut body = json!({
        "identifier": [{
            "type": {"coding": [terminology("v2-0203", "MR", "Medical record number")]},
            "system": format!("https://{DOMAIN}/mrn"),
            "value": patients::id(number)
        }],
        "active": died.is_none(),
        "name": [{"use": "official", "family": family, "given": [given]}],
        "telecom": [{"system": "phone", "value": phone(number, one), "use": "home"}],
        "gender": if one.is_female() { "female" } else { "male" },
        "birthDate": patients::birth_date(one),
        "address": [address(world, home.street, home.house)],
        "managingOrganization": {"display": NAME}
    });
    let contacts = contacts(world, number, one);
    if !contacts.is_empty() {
        body["contact"] = json!(contacts);
    }
    let labels = labels(one);
    if !labels.is_empty() {
        body["meta"] = json!({"security": labels});
    }
    if one.primary == NONE {
        body["generalPractitioner"] = json!([organization(world, one.clinic)]);
    } else {
        body["generalPractitioner"] = json!([person(world, one.primary)]);
    }
    if let Some(at) = died {
        body["deceasedDateTime"] = json!(at.iso());
    }
    body
}

fn labels(one: &Patient) -> Vec<Value> {
    let mut labels = Vec::new();
    if one.is_restricted() {
        labels.push(terminology("v3-Confidentiality", "R", "restricted"));
    }
    if one.is_vip() {
        labels.push(terminology(
            "v3-ActCode",
            "CEL",
            "celebrity information sensitivity",
        ));
    }
    if one.staff != NONE {
        labels.push(terminology(
            "v3-ActCode",
            "EMP",
            "employee information sensitivity",
        ));
    }
    labels
}

/// The employer, and whom to call: somebody of the household, else a relative elsewhere.
fn contacts(world: &World, number: u32, one: &Patient) -> Vec<Value> {
    let mut contacts = Vec::new();
    let drawn = spread(u64::from(number) ^ 0xc0_17ac);
    if let Some((other, relation)) = relative(world, number, one) {
        let kin = world.patient(other);
        let (family, given) = kin.name();
        contacts.push(json!({
            "relationship": [{"coding": [terminology("v2-0131", "C", "Emergency Contact")], "text": relation}],
            "name": {"family": family, "given": [given]},
            "telecom": [{"system": "phone", "value": phone(other, kin)}],
            "address": address(world, world.home(kin).street, world.home(kin).house)
        }));
    } else if drawn % 10 < 7 {
        let given = u16::try_from(drawn >> 8 & 0xff).unwrap_or(0);
        let far = names::phone(drawn);
        contacts.push(json!({
            "relationship": [{"coding": [terminology("v2-0131", "C", "Emergency Contact")], "text": "Relative"}],
            "name": {"family": names::family(one.family), "given": [names::given(given, drawn.is_multiple_of(2))]},
            "telecom": [{"system": "phone", "value": far}]
        }));
    }
    if one.employer != NO_WORK {
        let name = if one.employer == OWN_WORK {
            NAME.to_owned()
        } else {
            names::employer(one.employer)
        };
        contacts.push(json!({
            "relationship": [{"coding": [terminology("v2-0131", "E", "Employer")]}],
            "organization": {"display": name}
        }));
    }
    contacts
}

/// The other grown-up of the household, or a child's first parent.
fn relative(world: &World, number: u32, one: &Patient) -> Option<(u32, &'static str)> {
    let home = world.home(one);
    let place = number - home.first;
    match (home.members, place) {
        (0 | 1, _) => None,
        (_, 0) => Some((home.first + 1, "Spouse")),
        (_, 1) => Some((home.first, "Spouse")),
        _ => Some((home.first, "Parent")),
    }
}

/// A parent as a related person, for children.
pub(crate) fn related(world: &World, number: u32) -> Option<Value> {
    let one = world.patient(number);
    if one.age(world.plan.first_day()) >= 18 {
        return None;
    }
    let (other, relation) = relative(world, number, one)?;
    let kin = world.patient(other);
    let (family, given) = kin.name();
    Some(json!({
        "active": true,
        "patient": super::patient(number),
        "relationship": [{"coding": [terminology("v3-RoleCode", "PRN", "parent")], "text": relation}],
        "name": [{"family": family, "given": [given]}],
        "telecom": [{"system": "phone", "value": phone(other, kin)}],
        "address": [address(world, world.home(kin).street, world.home(kin).house)]
    }))
}

/// The mail address of a person.
pub(crate) fn mail(world: &World, number: u32) -> String {
    format!("{}@{DOMAIN}", world.person(number).user)
}

pub(crate) fn practitioner(world: &World, number: u32) -> Value {
    let one = world.person(number);
    let (family, given) = one.name();
    json!({
        "identifier": [{"system": format!("https://{DOMAIN}/user"), "value": one.user}],
        "active": one.end.is_none_or(|end| end >= world.plan.end_day()),
        "name": [{"family": family, "given": [given]}],
        "telecom": [{"system": "email", "value": mail(world, number)}]
    })
}

/// Where somebody works, from when, until when if that is past.
pub(crate) fn role(world: &World, number: u32) -> Value {
    let one = world.person(number);
    let end = one.end.filter(|end| *end < world.plan.end_day());
    role_body(world, number, one.department, (one.start, end))
}

/// The turns of a resident: a role for each, in the department whose patients are seen.
pub(crate) fn turns(world: &World, number: u32, service_of: impl Fn(u64) -> u16) -> Vec<Value> {
    let one = world.person(number);
    let mut day =
        rota::turn_start(one, world.plan.first_day() - super::super::plan::HISTORY).max(one.start);
    let mut turns = Vec::new();
    while day < world.plan.end_day() && one.end.is_none_or(|end| day <= end) {
        let next = rota::turn_start(one, day) + 28;
        turns.push(role_body(
            world,
            number,
            service_of(rota::turn(one, day)),
            (day, Some(next - 1)),
        ));
        day = next;
    }
    turns
}

fn role_body(
    world: &World,
    number: u32,
    department: u16,
    (start, end): (i64, Option<i64>),
) -> Value {
    let one = world.person(number);
    let mut period = json!({"start": clock::date(start).to_string()});
    if let Some(end) = end {
        period["end"] = json!(clock::date(end).to_string());
    }
    json!({
        "active": end.is_none_or(|end| end >= world.plan.end_day()),
        "period": period,
        "practitioner": person(world, number),
        "organization": organization(world, department),
        "code": [{"text": one.role.title()}]
    })
}

pub(crate) fn department(world: &World, number: u16) -> Value {
    json!({
        "active": true,
        "type": [{"coding": [terminology("organization-type", "dept", "Hospital Department")]}],
        "name": world.title(number),
        "partOf": {"display": NAME}
    })
}

pub(crate) fn place(world: &World, number: u16) -> Value {
    json!({
        "status": "active",
        "name": world.title(number),
        "mode": "instance",
        "managingOrganization": organization(world, number)
    })
}

/// That a patient and a member of staff are one person, where the master index knows it.
pub(crate) fn same_person(number: u32, one: &Patient) -> Option<Value> {
    if one.staff == NONE || spread(u64::from(number)) % 10 >= 4 {
        return None;
    }
    let (family, given) = one.name();
    Some(json!({
        "name": [{"family": family, "given": [given]}],
        "link": [
            {"target": super::patient(number)},
            {"target": {"reference": format!("Practitioner/{}", staff::practitioner(one.staff))}}
        ]
    }))
}
