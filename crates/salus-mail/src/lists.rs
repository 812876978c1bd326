//! Lists of names that the examination looks things up in; they are content, not code.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The lists of `content/mail/lists.yaml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Lists {
    /// Brands that are imitated: the name as written, and the domains the brand really uses.
    pub brands: BTreeMap<String, Vec<String>>,
    /// Domains where anyone gets a mailbox.
    pub free_mail: Vec<String>,
    /// Domains that hide where a link leads.
    pub shorteners: Vec<String>,
    /// Domains below which anyone can put up a page.
    pub free_hosting: Vec<String>,
}

impl Lists {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with the text, with its line.
    pub fn parse(text: &str) -> Result<Self, String> {
        yaml_serde::from_str(text).map_err(|error| error.to_string())
    }
}
