//! Readers over real evidence and over what is not evidence at all.

mod bad_input;
mod clock;
mod corpus;
mod evtx_corpora;
mod json_corpora;
mod line_logs;
mod mail_corpora;
mod seeds;
mod syslog_corpora;
mod zeek_corpora;
