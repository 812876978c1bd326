//! The list of readers, and the choice among them.

use crate::{
    Confidence, Reader, cisco, csv, cyclonedx, dhcpd, evtx, json, mail, mds2, organisation,
    parquet, spdx, zeek,
};

/// Every reader, sorted by name. A new reader is one file and one line here.
pub const READERS: &[&dyn Reader] = &[
    &cisco::Cisco,
    &csv::Csv,
    &cyclonedx::CycloneDx,
    &dhcpd::Dhcpd,
    &evtx::Evtx,
    &json::Json,
    &mail::Mail,
    &mds2::Mds2,
    &organisation::Organisation,
    &parquet::Parquet,
    &spdx::Spdx,
    &zeek::Zeek,
];

/// The reader that is surest of this head; the earlier one where two are equally sure.
#[must_use]
pub fn recognise(head: &[u8]) -> Option<&'static dyn Reader> {
    let mut best: Option<(&'static dyn Reader, Confidence)> = None;
    for reader in READERS {
        let confidence = reader.sniff(head);
        let is_better = best.is_none_or(|(_, known)| confidence > known);
        if confidence > Confidence::No && is_better {
            best = Some((*reader, confidence));
        }
    }
    best.map(|(reader, _)| reader)
}
