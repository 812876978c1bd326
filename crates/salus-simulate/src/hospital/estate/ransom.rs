//! An administrator's account is used at night: sign-ins from machine to machine, every way back removed, files rewritten.

use super::super::clock::{self, Local};
use super::super::departments::Class;
use super::super::logs::seats;
use super::super::world::{World, department};
use super::cases::Case;
use super::domain;
use super::servers::{BACKUP, FILES, FOLDERS, LOGS, table};
use super::story::{Story, Trace};
use super::windows::{HOST as CONTROLLER, usual};
use crate::background::windows::event::Event;
use crate::background::windows::other;
use crate::background::windows::security::{self, Logon};
use crate::background::windows::sysmon::{self, Program};
use crate::moment::Moment;
use crate::random::Random;

const DROPPED: &str = "C:\\ProgramData\\rhsvc.exe";
const SERVICE: &str = "RHUpdateHelper";
const CMD: &str = "C:\\Windows\\System32\\cmd.exe";
const ENDING: &str = "ridgelock";
const NOTE: &str = "HOW_TO_RECOVER_FILES.txt";
/// Files rewritten.
const REWRITTEN: usize = 240;

/// Program, its command line, and minutes after the beginning.
#[rustfmt::skip]
const COMMANDS: [(&str, &str, i64); 10] = [
    ("whoami.exe", "whoami /all", 7),
    ("nltest.exe", "nltest /dclist:ridgeline", 8),
    ("net.exe", "net group \"Domain Admins\" /domain", 9),
    ("sc.exe", "sc create RHUpdateHelper binPath= C:\\ProgramData\\rhsvc.exe start= auto", 16),
    ("net.exe", "net stop wbengine /y", 31),
    ("vssadmin.exe", "vssadmin delete shadows /all /quiet", 32),
    ("wbadmin.exe", "wbadmin delete catalog -quiet", 33),
    ("bcdedit.exe", "bcdedit /set {default} recoveryenabled no", 34),
    ("wevtutil.exe", "wevtutil cl System", 58),
    ("wevtutil.exe", "wevtutil cl Security", 59),
];
/// The minute in which files begin to be rewritten.
const BURST: i64 = 38;

const SECURITY: &str = "windows_security";
const SYSMON: &str = "windows_sysmon";
const SYSTEM: &str = "windows_system";
/// What servers' own logs keep of it: name, table, server, records, how to find them.
#[rustfmt::skip]
const TRACES: [(&str, &str, &str, usize, &str); 9] = [
    ("sign-in-backup", SECURITY, BACKUP, 1, "EventID 4624 from the same address"),
    ("sign-in-files", SECURITY, FILES, 2, "EventID 4624, types 3 and 10, from the same address"),
    ("service", SYSTEM, FILES, 1, "EventID 7045 RHUpdateHelper"),
    ("backup-stopped", SYSTEM, FILES, 1, "EventID 7036 Block Level Backup Engine Service stopped"),
    ("ways-back", SYSMON, FILES, 4, "EventID 1: net stop wbengine, vssadmin, wbadmin, bcdedit"),
    ("files", SYSMON, FILES, 2 * REWRITTEN, "EventID 11 with .ridgelock and EventID 23 of the originals within six minutes"),
    ("notes", SYSMON, FILES, FOLDERS.len(), "EventID 11 HOW_TO_RECOVER_FILES.txt"),
    ("log-cleared", SYSTEM, FILES, 1, "EventID 104"),
    ("security-log-cleared", SECURITY, FILES, 1, "EventID 1102"),
];

/// The attack: whose account, from where, when.
pub(crate) struct Ransom {
    account: u32,
    station: String,
    address: String,
    begin: Local,
}

impl Ransom {
    /// A night of the last week that leaves three nights of backup after it.
    pub(super) fn draw(world: &World) -> Option<Self> {
        if world.plan.scenario.ransomware == 0 {
            return None;
        }
        let mut random = Random::new(world.plan.seed, "ransomware");
        let places = super::super::departments::DEPARTMENTS.len();
        let day = world.plan.end_day() - random.between(4, 6);
        let places = (0..u16::try_from(places).unwrap_or(0)).map(|place| department(0, place));
        let people: Vec<u32> = places
            .filter(|place| world.kind(*place).class == Class::Technology)
            .flat_map(|place| world.team(place).iter().copied())
            .collect();
        let employed: Vec<u32> = people
            .iter()
            .copied()
            .filter(|number| world.person(*number).is_employed(day))
            .collect();
        let account = *random.pick(if employed.is_empty() {
            &people
        } else {
            &employed
        });
        let begin = Local::at(day, random.between(3_900, 7_200));
        let person = world.person(account);
        let touch = usual(account, person.department, (begin, person.seat()));
        Some(Self {
            account,
            station: seats::station(world, &touch),
            address: seats::address(world, &touch),
            begin,
        })
    }

    /// The first day whose nightly backup of the file server fails.
    pub(super) fn backup_fails_from(&self) -> i64 {
        self.begin.day() + 1
    }

    /// Somebody notices in the morning.
    fn seen(&self) -> Moment {
        self.begin.plus(5 * 3_600 + 600).utc()
    }

    /// Then the file server leaves the network.
    fn cut_off(&self) -> Moment {
        self.seen().plus_seconds(1_900)
    }

    /// Whether a server is off the network: the file server for two days.
    pub(super) fn is_off(&self, host: &str, time: Moment) -> bool {
        let from = self.cut_off();
        host == FILES && (from..from.plus_days(2)).contains(&time)
    }

    fn at(&self, minutes: i64) -> Moment {
        self.begin.utc().plus_seconds(minutes * 60)
    }

    fn user<'w>(&self, world: &'w World) -> &'w str {
        &world.person(self.account).user
    }

    fn moved(&self, event: Event, host: &str) -> Event {
        domain::moved(event, host, &domain::sid(self.account))
    }

    fn logon(&self, world: &World, (host, kind): (&str, u32), time: Moment) -> Event {
        let logon = Logon {
            user: self.user(world),
            kind,
            from: (&self.station, &self.address),
        };
        self.moved(security::logon(host, time, &logon), host)
    }

    /// Two wrong passwords and a sign-in, as the domain controller saw them.
    pub(super) fn on_controller(&self, world: &World) -> Vec<Event> {
        let logon = Logon {
            user: self.user(world),
            kind: 3,
            from: (&self.station, &self.address),
        };
        let mut events: Vec<Event> = [-70, -40]
            .map(|seconds| {
                let at = self.begin.plus(seconds).utc();
                self.moved(security::failed_logon(CONTROLLER, at, &logon), CONTROLLER)
            })
            .into();
        events.push(self.logon(world, (CONTROLLER, 3), self.at(0)));
        events
    }

    /// What a server's own logs show.
    pub(super) fn on(&self, world: &World, host: &str) -> Vec<Event> {
        match host {
            FILES => self.on_files(world),
            BACKUP => {
                let at = self.at(12);
                let rights = security::special(BACKUP, at, self.user(world));
                vec![
                    self.logon(world, (BACKUP, 3), at),
                    self.moved(rights, BACKUP),
                ]
            }
            _ => Vec::new(),
        }
    }

    fn on_files(&self, world: &World) -> Vec<Event> {
        let user = self.user(world);
        let mut events = vec![
            security::special(FILES, self.at(5), user),
            other::service(FILES, self.at(16).plus_seconds(2), user, (SERVICE, DROPPED)),
            other::service_state(
                FILES,
                self.at(31).plus_seconds(3),
                ("Block Level Backup Engine Service", "stopped"),
            ),
            other::cleared(FILES, self.at(58).plus_seconds(1), (user, "System")),
            security::cleared(FILES, self.at(59).plus_seconds(1), user),
        ];
        let shell = Program::new(FILES, user, "C:\\Windows\\explorer.exe", "explorer.exe");
        let console = Program::new(FILES, user, CMD, "cmd.exe");
        events.extend(start(self.at(6), &console, &shell));
        for (file, command, minute) in COMMANDS {
            let image = format!("C:\\Windows\\System32\\{file}");
            let program = Program::new(FILES, user, &image, command);
            events.extend(start(self.at(minute), &program, &console));
        }
        let services = "C:\\Windows\\System32\\services.exe";
        let parent = Program::new(FILES, "SYSTEM", services, services);
        let dropped = Program::new(FILES, "SYSTEM", DROPPED, DROPPED);
        events.push(sysmon::created(self.at(15), &console, DROPPED));
        events.extend(start(self.at(17), &dropped, &parent));
        events.extend(self.burst(&dropped));
        let mut events: Vec<Event> = events
            .into_iter()
            .map(|event| self.moved(event, FILES))
            .collect();
        events.push(self.logon(world, (FILES, 3), self.at(4)));
        events.push(self.logon(world, (FILES, 10), self.at(5)));
        events
    }

    /// Files of every share get a new ending within minutes, their originals go, a note is left.
    fn burst(&self, dropped: &Program) -> Vec<Event> {
        let begin = self.at(BURST);
        let mut events = Vec::new();
        for number in 0..REWRITTEN {
            let folder = FOLDERS[number % FOLDERS.len()];
            let kind = ["pdf", "docx", "xlsx"][number % 3];
            let original = format!("D:\\Shares\\{folder}\\case {number:04}.{kind}");
            let at = begin.plus_micros(i64::try_from(number).unwrap_or(0) * 1_400_000);
            events.push(sysmon::created(
                at,
                dropped,
                &format!("{original}.{ENDING}"),
            ));
            events.push(sysmon::deleted(at.plus_micros(120_000), dropped, &original));
        }
        for folder in FOLDERS {
            let note = format!("D:\\Shares\\{folder}\\{NOTE}");
            events.push(sysmon::created(begin.plus_seconds(345), dropped, &note));
        }
        events
    }

    fn case(&self) -> Case {
        let seen = self.seen();
        Case {
            category: "Malware",
            severity: "Critical",
            first: self.at(-1),
            detected: seen,
            contained: Some(self.cut_off()),
            is_real: true,
            summary: format!("Files rewritten on {FILES}, taken off the network"),
        }
    }

    fn traces(&self, user: &str) -> Vec<Trace> {
        let date = clock::date(self.begin.day());
        let from = &self.address;
        let first = Trace::new(
            ("first-sign-in", SECURITY),
            &format!("windows/{CONTROLLER}/Security-{date}.evtx"),
            3,
            format!("EventID 4625 twice, then 4624, {user} from {from}"),
        );
        let others = TRACES.iter().map(|(name, kind, host, records, shows)| {
            let mut logs = LOGS.iter();
            let log = logs.find(|log| (log.0, table(log.1)) == (*host, *kind));
            let file = log.map_or("", |log| log.2);
            let path = format!("windows/{host}/{file}.evtx");
            Trace::new((name, kind), &path, *records, *shows)
        });
        let mut traces = vec![first];
        traces.extend(others);
        traces.push(Trace::ticket(FILES));
        traces
    }

    /// The story for the truth, with its ticket.
    pub(super) fn story(&self, world: &World) -> Story {
        let user = self.user(world).to_owned();
        Story {
            id: "ransomware-on-files".to_owned(),
            kind: "ransomware",
            threat: "T2",
            title: "An administrator's account goes from machine to machine at night, removes every way back and rewrites files",
            from: self.at(-2),
            until: self.at(61),
            traces: self.traces(&user),
            subjects: vec![FILES.to_owned(), user, self.address.clone()],
            case: Some(self.case()),
        }
    }
}

/// A program start is seen by Sysmon and by the Security log.
fn start(time: Moment, program: &Program, parent: &Program) -> [Event; 2] {
    let plain = [
        program.image.as_str(),
        program.command.as_str(),
        parent.image.as_str(),
    ];
    [
        sysmon::started(time, program, parent),
        security::process(FILES, time, &program.user, plain),
    ]
}
