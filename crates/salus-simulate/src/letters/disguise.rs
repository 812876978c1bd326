//! Words written so that a filter does not know them: foreign letters that look alike, letters without width, accents.

use super::letter::Letter;
use crate::random::Random;

/// Disguises some words of a letter.
pub(super) fn letter(letter: &mut Letter, random: &mut Random) {
    let way = random.below(4);
    letter.subject = disguised(&letter.subject, way, random);
    for line in &mut letter.lines {
        line.text = disguised(&line.text, way, random);
    }
}

fn disguised(text: &str, way: u64, random: &mut Random) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        let changes = random.chance(25);
        match (way, letter) {
            (0, 'a') if changes => out.push('\u{430}'),
            (0, 'e') if changes => out.push('\u{435}'),
            (0, 'o') if changes => out.push('\u{43e}'),
            (0, 'p') if changes => out.push('\u{440}'),
            (1, _) if changes && letter.is_alphabetic() => out.extend([letter, '\u{200b}']),
            (2, 'o') if changes => out.push('\u{3bf}'),
            (2, 'K') => out.push('\u{39a}'),
            (2, 'i') if changes => out.push('\u{456}'),
            (3, 'I') => out.push('l'),
            (3, 'o') if changes => out.push('0'),
            (3, 'a') if changes => out.push('\u{e0}'),
            _ => out.push(letter),
        }
    }
    out
}
