//! T5: a workstation searches the medical network at night, and the ultrasound begins to talk to a stranger.

use crate::clinic::Clinic;
use crate::clinic::machines::Kind;
use crate::evidence::{Evidence, Load};
use crate::moment::Moment;
use crate::random::Random;

/// The workstation the search comes from.
const SCANNER: &str = "10.20.10.16";
const PUMP: &str = "10.20.30.15";
const XRAY: &str = "10.20.30.16";
const ULTRASOUND: &str = "10.20.30.11";
/// An address no device has spoken to before.
const STRANGER: (&str, &str) = ("192.0.2.150", "sync.update-relay.example");

/// What the search asks for.
const PORTS: [u16; 7] = [23, 80, 104, 443, 445, 2_575, 3_389];
/// What answers it.
const OPEN: [(&str, u16); 6] = [
    (ULTRASOUND, 445),
    (ULTRASOUND, 3_389),
    (PUMP, 23),
    (PUMP, 80),
    (XRAY, 104),
    (XRAY, 445),
];

pub(crate) fn add(clinic: &Clinic, evidence: &mut Evidence) {
    let mut random = clinic.random("device");
    search(clinic, &mut random, evidence);
    let scanner = |evidence: &mut Evidence, clock, to, load| {
        evidence.tcp(Moment::utc(10, 20, clock), SCANNER, to, load);
    };
    scanner(
        evidence,
        (4, 58, 11),
        (PUMP, 23),
        Load("-", 214, 1_930, 95.2),
    );
    scanner(
        evidence,
        (5, 4, 2),
        (ULTRASOUND, 445),
        Load("gssapi,smb", 412_880, 9_214, 41.0),
    );
    scanner(
        evidence,
        (5, 9, 45),
        (XRAY, 445),
        Load("gssapi,smb", 1_874, 1_205, 2.4),
    );
    calls(&mut random, evidence);
}

/// Seven ports on forty addresses within a few minutes.
fn search(clinic: &Clinic, random: &mut Random, evidence: &mut Evidence) {
    let begin = Moment::utc(10, 20, (4, 40, 0));
    let mut seconds = 0;
    for last in 1..=40 {
        let address = format!("10.20.30.{last}");
        let lives = clinic
            .machines
            .iter()
            .any(|machine| machine.kind == Kind::Medical && machine.ip == address);
        for port in PORTS {
            seconds += random.between(0, 1);
            let state = match (lives, OPEN.contains(&(address.as_str(), port))) {
                (false, _) => "S0",
                (true, false) => "REJ",
                (true, true) => "RSTO",
            };
            let at = begin
                .plus_seconds(seconds)
                .plus_micros(random.between(0, 900_000));
            let nothing = Load("-", 0, 0, 0.0);
            evidence.flow((at, SCANNER), (&address, port), nothing, ("tcp", state));
        }
    }
}

/// The ultrasound calls the stranger every half hour; every fifth time it sends two megabytes.
fn calls(random: &mut Random, evidence: &mut Evidence) {
    let first = Moment::utc(10, 20, (8, 12, 0));
    for beat in 0..70 {
        let at = first.plus_seconds(beat * 1_800 + random.between(0, 40));
        if beat % 12 == 0 {
            evidence.lookup(at, ULTRASOUND, STRANGER.1, Some(STRANGER.0));
        }
        if beat % 5 == 4 {
            let load = Load("-", 2_204_110, 1_820, 61.0);
            evidence.tcp(at, ULTRASOUND, (STRANGER.0, 4_444), load);
        } else {
            evidence.https(at, ULTRASOUND, STRANGER, (1_310, 702));
        }
    }
}
