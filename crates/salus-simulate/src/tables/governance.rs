//! Papers in tables: policies, vendors, risks, exercises.

use crate::format::csv::Table;

pub(crate) fn all() -> Vec<Table> {
    vec![policies(), vendors(), risks(), exercises()]
}

fn policies() -> Table {
    let mut table = Table::new(
        "governance/policies.csv",
        "Policy,Policy Type,Owner,Status,Approval Date,Last Reviewed,Version",
    );
    for line in [
        "Roles and responsibilities|Roles and responsibilities|Rosalind Chen|Approved|2024-02-05|2026-02-09|3",
        "Security education|Education and awareness|Rosalind Chen|Approved|2024-02-05|2026-02-09|2",
        "Acceptable use and e-mail|Acceptable use and email|Rosalind Chen|Approved|2024-02-05|2026-02-09|4",
        "Classification of data|Data classification|Rosalind Chen|Approved|2023-06-12|2025-02-20|1",
        "Own devices|Personal devices|Rosalind Chen|Draft|||0.3",
        "Laptops and work away from the office|Laptop portable remote use|Rosalind Chen|Approved|2024-02-05|2026-02-09|2",
        "Reporting an incident|Incident reporting and checklist|Rosalind Chen|Approved|2024-02-05|2026-02-09|2",
        "Recovery from disaster|Disaster recovery plan|Rosalind Chen|Approved|2023-06-12|2025-02-20|1",
        "Controls of information technology|IT controls|Rosalind Chen|Approved|2024-02-05|2026-02-09|2",
        "Incident response plan|Incident response plan|Rosalind Chen|Approved|2025-05-12|2026-02-09|2",
        "Appointment of the security official|Security official|Rosalind Chen|Approved|2021-01-04|2026-02-09|1",
        "Sanctions|Sanction policy|Rosalind Chen|Approved|2021-01-04|2026-02-09|1",
        "Medical devices|Device policy|Rosalind Chen|Draft|||0.1",
    ] {
        table.line(line);
    }
    table
}

fn vendors() -> Table {
    let mut table = Table::new(
        "governance/vendors.csv",
        "Vendor,Service,Handles PHI,Critical,BAA Signed,Incident Notice,Last Risk Review,Insurance",
    );
    for line in [
        "Harbor Health Systems|Electronic records|Yes|Yes|Yes|Yes|2026-02-16|No",
        "Tallgrass IT Services|IT administration|Yes|Yes|Yes|Yes|2026-02-16|No",
        "Northlab|Laboratory|Yes|Yes|Yes|No|2025-01-15|No",
        "Riverside Imaging|Imaging referrals|Yes|No|Yes|No||No",
        "Payers Clearing House|Claims|Yes|Yes|Yes|Yes|2024-11-04|No",
        "QuickFax Relay|Fax gateway|Yes|No|No|No||No",
        "Millbrook Office Supply|Office supply|No|No|||2023-05-01|No",
        "Prairie Mutual|Cyber insurance, in force until 2027-03-31|No|No|||2026-03-30|Yes",
    ] {
        table.line(line);
    }
    table
}

fn risks() -> Table {
    let mut table = Table::new(
        "governance/risk-register.csv",
        "Risk,Kind,Level,Owner,Plan,Due Date,Closed Date,Approved Date",
    );
    for line in [
        "Enterprise risk analysis 2026|Analysis|Medium|Rosalind Chen|||2026-02-27|2026-02-27",
        "Sign-in without a second factor|Risk|High|Omar Haddad|Second factor for billing and front desk|2026-09-30||2026-02-27",
        "Ultrasound out of support|Risk|High|Helen Marsh|Replace in 2027, isolate until then|2026-12-15||2026-02-27",
        "Laptops without encryption|Risk|High|Omar Haddad|Encrypt or replace the last one|2026-08-31||2026-02-27",
        "No immutable backup|Risk|High|||||2026-02-27",
        "Old workstation in exam hall B|Risk|Medium|Omar Haddad|Replace|2026-11-30||2026-02-27",
        "Fax gateway without agreement|Risk|Medium|Rosalind Chen|Sign or leave|2026-11-30||2026-02-27",
        "Server closet key|Risk|Low|Rosalind Chen|New lock|2026-04-30|2026-04-12|2026-02-27",
    ] {
        table.line(line);
    }
    table
}

fn exercises() -> Table {
    let mut table = Table::new(
        "governance/exercises.csv",
        "Exercise,Kind,Held On,Participants,After Action Report",
    );
    table.line("Ransomware at the table|Tabletop|2026-05-21|9|2026-06-08");
    table.line("A morning without the record system|Downtime|2025-04-10|12|");
    table
}
