//! What single products export: one file here for each format, each with the number of records it holds.

mod atna;
mod backup;
mod badge;
mod capture;
mod dhcp;
mod dmarc;
mod dns;
mod ehr_access;
mod firewall;
mod hl7;
mod indicators;
mod intune;
mod mds2;
mod nessus;
mod nmap;
mod sbom;
mod tls_report;
pub(crate) mod trace;
mod training;
mod weaknesses;
mod web_server;

use std::collections::BTreeMap;

use crate::File;
use crate::clinic::Clinic;
use crate::evidence::Evidence;
use crate::format::csv::Table;
use crate::format::gzip;

pub(crate) use backup::{jobs, restores};
pub(crate) use dmarc::signed;

/// One file, what it shows, and how many records of which table it holds.
pub(crate) struct Export {
    pub(crate) file: File,
    pub(crate) shows: &'static str,
    pub(crate) records: BTreeMap<&'static str, usize>,
}

impl Export {
    pub(crate) fn new(
        path: impl Into<String>,
        bytes: impl Into<Vec<u8>>,
        shows: &'static str,
        records: &[(&'static str, usize)],
    ) -> Self {
        Self {
            file: File {
                path: path.into(),
                bytes: bytes.into(),
            },
            shows,
            records: records.iter().copied().collect(),
        }
    }

    fn of_table(table: &Table, shows: &'static str, record: &'static str) -> Self {
        Self::new(
            table.path,
            table.text(),
            shows,
            &[(record, table.rows.len())],
        )
    }

    /// Tables and counts, as the truth writes them.
    pub(crate) fn counts(&self) -> String {
        let counts: Vec<String> = self
            .records
            .iter()
            .map(|(table, count)| format!("{table}: {count}"))
            .collect();
        counts.join(", ")
    }

    /// The same, compressed; the path says so.
    fn packed(mut self) -> Self {
        self.file.path.push_str(".gz");
        self.file.bytes = gzip::pack(&self.file.bytes);
        self
    }
}

/// Every export. Each comes from what already happened in the clinic, so that no two of them contradict each other.
pub(crate) fn all(clinic: &Clinic, evidence: &Evidence, tables: &[Table]) -> Vec<Export> {
    let mut all = vec![
        firewall::export(clinic, evidence),
        dhcp::export(clinic),
        dns::export(clinic, evidence),
        capture::export(clinic, evidence),
        trace::export(clinic, evidence),
        atna::export(clinic),
        hl7::export(clinic),
        ehr_access::export(clinic),
        sbom::export(clinic),
        mds2::export(clinic),
        nessus::export(clinic, tables),
        nmap::export(clinic),
        intune::export(clinic, tables),
        backup::export(clinic),
        training::export(clinic, tables),
        badge::export(clinic),
        indicators::export(clinic),
        tls_report::export(clinic),
    ];
    all.extend(web_server::exports(clinic));
    all.extend(dmarc::exports(clinic));
    all.extend(weaknesses::exports());
    all
}
