//! Whether a text is a table with a header line, and which character separates its cells.

use salus_record::{limits, time};

use super::head::first_lines;
use super::shapes::{self, Kinds};
use crate::Confidence;

/// Lines looked at.
pub(super) const SAMPLE_LINES: usize = 20;
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Lines that a table of two columns has at least.
const PAIRS: usize = 6;
/// A column's name is hardly longer.
const NAME_CHARS: usize = 120;

/// Judges the first bytes of a file.
pub(super) fn judge(head: &[u8], kinds: &Kinds) -> Confidence {
    let is_cut = head.len() >= limits::SNIFF_BYTES;
    let Some(mut lines) = first_lines(head, SAMPLE_LINES, is_cut) else {
        return Confidence::No;
    };
    lines.retain(|line| !line.trim().is_empty());
    while lines.first().is_some_and(|line| is_preamble(line)) {
        lines.remove(0);
    }
    let lines = whole_rows(lines);
    let all: Vec<&str> = lines.iter().map(String::as_str).collect();
    let sample = &all[titles(&all, kinds)..];
    let Some(delimiter) = delimiter(sample) else {
        return Confidence::No;
    };
    let header = cells_of(sample[0], delimiter);
    if !is_header(&header) {
        return Confidence::No;
    }
    let folded: Vec<String> = header.iter().map(|name| shapes::fold(name)).collect();
    if kinds.best(&folded).is_some() {
        return Confidence::Likely;
    }
    let is_even = sample[1..]
        .iter()
        .all(|line| line.contains('"') || cells_of(line, delimiter).len() == header.len());
    let is_table = match header.len() {
        0 | 1 => false,
        2 if delimiter != b'\t' => is_table_of_pairs(sample, delimiter),
        _ => sample.len() > 1,
    };
    if is_even && is_table {
        Confidence::Possible
    } else {
        Confidence::No
    }
}

/// A comma in each line does not make prose a table: it takes some rows, and a column of numbers or times.
fn is_table_of_pairs(sample: &[&str], delimiter: u8) -> bool {
    let is_value = |text: &str| text.parse::<f64>().is_ok() || time::parse(text).is_some();
    let rows = || sample[1..].iter().map(|line| cells_of(line, delimiter));
    sample.len() >= PAIRS
        && (0..2).any(|at| rows().all(|cells| cells.get(at).is_some_and(|cell| is_value(cell))))
}

/// Lines joined where a quoted cell goes on; the last, cut row is left out.
fn whole_rows(lines: Vec<String>) -> Vec<String> {
    let mut rows: Vec<String> = Vec::with_capacity(lines.len());
    let mut is_open = false;
    for line in lines {
        let quotes = line.matches('"').count();
        match rows.last_mut() {
            Some(row) if is_open => {
                row.push('\n');
                row.push_str(&line);
            }
            _ => rows.push(line),
        }
        is_open ^= quotes % 2 == 1;
    }
    if is_open && rows.len() > 1 {
        rows.pop();
    }
    rows
}

/// The first lines of a text, if it is one; for a reader of one kind of table.
pub(crate) fn table_lines(head: &[u8], most: usize) -> Option<Vec<String>> {
    first_lines(head, most, head.len() >= limits::SNIFF_BYTES)
}

/// Lines some programs write before the header: Excel's `sep=;`, PowerShell's `#TYPE …`, EPSS' `#model_version:…`.
pub(super) fn is_preamble(line: &str) -> bool {
    let lower = line.trim().to_ascii_lowercase();
    lower.starts_with("#type ")
        || lower.starts_with("#model_version:")
        || (lower.starts_with("sep=") && lower.len() == 5)
}

/// What such a line says of all rows: `#model_version:v1,score_date:2026-03-01`.
pub(super) fn said(line: &str) -> Vec<(String, String)> {
    let pairs = line.strip_prefix('#').filter(|rest| rest.contains(':'));
    let pairs = pairs.into_iter().flat_map(|rest| rest.split(','));
    let pairs = pairs.filter_map(|pair| pair.split_once(':'));
    pairs
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

/// How many lines stand above the header: titles, a date, a summary, as in spreadsheets and reports of scanners.
///
/// The header of a known kind of export has more cells than any line above it; that of a table of one's own stands
/// below lines that hold one cell each.
pub(super) fn titles(sample: &[&str], kinds: &Kinds) -> usize {
    let header = |at: usize| {
        let delimiter = delimiter(&sample[at..])?;
        let cells = cells_of(sample[at], delimiter);
        is_header(&cells).then_some((cells, delimiter))
    };
    let mut widest = 0;
    for at in 0..sample.len() {
        let Some(delimiter) = delimiter(&sample[at..]) else {
            continue;
        };
        let cells = cells_of(sample[at], delimiter);
        let folded = || -> Vec<String> { cells.iter().map(|name| shapes::fold(name)).collect() };
        if cells.len() > widest && is_header(&cells) && kinds.best(&folded()).is_some() {
            return at;
        }
        widest = widest.max(cells.len());
    }
    if sample.is_empty() || header(0).is_some() {
        return 0;
    }
    let is_below = |at: &usize| {
        header(*at).is_some_and(|(cells, delimiter)| {
            sample[..*at].iter().all(|line| {
                let title = cells_of(line, delimiter);
                let filled = title.iter().filter(|cell| !cell.is_empty()).count();
                filled == 1 && title.len() == cells.len()
            })
        })
    };
    (1..sample.len()).find(is_below).unwrap_or(0)
}

/// The character that cuts the header into the most cells, counting the lines that agree with it.
pub(super) fn delimiter(sample: &[&str]) -> Option<u8> {
    let header = sample.first()?;
    let score = |delimiter: u8| {
        let cells = cells_of(header, delimiter).len();
        let agree = |line: &&&str| cells_of(line, delimiter).len() == cells;
        (cells > 1).then(|| (sample[1..].iter().filter(agree).count(), cells))
    };
    let scored = DELIMITERS
        .iter()
        .filter_map(|delimiter| Some((score(*delimiter)?, *delimiter)));
    let mut best: Option<((usize, usize), u8)> = None;
    for (score, delimiter) in scored {
        if best.is_none_or(|(known, _)| score > known) {
            best = Some((score, delimiter));
        }
    }
    best.map(|(_, delimiter)| delimiter)
}

/// Names, and not values, prose or another syntax.
fn is_header(cells: &[String]) -> bool {
    let is_name = |cell: &&String| {
        cell.chars().count() <= NAME_CHARS
            && cell.chars().any(char::is_alphabetic)
            && !cell.contains(['{', '}', '<', '>', '=', '\0', '\u{fffd}'])
            && !cell.starts_with(['[', '\\'])
    };
    let names = cells.iter().filter(is_name).count();
    let empty = cells.iter().filter(|cell| cell.is_empty()).count();
    names >= 2
        && names + empty == cells.len()
        && empty <= cells.len() / 2
        && !looks_like_mail(cells)
}

/// `From: a, b` is a header of another kind.
fn looks_like_mail(cells: &[String]) -> bool {
    let first = cells.first().map(String::as_str).unwrap_or_default();
    first
        .split_once(": ")
        .is_some_and(|(name, _)| !name.contains(' '))
}

/// The cells of one line; quotes may hold the delimiter.
fn cells_of(line: &str, delimiter: u8) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            other if other == char::from(delimiter) && !is_quoted => cells.push(String::new()),
            other => cells
                .last_mut()
                .expect("there is always one cell")
                .push(other),
        }
    }
    cells
        .iter_mut()
        .for_each(|cell| *cell = cell.trim().to_owned());
    cells
}
