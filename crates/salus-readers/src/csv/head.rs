//! The first lines of a file, decoded as [`crate::Lines`] would decode them.

use crate::lines::text_of;

/// At most `most` lines; the last one is left out where the head `is_cut`. `None` for what is no text.
pub(super) fn first_lines(head: &[u8], most: usize, is_cut: bool) -> Option<Vec<String>> {
    let text = match head {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => text_of(rest).into_owned(),
        plain => text_of(plain).into_owned(),
    };
    let is_control = |letter: char| letter.is_control() && !letter.is_whitespace();
    let mut lines: Vec<&str> = text.split('\n').collect();
    if is_cut && lines.len() > 1 {
        lines.pop();
    }
    lines.truncate(most);
    if lines.iter().any(|line| line.contains(is_control)) {
        return None;
    }
    Some(
        lines
            .into_iter()
            .map(|line| line.trim_end_matches('\r').to_owned())
            .collect(),
    )
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| unit([pair[0], pair[1]]))
        .collect();
    String::from_utf16_lossy(&units)
}
