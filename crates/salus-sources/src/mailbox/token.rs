//! Signing in with a token of OAuth 2.0.

use async_imap::Authenticator;
use async_imap::imap_proto::{Capability, Response, ResponseCode};

use super::Mailbox;

/// How a token is shown to a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mechanism {
    /// The standard (RFC 7628).
    Standard,
    /// What Gmail and Microsoft 365 had before it.
    Older,
}

impl Mechanism {
    /// The standard where the greeting offers it (RFC 9051, section 7.1): a server that greets without a list of what it can
    /// do knows at least the older way.
    pub(super) fn offered(greeting: &Response<'_>) -> Self {
        let Response::Data { outcome, .. } = greeting else {
            return Self::Older;
        };
        let Some(ResponseCode::Capabilities(offered)) = &outcome.code else {
            return Self::Older;
        };
        let is_standard = |one: &Capability<'_>| matches!(one, Capability::Auth(name) if name.eq_ignore_ascii_case("OAUTHBEARER"));
        if offered.iter().any(is_standard) {
            Self::Standard
        } else {
            Self::Older
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Standard => "OAUTHBEARER",
            Self::Older => "XOAUTH2",
        }
    }
}

/// What is answered to the server: the token first; to a reason why it is refused, what ends the exchange.
pub(super) struct Bearer {
    first: String,
    last: &'static str,
}

impl Bearer {
    pub(super) fn new(mechanism: Mechanism, mailbox: &Mailbox, token: &str) -> Self {
        let Mailbox {
            host, port, user, ..
        } = mailbox;
        match mechanism {
            Mechanism::Standard => {
                // In the head of a message of GS2 a comma ends a name (RFC 5801, section 4).
                let user = user.replace('=', "=3D").replace(',', "=2C");
                let first = format!(
                    "n,a={user},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01"
                );
                Self {
                    first,
                    last: "\x01",
                }
            }
            Mechanism::Older => Self {
                first: format!("user={user}\x01auth=Bearer {token}\x01\x01"),
                last: "",
            },
        }
    }
}

impl Authenticator for Bearer {
    type Response = String;

    fn process(&mut self, challenge: &[u8]) -> String {
        if challenge.is_empty() {
            std::mem::take(&mut self.first)
        } else {
            self.last.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailbox::Secret;

    #[test]
    fn the_standard_is_used_where_it_is_offered() {
        for (greeting, expected) in [
            (
                "* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 AUTH=OAUTHBEARER] ready\r\n",
                "OAUTHBEARER",
            ),
            (
                "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2] ready\r\n",
                "XOAUTH2",
            ),
            ("* OK The service is ready\r\n", "XOAUTH2"),
            ("* BYE busy\r\n", "XOAUTH2"),
        ] {
            let (_, response) = Response::parse(greeting.as_bytes()).expect("a greeting");
            assert_eq!(Mechanism::offered(&response).name(), expected, "{greeting}");
        }
    }

    #[test]
    fn a_token_is_shown_as_each_mechanism_has_it() {
        let mailbox = Mailbox {
            host: "mail.clinic.example".to_owned(),
            port: 993,
            user: "a,b=c@clinic.example".to_owned(),
            secret: Secret::Token("t0k".to_owned()),
            folder: "INBOX".to_owned(),
            authorities: None,
        };
        for (mechanism, first, last) in [
            (
                Mechanism::Standard,
                "n,a=a=2Cb=3Dc@clinic.example,\x01host=mail.clinic.example\x01port=993\x01auth=Bearer t0k\x01\x01",
                "\x01",
            ),
            (
                Mechanism::Older,
                "user=a,b=c@clinic.example\x01auth=Bearer t0k\x01\x01",
                "",
            ),
        ] {
            let mut bearer = Bearer::new(mechanism, &mailbox, "t0k");
            assert_eq!(bearer.process(b""), first);
            assert_eq!(bearer.process(br#"{"status":"401"}"#), last);
        }
    }
}
