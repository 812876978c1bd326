//! Puts ends where parts of a message have none.
//!
//! By RFC 2046, section 5.1.2, a boundary of an outer multipart also ends the inner ones, and mail programs show what
//! follows. `mail-parser` looks for the inner boundary until the end of the message, also where an inner multipart is
//! closed before it was opened, so that text and attachments behind it would be hidden from it.

use memchr::{memchr, memmem};

/// Multiparts inside one another that are followed; deeper ones are left as they are.
const DEPTH: usize = 64;
/// Bytes of a boundary that are taken seriously (RFC 2046 allows 70).
const BOUNDARY_BYTES: usize = 200;

/// A multipart whose end was not met yet.
struct Open<'r> {
    boundary: &'r [u8],
    /// One of its parts has begun.
    has_part: bool,
}

/// The message with the missing ends, unless there are none.
pub(crate) fn mended(raw: &[u8]) -> Option<Vec<u8>> {
    let mut mending = Mending {
        raw,
        open: Vec::new(),
        mended: Vec::new(),
        copied: 0,
    };
    mending.run();
    if mending.copied == 0 {
        return None;
    }
    let rest = &raw[mending.copied..];
    mending.mended.extend_from_slice(rest);
    Some(mending.mended)
}

struct Mending<'r> {
    raw: &'r [u8],
    open: Vec<Open<'r>>,
    mended: Vec<u8>,
    /// Bytes of `raw` that stand in `mended`.
    copied: usize,
}

impl<'r> Mending<'r> {
    fn run(&mut self) {
        let mut at = self.header(0);
        while !self.open.is_empty()
            && let Some(start) = next_dashes(self.raw, at)
        {
            let line = line_at(self.raw, start);
            at = start + line.len();
            let name = line.trim_ascii_end();
            let name = &name[2.min(name.len())..];
            if let Some(depth) = self.depth_of(name) {
                self.end_above(depth, start);
                self.open[depth].has_part = true;
                at = self.header(at);
            } else if let Some(depth) = name
                .strip_suffix(b"--")
                .and_then(|name| self.depth_of(name))
            {
                self.end_above(depth, start);
                if !self.open[depth].has_part {
                    self.begin(depth, start);
                }
                self.open.truncate(depth);
            }
        }
    }

    /// Which of the open multiparts has this boundary.
    fn depth_of(&self, name: &[u8]) -> Option<usize> {
        self.open.iter().rposition(|one| one.boundary == name)
    }

    /// Reads the header that begins at `at`, and those of messages right inside it; gives where the body begins.
    fn header(&mut self, mut at: usize) -> usize {
        let (mut is_message, mut is_empty) = (false, false);
        loop {
            let line = line_at(self.raw, at);
            if line.is_empty() {
                return at;
            }
            if self.depth_of_line(line).is_some() {
                // A header that ends without an empty line gets one.
                if !is_empty {
                    self.put(at, &[]);
                }
                return at;
            }
            at += line.len();
            if line.trim_ascii().is_empty() {
                if !std::mem::take(&mut is_message) {
                    return at;
                }
                is_empty = true;
                continue;
            }
            is_empty = false;
            is_message |= find_word(line, b"message/rfc822").is_some();
            if let Some(boundary) = boundary_in(line)
                && self.open.len() < DEPTH
            {
                self.open.push(Open {
                    boundary,
                    has_part: false,
                });
            }
        }
    }

    fn depth_of_line(&self, line: &[u8]) -> Option<usize> {
        let name = line.strip_prefix(b"--")?.trim_ascii_end();
        let closed = || {
            name.strip_suffix(b"--")
                .and_then(|name| self.depth_of(name))
        };
        self.depth_of(name).or_else(closed)
    }

    /// Ends the multiparts inside that of `depth`, before the line at `start`.
    fn end_above(&mut self, depth: usize, start: usize) {
        while self.open.len() > depth + 1 {
            let top = self.open.len() - 1;
            if !self.open[top].has_part {
                self.begin(top, start);
            }
            let boundary = self.open[top].boundary;
            self.put(start, &[b"--", boundary, b"--"]);
            self.open.truncate(top);
        }
    }

    /// Begins an empty part before the line at `start`.
    fn begin(&mut self, depth: usize, start: usize) {
        let boundary = self.open[depth].boundary;
        self.put(start, &[b"--", boundary]);
        self.put(start, &[]);
    }

    /// A line before the line at `start`.
    fn put(&mut self, start: usize, pieces: &[&[u8]]) {
        self.mended.extend_from_slice(&self.raw[self.copied..start]);
        self.copied = start;
        for piece in pieces {
            self.mended.extend_from_slice(piece);
        }
        let end: &[u8] = if self.raw[..start].ends_with(b"\r\n") {
            b"\r\n"
        } else {
            b"\n"
        };
        self.mended.extend_from_slice(end);
    }
}

/// The line that begins at `at`, with its end.
fn line_at(raw: &[u8], at: usize) -> &[u8] {
    let rest = raw.get(at..).unwrap_or_default();
    let end = memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
    &rest[..end]
}

/// Where the next line begins that starts with two dashes, from the start of a line on.
fn next_dashes(raw: &[u8], at: usize) -> Option<usize> {
    let rest = raw.get(at..)?;
    if rest.starts_with(b"--") {
        return Some(at);
    }
    memmem::find(rest, b"\n--").map(|found| at + found + 1)
}

/// The boundary that a line of a header declares.
fn boundary_in(line: &[u8]) -> Option<&[u8]> {
    let at = find_word(line, b"boundary")?;
    let rest = line[at + b"boundary".len()..].trim_ascii_start();
    let value = rest.strip_prefix(b"=")?.trim_ascii_start();
    let boundary = match value.strip_prefix(b"\"") {
        Some(quoted) => quoted.split(|byte| *byte == b'"').next()?,
        None => value
            .split(|byte| byte.is_ascii_whitespace() || *byte == b';')
            .next()?,
    };
    (1..=BOUNDARY_BYTES)
        .contains(&boundary.len())
        .then_some(boundary)
}

fn find_word(line: &[u8], word: &[u8]) -> Option<usize> {
    line.windows(word.len())
        .position(|window| window.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OUTER: &str = "Content-Type: multipart/mixed; boundary=\"one\"\n\n--one\n";
    const INNER: &str = "Content-Type: multipart/related;\n boundary=two; type=x\n\n";

    /// `inner` after the header of the inner multipart and before a second part of the outer one.
    fn check(inner: &str, mended_inner: &str) {
        let message = |inner: &str| format!("{OUTER}{INNER}{inner}--one\n\nlast\n--one--\nend\n");
        let raw = message(inner);
        let found = mended(raw.as_bytes()).map(|bytes| String::from_utf8(bytes).expect("text"));
        let expected = (inner != mended_inner).then(|| message(mended_inner));
        assert_eq!(found, expected, "{inner:?}");
    }

    #[test]
    fn inner_multiparts_get_the_end_that_they_lack() {
        check("--two\n\ntext\n--two--\n", "--two\n\ntext\n--two--\n");
        check("--two\n\ntext\n", "--two\n\ntext\n--two--\n");
        check("--two--\n", "--two\n\n--two--\n");
        check("", "--two\n\n--two--\n");
        check("--two\n", "--two\n\n--two--\n");
        check("--three\n", "--three\n--two\n\n--two--\n");
        // A multipart in a message inside, and one that is only text.
        let attached = "--two\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=three\n\n";
        let begun = format!("{attached}--three\n\ntext\n");
        check(&begun, &format!("{begun}--three--\n--two--\n"));
        let said = "--two\n\nContent-Type: multipart/mixed; boundary=three\n\n";
        check(said, &format!("{said}--two--\n"));
    }

    #[test]
    fn lines_keep_the_ends_of_the_message() {
        let raw = "Content-Type: multipart/mixed; boundary=one\r\n\r\n--one\r\nContent-Type: multipart/mixed; boundary=two\r\n\r\n--one--\r\n";
        let found = mended(raw.as_bytes()).expect("an end is missing");
        let found = String::from_utf8(found).expect("text");
        assert!(
            found.ends_with("\r\n--two\r\n\r\n--two--\r\n--one--\r\n"),
            "{found:?}"
        );
    }

    proptest! {
        #[test]
        fn what_is_mended_is_whole_and_nothing_is_lost(
            lines in prop::collection::vec(prop::sample::select(vec![
                "--one", "--one--", "--two", "--two--", "", "text", "--", "Content-Type: message/rfc822",
                "Content-Type: multipart/mixed; boundary=one", "Content-Type: multipart/mixed; boundary=\"two\"",
                "Content-Type: multipart/mixed; boundary=", "--three--",
            ]), 0..30),
        ) {
            let raw = lines.join("\n");
            if let Some(bytes) = mended(raw.as_bytes()) {
                prop_assert_eq!(mended(&bytes), None);
                let text = String::from_utf8(bytes).expect("text");
                let mut left = text.lines();
                for line in raw.lines() {
                    prop_assert!(left.any(|one| one == line), "{:?} of {:?} in {:?}", line, raw, text);
                }
            }
        }
    }
}
