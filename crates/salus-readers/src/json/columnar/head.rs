//! The name of a key with its closing quote, held against a text without a call.

/// Bytes that are held against the text at once.
const LENGTH: usize = 24;

/// A name of less than 24 bytes; longer ones never fit.
#[derive(Clone, Copy)]
pub(super) struct Head {
    words: [u64; 3],
    /// With the quote; 0 when the name is too long.
    length: u32,
}

/// By length: which bits of the words count.
static MASKS: [[u64; 3]; LENGTH + 1] = {
    let mut masks = [[0; 3]; LENGTH + 1];
    let mut length = 0;
    while length <= LENGTH {
        let mut at = 0;
        while at < length {
            masks[length][at / 8] |= 0xFF << (at % 8 * 8);
            at += 1;
        }
        length += 1;
    }
    masks
};

impl Head {
    pub(super) fn of(name: &str) -> Self {
        let mut bytes = [0; LENGTH];
        let length = name.len() + 1;
        if length > LENGTH {
            return Self {
                words: [0; 3],
                length: 0,
            };
        }
        bytes[..name.len()].copy_from_slice(name.as_bytes());
        bytes[name.len()] = b'"';
        Self {
            words: words(&bytes),
            length: length as u32,
        }
    }

    /// The length of the name with its quote, if it stands at `at` and enough comes after it.
    #[inline(always)]
    pub(super) fn fits(&self, text: &[u8], at: usize) -> Option<usize> {
        let bytes: &[u8; LENGTH] = text.get(at..at + LENGTH)?.try_into().ok()?;
        let (found, length) = (words(bytes), self.length as usize);
        let masks = &MASKS[length];
        let differs = ((found[0] ^ self.words[0]) & masks[0])
            | ((found[1] ^ self.words[1]) & masks[1])
            | ((found[2] ^ self.words[2]) & masks[2]);
        (differs == 0 && length > 0).then_some(length)
    }
}

#[inline(always)]
fn words(bytes: &[u8; LENGTH]) -> [u64; 3] {
    let word = |at: usize| bytes[at..at + 8].try_into().map_or(0, u64::from_le_bytes);
    [word(0), word(8), word(16)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, text: &str, fits: bool) {
        let filled = format!("_{text}{:30}", "");
        let found = Head::of(name).fits(filled.as_bytes(), 1);
        let expected = fits.then_some(name.len() + 1);
        assert_eq!(found, expected, "{name} in {text}");
    }

    #[test]
    fn a_name_fits_with_its_quote() {
        for name in [
            "",
            "a",
            "EventID",
            "EightLtr",
            "TargetUserName",
            "abcdefghijklmnopqrstuvw",
        ] {
            check(name, &format!("{name}\": 1"), true);
            check(name, &format!("{name}x\""), false);
            check(name, &format!("x{name}\""), false);
        }
        check(
            "abcdefghijklmnopqrstuvwx",
            "abcdefghijklmnopqrstuvwx\"",
            false,
        );
        assert_eq!(Head::of("a").fits(b"a\"", 0), None, "too little text");
    }
}
