//! One message as a row of the table `mail`.

use mail_parser::{Address, HeaderForm, HeaderName, HeaderValue, Message, MessageParser, PartType};

use super::headers::Headers;
use super::{attachments, is_known, links, nesting, verdicts};
use crate::{Place, ReadError, Row, Sink};

/// Characters of the text body that are kept.
const BODY_CHARS: usize = 4_000;
/// Addresses of one header that are kept.
const ADDRESSES: usize = 1_000;

/// Reads `raw` and writes its row, or rejects it.
pub(super) fn write(
    parser: &MessageParser,
    raw: &[u8],
    place: Place,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let Some(message) = nesting::parse(parser, raw) else {
        return sink.reject(place, "not a message, or too broken to be taken apart");
    };
    let headers = Headers::of(&message, raw);
    let is_message = message
        .headers()
        .iter()
        .any(|header| is_known(header.name.as_str().as_bytes()));
    let end = if is_message {
        let mut row = sink.record("mail", place);
        write_people(&message, &headers, &mut row);
        write_verdicts(&headers, &mut row);
        write_bodies(&message, &mut row);
        write_attachments(&message, raw, &mut row);
        row.set("x_headers", &json(&headers.experimental()));
        row.set("headers", &headers.to_json());
        row.set("size", &raw.len().to_string());
        with_time(&message, &headers, row).end()
    } else {
        sink.reject(place, "not a message: no header that mail has")
    };
    drop(headers);
    nesting::dismantle(message, |_| {});
    end
}

fn with_time<'s, 'o>(
    message: &Message<'_>,
    headers: &Headers<'_>,
    row: Row<'s, 'o>,
) -> Row<'s, 'o> {
    let Some(written) = headers.first("Date") else {
        return row;
    };
    let read = message.date().filter(|date| date.is_valid());
    let micros = read.map(|date| date.to_timestamp() * 1_000_000);
    row.time_at(micros, written)
}

fn write_people(message: &Message<'_>, headers: &Headers<'_>, row: &mut Row<'_, '_>) {
    set(row, "message_id", message.message_id());
    set(row, "from", decoded(message, HeaderName::From).as_deref());
    let from = message.from().and_then(Address::first);
    set(
        row,
        "from_address",
        from.and_then(|from| from.address.as_deref()),
    );
    set(row, "from_name", from.and_then(|from| from.name.as_deref()));
    set_addresses(row, "to", message.to());
    set_addresses(row, "cc", message.cc());
    let reply_to = message.reply_to().and_then(Address::first);
    set(
        row,
        "reply_to",
        reply_to.and_then(|reply| reply.address.as_deref()),
    );
    let return_path = headers
        .first("Return-Path")
        .map(|path| path.trim_matches(['<', '>', ' ']));
    set(
        row,
        "return_path",
        return_path.filter(|path| !path.is_empty()),
    );
    set(row, "subject", message.subject());
    set(row, "date", headers.first("Date"));
    let received: Vec<&str> = headers.all("Received").collect();
    row.set("received", &json(&received));
    set(row, "list_unsubscribe", headers.first("List-Unsubscribe"));
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

fn set_addresses(row: &mut Row<'_, '_>, column: &str, header: Option<&Address<'_>>) {
    let Some(header) = header else { return };
    let texts = header
        .iter()
        .filter_map(|one| one.address.as_deref().or(one.name.as_deref()));
    row.set(column, &json(&texts.take(ADDRESSES).collect::<Vec<_>>()));
}

fn write_verdicts(headers: &Headers<'_>, row: &mut Row<'_, '_>) {
    let results: Vec<&str> = headers.all("Authentication-Results").collect();
    let verdicts = verdicts::read(&results, headers.first("Received-SPF"));
    set(row, "authentication_results", results.first().copied());
    set(row, "spf", verdicts.spf.as_deref());
    set(row, "dkim", verdicts.dkim.as_deref());
    set(row, "dmarc", verdicts.dmarc.as_deref());
}

fn write_bodies(message: &Message<'_>, row: &mut Row<'_, '_>) {
    let links = links::find(message);
    let mut domains: Vec<String> = Vec::new();
    for domain in links.iter().filter_map(|link| links::domain_of(&link.url)) {
        if !domains.contains(&domain) {
            domains.push(domain);
        }
    }
    row.set("links", &json(&links));
    row.set("link_domains", &json(&domains));
    if let Some(text) = message.body_text(0) {
        row.set("body_text", cut(&text, BODY_CHARS));
    }
    let has_html = message
        .html_bodies()
        .any(|part| matches!(part.body, PartType::Html(_)));
    row.set("body_html_present", if has_html { "true" } else { "false" });
}

fn write_attachments(message: &Message<'_>, raw: &[u8], row: &mut Row<'_, '_>) {
    let list = attachments::describe(message, raw);
    let names: Vec<&str> = list.iter().map(|one| one.name.as_str()).collect();
    let kinds: Vec<&str> = list.iter().map(|one| one.kind.as_str()).collect();
    row.set("attachments", &json(&list));
    row.set("attachment_names", &json(&names));
    row.set("attachment_types", &json(&kinds));
}

fn set(row: &mut Row<'_, '_>, column: &str, text: Option<&str>) {
    if let Some(text) = text {
        row.set(column, text.trim());
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("texts and numbers can always be written as JSON")
}

/// The first `most` characters.
pub(super) fn cut(text: &str, most: usize) -> &str {
    match text.char_indices().nth(most) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}
