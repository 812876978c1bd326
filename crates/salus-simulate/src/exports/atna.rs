//! The imaging archive's audit trail: DICOM audit messages as IHE ATNA sends them over syslog.

use super::Export;
use crate::clinic::{Clinic, visits::Visit};
use crate::format::atna::{self, Sender, message};
use crate::random::{Random, fingerprint};

/// Event code, what it means, action.
const STORED: (&str, &str, char) = ("110104", "DICOM Instances Transferred", 'C');
const OPENED: (&str, &str, char) = ("110103", "DICOM Instances Accessed", 'R');
const STARTED: (&str, &str, char) = ("110100", "Application Activity", 'E');
const ARCHIVE: Sender<'_> = Sender {
    host: "ac-srv01.alder-creek.example",
    site: "Alder Creek",
};
const SIGNED_IN: (&str, &str, char) = ("110114", "User Authentication", 'E');

pub(super) fn export(clinic: &Clinic) -> Export {
    let mut messages = Vec::new();
    for day in clinic.days() {
        // The archive starts anew each night, after its copy is made.
        let at = day.plus_seconds(7 * 3_600 + 30);
        let kind = "<EventTypeCode csd-code=\"110120\" codeSystemName=\"DCM\" originalText=\"Application Start\"/>";
        let itself = program("ARCHIVE", ("110150", "Application"), "10.20.20.10", false);
        messages.push((at, message(&ARCHIVE, at, STARTED, kind, (&itself, ""))));
    }
    for visit in clinic.visits.iter().filter(|visit| !visit.cancelled) {
        let Some(device) = device(visit.orders) else {
            continue;
        };
        let pictures = visit.start.plus_seconds(visit.minutes * 60 + 55);
        let study = study(visit);
        let machine = clinic.machine(device);
        let sender = program(device, ("110153", "Source Role ID"), machine.ip, true);
        let archive = program(
            "ARCHIVE",
            ("110152", "Destination Role ID"),
            "10.20.20.10",
            false,
        );
        let objects = objects(clinic, visit, &study);
        let both = sender + &archive;
        let stored = message(&ARCHIVE, pictures, STORED, "", (&both, &objects));
        messages.push((pictures, stored));
        let seat = clinic.seat(visit.provider, &visit.start.date());
        let person = clinic.person(visit.provider);
        let who = human(person, seat.ip);
        let login =
            "<EventTypeCode csd-code=\"110122\" codeSystemName=\"DCM\" originalText=\"Login\"/>";
        let signed = pictures.plus_seconds(600);
        messages.push((
            signed,
            message(&ARCHIVE, signed, SIGNED_IN, login, (&who, "")),
        ));
        let opened = signed.plus_seconds(22);
        messages.push((
            opened,
            message(&ARCHIVE, opened, OPENED, "", (&who, &objects)),
        ));
    }
    messages.sort_by_key(|(time, _)| *time);
    let text: String = messages.iter().map(|(_, line)| line.as_str()).collect();
    Export::new(
        "ehr/imaging-archive-audit.log",
        text,
        "pictures stored by the devices and opened by who ordered them",
        &[("atna_audit", messages.len())],
    )
    .packed()
}

fn device(order: Option<&str>) -> Option<&'static str> {
    match order? {
        "Ultrasound of abdomen" => Some("MD-US01"),
        "Chest X-ray" => Some("MD-XR01"),
        _ => None,
    }
}

fn study(visit: &Visit) -> String {
    let mut random = Random::new(fingerprint("study"), &visit.number.to_string());
    format!(
        "2.25.{}",
        random.between(1_000_000_000_000, 9_999_999_999_999)
    )
}

fn program(title: &str, (code, role): (&str, &str), address: &str, asks: bool) -> String {
    format!(
        "<ActiveParticipant UserID=\"{title}\" AlternativeUserID=\"AETITLES={title}\" UserIsRequestor=\"{asks}\" NetworkAccessPointID=\"{address}\" NetworkAccessPointTypeCode=\"2\"><RoleIDCode csd-code=\"{code}\" codeSystemName=\"DCM\" originalText=\"{role}\"/></ActiveParticipant>"
    )
}

fn human(person: &crate::clinic::people::Person, address: &str) -> String {
    let code = if person.employment == "physician" {
        "MD"
    } else {
        "NP"
    };
    atna::human(&atna::Human {
        user: person.user,
        name: &person.name(),
        address,
        role: (code, person.title),
    })
}

fn objects(clinic: &Clinic, visit: &Visit, study: &str) -> String {
    let patient = &clinic.patients[visit.patient];
    atna::objects(study, &patient.id, (&patient.family, &patient.given))
}
