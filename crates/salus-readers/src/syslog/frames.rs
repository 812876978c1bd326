//! Lines into messages: several messages on one line, and one message on several lines.

use salus_record::{Local, Place, limits};

/// One message that is being gathered.
#[derive(Debug)]
pub(crate) struct Gathered {
    /// The line it begins on.
    pub place: Place,
    pub text: String,
    /// Bytes that RFC 6587's count still promises.
    promised: usize,
    lines: usize,
}

impl Gathered {
    pub(crate) fn new(place: Place, text: &str, promised: usize) -> Self {
        Self {
            place,
            text: text.to_owned(),
            promised: promised.saturating_sub(text.len()),
            lines: 1,
        }
    }

    /// Takes a line that goes on with the message; `false` if it is as long as it may be.
    pub(crate) fn goes_on(&mut self, line: &str) -> bool {
        let length = self.text.len() + line.len() + 1;
        if self.lines >= limits::MESSAGE_LINES || length > limits::LINE_BYTES {
            return false;
        }
        self.lines += 1;
        self.promised = self.promised.saturating_sub(line.len() + 1);
        self.text.push('\n');
        self.text.push_str(line);
        true
    }

    /// Bytes of the next line that still belong to the message, if its length was told.
    pub(crate) fn promised(&self) -> Option<usize> {
        self.promised.checked_sub(1).filter(|bytes| *bytes > 0)
    }
}

/// A message on a line, and how many bytes it was said to have.
pub(crate) type Frame<'a> = (&'a str, usize);

/// Cuts the first message off a line.
///
/// RFC 6587 counts bytes in front of each message; senders of datagrams that were written down one behind
/// the other leave nothing between them but the next priority.
///
/// `is_sent`: the line goes on with a message that has a priority.
pub(crate) fn first(line: &str, is_sent: bool) -> (Frame<'_>, &str) {
    if let Some((bytes, rest)) = count(line) {
        let end = (0..=bytes.min(rest.len()))
            .rev()
            .find(|end| rest.is_char_boundary(*end));
        let (message, behind) = rest.split_at(end.unwrap_or_default());
        return ((message, bytes), behind.trim_start_matches('\n'));
    }
    let end = if is_sent || line.starts_with('<') {
        next_priority(line)
    } else {
        None
    };
    let (message, behind) = line.split_at(end.unwrap_or(line.len()));
    ((message, 0), behind)
}

/// `123 <34>…`
fn count(line: &str) -> Option<(usize, &str)> {
    let (digits, rest) = line.split_once(' ')?;
    let is_count =
        (1..=7).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_count || !rest.starts_with('<') {
        return None;
    }
    begins_message(rest)?;
    Some((digits.parse().ok()?, rest))
}

/// Where the next message begins: a priority and a time directly behind a letter of the one before.
fn next_priority(line: &str) -> Option<usize> {
    let mut from = 1;
    while let Some(at) = line.get(from..)?.find('<').map(|at| from + at) {
        let is_glued =
            line[..at].ends_with(|letter: char| !letter.is_whitespace() && letter != ':');
        let rest = &line[at..];
        let may_be = rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        if is_glued && may_be && begins_message(rest) == Some(true) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// Whether a time stands behind the priority; `None` if there is no priority. Only the beginning is looked
/// at, because this is asked at every place where a message may begin.
fn begins_message(text: &str) -> Option<bool> {
    let inner = text.strip_prefix('<')?;
    let end = inner.bytes().take(4).position(|byte| byte == b'>')?;
    let (number, rest) = (inner.get(..end)?, inner.get(end + 1..)?);
    let is_priority =
        number.parse::<u8>().is_ok_and(|number| number <= 191) && !number.starts_with('+');
    let behind = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let is_time = |text: &str| Local::prefix(text).is_some();
    let is_standard = rest.len() - behind.len() <= 3
        && behind
            .strip_prefix(' ')
            .is_some_and(|text| is_time(text) || text.starts_with("- "));
    is_priority.then(|| is_time(rest) || (behind.len() < rest.len() && is_standard))
}
