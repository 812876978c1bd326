//! The record system's own log: one FHIR R4 AuditEvent a line, times in UTC.

use std::fmt::Write as _;

use super::super::fhir::TERMINOLOGY;
use super::super::touch::Touch;
use super::super::work::Act;
use super::super::world::{NAME, World, patients, people};
use super::{Line, seats};

/// Appends one event; made by hand, because there are millions of them.
pub(super) fn line(world: &World, touch: &Touch, (line, id): (&Line, &str), out: &mut String) {
    let person = world.person(touch.user);
    let name = person.full_name();
    let (code, display) = if touch.emergency {
        ("BTG", "break the glass")
    } else {
        touch.work.purpose()
    };
    let action = match line.act {
        Act::Read => 'R',
        Act::Create => 'C',
        Act::Update => 'U',
        Act::Search | Act::Export => 'E',
    };
    let time = line.time.iso_millis();
    let address = seats::address(world, touch);
    let _ = write!(
        out,
        "{{\"resourceType\":\"AuditEvent\",\"id\":\"{id}\",\"type\":{}",
        kind(line.act)
    );
    let _ = write!(
        out,
        ",\"action\":\"{action}\",\"recorded\":\"{time}\",\"outcome\":\"0\",\"purposeOfEvent\":[{{\"coding\":[{{\"system\":\"{TERMINOLOGY}/v3-ActReason\",\"code\":\"{code}\",\"display\":\"{display}\"}}]}}]"
    );
    let _ = write!(
        out,
        ",\"agent\":[{{\"type\":{{\"coding\":[{{\"system\":\"{TERMINOLOGY}/extra-security-role-type\",\"code\":\"humanuser\",\"display\":\"human user\"}}]}},\"role\":[{{\"text\":\"{}\"}}],\"who\":{{\"reference\":\"Practitioner/{}\",\"display\":\"{name}\"}},\"altId\":\"{}\",\"name\":\"{name}\",\"requestor\":true,\"network\":{{\"address\":\"{address}\",\"type\":\"2\"}}}}]",
        person.role.title(),
        people::practitioner(touch.user),
        person.user
    );
    let _ = write!(
        out,
        ",\"source\":{{\"site\":\"{NAME}\",\"observer\":{{\"display\":\"Summit EHR\"}},\"type\":[{{\"system\":\"{TERMINOLOGY}/security-source-type\",\"code\":\"4\",\"display\":\"Application Server\"}}]}}"
    );
    let _ = write!(
        out,
        ",\"entity\":[{{\"what\":{{\"reference\":\"Patient/{}\"}},\"type\":{{\"system\":\"{TERMINOLOGY}/audit-entity-type\",\"code\":\"1\",\"display\":\"Person\"}},\"role\":{{\"system\":\"{TERMINOLOGY}/object-role\",\"code\":\"1\",\"display\":\"Patient\"}}}},{{\"type\":{{\"system\":\"http://hl7.org/fhir/resource-types\",\"code\":\"{1}\",\"display\":\"{1}\"}},\"role\":{{\"system\":\"{TERMINOLOGY}/object-role\",\"code\":\"4\",\"display\":\"Domain Resource\"}}}}]}}",
        patients::id(touch.patient),
        line.resource
    );
    out.push('\n');
}

/// What sort of event it is: a request to the program, or an export.
fn kind(act: Act) -> String {
    let name = match act {
        Act::Read => "read",
        Act::Search => "search-type",
        Act::Create => "create",
        Act::Update => "update",
        Act::Export => {
            return "{\"system\":\"http://dicom.nema.org/resources/ontology/DCM\",\"code\":\"110106\",\"display\":\"Export\"}".to_owned();
        }
    };
    format!(
        "{{\"system\":\"{TERMINOLOGY}/audit-event-type\",\"code\":\"rest\",\"display\":\"RESTful Operation\"}},\"subtype\":[{{\"system\":\"http://hl7.org/fhir/restful-interaction\",\"code\":\"{name}\",\"display\":\"{name}\"}}]"
    )
}
