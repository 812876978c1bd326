//! Whether a text begins as messages do.

use crate::Confidence;

/// Headers that a message begins with. Two of them make a message of a text.
const KNOWN: [&str; 32] = [
    "arc-authentication-results",
    "arc-message-signature",
    "arc-seal",
    "authentication-results",
    "bcc",
    "cc",
    "content-disposition",
    "content-transfer-encoding",
    "content-type",
    "date",
    "delivered-to",
    "dkim-signature",
    "envelope-to",
    "errors-to",
    "from",
    "in-reply-to",
    "list-id",
    "list-unsubscribe",
    "message-id",
    "mime-version",
    "organization",
    "received",
    "received-spf",
    "references",
    "reply-to",
    "resent-from",
    "return-path",
    "sender",
    "subject",
    "to",
    "x-mailer",
    "x-received",
];

/// Those that other texts have as well, settings and rules in YAML above all.
const WEAK: [&str; 4] = ["date", "organization", "references", "sender"];

/// Kinds of content that a message of one header may have.
const KINDS: [&str; 7] = [
    "application",
    "audio",
    "image",
    "message",
    "multipart",
    "text",
    "video",
];

/// What stands at the top, before the first line that is no header.
#[derive(Debug, Default)]
pub(super) struct Top {
    /// Well-known headers.
    pub known: usize,
    /// Those among them that hardly anything but mail has.
    strong: usize,
    /// Headers.
    pub headers: usize,
    /// One of them is enough: a sender's address, or the kind of content.
    has_enough: bool,
    /// A blank line or the end follows.
    is_whole: bool,
}

/// Judges the first bytes of a file: two well-known headers make a message of a text. One does if it stands
/// alone above a blank line and says what only mail says.
pub(super) fn judge(head: &[u8]) -> Confidence {
    let top = top(head);
    match top.known {
        _ if top.strong == 0 => Confidence::No,
        0 => Confidence::No,
        1 if top.headers == 1 && top.has_enough && top.is_whole => Confidence::Possible,
        1 => Confidence::No,
        2 | 3 => Confidence::Likely,
        _ => Confidence::Certain,
    }
}

/// Reads the headers at the top.
pub(super) fn top(head: &[u8]) -> Top {
    let mut top = Top::default();
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let lines = head
        .split(|byte| *byte == b'\n')
        .map(|line| line.trim_ascii_end());
    let mut lines = lines.skip_while(|line| line.is_empty()).peekable();
    let mut is_first = true;
    while let Some(line) = lines.next() {
        let is_first = std::mem::take(&mut is_first);
        let is_mark = line.starts_with(b"From ") || length(line).is_some();
        if is_first && is_mark || !is_first && is_continuation(line) {
            continue;
        }
        if line.is_empty() {
            top.is_whole = true;
            break;
        }
        let next = lines.peek().copied().filter(|next| is_continuation(next));
        let Some((name, value)) = header(line, next) else {
            return top;
        };
        if value.trim_ascii().is_empty() && next.is_some_and(is_list) {
            return Top::default();
        }
        top.headers += 1;
        top.known += usize::from(is_known(name));
        top.strong += usize::from(is_known(name) && !is_among(&WEAK, name));
        top.has_enough |= is_enough(name, value);
    }
    top.is_whole |= top.headers > 0;
    top
}

/// The first line of a file of Apple Mail: how many bytes the message has.
pub(super) fn length(line: &[u8]) -> Option<usize> {
    let digits = std::str::from_utf8(line).ok()?.trim();
    let is_number = digits.len() <= 10 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits.parse().ok() } else { None }
}

/// Name and value. Old mail programs let the colon stand on the next line.
fn header<'l>(line: &'l [u8], next: Option<&'l [u8]>) -> Option<(&'l [u8], &'l [u8])> {
    let (name, value) = match line.iter().position(|byte| *byte == b':') {
        Some(colon) => (&line[..colon], &line[colon + 1..]),
        None => (line, next?.trim_ascii().strip_prefix(b":")?),
    };
    let name = name.trim_ascii_end();
    let is_name = !name.is_empty() && name.iter().all(|byte| byte.is_ascii_graphic());
    is_name.then_some((name, value))
}

fn is_continuation(line: &[u8]) -> bool {
    matches!(line.first(), Some(b' ' | b'\t'))
}

/// An element of a list in YAML.
fn is_list(line: &[u8]) -> bool {
    line.trim_ascii_start().starts_with(b"- ")
}

fn is_enough(name: &[u8], value: &[u8]) -> bool {
    if name.eq_ignore_ascii_case(b"from") {
        return value.contains(&b'@');
    }
    let slash = value.iter().position(|byte| *byte == b'/');
    let kind = slash.map(|at| value[..at].trim_ascii());
    name.eq_ignore_ascii_case(b"content-type") && kind.is_some_and(|kind| is_among(&KINDS, kind))
}

/// Whether messages usually have a header of this name.
pub(super) fn is_known(name: &[u8]) -> bool {
    is_among(&KNOWN, name)
}

fn is_among(names: &[&str], name: &[u8]) -> bool {
    names
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
}
