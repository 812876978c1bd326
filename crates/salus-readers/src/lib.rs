//! Bytes into record batches: one file per syntax, found by content.
//!
//! A reader is pure: it is handed an [`Evidence`] and a [`salus_record::Sink`], and opens, asks and
//! remembers nothing else. [`READERS`] is the list; what it says about itself is its documentation.

mod access_log;
mod auditd;
mod body;
mod cef;
mod cisco;
mod compound;
mod csv;
mod cut;
mod cyclonedx;
mod dhcp_leases;
mod dhcp_windows;
mod dhcpd;
mod dmarc;
mod dns_log;
mod dns_windows;
mod evidence;
mod evtx;
mod firewall;
mod hl7v2;
mod json;
mod ldif;
mod lines;
mod lists;
mod mail;
mod mds2;
mod organisation;
mod outlook;
mod parquet;
mod pcap;
mod registry;
mod spdx;
mod syslog;
mod sysmon_linux;
#[cfg(test)]
mod testing;
mod vpcflow;
mod w3c;
mod xml;
mod zeek;

pub use compound::{CompoundStream, compound_stream};
pub use csv::{Export, Kinds};
pub use cut::{Cut, Known, Passed, ReadStretch, StretchOf};
pub use evidence::{Evidence, Input, Judge, Unpack};
pub use lines::{Line, Lines};
pub use mail::{EachMessage, messages};
pub use registry::{READERS, recognise, recognise_with};
pub use salus_record::{Place, ReadError, Row, Sink};

/// What a reader says of itself, for `salus list readers` and the reference page.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// Short name in lower case, as in accounts and options.
    pub name: &'static str,
    /// What a person calls the syntax.
    pub title: &'static str,
    /// The record tables it may fill; a `*` stands for a part taken from the evidence.
    pub tables: &'static [&'static str],
    /// How to get such a file: product and menu or command.
    pub export: &'static str,
}

/// How sure a reader is that the evidence is in its syntax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// It is not.
    No,
    /// It could be read this way if nothing better is found.
    Possible,
    /// It has the marks of the syntax.
    Likely,
    /// It carries a signature nothing else carries.
    Certain,
}

/// One syntax.
pub trait Reader: Sync {
    /// Name, title and tables.
    fn about(&self) -> About;
    /// Judges by the first bytes (at most [`salus_record::limits::SNIFF_BYTES`]).
    fn sniff(&self, head: &[u8]) -> Confidence;
    /// The same where an organisation has kinds of exports of its own.
    fn sniff_with(&self, head: &[u8], kinds: &Kinds) -> Confidence {
        let _ = kinds;
        self.sniff(head)
    }
    /// Reads all of it. A bad record is a reject and the next one is read; `Err` means that the
    /// evidence as a whole cannot be read on.
    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError>;
    /// How evidence in this syntax is cut, if it can be; large pieces are then read on all cores.
    fn cut(&self) -> Option<&dyn Cut> {
        None
    }
}
