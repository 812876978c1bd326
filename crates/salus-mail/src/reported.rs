//! A report of a suspicious message: the original, as it lies in the message that somebody forwarded.

use mail_parser::{MimeHeaders, PartType};

use crate::{anatomy, mailbox};

/// The original of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// The original as it came over the wire.
    pub raw: Vec<u8>,
    /// The address of who reported it.
    pub reporter: String,
}

/// The message that is attached to `raw` as a message, if one is; of several the first.
#[must_use]
pub fn reported(raw: &[u8]) -> Option<Reported> {
    if salus_mime::refuse(raw).is_some() {
        return None;
    }
    let bytes = salus_mime::ready(&salus_mime::probe(), raw);
    let message = salus_mime::parse(&anatomy::parser(), &bytes)?;
    let original = message.attachments().find_map(|part| match &part.body {
        PartType::Message(inner) => Some(inner.raw_message().to_vec()),
        _ if is_saved_message(part.attachment_name()) => Some(part.contents().to_vec()),
        _ => None,
    });
    let reporter = mailbox::all(message.from()).into_iter().next();
    let found = original.map(|raw| Reported {
        raw,
        reporter: reporter.map(|one| one.address).unwrap_or_default(),
    });
    salus_mime::dismantle(message, |_| {});
    found
}

fn is_saved_message(name: Option<&str>) -> bool {
    name.is_some_and(|name| name.to_ascii_lowercase().ends_with(".eml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_original_is_taken_out_of_a_report() {
        let original = "From: a@evil.example\r\nSubject: Pay\r\n\r\nNow\r\n";
        let attached = |kind: &str| {
            format!(
                "From: Nurse <n@clinic.example>\r\nSubject: Fwd\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
                 --b\r\nContent-Type: text/plain\r\n\r\nPhish?\r\n--b\r\n{kind}\r\n\r\n{original}\r\n--b--\r\n"
            )
        };
        for kind in [
            "Content-Type: message/rfc822",
            "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=mail.EML",
        ] {
            let found = reported(attached(kind).as_bytes()).expect("an original");
            assert_eq!(found.reporter, "n@clinic.example", "{kind}");
            assert!(found.raw.starts_with(b"From: a@evil.example"), "{kind}");
        }
        assert_eq!(reported(original.as_bytes()), None);
    }
}
