//! How many records each file holds.

use std::collections::BTreeMap;

use crate::clinic::patients::COUNT;
use crate::clinic::{Clinic, fully_named};
use crate::evidence::Evidence;
use crate::exports::Export;
use crate::format::csv::Table;

pub(super) fn text(clinic: &Clinic, evidence: &Evidence, exports: &[Export]) -> String {
    let mut out = String::from("# Records per record table over all files.\nrecords:\n");
    let mut line = |table: &str, count: usize| out.push_str(&format!("  {table}: {count}\n"));
    windows(evidence, &mut line);
    line("zeek_conn", evidence.flows.len());
    line("zeek_dns", evidence.dns.len());
    line("zeek_http", evidence.http.len());
    line("zeek_ssl", evidence.tls.len());
    line("entra_signin", evidence.sign_ins.len());
    line("m365_audit", evidence.office.len());
    line("aws_cloudtrail", evidence.storage.len());
    line("okta_system", 4);
    line("mail", evidence.mail.len());
    let seen = clinic.visits.iter().filter(|visit| !visit.cancelled);
    line("fhir_patient", COUNT);
    line("fhir_practitioner", clinic.people.len());
    line("fhir_practitionerrole", clinic.people.len());
    line(
        "fhir_appointment",
        clinic.visits.iter().filter(|visit| visit.booked).count(),
    );
    line("fhir_encounter", seen.clone().count());
    line(
        "fhir_observation",
        seen.clone().filter(|visit| visit.booked).count(),
    );
    line(
        "fhir_medicationrequest",
        seen.clone().filter(|visit| visit.prescribes).count(),
    );
    line(
        "fhir_servicerequest",
        seen.filter(|visit| visit.booked && visit.orders.is_some())
            .count(),
    );
    line("fhir_auditevent", evidence.accesses.len());
    line("fhir_export", 1);
    line("fhir_export_file", 9);
    line("cisa_kev", 7);
    line("csaf_vulnerability", 2);
    line("organisation_attestation", 3);
    let mut exported: BTreeMap<&str, usize> = BTreeMap::new();
    for (table, count) in exports.iter().flat_map(|export| &export.records) {
        *exported.entry(table).or_default() += count;
    }
    for (table, count) in exported {
        line(table, count);
    }
    out
}

/// What stands in each file, and what it is there for.
pub(super) fn files(tables: &[Table], exports: &[Export]) -> String {
    let mut out = String::from("# Rows of the tables kept as CSV.\nrows:\n");
    for table in tables {
        out.push_str(&format!("  {}: {}\n", table.path, table.rows.len()));
    }
    out.push_str(
        "# Exports of single products: how many records each holds, and what it shows. What surrounds a list of records is not counted.\nexports:\n",
    );
    for export in exports {
        out.push_str(&format!(
            "  - {{path: \"{}\", records: {{{}}}, shows: \"{}\"}}\n",
            export.file.path,
            export.counts(),
            export.shows
        ));
    }
    out
}

/// The events of the three machines whose logs were collected.
fn windows(evidence: &Evidence, line: &mut impl FnMut(&str, usize)) {
    let hosts = ["AC-SRV01", "AC-WS04", "AC-WS02"].map(fully_named);
    for (table, channel) in [
        ("windows_security", "Security"),
        ("windows_sysmon", "Microsoft-Windows-Sysmon/Operational"),
        ("windows_system", "System"),
        (
            "windows_powershell",
            "Microsoft-Windows-PowerShell/Operational",
        ),
        (
            "windows_defender",
            "Microsoft-Windows-Windows Defender/Operational",
        ),
    ] {
        let count = evidence
            .windows
            .iter()
            .filter(|event| hosts.contains(&event.host) && event.source.channel == channel)
            .count();
        line(table, count);
    }
}
