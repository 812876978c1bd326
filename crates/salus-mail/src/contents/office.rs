//! Office documents of today: zip archives of XML, in which relationships say what lies elsewhere.

use html5gum::{StartTag, Token, Tokenizer};

use crate::attachment::Kind;
use crate::contents::{Opening, Place, Trait};
use crate::limits;
use crate::link::{Via, cut};

/// What of a part of XML is looked at.
const PART: usize = 1 << 20;

impl Opening<'_> {
    pub(super) fn office(&mut self, at: usize, bytes: &[u8], place: Place) {
        let mut is_encrypted = false;
        let is_open = self.members(bytes, &wanted, &mut |opening, member| {
            is_encrypted |= member.is_encrypted;
            opening.part(at, &member.name.to_ascii_lowercase(), member.content, place);
        });
        if is_encrypted || !is_open && memchr::memmem::find(bytes, b"EncryptedPackage").is_some() {
            self.mark(at, Trait::Encrypted);
        }
    }

    fn part(&mut self, at: usize, name: &str, content: &[u8], place: Place) {
        if name.ends_with(".rels") {
            self.relations(at, &String::from_utf8_lossy(content));
        } else if name.ends_with("vbaproject.bin") || name.starts_with("basic/script") {
            self.mark(at, Trait::Macro);
            self.compound(at, content, place);
        } else if name.contains("/macrosheets/") {
            self.mark(at, Trait::OldMacroSheet);
        } else if name.contains("/embeddings/") {
            self.embedded(at, name, content, place);
        } else if name.contains("/media/") || name.starts_with("pictures/") {
            self.picture(content);
        } else if name.ends_with(".xml") && asks_for_data(&String::from_utf8_lossy(content)) {
            self.mark(at, Trait::DataExchange);
        }
    }

    /// Embedded workbooks are what charts are made of; anything else is worth a word.
    fn embedded(&mut self, at: usize, name: &str, content: &[u8], place: Place) {
        let kind = Kind::of(content, name);
        if kind != Kind::Office {
            self.mark(at, Trait::EmbeddedObject);
        }
        self.file(name, kind, content, place);
    }

    fn relations(&mut self, at: usize, text: &str) {
        for token in Tokenizer::new(text) {
            let Ok(Token::StartTag(tag)) = token else {
                continue;
            };
            let name: &[u8] = &tag.name;
            if name.ends_with(b"relationship") && value(&tag, b"targetmode") == "external" {
                self.relation(at, &tag);
            }
        }
    }

    fn relation(&mut self, at: usize, tag: &StartTag<()>) {
        let target = match tag.attributes.get(b"target".as_slice()) {
            Some(target) => String::from_utf8_lossy(target).into_owned(),
            None => return,
        };
        let kind = value(tag, b"type");
        let lower = target.to_ascii_lowercase();
        let starts = [
            "http:",
            "https:",
            "ftp:",
            "mhtml:",
            "\\\\",
            "file://",
            "file:\\\\",
        ];
        // Three slashes lead to the writer's own disk.
        let is_remote =
            starts.iter().any(|start| lower.starts_with(start)) && !lower.starts_with("file:///");
        match kind.rsplit('/').next().unwrap_or_default() {
            "hyperlink" => self.link(&target, "", Via::Office),
            "attachedtemplate" if is_remote => {
                self.mark(at, Trait::ExternalTemplate);
                self.link(&target, "", Via::Office);
            }
            "oleobject" | "frame" | "subdocument" | "afchunk" | "externallinkpath" if is_remote => {
                self.mark(at, Trait::ExternalObject);
                self.link(target.trim_start_matches("mhtml:"), "", Via::Office);
            }
            _ => {}
        }
    }
}

fn value(tag: &StartTag<()>, name: &[u8]) -> String {
    let value = tag.attributes.get(name);
    value.map_or_else(String::new, |value| {
        String::from_utf8_lossy(value).to_ascii_lowercase()
    })
}

/// How much of a part is looked at.
fn wanted(name: &str) -> usize {
    let name = cut(name, 300).to_ascii_lowercase();
    if name.contains("/embeddings/") {
        limits::MEMBER
    } else if name.ends_with("vbaproject.bin") {
        limits::COMPOUND_STREAM
    } else if name.contains("/worksheets/") || name.contains("/theme/") {
        0
    } else {
        PART
    }
}

/// Fields and links of DDE in a document or workbook.
fn asks_for_data(xml: &str) -> bool {
    let has_field = xml.match_indices("instrText").take(2_000).any(|(at, _)| {
        let text = cut(&xml[at..], 200)
            .split_once('>')
            .map_or("", |(_, text)| text);
        let text = text.trim_start();
        text.starts_with("DDEAUTO")
            || text.starts_with("DDE ")
            || text.starts_with("DDEAUTO".to_ascii_lowercase().as_str())
    });
    has_field
        || xml.match_indices("<ddeLink").take(20).any(|(at, _)| {
            let service = cut(&xml[at..], 300).to_ascii_lowercase();
            PROGRAMS.iter().any(|program| service.contains(program))
        })
}

const PROGRAMS: [&str; 8] = [
    "cmd",
    "cscript",
    "mshta",
    "msiexec",
    "powershell",
    "regsvr32",
    "rundll32",
    "wscript",
];

/// Whether a line of a table holds a formula that starts a program.
pub(super) fn asks_program(line: &str) -> bool {
    let cells = line.split([',', ';', '\t']).take(200);
    cells
        .map(|cell| cell.trim_start_matches(['"', ' ']))
        .any(|cell| {
            let is_formula = cell.starts_with(['=', '+', '-', '@']);
            is_formula && cell.contains('|') && {
                let cell = cut(cell, 300).to_ascii_lowercase();
                PROGRAMS.iter().any(|program| cell.contains(program))
            }
        })
}
