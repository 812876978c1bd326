//! Names of folders as IMAP writes them (RFC 3501, section 5.1.3): UTF-7 with changes of its own.

use base64::Engine as _;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::NO_PAD;

const LETTERS: GeneralPurpose = GeneralPurpose::new(&IMAP_MUTF7, NO_PAD);

/// The name for the server; names in plain ASCII without `&` stay as they are.
pub(super) fn encode(name: &str) -> String {
    let is_plain = |one: char| matches!(one, ' '..='~');
    let mut encoded = String::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let end = rest
            .find(|one| is_plain(one) != is_plain(first))
            .unwrap_or(rest.len());
        let (run, behind) = rest.split_at(end);
        if is_plain(first) {
            encoded += &run.replace('&', "&-");
        } else {
            let bytes: Vec<u8> = run.encode_utf16().flat_map(u16::to_be_bytes).collect();
            encoded += &format!("&{}-", LETTERS.encode(bytes));
        }
        rest = behind;
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_servers_keep_them() {
        let cases = [
            ("INBOX", "INBOX"),
            ("Reports & more", "Reports &- more"),
            ("Entwürfe", "Entw&APw-rfe"),
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            ("Verdächtig 😀", "Verd&AOQ-chtig &2D3eAA-"),
            ("", ""),
        ];
        for (name, expected) in cases {
            assert_eq!(encode(name), expected, "{name}");
        }
    }
}
