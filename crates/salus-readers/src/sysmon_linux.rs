//! Events of Sysmon for Linux, which writes them to syslog as XML.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use salus_record::{Moment, ReadError, Sink, time};

use crate::About;
use crate::body::{Body, Entry, Files};

pub(crate) struct SysmonLinux;

pub(crate) const READER: Files<'static> = Files {
    about: About {
        name: "sysmon_linux",
        title: "Sysmon for Linux in syslog",
        tables: &["linux_sysmon", "syslog"],
        export: "/var/log/syslog or /var/log/messages of the machine, or the log server's file",
    },
    body: &SysmonLinux,
};

/// Fields of one event.
const FIELDS: usize = 500;

impl Body for SysmonLinux {
    fn fits(&self, entry: &Entry<'_>) -> bool {
        let text = entry.message();
        text.starts_with("<Event>") && text.contains("Linux-Sysmon")
    }

    fn put(&self, entry: &Entry<'_>, sink: &mut Sink<'_>) -> Result<bool, ReadError> {
        let Some(fields) = fields(entry.message()) else {
            return Ok(false);
        };
        let of = |name: &str| {
            let found = fields.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.as_str())
        };
        let own = of("SystemTime").map(|written| {
            let moment = Moment {
                instant: time::parse(written),
                ..Moment::default()
            };
            (moment, written)
        });
        let mut row = entry.row_at(sink, "linux_sysmon", own);
        if let Some(computer) = of("Computer") {
            row = row.host(computer);
        }
        for (name, value) in &fields {
            row.set(name, value);
        }
        entry.end(row)
    }
}

/// Elements of `System` by their names, their attributes by theirs, and data by the name it is given.
fn fields(text: &str) -> Option<Vec<(String, String)>> {
    let mut reader = Reader::from_str(text);
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut name: Option<String> = None;
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) => {
                attributes(&element, &mut fields, &mut name)?;
            }
            Event::Empty(element) => {
                attributes(&element, &mut fields, &mut name)?;
                name = None;
            }
            Event::Text(value) => {
                let value = value.decode().ok()?;
                put(&mut fields, name.as_deref(), &value);
            }
            Event::GeneralRef(entity) => {
                let letter = match entity.resolve_char_ref().ok()? {
                    Some(letter) => letter.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&entity.decode().ok()?)?
                        .to_owned(),
                };
                put(&mut fields, name.as_deref(), &letter);
            }
            Event::End(_) => name = None,
            Event::Eof => break,
            _ => {}
        }
        if fields.len() > FIELDS {
            return None;
        }
    }
    (!fields.is_empty()).then_some(fields)
}

fn put(fields: &mut Vec<(String, String)>, name: Option<&str>, value: &str) {
    let Some(name) = name else {
        return;
    };
    match fields.last_mut() {
        // A value comes in pieces where letters are written as entities.
        Some((last, text)) if last == name => text.push_str(value),
        _ => fields.push((name.to_owned(), value.to_owned())),
    }
}

/// Sets the attributes of an element, and names what its text will be.
fn attributes(
    element: &BytesStart<'_>,
    fields: &mut Vec<(String, String)>,
    name: &mut Option<String>,
) -> Option<()> {
    let own = String::from_utf8_lossy(element.local_name().as_ref()).into_owned();
    let is_data = own == "Data";
    *name = Some(own.clone());
    for attribute in element.attributes() {
        let attribute = attribute.ok()?;
        let key = String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned();
        let value = String::from_utf8_lossy(&attribute.value).into_owned();
        if is_data && key == "Name" {
            *name = Some(value);
        } else if own == "Provider" && key == "Name" {
            fields.push(("Provider_Name".to_owned(), value));
        } else {
            fields.push((key, value));
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::READER;
    use crate::testing::check;

    #[test]
    fn an_event_becomes_one_record() {
        check(
            &READER,
            "Mar  1 08:00:00 web1 sysmon: <Event><System><Provider Name=\"Linux-Sysmon\" Guid=\"{ff}\"/><EventID>1</EventID><TimeCreated SystemTime=\"2026-03-01T08:00:00.5Z\"/><Channel>Linux-Sysmon/Operational</Channel><Computer>web1</Computer></System><EventData><Data Name=\"Image\">/bin/sh</Data><Data Name=\"CommandLine\">sh -c &quot;a &amp;&amp; b&quot;</Data><Data Name=\"User\"></Data></EventData></Event>\n\
             Mar  1 08:00:00 web1 sysmon: <Event><Provider Name=\"Linux-Sysmon\"",
            &[
                "line 1: linux_sysmon time=2026-03-01T08:00:00.500Z host=web1 Provider_Name=Linux-Sysmon Guid={ff} EventID=1 SystemTime=2026-03-01T08:00:00.5Z Channel=Linux-Sysmon/Operational Computer=web1 Image=/bin/sh CommandLine=sh -c \"a && b\" syslog.time=Mar  1 08:00:00 syslog.hostname=web1 syslog.program=sysmon",
                "line 2: syslog host=web1 hostname=web1 program=sysmon message=<Event><Provider Name=\"Linux-Sysmon\"",
            ],
        );
    }
}
