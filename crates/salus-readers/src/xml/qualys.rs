//! Qualys reports: hosts, detections on each, and what the report or the knowledge base says of each check.
//!
//! Asset data reports and detection lists have hosts with detections; a scan result has addresses with
//! categories of findings. Severity and CVE numbers may stand in a glossary behind all hosts: it
//! becomes a table of its own.

use super::element::{Element, Growing};
use super::{Document, REPEATED_BYTES, Shape, Step};
use crate::{Place, ReadError, Sink};

pub(super) struct Qualys;

/// What may stand several times, and is a list even where it stands once.
const LISTS: [&str; 9] = [
    "ASSET_GROUP_TITLE",
    "BUGTRAQ_ID",
    "CVE",
    "CVE_ID",
    "EXPLT",
    "MW_INFO",
    "TAG",
    "TAGS",
    "VENDOR_REFERENCE",
];

impl Shape for Qualys {
    fn roots(&self) -> &'static [&'static str] {
        &[
            "ASSET_DATA_REPORT",
            "HOST_LIST_VM_DETECTION_OUTPUT",
            "KNOWLEDGE_BASE_VULN_LIST_OUTPUT",
            "SCAN",
        ]
    }

    fn fits(&self, root: &Element, first: Option<&Element>) -> bool {
        let first = first.map_or("", |first| first.name.as_str());
        root.name != "SCAN" || matches!(first, "ERROR" | "HEADER" | "IP")
    }

    fn marks(&self) -> &'static [&'static str] {
        &["DETECTION", "HOST", "VULN", "VULN_DETAILS", "VULN_INFO"]
    }

    fn begin(&self, _front: &str) -> Box<dyn Document> {
        Box::new(Report::default())
    }
}

#[derive(Default)]
struct Report {
    /// What is said of the host that is being read, gathered to one element.
    host: Growing,
    /// The part of it that each detection repeats.
    repeated: Element,
    /// When the scan was made, where that is said once for all.
    date: Option<String>,
}

/// Fields of a host that each of its detections repeats.
const REPEATED: [&str; 9] = [
    "DNS",
    "ID",
    "IP",
    "NETBIOS",
    "NETBIOS_HOSTNAME",
    "OPERATING_SYSTEM",
    "OS",
    "QG_HOSTID",
    "TRACKING_METHOD",
];
/// Fields that name a host, and those that say when it was scanned, most telling first.
const NAMES: [&str; 4] = ["DNS", "NETBIOS", "NETBIOS_HOSTNAME", "IP"];
const SCANNED: [&str; 3] = [
    "LAST_VM_SCANNED_DATE",
    "LAST_SCAN_DATETIME",
    "LAST_VULN_SCAN_DATETIME",
];

impl Document for Report {
    fn step(&mut self, path: &[Element], element: &Element) -> Step {
        let parent = path.last().map_or("", |parent| parent.name.as_str());
        match (parent, element.name.as_str()) {
            ("", _)
            | ("ASSET_DATA_REPORT", "HOST_LIST" | "GLOSSARY")
            | ("GLOSSARY", "VULN_DETAILS_LIST")
            | ("HOST_LIST_VM_DETECTION_OUTPUT" | "KNOWLEDGE_BASE_VULN_LIST_OUTPUT", "RESPONSE")
            | ("RESPONSE", "HOST_LIST" | "VULN_LIST")
            | ("HOST", "VULN_INFO_LIST" | "DETECTION_LIST")
            | ("IP", "VULNS" | "INFOS" | "PRACTICES" | "SERVICES")
            | ("VULNS" | "INFOS" | "PRACTICES" | "SERVICES", "CAT") => Step::Enter,
            ("HOST_LIST", "HOST") | ("SCAN", "IP") => {
                self.host = Growing::begin(element);
                self.repeated = repeated(element);
                Step::Enter
            }
            ("VULN_INFO_LIST", "VULN_INFO")
            | ("DETECTION_LIST", "DETECTION")
            | ("VULN_DETAILS_LIST", "VULN_DETAILS")
            | ("VULN_LIST", "VULN")
            | ("CAT", "VULN" | "INFO" | "PRACTICE" | "SERVICE") => Step::Record,
            ("HOST" | "IP", _) | ("SCAN", "HEADER") => Step::Keep,
            _ => Step::Pass,
        }
    }

    fn put(
        &mut self,
        path: &[Element],
        element: Element,
        (place, sink): (Place, &mut Sink<'_>),
    ) -> Result<(), ReadError> {
        let parent = path.last().map_or("", |parent| parent.name.as_str());
        match parent {
            "HOST" | "IP" => {
                self.repeat(&element);
                if !self.host.add(element) {
                    sink.reject(place, "a host of which more is said than a record may hold")?;
                }
            }
            "SCAN" => {
                let mut keys = element.all("KEY");
                let date = keys.find(|key| key.attribute("value") == Some("DATE"));
                self.date = date.and_then(Element::own_text).map(str::to_owned);
            }
            "VULN_DETAILS_LIST" | "VULN_LIST" => {
                let mut row = sink.record("qualys_vulnerability", place);
                element.columns(&LISTS, &mut row);
                row.end()?;
            }
            _ => self.detection(path, &element, (place, sink))?,
        }
        Ok(())
    }

    fn close(
        &mut self,
        _path: &[Element],
        element: &Element,
        place: Place,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        if !matches!(element.name.as_str(), "HOST" | "IP") {
            return Ok(());
        }
        let host = std::mem::take(&mut self.host).whole;
        let mut row = sink.record("qualys_host", place);
        let time = SCANNED.iter().find_map(|name| host.text_of(name));
        if let Some(time) = time.or(self.date.as_deref()) {
            row = row.time(time);
        }
        if let Some(name) = name_of(&host) {
            row = row.host(name);
        }
        host.columns(&LISTS, &mut row);
        row.end()
    }
}

fn name_of(host: &Element) -> Option<&str> {
    let inside = NAMES.iter().find_map(|name| host.text_of(name));
    let name = host
        .attribute("name")
        .filter(|name| *name != "No registered hostname");
    name.or(inside).or(host.attribute("value"))
}

/// Of a start tag, the attributes that records repeat.
fn repeated(tag: &Element) -> Element {
    let attributes = tag.attributes.iter().filter(|(name, value)| {
        matches!(name.as_str(), "id" | "name" | "port" | "protocol" | "value")
            && value.len() <= REPEATED_BYTES
    });
    Element {
        name: tag.name.clone(),
        attributes: attributes.cloned().collect(),
        ..Element::default()
    }
}

impl Report {
    /// Keeps a field of the host for its detections, the first of its name.
    fn repeat(&mut self, field: &Element) {
        let is_short = field
            .own_text()
            .is_some_and(|text| text.len() <= REPEATED_BYTES);
        if REPEATED.contains(&field.name.as_str())
            && is_short
            && self.repeated.child(&field.name).is_none()
        {
            self.repeated.children.push(Element {
                name: field.name.clone(),
                text: field.text.clone(),
                ..Element::default()
            });
        }
    }

    fn detection(
        &self,
        path: &[Element],
        element: &Element,
        (place, sink): (Place, &mut Sink<'_>),
    ) -> Result<(), ReadError> {
        let mut row = sink.record("qualys_detection", place);
        let times = ["LAST_FOUND_DATETIME", "LAST_FOUND", "LAST_UPDATE_DATETIME"];
        let time = times.iter().find_map(|name| element.text_of(name));
        if let Some(time) = time.or(self.date.as_deref()) {
            row = row.time(time);
        }
        if let Some(name) = name_of(&self.repeated) {
            row = row.host(name);
        }
        // The host's own fields stand below its element's name, and so do those of a category.
        let category = path.last().filter(|last| last.name == "CAT");
        let around = [Some(self.repeated.clone()), category.map(repeated)];
        for outer in around.into_iter().flatten() {
            let wrapped = Element {
                children: vec![outer],
                ..Element::default()
            };
            wrapped.columns(&LISTS, &mut row);
        }
        if category.is_some() {
            row.set("TYPE", &element.name);
        }
        element.columns(&LISTS, &mut row);
        row.end()
    }
}

#[cfg(test)]
mod tests;
