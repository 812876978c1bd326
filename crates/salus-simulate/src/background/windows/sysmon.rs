//! Events of Sysmon: processes, connections, files, registry.

use super::event::{Event, SYSMON, process_guid, text};
use crate::clinic::{AD_DOMAIN, fully_named};
use crate::format::binxml::Value::{self, Bool, Guid, Hex64, U16, U32};
use crate::moment::Moment;
use crate::random::fingerprint;

const SYSTEM_SID: &str = "S-1-5-18";

type Data = Vec<(&'static str, Value)>;

/// A running program, as later events refer to it.
#[derive(Clone)]
pub(crate) struct Program {
    pub(crate) host: String,
    pub(crate) user: String,
    pub(crate) number: u32,
    pub(crate) image: String,
    pub(crate) command: String,
}

impl Program {
    pub(crate) fn new(host: &str, user: &str, image: &str, command: &str) -> Self {
        let number = fingerprint(&format!("{host}{user}{command}")) % 12_000;
        Self {
            host: host.to_owned(),
            user: user.to_owned(),
            number: u32::try_from(number).expect("below twelve thousand") * 4 + 1_000,
            image: image.to_owned(),
            command: command.to_owned(),
        }
    }

    fn account(&self) -> String {
        let domain = if self.user == "SYSTEM" {
            "NT AUTHORITY"
        } else {
            AD_DOMAIN
        };
        format!("{domain}\\{}", self.user)
    }

    fn hashes(&self) -> String {
        hashes(&self.image)
    }

    fn begin(&self, time: Moment) -> Data {
        vec![
            ("RuleName", text("-")),
            ("UtcTime", text(time.sysmon())),
            ("ProcessGuid", process_guid(&self.host, self.number)),
            ("ProcessId", U32(self.number)),
        ]
    }
}

fn hashes(image: &str) -> String {
    let part = fingerprint(image);
    format!(
        "SHA256={part:016X}{:016X}{:016X}{:016X}",
        part.rotate_left(9),
        part.rotate_left(23),
        part.rotate_left(41)
    )
}

fn event(program: &Program, id: u16, version: u8, time: Moment, data: Data) -> Event {
    Event::new(SYSMON, (id, version, id), &program.host, time, data).by(SYSTEM_SID)
}

/// Event 1: the program starts, called by another.
pub(crate) fn started(time: Moment, program: &Program, parent: &Program) -> Event {
    let file = program
        .image
        .rsplit('\\')
        .next()
        .unwrap_or_default()
        .to_owned();
    let mut data = program.begin(time);
    data.extend([
        ("Image", text(program.image.as_str())),
        ("FileVersion", text("10.0.26100.1")),
        ("Description", text(file.trim_end_matches(".exe"))),
        ("Product", text("-")),
        ("Company", text("-")),
        ("OriginalFileName", text(file.as_str())),
        ("CommandLine", text(program.command.as_str())),
        (
            "CurrentDirectory",
            text(format!("C:\\Users\\{}\\", program.user)),
        ),
        ("User", text(program.account())),
        (
            "LogonGuid",
            Guid(format!("{:032x}", fingerprint(&program.user))),
        ),
        ("LogonId", Hex64(fingerprint(&program.user) & 0xff_ffff)),
        ("TerminalSessionId", U32(1)),
        ("IntegrityLevel", text("Medium")),
        ("Hashes", text(program.hashes())),
        (
            "ParentProcessGuid",
            process_guid(&parent.host, parent.number),
        ),
        ("ParentProcessId", U32(parent.number)),
        ("ParentImage", text(parent.image.as_str())),
        ("ParentCommandLine", text(parent.command.as_str())),
        ("ParentUser", text(parent.account())),
    ]);
    event(program, 1, 5, time, data)
}

/// Event 3: the program connects from its machine's address to another.
pub(crate) fn connected(
    time: Moment,
    program: &Program,
    from: &str,
    to: (&str, &str, u16),
) -> Event {
    let mut data = program.begin(time);
    data.extend([
        ("Image", text(program.image.as_str())),
        ("User", text(program.account())),
        ("Protocol", text("tcp")),
        ("Initiated", Bool(true)),
        ("SourceIsIpv6", Bool(false)),
        ("SourceIp", text(from)),
        ("SourceHostname", text(fully_named(&program.host))),
        ("SourcePort", U16(51_874)),
        ("SourcePortName", text("-")),
        ("DestinationIsIpv6", Bool(false)),
        ("DestinationIp", text(to.0)),
        ("DestinationHostname", text(to.1)),
        ("DestinationPort", U16(to.2)),
        (
            "DestinationPortName",
            text(if to.2 == 443 { "https" } else { "-" }),
        ),
    ]);
    event(program, 3, 5, time, data)
}

/// Event 11: the program creates a file.
pub(crate) fn created(time: Moment, program: &Program, file: &str) -> Event {
    let mut data = program.begin(time);
    data.extend([
        ("Image", text(program.image.as_str())),
        ("TargetFilename", text(file)),
        ("CreationUtcTime", text(time.sysmon())),
        ("User", text(program.account())),
    ]);
    event(program, 11, 2, time, data)
}

/// Event 13: the program sets a registry value.
pub(crate) fn registry(time: Moment, program: &Program, key: &str, value: &str) -> Event {
    let mut data = vec![("RuleName", text("-")), ("EventType", text("SetValue"))];
    data.extend(program.begin(time).into_iter().skip(1));
    data.extend([
        ("Image", text(program.image.as_str())),
        ("TargetObject", text(key)),
        ("Details", text(value)),
        ("User", text(program.account())),
    ]);
    event(program, 13, 2, time, data)
}

/// Event 23: the program deletes a file.
pub(crate) fn deleted(time: Moment, program: &Program, file: &str) -> Event {
    let mut data = program.begin(time);
    data.extend([
        ("User", text(program.account())),
        ("Image", text(program.image.as_str())),
        ("TargetFilename", text(file)),
        ("Hashes", text(hashes(file))),
        ("IsExecutable", Bool(false)),
        ("Archived", Bool(false)),
    ]);
    event(program, 23, 5, time, data)
}
