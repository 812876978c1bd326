//! What the network sensor sees on ordinary days, medical devices among it.

use crate::clinic::Clinic;
use crate::clinic::machines::Kind;
use crate::clinic::visits::is_away;
use crate::evidence::{Evidence, Load};
use crate::moment::Moment;
use crate::random::Random;

pub(crate) const EHR: (&str, &str) = ("198.51.100.40", "app.harborehr.example");
const OFFICE: (&str, &str) = ("198.51.100.10", "outlook.office365.example");
const STORE: (&str, &str) = ("198.51.100.60", "alder-creek-backup.s3.storage.example");
/// The X-ray maker's update server, spoken to every Monday.
pub(crate) const XRAY_MAKER: (&str, &str) = ("198.51.100.90", "updates.radiance.example");
const SITES: [(&str, &str); 6] = [
    ("198.51.100.101", "www.formulary.example"),
    ("198.51.100.102", "portal.northlab.example"),
    ("198.51.100.103", "www.weather.example"),
    ("198.51.100.104", "eligibility.payers.example"),
    ("198.51.100.105", "news.example"),
    ("198.51.100.106", "updates.os.example"),
];
const SERVER: &str = "10.20.20.10";

pub(crate) fn add(clinic: &Clinic, evidence: &mut Evidence) {
    for day in clinic.days() {
        let mut random = clinic.random(&format!("network {}", day.date()));
        if day.is_working_day() {
            offices(clinic, day, &mut random, evidence);
            devices(day, &mut random, evidence);
        }
        nights(day, &mut random, evidence);
    }
    imaging(clinic, evidence);
}

fn offices(clinic: &Clinic, day: Moment, random: &mut Random, evidence: &mut Evidence) {
    let open = day.plus_seconds(13 * 3_600 + 2_700);
    let carried = |kind: Kind| {
        matches!(
            kind,
            Kind::Workstation | Kind::Laptop | Kind::Phone | Kind::Tablet
        )
    };
    for machine in clinic
        .machines
        .iter()
        .filter(|machine| carried(machine.kind))
    {
        let gone = (machine.host == "AC-LT05" && day.date().as_str() > "2026-10-23")
            || (machine.host == "AC-PH02" && day.date().as_str() > "2026-10-04")
            || is_away(machine.owner, &day.date());
        if gone {
            continue;
        }
        for _ in 0..random.between(3, 6) {
            let at = open.plus_micros(random.between(0, 31_000_000_000));
            let server = match random.below(10) {
                0..=3 => EHR,
                4..=5 => OFFICE,
                _ => *random.pick(&SITES),
            };
            evidence.lookup(at, machine.ip, server.1, Some(server.0));
            let size = u64::try_from(random.between(900, 60_000)).expect("positive");
            evidence.https(at.plus_micros(9_000), machine.ip, server, (size / 6, size));
        }
        if machine.kind == Kind::Workstation {
            let at = open.plus_micros(random.between(0, 900_000_000));
            evidence.tcp(
                at,
                machine.ip,
                (SERVER, 445),
                Load("gssapi,smb", 18_220, 91_104, 820.5),
            );
            evidence.tcp(
                at.plus_seconds(1),
                machine.ip,
                (SERVER, 88),
                Load("krb_tcp", 1_588, 1_602, 0.011),
            );
            evidence.tcp(
                at.plus_seconds(900),
                machine.ip,
                ("10.20.10.81", 9_100),
                Load("-", 220_408, 0, 3.9),
            );
        }
    }
    let at = open.plus_micros(random.between(0, 9_000_000_000));
    evidence.web(
        at,
        "10.20.10.12",
        ("198.51.100.107", "crl.trust.example"),
        ("GET", "/root.crl"),
    );
}

/// Monitors and the ECG send HL7 to the interface engine; the pump talks to its server; all stay inside.
fn devices(day: Moment, random: &mut Random, evidence: &mut Evidence) {
    for (address, per_day) in [("10.20.30.13", 7), ("10.20.30.14", 6), ("10.20.30.12", 3)] {
        for _ in 0..per_day {
            let at = day
                .plus_seconds(14 * 3_600)
                .plus_micros(random.between(0, 30_000_000_000));
            evidence.tcp(at, address, (SERVER, 2_575), Load("-", 1_204, 96, 0.31));
        }
    }
    for hour in 0..4 {
        let at = day
            .plus_seconds(14 * 3_600 + hour * 7_200)
            .plus_micros(random.between(0, 600_000_000));
        evidence.tcp(
            at,
            "10.20.30.15",
            (SERVER, 8_443),
            Load("ssl", 2_310, 1_875, 1.2),
        );
    }
}

/// Ultrasound and X-ray store studies in the archive, near the time of a visit that ordered one.
fn imaging(clinic: &Clinic, evidence: &mut Evidence) {
    for visit in clinic.visits.iter().filter(|visit| !visit.cancelled) {
        let at = visit
            .start
            .plus_seconds(visit.minutes * 60)
            .plus_micros(417_000);
        match visit.orders {
            Some("Ultrasound of abdomen") => {
                evidence.tcp(
                    at,
                    "10.20.30.11",
                    (SERVER, 11_112),
                    Load("dicom", 18_440_120, 5_210, 14.8),
                );
            }
            Some("Chest X-ray") => {
                evidence.tcp(
                    at,
                    SERVER,
                    ("10.20.30.16", 104),
                    Load("dicom", 1_904, 1_230, 0.6),
                );
                evidence.tcp(
                    at.plus_seconds(40),
                    "10.20.30.16",
                    (SERVER, 11_112),
                    Load("dicom", 9_120_400, 3_980, 7.1),
                );
            }
            _ => {}
        }
    }
}

fn nights(day: Moment, random: &mut Random, evidence: &mut Evidence) {
    let night = day
        .plus_seconds(5 * 3_600 + 60)
        .plus_micros(random.between(0, 60_000_000));
    evidence.lookup(night, SERVER, STORE.1, Some(STORE.0));
    let size = u64::try_from(random.between(400_000_000, 900_000_000)).expect("positive");
    evidence.https(night.plus_micros(8_000), SERVER, STORE, (size, 410_332));
    for address in ["10.20.20.10", "10.20.1.1", "10.20.30.16", "10.20.30.11"] {
        let at = night.plus_micros(random.between(0, 3_000_000_000));
        let to = if address == "10.20.20.10" {
            "198.51.100.123"
        } else {
            SERVER
        };
        evidence.flow(
            (at, address),
            (to, 123),
            Load("ntp", 48, 48, 0.02),
            ("udp", "SF"),
        );
    }
    if day.date().as_str() < "2026-11-01" && crate::clinic::visits::is_monday(day) {
        let at = day
            .plus_seconds(8 * 3_600)
            .plus_micros(random.between(0, 900_000_000));
        evidence.lookup(at, "10.20.30.16", XRAY_MAKER.1, Some(XRAY_MAKER.0));
        evidence.https(
            at.plus_micros(7_000),
            "10.20.30.16",
            XRAY_MAKER,
            (3_904, 48_211),
        );
    }
}
