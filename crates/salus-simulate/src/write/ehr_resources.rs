//! FHIR R4 resources for people, patients and visits.

use serde_json::{Value, json};

use crate::clinic::Clinic;
use crate::clinic::patients::Patient;
use crate::clinic::people::Person;
use crate::clinic::visits::Visit;

fn reference(kind: &str, id: &str) -> Value {
    json!({"reference": format!("{kind}/{id}")})
}

fn subject(clinic: &Clinic, visit: &Visit) -> Value {
    reference("Patient", &clinic.patients[visit.patient].id)
}

fn by(clinic: &Clinic, user: &str) -> Value {
    reference("Practitioner", &clinic.person(user).practitioner())
}

fn encounter_of(visit: &Visit) -> Value {
    reference("Encounter", &format!("enc-{:05}", visit.number))
}

pub(super) fn patient(patient: &Patient) -> Value {
    json!({
        "resourceType": "Patient",
        "id": patient.id,
        "identifier": [{"system": "https://alder-creek.example/mrn", "value": patient.id.replace("pat-", "MRN")}],
        "active": true,
        "name": [{"use": "official", "family": patient.family, "given": [patient.given]}],
        "gender": patient.gender,
        "birthDate": patient.born,
        "address": [{"line": [patient.street], "city": "Millbrook", "state": "KS", "postalCode": "00000", "country": "US"}],
        "managingOrganization": reference("Organization", "alder-creek")
    })
}

pub(super) fn practitioner(person: &Person) -> Value {
    json!({
        "resourceType": "Practitioner",
        "id": person.practitioner(),
        "identifier": [{"system": "https://alder-creek.example/user", "value": person.user}],
        "active": person.end.is_none(),
        "name": [{"family": person.family, "given": [person.given]}],
        "telecom": [{"system": "email", "value": person.mail()}]
    })
}

pub(super) fn role(person: &Person) -> Value {
    let mut period = json!({"start": person.start});
    if let Some(end) = person.end {
        period["end"] = json!(end);
    }
    json!({
        "resourceType": "PractitionerRole",
        "id": format!("role-{}", person.id.to_lowercase()),
        "active": person.end.is_none(),
        "period": period,
        "practitioner": reference("Practitioner", &person.practitioner()),
        "organization": reference("Organization", "alder-creek"),
        "code": [{"text": person.title}],
        "specialty": [{"text": person.department}]
    })
}

/// Only what was booked has an appointment.
pub(super) fn appointment(clinic: &Clinic, visit: &Visit) -> Option<Value> {
    visit.booked.then(|| {
        json!({
            "resourceType": "Appointment",
            "id": format!("apt-{:05}", visit.number),
            "status": if visit.cancelled { "cancelled" } else { "fulfilled" },
            "appointmentType": {"text": "Office visit"},
            "start": visit.start.iso_local(),
            "end": visit.start.plus_seconds(visit.minutes * 60).iso_local(),
            "created": visit.start.plus_days(-9).iso_local(),
            "participant": [
                {"actor": subject(clinic, visit), "status": "accepted"},
                {"actor": by(clinic, visit.provider), "status": "accepted"}
            ]
        })
    })
}

pub(super) fn encounter(clinic: &Clinic, visit: &Visit) -> Option<Value> {
    if visit.cancelled {
        return None;
    }
    let (code, display) = if visit.booked {
        ("AMB", "ambulatory")
    } else {
        ("VR", "virtual")
    };
    let mut participants = vec![
        json!({"individual": by(clinic, visit.provider)}),
        json!({"individual": by(clinic, visit.nurse)}),
    ];
    if visit.booked {
        participants.push(json!({"individual": by(clinic, visit.front)}));
    }
    let mut resource = json!({
        "resourceType": "Encounter",
        "id": format!("enc-{:05}", visit.number),
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": code, "display": display},
        "type": [{"text": if visit.booked { "Office visit" } else { "Telephone refill" }}],
        "subject": subject(clinic, visit),
        "participant": participants,
        "period": {"start": visit.start.iso_local(), "end": visit.start.plus_seconds(visit.minutes * 60).iso_local()},
        "serviceProvider": reference("Organization", "alder-creek")
    });
    if visit.booked {
        resource["appointment"] = json!([reference(
            "Appointment",
            &format!("apt-{:05}", visit.number)
        )]);
    }
    Some(resource)
}

/// Blood pressure at each visit in the practice.
pub(super) fn observation(clinic: &Clinic, visit: &Visit) -> Option<Value> {
    let value = |offset: usize| 62 + (visit.number * 7 + offset) % 30;
    let part = |code: &str, display: &str, number: usize| {
        json!({
            "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": display}]},
            "valueQuantity": {"value": number, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}
        })
    };
    (visit.booked && !visit.cancelled).then(|| {
        json!({
            "resourceType": "Observation",
            "id": format!("obs-{:05}", visit.number),
            "status": "final",
            "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}]}],
            "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9", "display": "Blood pressure panel"}]},
            "subject": subject(clinic, visit),
            "encounter": encounter_of(visit),
            "effectiveDateTime": visit.start.plus_seconds(-380).iso_local(),
            "performer": [by(clinic, visit.nurse)],
            "component": [
                part("8480-6", "Systolic blood pressure", value(0) + 48),
                part("8462-4", "Diastolic blood pressure", value(3))
            ]
        })
    })
}

pub(super) fn medication(clinic: &Clinic, visit: &Visit) -> Option<Value> {
    let names = [
        "Lisinopril 10 MG Oral Tablet",
        "Metformin 500 MG Oral Tablet",
        "Atorvastatin 20 MG Oral Tablet",
    ];
    (visit.prescribes && !visit.cancelled).then(|| {
        json!({
            "resourceType": "MedicationRequest",
            "id": format!("med-{:05}", visit.number),
            "status": "active",
            "intent": "order",
            "medicationCodeableConcept": {"text": names[visit.number % 3]},
            "subject": subject(clinic, visit),
            "encounter": encounter_of(visit),
            "authoredOn": visit.start.plus_seconds(if visit.booked { 920 } else { 80 }).iso_local(),
            "requester": by(clinic, visit.provider)
        })
    })
}

pub(super) fn order(clinic: &Clinic, visit: &Visit) -> Option<Value> {
    let what = visit.orders.filter(|_| visit.booked && !visit.cancelled)?;
    Some(json!({
        "resourceType": "ServiceRequest",
        "id": format!("ord-{:05}", visit.number),
        "status": "completed",
        "intent": "order",
        "code": {"text": what},
        "subject": subject(clinic, visit),
        "encounter": encounter_of(visit),
        "occurrenceDateTime": visit.start.plus_seconds(visit.minutes * 60).iso_local(),
        "authoredOn": visit.start.plus_seconds(980).iso_local(),
        "requester": by(clinic, visit.provider)
    }))
}
