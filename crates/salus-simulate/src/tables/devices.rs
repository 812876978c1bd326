//! Machines in tables: the asset list, device management, endpoint console, medical devices, software, scanner.

use crate::clinic::Clinic;
use crate::clinic::machines::{Kind, Machine};
use crate::format::csv::Table;

/// Not in the asset list, though in use: found only by device management and the endpoint console.
const UNLISTED: &str = "AC-LT04";
/// Stolen, without encryption.
const STOLEN: &str = "AC-LT05";
/// Lost, encrypted and wiped.
const WIPED: &str = "AC-PH02";
/// Out of support, without agent, without encryption, with an everyday administrator.
const OLD: &str = "AC-WS06";

pub(crate) fn all(clinic: &Clinic) -> Vec<Table> {
    vec![
        inventory(clinic),
        management(clinic),
        console(clinic),
        medical(clinic),
        software(),
        vulnerabilities(),
    ]
}

fn yes(value: bool) -> String {
    if value { "Yes" } else { "No" }.to_owned()
}

fn owner(clinic: &Clinic, machine: &Machine) -> String {
    let person = clinic
        .people
        .iter()
        .find(|person| person.user == machine.owner);
    person.map_or_else(|| machine.owner.to_owned(), |person| person.name())
}

fn inventory(clinic: &Clinic) -> Table {
    let mut table = Table::new(
        "inventory/asset-list.csv",
        "Asset Tag,Host Name,Type,Model,Operating System,OS Supported,IP Address,MAC Address,Serial Number,Assigned To,Location,Status,Last Audit,Purchase Date,Retired,Wipe Certificate",
    );
    for machine in clinic
        .machines
        .iter()
        .filter(|machine| machine.kind != Kind::Medical && machine.host != UNLISTED)
    {
        let status = match machine.host {
            STOLEN => "Stolen",
            WIPED => "Lost",
            _ => "In use",
        };
        table.row(vec![
            machine.tag.to_owned(),
            machine.host.to_owned(),
            machine.kind.title().to_owned(),
            machine.maker.to_owned(),
            machine.os.to_owned(),
            yes(machine.host != OLD),
            machine.ip.to_owned(),
            machine.mac(),
            machine.serial(),
            owner(clinic, machine),
            machine.location.to_owned(),
            status.to_owned(),
            "2026-10-05".to_owned(),
            machine.bought.to_owned(),
            String::new(),
            String::new(),
        ]);
    }
    table.line("A-0091|AC-OLD01|Workstation|Corvid OptiDesk 1|Windows 8.1 Pro|No|||SN0000047110||Disposed|Retired||2014-05-12|2026-06-03|Yes");
    table.line("A-0092|AC-OLD02|Workstation|Corvid OptiDesk 1|Windows 8.1 Pro|No|||SN0000047111||Disposed|Retired||2014-05-12|2026-06-03|Yes");
    table.line("A-0093|AC-OLD03|Laptop|Corvid Featherbook 9|Windows 8.1 Pro|No|||SN0000047112||Disposed|Retired||2015-01-30|2026-08-19|No");
    table
}

fn management(clinic: &Clinic) -> Table {
    let mut table = Table::new(
        "inventory/device-management.csv",
        "Device Name,Device Type,Enrolled,Ownership,Compliance,OS,OS Version,Primary User,Last Check-In,Encrypted,Jailbroken,Serial Number,Screen Lock,Status",
    );
    let managed =
        |machine: &&Machine| machine.kind.is_portable() || machine.kind == Kind::Workstation;
    for machine in clinic.machines.iter().filter(managed) {
        let (system, version) = machine
            .os
            .rsplit_once(' ')
            .expect("a system and its version");
        let encrypted = ![STOLEN, OLD].contains(&machine.host);
        let locks = ![OLD, "AC-WS02"].contains(&machine.host);
        let (seen, state) = match machine.host {
            STOLEN => ("2026-10-23 22:41:00", "Missing"),
            WIPED => ("2026-10-04 18:02:00", "Wiped"),
            _ => ("2026-10-31 06:12:00", "Managed"),
        };
        let user = clinic
            .people
            .iter()
            .find(|person| person.user == machine.owner);
        table.row(vec![
            machine.host.to_owned(),
            machine.kind.title().to_owned(),
            "Yes".to_owned(),
            "Corporate".to_owned(),
            if encrypted && locks && machine.host != "AC-TB02" {
                "Compliant"
            } else {
                "Noncompliant"
            }
            .to_owned(),
            system.to_owned(),
            version.to_owned(),
            user.map(|person| person.mail()).unwrap_or_default(),
            seen.to_owned(),
            yes(encrypted),
            "False".to_owned(),
            machine.serial(),
            yes(locks),
            state.to_owned(),
        ]);
    }
    table
}

fn console(clinic: &Clinic) -> Table {
    let mut table = Table::new(
        "inventory/endpoint-console.csv",
        "Computer Name,OS,Agent Version,Last Seen,Prevention Mode,Tamper Protection,Signature Date,Patch Status,Firewall,Local Admin,Baseline,IP Address",
    );
    for machine in clinic
        .machines
        .iter()
        .filter(|machine| machine.kind.is_endpoint() && machine.host != OLD)
    {
        let seen = if machine.host == STOLEN {
            "2026-10-23 22:40:00"
        } else {
            "2026-10-31 07:00:00"
        };
        let signatures = if machine.host == STOLEN {
            "2026-10-23"
        } else {
            "2026-10-31"
        };
        let prevents = machine.host != "AC-SRV01";
        let patched = !["AC-WS04", STOLEN].contains(&machine.host);
        let admin = machine.host == "AC-LT01";
        table.row(vec![
            machine.host.to_owned(),
            machine.os.to_owned(),
            "7.14.2".to_owned(),
            seen.to_owned(),
            if prevents { "Prevent" } else { "Detect only" }.to_owned(),
            if prevents { "On" } else { "Off" }.to_owned(),
            signatures.to_owned(),
            if patched { "Compliant" } else { "Noncompliant" }.to_owned(),
            if machine.host == "AC-WS02" {
                "Off"
            } else {
                "On"
            }
            .to_owned(),
            yes(admin),
            if machine.host == "AC-WS04" {
                "Fail"
            } else {
                "Pass"
            }
            .to_owned(),
            machine.ip.to_owned(),
        ]);
    }
    table
}

/// What differs between medical devices: software, support, zone, forms on file, risk, protection, password, contact.
#[rustfmt::skip]
const MEDICAL: [(&str, &str, [&str; 10]); 6] = [
    ("MD-US01", "Ultrasound", ["4.2", "No", "Medical VLAN", "No", "No", "Yes", "None", "Yes", "Yes", "No"]),
    ("MD-ECG01", "Electrocardiograph", ["2.8", "Yes", "Medical VLAN", "Yes", "No", "Yes", "Compensating", "Yes", "Yes", "Yes"]),
    ("MD-VS01", "Vital signs monitor", ["1.19", "Yes", "Medical VLAN", "Yes", "Yes", "Yes", "Compensating", "Yes", "Yes", "Yes"]),
    ("MD-VS02", "Vital signs monitor", ["1.19", "Yes", "Medical VLAN", "Yes", "Yes", "Yes", "Compensating", "Yes", "Yes", "Yes"]),
    ("MD-IP01", "Infusion pump", ["3.0.1", "Yes", "Medical VLAN", "Yes", "No", "No", "Compensating", "No", "No", "Yes"]),
    ("MD-XR01", "Digital X-ray", ["2.6", "Yes", "Medical VLAN", "Yes", "No", "Yes", "Agent", "Yes", "Yes", "Yes"]),
];

fn medical(clinic: &Clinic) -> Table {
    let mut table = Table::new(
        "inventory/medical-devices.csv",
        "Equipment ID,Device Name,Device Type,Manufacturer,Model,Software Version,OS,OS Supported,IP Address,MAC Address,Serial Number,Network Zone,Owner Department,MDS2 On File,SBOM On File,Risk Known,Protection,Default Password Changed,Security Contact,Evaluated Before Purchase,Acquired,End Of Support",
    );
    for (host, kind, own) in MEDICAL {
        let machine = clinic.machine(host);
        let (maker, model) = machine.maker.split_once(' ').expect("maker and model");
        let [
            version,
            supported,
            zone,
            mds2,
            sbom,
            risk,
            protection,
            changed,
            contact,
            evaluated,
        ] = own;
        let ends = if host == "MD-US01" {
            "2020-01-14"
        } else {
            "2030-12-31"
        };
        let cells = [
            machine.tag,
            host,
            kind,
            maker,
            model,
            version,
            machine.os,
            supported,
            machine.ip,
            &machine.mac(),
            &machine.serial(),
            zone,
            machine.owner,
            mds2,
            sbom,
            risk,
            protection,
            changed,
            contact,
            evaluated,
            machine.bought,
            ends,
        ];
        table.row(cells.map(str::to_owned).to_vec());
    }
    table
}

fn software() -> Table {
    let mut table = Table::new(
        "inventory/software.csv",
        "Computer Name,Software Name,Publisher,Version,Approved",
    );
    for host in [
        "AC-WS01", "AC-WS02", "AC-WS03", "AC-WS04", "AC-WS05", "AC-WS07",
    ] {
        table.line(&format!(
            "{host}|Harbor EHR Client|Harbor Health Systems|26.3|Yes"
        ));
        table.line(&format!(
            "{host}|Microsoft 365 Apps|Microsoft|16.0.19231|Yes"
        ));
        table.line(&format!(
            "{host}|Tallgrass Maintenance Agent|Tallgrass IT Services|3.2|Yes"
        ));
    }
    table.line("AC-WS06|QuickView Remote Desktop|QuickView|11.0|No");
    table.line("AC-SRV01|Restic Backup|Restic|0.18.0|Yes");
    table
}

fn vulnerabilities() -> Table {
    let mut table = Table::new(
        "inventory/vulnerability-scan.csv",
        "Host,Asset ID,IP Address,CVE,Severity,CVSS,Zone,First Found,Fixed,Status,Known Exploited,Plan",
    );
    table.line(
        "MD-US01|M-0001|10.20.30.11|CVE-2019-0708|Critical|9.8|Medical|2026-03-14||Open|Yes|",
    );
    table.line("MD-US01|M-0001|10.20.30.11|CVE-2017-0144|High|8.8|Medical|2026-03-14||Open|Yes|");
    table.line("MD-XR01|M-0006|10.20.30.16|CVE-2020-1472|Critical|10.0|Medical|2026-03-14|2026-04-20|Fixed|Yes|Maker update installed");
    table.line("MD-IP01|M-0005|10.20.30.15|CVE-2019-12256|Critical|9.8|Medical|2026-09-30||Open|No|Maker update planned for November visit");
    table.line("AC-SRV01|A-0301|10.20.20.10|CVE-2024-38063|Critical|9.8|Data center|2026-08-12|2026-08-20|Fixed|No|Monthly update");
    table.line("AC-SRV01|A-0301|10.20.20.10|CVE-2024-49112|Critical|9.8|Data center|2026-09-15|2026-10-02|Fixed|No|Monthly update");
    table.line("AC-SRV01|A-0301|10.20.20.10|CVE-2023-36884|High|7.5|Data center|2026-04-02|2026-08-20|Fixed|Yes|Monthly update");
    table.line("AC-WS06|A-0106|10.20.10.16|CVE-2023-36884|High|7.5|Endpoint|2026-09-15||Open|Yes|Replace machine in November");
    table.line("AC-WS04|A-0104|10.20.10.14|CVE-2024-38112|High|7.5|Endpoint|2026-10-02||Open|Yes|");
    table.line("AC-WS03|A-0103|10.20.10.13|CVE-2024-38112|High|7.5|Endpoint|2026-10-02|2026-10-16|Fixed|Yes|Monthly update");
    table.line("AC-FW01|A-0601|10.20.1.1|CVE-2024-21762|Critical|9.8|DMZ|2026-08-10|2026-08-18|Fixed|Yes|Emergency change");
    table.line("AC-PR01|A-0501|10.20.10.81|CVE-2022-3942|Medium|5.4|Endpoint|2026-07-20||Open|No|");
    table
}
