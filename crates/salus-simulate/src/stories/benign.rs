//! Things that look bad and are not: they must not be reported as high or critical.

use crate::background::cloud::at_the_clinic;
use crate::background::windows::other;
use crate::background::windows::security::{self, Logon};
use crate::background::windows::sysmon::{self, Program};
use crate::clinic::Clinic;
use crate::clinic::people::{ADMIN, TRAVELLER};
use crate::evidence::{Evidence, Load, SignIn};
use crate::moment::Moment;

const SERVER: &str = "AC-SRV01";

pub(crate) fn add(clinic: &Clinic, evidence: &mut Evidence) {
    administrator(evidence);
    accounts(clinic, evidence);
    mistyped(evidence);
    traveller(evidence);
    stick(evidence);
    maintenance(evidence);
}

/// The administrator looks at shadow copies, lists accounts, installs the maintenance agent.
fn administrator(evidence: &mut Evidence) {
    let looked = Moment::utc(10, 15, (16, 31, 0));
    let list = [
        "C:\\Windows\\System32\\vssadmin.exe",
        "vssadmin list shadows",
        "C:\\Windows\\System32\\cmd.exe",
    ];
    evidence
        .windows
        .push(security::process(SERVER, looked, "adm-ohaddad", list));
    let script = "Get-ADUser -Filter * -Properties LastLogonDate | Sort-Object LastLogonDate | Export-Csv C:\\IT\\accounts.csv";
    let path = "C:\\IT\\Get-StaleAccounts.ps1";
    evidence.windows.push(other::script(
        "AC-WS04",
        looked.plus_seconds(2_000),
        "adm-ohaddad",
        (script, path),
    ));
    let agent = (
        "Tallgrass Maintenance Agent",
        "\"C:\\Program Files\\Tallgrass\\agent.exe\" --service",
    );
    evidence.windows.push(other::service(
        "AC-WS04",
        Moment::utc(10, 15, (17, 5, 0)),
        "adm-ohaddad",
        agent,
    ));
    let shell = Program::new(
        "AC-WS04",
        ADMIN,
        "C:\\Windows\\explorer.exe",
        "C:\\Windows\\Explorer.EXE",
    );
    let whoami = Program::new(
        "AC-WS04",
        ADMIN,
        "C:\\Windows\\System32\\whoami.exe",
        "whoami",
    );
    evidence
        .windows
        .push(sysmon::started(looked.plus_seconds(2_100), &whoami, &shell));
}

/// The administrator makes an account for the newcomer, and late, but at last, disables the leaver's.
fn accounts(clinic: &Clinic, evidence: &mut Evidence) {
    let created = Moment::utc(10, 9, (19, 2, 0));
    let newcomer = clinic.person("kstrand");
    evidence
        .windows
        .push(security::account_created(SERVER, created, newcomer));
    evidence.windows.push(security::joined(
        SERVER,
        created.plus_seconds(30),
        4728,
        (newcomer.user, "Clinical Staff"),
    ));
    evidence.windows.push(security::joined(
        SERVER,
        created.plus_seconds(55),
        4732,
        (newcomer.user, "Remote Desktop Users"),
    ));
    evidence.windows.push(security::disabled(
        SERVER,
        Moment::utc(10, 19, (15, 20, 0)),
        "pgentry",
    ));
}

/// Wrong password four times, a lock-out, then the right one.
fn mistyped(evidence: &mut Evidence) {
    let begin = Moment::utc(10, 7, (13, 57, 40));
    let logon = Logon {
        user: "lortega",
        kind: 2,
        from: ("AC-WS02", "127.0.0.1"),
    };
    for number in 0..4 {
        evidence.windows.push(security::failed_logon(
            "AC-WS02",
            begin.plus_seconds(number * 9),
            &logon,
        ));
    }
    let asked = Logon {
        user: "lortega",
        kind: 3,
        from: ("AC-WS02", "10.20.10.12"),
    };
    evidence.windows.push(security::failed_logon(
        SERVER,
        begin.plus_seconds(27),
        &asked,
    ));
    evidence.windows.push(security::locked_out(
        SERVER,
        begin.plus_seconds(28),
        ("lortega", "AC-WS02"),
    ));
    evidence.windows.push(security::logon(
        "AC-WS02",
        begin.plus_seconds(1_020),
        &logon,
    ));
}

/// The physician signs in from a congress in Lisbon, each time with the second factor; one attempt fails.
fn traveller(evidence: &mut Evidence) {
    for (day, clock, error) in [
        (14, (19, 5, 0), 0),
        (15, (21, 30, 0), 50_126),
        (15, (21, 30, 31), 0),
        (16, (8, 44, 0), 0),
        (18, (10, 2, 0), 0),
    ] {
        evidence.sign_ins.push(SignIn {
            time: Moment::utc(10, day, clock),
            ip: "203.0.113.140".to_owned(),
            country: "PT",
            city: "Lisbon",
            second_factor: error == 0,
            error,
            ..at_the_clinic(TRAVELLER)
        });
    }
}

/// Twelve files without patient data on a stick, for the insurer.
fn stick(evidence: &mut Evidence) {
    let shell = Program::new(
        "AC-WS02",
        "lortega",
        "C:\\Windows\\explorer.exe",
        "C:\\Windows\\Explorer.EXE /forms",
    );
    for number in 0..6 {
        let at = Moment::utc(10, 21, (16, 2, 0)).plus_seconds(number * 4);
        evidence.windows.push(sysmon::created(
            at,
            &shell,
            &format!("E:\\Waiting room posters\\poster {number}.pdf"),
        ));
    }
}

/// A scan of the staff network by the administrator, on a ticket; the medical network is left out.
fn maintenance(evidence: &mut Evidence) {
    let begin = Moment::utc(10, 3, (20, 0, 0));
    for last in 11..=17 {
        for (number, port) in [135, 445, 3_389].into_iter().enumerate() {
            let at = begin.plus_seconds(last * 6 + i64::try_from(number).expect("three ports"));
            let state = if port == 3_389 { "REJ" } else { "SF" };
            evidence.flow(
                (at, "10.20.20.10"),
                (&format!("10.20.10.{last}"), port),
                Load("-", 310, 240, 0.2),
                ("tcp", state),
            );
        }
    }
    let printed = Load("-", 1_402, 310, 2.0);
    evidence.tcp(
        Moment::utc(10, 14, (15, 2, 0)),
        "10.20.10.34",
        ("10.20.1.1", 443),
        printed,
    );
}
