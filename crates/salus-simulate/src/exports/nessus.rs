//! A scan of 15 September, five days before the sensor began: what Nessus found, in its own file (version 2).

use super::Export;
use crate::clinic::machines::{Kind, Machine};
use crate::clinic::{Clinic, fully_named};
use crate::format::csv::Table;
use crate::format::xml::{escaped, leaf};
use crate::moment::Moment;
use crate::tables::at;
use crate::write::EXPLOITED;

/// The day the scan ran; what was found later or fixed before is not in it.
const DAY: &str = "2026-09-15";
/// Vulnerability, number of the check, its name, port.
#[rustfmt::skip]
const CHECKS: [(&str, u32, &str, u16); 6] = [
    ("CVE-2019-0708", 125_313, "Remote Desktop runs code before sign-in (BlueKeep)", 3_389),
    ("CVE-2017-0144", 97_833, "SMBv1 runs code from a crafted packet (EternalBlue)", 445),
    ("CVE-2024-49112", 212_234, "Windows Server: security update of December 2024 is missing", 445),
    ("CVE-2023-36884", 178_159, "Windows 10: security update of August 2023 is missing", 445),
    ("CVE-2024-38112", 201_456, "Windows 11: security update of July 2024 is missing", 445),
    ("CVE-2022-3942", 170_101, "Printer's web page shows what is sent to it", 80),
];
/// Checks that only inform.
const SEEN: [(u32, &str); 2] = [
    (19_506, "Nessus Scan Information"),
    (10_287, "Traceroute Information"),
];

pub(super) fn export(clinic: &Clinic, tables: &[Table]) -> Export {
    let known = at(tables, "inventory/vulnerability-scan.csv");
    let mut hosts = String::new();
    let (mut count, mut items) = (0, 0);
    let stands = |machine: &&Machine| {
        let kinds = [
            Kind::Workstation,
            Kind::Server,
            Kind::Printer,
            Kind::Network,
        ];
        kinds.contains(&machine.kind) || machine.host == "MD-US01"
    };
    for machine in clinic.machines.iter().filter(stands) {
        let found: Vec<&Vec<String>> = known
            .rows
            .iter()
            .filter(|row| row[0] == machine.host && was_open(row))
            .collect();
        let begun = Moment::utc(9, 15, (20, 0, 0)).plus_seconds(count * 240);
        hosts.push_str(&host(machine, begun, &found));
        count += 1;
        items += found.len() + SEEN.len();
    }
    let text = format!(
        "<?xml version=\"1.0\" ?>\n<NessusClientData_v2>\n<Policy><policyName>Clinic, credentialed</policyName></Policy>\n<Report name=\"Alder Creek September\" xmlns:cm=\"http://www.nessus.org/cm\">\n{hosts}</Report>\n</NessusClientData_v2>\n"
    );
    Export::new(
        "inventory/september-scan.nessus",
        text,
        "the weaknesses of the scanner's list as its own file has them, in September",
        &[
            ("nessus_host", usize::try_from(count).expect("few hosts")),
            ("nessus_item", items),
        ],
    )
}

/// Found by that day, and not fixed before it.
fn was_open(row: &[String]) -> bool {
    row[7].as_str() <= DAY && (row[8].is_empty() || row[8].as_str() > DAY)
}

fn host(machine: &Machine, begun: Moment, found: &[&Vec<String>]) -> String {
    let ended = begun.plus_seconds(210);
    let kind = match machine.kind {
        Kind::Printer => "printer",
        Kind::Network if machine.host == "AC-FW01" => "firewall",
        Kind::Network => "switch",
        _ => "general-purpose",
    };
    let tags: String = [
        ("HOST_START", begun.format("%a %b %e %H:%M:%S %Y")),
        ("HOST_START_TIMESTAMP", begun.epoch().to_string()),
        ("host-ip", machine.ip.to_owned()),
        ("host-fqdn", fully_named(machine.host).to_lowercase()),
        ("netbios-name", machine.host.to_owned()),
        ("mac-address", machine.mac().to_uppercase()),
        ("operating-system", machine.os.to_owned()),
        ("system-type", kind.to_owned()),
        ("HOST_END", ended.format("%a %b %e %H:%M:%S %Y")),
        ("HOST_END_TIMESTAMP", ended.epoch().to_string()),
    ]
    .iter()
    .map(|(name, value)| format!("<tag name=\"{name}\">{}</tag>", escaped(value)))
    .collect();
    let seen: String = SEEN
        .iter()
        .map(|(number, name)| {
            format!(
                "<ReportItem port=\"0\" svc_name=\"general\" protocol=\"tcp\" severity=\"0\" pluginID=\"{number}\" pluginName=\"{name}\" pluginFamily=\"General\">{}{}</ReportItem>\n",
                leaf("risk_factor", "None"),
                leaf("solution", "n/a")
            )
        })
        .collect();
    let holes: String = found.iter().map(|row| item(row)).collect();
    format!(
        "<ReportHost name=\"{}\"><HostProperties>{tags}</HostProperties>\n{seen}{holes}</ReportHost>\n",
        machine.ip
    )
}

fn item(row: &[String]) -> String {
    let check = CHECKS.iter().find(|(cve, ..)| *cve == row[3]);
    let (cve, number, name, port) = check.expect("a check for each weakness of the list");
    let severity = match row[4].as_str() {
        "Critical" => 4,
        "High" => 3,
        "Medium" => 2,
        _ => 1,
    };
    // Nobody has a plan for the ultrasound: its maker offers nothing.
    let solution = if row[11].is_empty() {
        "n/a"
    } else {
        "Install the maker's update."
    };
    let used = EXPLOITED.iter().find(|used| used.0 == *cve);
    let exploited = used.map_or_else(String::new, |used| {
        let due = used.4.replace('-', "/");
        format!(
            "{}{}",
            leaf("exploited_by_malware", "true"),
            leaf("xref", format!("CISA-KNOWN-EXPLOITED:{due}"))
        )
    });
    format!(
        "<ReportItem port=\"{port}\" svc_name=\"general\" protocol=\"tcp\" severity=\"{severity}\" pluginID=\"{number}\" pluginName=\"{name}\" pluginFamily=\"General\">{}{}{}{}{exploited}</ReportItem>\n",
        leaf("cve", cve),
        leaf("cvss3_base_score", &row[5]),
        leaf("risk_factor", &row[4]),
        leaf("solution", solution)
    )
}
