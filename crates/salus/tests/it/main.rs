//! The real binary, run as a user would run it.

mod access;
mod bad_input;
mod clinic;
mod content;
mod corpora;
mod gallery;
mod kills;
mod mail_guide;
mod mail_server;
mod own_reading;
mod own_rules;
mod run;
mod sigma;
mod verbs;
