//! Events of the Security channel: logons, privileges, accounts, processes.

use super::event::{Event, SECURITY, SECURITY_CLEARED, text};
use crate::clinic::people::{ADMIN, ALL, Person};
use crate::clinic::{AD_DOMAIN, SID_BASE};
use crate::format::binxml::Value::{self, Guid, Hex32, Hex64, Sid, U32};
use crate::moment::Moment;
use crate::random::fingerprint;

const NO_GUID: &str = "00000000-0000-0000-0000-000000000000";
const SYSTEM_SID: &str = "S-1-5-18";
const FAILURE: u64 = 0x8010_0000_0000_0000;

type Data = Vec<(&'static str, Value)>;

/// Who signs in, from where and how.
pub(crate) struct Logon<'a> {
    pub(crate) user: &'a str,
    pub(crate) kind: u32,
    /// The machine asked from, and its address.
    pub(crate) from: (&'a str, &'a str),
}

/// The security identifier of an account of the clinic's domain.
pub(crate) fn sid(user: &str) -> String {
    let rid = match user {
        "adm-ohaddad" => 1_120,
        "svc-backup" => 1_121,
        "frontdesk" => 1_122,
        "Administrator" => 500,
        _ => ALL
            .iter()
            .find(|person| person.user == user)
            .map_or(1_199, |person| person.rid),
    };
    format!("{SID_BASE}-{rid}")
}

/// A session number that follows from user, host and time.
fn session(user: &str, host: &str, time: Moment) -> u64 {
    fingerprint(&format!("{user}{host}{}", time.iso())) & 0xff_ffff
}

fn subject(user: &str, id: u64) -> Data {
    vec![
        ("SubjectUserSid", Sid(sid(user))),
        ("SubjectUserName", text(user)),
        ("SubjectDomainName", text(AD_DOMAIN)),
        ("SubjectLogonId", Hex64(id)),
    ]
}

fn system_subject(host: &str) -> Data {
    vec![
        ("SubjectUserSid", Sid(SYSTEM_SID.to_owned())),
        ("SubjectUserName", text(format!("{host}$"))),
        ("SubjectDomainName", text(AD_DOMAIN)),
        ("SubjectLogonId", Hex64(0x3e7)),
    ]
}

/// 4624: a successful logon.
pub(crate) fn logon(host: &str, time: Moment, logon: &Logon<'_>) -> Event {
    let network = logon.kind == 3;
    let package = if network { "Kerberos" } else { "Negotiate" };
    let mut data = system_subject(host);
    data.extend([
        ("TargetUserSid", Sid(sid(logon.user))),
        ("TargetUserName", text(logon.user)),
        ("TargetDomainName", text(AD_DOMAIN)),
        ("TargetLogonId", Hex64(session(logon.user, host, time))),
        ("LogonType", U32(logon.kind)),
        (
            "LogonProcessName",
            text(if network { "Kerberos" } else { "User32 " }),
        ),
        ("AuthenticationPackageName", text(package)),
        ("WorkstationName", text(logon.from.0)),
        ("LogonGuid", Guid(NO_GUID.to_owned())),
        ("TransmittedServices", text("-")),
        ("LmPackageName", text("-")),
        ("KeyLength", U32(0)),
        ("ProcessId", Hex64(0x2f8)),
        (
            "ProcessName",
            text(if network {
                "-"
            } else {
                "C:\\Windows\\System32\\svchost.exe"
            }),
        ),
        ("IpAddress", text(logon.from.1)),
        ("IpPort", text("0")),
        ("ImpersonationLevel", text("%%1833")),
        ("RestrictedAdminMode", text("-")),
        ("TargetOutboundUserName", text("-")),
        ("TargetOutboundDomainName", text("-")),
        ("VirtualAccount", text("%%1843")),
        ("TargetLinkedLogonId", Hex64(0)),
        ("ElevatedToken", text("%%1843")),
    ]);
    Event::new(SECURITY, (4624, 2, 12_544), host, time, data)
}

/// 4625: a wrong password.
pub(crate) fn failed_logon(host: &str, time: Moment, logon: &Logon<'_>) -> Event {
    let mut data = system_subject(host);
    data.extend([
        ("TargetUserSid", Sid("S-1-0-0".to_owned())),
        ("TargetUserName", text(logon.user)),
        ("TargetDomainName", text(AD_DOMAIN)),
        ("Status", Hex32(0xc000_006d)),
        ("FailureReason", text("%%2313")),
        ("SubStatus", Hex32(0xc000_006a)),
        ("LogonType", U32(logon.kind)),
        ("LogonProcessName", text("User32 ")),
        ("AuthenticationPackageName", text("Negotiate")),
        ("WorkstationName", text(logon.from.0)),
        ("TransmittedServices", text("-")),
        ("LmPackageName", text("-")),
        ("KeyLength", U32(0)),
        ("ProcessId", Hex64(0x2f8)),
        ("ProcessName", text("C:\\Windows\\System32\\svchost.exe")),
        ("IpAddress", text(logon.from.1)),
        ("IpPort", text("0")),
    ]);
    Event::new(SECURITY, (4625, 0, 12_544), host, time, data).keywords(FAILURE)
}

/// 4634: the end of a session begun at `began`.
pub(crate) fn logoff(host: &str, time: Moment, (user, kind, began): (&str, u32, Moment)) -> Event {
    let data = vec![
        ("TargetUserSid", Sid(sid(user))),
        ("TargetUserName", text(user)),
        ("TargetDomainName", text(AD_DOMAIN)),
        ("TargetLogonId", Hex64(session(user, host, began))),
        ("LogonType", U32(kind)),
    ];
    Event::new(SECURITY, (4634, 0, 12_545), host, time, data)
}

/// 4672: an administrator's session begins.
pub(crate) fn special(host: &str, time: Moment, user: &str) -> Event {
    let mut data = subject(user, session(user, host, time));
    let list = "SeSecurityPrivilege\n\t\t\tSeBackupPrivilege\n\t\t\tSeRestorePrivilege\n\t\t\tSeDebugPrivilege";
    data.push(("PrivilegeList", text(list)));
    Event::new(SECURITY, (4672, 0, 12_548), host, time, data)
}

/// 4688: a process starts. `started` is image, command line, parent image.
pub(crate) fn process(host: &str, time: Moment, user: &str, started: [&str; 3]) -> Event {
    let [image, command, parent] = started;
    let number = fingerprint(&format!("{host}{}{command}", time.iso())) & 0x3ffc;
    let mut data = subject(user, session(user, host, time));
    data.extend([
        ("NewProcessId", Hex64(number + 0x1000)),
        ("NewProcessName", text(image)),
        ("TokenElevationType", text("%%1936")),
        ("ProcessId", Hex64(0x0d34)),
        ("CommandLine", text(command)),
        ("TargetUserSid", Sid("S-1-0-0".to_owned())),
        ("TargetUserName", text("-")),
        ("TargetDomainName", text("-")),
        ("TargetLogonId", Hex64(0)),
        ("ParentProcessName", text(parent)),
        ("MandatoryLabel", Sid("S-1-16-8192".to_owned())),
    ]);
    Event::new(SECURITY, (4688, 2, 13_312), host, time, data)
}

/// 4720: the administrator creates an account.
pub(crate) fn account_created(host: &str, time: Moment, person: &Person) -> Event {
    let mut data = vec![
        ("TargetUserName", text(person.user)),
        ("TargetDomainName", text(AD_DOMAIN)),
        ("TargetSid", Sid(person.sid())),
    ];
    data.extend(subject("adm-ohaddad", session(ADMIN, host, time)));
    let set = text("%%1794");
    let none = text("%%1793");
    data.extend([
        ("PrivilegeList", text("-")),
        ("SamAccountName", text(person.user)),
        ("DisplayName", text(person.name())),
        ("UserPrincipalName", text(person.mail())),
        ("HomeDirectory", none.clone()),
        ("HomePath", none.clone()),
        ("ScriptPath", none.clone()),
        ("ProfilePath", none.clone()),
        ("UserWorkstations", none.clone()),
        ("PasswordLastSet", set.clone()),
        ("AccountExpires", set),
        ("PrimaryGroupId", text("513")),
        ("AllowedToDelegateTo", text("-")),
        ("OldUacValue", text("0x0")),
        ("NewUacValue", text("0x15")),
        ("UserAccountControl", text("%%2080 %%2082 %%2084")),
        ("UserParameters", none),
        ("SidHistory", text("-")),
        ("LogonHours", text("%%1797")),
    ]);
    Event::new(SECURITY, (4720, 0, 13_824), host, time, data)
}

/// 4728 or 4732: someone joins a group.
pub(crate) fn joined(host: &str, time: Moment, id: u16, (user, group): (&str, &str)) -> Event {
    let group_sid = if id == 4732 {
        "S-1-5-32-555".to_owned()
    } else {
        format!("{SID_BASE}-1601")
    };
    let mut data = vec![
        (
            "MemberName",
            text(format!("CN={user},OU=Staff,DC=alder-creek,DC=example")),
        ),
        ("MemberSid", Sid(sid(user))),
        ("TargetUserName", text(group)),
        (
            "TargetDomainName",
            text(if id == 4732 { "Builtin" } else { AD_DOMAIN }),
        ),
        ("TargetSid", Sid(group_sid)),
    ];
    data.extend(subject("adm-ohaddad", session(ADMIN, host, time)));
    data.push(("PrivilegeList", text("-")));
    Event::new(SECURITY, (id, 0, 13_826), host, time, data)
}

/// 4740: too many wrong passwords.
pub(crate) fn locked_out(host: &str, time: Moment, (user, from): (&str, &str)) -> Event {
    let mut data = vec![
        ("TargetUserName", text(user)),
        ("TargetDomainName", text(from)),
        ("TargetSid", Sid(sid(user))),
    ];
    data.extend(system_subject(host));
    Event::new(SECURITY, (4740, 0, 13_824), host, time, data)
}

/// 4725: the administrator disables an account.
pub(crate) fn disabled(host: &str, time: Moment, user: &str) -> Event {
    let mut data = vec![
        ("TargetUserName", text(user)),
        ("TargetDomainName", text(AD_DOMAIN)),
        ("TargetSid", Sid(sid(user))),
    ];
    data.extend(subject("adm-ohaddad", session(ADMIN, host, time)));
    Event::new(SECURITY, (4725, 0, 13_824), host, time, data)
}

/// 1102: the Security log itself was cleared.
pub(crate) fn cleared(host: &str, time: Moment, user: &str) -> Event {
    let mut data = subject(user, session(user, host, time));
    data.push(("ClientProcessId", U32(6_244)));
    data.push(("ClientProcessStartKey", Value::U64(3_659_174_697_241_217)));
    let mut event = Event::new(SECURITY_CLEARED, (1102, 1, 104), host, time, data);
    event.level = 4;
    event.user_data("LogFileCleared")
}
