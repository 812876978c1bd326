//! What is known of the organisation and of those it writes with.

use std::collections::BTreeSet;

use serde::Deserialize;

/// Someone in whose name a message may be forged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name as others write it.
    pub name: String,
    /// The person's own address in lower case; empty where unknown.
    #[serde(default)]
    pub address: String,
}

/// The organisation's surroundings; everything may be empty, which costs evidence but gives no error.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Setting {
    /// The organisation's own mail domains, lower case.
    pub own_domains: Vec<String>,
    /// Domains of vendors and partners.
    pub partner_domains: Vec<String>,
    /// The organisation's own people.
    pub people: Vec<Person>,
    /// Names under which the organisation's own mail servers write Authentication-Results (RFC 8601 authserv-id).
    pub receivers: Vec<String>,
    /// Domains whose ARC seals are believed.
    pub sealers: Vec<String>,
    /// Addresses, lower case, that mail was exchanged with before; where there are none, nobody can tell who is new.
    pub correspondents: BTreeSet<String>,
    /// Those of them that mail has been exchanged with for more than a month.
    pub long_known: BTreeSet<String>,
    /// What is known to be harmful.
    pub indicators: Indicators,
}

/// What intelligence says is harmful, all in lower case.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Indicators {
    /// Hosts; what lies below them is meant too.
    pub domains: BTreeSet<String>,
    /// Whole links.
    pub urls: BTreeSet<String>,
    /// Addresses of mailboxes and of computers.
    pub addresses: BTreeSet<String>,
    /// SHA-256 of files, hexadecimal.
    pub sha256: BTreeSet<String>,
}

impl Setting {
    /// Reads a file of an organisation (`mail/setting.yaml`).
    ///
    /// # Errors
    /// What is wrong with the text, with its line.
    pub fn parse(text: &str) -> Result<Self, String> {
        yaml_serde::from_str(text).map_err(|error| error.to_string())
    }
}
