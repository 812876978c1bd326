//! The record system's bulk export: one file per kind of resource.

use serde_json::{Value, json};

use super::ehr_resources as resources;
use super::{packed, plain};
use crate::File;
use crate::clinic::{Clinic, NAME};
use crate::evidence::{Access, Evidence};
use crate::format::json;
use crate::random::{Random, fingerprint};

/// Lists short enough to be left as they are.
const PLAIN: [&str; 3] = ["Patient", "Practitioner", "PractitionerRole"];

pub(super) fn files(clinic: &Clinic, evidence: &Evidence) -> Vec<File> {
    let patients: Vec<Value> = clinic.patients.iter().map(resources::patient).collect();
    let people: Vec<Value> = clinic.people.iter().map(resources::practitioner).collect();
    let roles: Vec<Value> = clinic.people.iter().map(resources::role).collect();
    let of = |make: fn(&Clinic, &crate::clinic::visits::Visit) -> Option<Value>| -> String {
        let all: Vec<Value> = clinic
            .visits
            .iter()
            .filter_map(|visit| make(clinic, visit))
            .collect();
        json::lines(&all)
    };
    let accesses: Vec<Value> = evidence
        .accesses
        .iter()
        .zip(1..)
        .map(|(access, number)| audit(clinic, access, number))
        .collect();
    let lists = [
        ("Practitioner", json::lines(&people)),
        ("PractitionerRole", json::lines(&roles)),
        ("Patient", json::lines(&patients)),
        ("Appointment", of(resources::appointment)),
        ("Encounter", of(resources::encounter)),
        ("Observation", of(resources::observation)),
        ("MedicationRequest", of(resources::medication)),
        ("ServiceRequest", of(resources::order)),
        ("AuditEvent", json::lines(&accesses)),
    ];
    let mut files = vec![plain("ehr/export-manifest.json", manifest(clinic, &lists))];
    for (kind, text) in &lists {
        let path = format!("ehr/{kind}.ndjson");
        files.push(if PLAIN.contains(kind) {
            plain(&path, text.as_str())
        } else {
            packed(&(path + ".gz"), text)
        });
    }
    files
}

/// What the record system said when the export was done: each file, and how many resources it holds.
fn manifest(clinic: &Clinic, lists: &[(&str, String)]) -> String {
    let output: Vec<Value> = lists
        .iter()
        .map(|(kind, text)| {
            json!({
                "type": kind,
                "url": format!("https://app.harborehr.example/bulk/405/{kind}.ndjson"),
                "count": text.lines().count()
            })
        })
        .collect();
    json::text(&json!({
        "transactionTime": clinic.end.plus_seconds(-1_800).iso(),
        "request": "https://app.harborehr.example/fhir/$export",
        "requiresAccessToken": true,
        "output": output,
        "deleted": [],
        "error": []
    })) + "\n"
}

/// One access as the record system's audit log keeps it.
fn audit(clinic: &Clinic, access: &Access, number: usize) -> Value {
    let person = clinic.person(access.user);
    let label = format!("{number}{}{}", access.user, access.time.iso());
    let id = Random::new(fingerprint(&label), "audit").guid();
    let action = match access.interaction {
        "create" => "C",
        "update" => "U",
        "search" => "E",
        _ => "R",
    };
    let purpose = if access.user == "mlindqvist" {
        ("HPAYMT", "healthcare payment")
    } else {
        ("TREAT", "treatment")
    };
    json!({
        "resourceType": "AuditEvent",
        "id": id,
        "type": {"system": "http://terminology.hl7.org/CodeSystem/audit-event-type", "code": "rest", "display": "RESTful Operation"},
        "subtype": [{"system": "http://hl7.org/fhir/restful-interaction", "code": access.interaction, "display": access.interaction}],
        "action": action,
        "recorded": access.time.iso_millis(),
        "outcome": "0",
        "purposeOfEvent": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": purpose.0, "display": purpose.1}]}],
        "agent": [{
            "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/extra-security-role-type", "code": "humanuser", "display": "human user"}]},
            "role": [{"text": person.title}],
            "who": {"reference": format!("Practitioner/{}", person.practitioner()), "display": person.name()},
            "altId": person.user,
            "name": person.name(),
            "requestor": true,
            "network": {"address": access.from, "type": "2"}
        }],
        "source": {
            "site": NAME,
            "observer": {"display": "Harbor EHR"},
            "type": [{"system": "http://terminology.hl7.org/CodeSystem/security-source-type", "code": "4", "display": "Application Server"}]
        },
        "entity": [
            {
                "what": {"reference": format!("Patient/{}", clinic.patients[access.patient].id)},
                "type": {"system": "http://terminology.hl7.org/CodeSystem/audit-entity-type", "code": "1", "display": "Person"},
                "role": {"system": "http://terminology.hl7.org/CodeSystem/object-role", "code": "1", "display": "Patient"}
            },
            {
                "type": {"system": "http://hl7.org/fhir/resource-types", "code": access.resource, "display": access.resource},
                "role": {"system": "http://terminology.hl7.org/CodeSystem/object-role", "code": "4", "display": "Domain Resource"}
            }
        ]
    })
}
