//! Medicines: ordered, handed out, given; and vaccinations.

use serde_json::{Value, json};

use super::super::clock::Local;
use super::super::world::World;
use super::{concept, encounter, location, organization, patient, person};

/// Medicines by their usual names.
pub(crate) const MEDICINES: [&str; 8] = [
    "Lisinopril 10 MG Oral Tablet",
    "Metformin 500 MG Oral Tablet",
    "Atorvastatin 20 MG Oral Tablet",
    "Amoxicillin 500 MG Oral Capsule",
    "Sertraline 50 MG Oral Tablet",
    "Levothyroxine 75 MCG Oral Tablet",
    "Furosemide 40 MG Oral Tablet",
    "Acetaminophen 325 MG Oral Tablet",
];

const VACCINES: [(&str, &str); 3] = [
    ("140", "Influenza, seasonal, injectable, preservative free"),
    ("115", "Tdap"),
    ("216", "Pneumococcal conjugate vaccine, 20 valent"),
];

fn medicine(number: usize) -> Value {
    json!({"text": MEDICINES[number % MEDICINES.len()]})
}

/// An order for a medicine; `pharmacy` is the department that fills it, if the hospital's own does.
pub(crate) fn request(
    world: &World,
    of: (u32, Option<u32>),
    number: usize,
    by: (u32, Local),
    pharmacy: Option<u16>,
) -> Value {
    let mut body = json!({
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": medicine(number),
        "subject": patient(of.0),
        "authoredOn": by.1.iso(),
        "requester": person(world, by.0)
    });
    if let Some(number) = of.1 {
        body["encounter"] = encounter(number);
    }
    if let Some(department) = pharmacy {
        body["dispenseRequest"] = json!({"performer": organization(world, department)});
    }
    body
}

pub(crate) fn dispense(
    world: &World,
    patient_number: u32,
    number: usize,
    by: (u32, Local),
    pharmacy: u16,
) -> Value {
    json!({
        "status": "completed",
        "medicationCodeableConcept": medicine(number),
        "subject": patient(patient_number),
        "performer": [{"actor": person(world, by.0)}],
        "location": location(world, pharmacy),
        "whenHandedOver": by.1.iso()
    })
}

pub(crate) fn administration(
    world: &World,
    of: (u32, u32),
    number: usize,
    by: (u32, Local),
) -> Value {
    json!({
        "status": "completed",
        "medicationCodeableConcept": medicine(number),
        "subject": patient(of.0),
        "context": encounter(of.1),
        "effectiveDateTime": by.1.iso(),
        "performer": [{"actor": person(world, by.0)}]
    })
}

pub(crate) fn immunization(
    world: &World,
    of: (u32, u32),
    number: usize,
    by: (u32, Local),
    department: u16,
) -> Value {
    let (code, name) = VACCINES[number % VACCINES.len()];
    json!({
        "status": "completed",
        "vaccineCode": concept("http://hl7.org/fhir/sid/cvx", code, name),
        "patient": patient(of.0),
        "encounter": encounter(of.1),
        "occurrenceDateTime": by.1.iso(),
        "location": location(world, department),
        "performer": [{"actor": person(world, by.0)}]
    })
}
