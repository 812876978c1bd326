//! Texts of JSON in their source: where one ends, and what its escapes mean.

use super::marks::{BLOCK, Marks, any_of, marks};

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

/// Letters that stand for one character behind a backslash, and that we would write so.
const PLAIN: [u8; 7] = *b"\"\\bfnrt";

/// Passes a text whose first byte is at `at`. `None` where it is unsound, or has surrogates.
#[inline]
pub(super) fn pass(bytes: &[u8], mut at: usize) -> Option<Passed> {
    let mut text = Passed {
        end: 0,
        has_escape: false,
        is_plain: true,
        has_numbered: false,
    };
    // Whether the first byte of the block stands behind a backslash.
    let mut is_behind = false;
    loop {
        let last;
        let block = match bytes.get(at..at + BLOCK).map(TryFrom::try_from) {
            Some(Ok(block)) => block,
            _ => {
                last = padded(bytes.get(at..)?);
                &last
            }
        };
        let Marks {
            quotes,
            slashes,
            controls,
        } = marks(block);
        let mut behind = u32::from(is_behind);
        if slashes != 0 {
            (behind, is_behind) = escaped(slashes, is_behind);
        } else {
            is_behind = false;
        }
        let ends = quotes & !behind;
        // All bits below that of the end, or all.
        let inside = (ends & ends.wrapping_neg()).wrapping_sub(1);
        if controls & inside != 0 {
            return None;
        }
        text.has_escape |= slashes & inside != 0;
        let behind = behind & inside;
        if behind != 0 && behind & !any_of(block, PLAIN) != 0 {
            unusual(bytes, at, behind, &mut text)?;
        }
        if ends != 0 {
            text.end = at + ends.trailing_zeros() as usize;
            return Some(text);
        }
        at += BLOCK;
    }
}

/// The bytes behind backslashes that begin an escape, and whether the first byte of the next block is one.
#[inline(always)]
fn escaped(slashes: u32, is_behind: bool) -> (u32, bool) {
    const EVEN: u32 = 0x5555_5555;
    let begins = slashes & !u32::from(is_behind);
    let follows = begins << 1 | u32::from(is_behind);
    // Runs of backslashes that begin at an odd place end, when their first bit is added to them, at the place behind them.
    let odd = begins & !EVEN & !follows;
    let (sums, is_over) = odd.overflowing_add(begins);
    let inverted = sums << 1;
    ((EVEN ^ inverted) & follows, is_over)
}

/// Looks at each byte behind a backslash by itself.
#[cold]
fn unusual(bytes: &[u8], at: usize, mut behind: u32, text: &mut Passed) -> Option<()> {
    while behind != 0 {
        let at = at + behind.trailing_zeros() as usize;
        behind &= behind - 1;
        match bytes.get(at)? {
            letter if PLAIN.contains(letter) => continue,
            b'/' => {}
            b'u' => {
                text.has_numbered = true;
                numbered(bytes.get(at + 1..at + 5)?)?;
            }
            _ => return None,
        }
        text.is_plain = false;
    }
    Some(())
}

/// The last bytes, with zeros behind them, which end no text.
#[cold]
fn padded(rest: &[u8]) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    let length = rest.len().min(BLOCK);
    block[..length].copy_from_slice(&rest[..length]);
    block
}

/// The letter of `\u` and these four digits, unless it is half of a pair.
fn numbered(digits: &[u8]) -> Option<char> {
    let value = digits.iter().try_fold(0, |value, digit| {
        Some(value * 16 + char::from(*digit).to_digit(16)?)
    });
    char::from_u32(value?)
}

/// Adds the meaning of a text that was passed to `to`.
pub(super) fn unescape(text: &str, to: &mut String) {
    let source = text.as_bytes();
    let mut meaning = std::mem::take(to).into_bytes();
    meaning.reserve(source.len() + BLOCK);
    let mut at = 0;
    while at < source.len() {
        let last;
        let block = match source.get(at..at + BLOCK).map(TryFrom::try_from) {
            Some(Ok(block)) => block,
            _ => {
                last = padded(&source[at..]);
                &last
            }
        };
        let slash = any_of(block, [b'\\']).trailing_zeros() as usize;
        let run = slash.min(source.len() - at);
        // A whole block is copied faster than a part of it.
        let before = meaning.len();
        meaning.extend_from_slice(block);
        meaning.truncate(before + run);
        at += run;
        if slash < BLOCK {
            at += push_escape(source, at, &mut meaning);
        }
    }
    *to = String::from_utf8(meaning)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
}

/// Adds what the escape at `at` means, and gives its length.
#[inline(always)]
fn push_escape(source: &[u8], at: usize, to: &mut Vec<u8>) -> usize {
    let Some(letter) = source.get(at + 1) else {
        return 1;
    };
    if *letter != b'u' {
        to.push(MEANINGS[usize::from(*letter)]);
        return 2;
    }
    let digits = source.get(at + 2..at + 6);
    let letter = digits
        .and_then(numbered)
        .unwrap_or(char::REPLACEMENT_CHARACTER);
    to.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
    6
}

/// What letters behind a backslash mean; others mean themselves.
static MEANINGS: [u8; 256] = {
    let mut table = [0; 256];
    let mut at = 0;
    while at < table.len() {
        table[at] = match at as u8 {
            b'b' => 0x8,
            b'f' => 0xC,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            same => same,
        };
        at += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
        let mut text = String::from("before ");
        unescape(source, &mut text);
        assert_eq!(text.strip_prefix("before "), Some(expected.as_str()));
        let written = serde_json::to_string(expected).expect("a text");
        assert!(!passed.is_plain || written == format!("\"{source}\""));
    }

    /// A letter at a time.
    fn slowly(bytes: &[u8]) -> Option<Passed> {
        let mut passed = Passed {
            end: 0,
            has_escape: false,
            is_plain: true,
            has_numbered: false,
        };
        loop {
            match *bytes.get(passed.end)? {
                b'"' => return Some(passed),
                0..=0x1F => return None,
                b'\\' => {
                    let letter = *bytes.get(passed.end + 1)?;
                    passed.has_escape = true;
                    passed.is_plain &= letter != b'/' && letter != b'u';
                    passed.end += 2;
                    if letter == b'u' {
                        passed.has_numbered = true;
                        numbered(bytes.get(passed.end..passed.end + 4)?)?;
                        passed.end += 4;
                    } else if !b"\"\\/bfnrt".contains(&letter) {
                        return None;
                    }
                }
                _ => passed.end += 1,
            }
        }
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
            "as long as a block of 32 letters",
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

    proptest! {
        #[test]
        fn as_a_letter_at_a_time(
            parts in prop::collection::vec((0..12_usize, 0..40_usize), 0..12),
            start in 0..40_usize,
        ) {
            const PARTS: [&str; 12] = [
                "a", "\\\\", "\\", "\"", "\\\"", "\\n", "\\u00e4", "\\/", "\u{1f}", "ä", "u12", "x\\\\y",
            ];
            let mut text = "_".repeat(start);
            for (part, times) in parts {
                // What ends a text comes once, other things in runs.
                let times = if matches!(part, 2 | 3 | 8) { times / 39 } else { times };
                text.push_str(&PARTS[part].repeat(times));
            }
            for end in ["", "\"", "\"                                 \\\""] {
                let whole = format!("{text}{end}");
                let expected = slowly(&whole.as_bytes()[start..]);
                let expected = expected.map(|passed| Passed { end: passed.end + start, ..passed });
                prop_assert_eq!(pass(whole.as_bytes(), start), expected, "{}", whole);
                if let Some(passed) = expected {
                    check(&whole[start..passed.end]);
                }
            }
        }
    }
}
