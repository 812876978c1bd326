//! What the interface engine carried in the last three days: registrations and vital signs as one HL7 v2 batch.

use super::Export;
use crate::clinic::{Clinic, visits::Visit};
use crate::moment::Moment;

pub(super) fn export(clinic: &Clinic) -> Export {
    let since = clinic.end.plus_days(-4);
    let made = clinic.end.plus_seconds(-3_600);
    let mut messages = Vec::new();
    let seen = clinic
        .visits
        .iter()
        .filter(|visit| visit.booked && !visit.cancelled && visit.start >= since);
    for visit in seen {
        messages.push(registration(clinic, visit));
        messages.push(vital_signs(clinic, visit));
    }
    let head = |segment: &str| {
        format!(
            "{segment}|^~\\&|HARBOR|ALDERCREEK|ENGINE|ALDERCREEK|{}||",
            stamp(made)
        )
    };
    let text = format!(
        "{}night-{}.hl7\r{}\r{}BTS|{}\rFTS|1\r",
        head("FHS"),
        made.date(),
        head("BHS"),
        messages.concat(),
        messages.len()
    );
    Export::new(
        "ehr/interface-engine.hl7",
        text,
        "registrations at the front desk and vital signs from the monitors; the batch holds as many messages as it says",
        &[("hl7v2_message", messages.len()), ("hl7v2_batch", 2)],
    )
    .packed()
}

fn stamp(time: Moment) -> String {
    time.format("%Y%m%d%H%M%S+0000")
}

/// Message type and its structure, the number of the message, when it was sent.
fn head((kind, structure): (&str, &str), from: &str, visit: &Visit, time: Moment) -> String {
    let number = visit.number;
    format!(
        "MSH|^~\\&|{from}|ALDERCREEK|ENGINE|ALDERCREEK|{}||{kind}^{structure}|{from}{number:06}|P|2.5.1\r",
        stamp(time)
    )
}

fn person(clinic: &Clinic, visit: &Visit) -> String {
    let patient = &clinic.patients[visit.patient];
    let gender = patient.gender[..1].to_uppercase();
    let provider = clinic.person(visit.provider);
    format!(
        "PID|1||{}^^^ALDERCREEK^MR||{}^{}||{}|{gender}|||{}^^Millbrook\rPV1|1|O|EXAM^A^^ALDERCREEK||||{}^{}^{}|||MED|||||||||V{}^^^ALDERCREEK^VN|||||||||||||||||||||||||{}\r",
        patient.id,
        patient.family,
        patient.given,
        patient.born.replace('-', ""),
        patient.street,
        provider.practitioner(),
        provider.family,
        provider.given,
        visit.number,
        stamp(visit.start)
    )
}

fn registration(clinic: &Clinic, visit: &Visit) -> String {
    let at = visit.start.plus_seconds(-600);
    let front = clinic.person(visit.front);
    format!(
        "{}EVN|A04|{}|||{}^{}^{}\r{}",
        head(("ADT^A04", "ADT_A01"), "HARBOR", visit, at),
        stamp(at),
        front.user,
        front.family,
        front.given,
        person(clinic, visit)
    )
}

fn vital_signs(clinic: &Clinic, visit: &Visit) -> String {
    let at = visit.start.plus_seconds(-300);
    let mut random = clinic.random(&format!("vital signs {}", visit.number));
    let nurse = clinic.person(visit.nurse);
    let signs = [
        ("8867-4^Heart rate^LN", random.between(58, 96), "/min"),
        (
            "8480-6^Systolic blood pressure^LN",
            random.between(104, 152),
            "mm[Hg]",
        ),
        (
            "8462-4^Diastolic blood pressure^LN",
            random.between(62, 94),
            "mm[Hg]",
        ),
    ];
    let results: String = signs
        .iter()
        .zip(1..)
        .map(|((code, value, unit), number)| {
            format!(
                "OBX|{number}|NM|{code}||{value}|{unit}|||||F|||{}||{}^{}^{}\r",
                stamp(at),
                nurse.practitioner(),
                nurse.family,
                nurse.given
            )
        })
        .collect();
    format!(
        "{}{}OBR|1||VS{}|85353-1^Vital signs panel^LN|||{}||||||||||||||||||F\r{results}",
        head(("ORU^R01", "ORU_R01"), "VITALUNE", visit, at),
        person(clinic, visit),
        visit.number,
        stamp(at)
    )
}
