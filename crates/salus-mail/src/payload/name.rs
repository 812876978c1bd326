//! File names written to be misread.

use crate::attachment::{Kind, by_ending, ending};
use crate::signal::Signals;

/// Blanks that push the ending of a name out of sight.
const BLANKS: usize = 8;

/// Looks at one name.
pub(super) fn look(name: &str, signals: &mut Signals) {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let last = ending(name);
    let words = [("ending", last.as_str())];
    if name.contains([
        '\u{202a}', '\u{202b}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}',
    ]) {
        signals.add("payload.reversed_name", &words);
    }
    if name.contains(['\u{200b}', '\u{2060}', '\u{feff}', '\u{180e}']) {
        signals.add("payload.unseen_letters_in_name", &words);
    }
    if name.contains(&" ".repeat(BLANKS)) || name.contains(&"\u{a0}".repeat(BLANKS)) {
        signals.add("payload.blanks_in_name", &words);
    }
    if is_double(name, &last) {
        signals.add("payload.double_ending", &words);
    }
}

/// `invoice.pdf.exe`: the ending of a document before one that acts.
fn is_double(name: &str, last: &str) -> bool {
    let kind = by_ending(last);
    let acts = kind.runs() || matches!(kind, Kind::Html | Kind::Svg | Kind::DiskImage);
    let stem = name.trim().trim_end_matches('.');
    let stem = stem
        .get(..stem.len().saturating_sub(last.len() + 1))
        .unwrap_or_default();
    let inner = ending(stem);
    acts && (is_document(&inner) || inner == "zip")
}

/// Whether files of this ending are read, seen or heard, and do nothing.
pub(super) fn is_document(ending: &str) -> bool {
    matches!(
        ending,
        "pdf"
            | "doc"
            | "docx"
            | "xls"
            | "xlsx"
            | "ppt"
            | "pptx"
            | "txt"
            | "csv"
            | "rtf"
            | "jpg"
            | "jpeg"
            | "png"
            | "gif"
            | "tif"
            | "tiff"
            | "mp3"
            | "wav"
            | "mp4"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_written_to_be_misread_are_told() {
        for (name, expected) in [
            ("invoice.pdf.exe", Some("payload.double_ending")),
            ("scan.jpg .js", Some("payload.double_ending")),
            ("a/b/fax.pdf.html", Some("payload.double_ending")),
            ("invoice\u{202e}fdp.exe", Some("payload.reversed_name")),
            (
                "inv\u{200b}oice.pdf",
                Some("payload.unseen_letters_in_name"),
            ),
            (
                "invoice.pdf                    .com",
                Some("payload.blanks_in_name"),
            ),
            ("backup.tar.gz", None),
            ("report.pdf.zip", None),
            ("v1.2.exe", None),
            ("invoice.pdf", None),
            ("", None),
        ] {
            let mut signals = Signals::default();
            look(name, &mut signals);
            let first = signals.iter().next().map(|signal| signal.id.as_ref());
            assert_eq!(first, expected, "{name}");
        }
    }
}
