//! What offices keep besides people's lists: courses, laptops, devices, backups, data that left.

use std::path::Path;

use super::super::clock;
use super::super::fhir::people::mail;
use super::super::files::table::Rows;
use super::super::scenario::plant::{Planter, What};
use super::super::world::World;
use super::super::world::people::employee;
use super::Device;
use crate::random::{Random, spread};

/// Who has done the year's course; one in nine has not.
pub(super) fn training(world: &World, folder: &Path) -> Result<u64, String> {
    let mut rows = Rows::new(
        folder,
        "people/training.csv",
        "Employee ID,Name,Email,Course,Category,Status,Completion Date,Score,Passed",
    )?;
    for number in world.person_numbers() {
        let one = world.person(number);
        let drawn = spread(u64::from(number) ^ 0x7ea1);
        let day = (world.plan.first_day() - i64::try_from(drawn % 300).unwrap_or(0)).max(one.start);
        let done = !drawn.is_multiple_of(9);
        rows.row(&[
            &employee(number),
            &one.full_name(),
            &mail(world, number),
            "Privacy and security 2026",
            "Privacy",
            if done { "Completed" } else { "Assigned" },
            &if done {
                clock::date(day).to_string()
            } else {
                String::new()
            },
            &if done {
                (78 + drawn % 23).to_string()
            } else {
                String::new()
            },
            if done { "Yes" } else { "" },
        ])?;
    }
    rows.finish()
}

/// The biomedical engineers' list.
pub(super) fn medical(folder: &Path, devices: &[Device]) -> Result<u64, String> {
    let mut rows = Rows::new(
        folder,
        "inventory/medical-devices.csv",
        "Equipment ID,Device Name,Device Type,Manufacturer,Model,Software Version,OS,OS Supported,IP Address,MAC Address,Serial Number,Network Zone,Owner Department",
    )?;
    for (number, device) in (1u64..).zip(devices) {
        let (maker, model) = match device.kind {
            "Infusion pump" => ("Rivulet", "Flow 4"),
            "Patient monitor" => ("Vitalune", "S6"),
            "Laboratory analyser" => ("Assaya", "Core 2"),
            _ => ("Radiance", "View 3"),
        };
        let parts: Vec<u64> = device
            .address
            .split('.')
            .filter_map(|part| part.parse().ok())
            .collect();
        let mac: String = parts.iter().map(|part| format!(":{part:02x}")).collect();
        rows.row(&[
            &format!("M-{number:04}"),
            &device.name,
            device.kind,
            maker,
            model,
            "4.1",
            "Embedded Linux 5.10",
            "Yes",
            &device.address,
            &format!("02:ac{mac}"),
            &format!("SN{:010}", spread(number) % 10_000_000_000),
            "Medical VLAN",
            match device.kind {
                "Infusion pump" | "Patient monitor" => "4 West Medicine",
                "Laboratory analyser" => "Laboratory",
                _ => "Imaging",
            },
        ])?;
    }
    rows.finish()
}

const SYSTEMS: [&str; 6] = [
    "Record system database",
    "Imaging archive",
    "Laboratory system",
    "File server",
    "Domain controller",
    "Interface engine",
];

/// Every night of every system; one in eighty fails, and the file server's does once its copies are gone.
pub(super) fn backups(world: &World, folder: &Path, gone: Option<i64>) -> Result<u64, String> {
    let mut rows = Rows::new(
        folder,
        "governance/backup-jobs.csv",
        "Job Name,System,Status,Start Time,End Time,Bytes,Offsite,Immutable,Encrypted,Message",
    )?;
    let mut random = Random::new(world.plan.seed, "backups");
    for day in world.plan.first_day()..world.plan.end_day() {
        let date = clock::date(day);
        for (number, system) in SYSTEMS.iter().enumerate() {
            let by_chance = random.below(80) == 0;
            let minutes = random.between(10, 55);
            let size = random.between(4_000_000_000, 90_000_000_000);
            let hit = *system == "File server" && gone.is_some_and(|from| from <= day);
            let failed = by_chance || hit;
            let bytes = if failed { 0 } else { size };
            rows.row(&[
                &format!("{system} nightly"),
                system,
                if failed { "Failed" } else { "Success" },
                &format!("{date} 0{}:00:30", 4 + number % 3),
                &format!("{date} 0{}:{minutes:02}:00", 4 + number % 3),
                &bytes.to_string(),
                "Yes",
                if number < 3 { "Yes" } else { "No" },
                "Yes",
                match (hit, by_chance) {
                    (true, _) => "catalogue not found",
                    (false, true) => "connection lost",
                    (false, false) => "",
                },
            ])?;
        }
    }
    rows.finish()
}

/// What the outflow control saw: a referral a day or two, and each planted export on a stick.
pub(super) fn outflow(world: &World, folder: &Path, planter: &Planter<'_>) -> Result<u64, String> {
    let mut rows = Rows::new(
        folder,
        "governance/dlp-incidents.csv",
        "Incident ID,Time,User,Channel,Destination,Records,Encrypted,Action,Policy",
    )?;
    let mut random = Random::new(world.plan.seed, "outflow");
    let mut number = 4_000;
    for day in world.plan.first_day()..world.plan.end_day() {
        let exporters: Vec<u32> = planter
            .placed
            .iter()
            .filter(|one| one.what == What::Export && one.day == day)
            .map(|one| one.user)
            .collect();
        for _ in 0..random.between(0, 2) {
            number += 1;
            let user = &world.people[random.index(world.people.len())].user;
            let time = format!(
                "{} {:02}:{:02}:10",
                clock::date(day),
                random.between(15, 22),
                random.between(0, 59)
            );
            let count = random.between(1, 4).to_string();
            let to = "intake@prairie-rehab.example";
            rows.row(&[
                &format!("D-{number}"),
                &time,
                user,
                "Email",
                to,
                &count,
                "Yes",
                "Allowed",
                "Patient data",
            ])?;
        }
        for records in exporters.chunk_by(|one, next| one == next) {
            number += 1;
            let time = format!("{} 23:55:40", clock::date(day));
            let user = &world.person(records[0]).user;
            let count = records.len().to_string();
            rows.row(&[
                &format!("D-{number}"),
                &time,
                user,
                "Removable media",
                "E:\\lists",
                &count,
                "No",
                "Allowed",
                "Patient data",
            ])?;
        }
    }
    rows.finish()
}
