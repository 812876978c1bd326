//! One e-mail message and how a receiving system writes it to a file.

use crate::clinic::{DOMAIN, OUTSIDE_ADDRESS};
use crate::moment::Moment;
use crate::random::fingerprint;

/// Whose mail service keeps a message.
#[derive(Clone, Copy)]
pub(crate) struct Keeper {
    pub(crate) domain: &'static str,
    /// The address of the server that takes mail in.
    pub(crate) address: &'static str,
}

const CLINIC: Keeper = Keeper {
    domain: DOMAIN,
    address: "10.20.20.10",
};

/// A message as a mail service kept it.
#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) keeper: Keeper,
    pub(crate) time: Moment,
    pub(crate) from: (String, String),
    pub(crate) return_path: String,
    pub(crate) reply_to: Option<String>,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) body: String,
    /// A page to show instead of the plain text.
    pub(crate) html: Option<String>,
    pub(crate) attachment: Option<Attachment>,
    /// The address the message came from.
    pub(crate) sender_ip: &'static str,
    /// SPF, DKIM, DMARC as the receiver found them.
    pub(crate) checks: [&'static str; 3],
    /// The gateway marked the message as coming from outside.
    pub(crate) tagged: bool,
    /// The gateway looked for malware.
    pub(crate) scanned: bool,
    pub(crate) newsletter: bool,
    pub(crate) encrypted: bool,
    /// Kept as a file of its own under this name, not in the mailbox file.
    pub(crate) file: Option<&'static str>,
}

/// A file that travels with a message.
#[derive(Clone)]
pub(crate) struct Attachment {
    pub(crate) name: &'static str,
    pub(crate) media_type: &'static str,
    pub(crate) content: Vec<u8>,
}

impl Message {
    /// An ordinary message from outside that passes every check.
    pub(crate) fn inbound(
        time: Moment,
        from: (&str, &str),
        to: &str,
        (subject, body): (&str, &str),
    ) -> Self {
        Self {
            keeper: CLINIC,
            time,
            from: (from.0.to_owned(), from.1.to_owned()),
            return_path: from.1.to_owned(),
            reply_to: None,
            to: to.to_owned(),
            subject: subject.to_owned(),
            body: body.to_owned(),
            html: None,
            attachment: None,
            sender_ip: "198.51.100.150",
            checks: ["pass", "pass", "pass"],
            tagged: true,
            scanned: true,
            newsletter: false,
            encrypted: false,
            file: None,
        }
    }

    /// A message a member of staff sends.
    pub(crate) fn outbound(
        time: Moment,
        user: (&str, &str),
        to: &str,
        content: (&str, &str),
    ) -> Self {
        let address = format!("{}@{DOMAIN}", user.1);
        let mut message = Self::inbound(time, (user.0, &address), to, content);
        message.tagged = false;
        message.sender_ip = OUTSIDE_ADDRESS;
        message
    }

    pub(crate) fn is_inbound(&self) -> bool {
        self.sender_domain() != self.keeper.domain
    }

    fn sender_domain(&self) -> &str {
        self.from.1.rsplit('@').next().unwrap_or_default()
    }

    pub(crate) fn id(&self) -> String {
        let number = fingerprint(&format!(
            "{}{}{}{}",
            self.time.iso_millis(),
            self.from.1,
            self.to,
            self.subject
        ));
        format!("{number:016x}@{}", self.sender_domain())
    }

    /// The message as text with the line ends of the internet.
    pub(crate) fn text(&self) -> String {
        let mut out = self.headers();
        self.content(&mut out);
        out.replace('\n', "\r\n")
    }

    fn headers(&self) -> String {
        let [spf, dkim, dmarc] = self.checks;
        let Keeper {
            domain: own,
            address,
        } = self.keeper;
        let host = if self.is_inbound() {
            format!("mail.{}", self.sender_domain())
        } else {
            format!("out.{own}")
        };
        let envelope = self.return_path.rsplit('@').next().unwrap_or_default();
        let domain = self.sender_domain();
        let signed = match dkim {
            "none" => "(message not signed) header.d=none".to_owned(),
            _ => format!("header.d={domain}"),
        };
        let mut out = format!("Return-Path: <{}>\n", self.return_path);
        out.push_str(&format!(
            "Received: from mx1.{own} ({address}) by mailbox.{own} with HTTPS; {}\n",
            self.time.plus_seconds(4).mail()
        ));
        out.push_str(&format!(
            "Received: from {host} ({host} [{}])\n\tby mx1.{own} with ESMTPS (TLS1.3) id {};\n\t{}\n",
            self.sender_ip,
            &self.id()[..10],
            self.time.plus_seconds(2).mail()
        ));
        out.push_str(&format!(
            "Authentication-Results: mx1.{own};\n\tspf={spf} smtp.mailfrom={envelope};\n\tdkim={dkim} {signed};\n\tdmarc={dmarc} header.from={domain}\n"
        ));
        self.marks(&mut out);
        let tag = if self.tagged { "[EXTERNAL] " } else { "" };
        out.push_str(&format!(
            "From: \"{}\" <{}>\nTo: <{}>\nSubject: {tag}{}\nDate: {}\nMessage-ID: <{}>\nMIME-Version: 1.0\n",
            self.from.0,
            self.from.1,
            self.to,
            self.subject,
            self.time.mail(),
            self.id()
        ));
        out
    }

    /// What gateways and lists add.
    fn marks(&self, out: &mut String) {
        if self.scanned {
            let level = if self.checks[2] == "fail" { 5 } else { 1 };
            out.push_str(&format!("X-MS-Exchange-Organization-SCL: {level}\nX-Forefront-Antispam-Report: CIP:{};SCL:{level};SFV:NSPM;\n", self.sender_ip));
        }
        if self.tagged {
            out.push_str("X-External-Sender: yes\n");
        }
        if self.encrypted {
            out.push_str("X-Secure-Mail: encrypted\n");
        }
        if self.newsletter {
            let domain = self.sender_domain();
            out.push_str(&format!(
                "List-Unsubscribe: <https://{domain}/unsubscribe>\nPrecedence: bulk\n"
            ));
        }
        if let Some(reply) = &self.reply_to {
            out.push_str(&format!("Reply-To: <{reply}>\n"));
        }
    }

    fn content(&self, out: &mut String) {
        if self.html.is_none() && self.attachment.is_none() {
            out.push_str(&format!(
                "Content-Type: text/plain; charset=utf-8\n\n{}\n",
                self.body
            ));
            return;
        }
        let boundary = format!("=_part_{}", &self.id()[..12]);
        let kind = if self.attachment.is_some() {
            "mixed"
        } else {
            "alternative"
        };
        out.push_str(&format!(
            "Content-Type: multipart/{kind}; boundary=\"{boundary}\"\n\n"
        ));
        out.push_str(&format!(
            "--{boundary}\nContent-Type: text/plain; charset=utf-8\n\n{}\n",
            self.body
        ));
        if let Some(html) = &self.html {
            out.push_str(&format!(
                "--{boundary}\nContent-Type: text/html; charset=utf-8\n\n{html}\n"
            ));
        }
        if let Some(Attachment {
            name,
            media_type,
            content,
        }) = &self.attachment
        {
            out.push_str(&format!(
                "--{boundary}\nContent-Type: {media_type}; name=\"{name}\"\nContent-Disposition: attachment; filename=\"{name}\"\nContent-Transfer-Encoding: base64\n\n{}",
                base64_lines(content)
            ));
        }
        out.push_str(&format!("--{boundary}--\n"));
    }
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 in one line.
pub(crate) fn base64(content: &[u8]) -> String {
    let mut out = String::new();
    for group in content.chunks(3) {
        let bits = (0..3).fold(0usize, |bits, index| {
            bits << 8 | usize::from(group.get(index).copied().unwrap_or(0))
        });
        for place in 0..4 {
            let digit = char::from(DIGITS[bits >> (18 - 6 * place) & 63]);
            out.push(if place <= group.len() { digit } else { '=' });
        }
    }
    out
}

fn base64_lines(content: &[u8]) -> String {
    let line = base64(content);
    let lines: Vec<&str> = (0..line.len())
        .step_by(76)
        .map(|at| &line[at..line.len().min(at + 76)])
        .collect();
    lines.join("\n") + "\n"
}
