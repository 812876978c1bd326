//! Tables with a header line: comma, semicolon, tab or bar separated (inventories, staff lists,
//! training, backup and device-management exports).
//!
//! The header decides the record table by the kinds in `content/exports`, to which an organisation
//! may add its own; a header that fits none gets a table of its own. Cells without text are absent.

mod cut;
mod head;
mod header;
mod rows;
mod shapes;
mod sniff;

use std::collections::VecDeque;

use salus_record::FieldColumns;

pub(crate) use rows::Rows;
pub use shapes::{Export, Kinds};
pub(crate) use sniff::table_lines;

use header::Header;

use crate::cut::Cut;
use crate::{About, Confidence, Evidence, Lines, Place, ReadError, Reader, Sink};

pub(crate) struct Csv;

impl Reader for Csv {
    fn about(&self) -> About {
        About {
            name: "csv",
            title: "Table with a header line (CSV, TSV)",
            tables: shapes::TABLES,
            export: "any export as CSV; `content/exports/` says which columns are looked for",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        sniff::judge(head, Kinds::built_in())
    }

    fn sniff_with(&self, head: &[u8], kinds: &Kinds) -> Confidence {
        sniff::judge(head, kinds)
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let kinds = evidence.kinds();
        match begin(evidence.lines(), kinds, sink)? {
            Some((mut rows, settled)) => settled.write_all(&mut rows, sink),
            None => Ok(()),
        }
    }

    fn cut(&self) -> Option<&dyn Cut> {
        Some(&cut::CutRows)
    }
}

/// What the first lines settle for all rows.
struct Settled {
    header: Header,
    delimiter: u8,
}

impl Settled {
    fn write_all(&self, rows: &mut Rows<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let mut columns = FieldColumns::default();
        while let Some(place) = rows.next(sink)? {
            self.header.write(rows, place, &mut columns, sink)?;
        }
        Ok(())
    }
}

/// Reads the header; `None` if there is not even one row.
fn begin<'l>(
    mut lines: Lines<'l>,
    kinds: &Kinds,
    sink: &mut Sink<'_>,
) -> Result<Option<(Rows<'l>, Settled)>, ReadError> {
    let mut first = VecDeque::new();
    while first.len() < sniff::SAMPLE_LINES
        && let Some(line) = lines.next(sink)?
    {
        first.push_back((line.place, line.text.into_owned()));
    }
    let mut said = Vec::new();
    while let Some((_, text)) = first.front()
        && sniff::is_preamble(text)
    {
        said.extend(sniff::said(text));
        first.pop_front();
    }
    let above = sniff::titles(&texts(&first), kinds);
    first.drain(..above);
    let delimiter = sniff::delimiter(&texts(&first)).unwrap_or(b',');
    let mut rows = Rows::new(lines, first, delimiter);
    let Some(_) = rows.next(sink)? else {
        return Ok(None);
    };
    let header = Header::of(rows.cells(), said, kinds);
    Ok(Some((rows, Settled { header, delimiter })))
}

fn texts(lines: &VecDeque<(Place, String)>) -> Vec<&str> {
    lines.iter().map(|(_, text)| text.as_str()).collect()
}

#[cfg(test)]
mod tests;
