//! Reports of OpenVAS and Greenbone: one record for each result, and one for each host.

use super::element::Element;
use super::{Document, Shape, Step};
use crate::{Place, ReadError, Sink};

pub(super) struct OpenVas;

/// What may stand several times, and is a list even where it stands once.
const LISTS: [&str; 3] = ["detail", "ref", "tag"];

impl Shape for OpenVas {
    fn roots(&self) -> &'static [&'static str] {
        &["get_reports_response", "report"]
    }

    fn fits(&self, root: &Element, first: Option<&Element>) -> bool {
        let is_whole = ["format_id", "content_type"];
        let names_format = |element: &Element| {
            is_whole
                .iter()
                .all(|name| element.attributes.iter().any(|(known, _)| known == name))
        };
        let begins_inside = |first: &Element| matches!(first.name.as_str(), "gmp" | "omp");
        match root.name.as_str() {
            "report" => names_format(root) || first.is_some_and(begins_inside),
            _ => first.is_some_and(|first| first.name == "report"),
        }
    }

    fn marks(&self) -> &'static [&'static str] {
        &["result", "results"]
    }

    /// A host found by one check may be named in a result as the result of another.
    fn may_nest(&self) -> bool {
        true
    }

    fn begin(&self, _front: &str) -> Box<dyn Document> {
        Box::new(Report::default())
    }
}

#[derive(Default)]
struct Report {
    scan_start: Option<String>,
}

impl Document for Report {
    fn step(&mut self, path: &[Element], element: &Element) -> Step {
        let parent = path.last().map_or("", |parent| parent.name.as_str());
        match (parent, element.name.as_str()) {
            ("", _) | ("get_reports_response" | "report", "report") | ("report", "results") => {
                Step::Enter
            }
            ("results", "result") | ("report", "host") => Step::Record,
            ("report", "scan_start") => Step::Keep,
            _ => Step::Pass,
        }
    }

    fn put(
        &mut self,
        _path: &[Element],
        element: Element,
        (place, sink): (Place, &mut Sink<'_>),
    ) -> Result<(), ReadError> {
        match element.name.as_str() {
            "scan_start" => {
                self.scan_start = element.own_text().map(str::to_owned);
                Ok(())
            }
            "host" => self.host(&element, place, sink),
            _ => self.result(&element, place, sink),
        }
    }
}

impl Report {
    fn result(&self, result: &Element, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let (Some(host), Some(_)) = (result.child("host"), result.child("nvt")) else {
            return sink.reject(
                place,
                "a result that does not say on which host, or by which check",
            );
        };
        let times = [
            result.text_of("modification_time"),
            result.text_of("creation_time"),
        ];
        let time = times
            .into_iter()
            .flatten()
            .next()
            .or(self.scan_start.as_deref());
        let mut row = sink.record("openvas_result", place);
        if let Some(time) = time {
            row = row.time(time);
        }
        if let Some(name) = host.text_of("hostname").or(host.own_text()) {
            row = row.host(name);
        }
        result.columns(&LISTS, &mut row);
        row.end()
    }

    fn host(&self, host: &Element, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let Some(ip) = host.text_of("ip") else {
            return sink.reject(place, "a host without an address");
        };
        let detail = |wanted: &str| {
            let mut details = host.all("detail");
            let found = details.find(|detail| detail.text_of("name") == Some(wanted));
            found.and_then(|detail| detail.text_of("value"))
        };
        let mut row = sink
            .record("openvas_host", place)
            .host(detail("hostname").unwrap_or(ip));
        if let Some(time) = host
            .text_of("end")
            .or(host.text_of("start"))
            .or(self.scan_start.as_deref())
        {
            row = row.time(time);
        }
        host.columns(&LISTS, &mut row);
        row.end()
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use crate::xml::Xml;

    #[test]
    fn results_and_hosts_are_records() {
        check(
            &Xml,
            "<report id=\"1\" format_id=\"a\" extension=\"xml\" content_type=\"text/xml\"><owner><name>admin</name></owner>\
             <report id=\"1\"><gmp><version>22.4</version></gmp><scan_start>2026-03-01T08:00:00Z</scan_start>\
             <ports><port>general/tcp<host>10.0.0.7</host></port></ports>\
             <results start=\"1\" max=\"2\"><result id=\"r1\"><name>Old SSL</name><host>10.0.0.7<asset asset_id=\"x\"/><hostname>pacs01</hostname></host>\
             <port>443/tcp</port><nvt oid=\"1.3\"><cvss_base>5.0</cvss_base><refs><ref type=\"cve\" id=\"CVE-2014-3566\"/></refs></nvt>\
             <threat>Medium</threat><severity>5.0</severity><detection><result id=\"r0\"><details/></result></detection></result>\
             <result id=\"r2\"><port>1/tcp</port></result></results>\
             <host><ip>10.0.0.7</ip><start>2026-03-01T08:00:00Z</start><end>2026-03-01T08:30:00Z</end>\
             <detail><name>OS</name><value>cpe:/o:x</value></detail></host></report></report>",
            &[
                "record 2: rejected, a result that does not say on which host, or by which check",
                "record 1: openvas_result time=2026-03-01T08:00:00Z host=pacs01 id=r1 name=Old SSL host_=10.0.0.7 \
                 host.asset.asset_id=x host.hostname=pacs01 port=443/tcp nvt.oid=1.3 nvt.cvss_base=5.0 \
                 nvt.refs.ref=[{\"type\":\"cve\",\"id\":\"CVE-2014-3566\"}] threat=Medium severity=5.0 detection.result.id=r0",
                "record 3: openvas_host time=2026-03-01T08:30:00Z host=10.0.0.7 ip=10.0.0.7 start=2026-03-01T08:00:00Z \
                 end=2026-03-01T08:30:00Z detail=[{\"name\":\"OS\",\"value\":\"cpe:/o:x\"}]",
            ],
        );
    }
}
