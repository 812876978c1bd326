//! One message as it is written to the table `mail`.

use std::borrow::Cow;

use salus_record::time;

use super::attached::Attached;
use super::properties::Item;
use super::put_reports;
use crate::mail::{self, Headers, People};
use crate::{Place, ReadError, Sink};

/// What older versions write above the headers.
const FIRST_LINE: &str = "Microsoft Mail Internet Headers Version 2.0";
/// Kinds of recipients.
const TO: u32 = 1;
const CC: u32 = 2;

/// What the properties say.
pub(super) struct Written {
    headers: String,
    people: People<'static>,
    time: Option<i64>,
    text: Option<String>,
    html: Option<String>,
    has_html: bool,
    attached: Attached,
    size: u64,
}

impl Written {
    pub(super) fn of(item: &mut Item<'_, '_>, attached: Attached, size: u64) -> Self {
        let html = item.binary_text(0x1013).or_else(|| item.text(0x1013));
        let has_html = html.is_some() || item.number(0x1016) == Some(3);
        let time = item.time(0x0039).or_else(|| item.time(0x0E06));
        Self {
            headers: item.text(0x007D).unwrap_or_default(),
            people: people(item, time),
            time,
            text: item.text(0x1000),
            html,
            has_html,
            attached,
            size,
        }
    }

    pub(super) fn write(&self, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let headers = self.headers.trim();
        let headers = headers.strip_prefix(FIRST_LINE).unwrap_or(headers);
        let raw = format!("{}\r\n\r\n", headers.trim());
        let parsed = mail::parser().parse_headers(raw.as_bytes());
        let parsed = parsed.filter(|parsed| !parsed.parts.is_empty());
        let headers = match &parsed {
            Some(parsed) => Headers::of(parsed, raw.as_bytes()),
            None => Headers::default(),
        };
        let mut row = sink.record("mail", place);
        let stated = self.time.map(time::format);
        if let Some((micros, written)) = mail::time_of(&headers) {
            row = row.time_at(micros.or(self.time), written);
        } else if let Some(stated) = &stated {
            row = row.time_at(self.time, stated);
        }
        let people = parsed.as_ref().map(|parsed| People::of(parsed, &headers));
        let people = first(people.unwrap_or_default(), &self.people);
        people.write(&headers, &mut row);
        mail::write_verdicts(&headers, &mut row);
        let text = self.text.as_deref();
        let html = self.html.as_deref().unwrap_or_default();
        let links = mail::find_in(html, text.unwrap_or_default());
        mail::write_bodies(&links, text, self.has_html, &mut row);
        mail::write_attachments(&self.attached.list, &mut row);
        mail::write_headers(&headers, self.size, &mut row);
        row.end()?;
        put_reports(&self.attached.documents, place, sink)
    }
}

/// What the headers say, and where they are silent what the properties say.
fn first<'m>(headers: People<'m>, properties: &'m People<'static>) -> People<'m> {
    let or = |one: Option<Cow<'m, str>>, other: &'m Option<Cow<'static, str>>| {
        one.or_else(|| other.as_deref().map(Cow::Borrowed))
    };
    // A name and an address belong together.
    let has_from = headers.from_address.is_some();
    let none = &None;
    People {
        message_id: or(headers.message_id, &properties.message_id),
        from: or(headers.from, &properties.from),
        from_address: or(headers.from_address, &properties.from_address),
        from_name: or(
            headers.from_name,
            if has_from {
                none
            } else {
                &properties.from_name
            },
        ),
        to: headers.to.or_else(|| properties.to.clone()),
        cc: headers.cc.or_else(|| properties.cc.clone()),
        reply_to: headers.reply_to,
        return_path: headers.return_path,
        subject: or(headers.subject, &properties.subject),
        date: or(headers.date, &properties.date),
    }
}

fn people(item: &mut Item<'_, '_>, time: Option<i64>) -> People<'static> {
    // On whose behalf it was sent stands in `From`; who pressed the button comes second.
    let name = item.text(0x0042).or_else(|| item.text(0x0C1A));
    let written = [0x5D02, 0x0065, 0x5D01, 0x0C1F]
        .iter()
        .filter_map(|property| item.text(*property))
        .collect::<Vec<_>>();
    let address = written.iter().find(|text| text.contains('@')).cloned();
    let shown = address.as_ref().or(written.first());
    let from = match (&name, shown) {
        (Some(name), Some(address)) if name != address => Some(format!("{name} <{address}>")),
        (Some(name), _) => Some(name.clone()),
        (None, address) => address.cloned(),
    };
    let message_id = item.text(0x1035);
    let message_id = message_id.map(|id| id.trim_matches(['<', '>', ' ']).to_owned());
    let (to, cc) = recipients(item);
    People {
        message_id: message_id.map(Cow::Owned),
        from: from.map(Cow::Owned),
        from_address: address.map(Cow::Owned),
        from_name: name.map(Cow::Owned),
        to,
        cc,
        subject: item.text(0x0037).map(Cow::Owned),
        date: time.map(|micros| Cow::Owned(time::format(micros))),
        ..People::default()
    }
}

/// Addresses where they are known, else the names that are shown.
fn recipients(item: &mut Item<'_, '_>) -> (Option<String>, Option<String>) {
    let mut to = Vec::new();
    let mut cc = Vec::new();
    for storage in item.parts("__recip_version1.0_", mail::ADDRESSES) {
        let mut recipient = item.part(&storage);
        let texts: Vec<String> = [0x39FE, 0x3003, 0x3001]
            .iter()
            .filter_map(|property| recipient.text(*property))
            .collect();
        let address = texts.iter().find(|text| text.contains('@'));
        let Some(one) = address.or(texts.last()) else {
            continue;
        };
        match recipient.number(0x0C15) {
            Some(CC) => cc.push(one.clone()),
            None | Some(TO) => to.push(one.clone()),
            Some(_) => {}
        }
    }
    for (list, shown) in [(&mut to, 0x0E04), (&mut cc, 0x0E03)] {
        if list.is_empty() {
            let names = item.text(shown).unwrap_or_default();
            let names = names
                .split(';')
                .map(str::trim)
                .filter(|name| !name.is_empty());
            list.extend(names.take(mail::ADDRESSES).map(str::to_owned));
        }
    }
    let some = |list: Vec<String>| (!list.is_empty()).then(|| mail::json(&list));
    (some(to), some(cc))
}
