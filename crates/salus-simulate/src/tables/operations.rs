//! Operations in tables: backups, restore tests, domain records.

use crate::clinic::Clinic;
use crate::format::csv::Table;

/// Nights on which the server's backup fails: twice by chance, then after the attack.
const FAILED: [&str; 5] = [
    "2026-09-29",
    "2026-10-11",
    "2026-10-23",
    "2026-10-24",
    "2026-10-25",
];

pub(crate) fn all(clinic: &Clinic) -> Vec<Table> {
    vec![backups(clinic), restores(), domains()]
}

fn backups(clinic: &Clinic) -> Table {
    let mut table = Table::new(
        "governance/backup-jobs.csv",
        "Job Name,System,Status,Start Time,End Time,Bytes,Offsite,Immutable,Encrypted,Message",
    );
    let mut random = clinic.random("backups");
    for day in clinic.days() {
        let date = day.date();
        let failed = FAILED.contains(&date.as_str());
        let warned = date == "2026-10-05";
        let status = if failed {
            "Failed"
        } else if warned {
            "Warning"
        } else {
            "Success"
        };
        let message = match (failed, warned) {
            (true, _) if date.as_str() > "2026-10-22" => {
                "repository does not answer: snapshots missing"
            }
            (true, _) => "connection lost",
            (_, true) => "two files were in use",
            _ => "",
        };
        let bytes = if failed {
            0
        } else {
            random.between(400_000_000, 900_000_000)
        };
        let minutes = random.between(10, 19);
        table.line(&format!(
            "SRV01 nightly|AC-SRV01|{status}|{date} 05:00:30|{date} 05:{minutes:02}:00|{bytes}|Yes|No|Yes|{message}"
        ));
        let local = random.between(20_000_000, 60_000_000);
        table.line(&format!("Imaging archive copy|Imaging archive|Success|{date} 06:00:10|{date} 06:0{}:40|{local}|No|No|No|", minutes - 10));
    }
    table
}

fn restores() -> Table {
    let mut table = Table::new(
        "governance/restore-tests.csv",
        "System,Test Date,Result,Recovery Time Hours,Goal Hours,Verified By,Remarks",
    );
    table.line(
        "AC-SRV01|2026-07-18|Success|5.5|8|Omar Haddad|Folder shares and scheduling data compared",
    );
    table.line("Imaging archive|2026-07-18|Failure|14|8|Omar Haddad|Two studies did not open");
    table
}

fn domains() -> Table {
    let mut table = Table::new(
        "governance/domain-records.csv",
        "Domain,DMARC Policy,DMARC pct,SPF Valid,MTA-STS,Checked",
    );
    table.line("alder-creek.example|quarantine|100|Yes|No|2026-10-28");
    table.line("aldercreekfamily.example|missing||No|No|2026-10-28");
    table
}
