//! Words and pairs of words as numbers.

use super::Wording;

/// Numbers that words are hashed to.
pub(crate) const BUCKETS: u32 = 1 << 18;
/// Words of a body that are counted.
const WORDS: usize = 1_500;
/// Bytes of a word's beginning that are counted by themselves, so that its other endings are known, too.
const STEM: usize = 5;
/// Words in a shingle.
const SHINGLE: usize = 4;

/// The words, beginnings of words and pairs of words of a message, each once, in order. The subject's words are also
/// counted apart.
pub(crate) fn grams(wording: &Wording) -> Vec<u32> {
    let mut found = Vec::with_capacity(3 * wording.words + 40);
    for text in [&wording.subject, &wording.body] {
        let mut before: Option<u64> = None;
        for word in text.split_ascii_whitespace().take(WORDS) {
            let whole = hash(0, word);
            found.push(bucket(whole));
            if word.len() > STEM && word.is_char_boundary(STEM) {
                found.push(bucket(hash(2, &word[..STEM])));
            }
            if let Some(before) = before {
                found.push(bucket(pair(before, whole)));
            }
            before = Some(whole);
        }
    }
    for word in wording.subject.split_ascii_whitespace().take(WORDS) {
        found.push(bucket(hash(1, word)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Runs of four words, for finding near copies; a text of fewer words is one run.
pub(crate) fn shingles(wording: &Wording) -> Vec<u64> {
    let whole = wording.whole();
    let words: Vec<u64> = whole
        .split_ascii_whitespace()
        .take(WORDS)
        .map(|word| hash(0, word))
        .collect();
    let run = |words: &[u64]| words.iter().fold(7, |run, word| pair(run, *word));
    if words.len() < SHINGLE {
        return vec![run(&words)];
    }
    words.windows(SHINGLE).map(run).collect()
}

fn hash(kind: u64, word: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ kind.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    word.bytes().fold(start, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn pair(one: u64, other: u64) -> u64 {
    let mixed = one.rotate_left(21) ^ other.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

fn bucket(hash: u64) -> u32 {
    let mixed = hash ^ (hash >> 33);
    u32::try_from(mixed % u64::from(BUCKETS)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Vec<u32> {
        grams(&Wording {
            body: format!(" {body} "),
            words: body.split(' ').count(),
            ..Wording::default()
        })
    }

    #[test]
    fn words_are_met_again_under_other_endings() {
        for (one, other, shared) in [
            ("verify", "verify", 2),
            ("verificar", "verifica", 1),
            ("konto", "konten", 0),
            ("\u{9a8c}\u{8bc1}\u{8d26}", "\u{9a8c}\u{8bc1}\u{6237}", 0),
            ("your account", "your accounts", 2),
        ] {
            let (one_of, other_of) = (of(one), of(other));
            let both = one_of.iter().filter(|gram| other_of.contains(gram));
            assert_eq!(both.count(), shared, "{one} {other}");
        }
    }
}
