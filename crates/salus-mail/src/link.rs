//! A link: where it really leads, and what the reader sees of it.

use url::{Host, Url};

use crate::destination::rewriter;
use crate::domain;

/// How a link reaches the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Via {
    /// Written out in plain text.
    Text,
    /// A link in HTML.
    Anchor,
    /// The target of a form.
    Form,
    /// A QR code in a picture.
    Qr,
    /// An attached PDF.
    Pdf,
    /// An attached office document.
    Office,
    /// A calendar invitation.
    Calendar,
    /// A page or text in an attachment.
    Attachment,
}

/// One link of a message, rewriters undone.
#[derive(Debug, Clone)]
pub struct Link {
    /// Where it leads in the end.
    pub url: Url,
    /// What the reader sees; empty where it is the address itself.
    pub shown: String,
    /// How it reaches the reader.
    pub via: Via,
    /// The link filter that had rewritten it.
    pub rewritten_by: Option<&'static str>,
    /// Its host is an address of digits, written so that people do not see it.
    pub is_disguised: bool,
}

/// Characters of a link that are looked at.
const URL_CHARS: usize = 4_000;
const SHOWN_CHARS: usize = 300;

impl Link {
    /// Reads an address as a mail program would; none where a click leads nowhere in the web.
    #[must_use]
    pub fn read(address: &str, shown: &str, via: Via) -> Option<Self> {
        let address = address.trim();
        if address.len() > URL_CHARS {
            return Self::read(cut(address, URL_CHARS), shown, via);
        }
        let url = parse(address)?;
        let is_web = matches!(url.scheme(), "http" | "https" | "ftp") && url.host().is_some();
        if !is_web && !matches!(url.scheme(), "data" | "javascript" | "file") {
            return None;
        }
        let is_disguised = match url.host() {
            Some(Host::Ipv4(digits)) => !address.contains(&digits.to_string()),
            _ => false,
        };
        let (url, rewritten_by) = rewriter::undo(url);
        Some(Self {
            url,
            shown: shown.trim().chars().take(SHOWN_CHARS).collect(),
            via,
            rewritten_by,
            is_disguised,
        })
    }

    /// The host in lower case, `xn--` form for foreign letters; empty where there is none.
    #[must_use]
    pub fn host(&self) -> &str {
        self.url
            .host_str()
            .unwrap_or_default()
            .trim_end_matches('.')
    }

    /// The organisational domain; an address of digits as it stands.
    #[must_use]
    pub fn domain(&self) -> &str {
        domain::registrable(self.host())
    }

    /// Whether the host is an address of digits.
    #[must_use]
    pub fn is_address(&self) -> bool {
        matches!(self.url.host(), Some(Host::Ipv4(_) | Host::Ipv6(_)))
    }
}

fn parse(address: &str) -> Option<Url> {
    match Url::parse(address) {
        Ok(url) => Some(url),
        Err(url::ParseError::RelativeUrlWithoutBase) => {
            let rest = address.strip_prefix("//").unwrap_or(address);
            let host = rest.split(['/', '?', '#']).next()?;
            let is_host = host.contains('.') && !host.contains(char::is_whitespace);
            is_host.then(|| Url::parse(&format!("http://{rest}")).ok())?
        }
        Err(_) => None,
    }
}

/// The first `most` bytes, ended between letters.
pub(crate) fn cut(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_a_mail_program_would() {
        for (address, host) in [
            (
                "https://Portal.Clinic.example/a?b=c",
                "portal.clinic.example",
            ),
            ("www.clinic.example/x", "www.clinic.example"),
            ("//cdn.example/x", "cdn.example"),
            ("http://\u{430}pple.example", "xn--pple-43d.example"),
            ("http://3221225991/", "192.0.2.7"),
            (" https://a.example\n", "a.example"),
        ] {
            let link = Link::read(address, "", Via::Text).map(|link| link.host().to_owned());
            assert_eq!(link.as_deref(), Some(host), "{address}");
        }
        for nowhere in [
            "mailto:a@b.example",
            "#top",
            "",
            "cid:1",
            "about",
            "http://",
        ] {
            assert!(Link::read(nowhere, "", Via::Text).is_none(), "{nowhere}");
        }
    }
}
