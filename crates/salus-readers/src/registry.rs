//! The list of readers, and the choice among them.

use crate::{
    Confidence, Reader, access_log, auditd, cef, cisco, csv, cyclonedx, dhcp_leases, dhcp_windows,
    dhcpd, dmarc, dns_log, dns_windows, evtx, firewall, json, ldif, mail, mds2, organisation,
    outlook, parquet, pcap, spdx, syslog, sysmon_linux, vpcflow, w3c, xml, zeek,
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
