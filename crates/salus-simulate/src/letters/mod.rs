//! Invented letters, honest and not, for teaching and testing what judges mail.
//!
//! A world model, not a copy of a collection: each family of letters is a small grammar of our own writing. Names of
//! known companies stand in honest letters and in forged ones alike, so that a name alone says nothing.

mod disguise;
mod family;
pub(crate) mod grammar;
mod letter;
mod wire;

use std::fmt::Write as _;

use crate::File;
use crate::random::Random;
use family::{Family, Vocabulary};

/// Letters of one run.
const MOST: u32 = 200_000;
/// How often each language is written (of 100), the rest is English.
const LANGUAGES: [(&str, u64); 9] = [
    ("de", 10),
    ("es", 8),
    ("fr", 8),
    ("it", 6),
    ("ja", 1),
    ("nl", 6),
    ("pt", 9),
    ("ru", 1),
    ("zh", 1),
];

/// Writes `count` letters as one file each, and `labels.csv` with the truth about them.
///
/// # Errors
///
/// When more than 200,000 letters are asked for.
pub fn letters(seed: u64, count: u32) -> Result<Vec<File>, String> {
    if count > MOST {
        return Err(format!("`{count}` letters are more than {MOST}"));
    }
    let families = family::families();
    let vocabulary = Vocabulary::new();
    let mut random = Random::new(seed, "letters");
    let mut labels = String::from("file,label,family,language\n");
    let mut files = Vec::new();
    for number in 0..count {
        let family = choose(&families, &mut random);
        let mut letter = letter::write(family, &vocabulary, &mut random);
        if family.label != "ham" && random.chance(8) {
            disguise::letter(&mut letter, &mut random);
        }
        let path = format!("{}/{number:06}.eml", family.label);
        let bytes = wire::write(&letter, &mut random).into_bytes();
        let _ = writeln!(
            labels,
            "{path},{},{},{}",
            family.label, family.name, family.language
        );
        files.push(File { path, bytes });
    }
    files.push(File {
        path: "labels.csv".to_owned(),
        bytes: labels.into_bytes(),
    });
    Ok(files)
}

fn choose<'f>(families: &'f [Family], random: &mut Random) -> &'f Family {
    let label = match random.below(100) {
        0..48 => "ham",
        48..78 => "harm",
        _ => "unwanted",
    };
    let mut left = random.below(100);
    let mut language = "en";
    for (name, share) in LANGUAGES {
        if left < share {
            language = name;
            break;
        }
        left -= share;
    }
    let of = |language: &str| -> Vec<&Family> {
        families
            .iter()
            .filter(|one| one.label == label && one.language == language)
            .collect()
    };
    let mut fitting = of(language);
    if fitting.is_empty() {
        fitting = of("en");
    }
    fitting[random.index(fitting.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_letters_and_no_slot_is_left_open() {
        let one = letters(7, 400).expect("a small run");
        assert_eq!(one, letters(7, 400).expect("a small run"));
        assert_ne!(one, letters(8, 400).expect("a small run"));
        assert_eq!(one.len(), 401);
        let vocabulary = Vocabulary::new();
        let mut random = Random::new(3, "test");
        for family in family::families() {
            for _ in 0..20 {
                let letter = letter::write(&family, &vocabulary, &mut random);
                let mut text = letter.subject.clone();
                for line in &letter.lines {
                    text.push_str(&line.text);
                }
                let name = format!("{} {}: {text}", family.name, family.language);
                assert!(!text.contains(['<', '>']), "{name}");
                assert!(!text.contains("()") && !text.contains(" ,"), "{name}");
            }
        }
    }

    #[test]
    fn near_copies_do_not_dominate() {
        let files = letters(11, 1_000).expect("a small run");
        let subjects: std::collections::BTreeSet<String> = files
            .iter()
            .filter_map(|file| {
                let text = String::from_utf8(file.bytes.clone()).ok()?;
                let subject = text.lines().find(|line| line.starts_with("Subject: "))?;
                Some(
                    subject
                        .chars()
                        .filter(|one| !one.is_ascii_digit())
                        .collect(),
                )
            })
            .collect();
        assert!(subjects.len() > 600, "{}", subjects.len());
    }
}
