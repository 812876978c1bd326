//! What vulnerability scanners found, in their own XML: Qualys in four kinds of report.

use super::{Piece, ago};
use crate::clinic::machines::Machine;
use crate::clinic::{Clinic, fully_named};
use crate::format::xml::leaf;

/// One weakness of one machine, with what each scanner calls the check that finds it.
pub(super) struct Hole {
    pub(super) host: &'static str,
    pub(super) qid: u32,
    pub(super) oid: &'static str,
    pub(super) title: &'static str,
    pub(super) cves: &'static [&'static str],
    /// From 1 to 5.
    pub(super) level: u32,
    pub(super) cvss: &'static str,
    pub(super) port: u16,
    pub(super) fix: &'static str,
    /// Days before the last one when it was first found, and when it was gone.
    pub(super) found: i64,
    pub(super) gone: Option<i64>,
}

#[rustfmt::skip]
pub(super) const HOLES: [Hole; 6] = [
    Hole { host: "AC-WS06", qid: 110_437, oid: "1.3.6.1.4.1.25623.1.0.832301", title: "Office update of July 2023 is missing", cves: &["CVE-2023-36884"], level: 4, cvss: "7.5", port: 445, fix: "Install the update.", found: 60, gone: None },
    Hole { host: "AC-WS06", qid: 91_345, oid: "1.3.6.1.4.1.25623.1.0.810676", title: "SMB server runs code from a crafted packet (MS17-010)", cves: &["CVE-2017-0143", "CVE-2017-0144"], level: 5, cvss: "8.8", port: 445, fix: "Install the update, turn version 1 off.", found: 90, gone: Some(12) },
    Hole { host: "AC-WS04", qid: 92_149, oid: "1.3.6.1.4.1.25623.1.0.834224", title: "Windows update of July 2024 is missing", cves: &["CVE-2024-38112"], level: 3, cvss: "6.5", port: 445, fix: "Install the update.", found: 40, gone: None },
    Hole { host: "AC-SRV01", qid: 92_200, oid: "1.3.6.1.4.1.25623.1.0.834836", title: "Windows Server update of December 2024 is missing", cves: &["CVE-2024-49112"], level: 5, cvss: "9.8", port: 389, fix: "Install the update.", found: 30, gone: None },
    Hole { host: "AC-PR01", qid: 78_030, oid: "1.3.6.1.4.1.25623.1.0.10264", title: "SNMP answers to a usual community name", cves: &[], level: 4, cvss: "7.5", port: 161, fix: "Change the name or turn SNMP off.", found: 75, gone: None },
    Hole { host: "AC-FW01", qid: 38_628, oid: "1.3.6.1.4.1.25623.1.0.117274", title: "Server speaks TLS 1.0", cves: &[], level: 3, cvss: "4.3", port: 443, fix: "Allow TLS 1.2 and later only.", found: 75, gone: None },
];

/// Machines that were scanned.
pub(super) const SCANNED: [&str; 6] = [
    "AC-WS01", "AC-WS04", "AC-WS06", "AC-SRV01", "AC-PR01", "AC-FW01",
];

/// Findings of some holes: one for each CVE number, and one for a hole without any.
pub(super) fn findings<'h>(holes: impl Iterator<Item = &'h Hole>) -> usize {
    holes.map(|hole| hole.cves.len().max(1)).sum()
}

pub(super) fn open() -> impl Iterator<Item = &'static Hole> + Clone {
    HOLES.iter().filter(|hole| hole.gone.is_none())
}

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![
        scan_result(clinic),
        asset_report(clinic),
        detection_list(clinic),
        knowledge_base(),
    ]
}

fn data(name: &str, text: &str) -> String {
    format!("<{name}><![CDATA[{text}]]></{name}>")
}

pub(super) fn machines(clinic: &Clinic) -> impl Iterator<Item = &'static Machine> {
    SCANNED.iter().map(|host| clinic.machine(host))
}

/// A scan as the VM scan's "Download, XML" gives it (scan-1.dtd).
fn scan_result(clinic: &Clinic) -> Piece {
    let begun = ago(clinic, 5, (2, 0));
    let keys = [
        ("USERNAME", "aldcr_oh".to_owned()),
        (
            "COMPANY",
            "<![CDATA[Alder Creek Family Medicine]]>".to_owned(),
        ),
        ("DATE", begun.iso()),
        ("TITLE", "<![CDATA[Weekly, offices]]>".to_owned()),
        (
            "TARGET",
            machines(clinic)
                .map(|machine| machine.ip)
                .collect::<Vec<_>>()
                .join(","),
        ),
        ("EXCLUDED_TARGET", "<![CDATA[N/A]]>".to_owned()),
        ("DURATION", "00:31:12".to_owned()),
        (
            "SCAN_HOST",
            "10.20.20.40 (Scanner 12.17.59-1, Vulnerability Signatures 2.6.140-2)".to_owned(),
        ),
        ("NBHOST_ALIVE", SCANNED.len().to_string()),
        ("NBHOST_TOTAL", (SCANNED.len() + 2).to_string()),
        ("REPORT_TYPE", "Scheduled (authenticated)".to_owned()),
        ("STATUS", "FINISHED".to_owned()),
    ];
    let keys: String = keys
        .iter()
        .map(|(name, text)| format!("    <KEY value=\"{name}\">{text}</KEY>\n"))
        .collect();
    let hosts: String = machines(clinic).map(scanned).collect();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<!DOCTYPE SCAN SYSTEM \"https://qualysapi.qualys.com/scan-1.dtd\">\n\
         <SCAN value=\"scan/{}.{}\">\n  <HEADER>\n{keys}    <OPTION_PROFILE>\n      \
         <OPTION_PROFILE_TITLE option_profile_default=\"1\"><![CDATA[Initial Options]]></OPTION_PROFILE_TITLE>\n    \
         </OPTION_PROFILE>\n  </HEADER>\n{hosts}</SCAN>\n",
        begun.epoch(),
        clinic.random("qualys scan").between(10_000, 99_999),
    );
    Piece::new(
        "scanners/qualys-scan.xml",
        text,
        "a Qualys scan: hosts with findings, and what only informs",
    )
    .holds("qualys_host", SCANNED.len())
    .holds("qualys_detection", open().count() + SCANNED.len())
    .gives("asset", SCANNED.len())
    .gives("vulnerability", findings(open()))
    .tells(
        "vulnerability",
        1,
        "severity = 'critical' and cve = 'CVE-2024-49112' and host_name = 'ac-srv01'",
    )
}

fn scanned(machine: &Machine) -> String {
    let holes: String = open()
        .filter(|hole| hole.host == machine.host)
        .map(|hole| {
            let cves = hole.cves.join(",");
            let named = if cves.is_empty() { String::new() } else { format!(" cveid=\"{cves}\"") };
            format!(
                "      <CAT value=\"Windows\" port=\"{}\" protocol=\"tcp\">\n        <VULN number=\"{}\" severity=\"{}\"{named}>\n          \
                 {}{}<CVSS_BASE>{}</CVSS_BASE><PCI_FLAG>1</PCI_FLAG>{}\n        </VULN>\n      </CAT>\n",
                hole.port,
                hole.qid,
                hole.level,
                data("TITLE", hole.title),
                "<LAST_UPDATE><![CDATA[2026-09-02T12:00:00Z]]></LAST_UPDATE>",
                hole.cvss,
                data("SOLUTION", hole.fix),
            )
        })
        .collect();
    let holes = if holes.is_empty() {
        holes
    } else {
        format!("    <VULNS>\n{holes}    </VULNS>\n")
    };
    format!(
        "  <IP value=\"{}\" name=\"{}\" status=\"host alive\">\n    {}{}\n    <INFOS>\n      <CAT value=\"Information gathering\">\n        \
         <INFO number=\"45017\" severity=\"2\">{}<PCI_FLAG>0</PCI_FLAG>\
         <RESULT format=\"table\"><![CDATA[Operating System\tTechnique\tID\n{}\tNTLMSSP\tU8:53]]></RESULT></INFO>\n      \
         </CAT>\n    </INFOS>\n{holes}  </IP>\n",
        machine.ip,
        fully_named(machine.host).to_lowercase(),
        data("OS", machine.os),
        data("NETBIOS_HOSTNAME", machine.host),
        data("TITLE", "Operating System Detected"),
        machine.os,
    )
}

/// A scan report over all hosts, with a glossary behind them (asset_data_report.dtd).
fn asset_report(clinic: &Clinic) -> Piece {
    let hosts: String = machines(clinic)
        .map(|machine| reported(clinic, machine))
        .collect();
    let glossary: String = HOLES
        .iter()
        .map(|hole| {
            let cves: String = hole.cves.iter().map(|cve| {
                format!("<CVE_ID>{}{}</CVE_ID>", data("ID", cve), data("URL", &format!("https://nvd.nist.gov/vuln/detail/{cve}")))
            }).collect();
            let cves = if cves.is_empty() { cves } else { format!("<CVE_ID_LIST>{cves}</CVE_ID_LIST>") };
            format!(
                "      <VULN_DETAILS id=\"qid_{0}\"><QID id=\"qid_{0}\">{0}</QID>{1}<SEVERITY>{2}</SEVERITY><CATEGORY>Windows</CATEGORY>\
                 {3}<LAST_UPDATE>2026-09-02T12:00:00Z</LAST_UPDATE><CVSS3_SCORE><CVSS3_BASE>{4}</CVSS3_BASE></CVSS3_SCORE>\
                 {5}<PCI_FLAG>1</PCI_FLAG></VULN_DETAILS>\n",
                hole.qid, data("TITLE", hole.title), hole.level, cves, hole.cvss, data("SOLUTION", hole.fix)
            )
        })
        .collect();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<!DOCTYPE ASSET_DATA_REPORT SYSTEM \"https://qualysguard.qualys.com/asset_data_report.dtd\">\n\
         <ASSET_DATA_REPORT>\n  <HEADER>\n    {}\n    <USERNAME>Omar Haddad</USERNAME>\n    <GENERATION_DATETIME>{}</GENERATION_DATETIME>\n    \
         <TEMPLATE>{}</TEMPLATE>\n  </HEADER>\n  <HOST_LIST>\n{hosts}  </HOST_LIST>\n  <GLOSSARY>\n    <VULN_DETAILS_LIST>\n{glossary}    \
         </VULN_DETAILS_LIST>\n  </GLOSSARY>\n</ASSET_DATA_REPORT>\n",
        data("COMPANY", "Alder Creek Family Medicine"),
        ago(clinic, 2, (9, 0)).iso(),
        data("TEMPLATE_TITLE", "Technical Report"),
    );
    Piece::new(
        "scanners/qualys-report.xml",
        text,
        "a Qualys report over all hosts, with what was repaired, and its glossary",
    )
    .holds("qualys_host", SCANNED.len())
    .holds("qualys_detection", HOLES.len())
    .holds("qualys_vulnerability", HOLES.len())
    .gives("asset", SCANNED.len())
    .gives("vulnerability", findings(HOLES.iter()))
    .tells(
        "vulnerability",
        2,
        "status = 'fixed' and host_name = 'ac-ws06'",
    )
}

fn reported(clinic: &Clinic, machine: &Machine) -> String {
    let found: String = HOLES
        .iter()
        .filter(|hole| hole.host == machine.host)
        .map(|hole| {
            let last = hole.gone.unwrap_or(5);
            format!(
                "        <VULN_INFO><QID id=\"qid_{0}\">{0}</QID><TYPE>Vuln</TYPE><PORT>{1}</PORT><PROTOCOL>tcp</PROTOCOL><SSL>false</SSL>\
                 <FIRST_FOUND>{2}</FIRST_FOUND><LAST_FOUND>{3}</LAST_FOUND><TIMES_FOUND>8</TIMES_FOUND><VULN_STATUS>{4}</VULN_STATUS></VULN_INFO>\n",
                hole.qid,
                hole.port,
                ago(clinic, hole.found, (2, 11)).iso(),
                ago(clinic, last, (2, 11)).iso(),
                if hole.gone.is_some() { "Fixed" } else { "Active" },
            )
        })
        .collect();
    let found = if found.is_empty() {
        found
    } else {
        format!("      <VULN_INFO_LIST>\n{found}      </VULN_INFO_LIST>\n")
    };
    format!(
        "    <HOST>\n      <IP>{}</IP>\n      <TRACKING_METHOD>IP</TRACKING_METHOD>\n      {}{}{}\n{found}    </HOST>\n",
        machine.ip,
        data("DNS", &fully_named(machine.host).to_lowercase()),
        data("NETBIOS", machine.host),
        data("OPERATING_SYSTEM", machine.os),
    )
}

/// What the API's host list detection gives; the knowledge base beside it has the CVE numbers.
fn detection_list(clinic: &Clinic) -> Piece {
    let mut random = clinic.random("qualys hosts");
    let scanned = ago(clinic, 1, (2, 20)).iso();
    let hosts: String = machines(clinic)
        .map(|machine| {
            let number = random.between(200_000_000, 299_999_999);
            let found: String = HOLES.iter().filter(|hole| hole.host == machine.host).map(|hole| detection(clinic, hole)).collect();
            format!(
                "      <HOST>\n        <ID>{number}</ID>\n        <IP>{}</IP>\n        <TRACKING_METHOD>AGENT</TRACKING_METHOD>\n        {}\n        \
                 {}\n        {}\n        <QG_HOSTID>{}</QG_HOSTID>\n        <LAST_SCAN_DATETIME>{scanned}</LAST_SCAN_DATETIME>\n        \
                 <LAST_VM_SCANNED_DATE>{scanned}</LAST_VM_SCANNED_DATE>\n        <LAST_VM_SCANNED_DURATION>412</LAST_VM_SCANNED_DURATION>\n        \
                 <DETECTION_LIST>\n{found}        </DETECTION_LIST>\n      </HOST>\n",
                machine.ip,
                data("OS", machine.os),
                data("DNS", &fully_named(machine.host).to_lowercase()),
                data("NETBIOS", machine.host),
                random.guid(),
            )
        })
        .collect();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<!DOCTYPE HOST_LIST_VM_DETECTION_OUTPUT SYSTEM \
         \"https://qualysapi.qualys.com/api/2.0/fo/asset/host/vm/detection/host_list_vm_detection_output.dtd\">\n\
         <HOST_LIST_VM_DETECTION_OUTPUT>\n  <RESPONSE>\n    {}\n    <HOST_LIST>\n{hosts}    </HOST_LIST>\n  </RESPONSE>\n\
         </HOST_LIST_VM_DETECTION_OUTPUT>\n",
        leaf("DATETIME", ago(clinic, 1, (6, 0)).iso()),
    );
    Piece::new(
        "scanners/qualys-detections.xml",
        text,
        "Qualys' list of detections by host, as its interface gives it",
    )
    .holds("qualys_host", SCANNED.len())
    .holds("qualys_detection", HOLES.len())
    .gives("vulnerability", findings(HOLES.iter()))
}

fn detection(clinic: &Clinic, hole: &Hole) -> String {
    let last = hole.gone.unwrap_or(1);
    let (status, fixed) = match hole.gone {
        Some(days) => (
            "Fixed",
            leaf("LAST_FIXED_DATETIME", ago(clinic, days - 1, (2, 20)).iso()),
        ),
        None => ("Active", String::new()),
    };
    format!(
        "          <DETECTION><UNIQUE_VULN_ID>{}</UNIQUE_VULN_ID><QID>{}</QID><TYPE>Confirmed</TYPE><SEVERITY>{}</SEVERITY><PORT>{}</PORT>\
         <PROTOCOL>tcp</PROTOCOL><SSL>0</SSL>{}<STATUS>{status}</STATUS><FIRST_FOUND_DATETIME>{}</FIRST_FOUND_DATETIME>\
         <LAST_FOUND_DATETIME>{}</LAST_FOUND_DATETIME><TIMES_FOUND>14</TIMES_FOUND>{fixed}<IS_IGNORED>0</IS_IGNORED><IS_DISABLED>0</IS_DISABLED></DETECTION>\n",
        5_000_000 + hole.qid,
        hole.qid,
        hole.level,
        hole.port,
        data("RESULTS", hole.title),
        ago(clinic, hole.found, (2, 11)).iso(),
        ago(clinic, last, (2, 20)).iso(),
    )
}

fn knowledge_base() -> Piece {
    let checks: String = HOLES
        .iter()
        .map(|hole| {
            let cves: String = hole.cves.iter().map(|cve| {
                format!("<CVE>{}{}</CVE>", data("ID", cve), data("URL", &format!("http://cve.mitre.org/cgi-bin/cvename.cgi?name={cve}")))
            }).collect();
            let cves = if cves.is_empty() { cves } else { format!("<CVE_LIST>{cves}</CVE_LIST>") };
            format!(
                "      <VULN><QID>{}</QID><VULN_TYPE>Vulnerability</VULN_TYPE><SEVERITY_LEVEL>{}</SEVERITY_LEVEL>{}<CATEGORY>Windows</CATEGORY>\
                 <PATCHABLE>1</PATCHABLE>{cves}{}<CVSS_V3><BASE>{}</BASE><CVSS3_VERSION>3.1</CVSS3_VERSION></CVSS_V3><PCI_FLAG>1</PCI_FLAG></VULN>\n",
                hole.qid, hole.level, data("TITLE", hole.title), data("SOLUTION", hole.fix), hole.cvss
            )
        })
        .collect();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<!DOCTYPE KNOWLEDGE_BASE_VULN_LIST_OUTPUT SYSTEM \
         \"https://qualysapi.qualys.com/api/2.0/fo/knowledge_base/vuln/knowledge_base_vuln_list_output.dtd\">\n\
         <KNOWLEDGE_BASE_VULN_LIST_OUTPUT>\n  <RESPONSE>\n    <VULN_LIST>\n{checks}    </VULN_LIST>\n  </RESPONSE>\n</KNOWLEDGE_BASE_VULN_LIST_OUTPUT>\n"
    );
    Piece::new(
        "scanners/qualys-knowledge-base.xml",
        text,
        "what Qualys knows of the checks, with their CVE numbers",
    )
    .holds("qualys_vulnerability", HOLES.len())
}
