//! CycloneDX bills of materials: what a product is made of, what services it uses, what weaknesses it has.
//!
//! This reader takes the XML form and turns it into the JSON form, member by member; `rows` writes either as
//! records. `check` holds what is written against the standard (versions 1.0 to 1.7).

mod check;
mod licence;
mod rows;
mod xml;

pub(crate) use rows::put;

use salus_record::limits;

use crate::lines::text_of;
use crate::lists::Held;
use crate::{About, Confidence, Evidence, Place, ReadError, Reader, Sink};

pub(crate) struct CycloneDx;

/// The tables both forms fill.
const TABLES: &[&str] = &[
    "cyclonedx_bom",
    "cyclonedx_component",
    "cyclonedx_dependency",
    "cyclonedx_service",
    "cyclonedx_vulnerability",
];
const NAMESPACE: &str = "cyclonedx.org/schema/bom";

impl Reader for CycloneDx {
    fn about(&self) -> About {
        About {
            name: "cyclonedx",
            title: "CycloneDX bill of materials in XML",
            tables: TABLES,
            export: "from the maker of the device or program: the SBOM or VEX in CycloneDX (XML; JSON is read too)",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        let text = text_of(head);
        let Some(root) = xml::root(&text) else {
            return Confidence::No;
        };
        let name = root.split(|c: char| c.is_whitespace() || c == '>').next();
        let name = name.unwrap_or_default().rsplit(':').next();
        if name == Some("bom") && root.contains(NAMESPACE) {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        if evidence.size() > limits::RECORD_BYTES as u64 {
            let reason = format!("larger than {} MiB", limits::RECORD_BYTES >> 20);
            return Err(ReadError::malformed(Place::Whole, reason));
        }
        let bytes = evidence.document()?;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Ok(());
        }
        let bom = match xml::bom(&text_of(&bytes)) {
            Ok(bom) => bom,
            Err(reason) => return Err(ReadError::malformed(Place::Whole, reason)),
        };
        put(bom, &mut Held, Place::Whole, sink)
    }
}

#[cfg(test)]
mod tests;
