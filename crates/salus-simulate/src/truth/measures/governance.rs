//! Backups, incidents and papers: practices 4, 8 and 10.

use super::{Facts, share};
use crate::clinic::Clinic;
use crate::exports;
use crate::format::csv::Table;
use crate::tables::at;

/// A year before the end.
const YEAR_AGO: &str = "2025-11-01";
/// Ninety days before the end.
const NINETY_DAYS_AGO: &str = "2026-08-03";

pub(super) fn add(clinic: &Clinic, tables: &[Table], facts: &mut Facts) {
    backups(clinic, tables, facts);
    policies(tables, facts);
    vendors(tables, facts);
    incidents(facts);
}

fn backups(clinic: &Clinic, tables: &[Table], facts: &mut Facts) {
    let list = at(tables, "governance/backup-jobs.csv");
    let (fine, doubtful, sessions) = exports::jobs(clinic);
    let all = list.rows.len() + sessions;
    let good = list.count("Status", |status| status == "Success") + fine;
    facts.share(
        "bk.job_success",
        (good, all),
        "jobs of both programs; a warning is no success",
    );
    let warned = list.count("Status", |status| status == "Warning") + doubtful;
    let how = "jobs of both programs; a warning counted as success";
    facts.share("bk.job_success.with_warnings", (good + warned, all), how);
    let tests = at(tables, "governance/restore-tests.csv");
    let (worked, tried) = share(&tests.rows, |row| row[2] == "Success");
    let (more, further) = exports::restores();
    let how = "restore tests, one of them by the workstations' backup program";
    facts.share("bk.restore_success", (worked + more, tried + further), how);
    let hours = |cell: &str| cell.parse::<f64>().unwrap_or(f64::MAX);
    let (quick, _) = share(&tests.rows, |row| {
        row[2] == "Success" && hours(&row[3]) <= hours(&row[4])
    });
    let how = "restore tests that worked within the goal; the program's own has no goal and took 95 minutes";
    facts.share(
        "bk.restore_within_rto",
        (quick + more, tried + further),
        how,
    );
    let (fresh, systems) = share(&tests.rows, |row| {
        row[2] == "Success" && row[1].as_str() >= NINETY_DAYS_AGO
    });
    let how = "the server, the imaging archive, the workstations; restored in the last 90 days";
    facts.share(
        "bk.restore_tested_90d",
        (fresh + more, systems + further),
        how,
    );
}

fn policies(tables: &[Table], facts: &mut Facts) {
    let how = "of the ten example policies: one is a draft, IT acquisition is missing";
    facts.share("gov.policies_present", (8, 10), how);
    let policies = at(tables, "governance/policies.csv");
    let reviewed = policies.count("Last Reviewed", |date| date >= YEAR_AGO);
    let how = "all papers, drafts included; reviewed in 365 days";
    facts.share(
        "gov.policies_reviewed",
        (reviewed, policies.rows.len()),
        how,
    );
    let approved = policies.count("Status", |status| status == "Approved");
    facts.share(
        "gov.policies_reviewed.approved",
        (reviewed, approved),
        "approved papers only",
    );
    facts.value(
        "gov.security_official",
        1,
        "Rosalind Chen, approved, on the roster",
    );
    facts.value("gov.risk_analysis_age_days", 247, "since 2026-02-27");
    let how = "high risks with owner, plan and a date not yet past";
    facts.share("gov.risk_treatment_on_time", (1, 4), how);
}

fn vendors(tables: &[Table], facts: &mut Facts) {
    let vendors = at(tables, "governance/vendors.csv");
    let phi: Vec<_> = vendors.rows.iter().filter(|row| row[2] == "Yes").collect();
    let how = "vendors that handle patient data";
    facts.share("data.baa_coverage", share(&phi, |row| row[4] == "Yes"), how);
    facts.share(
        "gov.vendor_incident_terms",
        share(&phi, |row| row[5] == "Yes"),
        how,
    );
    let critical: Vec<_> = vendors.rows.iter().filter(|row| row[3] == "Yes").collect();
    let fresh = share(&critical, |row| row[6].as_str() >= YEAR_AGO);
    facts.share(
        "gov.vendor_risk_reviewed",
        fresh,
        "critical vendors, last 365 days",
    );
    facts.value("gov.insurance_in_force", 1, "Prairie Mutual");
}

fn incidents(facts: &mut Facts) {
    facts.value("ir.plan_age_days", 265, "reviewed on 2026-02-09");
    facts.value("ir.exercise_age_days", 164, "tabletop on 2026-05-21");
    facts.value("ir.downtime_drill_age_days", 570, "2025-04-10");
    let how = "high and critical cases; two of them are younger than 30 days";
    facts.share("ir.aar_30d", (0, 3), how);
    let how = "median from detection to containment of true cases that were contained";
    facts.value("soc.ttr_hours", 1.97, how);
    let how = "1240 records to a stick, 40 by mail";
    facts.value("dlp.unencrypted_allowed", 2, how);
}
