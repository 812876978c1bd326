//! What lies in the attachments: files in archives, links in documents, macros, scripts; nothing is executed.

mod archive;
mod bitmap;
mod calendar;
mod code;
mod compound;
mod drawn;
mod macros;
#[cfg(test)]
pub(crate) mod made;
mod office;
mod pdf;
mod picture;
mod scanned;
mod web;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use mail_parser::{Message, MessageParser, MimeHeaders};
use salus_record::Digest;

use crate::anatomy::{self, Anatomy};
use crate::attachment::{Kind, ending};
use crate::limits;
use crate::link::{Via, cut};
use crate::unpack::{Member, Unpack};

/// Something about a file that an honest file seldom has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trait {
    /// It cannot be read without a password.
    Encrypted,
    /// More is in it than was looked at.
    CutShort,
    /// An office document with macros.
    Macro,
    /// Its macros run when it is opened or closed.
    MacroRunsItself,
    /// Its macros start programs or fetch from the web.
    MacroReachesOut,
    /// A workbook with a macro sheet of Excel 4.
    OldMacroSheet,
    /// It takes its template, and the macros in it, from elsewhere.
    ExternalTemplate,
    /// It loads an object from elsewhere when it is opened.
    ExternalObject,
    /// Another file or object lies in it.
    EmbeddedObject,
    /// It asks another program for data (DDE).
    DataExchange,
    /// A PDF that carries scripts.
    PdfScript,
    /// A PDF that starts a program.
    PdfLaunch,
    /// A PDF that carries a file.
    PdfFile,
    /// A PDF that acts by itself.
    PdfActs,
    /// A PDF that sends what is filled in.
    PdfSends,
    /// A page or drawing with scripts.
    Script,
    /// A page that puts a file together in the browser.
    Smuggles,
    /// A page that asks for a password.
    PasswordForm,
    /// A page that sends what is filled in to the web.
    FormElsewhere,
    /// A page that leads elsewhere by itself.
    Leaves,
}

/// An attachment, or a file inside one.
#[derive(Debug, Clone)]
pub struct File {
    /// The attachment it is or lies in, counted from zero.
    pub attachment: usize,
    /// Its name; inside an archive its path.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// What it lies in; none for an attachment itself.
    pub inside: Option<Kind>,
    /// SHA-256 of its content as far as it was unpacked, hexadecimal; empty for attachments, which have their own.
    pub sha256: String,
    /// What is remarkable of it, each once.
    pub traits: Vec<Trait>,
}

impl File {
    /// Whether it has a trait.
    #[must_use]
    pub fn is(&self, what: Trait) -> bool {
        self.traits.contains(&what)
    }
}

/// What lies in the attachments of a message.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// Attachments and files inside them, each before what it holds.
    pub files: Vec<File>,
}

impl Contents {
    /// Opens the attachments of `message`; links found in them are added to `anatomy`.
    pub(crate) fn open(
        message: &Message<'_>,
        anatomy: &mut Anatomy,
        parser: &MessageParser,
        unpack: &dyn Unpack,
    ) -> Self {
        let mut opening = Opening::new(parser, unpack);
        for (at, part) in message.attachments().enumerate() {
            let Some(attachment) = anatomy.attachments.get(at) else {
                break;
            };
            let place = Place {
                attachment: at,
                depth: 0,
                inside: None,
            };
            let bytes = anatomy::bytes(part);
            let kind = match part.content_type() {
                Some(_) if anatomy::declared(part) == "text/calendar" => Kind::Calendar,
                _ => attachment.kind,
            };
            opening.file(&attachment.name, kind, &bytes, place);
        }
        if let Some(page) = &anatomy.page {
            for drawn in &page.drawn {
                opening.drawn(drawn);
            }
        }
        for (address, shown, via) in &opening.links {
            anatomy.add_link(address, shown, *via);
        }
        opening.contents
    }
}

/// Where a file lies.
#[derive(Debug, Clone, Copy)]
struct Place {
    attachment: usize,
    depth: usize,
    inside: Option<Kind>,
}

/// The work on one message.
struct Opening<'o> {
    contents: Contents,
    links: Vec<(String, String, Via)>,
    parser: &'o MessageParser,
    unpack: &'o dyn Unpack,
    /// Bytes that may still be unpacked.
    left: Rc<Cell<usize>>,
    viewer: picture::Viewer,
}

impl<'o> Opening<'o> {
    fn new(parser: &'o MessageParser, unpack: &'o dyn Unpack) -> Self {
        Self {
            contents: Contents::default(),
            links: Vec::new(),
            parser,
            unpack,
            left: Rc::new(Cell::new(limits::UNPACKED)),
            viewer: picture::Viewer::default(),
        }
    }

    /// Looks into one file.
    fn file(&mut self, name: &str, kind: Kind, bytes: &[u8], place: Place) {
        if self.contents.files.len() >= limits::FILES {
            return;
        }
        let sha256 = match place.inside {
            Some(_) if !bytes.is_empty() => Digest::of(bytes).as_str().to_owned(),
            _ => String::new(),
        };
        let at = self.contents.files.len();
        self.contents.files.push(File {
            attachment: place.attachment,
            name: cut(name, 500).to_owned(),
            kind,
            inside: place.inside,
            sha256,
            traits: Vec::new(),
        });
        if place.depth > limits::DEPTH {
            self.mark(at, Trait::CutShort);
            return;
        }
        let inner = Place {
            attachment: place.attachment,
            depth: place.depth + 1,
            inside: Some(kind),
        };
        // The libraries check what they read; should one ever miss something, this file alone is lost.
        let look = AssertUnwindSafe(|| self.look(at, kind, bytes, inner));
        if catch_unwind(look).is_err() {
            self.mark(at, Trait::CutShort);
        }
    }

    fn look(&mut self, at: usize, kind: Kind, bytes: &[u8], inner: Place) {
        match kind {
            Kind::Archive => self.archive(at, bytes, inner),
            Kind::Office => self.office(at, bytes, inner),
            Kind::OfficeOld => self.compound(at, bytes, inner),
            Kind::Program if bytes.starts_with(b"\xd0\xcf\x11\xe0") => {}
            Kind::Message => self.message(bytes, inner),
            Kind::OneNote => self.note(at, bytes, inner),
            Kind::Pdf => self.pdf(at, bytes),
            Kind::Picture => self.picture(bytes),
            Kind::Html | Kind::Svg => self.web(at, bytes),
            Kind::Calendar => self.calendar(bytes),
            Kind::Shortcut | Kind::Text | Kind::Other => self.plain(at, bytes),
            Kind::Program | Kind::Script | Kind::DiskImage => {}
        }
    }

    fn mark(&mut self, at: usize, what: Trait) {
        if let Some(file) = self.contents.files.get_mut(at)
            && !file.is(what)
        {
            file.traits.push(what);
        }
    }

    fn link(&mut self, address: &str, shown: &str, via: Via) {
        if self.links.len() < limits::INNER_LINKS {
            self.links.push((address.to_owned(), shown.to_owned(), via));
        }
    }

    /// Shows the members of an archive, as far as the limits of the message go.
    fn members(
        &mut self,
        bytes: &[u8],
        most: &dyn Fn(&str) -> usize,
        visit: &mut dyn FnMut(&mut Self, &Member<'_>),
    ) -> bool {
        let (unpack, left) = (self.unpack, Rc::clone(&self.left));
        let want = |name: &str| most(name).min(limits::MEMBER).min(left.get());
        unpack.members(bytes, &want, &mut |member| {
            left.set(left.get().saturating_sub(member.content.len()));
            visit(self, member);
        })
    }

    /// Decompresses a zlib stream within the limits of the message.
    fn inflate(&self, bytes: &[u8], most: usize) -> Vec<u8> {
        let unpacked = self.unpack.inflate(bytes, most.min(self.left.get()));
        self.left
            .set(self.left.get().saturating_sub(unpacked.len()));
        unpacked
    }

    /// A message inside: its links and attachments.
    fn message(&mut self, bytes: &[u8], place: Place) {
        let decoded;
        let bytes = match web::decoded(bytes) {
            Some(plain) => {
                decoded = plain;
                &decoded
            }
            None => bytes,
        };
        let bytes = &bytes[..bytes.len().min(limits::MEMBER)];
        if salus_mime::refuse(bytes).is_some() {
            return;
        }
        let ready = salus_mime::ready(&salus_mime::probe(), bytes);
        let Some(message) = salus_mime::parse(self.parser, &ready) else {
            return;
        };
        let anatomy = Anatomy::of(&message);
        for link in &anatomy.links {
            self.link(link.url.as_str(), &link.shown, Via::Attachment);
        }
        for (attachment, part) in anatomy.attachments.iter().zip(message.attachments()) {
            let bytes = anatomy::bytes(part);
            self.file(&attachment.name, attachment.kind, &bytes, place);
        }
        salus_mime::dismantle(message, |_| {});
    }

    /// Files that a OneNote section holds ([MS-ONESTORE] 2.6.13).
    fn note(&mut self, at: usize, bytes: &[u8], place: Place) {
        const HEADER: &[u8] = b"\xe7\x16\xe3\xbd\x65\x26\x11\x45\xa4\xc4\x8d\x4d\x0b\x7a\x9e\xac";
        let places: Vec<usize> = memchr::memmem::find_iter(bytes, HEADER)
            .take(limits::NOTE_FILES)
            .collect();
        for from in places {
            let Some(rest) = bytes.get(from + 16..) else {
                continue;
            };
            let size = rest
                .first_chunk()
                .map_or(0, |size| u64::from_le_bytes(*size));
            let size = usize::try_from(size).unwrap_or(usize::MAX);
            let Some(content) = rest.get(20..) else {
                continue;
            };
            let content = &content[..size.min(content.len())];
            let kind = match Kind::of(content, "") {
                Kind::Other if looks_like_script(content) => Kind::Script,
                kind => kind,
            };
            if kind != Kind::Picture {
                self.mark(at, Trait::EmbeddedObject);
            }
            self.file("", kind, content, place);
        }
    }

    /// Links and formulas in what is text, objects in what is rich text.
    fn plain(&mut self, at: usize, bytes: &[u8]) {
        if bytes.starts_with(b"{\\rt") {
            let has = |word: &[u8]| memchr::memmem::find(bytes, word).is_some();
            if has(b"\\objdata") || has(b"\\objupdate") {
                self.mark(at, Trait::EmbeddedObject);
            }
            if has(b"\\*\\template http") || has(b"\\*\\template \\\\") {
                self.mark(at, Trait::ExternalTemplate);
            }
            return;
        }
        let head = &bytes[..bytes.len().min(limits::INVITATION)];
        let Ok(text) = std::str::from_utf8(head) else {
            return;
        };
        for address in anatomy::addresses_in(text).take(limits::INNER_LINKS) {
            self.link(address, "", Via::Attachment);
        }
        for address in text.lines().filter_map(|line| line.strip_prefix("URL=")) {
            self.link(address, "", Via::Attachment);
        }
        let is_table = matches!(
            ending(&self.contents.files[at].name).as_str(),
            "csv" | "tsv" | "slk" | "iqy"
        );
        if is_table && text.lines().any(office::asks_program) {
            self.mark(at, Trait::DataExchange);
        }
    }
}

/// Whether text begins like a script that Windows would run.
fn looks_like_script(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    [
        "wscript",
        "createobject",
        "powershell",
        "@echo off",
        "<hta:",
        "cmd /c",
        "activexobject",
    ]
    .iter()
    .any(|word| head.contains(word))
}
