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
    /// Domains below which anyone can put up a page; with the beginning of a path where only that is free.
    pub free_hosting: Vec<String>,
    /// Where anyone can put up a form, likewise.
    pub form_builders: Vec<String>,
    /// Where a link to anywhere can be written into a link, likewise.
    pub redirectors: Vec<String>,
    /// Endings of domains that are given away or sold for next to nothing.
    pub abused_endings: Vec<String>,
    /// Names of brands that are ordinary words, too.
    pub plain_words: Vec<String>,
    /// Words put beside the name of a brand to make a host look official.
    pub lure_words: Vec<String>,
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
