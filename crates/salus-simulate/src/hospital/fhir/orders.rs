//! Orders, results, measurements and pictures.

use serde_json::{Value, json};

use super::super::clock::Local;
use super::super::world::World;
use super::{concept, encounter, organization, patient, person, terminology};
use crate::random::spread;

const LOINC: &str = "http://loinc.org";

/// An order to a department.
pub(crate) struct Order<'a> {
    pub(crate) what: &'a str,
    /// `Laboratory`, `Imaging`, `Therapy`, `Consult` or `Referral`.
    pub(crate) category: &'a str,
    pub(crate) requester: u32,
    pub(crate) to: u16,
    pub(crate) at: Local,
}

pub(crate) fn service_request(world: &World, of: (u32, u32), one: &Order<'_>) -> Value {
    json!({
        "status": "completed",
        "intent": "order",
        "category": [{"text": one.category}],
        "code": {"text": one.what},
        "subject": patient(of.0),
        "encounter": encounter(of.1),
        "authoredOn": one.at.iso(),
        "requester": person(world, one.requester),
        "performer": [organization(world, one.to)]
    })
}

/// A laboratory's panels: code, name, and the first value with its unit and usual range.
pub(crate) const PANELS: [(&str, &str, &str, i64, i64); 5] = [
    (
        "24323-8",
        "Comprehensive metabolic panel",
        "mmol/L",
        134,
        146,
    ),
    ("58410-2", "Complete blood count", "g/L", 105, 165),
    ("4548-4", "Hemoglobin A1c", "%", 5, 11),
    ("24362-6", "Renal function panel", "umol/L", 50, 180),
    ("3016-3", "Thyrotropin", "mIU/L", 1, 6),
];

/// Pictures: the modality's code, and what is taken.
pub(crate) const PICTURES: [(&str, &str); 5] = [
    ("DX", "Chest X-ray"),
    ("CT", "CT of abdomen"),
    ("US", "Ultrasound of abdomen"),
    ("MR", "MRI of brain"),
    ("DX", "X-ray of knee"),
];

/// A finished result: what, when it was ready, the department, and who read it, if a person did.
pub(crate) struct Report<'a> {
    pub(crate) code: (&'a str, &'a str),
    pub(crate) ready: Local,
    pub(crate) from: u16,
    pub(crate) reader: Option<u32>,
    /// The order's id.
    pub(crate) order: &'a str,
    /// The measured value's id.
    pub(crate) value: Option<&'a str>,
}

pub(crate) fn diagnostic_report(world: &World, of: (u32, u32), one: &Report<'_>) -> Value {
    let category = if one.value.is_some() {
        ("LAB", "Laboratory")
    } else {
        ("RAD", "Radiology")
    };
    let code = if one.value.is_some() {
        concept(LOINC, one.code.0, one.code.1)
    } else {
        json!({"text": one.code.1})
    };
    let mut body = json!({
        "status": "final",
        "basedOn": [{"reference": format!("ServiceRequest/{}", one.order)}],
        "category": [{"coding": [terminology("v2-0074", category.0, category.1)]}],
        "code": code,
        "subject": patient(of.0),
        "encounter": encounter(of.1),
        "issued": one.ready.iso(),
        "performer": [organization(world, one.from)]
    });
    if let Some(reader) = one.reader {
        body["resultsInterpreter"] = json!([person(world, reader)]);
    }
    if let Some(value) = one.value {
        body["result"] = json!([{"reference": format!("Observation/{value}")}]);
    }
    body
}

/// A value of a panel.
pub(crate) fn value(world: &World, of: (u32, u32), panel: usize, at: Local, from: u16) -> Value {
    let (code, name, unit, low, high) = PANELS[panel % PANELS.len()];
    let spread = u64::try_from(high - low).unwrap_or(1);
    let measured =
        low + i64::try_from((u64::from(of.1) * 7 + u64::from(of.0)) % spread).unwrap_or(0);
    json!({
        "status": "final",
        "category": [{"coding": [terminology("observation-category", "laboratory", "Laboratory")]}],
        "code": concept(LOINC, code, name),
        "subject": patient(of.0),
        "encounter": encounter(of.1),
        "effectiveDateTime": at.iso(),
        "performer": [organization(world, from)],
        "valueQuantity": {"value": measured, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}
    })
}

/// Blood pressure, by somebody, or by the department's monitor when nobody signed.
pub(crate) fn vitals(
    world: &World,
    of: (u32, u32),
    by: Option<u32>,
    from: u16,
    at: Local,
) -> Value {
    let base = (u64::from(of.0) * 31 + u64::from(of.1) * 7) % 40;
    let part = |code: &str, name: &str, value: u64| {
        json!({
            "code": concept(LOINC, code, name),
            "valueQuantity": {"value": value, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}
        })
    };
    let performer = by.map_or_else(|| organization(world, from), |who| person(world, who));
    json!({
        "status": "final",
        "category": [{"coding": [terminology("observation-category", "vital-signs", "Vital Signs")]}],
        "code": concept(LOINC, "85354-9", "Blood pressure panel with all children optional"),
        "subject": patient(of.0),
        "encounter": encounter(of.1),
        "effectiveDateTime": at.iso(),
        "performer": [performer],
        "component": [
            part("8480-6", "Systolic blood pressure", 102 + base),
            part("8462-4", "Diastolic blood pressure", 60 + base / 2)
        ]
    })
}

/// Pictures of one patient: who asked, who read them, when they were taken.
pub(crate) struct Study<'a> {
    pub(crate) uid: &'a str,
    pub(crate) modality: &'a str,
    pub(crate) what: &'a str,
    pub(crate) referrer: u32,
    pub(crate) reader: Option<u32>,
    pub(crate) started: Local,
}

/// The unique number of an encounter's pictures.
pub(crate) fn study_uid(patient: u32, encounter: u32) -> String {
    let number = spread(u64::from(encounter) << 32 ^ u64::from(patient));
    format!("2.25.{}", 10_000_000_000 + number % 90_000_000_000)
}

pub(crate) fn imaging_study(world: &World, of: (u32, u32), one: &Study<'_>) -> Value {
    let mut body = json!({
        "identifier": [{"system": "urn:dicom:uid", "value": format!("urn:oid:{}", one.uid)}],
        "status": "available",
        "modality": [{"system": "http://dicom.nema.org/resources/ontology/DCM", "code": one.modality}],
        "subject": patient(of.0),
        "encounter": encounter(of.1),
        "started": one.started.iso(),
        "referrer": person(world, one.referrer),
        "description": one.what
    });
    if let Some(reader) = one.reader {
        body["interpreter"] = json!([person(world, reader)]);
    }
    body
}
