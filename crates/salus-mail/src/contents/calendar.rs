//! Invitations (RFC 5545): where their links lead.

use crate::anatomy::addresses_in;
use crate::contents::Opening;
use crate::limits;
use crate::link::Via;
use crate::page::Page;

impl Opening<'_> {
    pub(super) fn calendar(&mut self, bytes: &[u8]) {
        let head = &bytes[..bytes.len().min(limits::INVITATION)];
        let text = String::from_utf8_lossy(head).replace('\r', "");
        let text = text.replace("\n ", "").replace("\n\t", "");
        for line in text.lines() {
            let Some((name, value)) = line.split_once(':') else {
                continue;
            };
            let name = name.split(';').next().unwrap_or_default();
            if is_read(&name.to_ascii_uppercase()) {
                self.calendar_text(name, &unescaped(value));
            }
        }
    }

    fn calendar_text(&mut self, name: &str, value: &str) {
        if name.eq_ignore_ascii_case("X-ALT-DESC") {
            let page = Page::read(value);
            for anchor in &page.anchors {
                self.link(&anchor.address, &anchor.shown, Via::Calendar);
            }
            return;
        }
        for address in addresses_in(value) {
            self.link(address, "", Via::Calendar);
        }
    }
}

fn is_read(name: &str) -> bool {
    matches!(
        name,
        "URL" | "LOCATION" | "DESCRIPTION" | "COMMENT" | "CONFERENCE" | "ATTACH" | "SUMMARY"
    ) || name.starts_with("X-")
}

/// Text as it stands in a property.
fn unescaped(value: &str) -> String {
    value
        .replace("\\n", "\n")
        .replace("\\N", "\n")
        .replace("\\,", ",")
        .replace("\\;", ";")
        .replace("\\\\", "\\")
}
