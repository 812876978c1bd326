//! Readers over real evidence and over what is not evidence at all.

mod bad_input;
mod clock;
mod corpus;
mod evtx_corpora;
mod health_corpora;
mod json_corpora;
mod json_products;
mod limits;
mod line_logs;
mod mail_corpora;
mod mail_headers;
mod mail_reports;
mod pcap_corpora;
mod sbom_corpora;
mod seeds;
mod syslog_corpora;
mod xml_corpora;
mod zeek_corpora;
