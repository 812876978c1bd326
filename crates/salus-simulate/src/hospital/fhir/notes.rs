//! Notes, messages, tasks and those who look after somebody.

use serde_json::{Value, json};

use super::super::clock::Local;
use super::super::world::World;
use super::{encounter, organization, patient, period, person};

/// A note; `signer` is another person who signed it, if there was one.
pub(crate) fn document(
    world: &World,
    of: (u32, Option<u32>),
    title: &str,
    by: (u32, Local),
    signer: Option<u32>,
) -> Value {
    let mut body = json!({
        "status": "current",
        "docStatus": "final",
        "type": {"text": title},
        "subject": patient(of.0),
        "date": by.1.iso(),
        "author": [person(world, by.0)],
        "content": [{"attachment": {"contentType": "text/plain", "title": title}}]
    });
    if let Some(signer) = signer {
        body["authenticator"] = person(world, signer);
    }
    if let Some(number) = of.1 {
        body["context"] = json!({"encounter": [encounter(number)]});
    }
    body
}

/// What the patient wrote through the portal, to these people.
pub(crate) fn message(world: &World, from: u32, to: &[u32], at: Local) -> Value {
    let recipients: Vec<Value> = to.iter().map(|who| person(world, *who)).collect();
    json!({
        "status": "completed",
        "subject": patient(from),
        "sender": patient(from),
        "recipient": recipients,
        "sent": at.iso()
    })
}

/// What one person of the staff wrote to another about a patient.
pub(crate) fn notice(world: &World, about: u32, from: u32, to: &[u32], at: Local) -> Value {
    let mut body = message(world, about, to, at);
    body["sender"] = person(world, from);
    body
}

/// Something to be done about a patient by one person, from a department's list of work.
pub(crate) fn task(world: &World, what: &str, about: u32, owner: u32, at: Local) -> Value {
    json!({
        "status": "completed",
        "intent": "order",
        "code": {"text": what},
        "for": patient(about),
        "authoredOn": at.iso(),
        "lastModified": at.plus(2_700).iso(),
        "requester": organization(world, world.person(owner).department),
        "owner": person(world, owner)
    })
}

pub(crate) fn care_team(
    world: &World,
    of: (u32, u32),
    members: &[u32],
    from: Local,
    until: Option<Local>,
) -> Value {
    let participants: Vec<Value> = members
        .iter()
        .map(|who| json!({"member": person(world, *who)}))
        .collect();
    json!({
        "status": if until.is_some() { "inactive" } else { "active" },
        "subject": patient(of.0),
        "encounter": encounter(of.1),
        "period": period(from, until),
        "participant": participants
    })
}

/// A lasting illness that somebody looks after over years.
pub(crate) fn episode(world: &World, about: u32, keeper: u32, from: Local) -> Value {
    json!({
        "status": "active",
        "patient": patient(about),
        "period": period(from, None),
        "careManager": person(world, keeper),
        "managingOrganization": organization(world, world.person(keeper).department)
    })
}
