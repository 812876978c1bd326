//! Attacks on medical devices that a sensor sees: a search to which a pump answers, pictures fetched by a computer that
//! never did, values sent by a stranger to the interface engine.

use super::super::clock::{self, Local};
use super::super::departments::Class;
use super::super::logs::seats;
use super::super::world::{World, department};
use super::Device;
use super::network::{ARCHIVE, ENGINE};
use super::story::{LookAlike, Story, Trace};
use super::windows::usual;
use crate::evidence::{Evidence, Flow, Load};
use crate::random::Random;

/// What the search asks for.
const PORTS: [u16; 4] = [23, 80, 443, 8_443];
/// The door of the one pump that answers.
const TELNET: u16 = 23;
/// Values that the stranger sends, one every ten minutes.
const VALUES: i64 = 24;
/// Studies that are fetched.
const STUDIES: i64 = 9;
/// Biomedical engineering's computer, which looks at every monitor on Wednesdays.
const ENGINEERING: &str = "10.20.1.60";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Search,
    Pictures,
    Values,
}

/// One attack: from a workstation, on a day.
pub(super) struct Attack {
    kind: Kind,
    from: String,
    day: i64,
    begin: i64,
    /// The pump that answers the search.
    pump: usize,
    seed: u64,
}

/// As many of the three as the scenario asks for.
pub(super) fn draw(world: &World, devices: &[Device]) -> Vec<Attack> {
    let mut random = Random::new(world.plan.seed, "device attacks");
    let pumps: Vec<usize> = (0..devices.len())
        .filter(|place| devices[*place].kind == "Infusion pump")
        .collect();
    let kinds = [
        (Kind::Search, Class::Registration),
        (Kind::Pictures, Class::Billing),
        (Kind::Values, Class::Scheduling),
    ];
    let kinds = kinds.into_iter().zip(0..world.plan.scenario.device_attacks);
    let attacks = kinds.map(|((kind, class), _)| {
        let place = (0..)
            .map(|place| department(0, place))
            .find(|place| world.kind(*place).class == class)
            .expect("every campus has these departments");
        let user = *random.pick(world.team(place));
        let day = world.plan.end_day() - random.between(2, 5);
        let begin = random.between(3_600, 9_000);
        let seat = super::super::touch::Seat::Own;
        let touch = usual(user, place, (Local::at(day, begin), seat));
        Attack {
            kind,
            from: seats::address(world, &touch),
            day,
            begin,
            pump: *random.pick(&pumps),
            seed: world.plan.seed,
        }
    });
    attacks.collect()
}

impl Attack {
    /// What the sensor saw of it, if this is the day.
    pub(super) fn flows(&self, devices: &[Device], day: i64) -> Vec<Flow> {
        if day != self.day {
            return Vec::new();
        }
        let mut random = Random::new(self.seed, &format!("attack from {}", self.from));
        let mut evidence = Evidence::new(Random::new(self.seed, &format!("ids of {}", self.from)));
        match self.kind {
            Kind::Search => self.search(devices, &mut random, &mut evidence),
            Kind::Pictures => {
                for study in 0..STUDIES {
                    let at = Local::at(day, self.begin + study * 95 + random.between(0, 40)).utc();
                    let bytes = u64::try_from(random.between(30_000_000, 220_000_000)).unwrap_or(0);
                    let load = Load("dicom", 22_600, bytes, 18.5);
                    evidence.tcp(at, &self.from, ARCHIVE, load);
                }
            }
            Kind::Values => {
                for value in 0..VALUES {
                    let at = Local::at(day, self.begin + value * 600 + random.between(0, 60)).utc();
                    evidence.tcp(at, &self.from, ENGINE, Load("-", 1_390, 96, 0.4));
                }
            }
        }
        evidence.flows
    }

    /// Four ports of every pump within minutes; one pump has an open door, which is used.
    fn search(&self, devices: &[Device], random: &mut Random, evidence: &mut Evidence) {
        let mut seconds = self.begin;
        for (place, device) in devices.iter().enumerate() {
            if device.kind != "Infusion pump" {
                continue;
            }
            for port in PORTS {
                seconds += random.between(0, 2);
                let at = Local::at(self.day, seconds).utc();
                let at = at.plus_micros(random.between(0, 900_000));
                let state = match (place == self.pump, port) {
                    (true, TELNET) => "RSTO",
                    (_, 8_443) => "S0",
                    _ => "REJ",
                };
                let nothing = Load("-", 0, 0, 0.0);
                let to = (device.address.as_str(), port);
                evidence.flow((at, &self.from), to, nothing, ("tcp", state));
            }
        }
        let at = Local::at(self.day, seconds + 340).utc();
        let pump = (devices[self.pump].address.as_str(), TELNET);
        evidence.tcp(at, &self.from, pump, Load("-", 412, 3_930, 140.6));
    }

    /// What it is called, and what happens.
    fn title(&self) -> [&'static str; 3] {
        match self.kind {
            Kind::Search => [
                "pumps-searched",
                "device_search",
                "A workstation searches the infusion pumps at night, one answers, and somebody signs in to it over telnet",
            ],
            Kind::Pictures => [
                "pictures-fetched",
                "device_pictures",
                "A workstation of billing, which never spoke DICOM, fetches studies from the archive at night",
            ],
            Kind::Values => [
                "values-sent",
                "device_values",
                "A workstation that is no device sends HL7 to the interface engine at night",
            ],
        }
    }

    /// Its traces: name, connections, how to find them; and whom it is aimed at.
    fn aims(
        &self,
        pump: &Device,
        flows: usize,
    ) -> (Vec<(&'static str, usize, String)>, Vec<String>) {
        let at = |(address, port): (&str, u16)| format!("{} to {address}:{port}", self.from);
        match self.kind {
            Kind::Search => {
                let search = format!(
                    "{} to ports 23, 80, 443 and 8443 of every pump, refused or unanswered but once",
                    self.from
                );
                let telnet = at((&pump.address, TELNET)) + ", SF";
                (
                    vec![("search", flows - 1, search), ("telnet", 1, telnet)],
                    vec![pump.name.clone(), pump.address.clone()],
                )
            }
            Kind::Pictures => (
                vec![(
                    "associations",
                    flows,
                    at(ARCHIVE) + ", most bytes come back",
                )],
                vec![ARCHIVE.0.to_owned()],
            ),
            Kind::Values => (
                vec![("messages", flows, at(ENGINE))],
                vec![ENGINE.0.to_owned()],
            ),
        }
    }

    /// The story for the truth.
    pub(super) fn story(&self, devices: &[Device]) -> Story {
        let flows = self.flows(devices, self.day);
        let path = format!("network/conn-{}.log", clock::date(self.day));
        let [id, kind, title] = self.title();
        let (traces, aims) = self.aims(&devices[self.pump], flows.len());
        let traces = traces
            .into_iter()
            .map(|(name, records, shows)| Trace::new((name, "zeek_conn"), &path, records, shows));
        let mut subjects = vec![self.from.clone()];
        subjects.extend(aims);
        let times = || flows.iter().map(|flow| flow.time);
        Story {
            id: id.to_owned(),
            kind,
            threat: "T5",
            title,
            from: times().min().expect("it has connections"),
            until: times().max().expect("it has connections").plus_seconds(1),
            subjects,
            traces: traces.collect(),
            case: None,
        }
    }
}

/// Wednesdays.
pub(super) fn is_check(day: i64) -> bool {
    day.rem_euclid(7) == 6
}

/// Biomedical engineering looks at every monitor, and each answers.
pub(super) fn engineering(world: &World, devices: &[Device], day: i64) -> Vec<Flow> {
    let mut evidence = Evidence::new(world.random("engineering ids", day, 0));
    if is_check(day) {
        let monitors = devices.iter().filter(|one| one.kind == "Patient monitor");
        for (device, number) in monitors.zip(0..) {
            let at = Local::at(day, 10 * 3_600 + number * 40).utc();
            let load = Load("ssl", 1_420, 5_200, 2.2);
            evidence.tcp(at, ENGINEERING, (&device.address, 443), load);
        }
    }
    evidence.flows
}

/// The look that is no search.
pub(super) fn look_alike(devices: &[Device], weeks: usize) -> LookAlike {
    let monitors = devices.iter().filter(|one| one.kind == "Patient monitor");
    LookAlike {
        id: "engineering-looks-at-monitors",
        subjects: vec![ENGINEERING.to_owned()],
        trace: Trace::new(
            ("checks", "zeek_conn"),
            "network/conn-*.log",
            weeks * monitors.count(),
            format!("{ENGINEERING} to port 443 of every monitor on Wednesdays, all answered"),
        ),
        why: "biomedical engineering's weekly check; nothing is refused",
    }
}
