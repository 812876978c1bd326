//! One message as a row of the table `mail`.

use mail_parser::{Message, MessageParser, PartType};

use super::columns::{self, People};
use super::head::is_known;
use super::headers::Headers;
use super::{attachments, links, reports};
use crate::{Judge, Place, ReadError, Row, Sink, Unpack};

/// What is asked beside the reader itself.
#[derive(Clone, Copy)]
pub(super) struct Beside<'a> {
    pub unpack: &'a dyn Unpack,
    pub judge: Option<&'a dyn Judge>,
}

/// Reads a message, made ready for parsing and as it came, and writes its row, or rejects it.
pub(super) fn write(
    parser: &MessageParser,
    (ready, raw): (&[u8], &[u8]),
    place: Place,
    beside: Beside<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let Some(message) = salus_mime::parse(parser, ready) else {
        return sink.reject(place, "not a message, or too broken to be taken apart");
    };
    let headers = Headers::of(&message, ready);
    let is_message = message
        .headers()
        .iter()
        .any(|header| is_known(header.name.as_str().as_bytes()));
    let end = if is_message {
        let mut row = sink.record("mail", place);
        if let Some((micros, written)) = columns::time_of(&headers) {
            row = row.time_at(micros, written);
        }
        People::of(&message, &headers).write(&headers, &mut row);
        columns::write_verdicts(&headers, &mut row);
        write_bodies(&message, &mut row);
        columns::write_attachments(&attachments::describe(&message, ready), &mut row);
        columns::write_headers(&headers, raw.len() as u64, &mut row);
        let written = row.end();
        written
            .and_then(|()| write_opinion((&message, ready), raw, place, beside.judge, sink))
            .and_then(|()| reports::write(&message, place, beside.unpack, sink))
    } else {
        sink.reject(place, "not a message: no header that mail has")
    };
    drop(headers);
    salus_mime::dismantle(message, |_| {});
    end
}

/// What the judge thinks of the message, as a record of its own: an opinion is no evidence.
fn write_opinion(
    (message, ready): (&Message<'_>, &[u8]),
    raw: &[u8],
    place: Place,
    judge: Option<&dyn Judge>,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let Some(opinion) = judge.and_then(|judge| judge.judge(raw)) else {
        return Ok(());
    };
    let headers = Headers::of(message, ready);
    let mut row = sink.record("mail_opinion", place);
    if let Some((micros, written)) = columns::time_of(&headers) {
        row = row.time_at(micros, written);
    }
    for (column, value) in &opinion {
        row.set(column, value);
    }
    row.end()
}

fn write_bodies(message: &Message<'_>, row: &mut Row<'_, '_>) {
    let has_html = message
        .html_bodies()
        .any(|part| matches!(part.body, PartType::Html(_)));
    let text = message.body_text(0);
    columns::write_bodies(&links::find(message), text.as_deref(), has_html, row);
}

/// The first `most` characters.
pub(crate) fn cut(text: &str, most: usize) -> &str {
    match text.char_indices().nth(most) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}
