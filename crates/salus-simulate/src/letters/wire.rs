//! A letter in the form of the wire: headers, plain text or HTML, attachments.

use std::fmt::Write as _;

use super::family::Sender;
use super::letter::{Letter, Written};
use crate::random::Random;

/// The smallest picture there is.
const PICTURE: &str = "R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=";
const SOUND: &str = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";

/// Writes the letter as it arrives.
pub(super) fn write(letter: &Letter, random: &mut Random) -> String {
    let mut out = headers(letter, random);
    let style = random.below(10);
    let picture_only = letter.is_fake && letter.attachment.is_none() && random.chance(9)
        || letter.sender == Sender::List && random.chance(4);
    let is_personal = matches!(
        letter.sender,
        Sender::Colleague | Sender::Outsider | Sender::FreePerson | Sender::BossFree
    );
    let html = if picture_only {
        Some(pictures(letter))
    } else if style < if is_personal { 6 } else { 3 } {
        None
    } else if is_personal || style < 5 {
        Some(simple(letter))
    } else {
        Some(heavy(letter, random))
    };
    let plain = plain(letter);
    let edge = format!("b{}", random.hex(20));
    let body = match &html {
        Some(html) if random.chance(50) => part("text/html", html),
        Some(html) => {
            let inner = format!("a{}", random.hex(20));
            format!(
                "Content-Type: multipart/alternative; boundary=\"{inner}\"\n\n--{inner}\n{}\n--{inner}\n{}\n--{inner}--\n",
                part("text/plain", if picture_only { "" } else { &plain }),
                part("text/html", html)
            )
        }
        None => part("text/plain", &plain),
    };
    match letter.attachment.as_deref() {
        None => out.push_str(&body),
        Some(kind) => {
            let attached = attachment(kind, letter, random);
            let _ = write!(
                out,
                "Content-Type: multipart/mixed; boundary=\"{edge}\"\n\n--{edge}\n{body}\n--{edge}\n{attached}\n--{edge}--\n"
            );
        }
    }
    out.replace('\n', "\r\n")
}

fn headers(letter: &Letter, random: &mut Random) -> String {
    let domain = letter.from.1.rsplit('@').next().unwrap_or_default();
    let mut out = String::new();
    let _ = writeln!(out, "Return-Path: <{}>", letter.from.1);
    let _ = writeln!(
        out,
        "Authentication-Results: mx.{}; {}",
        super::letter::OWN,
        checks(letter, domain, random)
    );
    let _ = writeln!(out, "From: {} <{}>", word(&letter.from.0), letter.from.1);
    let _ = writeln!(out, "To: {} <{}>", word(&letter.to.0), letter.to.1);
    if let Some(reply) = &letter.reply_to {
        let _ = writeln!(out, "Reply-To: <{reply}>");
    }
    let _ = writeln!(out, "Subject: {}", word(&letter.subject));
    let (day, hour, minute) = (
        random.between(1, 28),
        random.between(0, 23),
        random.between(0, 59),
    );
    let month = random.pick(&["Jan", "Mar", "Jun", "Sep", "Oct"]);
    let _ = writeln!(
        out,
        "Date: {day} {month} 2026 {hour:02}:{minute:02}:00 +0000"
    );
    let _ = writeln!(out, "Message-ID: <{}@{domain}>", random.hex(24));
    if letter.sender == Sender::List {
        let _ = writeln!(
            out,
            "List-Unsubscribe: <https://{domain}/u/{}>",
            random.hex(8)
        );
    }
    if !letter.quoted.is_empty() {
        let _ = writeln!(
            out,
            "In-Reply-To: <{}@{}>",
            random.hex(16),
            super::letter::OWN
        );
    }
    out.push_str("MIME-Version: 1.0\n");
    out
}

/// What the receiver found of SPF, DKIM and DMARC: most honest mail passes all, and so does a good part of the rest.
fn checks(letter: &Letter, domain: &str, random: &mut Random) -> String {
    let passes = if letter.is_fake { 30 } else { 93 };
    if random.chance(passes) {
        return format!(
            "spf=pass smtp.mailfrom={domain}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
        );
    }
    let spf = *random.pick(&["pass", "fail", "softfail", "none"]);
    let envelope = format!("bounce.{}.example", random.hex(6));
    format!("spf={spf} smtp.mailfrom={envelope}; dkim=none; dmarc=fail header.from={domain}")
}

/// A header's text; foreign letters as RFC 2047 asks.
fn word(text: &str) -> String {
    let is_plain = text
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || " '.!-#:[]/?%&+$*_=;".contains(letter));
    if is_plain {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut line = String::new();
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            line.push(letter);
        } else if letter == ' ' {
            line.push('_');
        } else {
            for byte in letter.to_string().bytes() {
                let _ = write!(line, "={byte:02X}");
            }
        }
        if line.len() > 45 {
            let _ = write!(out, "=?utf-8?Q?{line}?= ");
            line.clear();
        }
    }
    if !line.is_empty() {
        let _ = write!(out, "=?utf-8?Q?{line}?=");
    }
    out.trim_end().replace("?= =?", "?=\n =?")
}

fn plain(letter: &Letter) -> String {
    let mut out = String::new();
    for line in &letter.lines {
        match &line.link {
            Some(link) => {
                let _ = write!(out, "{}: {link}\n\n", line.text);
            }
            None => {
                let _ = write!(out, "{}\n\n", line.text);
            }
        }
    }
    for quote in &letter.quoted {
        let _ = write!(out, "On Monday {} wrote:\n> {quote}\n>\n", letter.to.0);
    }
    out
}

fn simple(letter: &Letter) -> String {
    let mut out = String::from("<html><body>\n");
    for line in &letter.lines {
        let _ = writeln!(out, "<p>{}</p>", anchor(line, ""));
    }
    for quote in &letter.quoted {
        let _ = writeln!(
            out,
            "<div>On Monday {} wrote:<blockquote>{}</blockquote></div>",
            letter.to.0,
            escape(quote)
        );
    }
    out.push_str("</body></html>\n");
    out
}

fn heavy(letter: &Letter, random: &mut Random) -> String {
    let colour = format!("#{}", random.hex(6));
    let mut out = format!(
        "<html><head><style>td{{font-family:Arial}} .b{{background:{colour}}}</style></head><body bgcolor=\"#f4f4f4\">\n"
    );
    if let Some(first) = letter.lines.get(1) {
        let _ = writeln!(
            out,
            "<div style=\"display:none\">{}</div>",
            escape(&first.text)
        );
    }
    let _ = writeln!(
        out,
        "<table width=\"600\" align=\"center\"><tr><td><img src=\"https://img.{}/logo.png\" alt=\"\"></td></tr>",
        domain(letter)
    );
    let _ = writeln!(
        out,
        "<tr><td><h2>{}</h2></td></tr>",
        escape(&letter.subject)
    );
    for line in &letter.lines {
        let _ = writeln!(
            out,
            "<tr><td>{}</td></tr>",
            anchor(line, "class=\"b\" style=\"color:#fff;padding:12px\"")
        );
    }
    let _ = writeln!(
        out,
        "</table><img width=\"1\" height=\"1\" src=\"https://t.{}/{}.gif\"></body></html>",
        domain(letter),
        random.hex(12)
    );
    out
}

/// A letter of pictures, its words in them.
fn pictures(letter: &Letter) -> String {
    let link = letter.lines.iter().find_map(|line| line.link.as_deref());
    let host = domain(letter);
    let link = link.map_or_else(|| format!("https://{host}/"), str::to_owned);
    let last = match letter.lines.last() {
        Some(line) if letter.sender == Sender::List => escape(&line.text),
        _ => String::new(),
    };
    format!(
        "<html><body><a href=\"{link}\"><img src=\"https://img.{host}/a.jpg\"></a><br><a href=\"{link}\"><img src=\"https://img.{host}/b.jpg\"></a><p>{last}</p></body></html>\n"
    )
}

fn anchor(line: &Written, style: &str) -> String {
    match &line.link {
        Some(link) => format!(
            "<a {style} href=\"{}\">{}</a>",
            escape(link),
            escape(&line.text)
        ),
        None => escape(&line.text),
    }
}

fn domain(letter: &Letter) -> &str {
    letter.from.1.rsplit('@').next().unwrap_or_default()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

/// A body part in quoted-printable.
fn part(media_type: &str, text: &str) -> String {
    let mut out = format!(
        "Content-Type: {media_type}; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    );
    for line in text.lines() {
        let mut column = 0;
        for byte in line.bytes() {
            let is_plain = (b' '..=b'~').contains(&byte) && byte != b'=';
            if column > 70 {
                out.push_str("=\n");
                column = 0;
            }
            if is_plain {
                out.push(char::from(byte));
                column += 1;
            } else {
                let _ = write!(out, "={byte:02X}");
                column += 3;
            }
        }
        out.push('\n');
    }
    out
}

fn attachment(kind: &str, letter: &Letter, random: &mut Random) -> String {
    let number = random.between(1000, 99_999);
    let (name, media_type, encoding, content) = match kind {
        "html" => (
            format!("Document_{number}.html"),
            "text/html",
            "7bit",
            page(letter, random),
        ),
        "calendar" => (
            "invite.ics".to_owned(),
            "text/calendar",
            "7bit",
            calendar(letter),
        ),
        "picture" => (
            format!("image{number}.gif"),
            "image/gif",
            "base64",
            PICTURE.to_owned(),
        ),
        "audio" => (
            format!("voice{number}.wav"),
            "audio/wav",
            "base64",
            SOUND.to_owned(),
        ),
        _ => (
            format!("{number}.pdf"),
            "application/pdf",
            "7bit",
            format!(
                "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n% {number}\n%%EOF"
            ),
        ),
    };
    format!(
        "Content-Type: {media_type}; name=\"{name}\"\nContent-Transfer-Encoding: {encoding}\nContent-Disposition: attachment; filename=\"{name}\"\n\n{content}\n"
    )
}

fn page(letter: &Letter, random: &mut Random) -> String {
    format!(
        "<html><body><h3>Sign in to view the document</h3><form method=\"post\" action=\"https://{}/{}\"><input name=\"m\" value=\"{}\"><input type=\"password\" name=\"p\"><button>View</button></form></body></html>",
        domain(letter),
        random.hex(6),
        letter.to.1
    )
}

fn calendar(letter: &Letter) -> String {
    format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\nBEGIN:VEVENT\nORGANIZER:mailto:{}\nDTSTART:20261105T140000Z\nDTEND:20261105T150000Z\nUID:{}\nSUMMARY:Meeting\nEND:VEVENT\nEND:VCALENDAR",
        letter.from.1, letter.to.1
    )
}
