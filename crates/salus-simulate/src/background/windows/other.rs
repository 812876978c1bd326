//! Events of the System, PowerShell and Defender channels.

use super::event::{DEFENDER, Event, POWERSHELL, SERVICES, SYSTEM_CLEARED, text};
use crate::clinic::AD_DOMAIN;
use crate::format::binxml::Value::{self, I32};
use crate::moment::Moment;
use crate::random::fingerprint;

const SYSTEM_SID: &str = "S-1-5-18";
const PRODUCT: &str = "Microsoft Defender Antivirus";
const PRODUCT_VERSION: &str = "4.18.26080.9";

/// System 7045: a service is installed.
pub(crate) fn service(host: &str, time: Moment, user: &str, (name, image): (&str, &str)) -> Event {
    let data = vec![
        ("ServiceName", text(name)),
        ("ImagePath", text(image)),
        ("ServiceType", text("user mode service")),
        ("StartType", text("auto start")),
        ("AccountName", text("LocalSystem")),
    ];
    Event::new(SERVICES, (7045, 0, 0), host, time, data).by(&super::security::sid(user))
}

/// System 7036: a service changed state; the commonest record of the System channel.
pub(crate) fn service_state(host: &str, time: Moment, (name, state): (&str, &str)) -> Event {
    let data = vec![("param1", text(name)), ("param2", text(state))];
    Event::new(SERVICES, (7036, 0, 0), host, time, data)
}

/// System 104: a log other than Security was cleared.
pub(crate) fn cleared(host: &str, time: Moment, (user, channel): (&str, &str)) -> Event {
    let data = vec![
        ("SubjectUserName", text(user)),
        ("SubjectDomainName", text(AD_DOMAIN)),
        ("Channel", text(channel)),
        ("BackupPath", text("")),
    ];
    Event::new(SYSTEM_CLEARED, (104, 0, 104), host, time, data).user_data("LogFileCleared")
}

/// PowerShell 4104: a block of script, as it ran.
pub(crate) fn script(host: &str, time: Moment, user: &str, (body, path): (&str, &str)) -> Event {
    let block = fingerprint(&format!("{host}{}{body}", time.iso()));
    let data = vec![
        ("MessageNumber", I32(1)),
        ("MessageTotal", I32(1)),
        ("ScriptBlockText", text(body)),
        (
            "ScriptBlockId",
            text(format!(
                "{:08x}-1c2b-4d3e-8f90-{:012x}",
                block >> 32,
                block & 0xffff_ffff_ffff
            )),
        ),
        ("Path", text(path)),
    ];
    Event::new(POWERSHELL, (4104, 1, 2), host, time, data)
        .level(5)
        .by(&super::security::sid(user))
}

/// What Defender found.
pub(crate) struct Threat<'a> {
    pub(crate) name: &'a str,
    pub(crate) path: &'a str,
    pub(crate) user: &'a str,
}

/// Defender 1116 (found) or 1117 (acted upon; `worked` says whether it did).
pub(crate) fn detection(
    host: &str,
    time: Moment,
    id: u16,
    threat: &Threat<'_>,
    worked: bool,
) -> Event {
    let mut data = product();
    data.extend(found(time, threat));
    data.extend(acted(id == 1117, worked));
    let level = if id == 1117 { 4 } else { 3 };
    Event::new(DEFENDER, (id, 0, 0), host, time, data)
        .level(level)
        .by(SYSTEM_SID)
}

fn found(time: Moment, threat: &Threat<'_>) -> Vec<(&'static str, Value)> {
    let number = fingerprint(threat.name);
    let id = format!(
        "{{{:08X}-5A4C-4E0B-9B1A-{:012X}}}",
        number >> 32,
        number & 0xffff_ffff_ffff
    );
    let shell = "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe";
    vec![
        ("Detection ID", text(id)),
        ("Detection Time", text(time.iso_millis())),
        (
            "Threat ID",
            text((2_147_000_000 + number % 400_000).to_string()),
        ),
        ("Threat Name", text(threat.name)),
        ("Severity ID", text("5")),
        ("Severity Name", text("Severe")),
        ("Category ID", text("8")),
        ("Category Name", text("Trojan")),
        ("Source ID", text("3")),
        ("Source Name", text("Real-Time Protection")),
        ("Process Name", text(shell)),
        (
            "Detection User",
            text(format!("{AD_DOMAIN}\\{}", threat.user)),
        ),
        ("Path", text(format!("file:_{}", threat.path))),
        ("Origin ID", text("1")),
        ("Origin Name", text("Local machine")),
        ("Type ID", text("0")),
        ("Type Name", text("Concrete")),
    ]
}

fn acted(acted: bool, worked: bool) -> Vec<(&'static str, Value)> {
    let (error, description) = if acted && !worked {
        (
            "0x80508023",
            "The program could not find the malware on this device.",
        )
    } else {
        ("0x00000000", "The operation completed successfully. ")
    };
    vec![
        ("Status Code", text(if acted { "4" } else { "1" })),
        ("State", text(if acted { "2" } else { "1" })),
        ("Action ID", text(if acted { "2" } else { "9" })),
        (
            "Action Name",
            text(if acted {
                "Quarantine"
            } else {
                "Not Applicable"
            }),
        ),
        ("Error Code", text(error)),
        ("Error Description", text(description)),
        (
            "Security intelligence Version",
            text("AV: 1.437.120.0, AS: 1.437.120.0"),
        ),
        ("Engine Version", text("AM: 1.1.26080.5, NIS: 1.1.26080.5")),
    ]
}

/// Defender 5007: a setting changed from `old` to `new`.
pub(crate) fn setting(host: &str, time: Moment, old: &str, new: &str) -> Event {
    let mut data = product();
    data.push(("Old Value", text(old)));
    data.push(("New Value", text(new)));
    Event::new(DEFENDER, (5007, 0, 0), host, time, data).by(SYSTEM_SID)
}

/// Defender 5001: real-time protection is off.
pub(crate) fn protection_off(host: &str, time: Moment) -> Event {
    Event::new(DEFENDER, (5001, 0, 0), host, time, product()).by(SYSTEM_SID)
}

fn product() -> Vec<(&'static str, Value)> {
    vec![
        ("Product Name", text(PRODUCT)),
        ("Product Version", text(PRODUCT_VERSION)),
    ]
}
