//! Machines: practices 2, 5, 7 and 9.

use super::{Facts, share};
use crate::format::csv::Table;
use crate::tables::at;

pub(super) fn add(tables: &[Table], facts: &mut Facts) {
    agents(tables, facts);
    managed(tables, facts);
    assets(tables, facts);
    medical(tables, facts);
}

/// Measure, column, and the cell that counts.
const AGENTS: [(&str, &str, &str); 6] = [
    ("ep.agent_prevention_mode", "Prevention Mode", "Prevent"),
    ("ep.av_fresh", "Signature Date", "2026-10-31"),
    ("ep.patch_compliant", "Patch Status", "Compliant"),
    ("ep.local_admin_users", "Local Admin", "Yes"),
    ("ep.host_firewall_on", "Firewall", "On"),
    ("ep.baseline_compliant", "Baseline", "Pass"),
];

/// The stolen laptop stands in the console, but is no longer in use.
fn agents(tables: &[Table], facts: &mut Facts) {
    let console = at(tables, "inventory/endpoint-console.csv");
    let in_use: Vec<_> = console
        .rows
        .iter()
        .filter(|row| row[0] != "AC-LT05")
        .collect();
    let how =
        "workstations, laptops, servers in use; AC-WS06 and the hosted web server have no agent";
    facts.share("ep.agent_coverage", (in_use.len(), in_use.len() + 2), how);
    for (measure, header, wanted) in AGENTS {
        let column = console.column(header);
        facts.share(
            measure,
            share(&in_use, |row| row[column] == wanted),
            "agents in use",
        );
    }
}

fn managed(tables: &[Table], facts: &mut Facts) {
    let managed = at(tables, "inventory/device-management.csv");
    let in_use: Vec<_> = managed
        .rows
        .iter()
        .filter(|row| row[13] == "Managed")
        .collect();
    let how = "workstations, laptops, phones, tablets in use; AC-WS06 is not encrypted";
    facts.share(
        "ep.disk_encrypted",
        share(&in_use, |row| row[9] == "Yes"),
        how,
    );
    let of = |kinds: &[&str]| -> Vec<&Vec<String>> {
        in_use
            .iter()
            .copied()
            .filter(|row| kinds.contains(&row[1].as_str()))
            .collect()
    };
    let locked = share(&of(&["Workstation"]), |row| row[12] == "Yes");
    facts.share("ep.idle_lock", locked, "workstations");
    let compliant = share(&of(&["Phone", "Tablet"]), |row| row[4] == "Compliant");
    facts.share(
        "mdm.policy_compliant",
        compliant,
        "phones and tablets in use",
    );
    let how = "one telephone, reported 16:05, wiped 18:27";
    facts.value("mdm.lost_wipe_hours", 2.37, how);
}

fn assets(tables: &[Table], facts: &mut Facts) {
    let assets = at(tables, "inventory/asset-list.csv");
    let gone = assets.count("Status", |status| status == "Retired");
    let wiped = assets.count("Wipe Certificate", |cell| cell == "Yes");
    facts.share(
        "asset.wiped_on_exit",
        (wiped, gone),
        "retired machines with a certificate",
    );
    let how = "AC-LT04 is in device management and the endpoint console only";
    facts.value("asset.in_use_not_listed", 1, how);
    let found = at(tables, "inventory/vulnerability-scan.csv");
    let open = found
        .rows
        .iter()
        .filter(|row| row[9] == "Open" && row[10] == "Yes")
        .count();
    let how = "open and known to be exploited; all past the catalogue's date";
    facts.value("vm.kev_overdue", open, how);
}

fn medical(tables: &[Table], facts: &mut Facts) {
    let devices = at(tables, "inventory/medical-devices.csv");
    let all = devices.rows.len();
    let yes = |header: &str| devices.count(header, |cell| cell == "Yes");
    let zoned = devices.count("Network Zone", |zone| zone == "Medical VLAN");
    facts.share("md.in_medical_zone", (zoned, all), "devices");
    facts.share("md.mds2_on_file", (yes("MDS2 On File"), all), "devices");
    facts.share("md.sbom_on_file", (yes("SBOM On File"), all), "devices");
    facts.value(
        "md.default_creds",
        all - yes("Default Password Changed"),
        "the pump",
    );
    let protected = devices.count("Protection", |cell| cell != "None");
    facts.share("md.protection_or_compensating", (protected, all), "devices");
    let bare = share(&devices.rows, |row| row[7] == "No" && row[16] == "None");
    facts.share("md.eol_uncompensated", bare, "the ultrasound");
    facts.share(
        "md.unknown_risk",
        (all - yes("Risk Known"), all),
        "the pump",
    );
    let how = "devices; by maker it is 4 of 5";
    facts.share("md.vendor_contact", (yes("Security Contact"), all), how);
    let how = "the ultrasound, and the X-ray to its maker's update server";
    facts.value("md.direct_internet", 2, how);
    let how = "two exploited vulnerabilities of the ultrasound";
    facts.value("md.high_open_without_plan", 2, how);
}
