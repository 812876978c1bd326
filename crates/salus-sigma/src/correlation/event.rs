//! One event on its way through a correlation, and the record it stands for, both in a few words.

use std::sync::Arc;

use super::texts::Texts;

/// A record, as few numbers; texts are numbers in [`Texts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RecordKey {
    /// The record's number in its evidence; [`WHOLE_ID`] where `evidence` is all of its id.
    number: u64,
    /// The number in its place, or the number of the text.
    place: u64,
    evidence: u32,
    table: u32,
    kind: PlaceKind,
}

const WHOLE_ID: u64 = u64::MAX;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PlaceKind {
    Line,
    Record,
    Offset,
    Text,
}

const PLACES: [(&str, PlaceKind); 3] = [
    ("line ", PlaceKind::Line),
    ("record ", PlaceKind::Record),
    ("offset ", PlaceKind::Offset),
];

/// A number written without sign, blanks or zeros in front, so that writing it gives the same text.
fn number(text: &str) -> Option<u64> {
    let is_plain =
        text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    let number = is_plain.then(|| text.parse().ok()).flatten()?;
    (number != WHOLE_ID).then_some(number)
}

impl RecordKey {
    /// None when there is no room for its texts. `last` is the evidence of the record before, which
    /// is nearly always that of this one.
    pub(crate) fn read<'r>(
        (record_id, place): (&'r str, &str),
        table: u32,
        last: &mut Option<(&'r str, u32)>,
        texts: &mut Texts,
    ) -> Option<Self> {
        let parted = record_id
            .rsplit_once(':')
            .and_then(|(evidence, rest)| Some((evidence, number(rest)?)));
        let (text, number_in_evidence) = parted.unwrap_or((record_id, WHOLE_ID));
        let evidence = match last {
            Some((known, number)) if *known == text => *number,
            _ => texts.number(text)?,
        };
        *last = Some((text, evidence));
        let placed = PLACES
            .iter()
            .find_map(|(word, kind)| Some((*kind, number(place.strip_prefix(word)?)?)));
        let (kind, place) = match placed {
            Some(placed) => placed,
            None => (PlaceKind::Text, u64::from(texts.number(place)?)),
        };
        Some(Self {
            number: number_in_evidence,
            place,
            evidence,
            table,
            kind,
        })
    }

    pub(crate) fn record_id(&self, texts: &Texts) -> String {
        let evidence = texts.text(self.evidence);
        match self.number {
            WHOLE_ID => evidence.to_owned(),
            number => format!("{evidence}:{number}"),
        }
    }

    pub(crate) fn place(&self, texts: &Texts) -> String {
        let word = PLACES.iter().find(|(_, kind)| *kind == self.kind);
        match word {
            Some((word, _)) => format!("{word}{}", self.place),
            None => texts.text(self.place as u32).to_owned(),
        }
    }

    pub(crate) fn table<'t>(&self, texts: &'t Texts) -> &'t str {
        texts.text(self.table)
    }

    fn mark(&self, marks: &mut [bool]) {
        marks[self.evidence as usize] = true;
        marks[self.table as usize] = true;
        if self.kind == PlaceKind::Text {
            marks[self.place as usize] = true;
        }
    }

    /// An order that does not depend on which record came first.
    pub(crate) fn order(&self, other: &Self, texts: &Texts) -> std::cmp::Ordering {
        let evidence = || texts.text(self.evidence).cmp(texts.text(other.evidence));
        let by_evidence = if self.evidence == other.evidence {
            std::cmp::Ordering::Equal
        } else {
            evidence()
        };
        by_evidence.then(self.number.cmp(&other.number))
    }
}

/// What an event stands for.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    Record(RecordKey),
    /// A correlation that fired, with some of its records and their times.
    Story(Arc<[(i64, RecordKey)]>),
}

/// Something that happened at a time in a group of a correlation.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    /// Microseconds of UTC.
    pub(crate) time: i64,
    pub(crate) group: u32,
    /// Which of the correlation's rules it fits.
    pub(crate) rule: u32,
    /// The number of a text, or the bits of a number, or nothing: as the correlation measures.
    pub(crate) value: u64,
    pub(crate) source: Source,
}

impl Event {
    /// By time; those of one time in an order that does not depend on which came first.
    pub(crate) fn order(&self, other: &Self, texts: &Texts) -> std::cmp::Ordering {
        self.time.cmp(&other.time).then_with(|| {
            let by_record = match (&self.source, &other.source) {
                (Source::Record(a), Source::Record(b)) => a.order(b, texts),
                _ => std::cmp::Ordering::Equal,
            };
            by_record.then(self.rule.cmp(&other.rule))
        })
    }

    /// Marks the texts it needs.
    pub(crate) fn mark(&self, has_text: bool, marks: &mut [bool]) {
        if has_text {
            marks[self.value as usize] = true;
        }
        match &self.source {
            Source::Record(record) => record.mark(marks),
            Source::Story(records) => records.iter().for_each(|(_, record)| record.mark(marks)),
        }
    }
}
