//! What vulnerability scanners found, as their lists of values separated by commas.

use super::scanners::{HOLES, Hole, SCANNED, findings, open};
use super::{Piece, ago};
use crate::clinic::{Clinic, fully_named};
use crate::format::csv::Table;

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![
        qualys(clinic),
        nessus(clinic),
        openvas(clinic),
        rapid7(clinic),
        defender(clinic),
    ]
}

/// The heads of Qualys' list.
const HEADS: &str = "IP,DNS,NetBIOS,Tracking Method,OS,IP Status,QID,Title,Vuln Status,Type,Severity,Port,Protocol,FQDN,SSL,First Detected,Last Detected,Times Detected,Date Last Fixed,CVE ID,Vendor Reference,Bugtraq ID,CVSS3.1,CVSS3.1 Base,Threat,Impact,Solution,Exploitability,Results,PCI Vuln,Ticket State,Instance,Category,Associated Tags";

/// A Qualys scan report: what it is about stands above the list, and every cell in quotation marks.
fn qualys(clinic: &Clinic) -> Piece {
    let made = ago(clinic, 2, (9, 0)).format("%m/%d/%Y at %H:%M:%S (GMT)");
    let mut text = format!(
        "\"Technical Report\",\"{made}\"\r\n\
         \"Alder Creek Family Medicine\",\"12 Creek Road\",,\"Alder Creek\",\"Colorado\",\"United States of America\",\"80000\"\r\n\
         \"Omar Haddad\",\"aldcr_oh\",\"Manager\"\r\n\r\n\
         \"Asset Groups\",\"IPs\",\"Active Hosts\",\"Hosts Matching Filters\",\"Trend Analysis\",\"Date Range\",\"Network\"\r\n\
         \"All\",\"10.20.0.0-10.20.255.255\",\"{0}\",\"{0}\",\"Latest vulnerability data\",\"N/A\",\"N/A\"\r\n\r\n\
         \"Total Vulnerabilities\",\"Avg Security Risk\",\"Business Risk\"\r\n\"{1}\",\"3.4\",\"30/100\"\r\n\r\n",
        SCANNED.len(),
        HOLES.len()
    );
    let mut line = |cells: Vec<String>| {
        assert_eq!(
            cells.len(),
            HEADS.split(',').count(),
            "a cell for each head"
        );
        let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{cell}\"")).collect();
        text.push_str(&(quoted.join(",") + "\r\n"));
    };
    line(HEADS.split(',').map(str::to_owned).collect());
    for host in SCANNED {
        line(qualys_row(clinic, host, None));
    }
    for hole in &HOLES {
        line(qualys_row(clinic, hole.host, Some(hole)));
    }
    Piece::new(
        "scanners/qualys-report.csv",
        text,
        "the same Qualys report as CSV, with what it is about above the list",
    )
    .holds("vulnerability_csv", SCANNED.len() + HOLES.len())
    .gives("vulnerability", findings(HOLES.iter()))
    .tells(
        "vulnerability",
        1,
        "cve = 'CVE-2024-49112' and severity = 'critical' and cvss = 9.8 and status = 'open'",
    )
    .tells("vulnerability", 2, "status = 'fixed'")
}

/// A finding, or that a host's system was recognised.
fn qualys_row(clinic: &Clinic, host: &str, hole: Option<&Hole>) -> Vec<String> {
    let machine = clinic.machine(host);
    let day = |days: i64| ago(clinic, days, (2, 11)).format("%m/%d/%Y %H:%M:%S");
    let (qid, title, status, kind, level) = match hole {
        Some(hole) => (
            hole.qid,
            hole.title,
            if hole.gone.is_some() {
                "Fixed"
            } else {
                "Active"
            },
            "Vuln",
            hole.level,
        ),
        None => (45_017, "Operating System Detected", "", "Ig", 2),
    };
    let text = |cell: &dyn Fn(&Hole) -> String| hole.map(cell).unwrap_or_default();
    let cells = [
        machine.ip.to_owned(),
        fully_named(host).to_lowercase(),
        host.to_owned(),
        "IP".to_owned(),
        machine.os.to_owned(),
        "host scanned, found vuln".to_owned(),
        qid.to_string(),
        title.to_owned(),
        status.to_owned(),
        kind.to_owned(),
        level.to_string(),
        text(&|hole| hole.port.to_string()),
        text(&|_| "tcp".to_owned()),
        String::new(),
        text(&|_| "no".to_owned()),
        text(&|hole| day(hole.found)),
        text(&|hole| day(hole.gone.unwrap_or(5))),
        text(&|_| "8".to_owned()),
        text(&|hole| hole.gone.map(|days| day(days - 1)).unwrap_or_default()),
        text(&|hole| hole.cves.join(",")),
        String::new(),
        String::new(),
        text(&|hole| format!("{} (AV:N/AC:L)", hole.cvss)),
        text(&|hole| format!("{} (AV:N/AC:L)", hole.cvss)),
        text(&|_| "Code may run.".to_owned()),
        String::new(),
        text(&|hole| hole.fix.to_owned()),
        String::new(),
        String::new(),
        text(&|_| "yes".to_owned()),
        String::new(),
        String::new(),
        "Windows".to_owned(),
        "All".to_owned(),
    ];
    cells.into()
}

fn risk(level: u32) -> &'static str {
    match level {
        5 => "Critical",
        4 => "High",
        3 => "Medium",
        2 => "Low",
        _ => "None",
    }
}

/// A Nessus scan as CSV: a finding with two CVE numbers stands there twice.
fn nessus(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "scanners/nessus-scan.csv",
        "Plugin ID,CVE,CVSS v2.0 Base Score,Risk,Host,Protocol,Port,Name,Synopsis,Description,Solution,See Also,Plugin Output,STIG Severity,CVSS v3.0 Base Score,Risk Factor",
    );
    for hole in open() {
        let machine = clinic.machine(hole.host);
        let mut names = hole.cves.to_vec();
        if names.is_empty() {
            names.push("");
        }
        for cve in names {
            table.line(&format!(
                "{0}|{cve}|{1}|{2}|{3}|tcp|{4}|{5}|{5}|{5}|{6}|||I|{1}|{2}",
                hole.qid,
                hole.cvss,
                risk(hole.level),
                machine.ip,
                hole.port,
                hole.title,
                hole.fix
            ));
        }
    }
    Piece::of_table(
        &table,
        "a Nessus scan as CSV; machines stand there by their addresses",
        "vulnerability_csv",
    )
    .gives("vulnerability", findings(open()))
    .tells("vulnerability", 1, "severity = 'critical' and cvss = 9.8")
    .tells("vulnerability", findings(open()), "host_name is null")
}

fn openvas(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "scanners/openvas-report.csv",
        "IP,Hostname,Port,Port Protocol,CVSS,Severity,QoD,Solution Type,NVT Name,Summary,Specific Result,NVT OID,CVEs,Task ID,Task Name,Timestamp,Result ID,Impact,Solution,Affected Software/OS,Vulnerability Insight,Vulnerability Detection Method,Product Detection Result,BIDs,CERTs,Other References",
    );
    let mut random = clinic.random("openvas list");
    let task = random.guid();
    for hole in open() {
        let machine = clinic.machine(hole.host);
        let title = hole.title;
        table.line(&format!(
            "{}|{}|{}|tcp|{}|{}|97|VendorFix|{title}|{title}||{}|{}|{task}|Offices|{}|{}||{}|||||||",
            machine.ip,
            fully_named(hole.host).to_lowercase(),
            hole.port,
            hole.cvss,
            risk(hole.level),
            hole.oid,
            hole.cves.join(","),
            ago(clinic, 6, (3, 15)).iso(),
            random.guid(),
            hole.fix,
        ));
    }
    Piece::of_table(&table, "a Greenbone report as CSV", "vulnerability_csv")
        .gives("vulnerability", findings(open()))
        .tells(
            "vulnerability",
            1,
            "cve = 'CVE-2023-36884' and severity = 'high' and host_name = 'ac-ws06' and time is not null",
        )
}

/// InsightVM's basic vulnerability list.
fn rapid7(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "scanners/insightvm-vulnerabilities.csv",
        "Asset IP Address,Asset Names,Service Port,Vulnerability Test Result Code,Vulnerability ID,Vulnerability CVE IDs,Vulnerability Severity Level,Vulnerability Title,Vulnerability CVSS Score,Vulnerability Solution,Vulnerable Since",
    );
    for hole in open() {
        table.line(&format!(
            "{}|{}|{}|vv|hole-{}|{}|{}|{}|{}|{}|{}",
            clinic.machine(hole.host).ip,
            fully_named(hole.host).to_lowercase(),
            hole.port,
            hole.qid,
            hole.cves.join(","),
            hole.level * 2,
            hole.title,
            hole.cvss,
            hole.fix,
            ago(clinic, hole.found, (2, 11)).format("%Y-%m-%d %H:%M:%S.0"),
        ));
    }
    Piece::of_table(
        &table,
        "InsightVM's list of vulnerabilities",
        "vulnerability_csv",
    )
    .gives("vulnerability", findings(open()))
    .tells(
        "vulnerability",
        1,
        "cve = 'CVE-2024-49112' and cvss = 9.8 and host_name = 'ac-srv01'",
    )
}

/// Microsoft Defender's weaknesses by device, as a hunting query exports them.
fn defender(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "scanners/defender-software-vulnerabilities.csv",
        "DeviceId,DeviceName,OSPlatform,OSVersion,OSArchitecture,SoftwareVendor,SoftwareName,SoftwareVersion,CveId,VulnerabilitySeverityLevel,RecommendedSecurityUpdate,RecommendedSecurityUpdateId,CveTags,CveMitigationStatus",
    );
    let mut random = clinic.random("defender weaknesses");
    let holes = open().filter(|hole| !hole.cves.is_empty());
    for hole in holes.clone() {
        table.line(&format!(
            "{}|{}|Windows11|10.0.22631.4890|x64|microsoft|windows_11|10.0.22631.4890|{}|{}|October 2026 Security Updates|5049624|[]|",
            random.hex(40),
            fully_named(hole.host).to_lowercase(),
            hole.cves[0],
            risk(hole.level),
        ));
    }
    Piece::of_table(
        &table,
        "Microsoft Defender's weaknesses by device, exported from a hunting query",
        "vulnerability_csv",
    )
    .gives("vulnerability", holes.count())
    .tells(
        "vulnerability",
        1,
        "cve = 'CVE-2024-49112' and severity = 'critical' and host_name = 'ac-srv01'",
    )
}
