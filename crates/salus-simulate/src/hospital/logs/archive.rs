//! The imaging archive's log: DICOM audit messages over syslog.

use super::super::departments::Role;
use super::super::touch::Touch;
use super::super::work::Act;
use super::super::world::{World, patients};
use super::{Line, seats, study_of};
use crate::format::atna::{self, Human, Sender};

const ARCHIVE: Sender<'_> = Sender {
    host: "archive01.ridgeline-health.example",
    site: "Ridgeline Health",
};

pub(super) fn line(world: &World, touch: &Touch, line: &Line, out: &mut String) {
    let person = world.person(touch.user);
    let code = match person.role {
        Role::Physician | Role::Resident | Role::Radiologist => "MD",
        Role::Practitioner => "NP",
        Role::Technologist => "RT",
        _ => "RN",
    };
    let who = atna::human(&Human {
        user: &person.user,
        name: &person.full_name(),
        address: &seats::address(world, touch),
        role: (code, person.role.title()),
    });
    let event = match line.act {
        Act::Create => ("110104", "DICOM Instances Transferred", 'C'),
        _ => ("110103", "DICOM Instances Accessed", 'R'),
    };
    let patient = world.patient(touch.patient).name();
    let objects = atna::objects(
        &study_of(touch),
        &patients::id(touch.patient),
        (&patient.0, patient.1),
    );
    out.push_str(&atna::message(
        &ARCHIVE,
        line.time,
        event,
        "",
        (&who, &objects),
    ));
}
