//! Writes the lists down as the files an office would collect.

mod cloud;
mod ehr;
mod ehr_resources;
mod intel;
mod mail;
mod network;
mod organisation;
mod windows;

use crate::File;
use crate::clinic::Clinic;
use crate::evidence::Evidence;
use crate::format::csv::Table;
use crate::format::gzip;

pub(crate) use cloud::{Account, audit, sign_in, sign_ins};
pub(crate) use intel::EXPLOITED;
pub(crate) use mail::entry;
pub(crate) use network::connections;

/// Every file of the evidence folder.
pub(crate) fn all(clinic: &Clinic, evidence: &Evidence, tables: &[Table]) -> Vec<File> {
    let mut files = windows::files(evidence);
    files.extend(network::files(clinic, evidence));
    files.extend(cloud::files(evidence));
    files.extend(mail::files(evidence));
    files.extend(ehr::files(clinic, evidence));
    files.extend(intel::files());
    files.extend(organisation::files());
    files.extend(tables.iter().map(|table| plain(table.path, table.text())));
    files
}

fn plain(path: &str, content: impl Into<Vec<u8>>) -> File {
    File {
        path: path.to_owned(),
        bytes: content.into(),
    }
}

fn packed(path: &str, content: &str) -> File {
    plain(path, gzip::pack(content.as_bytes()))
}
