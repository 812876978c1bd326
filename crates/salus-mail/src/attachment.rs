//! Attachments: what they are by their content, not by their name.

/// What a file is, by its first bytes, and by its name where bytes cannot tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Machine code or an installer.
    Program,
    /// A script that the system runs.
    Script,
    /// A file that starts another.
    Shortcut,
    /// A disk image, whose content carries no mark of the web.
    DiskImage,
    /// Packed files.
    Archive,
    /// A compound file: Office up to 2003, an Outlook message.
    OfficeOld,
    /// Office Open XML or OpenDocument.
    Office,
    /// A OneNote section.
    OneNote,
    /// PDF.
    Pdf,
    /// A page that opens in the browser.
    Html,
    /// A drawing that may hold scripts.
    Svg,
    /// An invitation.
    Calendar,
    /// A message in the message.
    Message,
    /// A picture.
    Picture,
    /// Plain text.
    Text,
    /// Anything else.
    Other,
}

/// One attachment.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// The file name as written, decoded; empty where there is none.
    pub name: String,
    /// The declared media type in lower case.
    pub declared: String,
    /// What it is by its content.
    pub kind: Kind,
    /// Size (bytes).
    pub size: usize,
    /// SHA-256 of the content, hexadecimal.
    pub sha256: String,
}

/// The ending of a file name in lower case; empty where there is none.
#[must_use]
pub fn ending(name: &str) -> String {
    match name.trim().trim_end_matches('.').rsplit_once('.') {
        Some((_, ending)) if ending.len() <= 8 => ending.to_ascii_lowercase(),
        _ => String::new(),
    }
}

impl Kind {
    /// What `bytes` named `name` are.
    #[must_use]
    pub fn of(bytes: &[u8], name: &str) -> Self {
        let named = by_ending(&ending(name));
        match by_signature(bytes) {
            None => named,
            // Programs come in such packings (`.jar`, `.msi`, `.msix`), and some scripts begin like a page (`.hta`).
            Some(Self::Archive | Self::Office | Self::OfficeOld | Self::Html | Self::Svg)
                if named.runs() =>
            {
                named
            }
            Some(signed) => signed,
        }
    }

    /// Opening it runs code.
    #[must_use]
    pub fn runs(self) -> bool {
        matches!(self, Self::Program | Self::Script | Self::Shortcut)
    }
}

fn by_signature(bytes: &[u8]) -> Option<Kind> {
    let starts = |with: &[u8]| bytes.starts_with(with);
    if starts(b"MZ")
        || starts(b"\x7fELF")
        || starts(b"\xcf\xfa\xed\xfe")
        || starts(b"\xca\xfe\xba\xbe")
    {
        return Some(Kind::Program);
    }
    if starts(b"\x4c\0\0\0\x01\x14\x02\0") {
        return Some(Kind::Shortcut);
    }
    if starts(b"%PDF-")
        || bytes
            .get(..1024.min(bytes.len()))
            .is_some_and(|head| find(head, b"%PDF-"))
    {
        return Some(Kind::Pdf);
    }
    if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(Kind::OfficeOld);
    }
    if starts(b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d") {
        return Some(Kind::OneNote);
    }
    if starts(b"PK\x03\x04") {
        let is_office = find(cut(bytes, 64 << 10), b"[Content_Types].xml")
            || find(cut(bytes, 128), b"mimetypeapplication/vnd.oasis.");
        return Some(if is_office {
            Kind::Office
        } else {
            Kind::Archive
        });
    }
    let packed: [&[u8]; 6] = [
        b"PK\x05\x06",
        b"Rar!\x1a\x07",
        b"7z\xbc\xaf\x27\x1c",
        b"\x1f\x8b",
        b"BZh",
        b"MSCF",
    ];
    let is_marked = bytes.get(7..14) == Some(b"**ACE**") || bytes.get(257..262) == Some(b"ustar");
    if is_marked || packed.iter().any(|magic| starts(magic)) {
        return Some(Kind::Archive);
    }
    let is_disk =
        bytes.get(0x8001..0x8006) == Some(b"CD001") || starts(b"conectix") || starts(b"vhdxfile");
    if is_disk {
        return Some(Kind::DiskImage);
    }
    let picture: [&[u8]; 5] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF"];
    if picture.iter().any(|magic| starts(magic)) {
        return Some(Kind::Picture);
    }
    text_kind(cut(bytes, 1024))
}

fn text_kind(head: &[u8]) -> Option<Kind> {
    let head = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    let head = head.to_ascii_lowercase();
    if head.starts_with(b"<!doctype html")
        || head.starts_with(b"<html")
        || head.starts_with(b"<script")
    {
        return Some(Kind::Html);
    }
    if head.starts_with(b"<svg") || (head.starts_with(b"<?xml") && find(&head, b"<svg")) {
        return Some(Kind::Svg);
    }
    if head.starts_with(b"begin:vcalendar") {
        return Some(Kind::Calendar);
    }
    None
}

pub(crate) fn by_ending(ending: &str) -> Kind {
    match ending {
        "exe" | "scr" | "com" | "pif" | "cpl" | "dll" | "msi" | "msix" | "appx" | "jar" | "app"
        | "apk" => Kind::Program,
        "js" | "jse" | "vbs" | "vbe" | "wsf" | "wsh" | "hta" | "bat" | "cmd" | "ps1" | "psm1"
        | "sh" | "py" | "reg" | "sct" | "chm" | "xll" | "application" | "settingcontent-ms" => {
            Kind::Script
        }
        "lnk" | "url" | "scf" | "library-ms" | "search-ms" => Kind::Shortcut,
        "iso" | "img" | "vhd" | "vhdx" | "udf" | "dmg" => Kind::DiskImage,
        "zip" | "rar" | "7z" | "gz" | "tar" | "tgz" | "bz2" | "xz" | "cab" | "arj" | "ace"
        | "z" | "lz" => Kind::Archive,
        "htm" | "html" | "xhtml" | "shtml" | "mht" | "mhtml" => Kind::Html,
        "svg" | "svgz" => Kind::Svg,
        "one" => Kind::OneNote,
        "ics" | "vcs" => Kind::Calendar,
        "eml" | "msg" => Kind::Message,
        "txt" | "csv" | "log" | "md" => Kind::Text,
        _ => Kind::Other,
    }
}

fn cut(bytes: &[u8], most: usize) -> &[u8] {
    &bytes[..most.min(bytes.len())]
}

fn find(bytes: &[u8], word: &[u8]) -> bool {
    memchr::memmem::find(bytes, word).is_some()
}
