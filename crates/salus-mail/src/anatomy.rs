//! A message taken apart: its people, its text, its links, its attachments.

use std::borrow::Cow;

use mail_parser::{
    HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType,
};
use memchr::memmem;
use salus_record::Digest;

use crate::attachment::{Attachment, Kind, ending};
use crate::link::{Link, Via, cut};
use crate::mailbox::{self, Mailbox};
use crate::page::Page;

/// Text of all bodies that is looked at (bytes).
const TEXT_BYTES: usize = 256 << 10;
const LINKS: usize = 2_000;
const ATTACHMENTS: usize = 500;
const SUBJECT_CHARS: usize = 1_000;
const HOST_BYTES: usize = 255;

/// One message.
#[derive(Debug, Clone, Default)]
pub struct Anatomy {
    /// The mailboxes of the first From header.
    pub from: Vec<Mailbox>,
    /// From headers; more than one is a forgery or a fault.
    pub from_headers: usize,
    /// The Sender header.
    pub sender: Vec<Mailbox>,
    /// Where answers go.
    pub reply_to: Vec<Mailbox>,
    /// The envelope's sender as the receiver wrote it, lower case; empty where unknown.
    pub return_path: String,
    /// The To header.
    pub to: Vec<Mailbox>,
    /// The Cc header.
    pub cc: Vec<Mailbox>,
    /// The subject, decoded.
    pub subject: String,
    /// Without angle brackets; empty where there is none.
    pub message_id: String,
    /// It says it answers another message.
    pub is_reply: bool,
    /// It came through a mailing list or is a bulk mailing with a way to leave it.
    pub is_list: bool,
    /// The text a reader sees, quoted answers included.
    pub text: String,
    /// The HTML bodies as one page.
    pub page: Option<Page>,
    /// Links of all kinds, each once.
    pub links: Vec<Link>,
    /// Hosts of the addresses that links with another text than an address write a mail to.
    pub mail_buttons: Vec<String>,
    /// Attachments in their order.
    pub attachments: Vec<Attachment>,
    /// Authentication-Results as written, from the top down; who wrote them is for the reader to judge.
    pub authentication_results: Vec<String>,
    /// It is encrypted (S/MIME or OpenPGP), so its text is not seen.
    pub is_encrypted: bool,
}

impl Anatomy {
    /// What a parsed message says. Contents of attachments are for those who look into them.
    pub(crate) fn of(message: &Message<'_>) -> Self {
        let texts = |name: HeaderName<'static>| header_text(message, &name);
        let mut anatomy = Self {
            from: mailbox::all(message.from()),
            from_headers: message
                .headers()
                .iter()
                .filter(|one| one.name == HeaderName::From)
                .count(),
            sender: mailbox::all(message.sender()),
            reply_to: mailbox::all(message.reply_to()),
            return_path: texts(HeaderName::ReturnPath)
                .trim_matches(['<', '>', ' '])
                .to_lowercase(),
            to: mailbox::all(message.to()),
            cc: mailbox::all(message.cc()),
            subject: message
                .subject()
                .unwrap_or_default()
                .chars()
                .take(SUBJECT_CHARS)
                .collect(),
            message_id: message.message_id().unwrap_or_default().to_owned(),
            is_reply: message.header(HeaderName::InReplyTo).is_some()
                || message.header(HeaderName::References).is_some(),
            is_list: message.header(HeaderName::ListId).is_some()
                || message.header(HeaderName::ListUnsubscribe).is_some(),
            authentication_results: header_lines(message, "Authentication-Results"),
            ..Self::default()
        };
        anatomy.read_bodies(message);
        anatomy.read_attachments(message);
        anatomy
    }

    fn read_bodies(&mut self, message: &Message<'_>) {
        let mut html = String::new();
        for part in message.html_bodies() {
            if let PartType::Html(text) = &part.body {
                html.push_str(cut(text, (4 << 20) - html.len().min(4 << 20)));
            }
        }
        let mut plain = String::new();
        add_texts(&mut plain, message.text_bodies());
        if html.is_empty() && plain.trim().is_empty() {
            // Mail programs show such text, wherever it stands.
            let is_shown = |part: &&MessagePart<'_>| {
                part.attachment_name().is_none()
                    && part.content_disposition().is_none_or(|how| how.is_inline())
            };
            add_texts(&mut plain, message.attachments().filter(is_shown));
        }
        for address in addresses_in(&plain) {
            self.add_link(address, "", Via::Text);
        }
        if html.is_empty() {
            self.text = plain;
            return;
        }
        let page = Page::read(&html);
        for anchor in &page.anchors {
            self.add_link(&anchor.address, &anchor.shown, anchor.via);
            self.add_button(&anchor.address, &anchor.shown);
        }
        for address in addresses_in(&page.text) {
            self.add_link(address, "", Via::Text);
        }
        self.text.clone_from(&page.text);
        self.page = Some(page);
    }

    pub(crate) fn add_link(&mut self, address: &str, shown: &str, via: Via) {
        if self.links.len() >= LINKS {
            return;
        }
        if let Some(link) = Link::read(address, shown, via) {
            let is_known = |known: &Link| {
                known.url == link.url && (link.shown.is_empty() || known.shown == link.shown)
            };
            if !self.links.iter().any(is_known) {
                self.links.push(link);
            }
        }
    }

    /// Keeps the host that a link writes a mail to, where its text is no address.
    fn add_button(&mut self, address: &str, shown: &str) {
        let Some((scheme, to)) = address.trim().split_once(':') else {
            return;
        };
        if !scheme.eq_ignore_ascii_case("mailto") || shown.trim().is_empty() || shown.contains('@')
        {
            return;
        }
        let to = to.split(['?', ',', '%']).next().unwrap_or_default();
        if let Some((_, host)) = to.rsplit_once('@')
            && self.mail_buttons.len() < LINKS
        {
            self.mail_buttons.push(cut(host, HOST_BYTES).to_lowercase());
        }
    }

    fn read_attachments(&mut self, message: &Message<'_>) {
        for part in message.attachments().take(ATTACHMENTS) {
            let declared = declared(part);
            self.is_encrypted |= matches!(
                declared.as_str(),
                "application/pkcs7-mime" | "application/x-pkcs7-mime" | "application/pgp-encrypted"
            );
            let name: String = part
                .attachment_name()
                .unwrap_or_default()
                .chars()
                .take(500)
                .collect();
            let bytes = bytes(part);
            let is_message =
                matches!(part.body, PartType::Message(_)) || declared.starts_with("message/");
            let kind = if is_message && !matches!(ending(&name).as_str(), "html" | "htm") {
                Kind::Message
            } else {
                Kind::of(&bytes, &name)
            };
            let sha256 = Digest::of(&bytes).as_str().to_owned();
            let size = bytes.len();
            self.attachments.push(Attachment {
                name,
                declared,
                kind,
                size,
                sha256,
            });
        }
    }

    /// The first sender that has an address.
    #[must_use]
    pub fn author(&self) -> Option<&Mailbox> {
        self.from
            .iter()
            .find(|one| one.address.contains('@'))
            .or(self.from.first())
    }
}

fn add_texts<'m>(plain: &mut String, parts: impl Iterator<Item = &'m MessagePart<'m>>) {
    for part in parts {
        if let PartType::Text(text) = &part.body {
            plain.push_str(cut(text, TEXT_BYTES - plain.len().min(TEXT_BYTES)));
            plain.push('\n');
        }
    }
}

/// Whether anything at the top is a header of mail; any bytes can be read as a message without one.
pub(crate) fn is_mail(message: &Message<'_>) -> bool {
    let is_known = |name: &HeaderName<'_>| !matches!(name, HeaderName::Other(_));
    message
        .headers()
        .iter()
        .any(|header| is_known(&header.name))
}

/// The parser for messages that are examined.
pub(crate) fn parser() -> MessageParser {
    MessageParser::default()
}

/// Attachments that are plain text or tables as text, cut off.
pub(crate) fn texts(message: &Message<'_>) -> Vec<String> {
    let is_text = |part: &&MessagePart<'_>| {
        let name = part.attachment_name().unwrap_or_default();
        matches!(ending(name).as_str(), "csv" | "txt" | "tsv")
            || declared(part).starts_with("text/")
    };
    let mut left = TEXT_BYTES;
    let mut texts = Vec::new();
    for part in message.attachments().take(ATTACHMENTS).filter(is_text) {
        let bytes = bytes(part);
        let text = String::from_utf8_lossy(&bytes[..left.min(bytes.len())]).into_owned();
        left = left.saturating_sub(text.len());
        texts.push(text);
    }
    texts
}

/// The content of a part as it would be saved.
pub(crate) fn bytes<'p>(part: &'p MessagePart<'_>) -> Cow<'p, [u8]> {
    match &part.body {
        PartType::Message(inner) => Cow::Borrowed(inner.raw_message()),
        PartType::Multipart(_) => Cow::Borrowed(&[]),
        _ => Cow::Borrowed(part.contents()),
    }
}

pub(crate) fn declared(part: &MessagePart<'_>) -> String {
    let Some(kind) = part.content_type() else {
        return "text/plain".to_owned();
    };
    let subtype = kind.subtype().unwrap_or_default();
    format!("{}/{}", cut(kind.ctype(), 100), cut(subtype, 100)).to_ascii_lowercase()
}

fn header_text(message: &Message<'_>, name: &HeaderName<'static>) -> String {
    match message.header(name.clone()) {
        Some(HeaderValue::Text(text)) => text.to_string(),
        Some(HeaderValue::Address(address)) => {
            let first = address.first().and_then(|one| one.address.as_deref());
            first.unwrap_or_default().to_owned()
        }
        _ => String::new(),
    }
}

/// The values of a header as they stand, from the top down.
fn header_lines(message: &Message<'_>, name: &str) -> Vec<String> {
    let wanted = message
        .headers_raw()
        .filter(|(known, _)| known.eq_ignore_ascii_case(name));
    wanted
        .take(50)
        .map(|(_, value)| cut(value, 8 << 10).to_owned())
        .collect()
}

/// Web addresses written out in a text.
pub(crate) fn addresses_in(text: &str) -> impl Iterator<Item = &str> {
    let starts = [
        "http://", "https://", "www.", "HTTP://", "HTTPS://", "Http://", "Https://",
    ];
    text.split(|letter: char| {
        letter.is_whitespace()
            || matches!(letter, '<' | '>' | '"' | '(' | ')' | '[' | ']' | '\u{a0}')
    })
    .filter_map(move |word| {
        // Much quicker in short words than `str::find`, which prepares for long ones each time.
        let find = |start: &&str| memmem::find(word.as_bytes(), start.as_bytes());
        let at = starts.iter().filter_map(find).min()?;
        Some(word[at..].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '`']))
    })
    .take(LINKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is shown of a message, and how many attachments it has.
    fn check(text: &str, expected: (&str, &[&str], usize)) {
        let ready = salus_mime::ready(&salus_mime::probe(), text.as_bytes());
        let anatomy = Anatomy::of(&parser().parse(&*ready).expect("a message"));
        let links: Vec<&str> = anatomy.links.iter().map(Link::host).collect();
        let found = (
            anatomy.text.trim(),
            links.as_slice(),
            anatomy.attachments.len(),
        );
        assert_eq!(found, expected, "{text}");
    }

    /// `inner` is an inner multipart whose boundary is `two`; a text follows it.
    fn odd(inner: &str, how: &str) -> String {
        format!(
            "From: a@b.example\nContent-Type: multipart/related; boundary=one\n\n--one\n\
             Content-Type: multipart/related; boundary=two\n\n{inner}--one\nContent-Type: text/plain\n\
             Content-Disposition: {how}\n\nSale https://bit.ly/x\n\n--one--\n"
        )
    }

    #[test]
    fn text_that_mail_programs_show_is_seen_wherever_it_stands() {
        for inner in [
            "--two--\n\n",
            "--two\n",
            "--two--\n--two\n\n",
            "--two\n\n",
            "",
            "--two\n\n--two--\n",
        ] {
            check(
                &odd(inner, "inline"),
                ("Sale https://bit.ly/x", &["bit.ly"], 1),
            );
            check(&odd(inner, "attachment"), ("", &[], 1));
            check(&odd(inner, "inline; filename=notes.txt"), ("", &[], 1));
        }
        let first = "--two\n\nHello\n";
        check(&odd(first, "attachment"), ("Hello", &[], 1));
        check(&odd(first, "inline"), ("Hello", &[], 1));
    }
}
