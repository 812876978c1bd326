//! Messages that belong together: the same file, the same link, or nearly the same words.
//!
//! Words are compared by MinHash (Broder 1997, "On the resemblance and containment of documents"): shingles of four
//! words, 64 hashes in 16 bands of 4, so that two texts that share nine tenths of their shingles meet with certainty for
//! all purposes and those that share a third hardly ever.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

/// What of a message is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// Web addresses as the message has them.
    pub links: Vec<String>,
    /// SHA-256 of the attachments.
    pub files: Vec<String>,
    /// The text.
    pub text: String,
}

const WORDS: usize = 4;
const BANDS: usize = 16;
const ROWS: usize = 4;
/// A text of fewer shingles is too short to be told from others.
const SHINGLES: usize = 12;

/// By what messages meet: each key stands for a file, a link or a band of words.
#[must_use]
pub fn keys(sent: &Sent) -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = sent
        .files
        .iter()
        .map(|hash| format!("file:{hash}"))
        .collect();
    keys.extend(
        sent.links
            .iter()
            .filter_map(|link| place_of(link))
            .map(|place| format!("link:{place}")),
    );
    keys.extend(bands(&sent.text));
    keys
}

/// Groups of messages that share a key, directly or through others; each group in order, the groups by their first
/// member. A key that more than `common` messages have says nothing.
#[must_use]
pub fn gather(messages: &[Sent], common: usize) -> Vec<Vec<usize>> {
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, message) in messages.iter().enumerate() {
        for key in keys(message) {
            by_key.entry(key).or_default().push(at);
        }
    }
    let mut groups = Groups::of(messages.len());
    for members in by_key.values().filter(|members| members.len() <= common) {
        for pair in members.windows(2) {
            groups.join(pair[0], pair[1]);
        }
    }
    groups.into_lists()
}

/// Host and path without what differs from one recipient to the next.
fn place_of(link: &str) -> Option<String> {
    let url = Url::parse(link).ok()?;
    let host = url.host_str()?;
    let steps = url.path_segments().into_iter().flatten().take(4);
    let path: Vec<&str> = steps
        .map(|step| if is_token(step) { "*" } else { step })
        .collect();
    Some(format!("{host}/{}", path.join("/")))
}

/// A part of a path that is a number or a code.
fn is_token(step: &str) -> bool {
    let digits = step.bytes().filter(u8::is_ascii_digit).count();
    step.contains('@')
        || step.len() > 24
        || (digits > 0 && digits * 3 >= step.len())
        || (digits > 1 && step.len() >= 8)
}

fn bands(text: &str) -> Vec<String> {
    let words: Vec<String> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.bytes().any(|byte| byte.is_ascii_digit()))
        .map(str::to_lowercase)
        .collect();
    let shingles: BTreeSet<u64> = words
        .windows(WORDS)
        .map(|four| hash(four.join(" ").as_bytes()))
        .collect();
    if shingles.len() < SHINGLES {
        return Vec::new();
    }
    let least = |seed: u64| {
        shingles
            .iter()
            .map(|shingle| mix(shingle ^ mix(seed)))
            .min()
            .unwrap_or(0)
    };
    (0..BANDS)
        .map(|band| {
            let rows = (0..ROWS).map(|row| least((band * ROWS + row) as u64 + 1));
            let together = rows.fold(band as u64, |all, one| mix(all ^ one));
            format!("text:{band}:{together:016x}")
        })
        .collect()
}

/// FNV-1a, 64 bits.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    })
}

/// The finaliser of SplitMix64.
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// Union-find over numbers.
struct Groups {
    above: Vec<usize>,
}

impl Groups {
    fn of(count: usize) -> Self {
        Self {
            above: (0..count).collect(),
        }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.above[at] != at {
            self.above[at] = self.above[self.above[at]];
            at = self.above[at];
        }
        at
    }

    /// The smaller number stays the root, so that the order of joining does not matter.
    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.above[one.max(other)] = one.min(other);
    }

    fn into_lists(mut self) -> Vec<Vec<usize>> {
        let mut lists: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..self.above.len() {
            let root = self.root(at);
            lists.entry(root).or_default().push(at);
        }
        lists.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(links: &[&str], files: &[&str], text: &str) -> Sent {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        Sent {
            links: owned(links),
            files: owned(files),
            text: text.to_owned(),
        }
    }

    const LURE: &str = "Dear colleague, your mailbox is nearly full and will be closed tonight unless you confirm your account with the help desk by following the link below before six";

    #[test]
    fn what_belongs_together_is_found() {
        let messages = [
            sent(&["https://evil.example/login/a8f3c2d9e1?u=1"], &[], "one"),
            sent(&[], &["abc"], "two"),
            sent(&["http://evil.example/login/77aa88bb99"], &["def"], "three"),
            sent(&["https://other.example/"], &["abc"], "four"),
            sent(&["https://alone.example/"], &[], "five"),
            sent(&[], &[], LURE),
            sent(
                &[],
                &[],
                &LURE
                    .replace("Dear colleague", "Dear Ms. Reyes 4711,")
                    .replace("tonight", "at once"),
            ),
        ];
        assert_eq!(
            gather(&messages, 100),
            [vec![0, 2], vec![1, 3], vec![4], vec![5, 6]]
        );
    }

    #[test]
    fn what_everybody_has_says_nothing() {
        let messages = vec![sent(&["https://clinic.example/imprint"], &[], ""); 4];
        assert_eq!(gather(&messages, 3).len(), 4);
        assert_eq!(gather(&messages, 4).len(), 1);
    }

    #[test]
    fn other_words_do_not_meet() {
        let other = "The rota for next week is in the shared folder, please look whether your late shifts fit and tell Dana until Thursday noon so that she can swap them";
        assert!(keys(&sent(&[], &[], LURE)).is_disjoint(&keys(&sent(&[], &[], other))));
        assert!(keys(&sent(&[], &[], "short text")).is_empty());
    }
}
