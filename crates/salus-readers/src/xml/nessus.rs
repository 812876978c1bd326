//! Scan results of Nessus and Tenable (`.nessus`, version 2): hosts, and what was found on each.

use chrono::NaiveDateTime;
use salus_record::time;

use super::element::Element;
use super::{Document, REPEATED_BYTES, Shape, Step};
use crate::{Place, ReadError, Row, Sink};

pub(super) struct Nessus;

/// What an item may hold several times, and is a list even where it stands once.
const LISTS: [&str; 3] = ["bid", "cve", "xref"];
/// What each item says of its host; the rest stands in the host's own row.
const HOST_TAGS: [&str; 9] = [
    "HOST_END",
    "HOST_END_TIMESTAMP",
    "HOST_START",
    "HOST_START_TIMESTAMP",
    "host-fqdn",
    "host-ip",
    "mac-address",
    "netbios-name",
    "operating-system",
];

impl Shape for Nessus {
    fn roots(&self) -> &'static [&'static str] {
        &["NessusClientData_v2"]
    }

    fn fits(&self, _root: &Element, _first: Option<&Element>) -> bool {
        true
    }

    fn marks(&self) -> &'static [&'static str] {
        &["HostProperties", "Report", "ReportHost", "ReportItem"]
    }

    fn begin(&self, _front: &str) -> Box<dyn Document> {
        Box::new(Report::default())
    }
}

#[derive(Default)]
struct Report {
    /// Tags of the host that is being read, those that its items repeat.
    tags: Vec<(String, String)>,
}

impl Document for Report {
    fn step(&mut self, path: &[Element], element: &Element) -> Step {
        match (path, element.name.as_str()) {
            ([], _) | ([_], "Report") => Step::Enter,
            ([_, _], "ReportHost") => {
                self.tags.clear();
                Step::Enter
            }
            ([_, _, _], "HostProperties" | "ReportItem") => Step::Record,
            _ => Step::Pass,
        }
    }

    fn put(
        &mut self,
        path: &[Element],
        element: Element,
        (place, sink): (Place, &mut Sink<'_>),
    ) -> Result<(), ReadError> {
        let [_, report, host] = path else {
            return sink.reject(place, "an element outside a host");
        };
        let is_item = element.name == "ReportItem";
        let own = if is_item { Vec::new() } else { tags(&element) };
        if !is_item {
            self.tags = repeated(&own);
        }
        let table = if is_item {
            "nessus_item"
        } else {
            "nessus_host"
        };
        let mut row = self.timed(sink.record(table, place));
        let name = self.tag("host-fqdn").or(self.tag("netbios-name"));
        if let Some(name) = name.or(short(host.attribute("name"))) {
            row = row.host(name);
        }
        row = row
            .opt("Report.name", short(report.attribute("name")))
            .opt("ReportHost.name", short(host.attribute("name")));
        for (name, value) in if is_item { &self.tags } else { &own } {
            row.set(&format!("HostProperties.{name}"), value);
        }
        if is_item {
            element.columns(&LISTS, &mut row);
        }
        row.end()
    }
}

impl Report {
    fn tag(&self, wanted: &str) -> Option<&str> {
        let mut tags = self.tags.iter();
        let (_, value) = tags.find(|(name, _)| name == wanted)?;
        Some(value)
    }

    /// When the host was scanned: in seconds where that is said, else as `Sun Mar  1 08:00:00 2026`.
    fn timed<'s, 'o>(&self, row: Row<'s, 'o>) -> Row<'s, 'o> {
        let seconds = self
            .tag("HOST_END_TIMESTAMP")
            .or(self.tag("HOST_START_TIMESTAMP"));
        if let Some(seconds) = seconds {
            return row.time(seconds);
        }
        let Some(written) = self.tag("HOST_END").or(self.tag("HOST_START")) else {
            return row;
        };
        let read = NaiveDateTime::parse_from_str(written, "%a %b %e %H:%M:%S %Y").ok();
        let micros = read.and_then(|at| time::accepted(at.and_utc().timestamp_micros()));
        row.time_at(micros.or_else(|| time::parse(written)), written)
    }
}

fn tags(properties: &Element) -> Vec<(String, String)> {
    let tags = properties.all("tag").filter_map(|tag| {
        Some((
            tag.attribute("name")?.to_owned(),
            tag.own_text()?.to_owned(),
        ))
    });
    tags.collect()
}

/// The first of each of the tags that items repeat.
fn repeated(tags: &[(String, String)]) -> Vec<(String, String)> {
    let first = |wanted: &&str| tags.iter().find(|(name, _)| name == *wanted).cloned();
    let found = HOST_TAGS.iter().filter_map(first);
    found
        .filter(|(_, value)| value.len() <= REPEATED_BYTES)
        .collect()
}

fn short(text: Option<&str>) -> Option<&str> {
    text.filter(|text| text.len() <= REPEATED_BYTES)
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use crate::xml::Xml;

    #[test]
    fn items_know_their_host() {
        check(
            &Xml,
            "<?xml version=\"1.0\" ?>\n<NessusClientData_v2>\n<Policy><policyName>Basic</policyName></Policy>\n\
             <Report name=\"clinic\" xmlns:cm=\"http://www.nessus.org/cm\">\n\
             <ReportHost name=\"10.0.0.7\"><HostProperties><tag name=\"HOST_END\">Sun Mar  1 08:00:00 2026</tag>\
             <tag name=\"host-fqdn\">pacs01.clinic.example</tag><tag name=\"cpe\">cpe:/o:x</tag></HostProperties>\n\
             <ReportItem port=\"445\" svc_name=\"cifs\" protocol=\"tcp\" severity=\"4\" pluginID=\"97833\" pluginName=\"MS17-010\">\
             <cve>CVE-2017-0143</cve><cve>CVE-2017-0144</cve><risk_factor>Critical</risk_factor></ReportItem>\n\
             <ReportItem port=\"0\" severity=\"0\" pluginID=\"1\"><plugin_output>a &lt; b\n</plugin_output></ReportItem>\n\
             </ReportHost></Report></NessusClientData_v2>",
            &[
                "record 1: nessus_host time=2026-03-01T08:00:00Z host=pacs01.clinic.example Report.name=clinic \
                 ReportHost.name=10.0.0.7 HostProperties.HOST_END=Sun Mar  1 08:00:00 2026 \
                 HostProperties.host-fqdn=pacs01.clinic.example HostProperties.cpe=cpe:/o:x",
                "record 2: nessus_item time=2026-03-01T08:00:00Z host=pacs01.clinic.example Report.name=clinic \
                 ReportHost.name=10.0.0.7 HostProperties.HOST_END=Sun Mar  1 08:00:00 2026 \
                 HostProperties.host-fqdn=pacs01.clinic.example port=445 svc_name=cifs protocol=tcp severity=4 \
                 pluginID=97833 pluginName=MS17-010 cve=[\"CVE-2017-0143\",\"CVE-2017-0144\"] risk_factor=Critical",
                "record 3: nessus_item time=2026-03-01T08:00:00Z host=pacs01.clinic.example Report.name=clinic \
                 ReportHost.name=10.0.0.7 HostProperties.HOST_END=Sun Mar  1 08:00:00 2026 \
                 HostProperties.host-fqdn=pacs01.clinic.example port=0 severity=0 pluginID=1 plugin_output=a < b",
            ],
        );
    }

    #[test]
    fn a_lost_end_does_not_hide_the_next_host() {
        let host = |name: &str, end: &str| {
            format!("<ReportHost name=\"{name}\"><ReportItem port=\"1\"></ReportItem>{end}")
        };
        let row = |number: u8, name: &str| {
            format!("record {number}: nessus_item host={name} ReportHost.name={name} port=1")
        };
        check(
            &Xml,
            &format!(
                "<NessusClientData_v2><Policy><a><Report>{}{}{}</Report></NessusClientData_v2>",
                host("a", ""),
                host("b", "</ReportHost>"),
                host("c", "")
            ),
            &[
                "whole file: rejected, an element is not closed before the records",
                "record 2: rejected, an element is not closed before the next of its kind",
                "record 5: rejected, an element is not closed as it was opened",
                &row(1, "a"),
                &row(3, "b"),
                &row(4, "c"),
            ],
        );
    }
}
