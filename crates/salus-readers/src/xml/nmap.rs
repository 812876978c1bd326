//! What Nmap found in a network (`-oX`): the scan, its hosts, and the ports of each host.

use super::element::{Element, Growing, json_list};
use super::{Document, REPEATED_BYTES, Shape, Step};
use crate::{Place, ReadError, Row, Sink};

pub(super) struct Nmap;

/// What may stand several times, and is a list even where it stands once.
const LISTS: [&str; 13] = [
    "address",
    "cpe",
    "elem",
    "extraports",
    "hop",
    "hostname",
    "osclass",
    "osmatch",
    "portused",
    "scaninfo",
    "script",
    "table",
    "target",
];

impl Shape for Nmap {
    fn roots(&self) -> &'static [&'static str] {
        &["nmaprun"]
    }

    fn fits(&self, root: &Element, _first: Option<&Element>) -> bool {
        root.attribute("scanner").is_some() || root.attribute("xmloutputversion").is_some()
    }

    fn marks(&self) -> &'static [&'static str] {
        &["host", "runstats"]
    }

    fn begin(&self, _front: &str) -> Box<dyn Document> {
        Box::new(Scan::default())
    }
}

#[derive(Default)]
struct Scan {
    /// What the document says of the scan as a whole, gathered to one element.
    scan: Growing,
}

impl Document for Scan {
    fn step(&mut self, path: &[Element], element: &Element) -> Step {
        match (path, element.name.as_str()) {
            ([], _) => {
                self.scan = Growing::begin(element);
                Step::Enter
            }
            (_, "host") => Step::Record,
            (_, "scaninfo" | "runstats" | "prescript" | "postscript" | "target") => Step::Keep,
            _ => Step::Pass,
        }
    }

    fn put(
        &mut self,
        _path: &[Element],
        element: Element,
        (place, sink): (Place, &mut Sink<'_>),
    ) -> Result<(), ReadError> {
        if element.name == "host" {
            return self.host(element, place, sink);
        }
        if !self.scan.add(element) {
            sink.reject(place, "the scan says more of itself than a record may hold")?;
        }
        Ok(())
    }

    fn close(
        &mut self,
        path: &[Element],
        _element: &Element,
        place: Place,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        if !path.is_empty() {
            return Ok(());
        }
        let whole = std::mem::take(&mut self.scan).whole;
        let mut row = timed(sink.record("nmap_scan", place), whole.attribute("start"));
        whole.columns(&LISTS, &mut row);
        row.end()
    }
}

impl Scan {
    fn host(&self, mut host: Element, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let Some(address) = host
            .child("address")
            .and_then(|found| found.attribute("addr"))
        else {
            return sink.reject(place, "a host without an address");
        };
        let names = host.child("hostnames");
        let name = names.and_then(|names| names.child("hostname")?.attribute("name"));
        let of = HostOf {
            host: name.unwrap_or(address).to_owned(),
            time: host
                .attribute("starttime")
                .or(self.scan.whole.attribute("start"))
                .map(str::to_owned),
            addresses: json_list(host.all("address"), &LISTS)
                .filter(|list| list.len() <= REPEATED_BYTES),
            names: names
                .and_then(|names| json_list(names.all("hostname"), &LISTS))
                .filter(|list| list.len() <= REPEATED_BYTES),
        };
        let mut ports = Vec::new();
        for group in host
            .children
            .iter_mut()
            .filter(|child| child.name == "ports")
        {
            ports.append(&mut group.take("port"));
        }
        let mut row = timed(sink.record("nmap_host", place), of.time.as_deref()).host(&of.host);
        host.columns(&LISTS, &mut row);
        row.end()?;
        for port in &ports {
            let mut row = timed(sink.record("nmap_port", place), of.time.as_deref()).host(&of.host);
            port.columns(&LISTS, &mut row);
            row.opt("address", of.addresses.as_deref())
                .opt("hostnames.hostname", of.names.as_deref())
                .end()?;
        }
        Ok(())
    }
}

/// What a port's row says of its host.
struct HostOf {
    host: String,
    time: Option<String>,
    addresses: Option<String>,
    names: Option<String>,
}

fn timed<'s, 'o>(row: Row<'s, 'o>, time: Option<&str>) -> Row<'s, 'o> {
    match time {
        Some(time) => row.time(time),
        None => row,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use crate::xml::Xml;

    #[test]
    fn a_scan_has_hosts_and_hosts_have_ports() {
        check(
            &Xml,
            "<?xml version=\"1.0\"?>\n<!DOCTYPE nmaprun>\n<nmaprun scanner=\"nmap\" start=\"1772352000\">\n\
             <scaninfo type=\"syn\" protocol=\"tcp\"/><verbose level=\"0\"/>\n\
             <host starttime=\"1772352001\"><status state=\"up\"/><address addr=\"10.0.0.7\" addrtype=\"ipv4\"/>\
             <hostnames><hostname name=\"pacs01\" type=\"PTR\"/></hostnames>\
             <ports><extraports state=\"closed\" count=\"9\"/><port protocol=\"tcp\" portid=\"104\"><state state=\"open\"/>\
             <service name=\"acr-nema\"><cpe>cpe:/a:x</cpe></service></port></ports></host>\n\
             <host><status state=\"down\"/><address addr=\"10.0.0.8\" addrtype=\"ipv4\"/></host>\n\
             <host/>\n\
             <runstats><finished time=\"1772352009\"/><hosts up=\"1\" down=\"1\" total=\"2\"/></runstats>\n</nmaprun>\n",
            &[
                "record 3: rejected, a host without an address",
                "record 1: nmap_host time=2026-03-01T08:00:01Z host=pacs01 starttime=1772352001 status.state=up \
                 address=[{\"addr\":\"10.0.0.7\",\"addrtype\":\"ipv4\"}] \
                 hostnames.hostname=[{\"name\":\"pacs01\",\"type\":\"PTR\"}] \
                 ports.extraports=[{\"state\":\"closed\",\"count\":\"9\"}]",
                "record 2: nmap_host time=2026-03-01T08:00:00Z host=10.0.0.8 status.state=down \
                 address=[{\"addr\":\"10.0.0.8\",\"addrtype\":\"ipv4\"}]",
                "record 1: nmap_port time=2026-03-01T08:00:01Z host=pacs01 protocol=tcp portid=104 state.state=open \
                 service.name=acr-nema service.cpe=[\"cpe:/a:x\"] \
                 address=[{\"addr\":\"10.0.0.7\",\"addrtype\":\"ipv4\"}] \
                 hostnames.hostname=[{\"name\":\"pacs01\",\"type\":\"PTR\"}]",
                "record 3: nmap_scan time=2026-03-01T08:00:00Z scanner=nmap start=1772352000 \
                 scaninfo=[{\"type\":\"syn\",\"protocol\":\"tcp\"}] runstats.finished.time=1772352009 \
                 runstats.hosts.up=1 runstats.hosts.down=1 runstats.hosts.total=2",
            ],
        );
    }
}
