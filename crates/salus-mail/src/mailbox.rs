//! A name with an address, as it stands in From, To or Reply-To.

use mail_parser::{Addr, Address};

use crate::domain;

/// One mailbox of an address header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The name shown to the reader, decoded; empty where none is written.
    pub name: String,
    /// The address in lower case; empty where none is written.
    pub address: String,
}

/// Characters of a name or an address that are looked at.
const CHARS: usize = 500;
/// Mailboxes of one header that are looked at.
const MAILBOXES: usize = 200;

impl Mailbox {
    fn of(one: &Addr<'_>) -> Self {
        let clean = |text: Option<&str>| -> String {
            let text = text.unwrap_or_default().trim();
            text.chars().take(CHARS).collect()
        };
        Self {
            name: clean(one.name.as_deref()),
            address: clean(one.address.as_deref()).to_lowercase(),
        }
    }

    /// The host behind the `@`, in lower case; empty where there is none.
    #[must_use]
    pub fn host(&self) -> &str {
        match self.address.rsplit_once('@') {
            Some((_, host)) => host.trim_matches(['>', '.', ' ', '[', ']']),
            None => "",
        }
    }

    /// The organisational domain of the address; empty where there is none.
    #[must_use]
    pub fn domain(&self) -> &str {
        domain::registrable(self.host())
    }
}

/// The mailboxes of a header, groups opened.
pub(crate) fn all(header: Option<&Address<'_>>) -> Vec<Mailbox> {
    let Some(header) = header else {
        return Vec::new();
    };
    header.iter().take(MAILBOXES).map(Mailbox::of).collect()
}
