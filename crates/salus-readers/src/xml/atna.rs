//! Audit messages of IHE ATNA and DICOM (RFC 3881), one element each, alone or behind syslog headers.

use super::element::{Element, json_list};
use super::{Document, Shape, Step};
use crate::{Place, ReadError, Sink};

pub(super) struct Atna;

const ROOT: &str = "AuditMessage";
/// What a message may hold several times, and is a list even where it stands once.
const LISTS: [&str; 9] = [
    "ActiveParticipant",
    "AuditSourceTypeCode",
    "EventTypeCode",
    "ParticipantObjectDescription",
    "ParticipantObjectDetail",
    "ParticipantObjectIdentification",
    "PurposeOfUse",
    "RoleIDCode",
    "SOPClass",
];

impl Shape for Atna {
    fn roots(&self) -> &'static [&'static str] {
        &[ROOT, "AuditMessages", "AuditTrail"]
    }

    fn fits(&self, root: &Element, first: Option<&Element>) -> bool {
        // What exports put around messages has no common name and no schema.
        let inside = if root.name == ROOT {
            "EventIdentification"
        } else {
            ROOT
        };
        first.is_some_and(|first| first.name == inside)
    }

    fn marks(&self) -> &'static [&'static str] {
        &[ROOT]
    }

    fn begin(&self, front: &str) -> Box<dyn Document> {
        Box::new(Message {
            front: front.trim_end_matches('\u{feff}').trim().to_owned(),
        })
    }
}

struct Message {
    front: String,
}

impl Document for Message {
    fn step(&mut self, path: &[Element], element: &Element) -> Step {
        if path.is_empty() && element.name != ROOT {
            Step::Enter
        } else {
            Step::Record
        }
    }

    fn put(
        &mut self,
        _path: &[Element],
        mut message: Element,
        (place, sink): (Place, &mut Sink<'_>),
    ) -> Result<(), ReadError> {
        let Some(event) = message.child("EventIdentification") else {
            return sink.reject(place, "an audit message that does not say what happened");
        };
        let time = event.attribute("EventDateTime").map(str::to_owned);
        let mut row = sink.record("atna_audit", place);
        if let Some(time) = &time {
            row = row.time(time);
        }
        if let Some(host) = syslog_host(&self.front) {
            row = row.host(host);
        }
        if !self.front.is_empty() {
            row.set("syslog_header", &self.front);
        }
        for name in ["ActiveParticipant", "ParticipantObjectIdentification"] {
            let list = message.take(name);
            if let Some(list) = json_list(list.iter(), &LISTS) {
                row.set(name, &list);
            }
        }
        message.columns(&LISTS, &mut row);
        row.end()
    }
}

/// The machine in the head of a syslog message: `<85>1 TIME HOST …`, `<85>Mar  1 08:00:00 HOST …`,
/// and the same as log servers write them, without the priority.
pub(super) fn syslog_host(front: &str) -> Option<&str> {
    let (_, rest) = front.split_once('>').unwrap_or(("", front));
    let mut words = rest.split_ascii_whitespace();
    let mut first = words.next()?;
    if first == "1" {
        first = words.next()?;
    }
    let is_date = first.starts_with(|letter: char| letter.is_ascii_digit()) && first.contains('-');
    let host = if is_date || first == "-" {
        // A date and a clock may be two words.
        words.find(|word| {
            !word.starts_with(|letter: char| letter.is_ascii_digit()) || !word.contains(':')
        })?
    } else {
        words.nth(2)?
    };
    let is_host = host.len() <= 255 && host != "-" && !host.contains(['<', '>', '"', '[']);
    is_host.then(|| host.trim_end_matches(':'))
}

#[cfg(test)]
mod tests {
    use super::syslog_host;
    use crate::testing::check;
    use crate::xml::Xml;

    fn host(front: &str, expected: Option<&str>) {
        assert_eq!(syslog_host(front), expected, "{front}");
    }

    #[test]
    fn the_head_of_a_message_names_its_machine() {
        host(
            "<85>1 2026-03-01T08:00:00Z pacs01 store 7 IHE+RFC-3881 - \u{feff}",
            Some("pacs01"),
        );
        host(
            "412 <85>1 2026-03-01T08:00:00Z pacs01 store 7 IHE+RFC-3881 -",
            Some("pacs01"),
        );
        host("<85>Mar  1 08:00:00 pacs01 store[7]:", Some("pacs01"));
        host("Mar  1 08:00:00 pacs01 store:", Some("pacs01"));
        host("2026-03-01T08:00:00Z pacs01 store:", Some("pacs01"));
        host("2026-03-01 08:00:00,123 pacs01 store:", Some("pacs01"));
        host("<85>1 - - store", None);
        host("", None);
    }

    #[test]
    fn messages_stand_one_after_the_other_with_and_without_a_head() {
        check(
            &Xml,
            "<85>1 2026-03-01T08:00:01Z pacs01 store 7 IHE+RFC-3881 - \u{feff}<?xml version=\"1.0\"?><AuditMessage>\
             <EventIdentification EventActionCode=\"R\" EventDateTime=\"2026-03-01T08:00:00Z\" EventOutcomeIndicator=\"0\">\
             <EventID csd-code=\"110103\" codeSystemName=\"DCM\"/></EventIdentification>\
             <ActiveParticipant UserID=\"mreyes\" UserIsRequestor=\"true\"><RoleIDCode csd-code=\"nurse\"/></ActiveParticipant>\
             <AuditSourceIdentification AuditSourceID=\"PACS\"/></AuditMessage>\n\
             no message at all\n\
             <AuditMessage><EventIdentification EventDateTime='2026-03-01T09:00:00+01:00'><EventID code='1'/></EventIdentification></AuditMessage>\n\
             <AuditMessage/>",
            &[
                "record 2: rejected, a text in which no document begins",
                "record 4: rejected, an audit message that does not say what happened",
                "record 1: atna_audit time=2026-03-01T08:00:00Z host=pacs01 \
                 syslog_header=<85>1 2026-03-01T08:00:01Z pacs01 store 7 IHE+RFC-3881 - \
                 ActiveParticipant=[{\"UserID\":\"mreyes\",\"UserIsRequestor\":\"true\",\"RoleIDCode\":[{\"csd-code\":\"nurse\"}]}] \
                 EventIdentification.EventActionCode=R EventIdentification.EventDateTime=2026-03-01T08:00:00Z \
                 EventIdentification.EventOutcomeIndicator=0 EventIdentification.EventID.csd-code=110103 \
                 EventIdentification.EventID.codeSystemName=DCM AuditSourceIdentification.AuditSourceID=PACS",
                "record 3: atna_audit time=2026-03-01T08:00:00Z EventIdentification.EventDateTime=2026-03-01T09:00:00+01:00 \
                 EventIdentification.EventID.code=1",
            ],
        );
    }

    #[test]
    fn a_broken_message_leaves_the_head_of_the_next_alone() {
        let event = |minute: u8| {
            format!("<EventIdentification EventDateTime='2026-03-01T08:0{minute}:00Z'/>")
        };
        let row = |number: u8, host: &str, minute: u8| {
            format!(
                "record {number}: atna_audit time=2026-03-01T08:0{minute}:00Z host={host} \
                 syslog_header=<85>1 - {host} s - - - \
                 EventIdentification.EventDateTime=2026-03-01T08:0{minute}:00Z"
            )
        };
        check(
            &Xml,
            &format!(
                "<85>1 - a s - - - <AuditMessage>{}</AuditMessage>\n\
                 <85>1 - b s - - - <AuditMessage>\n {}<cut\n\
                 \n<85>1 - c s - - - <?xml version='1.0'?><AuditMessage>\n{}\n</AuditMessage>99 <85>1 - d s - - - <AuditMessage>{}</AuditMessage>",
                event(1),
                event(2),
                event(3),
                event(4)
            ),
            &[
                "record 2: rejected, an attribute that is not written as attributes are",
                &row(1, "a", 1),
                &row(3, "c", 3),
                &row(4, "d", 4).replace("syslog_header=", "syslog_header=99 "),
            ],
        );
        check(
            &Xml,
            &format!(
                "<AuditMessages><AuditMessage>{}</AuditMessage><what/></AuditMessages>",
                event(1)
            ),
            &[
                "record 2: rejected, an audit message that does not say what happened",
                "record 1: atna_audit time=2026-03-01T08:01:00Z EventIdentification.EventDateTime=2026-03-01T08:01:00Z",
            ],
        );
    }
}
