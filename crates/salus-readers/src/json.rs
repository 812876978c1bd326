//! JSON: lines, documents and the well-known wrappers, each value handed to the shape that knows it.
//!
//! `columnar` takes usual objects straight to columns; everything else goes the way described here.
//! `frames` cuts the evidence into values, `unwrap` takes a record out of what an export put around
//! it, and the first fitting [`Shape`] names the table, the time and the host. Of two members with
//! the same name in one object the last one is kept. Text that is not UTF-8 is taken as
//! Windows-1252.

mod apart;
mod azure_activity;
mod cloudtrail;
mod columnar;
mod csaf;
mod cut;
mod cyclonedx;
mod ecs;
mod entra;
mod entra_mfa;
mod fhir;
mod fhir_bulk_manifest;
mod frames;
mod generic;
mod google;
mod journald;
mod kev;
mod kubernetes;
mod kusto;
mod m365;
mod misp;
mod object;
mod ocsf;
mod okta;
mod osquery;
mod products;
mod proofpoint;
mod scan;
mod source;
mod spdx;
mod stix;
mod suricata;
mod tls_rpt;
mod unwrap;
mod windows;
mod wrapper;
mod zeek;

#[cfg(test)]
mod check;

use std::borrow::Cow;
use std::sync::LazyLock;

use salus_record::limits;
use serde_json::{Map, Value};

use crate::cut::Cut;
use crate::lines::text_of;
use crate::lists::Lists;
use crate::{About, Confidence, Evidence, Place, ReadError, Reader, Sink};
use columnar::{Columnar, Line};
use frames::{Begin, Frame, Frames, Large};
pub(crate) use zeek::log_with;

/// The members of a JSON object.
type Object = Map<String, Value>;

/// One kind of record in JSON.
trait Shape: Sync {
    /// Whether this object is of the kind; the first shape that says yes takes it.
    fn fits(&self, object: &Object) -> bool;
    /// Writes it, as one record or several.
    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError>;
    /// Writes a document too large to be held, whose long lists are taken out of it; `false` if nothing was
    /// written, because the kind has no such lists.
    fn put_apart(
        &self,
        _document: Object,
        _lists: &mut dyn Lists,
        _place: Place,
        _sink: &mut Sink<'_>,
    ) -> Result<bool, ReadError> {
        Ok(false)
    }
}

/// Every shape, sorted by name. A new shape is one file and one line here.
const SHAPES: &[&dyn Shape] = &[
    &azure_activity::AzureActivity,
    &cloudtrail::CloudTrail,
    &csaf::Csaf,
    &cyclonedx::CycloneDx,
    &ecs::Ecs,
    &entra::Entra,
    &entra_mfa::EntraMfa,
    &fhir::Fhir,
    &fhir_bulk_manifest::FhirBulkManifest,
    &google::Google,
    &journald::Journald,
    &kev::Kev,
    &kubernetes::Kubernetes,
    &kusto::Kusto,
    &m365::M365,
    &misp::Misp,
    &ocsf::Ocsf,
    &okta::Okta,
    &osquery::Osquery,
    &products::Products,
    &proofpoint::Proofpoint,
    &spdx::Spdx,
    &stix::Stix,
    &suricata::Suricata,
    &tls_rpt::TlsRpt,
    &windows::Windows,
    &zeek::ZeekJson,
];

/// The tables of the shapes that are files of their own, sorted.
const SHAPED: &[&str] = &[
    "aws_cloudtrail",
    "azure_activity",
    "cisa_kev",
    "cisa_kev_catalog",
    "csaf_document",
    "csaf_vulnerability",
    "cyclonedx_bom",
    "cyclonedx_component",
    "cyclonedx_dependency",
    "cyclonedx_service",
    "cyclonedx_vulnerability",
    "ecs_event",
    "entra_audit",
    "entra_mfa",
    "entra_signin",
    "fhir_*",
    "fhir_export",
    "fhir_export_file",
    "gcp_audit",
    "google_workspace",
    "journald",
    "json_*",
    "kubernetes_audit",
    "m365_audit",
    "misp_attribute",
    "misp_cluster",
    "misp_event",
    "misp_galaxy",
    "misp_object",
    "ocsf_*",
    "okta_system",
    "osquery",
    "proofpoint_click",
    "proofpoint_message",
    "spdx_annotation",
    "spdx_document",
    "spdx_element",
    "spdx_file",
    "spdx_license",
    "spdx_package",
    "spdx_relationship",
    "spdx_snippet",
    "stix_*",
    "suricata_eve",
    "tls_report",
    "windows_*",
    "zeek_*",
];

/// Every table, sorted.
static TABLES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let products = products::LISTS.iter().flat_map(|list| list.iter());
    let named = products.map(|product| product.table);
    let mut tables: Vec<&str> = SHAPED.iter().copied().chain(named).collect();
    tables.sort_unstable();
    tables.dedup();
    tables
});

pub(crate) struct Json;

impl Reader for Json {
    fn about(&self) -> About {
        About {
            name: "json",
            title: "JSON, JSON lines and JSON exports of well-known products",
            tables: &TABLES,
            export: "any export as JSON or JSON lines; wrappers such as {\"Records\": […]} are opened",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        let Some(text) = head_text(head) else {
            return Confidence::No;
        };
        if begins_value(&text) {
            return Confidence::Likely;
        }
        let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(20);
        let objects = lines().filter(|line| line.starts_with("{\"")).count();
        if objects * 2 > lines().count() {
            Confidence::Possible
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        read(evidence, Begin::Evidence, sink, Some(Columnar::new()))
    }

    fn cut(&self) -> Option<&dyn Cut> {
        Some(&cut::CutLines)
    }
}

/// Reads values; without `columnar` all of them the slow way, which is what the short one is held against.
/// Values too large to be held come last.
fn read(
    evidence: &mut Evidence<'_>,
    begin: Begin,
    sink: &mut Sink<'_>,
    mut columnar: Option<Columnar>,
) -> Result<(), ReadError> {
    let mut input = evidence.input();
    let base = input.stream_position()?;
    let mut frames = Frames::new(&mut input, begin)?;
    let large = read_frames(&mut frames, sink, &mut columnar)?;
    drop(frames);
    apart::read(&large, (input, base, begin), sink)
}

/// Gives back the values that are too large to be held.
fn read_frames(
    frames: &mut Frames<'_>,
    sink: &mut Sink<'_>,
    columnar: &mut Option<Columnar>,
) -> Result<Vec<Large>, ReadError> {
    let mut large = Vec::new();
    loop {
        let mut is_refused = false;
        if let Some(columnar) = columnar {
            match ahead(frames, sink, columnar)? {
                Some(Line::Written(length)) => {
                    frames.take_value(length)?;
                    continue;
                }
                Some(_) => is_refused = true,
                None => {}
            }
        }
        let Some(frame) = frames.next()? else {
            return Ok(large);
        };
        if let Some(value) = frame.large
            && large.len() < limits::LARGE_RECORDS
        {
            large.push(value);
            continue;
        }
        if let (Some(columnar), Ok(bytes), None, false) =
            (&mut *columnar, frame.bytes, frame.rest_of, is_refused)
            && let Line::Written(_) = columnar.line(bytes, true, frame.place, sink)?
        {
            continue;
        }
        put_frame(frame, sink)?;
    }
}

/// Writes what lies ahead the short way, if it is something that may go so.
fn ahead(
    frames: &mut Frames<'_>,
    sink: &mut Sink<'_>,
    columnar: &mut Columnar,
) -> Result<Option<Line>, ReadError> {
    let Some(ahead) = frames.ahead()? else {
        return Ok(None);
    };
    if !ahead.is_line {
        let written = columnar.element(ahead.bytes, ahead.place, sink)?;
        return Ok(Some(written.map_or(Line::Unusual, Line::Written)));
    }
    let line = columnar.line(ahead.bytes, false, ahead.place, sink)?;
    if line != Line::GoesOn {
        return Ok(Some(line));
    }
    match frames.line_ahead()? {
        Some(ahead) => Ok(Some(columnar.line(ahead.bytes, true, ahead.place, sink)?)),
        None => Ok(None),
    }
}

/// The slow way.
fn put_frame(frame: Frame<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let value = frame.bytes.and_then(parse);
    match (value, frame.rest_of) {
        (Err(reason), _) => sink.reject(frame.place, reason)?,
        (Ok(Value::Object(mut rest)), Some(wrapper)) => {
            wrapper.take_list(&mut rest);
            if !rest.is_empty() {
                put(Value::Object(rest), frame.place, sink)?;
            }
        }
        (Ok(value), _) => put(value, frame.place, sink)?,
    }
    Ok(())
}

fn parse(bytes: &[u8]) -> Result<Value, &'static str> {
    serde_json::from_str(&text_of(bytes)).map_err(|_| "not valid JSON")
}

/// Hands a value to the shape that knows it; also for tables that carry JSON in a column.
pub(crate) fn put(value: Value, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    put_as("json", value, place, sink)
}

/// The same for another syntax, after which tables of unknown records are called.
fn put_as(syntax: &str, value: Value, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let Value::Object(object) = value else {
        return generic::put(syntax, value, place, sink);
    };
    let object = unwrap::record_of(object);
    match SHAPES.iter().find(|shape| shape.fits(&object)) {
        Some(shape) => shape.put(object, place, sink),
        None => generic::put(syntax, Value::Object(object), place, sink),
    }
}

/// Objects out of another syntax, which come as text.
pub(crate) struct Objects {
    syntax: &'static str,
    columnar: Columnar,
}

impl Objects {
    pub(crate) fn of(syntax: &'static str) -> Self {
        let columnar = Columnar::of(syntax);
        Self { syntax, columnar }
    }

    /// Writes an object; `false` where the text is none.
    pub(crate) fn put(
        &mut self,
        text: &[u8],
        place: Place,
        sink: &mut Sink<'_>,
    ) -> Result<bool, ReadError> {
        if let Line::Written(_) = self.columnar.line(text, true, place, sink)? {
            return Ok(true);
        }
        let Ok(value) = serde_json::from_slice(text) else {
            return Ok(false);
        };
        put_as(self.syntax, value, place, sink)?;
        Ok(true)
    }
}

/// Whether a document that begins so may be a TLS report, for mail that carries one.
pub(crate) fn may_be_tls_report(head: &[u8]) -> bool {
    let has = |name: &[u8]| memchr::memmem::find(head, name).is_some();
    has(b"\"date-range\"") && has(b"\"policies\"")
}

/// Writes a document that is a TLS report; any other is left alone.
pub(crate) fn put_tls_report(
    bytes: &[u8],
    place: Place,
    sink: &mut Sink<'_>,
) -> Result<bool, ReadError> {
    let Ok(Value::Object(object)) = parse(bytes) else {
        return Ok(false);
    };
    let fits = tls_rpt::TlsRpt.fits(&object);
    if fits {
        tls_rpt::TlsRpt.put(object, place, sink)?;
    }
    Ok(fits)
}

/// The head as text: no byte-order mark, UTF-16 decoded.
fn head_text(head: &[u8]) -> Option<Cow<'_, str>> {
    let head = &head[..head.len().min(limits::SNIFF_BYTES)];
    let utf16 = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = head
            .chunks_exact(2)
            .map(|pair| unit([pair[0], pair[1]]))
            .collect();
        let text = String::from_utf16_lossy(&units);
        Cow::Owned(text.trim_start_matches('\u{FEFF}').to_owned())
    };
    match head {
        [0xEF, 0xBB, 0xBF, rest @ ..] => Some(String::from_utf8_lossy(rest)),
        [0xFF, 0xFE, ..] | [b'{' | b'[', 0, ..] => Some(utf16(u16::from_le_bytes)),
        [0xFE, 0xFF, ..] | [0, b'{' | b'[', ..] => Some(utf16(u16::from_be_bytes)),
        [0, ..] | [] => None,
        _ => Some(String::from_utf8_lossy(head)),
    }
}

/// An object's or a list's first bracket, and behind it what may follow there.
fn begins_value(text: &str) -> bool {
    let mut rest = text.trim_start_matches(['\u{1E}', ' ', '\t', '\r', '\n']);
    while let Some(inner) = rest.strip_prefix('[') {
        rest = inner.trim_start();
        if rest.is_empty() || rest.starts_with([']', '"']) {
            return true;
        }
    }
    let Some(inner) = rest.strip_prefix('{') else {
        return false;
    };
    let inner = inner.trim_start();
    inner.is_empty() || inner.starts_with(['"', '}'])
}

#[cfg(test)]
mod tests;
