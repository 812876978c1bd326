//! Words and pairs of words as numbers.

use super::Wording;

/// Numbers that words are hashed to.
pub(crate) const BUCKETS: u32 = 1 << 18;
/// Words of a body that are counted.
const WORDS: usize = 1_500;
/// Words in a shingle.
const SHINGLE: usize = 4;

/// The words and pairs of words of a message, each once, in order. Those of the subject are also counted apart.
pub(crate) fn grams(wording: &Wording) -> Vec<u32> {
    let mut found = Vec::with_capacity(2 * wording.words + 40);
    for text in [&wording.subject, &wording.body] {
        let mut before: Option<u64> = None;
        for word in text.split_ascii_whitespace().take(WORDS) {
            let hash = hash(0, word);
            found.push(bucket(hash));
            if let Some(before) = before {
                found.push(bucket(pair(before, hash)));
            }
            before = Some(hash);
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
