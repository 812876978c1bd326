//! The list of readers, and the choice among them.

use crate::{
    Confidence, Kinds, Reader, cisco, csv, dhcpd, evtx, hl7v2, json, mail, organisation, zeek,
};

/// Every reader, sorted by name. A new reader is one file and one line here.
pub const READERS: &[&dyn Reader] = &[
    &cisco::Cisco,
    &csv::Csv,
    &dhcpd::Dhcpd,
    &evtx::Evtx,
    &hl7v2::Hl7v2,
    &json::Json,
    &mail::Mail,
    &organisation::Organisation,
    &zeek::Zeek,
];

/// The reader that is surest of this head; the earlier one where two are equally sure.
#[must_use]
pub fn recognise(head: &[u8]) -> Option<&'static dyn Reader> {
    recognise_with(head, Kinds::built_in())
}

/// The same where an organisation has kinds of exports of its own.
#[must_use]
pub fn recognise_with(head: &[u8], kinds: &Kinds) -> Option<&'static dyn Reader> {
    let mut best: Option<(&'static dyn Reader, Confidence)> = None;
    for reader in READERS {
        let confidence = reader.sniff_with(head, kinds);
        let is_better = best.is_none_or(|(_, known)| confidence > known);
        if confidence > Confidence::No && is_better {
            best = Some((*reader, confidence));
        }
    }
    best.map(|(reader, _)| reader)
}
