//! The delimiters a header declares, the escapes they need, and the letters of a message.

use std::borrow::Cow;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS};
use mail_parser::decoders::charsets::{DecoderFnc, map::charset_decoder};

use crate::lines::text_of;

/// The characters that cut a message's fields.
#[derive(Debug, Clone, Copy)]
pub(super) struct Delimiters {
    pub(super) field: char,
    pub(super) component: char,
    pub(super) repetition: Option<char>,
    pub(super) escape: Option<char>,
    pub(super) part: Option<char>,
}

impl Delimiters {
    /// As `MSH`, `BHS` or `FHS` declares them in its first two fields.
    pub(super) fn of(header: &[u8]) -> Result<Self, &'static str> {
        const BROKEN: &str = "the header does not declare its delimiters";
        let field = *header.get(3).ok_or(BROKEN)?;
        let rest = header.get(4..).unwrap_or_default();
        let declared: Vec<u8> = rest
            .iter()
            .copied()
            .take_while(|byte| *byte != field)
            .collect();
        let is_sound = field.is_ascii_punctuation()
            && declared.len() >= 2
            && declared.iter().take(4).all(u8::is_ascii_punctuation)
            && declared[0] != declared[1];
        if !is_sound {
            return Err(BROKEN);
        }
        let at = |index: usize| declared.get(index).map(|byte| char::from(*byte));
        // Some write the escape twice, as their own language wants it: `^~\\&`.
        let part = if at(3) == at(2) { at(4) } else { at(3) };
        Ok(Self {
            field: char::from(field),
            component: char::from(declared[0]),
            repetition: at(1),
            escape: at(2),
            part: part.filter(char::is_ascii_punctuation),
        })
    }

    /// Puts what escapes stand for in their place; an escape of no known meaning stays as it is.
    pub(super) fn unescape<'t>(&self, text: &'t str, letters: Letters) -> Cow<'t, str> {
        let Some(escape) = self.escape.filter(|escape| text.contains(*escape)) else {
            return Cow::Borrowed(text);
        };
        let mut plain = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(escape) {
            plain.push_str(before);
            let Some((code, behind)) = after.split_once(escape) else {
                plain.push(escape);
                rest = after;
                break;
            };
            match self.meaning(code, letters) {
                Some(meaning) => {
                    plain.push_str(&meaning);
                    rest = behind;
                }
                None => {
                    plain.push(escape);
                    rest = after;
                }
            }
        }
        plain.push_str(rest);
        Cow::Owned(plain)
    }

    fn meaning(&self, code: &str, letters: Letters) -> Option<String> {
        let one = |letter: Option<char>| Some(letter?.to_string());
        match code {
            "F" => one(Some(self.field)),
            "S" => one(Some(self.component)),
            "R" => one(self.repetition),
            "T" => one(self.part),
            "E" => one(self.escape),
            "P" => Some("#".to_owned()),
            "H" | "N" => Some(String::new()),
            _ if code.starts_with(".br") || code.starts_with(".sp") => Some("\n".to_owned()),
            _ => Some(letters.decode(&hex(code.strip_prefix('X')?)?).into_owned()),
        }
    }
}

fn hex(digits: &str) -> Option<Vec<u8>> {
    if digits.is_empty() || !digits.len().is_multiple_of(2) || !digits.is_ascii() {
        return None;
    }
    let pairs = (0..digits.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
        .collect()
}

/// How a message's bytes become letters (`MSH-18`).
#[derive(Clone, Copy)]
pub(super) enum Letters {
    /// UTF-8, else Windows-1252.
    Usual,
    /// A set of one byte for each letter.
    Set(DecoderFnc),
    /// Two bytes or more for a letter, of which those behind the first may look like delimiters.
    Pairs(&'static Encoding),
    /// Two bytes for a letter, between escapes that switch to it and back (ISO 2022).
    Switched,
}

impl Letters {
    /// By the declared names; the last one of a list that is not plain ASCII.
    pub(super) fn of<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        names.fold(Self::Usual, |known, name| {
            Self::named(name).unwrap_or(known)
        })
    }

    fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_uppercase();
        if let Some(part) = name.strip_prefix("8859/").or(name.strip_prefix("8859-")) {
            let set = format!("iso-8859-{part}");
            return charset_decoder(set.as_bytes()).map(Self::Set);
        }
        match name.as_str() {
            "BIG-5" | "BIG5" => Some(Self::Pairs(BIG5)),
            "GB 18030-2000" | "GB18030" | "GBK" | "GB2312" => Some(Self::Pairs(GB18030)),
            "KS X 1001" | "EUC-KR" => Some(Self::Pairs(EUC_KR)),
            "SHIFT_JIS" => Some(Self::Pairs(SHIFT_JIS)),
            "ISO IR13" | "ISO IR14" | "ISO IR87" | "ISO IR159" => Some(Self::Switched),
            _ => None,
        }
    }

    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            _ if bytes.is_ascii() && !bytes.contains(&0x1B) => text_of(bytes),
            Self::Usual => text_of(bytes),
            Self::Set(decode) => Cow::Owned(decode(bytes)),
            Self::Pairs(set) => set.decode_without_bom_handling(bytes).0,
            Self::Switched => Cow::Owned(switched(bytes)),
        }
    }
}

/// Brought to one set that holds them all: in it every byte of such a letter has its highest bit, so that none
/// passes for a delimiter.
fn switched(bytes: &[u8]) -> String {
    const SINGLE: u8 = 0x8E;
    const FURTHER: u8 = 0x8F;
    let mut joined = Vec::with_capacity(bytes.len());
    let mut set = Set::Letters;
    let mut rest = bytes;
    loop {
        (set, rest) = match rest {
            [0x1B, b'$', b'(', b'D', rest @ ..] => (Set::Further, rest),
            [0x1B, b'$', b'@' | b'B', rest @ ..] => (Set::Pairs, rest),
            [0x1B, b'(', b'I', rest @ ..] => (Set::Katakana, rest),
            [0x1B, b'(', _, rest @ ..] => (Set::Letters, rest),
            [first @ 0x21..=0xFF, second @ 0x21..=0xFF, rest @ ..]
                if matches!(set, Set::Pairs | Set::Further) =>
            {
                if matches!(set, Set::Further) {
                    joined.push(FURTHER);
                }
                joined.extend([first | 0x80, second | 0x80]);
                (set, rest)
            }
            [byte, rest @ ..] => {
                match (byte, &set) {
                    (0xA1..=0xDF, _) | (0x21..=0x5F, Set::Katakana) => {
                        joined.extend([SINGLE, byte | 0x80]);
                    }
                    // A mark that is no letter in any of the sets.
                    (0x80.., _) => joined.push(0x80),
                    _ => joined.push(*byte),
                }
                (set, rest)
            }
            [] => break,
        };
    }
    EUC_JP.decode_without_bom_handling(&joined).0.into_owned()
}

/// The letters that an escape switched to.
enum Set {
    Letters,
    Katakana,
    Pairs,
    /// Rarer ones (JIS X 0212).
    Further,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        let delimiters = Delimiters::of(b"MSH|^~\\&|").expect("usual delimiters");
        delimiters.unescape(text, Letters::Usual).into_owned()
    }

    #[test]
    fn escapes_are_undone_and_unknown_ones_stay() {
        let cases = [
            ("a\\F\\b", "a|b"),
            ("\\S\\\\T\\\\R\\\\E\\", "^&~\\"),
            ("a\\.br\\b", "a\nb"),
            ("\\H\\bold\\N\\", "bold"),
            ("\\X41C3A9\\", "A\u{e9}"),
            ("\\X4\\", "\\X4\\"),
            ("\\Zx\\", "\\Zx\\"),
            ("C:\\dir", "C:\\dir"),
            ("\\", "\\"),
        ];
        for (written, meant) in cases {
            assert_eq!(plain(written), meant, "{written}");
        }
    }

    #[test]
    fn delimiters_are_what_the_header_says() {
        let sound = |header: &str| Delimiters::of(header.as_bytes()).is_ok();
        assert!(sound("MSH|^~\\&|a"));
        assert!(sound("MSH|^~\\&#|a"));
        assert!(sound("MSH#*~\\&#a"));
        assert!(sound("MSH|^~\\&amp;|a"));
        for broken in [
            "MSH",
            "MSH|",
            "MSH||",
            "MSH|a|",
            "MSH,ward,bed",
            "MSH ^~\\& ",
            "MSH|^^|",
        ] {
            assert!(!sound(broken), "{broken}");
        }
        let twice = Delimiters::of(b"MSH|^~\\\\&|a").expect("sound");
        assert_eq!(twice.part, Some('&'));
    }

    #[test]
    fn letters_never_pass_for_delimiters() {
        let of = |name: &str| Letters::of(std::iter::once(name));
        assert_eq!(of("8859/1").decode(b"M\xFCller"), "Müller");
        assert_eq!(of("UNICODE UTF-8").decode("Müller".as_bytes()), "Müller");
        // The second byte of each is what usually parts fields, components or parts.
        assert_eq!(of("GB 18030-2000").decode(b"1|\x81\x7C|2"), "1|\u{4e85}|2");
        assert_eq!(of("SHIFT_JIS").decode(b"1|\x83\x5C^2"), "1|ソ^2");
        assert_eq!(of("BIG-5").decode(b"1|\xB3\x5C|2"), "1|許|2");
        assert_eq!(of("KS X 1001").decode(b"1|\xB1\xE8|2"), "1|김|2");
        // A letter cut off in the middle takes no delimiter with it.
        assert_eq!(of("BIG-5").decode(b"1\xB3&2"), "1\u{fffd}&2");
        assert_eq!(of("ISO IR87").decode(b"1|\x1B$B;3ED\x1B(B|2"), "1|山田|2");
        assert_eq!(of("ISO IR87").decode(b"1|\x1B$B||\x1B(B|2"), "1|￤|2");
        assert_eq!(of("ISO IR159").decode(b"1|\x1B$(D0!\x1B(B|2"), "1|丂|2");
        assert_eq!(
            of("ISO IR13").decode(b"1|\xD4\xCF\xC0|\x1B(ITO@\x1B(J"),
            "1|ﾔﾏﾀ|ﾔﾏﾀ"
        );
        assert_eq!(of("ISO IR87").decode(b"1|\x1B$B;\r"), "1|;\r");
        assert_eq!(of("ISO IR87").decode(b"\x80\x1B"), "\u{fffd}\x1B");
        let both = Letters::of(["ISO IR6", "ISO IR87"].into_iter());
        assert!(matches!(both, Letters::Switched));
    }
}
