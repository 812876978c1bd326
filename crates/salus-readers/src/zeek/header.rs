//! The lines beginning with `#` that stand before the rows of a Zeek log.

use super::value;
use crate::json::log_with;

/// How a column is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Bool,
    Whole,
    Real,
    /// As written: the source's text is kept, since its precision means something.
    Time,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub name: String,
    pub kind: (Kind, bool),
}

/// What the header said last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub separator: char,
    pub set_separator: char,
    pub empty: String,
    pub unset: String,
    pub table: String,
    pub fields: Vec<Field>,
}

impl Default for Header {
    fn default() -> Self {
        Self {
            separator: '\t',
            set_separator: ',',
            empty: "(empty)".to_owned(),
            unset: "-".to_owned(),
            table: "zeek_log".to_owned(),
            fields: Vec::new(),
        }
    }
}

impl Header {
    /// Takes a line in, unless it is a row.
    pub(super) fn learn(&mut self, line: &str) -> bool {
        if line.starts_with('#') {
            self.take(line);
            return true;
        }
        let is_names = self.fields.is_empty() && is_names(line);
        if is_names {
            self.take_names(line);
        }
        is_names
    }

    /// Takes one `#` line in. Anything unknown (`#open`, `#close`, remarks) is passed over.
    pub(super) fn take(&mut self, line: &str) {
        if let Some(written) = line.strip_prefix("#separator ") {
            *self = Self::default();
            self.separator = value::unescape(written).chars().next().unwrap_or('\t');
            return;
        }
        let (word, rest) = line.split_once(self.separator).unwrap_or((line, ""));
        match word {
            "#set_separator" => {
                self.set_separator = value::unescape(rest).chars().next().unwrap_or(',');
            }
            "#empty_field" => self.empty = rest.to_owned(),
            "#unset_field" => self.unset = rest.to_owned(),
            "#path" => self.table = table_of(rest),
            "#fields" => self.take_fields(rest),
            "#types" => self.take_types(rest),
            _ => {}
        }
    }

    /// Takes the names of columns that stand alone in front of the rows, as `zeek-cut -m` writes them.
    pub(super) fn take_names(&mut self, line: &str) {
        self.take_fields(line.trim_end_matches(self.separator));
        let has = |member: &str| self.fields.iter().any(|field| field.name == member);
        self.table = table_of(log_with(has));
    }

    fn take_fields(&mut self, names: &str) {
        let text = (Kind::Text, false);
        let names = names.split(self.separator).filter(|name| !name.is_empty());
        self.fields = names
            .map(|name| Field {
                name: name.to_owned(),
                kind: text,
            })
            .collect();
    }

    fn take_types(&mut self, types: &str) {
        for (field, written) in self.fields.iter_mut().zip(types.split(self.separator)) {
            let inner = written
                .strip_suffix(']')
                .and_then(|most| most.split_once('['));
            field.kind = match inner {
                Some((_, inner)) => (kind_of(inner), true),
                None => (kind_of(written), false),
            };
        }
    }
}

/// Whether a line without any mark names columns that only Zeek names so.
pub(super) fn is_names(line: &str) -> bool {
    let mut names = line.trim_end().split('\t');
    let is_name = |name: &str| {
        let is_letter = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.');
        !name.is_empty() && name.bytes().all(is_letter)
    };
    let has = |wanted: &[&str]| names.clone().any(|name| wanted.contains(&name));
    let is_zeek = has(&["id.orig_h"]) || (has(&["uid"]) && has(&["fuid", "history", "ts"]));
    is_zeek && names.clone().count() > 2 && names.all(is_name)
}

fn kind_of(written: &str) -> Kind {
    match written {
        "bool" => Kind::Bool,
        "count" | "int" | "port" => Kind::Whole,
        "double" | "interval" => Kind::Real,
        "time" => Kind::Time,
        _ => Kind::Text,
    }
}

/// `zeek_<path>`; what could not be part of a table's name becomes `_`.
pub(super) fn table_of(path: &str) -> String {
    let name: String = path
        .chars()
        .take(80)
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter.to_ascii_lowercase()
            } else {
                '_'
            }
        })
        .collect();
    let name = name.trim_matches('_');
    if name.is_empty() {
        "zeek_log".to_owned()
    } else {
        format!("zeek_{name}")
    }
}
