//! Ordinary days of three servers whose own logs are kept: files, backup, scanned paper. Two of them look like ransomware
//! to whom looks at one event only.

use super::super::clock::{self, Local};
use super::super::departments::{Class, DEPARTMENTS};
use super::super::logs::seats;
use super::super::world::{World, department, rota};
use super::domain::{self, BACKUP_USER};
use super::story::{LookAlike, Trace};
use super::windows::usual;
use crate::background::windows::event::Event;
use crate::background::windows::other;
use crate::background::windows::security::{self, Logon};
use crate::background::windows::sysmon::{self, Program};
use crate::random::Random;

pub(super) const FILES: &str = "RH-FS01";
pub(super) const BACKUP: &str = "RH-BK01";
pub(super) const SCANS: &str = "RH-SCAN01";
const BACKUP_ADDRESS: &str = "10.20.1.31";

/// Shares of the file server.
pub(super) const FOLDERS: [&str; 6] = [
    "Billing",
    "Case Management",
    "Human Resources",
    "Pharmacy",
    "Quality",
    "Radiology",
];
/// People seen on the file server on one day.
const VISITORS: usize = 40;
/// Sheets of a batch.
const SHEETS: usize = 40;

/// A file of a log: machine, channel, name, number of the first record.
pub(super) const LOGS: [(&str, &str, &str, u64); 6] = [
    (FILES, "Security", "Security", 812_400),
    (
        FILES,
        SYSMON,
        "Microsoft-Windows-Sysmon%4Operational",
        77_020,
    ),
    (FILES, "System", "System", 20_118),
    (BACKUP, "Security", "Security", 340_700),
    (
        BACKUP,
        SYSMON,
        "Microsoft-Windows-Sysmon%4Operational",
        51_833,
    ),
    (
        SCANS,
        SYSMON,
        "Microsoft-Windows-Sysmon%4Operational",
        9_004,
    ),
];
const SYSMON: &str = "Microsoft-Windows-Sysmon/Operational";

/// The table that a channel's records go to.
pub(super) fn table(channel: &str) -> &'static str {
    match channel {
        "Security" => "windows_security",
        "System" => "windows_system",
        _ => "windows_sysmon",
    }
}

/// Everything a server logged on one day.
pub(super) fn day(world: &World, host: &str, day: i64) -> Vec<Event> {
    let random = &mut world.random(host, day, 0);
    match host {
        FILES => files(world, day, random),
        BACKUP => backup(day, random),
        _ => scans(day, random),
    }
}

/// Somebody of an office, the department, the shift.
type Visitor = (u32, u16, rota::Shift);

/// Who of the offices may be seen on the file server.
fn visitors(world: &World, day: i64) -> Vec<Visitor> {
    let office = [
        Class::Billing,
        Class::CaseManagement,
        Class::Quality,
        Class::Pharmacy,
        Class::Imaging,
    ];
    let here = |number: u32, place: u16| {
        let person = world.person(number);
        let shift = rota::shift(person, day).filter(|_| !person.remote)?;
        Some((number, place, shift))
    };
    let places = u16::try_from(DEPARTMENTS.len()).unwrap_or(0);
    (0..places)
        .map(|place| department(0, place))
        .filter(|place| office.contains(&world.kind(*place).class))
        .flat_map(|place| {
            let team = world.team(place).iter();
            team.filter_map(move |number| here(*number, place))
        })
        .collect()
}

/// People open and save files; backup reads everything at night.
fn files(world: &World, day: i64, random: &mut Random) -> Vec<Event> {
    let mut events = Vec::new();
    let mut visitors = visitors(world, day);
    for _ in 0..VISITORS.min(visitors.len()) {
        let (number, place, shift) = visitors.swap_remove(random.index(visitors.len()));
        let at = Local::at(day, i64::from(shift.from) * 60 + random.between(300, 6_000));
        let touch = usual(number, place, (at, world.person(number).seat()));
        let (station, address) = (seats::station(world, &touch), seats::address(world, &touch));
        let user = world.person(number).user.as_str();
        let sid = domain::sid(number);
        let logon = Logon {
            user,
            kind: 3,
            from: (&station, &address),
        };
        let left = at.plus(random.between(1_200, 20_000)).utc();
        let about = [
            security::logon(FILES, at.utc(), &logon),
            security::logoff(FILES, left, (user, 3, at.utc())),
        ];
        events.extend(about.map(|event| domain::moved(event, FILES, &sid)));
        if random.chance(60) {
            let system = Program::new(FILES, "SYSTEM", "System", "");
            let folder = random.pick(&FOLDERS);
            let file = format!(
                "D:\\Shares\\{folder}\\{user}\\notes {}.docx",
                random.between(1, 400)
            );
            let saved = sysmon::created(at.plus(random.between(60, 900)).utc(), &system, &file);
            events.push(domain::moved(saved, FILES, &sid));
        }
    }
    events.extend(nightly(FILES, day));
    for hour in [1, 9, 17] {
        let at = Local::at(day, hour * 3_600 + random.between(0, 3_000)).utc();
        let state = (
            "Windows Update",
            if hour == 17 { "stopped" } else { "running" },
        );
        events.push(domain::moved(
            other::service_state(FILES, at, state),
            FILES,
            "",
        ));
    }
    events
}

/// The backup program signs in to a server.
fn nightly(host: &str, day: i64) -> Vec<Event> {
    let at = Local::at(day, 22 * 3_600).utc();
    let logon = Logon {
        user: BACKUP_USER,
        kind: 3,
        from: (BACKUP, BACKUP_ADDRESS),
    };
    let all = [
        security::logon(host, at, &logon),
        security::special(host, at, BACKUP_USER),
    ];
    all.map(|event| domain::moved(event, host, &domain::backup_sid()))
        .into()
}

const AGENT: &str = "C:\\Program Files\\Vaultkeep\\vk-agent.exe";
/// What the backup program does before each run to make room: the oldest shadow copy of its own store only.
const MAKE_ROOM: &str = "vssadmin delete shadows /for=E: /oldest /quiet";

/// The backup server makes room and writes its sets.
fn backup(day: i64, random: &mut Random) -> Vec<Event> {
    let sid = domain::backup_sid();
    let begin = Local::at(day, 22 * 3_600 + 120 + random.between(0, 60)).utc();
    let service = Logon {
        user: BACKUP_USER,
        kind: 5,
        from: ("-", "-"),
    };
    let manager = "C:\\Windows\\System32\\services.exe";
    let parent = Program::new(BACKUP, "SYSTEM", manager, manager);
    let command = format!("\"{AGENT}\" --job nightly --day {}", clock::date(day));
    let agent = Program::new(BACKUP, BACKUP_USER, AGENT, &command);
    let room = Program::new(
        BACKUP,
        BACKUP_USER,
        "C:\\Windows\\System32\\vssadmin.exe",
        MAKE_ROOM,
    );
    let later = begin.plus_seconds(40);
    let mut events = vec![
        security::logon(BACKUP, begin, &service),
        security::special(BACKUP, begin, BACKUP_USER),
        sysmon::started(begin, &agent, &parent),
        security::process(BACKUP, begin, BACKUP_USER, [AGENT, &command, manager]),
        sysmon::started(later, &room, &agent),
        security::process(BACKUP, later, BACKUP_USER, [&room.image, MAKE_ROOM, AGENT]),
    ];
    for part in 0..24 {
        let at = later.plus_seconds(200 + part * 180 + random.between(0, 90));
        let file = format!("E:\\Sets\\{}\\part-{part:03}.vkb", clock::date(day));
        events.push(sysmon::created(at, &agent, &file));
    }
    let mut events: Vec<Event> = events
        .into_iter()
        .map(|event| domain::moved(event, BACKUP, &sid))
        .collect();
    events.extend(nightly(BACKUP, day));
    events
}

/// The document scanner's program renames every sheet of a batch within minutes, and deletes what it made on the way.
fn scans(day: i64, random: &mut Random) -> Vec<Event> {
    if !clock::is_weekday(day) {
        return Vec::new();
    }
    let image = "C:\\Program Files\\Paperflow\\capture.exe";
    let program = Program::new(
        SCANS,
        "SYSTEM",
        image,
        "\"capture.exe\" --watch D:\\Capture",
    );
    let begin = Local::at(day, 14 * 3_600 + random.between(0, 7_200)).utc();
    let mut events = Vec::new();
    for sheet in 0..SHEETS {
        let at = begin.plus_micros(i64::try_from(sheet).unwrap_or(0) * 3_100_000);
        let base = format!("D:\\Capture\\Batch {}\\sheet {sheet:03}", clock::date(day));
        events.push(sysmon::created(at, &program, &format!("{base}.tif.tmp")));
        let later = at.plus_micros(900_000);
        events.push(sysmon::created(later, &program, &format!("{base}.pdf")));
        events.push(sysmon::created(later, &program, &format!("{base}.pdf.xml")));
        events.push(sysmon::deleted(later, &program, &format!("{base}.tif.tmp")));
    }
    events
        .into_iter()
        .map(|event| domain::moved(event, SCANS, ""))
        .collect()
}

/// What of these days looks like ransomware.
pub(super) fn look_alikes(days: usize, weekdays: usize) -> Vec<LookAlike> {
    let path = |host: &str| format!("windows/{host}/Microsoft-Windows-Sysmon%4Operational.evtx");
    vec![
        LookAlike {
            id: "backup-makes-room",
            subjects: vec![BACKUP.to_owned(), BACKUP_USER.to_owned()],
            trace: Trace::new(
                ("old-copies-deleted", "windows_sysmon"),
                &path(BACKUP),
                days,
                "EventID 1, vssadmin delete shadows /for=E: /oldest, started by vk-agent.exe",
            ),
            why: "the backup program deletes the oldest copy of its own store every night",
        },
        LookAlike {
            id: "scanner-renames",
            subjects: vec![SCANS.to_owned()],
            trace: Trace::new(
                ("sheets", "windows_sysmon"),
                &path(SCANS),
                weekdays * SHEETS * 4,
                "EventID 11 and 23 by capture.exe, forty sheets within about two minutes",
            ),
            why: "the document scanner names its sheets, every weekday",
        },
    ]
}
