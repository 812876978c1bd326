//! What a message carries: programs, documents that act, packings that keep others from looking inside.

mod name;

use std::sync::LazyLock;

use regex::Regex;

use crate::anatomy::Anatomy;
use crate::attachment::{Attachment, Kind, ending};
use crate::contents::{Contents, File, Trait};
use crate::limits;
use crate::link::cut;
use crate::setting::Indicators;
use crate::signal::Signals;

/// What the traits of files say.
const TRAITS: &[(Trait, &str)] = &[
    (Trait::DataExchange, "payload.data_exchange"),
    (Trait::ExternalObject, "payload.external_object"),
    (Trait::ExternalTemplate, "payload.external_template"),
    (Trait::MacroReachesOut, "payload.macro_reaches_out"),
    (Trait::MacroRunsItself, "payload.macro_runs_itself"),
    (Trait::OldMacroSheet, "payload.old_macro_sheet"),
    (Trait::PdfActs, "payload.pdf_acts"),
    (Trait::PdfFile, "payload.pdf_file"),
    (Trait::PdfLaunch, "payload.pdf_launch"),
    (Trait::PdfScript, "payload.pdf_script"),
    (Trait::PdfSends, "payload.pdf_sends"),
    (Trait::Smuggles, "payload.smuggles"),
];

/// Looks at what a message carries.
pub(crate) fn look(
    anatomy: &Anatomy,
    contents: &Contents,
    bad: &Indicators,
    signals: &mut Signals,
) {
    let is_bad = |sha256: &String| !sha256.is_empty() && bad.sha256.contains(sha256);
    let attached = anatomy.attachments.iter().map(|one| &one.sha256);
    if attached
        .chain(contents.files.iter().map(|file| &file.sha256))
        .any(is_bad)
    {
        signals.add("payload.known_bad", &[]);
    }
    for attachment in &anatomy.attachments {
        disguise(attachment, signals);
    }
    for file in &contents.files {
        name::look(&file.name, signals);
        acts(file, signals);
        packed(file, signals);
        for (_, id) in TRAITS.iter().filter(|(what, _)| file.is(*what)) {
            signals.add(*id, &[]);
        }
    }
    if signals.has("payload.encrypted_archive") && tells_password(anatomy) {
        signals.add("payload.password_in_text", &[]);
    }
}

/// Files that run, or that open where nothing looks at them.
fn acts(file: &File, signals: &mut Signals) {
    let ending = ending(&file.name);
    let words = [("ending", ending.as_str())];
    let is_packed = matches!(file.inside, Some(Kind::Archive | Kind::DiskImage));
    let is_in_document = matches!(
        file.inside,
        Some(Kind::Office | Kind::OfficeOld | Kind::OneNote | Kind::Pdf)
    );
    if (file.kind.runs() || file.kind == Kind::Html) && is_in_document {
        signals.add("payload.program_in_document", &[]);
        return;
    }
    let id = match (file.kind, is_packed) {
        (Kind::Program | Kind::Script | Kind::Shortcut, true) => "payload.packed_program",
        (Kind::Program, false) => "payload.program",
        (Kind::Script, false) => "payload.script",
        (Kind::Shortcut, false) => "payload.shortcut",
        (Kind::DiskImage, _) => "payload.disk_image",
        (Kind::OneNote, _) if file.is(Trait::EmbeddedObject) => "payload.note_with_file",
        (Kind::OneNote, _) => "payload.note",
        (Kind::Html, true) => "payload.packed_page",
        (Kind::Html, false) if file.is(Trait::Script) => "payload.page_with_script",
        (Kind::Html, false) => "payload.page",
        (Kind::Svg, _) if file.is(Trait::Script) => "payload.drawing_with_script",
        (Kind::Message, _) => "payload.message_inside",
        (Kind::Office | Kind::OfficeOld, _) if file.is(Trait::Macro) => "payload.macro",
        (Kind::Office | Kind::OfficeOld | Kind::Other, _) if file.is(Trait::EmbeddedObject) => {
            "payload.object"
        }
        _ => return,
    };
    signals.add(id, &words);
}

/// Packings that keep others from looking inside.
fn packed(file: &File, signals: &mut Signals) {
    if file.is(Trait::Encrypted) {
        let id = match file.kind {
            Kind::Archive => "payload.encrypted_archive",
            Kind::Pdf => "payload.encrypted_pdf",
            _ => "payload.encrypted_document",
        };
        signals.add(id, &[]);
    }
    if file.is(Trait::CutShort) {
        signals.add("payload.too_much_inside", &[]);
    }
    // `.tar.gz` is one archive in two steps.
    let is_step = matches!(ending(&file.name).as_str(), "" | "tar");
    if file.kind == Kind::Archive && file.inside == Some(Kind::Archive) && !is_step {
        signals.add("payload.nested_archive", &[]);
    }
}

/// A file that is something else than its name or its declaration says.
fn disguise(attachment: &Attachment, signals: &mut Signals) {
    let ending = ending(&attachment.name);
    let is_harmless = name::is_document(&ending) || ending == "bmp";
    let acts = matches!(
        attachment.kind,
        Kind::Program
            | Kind::Script
            | Kind::Shortcut
            | Kind::DiskImage
            | Kind::Html
            | Kind::Svg
            | Kind::OneNote
    );
    // Old workbooks are often written as tables of HTML, honestly.
    let is_table = attachment.kind == Kind::Html && ending.starts_with("xls");
    if is_harmless && acts && !is_table {
        signals.add("payload.disguised", &[("ending", &ending)]);
    }
    let declared = attachment.declared.as_str();
    let says_harmless = declared.starts_with("image/") && !declared.contains("svg")
        || matches!(
            declared,
            "application/pdf" | "audio/mpeg" | "audio/wav" | "audio/x-wav" | "video/mp4"
        );
    if !is_harmless && says_harmless && acts {
        signals.add("payload.declared_harmless", &[("ending", &ending)]);
    }
}

/// Whether the text gives a password.
fn tells_password(anatomy: &Anatomy) -> bool {
    static GIVES: LazyLock<Regex> = LazyLock::new(|| {
        let words = "password|passwort|passwd|kennwort|passcode|pass ?code|contrase(ñ|n)a|clave|senha|mot de passe|parola|wachtwoord|has(ł|l)o|pw|pin";
        let pattern = format!(
            r"(?i)\b({words})\b[^\n]{{0,25}}?(:|=|\bis\b|\bist\b|\blautet\b|\bes\b|\best\b|\bé\b|-)\s*\S"
        );
        Regex::new(&pattern).expect("a pattern of our own")
    });
    GIVES.is_match(cut(&anatomy.text, limits::PASSWORD_TEXT)) || GIVES.is_match(&anatomy.subject)
}

#[cfg(test)]
mod tests;
