//! Readers over real evidence and over what is not evidence at all.

mod bad_input;
mod corpus;
mod evtx_corpora;
mod health_corpora;
mod json_corpora;
mod mail_corpora;
mod seeds;
mod zeek_corpora;
