//! Appointments, encounters, conditions, procedures and claims.

use serde_json::{Value, json};

use super::super::clock::Local;
use super::super::illness::Diagnosis;
use super::super::world::{NONE, World};
use super::{concept, encounter, location, organization, patient, period, person, terminology};

pub(crate) fn encounter_id(number: u32) -> String {
    format!("enc-{number}")
}

pub(crate) fn appointment_id(number: u32) -> String {
    format!("apt-{number}")
}

/// Minutes of an appointment.
pub(crate) const VISIT: i64 = 30;

/// An entry of the appointment book.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Booking {
    pub(crate) number: u32,
    pub(crate) patient: u32,
    pub(crate) provider: u32,
    pub(crate) department: u16,
    pub(crate) start: Local,
    pub(crate) created: Local,
}

pub(crate) fn appointment(world: &World, one: &Booking, status: &str) -> Value {
    json!({
        "status": status,
        "serviceType": [{"text": world.title(one.department)}],
        "appointmentType": terminology("v2-0276", "ROUTINE", "Routine appointment - default if not valued"),
        "start": one.start.iso(),
        "end": one.start.plus(VISIT * 60).iso(),
        "created": one.created.iso(),
        "participant": [
            {"actor": patient(one.patient), "status": "accepted"},
            {"actor": person(world, one.provider), "status": "accepted"},
            {"actor": location(world, one.department), "status": "accepted"}
        ]
    })
}

/// What an encounter is, as its class says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    Ambulatory,
    Emergency,
    Inpatient,
}

impl Setting {
    fn class(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Ambulatory => ("AMB", "ambulatory", "Office visit"),
            Self::Emergency => ("EMER", "emergency", "Emergency department visit"),
            Self::Inpatient => ("IMP", "inpatient encounter", "Hospital admission"),
        }
    }
}

/// A place and when the patient came to it; the last one lasts to the encounter's end.
pub(crate) type Stop = (u16, Local);

/// One contact, from arrival to departure.
pub(crate) struct Encounter<'a> {
    pub(crate) patient: u32,
    pub(crate) setting: Setting,
    pub(crate) start: Local,
    /// Absent while the patient is still there.
    pub(crate) end: Option<Local>,
    pub(crate) stops: &'a [Stop],
    /// Who takes part, the one responsible first.
    pub(crate) people: &'a [u32],
    pub(crate) diagnosis: Diagnosis,
    pub(crate) appointment: Option<u32>,
    pub(crate) died: bool,
}

pub(crate) fn encounter_body(world: &World, one: &Encounter<'_>) -> Value {
    let (code, display, kind) = one.setting.class();
    let participants = one.people.iter().enumerate().map(|(place, who)| {
        let (role, name) = match place {
            0 => ("ATND", "attender"),
            _ => ("PART", "Participation"),
        };
        json!({
            "type": [{"coding": [terminology("v3-ParticipationType", role, name)]}],
            "individual": person(world, *who)
        })
    });
    let ends = one
        .stops
        .iter()
        .skip(1)
        .map(|stop| Some(stop.1))
        .chain([one.end]);
    let stops = one.stops.iter().zip(ends).map(|(stop, end)| {
        json!({"location": location(world, stop.0), "status": if end.is_some() { "completed" } else { "active" }, "period": period(stop.1, end)})
    });
    let (first, _) = one.stops[0];
    let mut body = json!({
        "status": if one.end.is_some() { "finished" } else { "in-progress" },
        "class": terminology("v3-ActCode", code, display),
        "type": [{"text": kind}],
        "subject": patient(one.patient),
        "participant": participants.collect::<Vec<_>>(),
        "period": period(one.start, one.end),
        "reasonCode": [concept(ICD, one.diagnosis.0, one.diagnosis.1)],
        "location": stops.collect::<Vec<_>>(),
        "serviceProvider": organization(world, one.stops.last().map_or(first, |stop| stop.0))
    });
    if let Some(number) = one.appointment {
        body["appointment"] =
            json!([{"reference": format!("Appointment/{}", appointment_id(number))}]);
    }
    if one.setting == Setting::Inpatient && one.end.is_some() {
        let left = if one.died {
            ("exp", "Expired")
        } else {
            ("home", "Home")
        };
        body["hospitalization"] = json!({
            "dischargeDisposition": {"coding": [terminology("discharge-disposition", left.0, left.1)]}
        });
    }
    body
}

const ICD: &str = "http://hl7.org/fhir/sid/icd-10-cm";

pub(crate) fn condition(
    world: &World,
    of: (u32, u32),
    what: Diagnosis,
    who: u32,
    at: Local,
) -> Value {
    json!({
        "clinicalStatus": {"coding": [terminology("condition-clinical", "active", "Active")]},
        "verificationStatus": {"coding": [terminology("condition-ver-status", "confirmed", "Confirmed")]},
        "category": [{"coding": [terminology("condition-category", "encounter-diagnosis", "Encounter Diagnosis")]}],
        "code": concept(ICD, what.0, what.1),
        "subject": patient(of.0),
        "encounter": encounter(of.1),
        "recordedDate": at.iso(),
        "recorder": person(world, who)
    })
}

/// What was done, by whom, where, and how many minutes it took.
pub(crate) struct Procedure<'a> {
    pub(crate) name: &'a str,
    pub(crate) people: &'a [u32],
    pub(crate) department: u16,
    pub(crate) start: Local,
    pub(crate) minutes: i64,
}

pub(crate) fn procedure(world: &World, of: (u32, u32), one: &Procedure<'_>) -> Value {
    let performers: Vec<Value> = one
        .people
        .iter()
        .map(|who| json!({"actor": person(world, *who)}))
        .collect();
    json!({
        "status": "completed",
        "code": {"text": one.name},
        "subject": patient(of.0),
        "encounter": encounter(of.1),
        "performedPeriod": period(one.start, Some(one.start.plus(one.minutes * 60))),
        "performer": performers,
        "location": location(world, one.department)
    })
}

/// A bill; `enterer` is who prepared it, or nobody when the program did.
pub(crate) fn claim(
    world: &World,
    of: (u32, u32),
    enterer: u32,
    department: u16,
    at: Local,
) -> Value {
    let mut body = json!({
        "status": "active",
        "type": {"coding": [terminology("claim-type", "institutional", "Institutional")]},
        "use": "claim",
        "patient": patient(of.0),
        "created": at.iso(),
        "provider": organization(world, department),
        "priority": {"coding": [terminology("processpriority", "normal", "Normal")]},
        "insurance": [{"sequence": 1, "focal": true, "coverage": {"display": "Prairie Mutual"}}],
        "item": [{"sequence": 1, "productOrService": {"text": "Facility charge"}, "encounter": [encounter(of.1)]}]
    });
    if enterer != NONE {
        body["enterer"] = person(world, enterer);
    }
    body
}
