//! FHIR R4 resources as the record system exports them. Functions give bodies; kind and id are set where they are written.

pub(crate) mod medicines;
pub(crate) mod notes;
pub(crate) mod orders;
pub(crate) mod people;
pub(crate) mod visits;

use serde_json::{Value, json};

use super::clock::Local;
use super::world::{World, patients, people as staff};

pub(crate) const TERMINOLOGY: &str = "http://terminology.hl7.org/CodeSystem";

/// `Patient/1000001`
pub(crate) fn patient(number: u32) -> Value {
    json!({"reference": format!("Patient/{}", patients::id(number))})
}

/// `Practitioner/prac-20001`, with the person's name.
pub(crate) fn person(world: &World, number: u32) -> Value {
    json!({
        "reference": format!("Practitioner/{}", staff::practitioner(number)),
        "display": world.person(number).full_name()
    })
}

/// The encounter's number, as other resources refer to it.
pub(crate) fn encounter(number: u32) -> Value {
    json!({"reference": format!("Encounter/{}", visits::encounter_id(number))})
}

/// A department as an organisation, by the name every source uses.
pub(crate) fn organization(world: &World, department: u16) -> Value {
    json!({"reference": format!("Organization/dep-{department}"), "display": world.title(department)})
}

/// A department as a place.
pub(crate) fn location(world: &World, department: u16) -> Value {
    json!({"reference": format!("Location/loc-{department}"), "display": world.title(department)})
}

/// A concept with one code.
pub(crate) fn concept(system: &str, code: &str, display: &str) -> Value {
    json!({"coding": [coding(system, code, display)], "text": display})
}

fn period(start: Local, end: Option<Local>) -> Value {
    match end {
        Some(end) => json!({"start": start.iso(), "end": end.iso()}),
        None => json!({"start": start.iso()}),
    }
}

fn coding(system: &str, code: &str, display: &str) -> Value {
    json!({"system": system, "code": code, "display": display})
}

fn terminology(name: &str, code: &str, display: &str) -> Value {
    coding(&format!("{TERMINOLOGY}/{name}"), code, display)
}
