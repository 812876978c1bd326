//! What is attached to a message, and to the messages attached to it.

use salus_record::{Digesting, limits};

use super::properties::Item;
use crate::mail::{Attachment, cut};

/// Attachments that are described, those of attached messages included.
const ATTACHMENTS: usize = 1_000;
/// Messages attached to attached messages.
const DEPTH: usize = 8;
const NAME_CHARS: usize = 500;
const STORAGE: &str = "__attach_version1.0_";
/// Marks of a document that may be a report.
const DOCUMENT: [u8; 2] = *b"<{";

/// The attachments, and those among them that may be reports.
#[derive(Default)]
pub(super) struct Attached {
    pub list: Vec<Attachment>,
    pub documents: Vec<Vec<u8>>,
    held: usize,
}

/// All attachments in their order; an attached message comes before its own.
pub(super) fn describe(item: &mut Item<'_, '_>) -> Attached {
    let mut attached = Attached::default();
    inside(item, "", 0, &mut attached);
    attached
}

/// Goes no deeper than [`DEPTH`].
fn inside(item: &mut Item<'_, '_>, path: &str, depth: usize, attached: &mut Attached) {
    for storage in item.parts(STORAGE, ATTACHMENTS) {
        if attached.list.len() >= ATTACHMENTS {
            return;
        }
        let mut part = item.part(&storage);
        let name = [0x3707, 0x3704, 0x3001]
            .iter()
            .find_map(|property| part.text(*property))
            .unwrap_or_default();
        let name = format!("{path}{}", cut(&name, NAME_CHARS));
        let mime = part
            .text(0x370E)
            .map(|kind| cut(&kind, 200).to_ascii_lowercase());
        let size = part.number(0x0E20).unwrap_or_default() as usize;
        if let Some(mut message) = part.message() {
            attached.list.push(Attachment {
                name: name.clone(),
                kind: "application/vnd.ms-outlook".to_owned(),
                size,
                // It lies here in pieces and has no bytes of its own.
                sha256: String::new(),
            });
            if depth + 1 < DEPTH {
                let path = format!("{}/", cut(&name, NAME_CHARS));
                inside(&mut message, &path, depth + 1, attached);
            }
            continue;
        }
        attached.take(&mut part, name, mime);
    }
}

impl Attached {
    fn take(&mut self, part: &mut Item<'_, '_>, name: String, mime: Option<String>) {
        let mut digesting = Digesting::default();
        let mut size = 0;
        let mut document = Vec::new();
        let room = (limits::RECORD_BYTES).saturating_sub(self.held);
        part.content(|piece| {
            let may_be = size > 0
                || piece
                    .trim_ascii_start()
                    .first()
                    .is_some_and(|first| DOCUMENT.contains(first));
            if may_be && document.len() == size && size + piece.len() <= room {
                document.extend_from_slice(piece);
            }
            digesting.update(piece);
            size += piece.len();
        });
        if size > 0 && document.len() == size {
            self.held += size;
            self.documents.push(document);
        }
        self.list.push(Attachment {
            name,
            kind: mime.unwrap_or_else(|| "application/octet-stream".to_owned()),
            size,
            sha256: digesting.finish().as_str().to_owned(),
        });
    }
}
