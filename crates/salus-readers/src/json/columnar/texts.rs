//! Texts of JSON in their source: where one ends, and what its escapes mean. Eight bytes at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;
const QUOTES: u64 = ONES * b'"' as u64;
const SLASHES: u64 = ONES * b'\\' as u64;
const BLANKS: u64 = ONES * b' ' as u64;

/// In each byte of `word` that is a quote, a backslash or a control character the high bit is set; what a
/// borrow marks falsely is above the lowest of them.
#[inline(always)]
fn marks(word: u64) -> u64 {
    let (quotes, slashes) = (word ^ QUOTES, word ^ SLASHES);
    let marks = (quotes.wrapping_sub(ONES) & !quotes)
        | (slashes.wrapping_sub(ONES) & !slashes)
        | (word.wrapping_sub(BLANKS) & !word);
    marks & HIGHS
}

/// The place of the first quote, backslash or control character from `at` on.
#[inline(always)]
fn stop(bytes: &[u8], mut at: usize) -> Option<usize> {
    while let Some(Ok(some)) = bytes.get(at..at + 16).map(<[u8; 16]>::try_from) {
        let some = u128::from_le_bytes(some);
        let (low, high) = (marks(some as u64), marks((some >> 64) as u64));
        if low | high != 0 {
            let (from, marks) = if low != 0 { (at, low) } else { (at + 8, high) };
            return Some(from + marks.trailing_zeros() as usize / 8);
        }
        at += 16;
    }
    let is_stop = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1F);
    Some(at + bytes.get(at..)?.iter().position(is_stop)?)
}

/// A text that was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Passed {
    /// The place of its closing quote.
    pub(super) end: usize,
    pub(super) has_escape: bool,
    /// It is written as we would write it: without needless or numbered escapes.
    pub(super) is_plain: bool,
    /// It has escapes that name a letter by its number.
    pub(super) has_numbered: bool,
}

/// Letters that stand for one character behind a backslash, and that we would write so. A table, since
/// which of them it is cannot be foreseen.
static IS_PLAIN_ESCAPE: [bool; 256] = {
    let mut table = [false; 256];
    let letters = *b"\"\\bfnrt";
    let mut at = 0;
    while at < letters.len() {
        table[letters[at] as usize] = true;
        at += 1;
    }
    table
};

/// Passes a text whose first byte is at `at`. `None` where it is unsound, or has surrogates.
#[inline]
pub(super) fn pass(bytes: &[u8], mut at: usize) -> Option<Passed> {
    let (mut has_escape, mut is_plain, mut has_numbered) = (false, true, false);
    loop {
        at = stop(bytes, at)?;
        match bytes[at] {
            b'"' => {
                return Some(Passed {
                    end: at,
                    has_escape,
                    is_plain,
                    has_numbered,
                });
            }
            b'\\' => has_escape = true,
            _ => return None,
        }
        let letter = *bytes.get(at + 1)?;
        if IS_PLAIN_ESCAPE[usize::from(letter)] {
            at += 2;
            continue;
        }
        match letter {
            b'/' => {
                is_plain = false;
                at += 2;
            }
            b'u' => {
                is_plain = false;
                has_numbered = true;
                numbered(bytes.get(at + 2..at + 6)?)?;
                at += 6;
            }
            _ => return None,
        }
    }
}

/// The letter of `\u` and these four digits, unless it is half of a pair.
fn numbered(digits: &[u8]) -> Option<char> {
    let value = digits.iter().try_fold(0, |value, digit| {
        Some(value * 16 + char::from(*digit).to_digit(16)?)
    });
    char::from_u32(value?)
}

/// Adds the meaning of a text that was passed to `to`. Only backslashes stop it.
pub(super) fn unescape(text: &str, to: &mut String) {
    let mut rest = text;
    while let Some(at) = stop(rest.as_bytes(), 0) {
        to.push_str(&rest[..at]);
        let (letter, length) = match rest.as_bytes().get(at + 1) {
            Some(b'b') => ('\u{8}', 2),
            Some(b'f') => ('\u{C}', 2),
            Some(b'n') => ('\n', 2),
            Some(b'r') => ('\r', 2),
            Some(b't') => ('\t', 2),
            Some(b'u') => {
                let digits = rest.as_bytes().get(at + 2..at + 6);
                let letter = digits.and_then(numbered);
                (letter.unwrap_or(char::REPLACEMENT_CHARACTER), 6)
            }
            Some(same) => (char::from(*same), 2),
            None => return,
        };
        to.push(letter);
        rest = &rest[at + length..];
    }
    to.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str) {
        let expected: Result<String, _> = serde_json::from_str(&format!("\"{source}\""));
        let passed = pass(format!("{source}\"").as_bytes(), 0);
        let (Some(passed), Ok(expected)) = (passed, &expected) else {
            assert!(passed.is_none() && expected.is_err(), "{source}");
            return;
        };
        assert_eq!(passed.end, source.len(), "{source}");
        assert_eq!(passed.has_escape, source.contains('\\'), "{source}");
        let mut text = String::new();
        unescape(source, &mut text);
        assert_eq!(&text, expected, "{source}");
        let written = serde_json::to_string(expected).expect("a text");
        assert!(!passed.is_plain || written == format!("\"{source}\""));
    }

    #[test]
    fn texts_mean_what_serde_json_says() {
        for filler in [
            "",
            "a",
            "1234567",
            "12345678",
            "öäü",
            "a long text before it",
        ] {
            for odd in [
                "",
                r"\n",
                r"\\",
                r#"\""#,
                r"\/",
                r"\u00e4",
                r"\b\f\r\t",
                r"\u0000",
                "\u{7f}",
                "\n",
                "\u{1f}",
                r"\x",
                r"\u12",
                r"\u12g4",
                "😀",
            ] {
                check(&format!("{filler}{odd}"));
                check(&format!("{filler}{odd}{filler}"));
                check(&format!("{odd}{filler}{odd}"));
            }
        }
    }
}
