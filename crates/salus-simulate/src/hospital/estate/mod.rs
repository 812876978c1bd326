//! What stands in the first campus besides people: medical devices and their network, servers, mail, the cloud; what
//! offices keep about training, portable machines, backups and outflow; and the stories planted there, one file each.
//!
//! It is there so that access logs do not stand alone. It is thinner than the clinic's, which see.

mod attacks;
mod cases;
mod cloud;
mod domain;
mod mail;
mod network;
mod phishing;
mod portable;
mod ransom;
mod servers;
mod story;
mod tables;
mod windows;

use std::collections::BTreeMap;
use std::path::Path;

use super::clock::{self, Local};
use super::files::stream::whole;
use super::scenario::plant::Planter;
use super::touch::Touch;
use super::world::World;
use crate::random::Random;
use attacks::Attack;
use cloud::Cloud;
use mail::Post;
use phishing::Phishing;
use portable::Lost;
use ransom::Ransom;
use story::{LookAlike, Story};

/// Sensor and controller kept so many days at the end of the run.
const KEPT: i64 = 14;

/// A medical device.
pub(crate) struct Device {
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) address: String,
}

/// What devices there are: kind, how many, the third part of their addresses.
const DEVICES: [(&str, u32, u32); 6] = [
    ("CT scanner", 2, 200),
    ("Digital X-ray", 4, 200),
    ("Ultrasound", 6, 200),
    ("Infusion pump", 60, 201),
    ("Patient monitor", 48, 202),
    ("Laboratory analyser", 8, 203),
];

pub(crate) fn devices() -> Vec<Device> {
    let mut devices: Vec<Device> = Vec::new();
    let mut used: BTreeMap<u32, u32> = BTreeMap::new();
    for (kind, count, part) in DEVICES {
        let short: String = kind.chars().filter(char::is_ascii_uppercase).collect();
        for number in 1..=count {
            let host = used.entry(part).or_insert(10);
            *host += 1;
            devices.push(Device {
                name: format!("RH-{short}{number:02}-{part}"),
                kind,
                address: format!("10.20.{part}.{host}"),
            });
        }
    }
    devices
}

/// What was planted beside the access logs, and the rows of every file.
pub(crate) struct Estate {
    devices: Vec<Device>,
    /// The monitor that calls a stranger, and the day.
    calls: Option<(usize, i64)>,
    lost: Vec<Lost>,
    ransom: Option<Ransom>,
    phishing: Option<Phishing>,
    post: Post,
    cloud: Cloud,
    attacks: Vec<Attack>,
    stories: Vec<Story>,
    look_alikes: Vec<LookAlike>,
    pub(crate) events: u64,
    pub(crate) connections: u64,
    pub(crate) called: u64,
}

impl Estate {
    pub(crate) fn new(world: &World) -> Self {
        let mut random = Random::new(world.plan.seed, "estate");
        let devices = devices();
        let monitors: Vec<usize> = (0..devices.len())
            .filter(|place| devices[*place].kind == "Patient monitor")
            .collect();
        // What is new after a week of silence is new; before that nobody knows.
        let latest = (KEPT.min(i64::from(world.plan.days)) - 8).max(2);
        let day = world.plan.end_day() - random.between(2, latest);
        let calls = (world.plan.scenario.device_calls > 0).then(|| (*random.pick(&monitors), day));
        let lost = portable::lost(world);
        let ransom = Ransom::draw(world);
        let mut stories: Vec<Story> = lost.iter().map(|one| one.story(world)).collect();
        stories.extend(ransom.iter().map(|one| one.story(world)));
        let first = first_kept(world);
        let phishing = Phishing::draw(world, first);
        stories.extend(phishing.iter().map(|one| one.story(world)));
        let cloud = Cloud::new(world, first);
        let attacks = attacks::draw(world, &devices);
        stories.extend(attacks.iter().map(|one| one.story(&devices)));
        Self {
            devices,
            calls,
            lost,
            ransom,
            phishing,
            post: Post::new(),
            look_alikes: cloud.look_alike(world).into_iter().collect(),
            cloud,
            attacks,
            stories,
            events: 0,
            connections: 0,
            called: 0,
        }
    }

    /// Writes what sensors and the controller saw on one of the last days.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub(crate) fn day(
        &mut self,
        world: &World,
        folder: &Path,
        (day, touches): (i64, &[Touch]),
    ) -> Result<(), String> {
        if day < first_kept(world) {
            return Ok(());
        }
        let story = self.phishing.as_ref();
        let letters = story.map(|one| one.messages(world, day));
        self.post
            .day(world, folder, (day, letters.unwrap_or_default()))?;
        let planted = story.map(|one| one.in_cloud(world, day));
        self.cloud
            .day(world, folder, (day, planted.unwrap_or_default()))?;
        let date = clock::date(day).to_string();
        let span = (Local::at(day, 0).utc(), Local::at(day + 1, 0).utc());
        let calls = self.calls.filter(|call| call.1 == day).map(|call| call.0);
        let mut flows = network::flows(world, (day, touches), (&self.devices, calls));
        flows.extend(attacks::engineering(world, &self.devices, day));
        let attacks = self.attacks.iter();
        flows.extend(attacks.flat_map(|one| one.flows(&self.devices, day)));
        flows.sort_by_key(|flow| flow.time);
        self.connections += flows.len() as u64;
        if calls.is_some() {
            self.called += flows
                .iter()
                .filter(|flow| flow.to == network::STRANGER)
                .count() as u64;
        }
        let name = format!("network/conn-{date}.log");
        let text = crate::write::connections(&flows, span);
        whole(folder, &name, text.as_bytes(), world.plan.packed)?;
        let events = windows::events(world, (day, touches), self.ransom.as_ref());
        self.events += events.len() as u64;
        let list: Vec<_> = events.iter().collect();
        let first = 2_000_000 + self.events - events.len() as u64;
        let name = format!("windows/{}/Security-{date}.evtx", windows::HOST);
        whole(
            folder,
            &name,
            &crate::format::evtx::file(&list, first),
            false,
        )
    }

    /// Writes what offices keep; gives back the rows of each table.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub(crate) fn finish(
        &mut self,
        world: &World,
        folder: &Path,
        planter: &Planter<'_>,
    ) -> Result<BTreeMap<&'static str, u64>, String> {
        let gone = self.ransom.as_ref().map(Ransom::backup_fails_from);
        let mut rows = self.servers(world, folder)?;
        *rows.entry("windows_security").or_default() += self.events;
        rows.extend([
            ("backup_csv", tables::backups(world, folder, gone)?),
            ("case_csv", cases::cases(world, folder, &self.stories)?),
            (
                "device_event_csv",
                cases::device_events(world, folder, &self.lost)?,
            ),
            ("dlp_csv", tables::outflow(world, folder, planter)?),
            ("mdm_csv", portable::write(world, folder, &self.lost)?),
            (
                "medical_device_csv",
                tables::medical(folder, &self.devices)?,
            ),
            ("training_csv", tables::training(world, folder)?),
            ("entra_signin", self.cloud.sign_ins),
            ("m365_audit", self.cloud.audit),
            ("mail", self.post.messages),
            ("message_trace_csv", self.post.messages),
            ("zeek_conn", self.connections),
        ]);
        Ok(rows)
    }

    /// Writes the servers' own logs of the last days, one file for each channel; gives back the records of each table.
    fn servers(
        &mut self,
        world: &World,
        folder: &Path,
    ) -> Result<BTreeMap<&'static str, u64>, String> {
        let end = world.plan.end_day();
        let days = first_kept(world)..end;
        let weekdays = days.clone().filter(|day| clock::is_weekday(*day)).count();
        let count = days.clone().count();
        self.look_alikes
            .extend(servers::look_alikes(count, weekdays));
        let weeks = days.clone().filter(|day| attacks::is_check(*day)).count();
        self.look_alikes
            .push(attacks::look_alike(&self.devices, weeks));
        let mut rows = BTreeMap::new();
        for (host, channel, name, first) in servers::LOGS {
            let ordinary = days.clone().flat_map(|day| servers::day(world, host, day));
            let planted = self.ransom.iter().flat_map(|one| one.on(world, host));
            let closed = Local::at(end, 0).utc();
            let mut events: Vec<_> = ordinary
                .chain(planted)
                .filter(|event| event.source.channel == channel && event.time < closed)
                .filter(|event| {
                    let off = |one: &Ransom| one.is_off(host, event.time);
                    !self.ransom.as_ref().is_some_and(off)
                })
                .collect();
            events.sort_by_key(|event| event.time);
            let list: Vec<_> = events.iter().collect();
            *rows.entry(servers::table(channel)).or_default() += list.len() as u64;
            whole(
                folder,
                &format!("windows/{host}/{name}.evtx"),
                &crate::format::evtx::file(&list, first),
                false,
            )?;
        }
        Ok(rows)
    }

    /// Stories that the scenario asked for and nobody was there for.
    pub(crate) fn unplaced(&self, world: &World) -> usize {
        let scenario = &world.plan.scenario;
        let asked = [
            scenario.lost_devices,
            scenario.ransomware,
            scenario.phishing,
            scenario.device_attacks,
        ];
        asked.iter().sum::<u32>() as usize - self.stories.len()
    }

    /// What was planted and what only looks like it, for the truth.
    pub(crate) fn tell(&self, packed: bool, out: &mut String) {
        story::text((&self.stories, &self.look_alikes), packed, out);
    }

    /// The planted call of a device to a stranger, for the truth.
    pub(crate) fn story(&self) -> Option<(&Device, i64, u64)> {
        self.calls
            .map(|(place, day)| (&self.devices[place], day, self.called))
    }
}

/// The first day that sensors and services still have.
fn first_kept(world: &World) -> i64 {
    (world.plan.end_day() - KEPT).max(world.plan.first_day())
}

/// The address a device called that nobody here knows.
pub(crate) const STRANGER: &str = network::STRANGER;
