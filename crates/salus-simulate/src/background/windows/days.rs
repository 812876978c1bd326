//! What an ordinary day leaves in the Windows logs of the server and three workstations.

use super::security::{self, Logon};
use super::sysmon::{self, Program};
use super::{event::Event, other};
use crate::clinic::Clinic;
use crate::clinic::people::{ADMIN, LEAVER};
use crate::clinic::visits::is_away;
use crate::evidence::Evidence;
use crate::moment::Moment;

const SERVER: &str = "AC-SRV01";
/// A workstation and its everyday user.
type Seat = (&'static str, &'static str);
/// Workstations whose logs were collected, each with its everyday user.
const WATCHED: [Seat; 2] = [("AC-WS04", "cdunning"), ("AC-WS02", "lortega")];

pub(crate) fn add(clinic: &Clinic, evidence: &mut Evidence) {
    for day in clinic.working_days() {
        server(clinic, day, evidence);
        for (host, user) in WATCHED {
            workstation(clinic, day, (host, user), evidence);
        }
    }
    shared_logons(clinic, evidence);
}

/// The domain controller sees everyone's network logon, the nightly backup, the administrator twice a week.
fn server(clinic: &Clinic, day: Moment, evidence: &mut Evidence) {
    let mut random = clinic.random(&format!("server {}", day.date()));
    for person in clinic
        .people
        .iter()
        .filter(|person| person.works_on(&day.date()))
    {
        let came_elsewhere = person.user == ADMIN || is_away(person.user, &day.date());
        if came_elsewhere {
            continue;
        }
        let machine = clinic.seat(person.user, &day.date());
        let came = day.plus_seconds(13 * 3_600 + random.between(2_400, 6_000));
        let logon = Logon {
            user: person.user,
            kind: 3,
            from: (machine.host, machine.ip),
        };
        evidence.windows.push(security::logon(SERVER, came, &logon));
        let left = day.plus_seconds(22 * 3_600 + random.between(0, 5_400));
        evidence
            .windows
            .push(security::logoff(SERVER, left, (person.user, 3, came)));
    }
    let night = day.plus_seconds(5 * 3_600 + 30);
    let backup = Logon {
        user: "svc-backup",
        kind: 5,
        from: ("-", "-"),
    };
    evidence
        .windows
        .push(security::logon(SERVER, night, &backup));
    evidence
        .windows
        .push(security::special(SERVER, night, "svc-backup"));
    if random.chance(40) {
        let came = day.plus_seconds(16 * 3_600 + random.between(0, 7_200));
        administration(came, evidence);
    }
}

/// The administrator works on the server for forty minutes.
fn administration(came: Moment, evidence: &mut Evidence) {
    let user = "adm-ohaddad";
    let admin = Logon {
        user,
        kind: 10,
        from: ("AC-LT04", "10.20.10.34"),
    };
    let shell = "C:\\Windows\\explorer.exe";
    let tool = "C:\\Windows\\System32\\mmc.exe";
    let console = [tool, "\"C:\\Windows\\system32\\mmc.exe\" dsa.msc", shell];
    evidence.windows.extend([
        security::logon(SERVER, came, &admin),
        security::special(SERVER, came, user),
        security::process(SERVER, came.plus_seconds(90), user, console),
        security::logoff(SERVER, came.plus_seconds(2_400), (user, 10, came)),
    ]);
}

const PROGRAMS: [(&str, &str); 5] = [
    (
        "C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE",
        "\"OUTLOOK.EXE\"",
    ),
    (
        "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
        "\"msedge.exe\" --profile-directory=Default",
    ),
    (
        "C:\\Program Files\\Harbor EHR\\HarborClient.exe",
        "\"HarborClient.exe\" /site ALDER",
    ),
    (
        "C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE",
        "\"WINWORD.EXE\" /n",
    ),
    ("C:\\Windows\\System32\\notepad.exe", "\"notepad.exe\""),
];

/// A person signs in, starts programs, saves a few files, signs out.
fn workstation(clinic: &Clinic, day: Moment, (host, usual): Seat, evidence: &mut Evidence) {
    let mut random = clinic.random(&format!("{host} {}", day.date()));
    let leaver = host == "AC-WS02" && random.chance(40);
    let works = clinic.person(LEAVER).works_on(&day.date());
    let user = if leaver && works { LEAVER } else { usual };
    let came = day.plus_seconds(13 * 3_600 + random.between(2_400, 5_400));
    let logon = Logon {
        user,
        kind: 2,
        from: (host, "127.0.0.1"),
    };
    evidence.windows.push(security::logon(host, came, &logon));
    let shell = Program::new(
        host,
        user,
        "C:\\Windows\\explorer.exe",
        "C:\\Windows\\Explorer.EXE",
    );
    let mut at = came;
    for (image, command) in PROGRAMS.iter().take(3 + random.index(3)) {
        at = at.plus_seconds(random.between(40, 2_000));
        let program = Program::new(host, user, image, &format!("{command} /day {}", day.date()));
        evidence.windows.push(sysmon::started(at, &program, &shell));
        let plain = [
            *image,
            program.command.as_str(),
            "C:\\Windows\\explorer.exe",
        ];
        evidence
            .windows
            .push(security::process(host, at, user, plain));
        traces(clinic, at, &program, evidence);
    }
    let lock = Logon { kind: 7, ..logon };
    let back = day.plus_seconds(19 * 3_600 + random.between(0, 900));
    evidence.windows.push(security::logon(host, back, &lock));
    let left = day.plus_seconds(22 * 3_600 + random.between(1_800, 5_400));
    evidence
        .windows
        .push(security::logoff(host, left, (user, 2, came)));
    let updates = ("Windows Update", "running");
    evidence
        .windows
        .push(other::service_state(host, came, updates));
    if random.chance(30) {
        evidence
            .windows
            .push(signatures(host, came, random.between(100, 180)));
    }
}

/// What a program leaves besides its start: a connection, a file.
fn traces(clinic: &Clinic, at: Moment, program: &Program, evidence: &mut Evidence) {
    if program.image.ends_with("HarborClient.exe") {
        let address = clinic.machine(&program.host).ip;
        let to = ("198.51.100.40", "app.harborehr.example", 443);
        evidence
            .windows
            .push(sysmon::connected(at.plus_seconds(2), program, address, to));
    }
    if program.image.ends_with("WINWORD.EXE") {
        let file = format!(
            "C:\\Users\\{}\\Documents\\Letter {}.docx",
            program.user,
            at.date()
        );
        evidence
            .windows
            .push(sysmon::created(at.plus_seconds(300), program, &file));
    }
}

/// Defender takes new signatures and says so as a changed setting.
fn signatures(host: &str, came: Moment, number: i64) -> Event {
    let key = "HKLM\\SOFTWARE\\Microsoft\\Windows Defender\\Signature Updates\\AVSignatureVersion";
    let version = |number: i64| format!("{key} = 1.437.{number}.0");
    other::setting(
        host,
        came.plus_seconds(5_000),
        &version(number),
        &version(number + 1),
    )
}

/// The front desk still has one account that two people use.
fn shared_logons(clinic: &Clinic, evidence: &mut Evidence) {
    for day in clinic.working_days().into_iter().step_by(6) {
        let logon = Logon {
            user: "frontdesk",
            kind: 2,
            from: ("AC-WS02", "127.0.0.1"),
        };
        evidence.windows.push(security::logon(
            "AC-WS02",
            day.plus_seconds(18 * 3_600 + 120),
            &logon,
        ));
    }
}
