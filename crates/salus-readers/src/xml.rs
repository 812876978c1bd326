//! XML of well-known products: audit messages, scans, Windows events; record by record.
//!
//! `walk` goes through the documents of the evidence, `pull` takes tags and whole elements from the
//! pull reader, `tape` holds the bytes so that reading can go on behind a broken record. A [`Shape`]
//! knows one kind of document by its root, and makes rows of its elements. XML that no shape knows
//! is left to others.

mod atna;
mod element;
mod nessus;
mod nmap;
mod openvas;
mod pull;
mod qualys;
mod scorm;
mod sniff;
mod tape;
mod walk;
mod windows;

use crate::{About, Confidence, Evidence, Place, ReadError, Reader, Sink};
use element::Element;

/// One kind of document.
trait Shape: Sync {
    /// The names its root may have.
    fn roots(&self) -> &'static [&'static str];
    /// Whether a document with this root, and this first element in it, is surely of the kind.
    fn fits(&self, root: &Element, first: Option<&Element>) -> bool;
    /// Elements at which reading goes on behind a broken one.
    fn marks(&self) -> &'static [&'static str];
    /// Whether a record may hold elements of its own name.
    fn may_nest(&self) -> bool {
        false
    }
    /// Begins a document; `front` is what stands before it in its line, as the head of a syslog
    /// message does.
    fn begin(&self, front: &str) -> Box<dyn Document>;
}

/// What is done with an element.
enum Step {
    /// Its elements are looked at one by one.
    Enter,
    /// It is handed over whole, but is not a record of its own.
    Keep,
    /// It is not looked at.
    Pass,
    /// It is handed over whole.
    Record,
}

/// A document that is being read.
trait Document {
    /// What to do with an element inside those of `path`; the root comes with an empty path.
    fn step(&mut self, path: &[Element], element: &Element) -> Step;
    /// Takes a whole element.
    fn put(
        &mut self,
        path: &[Element],
        element: Element,
        to: (Place, &mut Sink<'_>),
    ) -> Result<(), ReadError>;
    /// Takes the end of an element that was entered.
    fn close(
        &mut self,
        path: &[Element],
        element: &Element,
        place: Place,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        let _ = (path, element, place, sink);
        Ok(())
    }
}

/// Every shape, sorted by name. A new shape is one file and one line here.
const SHAPES: &[&dyn Shape] = &[
    &atna::Atna,
    &nessus::Nessus,
    &nmap::Nmap,
    &openvas::OpenVas,
    &qualys::Qualys,
    &scorm::Scorm,
    &windows::Windows,
];

/// What is said of a host is repeated in each of its records, but for values longer than this.
const REPEATED_BYTES: usize = 4 << 10;

fn shape_of(root: &str) -> Option<&'static dyn Shape> {
    let mut shapes = SHAPES.iter().copied();
    shapes.find(|shape| shape.roots().contains(&root))
}

pub(crate) struct Xml;

impl Reader for Xml {
    fn about(&self) -> About {
        About {
            name: "xml",
            title: "XML of well-known products (ATNA audit messages, Nmap, Nessus, OpenVAS, Qualys, SCORM manifests, Windows events)",
            tables: &[
                "atna_audit",
                "nessus_host",
                "nessus_item",
                "nmap_host",
                "nmap_port",
                "nmap_scan",
                "openvas_host",
                "openvas_result",
                "qualys_detection",
                "qualys_host",
                "qualys_vulnerability",
                "scorm_package",
                "windows_*",
            ],
            export: "the audit repository's messages; `nmap -oX scan.xml`; Nessus: Export, Nessus; \
                     OpenVAS: Reports, download as XML; Qualys: Reports, download as XML; Event \
                     Viewer: Save All Events As, XML, or `wevtutil qe Security /f:xml`",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        if sniff::is_known(head) {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        walk::read(evidence.input(), sink)
    }
}

#[cfg(test)]
mod tests;
