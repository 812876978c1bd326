//! What must come of each file of the gallery, as YAML.

use super::Piece;
use crate::clinic::NAME;

/// Paths, records, rejects and facts of all files.
pub(super) fn text(seed: u64, pieces: &[Piece]) -> String {
    let mut out = format!(
        "# Made by `salus-simulate exports` with the files themselves; do not edit.\n\
         # What surrounds a list of records, such as the number of pages, is not counted.\n\
         # `where` says in SQL which rows of a fact are meant.\n\
         organisation: {NAME}\nseed: {seed}\nfiles:\n"
    );
    for piece in pieces {
        let export = &piece.export;
        out.push_str(&format!(
            "  - path: \"{}\"\n    shows: \"{}\"\n    records: {{{}}}\n    rejects: 0\n",
            export.file.path,
            export.shows,
            export.counts()
        ));
        if piece.facts.is_empty() {
            continue;
        }
        out.push_str("    facts:\n");
        for fact in &piece.facts {
            let which = match fact.which {
                "" => String::new(),
                which => format!(", where: \"{which}\""),
            };
            out.push_str(&format!(
                "      - {{fact: {}, rows: {}{which}}}\n",
                fact.fact, fact.rows
            ));
        }
    }
    out
}
