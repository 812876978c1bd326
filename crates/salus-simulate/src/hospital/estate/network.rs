//! What a sensor sees of the medical network: pictures to the archive, values to the interface engine, pumps to theirs.

use super::super::clock::Local;
use super::super::logs::seats;
use super::super::touch::Touch;
use super::super::work::Work;
use super::super::world::{World, campus_of};
use super::Device;
use crate::evidence::{Evidence, Flow, Load};
use crate::random::Random;

/// An address outside that no device has a reason to call.
pub(super) const STRANGER: &str = "198.51.100.251";
pub(super) const ARCHIVE: (&str, u16) = ("10.20.1.20", 11_112);
pub(super) const ENGINE: (&str, u16) = ("10.20.1.21", 2_575);
const PUMPS: (&str, u16) = ("10.20.1.22", 8_443);

/// Connections of one day at the first campus; `calls` is the device that calls a stranger, if one does.
pub(super) fn flows(
    world: &World,
    (day, touches): (i64, &[Touch]),
    (devices, calls): (&[Device], Option<usize>),
) -> Vec<Flow> {
    let mut evidence = Evidence::new(world.random("sensor ids", day, 0));
    let mut random = world.random("sensor", day, 0);
    let of = |kind: &str| -> Vec<&Device> {
        devices
            .iter()
            .filter(|device| device.kind == kind)
            .collect()
    };
    let scanners: Vec<&Device> = devices
        .iter()
        .filter(|device| device.address.starts_with("10.20.200."))
        .collect();
    let (monitors, analysers) = (of("Patient monitor"), of("Laboratory analyser"));
    for touch in touches.iter().filter(|touch| campus_of(touch.place) == 0) {
        let at = touch.at.utc();
        match touch.work {
            Work::TakeImages => {
                let bytes = u64::try_from(random.between(4_000_000, 220_000_000)).unwrap_or(0);
                let load = Load("dicom", bytes, 18_400, 12.5);
                evidence.tcp(
                    at.plus_seconds(240),
                    &random.pick(&scanners).address,
                    ARCHIVE,
                    load,
                );
            }
            Work::Analyse => {
                evidence.tcp(
                    at.plus_seconds(30),
                    &random.pick(&analysers).address,
                    ENGINE,
                    Load("-", 1_820, 96, 0.3),
                );
            }
            Work::Nurse if random.chance(60) => {
                evidence.tcp(
                    at.plus_seconds(15),
                    &random.pick(&monitors).address,
                    ENGINE,
                    Load("-", 1_204, 96, 0.31),
                );
            }
            _ => {}
        }
    }
    pumps_and_calls(day, (devices, calls), &mut random, &mut evidence);
    evidence.flows.extend(reading(world, day, touches));
    evidence.flows
}

/// Reading stations fetch what they show from the archive.
fn reading(world: &World, day: i64, touches: &[Touch]) -> Vec<Flow> {
    let mut evidence = Evidence::new(world.random("reading ids", day, 0));
    let mut random = world.random("reading", day, 0);
    let read = touches
        .iter()
        .filter(|touch| touch.work == Work::ReadImages && campus_of(touch.place) == 0);
    for touch in read {
        let bytes = u64::try_from(random.between(4_000_000, 220_000_000)).unwrap_or(0);
        let load = Load("dicom", 22_600, bytes, 9.5);
        let at = touch.at.utc().plus_seconds(20);
        evidence.tcp(at, &seats::address(world, touch), ARCHIVE, load);
    }
    evidence.flows
}

/// Pumps ask for their settings four times an hour; the device that calls a stranger does so all night.
fn pumps_and_calls(
    day: i64,
    (devices, calls): (&[Device], Option<usize>),
    random: &mut Random,
    evidence: &mut Evidence,
) {
    for pump in devices
        .iter()
        .filter(|device| device.kind == "Infusion pump")
    {
        for quarter in 0..96 {
            let at = Local::at(day, quarter * 900 + random.between(0, 400)).utc();
            evidence.tcp(at, &pump.address, PUMPS, Load("ssl", 912, 604, 0.8));
        }
    }
    if let Some(device) = calls.map(|place| &devices[place]) {
        for minute in 0..48 {
            let at = Local::at(day, 2 * 3_600 + minute * 600 + random.between(0, 20)).utc();
            evidence.tcp(
                at,
                &device.address,
                (STRANGER, 443),
                Load("ssl", 2_048, 640, 3.1),
            );
        }
    }
}
