//! A message's headers as they were written, unfolded and within limits.

use mail_parser::{HeaderName, Message};

use crate::lines::text_of;

/// Headers of one message that are kept.
const HEADERS: usize = 1_000;
/// Characters of one header that are kept.
const VALUE_CHARS: usize = 8_000;

/// Names and values in the order of the message.
#[derive(Default)]
pub(crate) struct Headers<'m> {
    list: Vec<(&'m str, String)>,
}

impl<'m> Headers<'m> {
    pub(crate) fn of(message: &'m Message<'_>, raw: &[u8]) -> Self {
        let written = message.headers().iter().take(HEADERS);
        let list = written.map(|header| {
            let span = header.offset_start as usize..header.offset_end as usize;
            (
                name_of(&header.name),
                unfold(raw.get(span).unwrap_or_default()),
            )
        });
        Self {
            list: list.collect(),
        }
    }

    /// The topmost header of this name.
    pub(crate) fn first(&self, name: &str) -> Option<&str> {
        let same = |(other, _): &&(&str, String)| other.eq_ignore_ascii_case(name);
        self.list.iter().find(same).map(|(_, value)| value.as_str())
    }

    /// Every header of this name, from the top.
    pub(super) fn all<'s>(&'s self, name: &'static str) -> impl Iterator<Item = &'s str> {
        let same = move |(other, _): &&(&str, String)| other.eq_ignore_ascii_case(name);
        self.list
            .iter()
            .filter(same)
            .map(|(_, value)| value.as_str())
    }

    /// The headers whose name begins with `X-`; the topmost of each name.
    pub(super) fn experimental(&self) -> serde_json::Map<String, serde_json::Value> {
        let mut map = serde_json::Map::new();
        for (name, value) in &self.list {
            let is_experimental = name
                .get(..2)
                .is_some_and(|two| two.eq_ignore_ascii_case("x-"));
            if is_experimental && !map.contains_key(*name) {
                map.insert((*name).to_owned(), value.clone().into());
            }
        }
        map
    }

    /// All of them as a JSON list of pairs.
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(&self.list).expect("texts can always be written as JSON")
    }
}

fn name_of<'m>(name: &'m HeaderName<'_>) -> &'m str {
    match name {
        HeaderName::Other(name) => name,
        known => known.as_static_str(),
    }
}

/// A header's value on one line, within limits.
pub(super) fn unfold(raw: &[u8]) -> String {
    let text = text_of(raw);
    let mut value = String::with_capacity(text.len().min(VALUE_CHARS));
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if at > 0 && !value.is_empty() && !line.is_empty() {
            value.push(' ');
        }
        value.push_str(line);
        if value.len() > VALUE_CHARS {
            break;
        }
    }
    crate::mail::message::cut(&value, VALUE_CHARS).to_owned()
}
