//! The list of readers, and the choice among them.

use crate::lines::wide_text;
use crate::{
    Confidence, Kinds, Reader, access_log, auditd, cef, cisco, csv, cyclonedx, dhcp_leases,
    dhcp_windows, dhcpd, dmarc, dns_log, dns_windows, evtx, firewall, hl7v2, json, ldif, mail,
    mds2, organisation, outlook, parquet, pcap, spdx, syslog, sysmon_linux, vpcflow, w3c, xml,
    zeek,
};

/// Every reader, sorted by name. A new reader is one file and one line here.
pub const READERS: &[&dyn Reader] = &[
    &access_log::AccessLog,
    &auditd::READER,
    &cef::READER,
    &cisco::Cisco,
    &csv::Csv,
    &cyclonedx::CycloneDx,
    &dhcp_leases::DhcpLeases,
    &dhcp_windows::DhcpWindows,
    &dhcpd::READER,
    &dmarc::Dmarc,
    &dns_log::READER,
    &dns_windows::DnsWindows,
    &evtx::Evtx,
    &firewall::READER,
    &hl7v2::Hl7v2,
    &json::Json,
    &ldif::Ldif,
    &mail::Mail,
    &mds2::Mds2,
    &organisation::Organisation,
    &outlook::Outlook,
    &parquet::Parquet,
    &pcap::Pcap,
    &spdx::Spdx,
    &syslog::Syslog,
    &sysmon_linux::READER,
    &vpcflow::VpcFlow,
    &w3c::W3c,
    &xml::Xml,
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
    // Logs that are written by redirection on Windows are UTF-16; what reads lines reads those too.
    let wide = wide_text(head);
    let head = wide.as_ref().map_or(head, String::as_bytes);
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
