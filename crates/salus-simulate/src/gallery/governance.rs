//! Lists about rights, purchases, rooms and data: what offices and their programs keep.

use super::office::MACS;
use super::{Piece, ago};
use crate::clinic::Clinic;
use crate::clinic::machines::Kind;
use crate::format::csv::Table;
use crate::format::workbook;

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![
        entra_review(clinic),
        sailpoint(clinic),
        duties(),
        purchases(clinic),
        ise(clinic),
        clearpass(clinic),
        transfers(clinic),
        data_stores(),
        badges(clinic),
        vendors(),
    ]
}

/// Entra: ID Governance, Access reviews, results downloaded.
fn entra_review(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "governance/entra-access-review.csv",
        "ReviewId,ReviewName,ResourceId,ResourceDisplayName,ResourceType,PrincipalId,PrincipalName,PrincipalUpn,PrincipalType,ReviewResult,Justification,ReviewerUpn,ReviewerName,ReviewDate,AppliedByUpn,AppliedDate,SubmissionResult,Recommendation",
    );
    let mut random = clinic.random("entra review");
    let (review, group) = (random.guid(), random.guid());
    let reviewed = ago(clinic, 11, (18, 0)).format("%-m/%-d/%Y %-I:%M:%S %p");
    for person in clinic.people {
        let (result, applied) = match person.user {
            "pgentry" => ("Deny", true),
            "nfarouk" => ("Not reviewed", false),
            _ => ("Approve", false),
        };
        let judged = result != "Not reviewed";
        table.line(&format!(
            "{review}|Records group, quarterly|{group}|Records|group|{}|{}|{}|User|{result}|{}|{}|{}|{}|{}|{}|{}|{}",
            random.guid(),
            person.name(),
            person.mail(),
            if judged { "Works with records" } else { "" },
            if judged { "rchen@alder-creek.example" } else { "" },
            if judged { "Rosalind Chen" } else { "" },
            if judged { reviewed.as_str() } else { "" },
            if applied { "rchen@alder-creek.example" } else { "" },
            if applied { reviewed.as_str() } else { "" },
            if applied { "Success" } else { "" },
            if result == "Deny" { "Deny" } else { "Approve" },
        ));
    }
    let count = clinic.people.len();
    Piece::of_table(
        &table,
        "an access review of Entra: one refused and taken away, one not looked at",
        "entitlement_csv",
    )
    .gives("privilege_change", count)
    .tells(
        "privilege_change",
        count - 2,
        "kept and reviewer = 'rchen' and reviewed_at is not null",
    )
    .tells(
        "privilege_change",
        1,
        "not kept and removed and target = 'pgentry'",
    )
    .tells("privilege_change", 1, "kept is null and target = 'nfarouk'")
}

/// A certification of SailPoint IdentityNow, with how each right came about.
fn sailpoint(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "governance/sailpoint-certification.csv",
        "Certification Name,Identity Name,Account Name,Application,Entitlement,Entitlement Description,Privileged,Access Source,Reviewer,Decision,Decision Date,Remediation Status",
    );
    let day = ago(clinic, 12, (16, 0)).format("%m/%d/%Y");
    for person in clinic.people.iter().filter(|person| person.end.is_none()) {
        let admin = person.department == "IT";
        let surplus = person.user == "dpruitt";
        table.line(&format!(
            "Autumn 2026|{}|{}|Record system|{}|What the job needs|{}|{}|rchen|{}|{day}|{}",
            person.name(),
            person.user,
            if admin { "Administrator" } else { person.title },
            if admin { "Yes" } else { "No" },
            if admin { "Direct" } else { "Role" },
            if surplus { "Revoked" } else { "Approved" },
            if surplus { "Open" } else { "" },
        ));
    }
    let count = table.rows.len();
    Piece::of_table(
        &table,
        "a certification of SailPoint: one right shall go and is still there",
        "entitlement_csv",
    )
    .gives("privilege_change", count)
    .tells(
        "privilege_change",
        1,
        "administrative and came_by = 'direct' and target = 'ohaddad'",
    )
    .tells(
        "privilege_change",
        1,
        "not kept and not removed and target = 'dpruitt'",
    )
}

fn duties() -> Piece {
    let mut table = Table::new(
        "governance/sod-violations.csv",
        "Identity Name,SOD Policy,Conflicting Entitlements,Application,Violation Status,Mitigating Control,Mitigation Expires",
    );
    table.line("mlindqvist|Enter and approve payments|Payments.Enter, Payments.Approve|Billing|Open|MC-04 Monthly look by the manager|12/31/2026");
    table.line("rchen|Create vendors and pay them|Vendors.Create, Payments.Pay|Billing|Open||");
    table.line(
        "ohaddad|Make backups and delete them|Backup.Run, Backup.Delete|Commvault|Open|None|",
    );
    table.line("lortega|Book and cancel co-payments|Copay.Book, Copay.Cancel|Billing|Resolved||");
    Piece::of_table(
        &table,
        "separation of duties: four clashes, one made up for, one resolved",
        "sod_csv",
    )
    .gives("privilege_change", 4)
    .tells(
        "privilege_change",
        1,
        "mitigated and mitigated_until is not null and target = 'mlindqvist'",
    )
    .tells("privilege_change", 1, "removed and target = 'lortega'")
}

/// A dealer's list of delivered lines.
fn purchases(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "governance/dealer-orders.csv",
        "Order Number,PO Number,Order Date,Ship Date,Line,Mfg Part,Description,Qty,Unit Price,Serial Number,Tracking",
    );
    let laptops = clinic
        .machines
        .iter()
        .filter(|machine| machine.kind == Kind::Laptop);
    for (machine, line) in laptops.clone().zip(1..) {
        table.line(&format!(
            "CX{line}104|PO-26-0{line}|{0}|{0}|{line}|CF13|{1}|1|$1,249.00|{2}|1Z{line}",
            machine.bought,
            machine.maker,
            machine.serial()
        ));
    }
    for (mac, line) in MACS.iter().zip(20..) {
        table.line(&format!(
            "CX{line}104|PO-26-{line}|2025-02-20|2025-02-27|{line}|MRX33LL/A|{}|1|$1,599.00|{}|1Z{line}",
            mac.model, mac.serial
        ));
    }
    table.line("CX30104|PO-26-30|2026-09-01|2026-09-03|1|910-00|Laptop bag 13 in|3|$39.00||1Z30");
    let machines = laptops.count() + MACS.len();
    Piece::of_table(
        &table,
        "a dealer's orders: machines with serial numbers, and a bag that is none",
        "purchase_csv",
    )
    .gives("asset", machines)
    .tells(
        "asset",
        MACS.len(),
        "cost = 1599 and purchase_order like 'PO-26-2%' and received_at is not null",
    )
}

/// Cisco ISE: Operations, Reports, RADIUS Authentications, exported.
fn ise(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "governance/ise-radius-authentications.csv",
        "Logged At,RADIUS Status,Details,Identity,Endpoint ID,Endpoint Profile,Authentication Policy,Authorization Policy,Authorization Profiles,IP Address,Network Device,Device Port,Identity Group,Posture Status,Server,Auth Method,Failure Reason",
    );
    for (machine, minute) in clinic
        .machines
        .iter()
        .filter(|machine| machine.kind != Kind::Network)
        .zip(0..)
    {
        let profile = match machine.kind {
            Kind::Workstation => "Windows11-Workstation",
            Kind::Laptop => "Windows-Laptop",
            Kind::Server => "Windows-Server",
            Kind::Phone => "Apple-iPhone",
            Kind::Tablet => "Apple-iPad",
            Kind::Printer => "Printer",
            _ => "Medical-Device",
        };
        table.line(&format!(
            "{}|Pass||{}|{}|{profile}|Wired >> Dot1X|Practice >> Known|Known_Devices|{}|AC-SW01|GigabitEthernet1/0/{}|Profiled|NotApplicable|ise01|dot1x|",
            ago(clinic, 1, (14, minute)).format("%Y-%m-%d %H:%M:%S.0"),
            machine.owner,
            machine.mac().to_uppercase(),
            machine.ip,
            minute + 1,
        ));
    }
    let known = table.rows.len();
    table.line(&format!(
        "{}|Fail||02:ac:99:99:00:01|02:AC:99:99:00:01|Unknown|Wired >> MAB|Default|DenyAccess||AC-SW01|GigabitEthernet1/0/24|Unknown||ise01|mab|22056 Subject not found in the applicable identity store(s)",
        ago(clinic, 1, (16, 40)).format("%Y-%m-%d %H:%M:%S.0")
    ));
    Piece::of_table(
        &table,
        "Cisco ISE's authentications: what is known was let in, a stranger was not",
        "nac_csv",
    )
    .gives("asset", known + 1)
    .tells("asset", known, "admitted and time is not null")
    .tells(
        "asset",
        1,
        "admitted = false and mac_address = '02:ac:99:99:00:01'",
    )
    .tells("asset", 6, "kind = 'medical_device'")
}

/// Aruba ClearPass: Identity, Endpoints, exported.
fn clearpass(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "governance/clearpass-endpoints.csv",
        "MAC Address,Hostname,IP Address,Device Category,Device OS Family,Device Name,Status,Enforcement Profiles,Last Seen,Added At",
    );
    for mac in &MACS {
        table.line(&format!(
            "{}|{}|{}|Computer|macOS|Apple Mac|Known|Second office|{}|2025-03-04 16:12:09",
            mac.mac.replace(':', "").to_lowercase(),
            mac.host,
            mac.ip,
            ago(clinic, 1, (15, 0)).format("%Y-%m-%d %H:%M:%S"),
        ));
    }
    Piece::of_table(
        &table,
        "ClearPass's endpoints of the second office",
        "nac_csv",
    )
    .gives("asset", MACS.len())
    .tells(
        "asset",
        MACS.len(),
        "mac_address like '02:ac:0a:14:32:%' and host_name like 'aw-%'",
    )
}

fn transfers(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "governance/transfers.csv",
        "Employee ID,Employee Name,User Name,Transfer Date,Former Department,New Department,Old Access Removed On",
    );
    for (user, from, days, removed) in [
        ("nfarouk", "Front office", 120, "2026-07-08"),
        ("lortega", "Billing", 60, ""),
        ("abello", "Front office", 30, "2026-10-05"),
    ] {
        let person = clinic.person(user);
        table.line(&format!(
            "{}|{}|{user}|{}|{from}|{}|{removed}",
            person.id,
            person.name(),
            ago(clinic, days, (0, 0)).date(),
            person.department
        ));
    }
    Piece::of_table(
        &table,
        "three people who changed their job; one still has the former rights",
        "transfer_csv",
    )
    .gives("privilege_change", 3)
    .tells(
        "privilege_change",
        2,
        "action = 'revoked' and removed and moved_at is not null",
    )
    .tells(
        "privilege_change",
        1,
        "action = 'held' and target = 'lortega' and privilege = 'Billing'",
    )
}

fn data_stores() -> Piece {
    let mut table = Table::new(
        "governance/data-stores.csv",
        "Data Store,Location,System Owner,Data Classification,Contains PHI,Records,Last Reviewed",
    );
    table.line("ac-srv01|Server closet|Rosalind Chen|Restricted|Yes|350 patients|2026-03-10");
    table.line("alder-creek-backup|Cloud|Omar Haddad|Restricted|Yes|Backups|2026-03-10");
    table.line("portal|Cloud|Helen Marsh|Restricted|Yes|Messages|2026-03-10");
    table.line("old-billing|Server closet|TBD||Yes|Bills to 2019|");
    Piece::of_table(
        &table,
        "where data lies; one store has neither owner nor class",
        "data_store_csv",
    )
    .gives("asset", 4)
    .tells(
        "asset",
        3,
        "owner is not null and classification = 'Restricted' and kind = 'data_store'",
    )
}

/// Brivo's list of events at doors.
fn badges(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "governance/brivo-activity.csv",
        "Occurred,Event Name,Site Name,Access Point Name,First Name,Last Name,Card Number,Employee ID",
    );
    for (person, minute) in clinic
        .people
        .iter()
        .filter(|person| person.end.is_none())
        .zip(0..)
    {
        table.line(&format!(
            "{}|{}|Second office|Staff door|{}|{}|{}|{}",
            ago(clinic, 2, (13, 30 + minute)).iso(),
            if person.user == "abello" {
                "Access denied"
            } else {
                "Access granted"
            },
            person.given,
            person.family,
            40_000 + person.rid,
            person.id,
        ));
    }
    Piece::of_table(
        &table,
        "badges held to the second office's door; one was refused",
        "badge_csv",
    )
    .gives("badge_event", table.rows.len())
    .tells(
        "badge_event",
        1,
        "person_id = 'P106' and outcome <> 'granted'",
    )
}

/// A list somebody has kept in Excel since 2003.
fn vendors() -> Piece {
    let mut table = Table::new(
        "governance/vendors.xls",
        "Vendor Name,Service,Access to PHI,BAA Signed,BAA Date,Risk Review Date,Incident Terms",
    );
    table.line(
        "Tallgrass IT Services|Administration of computers|Yes|Yes|2023-05-01|2026-02-10|Yes",
    );
    table.line("Chartwright|Record system|Yes|Yes|2019-01-02|2026-02-10|Yes");
    table.line("Prairie Shredding|Paper|Yes|No|||No");
    table.line("Creek Coffee|Coffee|No|No|||No");
    let bytes = workbook::file(&table, "Vendors");
    Piece::new(
        table.path,
        bytes,
        "vendors in a workbook of Excel 97; one with patients' data has signed nothing",
    )
    .holds("vendor_csv", table.rows.len())
    .gives("vendor", table.rows.len())
    .tells(
        "vendor",
        1,
        "handles_phi and not baa_signed and name = 'Prairie Shredding'",
    )
    .tells(
        "vendor",
        2,
        "baa_signed and incident_terms and risk_reviewed_at is not null",
    )
}
