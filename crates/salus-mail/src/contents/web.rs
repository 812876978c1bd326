//! Attached pages and drawings, which open in the browser beside everything that guards mail.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::anatomy::addresses_in;
use crate::contents::{Opening, Trait};
use crate::destination::{page, rewriter};
use crate::limits;
use crate::link::{Link, Via, cut};
use crate::page::Page;

impl Opening<'_> {
    pub(super) fn web(&mut self, at: usize, bytes: &[u8]) {
        let head = &bytes[..bytes.len().min(limits::PAGE)];
        let text = match head {
            [0xff, 0xfe, ..] => utf16(head),
            _ => String::from_utf8_lossy(head).into_owned(),
        };
        let page = Page::read(&text);
        for anchor in &page.anchors {
            self.link(&anchor.address, &anchor.shown, Via::Attachment);
        }
        for address in addresses_in(&page.text).chain(addresses_of_script(&page.script)) {
            self.link(address, "", Via::Attachment);
        }
        for address in packed_addresses(&text) {
            self.link(&address, "", Via::Attachment);
        }
        let is_web = |address: &str| Link::read(address, "", Via::Form).is_some();
        let has_script = !page.script.trim().is_empty() || page::acts(&text);
        let traits = [
            (Trait::Script, has_script),
            (Trait::Smuggles, page::smuggles(&page, &text)),
            (
                Trait::PasswordForm,
                page.forms.iter().any(|form| form.asks_password),
            ),
            (
                Trait::FormElsewhere,
                page.forms.iter().any(|form| is_web(&form.action)),
            ),
            (
                Trait::Leaves,
                page.refresh.as_deref().is_some_and(is_web) || page::leaves(&page.script),
            ),
        ];
        for (what, _) in traits.into_iter().filter(|(_, is_so)| *is_so) {
            self.mark(at, what);
        }
        for drawn in &page.drawn {
            self.drawn(drawn);
        }
    }

    /// A picture written into a page.
    pub(super) fn drawn(&mut self, source: &str) {
        if let Some((_, packed)) = source.split_once(";base64,")
            && let Some(bytes) = decoded(packed.as_bytes())
        {
            self.picture(&bytes);
        }
    }
}

/// Addresses between quotes.
fn addresses_of_script(script: &str) -> impl Iterator<Item = &str> {
    let texts = script.split(['"', '\'', '`']);
    texts
        .filter(|text| text.starts_with("http"))
        .take(limits::INNER_LINKS)
}

/// Web addresses in base64.
fn packed_addresses(text: &str) -> Vec<String> {
    let starts = text.match_indices("aHR0c").take(20);
    let packed = starts.filter_map(|(at, _)| {
        let rest = cut(&text[at..], 2_000);
        let end = rest
            .find(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '+' | '/')));
        // A cut text ends with a whole group of four.
        let rest = &rest[..end.unwrap_or(rest.len())];
        rewriter::unpacked(rest).or_else(|| rewriter::unpacked(&rest[..rest.len() / 4 * 4]))
    });
    packed
        .filter(|address| address.starts_with("http"))
        .collect()
}

/// What base64 stands for, where `bytes` are nothing else.
pub(super) fn decoded(bytes: &[u8]) -> Option<Vec<u8>> {
    let is_packed = |byte: &u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'+' | b'/' | b'=')
            || byte.is_ascii_whitespace()
    };
    if bytes.len() < 16 || !bytes.iter().all(is_packed) {
        return None;
    }
    let mut packed: Vec<u8> = bytes.iter().copied().filter(u8::is_ascii_graphic).collect();
    while packed.ends_with(b"=") {
        packed.pop();
    }
    STANDARD_NO_PAD.decode(packed).ok()
}

fn utf16(bytes: &[u8]) -> String {
    let pairs = bytes[2..]
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    char::decode_utf16(pairs)
        .map(|letter| letter.unwrap_or('\u{fffd}'))
        .collect()
}
