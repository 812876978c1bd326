//! The columns of the table `mail`, whatever kind of file a message lay in.

use std::borrow::Cow;

use mail_parser::{
    Addr, Address, DateTime, HeaderForm, HeaderName, HeaderValue, Message, MessageParser,
};

use super::attachments::Attachment;
use super::headers::Headers;
use super::links::{self, Link};
use super::message::cut;
use super::verdicts;
use crate::Row;

/// Characters of the text body that are kept.
const BODY_CHARS: usize = 4_000;
/// Addresses of one header that are kept.
pub(crate) const ADDRESSES: usize = 1_000;

/// Who wrote to whom, and what the message is called.
#[derive(Debug, Default)]
pub(crate) struct People<'m> {
    pub message_id: Option<Cow<'m, str>>,
    pub from: Option<Cow<'m, str>>,
    pub from_address: Option<Cow<'m, str>>,
    pub from_name: Option<Cow<'m, str>>,
    /// Lists as JSON.
    pub to: Option<String>,
    pub cc: Option<String>,
    pub reply_to: Option<Cow<'m, str>>,
    pub return_path: Option<Cow<'m, str>>,
    pub subject: Option<Cow<'m, str>>,
    pub date: Option<Cow<'m, str>>,
}

impl<'m> People<'m> {
    /// What the headers say.
    pub(crate) fn of(message: &'m Message<'_>, headers: &'m Headers<'_>) -> Self {
        let from = message.from().and_then(sender);
        let reply_to = message.reply_to().and_then(Address::first);
        let return_path = headers
            .first("Return-Path")
            .map(|path| path.trim_matches(['<', '>', ' ']))
            .filter(|path| !path.is_empty());
        Self {
            message_id: message.message_id().map(Cow::Borrowed),
            from: decoded(message, HeaderName::From).map(Cow::Owned),
            from_address: from
                .and_then(|one| one.address.as_deref())
                .map(Cow::Borrowed),
            from_name: from.and_then(|one| one.name.as_deref()).map(Cow::Borrowed),
            to: addresses(message.to()),
            cc: addresses(message.cc()),
            reply_to: reply_to
                .and_then(|one| one.address.as_deref())
                .map(Cow::Borrowed),
            return_path: return_path.map(Cow::Borrowed),
            subject: message.subject().map(Cow::Borrowed),
            date: headers.first("Date").map(Cow::Borrowed),
        }
    }

    pub(crate) fn write(&self, headers: &Headers<'_>, row: &mut Row<'_, '_>) {
        set(row, "message_id", self.message_id.as_deref());
        set(row, "from", self.from.as_deref());
        set(row, "from_address", self.from_address.as_deref());
        set(row, "from_name", self.from_name.as_deref());
        set(row, "to", self.to.as_deref());
        set(row, "cc", self.cc.as_deref());
        set(row, "reply_to", self.reply_to.as_deref());
        set(row, "return_path", self.return_path.as_deref());
        set(row, "subject", self.subject.as_deref());
        set(row, "date", self.date.as_deref());
        let received: Vec<&str> = headers.all("Received").collect();
        row.set("received", &json(&received));
        set(row, "list_unsubscribe", headers.first("List-Unsubscribe"));
    }
}

/// The first address; a name before it that has none, as forgers write, does not hide it.
fn sender<'m>(header: &'m Address<'_>) -> Option<&'m Addr<'m>> {
    let has_address = |one: &&Addr<'_>| {
        one.address
            .as_deref()
            .is_some_and(|text| text.contains('@'))
    };
    header.iter().find(has_address).or(header.first())
}

/// A header's text with encoded words decoded.
fn decoded(message: &Message<'_>, name: HeaderName<'static>) -> Option<String> {
    match message
        .header_as(name, HeaderForm::Text)
        .into_iter()
        .next()?
    {
        HeaderValue::Text(text) => Some(text.into_owned()),
        _ => None,
    }
}

fn addresses(header: Option<&Address<'_>>) -> Option<String> {
    let texts = header?
        .iter()
        .filter_map(|one| one.address.as_deref().or(one.name.as_deref()));
    Some(json(&texts.take(ADDRESSES).collect::<Vec<_>>()))
}

pub(crate) fn write_verdicts(headers: &Headers<'_>, row: &mut Row<'_, '_>) {
    let results: Vec<&str> = headers.all("Authentication-Results").collect();
    let verdicts = verdicts::read(&results, headers.first("Received-SPF"));
    set(row, "authentication_results", results.first().copied());
    set(row, "spf", verdicts.spf.as_deref());
    set(row, "dkim", verdicts.dkim.as_deref());
    set(row, "dmarc", verdicts.dmarc.as_deref());
}

pub(crate) fn write_bodies(
    links: &[Link],
    text: Option<&str>,
    has_html: bool,
    row: &mut Row<'_, '_>,
) {
    let mut domains: Vec<String> = Vec::new();
    for domain in links.iter().filter_map(|link| links::domain_of(&link.url)) {
        if !domains.contains(&domain) {
            domains.push(domain);
        }
    }
    row.set("links", &json(&links));
    row.set("link_domains", &json(&domains));
    if let Some(text) = text {
        row.set("body_text", cut(text, BODY_CHARS));
    }
    row.set("body_html_present", if has_html { "true" } else { "false" });
}

pub(crate) fn write_attachments(list: &[Attachment], row: &mut Row<'_, '_>) {
    let names: Vec<&str> = list.iter().map(|one| one.name.as_str()).collect();
    let kinds: Vec<&str> = list.iter().map(|one| one.kind.as_str()).collect();
    row.set("attachments", &json(&list));
    row.set("attachment_names", &json(&names));
    row.set("attachment_types", &json(&kinds));
}

/// What ends each row.
pub(crate) fn write_headers(headers: &Headers<'_>, size: u64, row: &mut Row<'_, '_>) {
    row.set("x_headers", &json(&headers.experimental()));
    row.set("headers", &headers.to_json());
    row.set("size", &size.to_string());
}

/// The time that the `Date` header names, with its text. Where it names none without doubt, the time at
/// which the last server received the message.
pub(crate) fn time_of<'h>(headers: &'h Headers<'_>) -> Option<(Option<i64>, &'h str)> {
    let stated = headers.first("Date");
    if let Some(written) = stated
        && let Some(micros) = instant(written)
    {
        return Some((Some(micros), written));
    }
    let received = headers
        .first("Received")
        .and_then(|way| way.rsplit_once(';'));
    if let Some((_, written)) = received
        && let Some(micros) = instant(written)
    {
        return Some((Some(micros), written.trim()));
    }
    stated.map(|written| (None, written))
}

/// A date of RFC 5322. Its clock has twenty-four hours; one with twelve says another time, and one with
/// letters in it none.
pub(super) fn instant(written: &str) -> Option<i64> {
    let is_torn = |pair: &[u8]| pair[0] == b':' && pair[1].is_ascii_alphabetic();
    if written.as_bytes().windows(2).any(is_torn) {
        return None;
    }
    let has_halves = written
        .split_ascii_whitespace()
        .any(|word| word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm"));
    if has_halves {
        return None;
    }
    let date = DateTime::parse_rfc822(written).filter(DateTime::is_valid)?;
    salus_record::time::accepted(date.to_timestamp() * 1_000_000)
}

/// A parser of what is looked at here. Dates stay as they are written: it would read on into the next header
/// where one is odd.
pub(crate) fn parser() -> MessageParser {
    MessageParser::new()
        .with_mime_headers()
        .with_address_headers()
        .with_message_ids()
        .header_text(HeaderName::Subject)
}

fn set(row: &mut Row<'_, '_>, column: &str, text: Option<&str>) {
    if let Some(text) = text {
        row.set(column, text.trim());
    }
}

pub(crate) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("texts and numbers can always be written as JSON")
}
