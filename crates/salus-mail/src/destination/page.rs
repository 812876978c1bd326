//! Pages that ask for secrets, hide text, or are put together only when they are opened.

use crate::anatomy::Anatomy;
use crate::link::{Link, Via};
use crate::page::Page;
use crate::signal::Signals;

/// Hidden letters that a preview line does not need.
const HIDDEN: usize = 400;
/// Letters of a page that is a picture.
const WORDLESS: usize = 60;
/// Words split by letters that are not seen.
const SPLIT_WORDS: usize = 3;
/// Letters of base64 in one literal that are a file (bytes).
const LITERAL: usize = 4 << 10;

/// Looks at the bodies of a message.
pub(super) fn look(anatomy: &Anatomy, signals: &mut Signals) {
    if is_drawn_code(&anatomy.text) {
        signals.add("destination.drawn_code", &[]);
    }
    let Some(page) = &anatomy.page else {
        return;
    };
    forms(page, signals);
    if !page.script.trim().is_empty() {
        signals.add("destination.script_in_body", &[]);
    }
    if page.refresh.is_some() {
        signals.add("destination.body_leaves", &[]);
    }
    let seen = page
        .text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .count();
    if page.hidden >= HIDDEN && page.hidden > seen {
        signals.add("destination.hidden_text", &[]);
    }
    if page.split_words >= SPLIT_WORDS {
        signals.add("destination.split_words", &[]);
    }
    let has_link = anatomy.links.iter().any(|link| link.via == Via::Anchor);
    if page.pictures > 0 && has_link && seen <= WORDLESS {
        signals.add("destination.only_picture", &[]);
    }
}

/// Forms for searches and surveys are honest; one that asks for a password is not.
fn forms(page: &Page, signals: &mut Signals) {
    if let Some(form) = page.forms.iter().find(|form| form.asks_password) {
        let target = Link::read(&form.action, "", Via::Form);
        let domain = target.as_ref().map_or("", |link| link.domain());
        signals.add("destination.password_form", &[("domain", domain)]);
    }
}

/// A QR code drawn with block letters, which no filter of pictures sees.
fn is_drawn_code(text: &str) -> bool {
    let is_block = |letter: &char| {
        matches!(
            letter,
            '\u{2580}'..='\u{2588}' | '\u{2590}' | '\u{25a0}' | '\u{2b1b}' | '\u{2b1c}'
        )
    };
    let is_row = |line: &&str| {
        let blocks = line.chars().filter(is_block).count();
        blocks >= 8
            && line
                .chars()
                .all(|letter| is_block(&letter) || letter.is_whitespace())
    };
    text.lines().filter(is_row).count() >= 10
}

/// Two or more signs of a file put together in the browser.
pub(crate) fn smuggles(page: &Page, html: &str) -> bool {
    let script = &page.script;
    let has = |words: &[&str]| words.iter().any(|word| script.contains(word));
    let signs = [
        has(&["atob", "fromCharCode", "Uint8Array"]),
        has(&["Blob", "createObjectURL", "msSaveOrOpenBlob", "msSaveBlob"]),
        page.saves_file || has(&[".download", "'download'", "\"download\""]),
        has(&[
            "eval(",
            "Function(",
            "unescape(",
            "document.write(decodeURI",
        ]),
        has_literal(if script.is_empty() { html } else { script }),
    ];
    !script.trim().is_empty() && signs.iter().filter(|sign| **sign).count() >= 2
}

/// A long literal of base64 or hexadecimal that is no picture of the page itself.
fn has_literal(text: &str) -> bool {
    text.split(['"', '\'', '`']).any(|literal| {
        literal.len() > LITERAL
            && literal
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+/=\\%-_\r\n".contains(&byte))
    })
}

/// Whether elements act when they are shown or touched.
pub(crate) fn acts(html: &str) -> bool {
    const ACTS: [&str; 5] = ["javascript:", "onbegin=", "onclick=", "onerror=", "onload="];
    let html = html.to_ascii_lowercase();
    ACTS.iter().any(|act| html.contains(act))
}

/// Whether a script leads elsewhere.
pub(crate) fn leaves(script: &str) -> bool {
    const WAYS: [&str; 5] = [
        "location.assign(",
        "location.href",
        "location.replace(",
        "window.location",
        "document.location",
    ];
    let reads_only = |rest: &str| rest.trim_start().starts_with(['.', ';', ')', ',']);
    WAYS.iter().any(|way| {
        script.match_indices(way).take(20).any(|(at, _)| {
            let rest = &script[at + way.len()..];
            way.ends_with('(') || rest.trim_start().starts_with('=') && !reads_only(rest)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smuggling_takes_two_signs() {
        let long = "QUJD".repeat(2_000);
        for (html, expected) in [
            (
                "<script>var b=atob(x);var u=URL.createObjectURL(new Blob([b]));</script>"
                    .to_owned(),
                true,
            ),
            (format!("<script>var d='{long}';eval(d)</script>"), true),
            (
                "<a download=a.iso href=#>x</a><script>go(atob('a'))</script>".to_owned(),
                true,
            ),
            ("<script>var b=atob(x)</script>".to_owned(), false),
            (format!("<p>{long}</p>"), false),
            (
                format!("<img src='data:image/png;base64,{long}'><script>a.download=1</script>"),
                false,
            ),
        ] {
            assert_eq!(smuggles(&Page::read(&html), &html), expected, "{html:.60}");
        }
    }

    #[test]
    fn scripts_that_lead_elsewhere_are_told() {
        for (script, expected) in [
            ("window.location = 'https://a.example'", true),
            ("location.href='x'", true),
            ("location.replace(u)", true),
            ("var here = window.location.pathname;", false),
            ("", false),
        ] {
            assert_eq!(leaves(script), expected, "{script}");
        }
    }

    #[test]
    fn a_code_of_blocks_is_seen() {
        let row = "\u{2588}\u{2580}\u{2584}".repeat(7);
        assert!(is_drawn_code(&format!(
            "Scan:\n{}",
            format!("{row}\n").repeat(12)
        )));
        assert!(!is_drawn_code(&format!("{row}\n").repeat(3)));
    }
}
