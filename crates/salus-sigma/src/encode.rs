//! Modifiers that change a text before it is looked for: encodings, and the ways to write a dash.

use rsigma_parser::Modifier;

use crate::pattern::Token;

/// Patterns one value may grow into (`windash` multiplies).
pub(crate) const EXPANSIONS: usize = 1_024;

/// A text on its way through its modifiers.
pub(crate) enum Shape {
    Text(Vec<Token>),
    Bytes(Vec<u8>),
}

/// The texts that the modifier makes of each text.
pub(crate) fn apply(modifier: Modifier, shapes: Vec<Shape>) -> Result<Vec<Shape>, String> {
    let encode = |shapes: Vec<Shape>, to: fn(&str) -> Vec<u8>| -> Result<Vec<Shape>, String> {
        shapes
            .into_iter()
            .map(|shape| Ok(Shape::Bytes(to(&plain(shape)?))))
            .collect()
    };
    match modifier {
        Modifier::Wide => encode(shapes, |text| {
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        }),
        Modifier::Utf16be => encode(shapes, |text| {
            text.encode_utf16().flat_map(u16::to_be_bytes).collect()
        }),
        Modifier::Utf16 => encode(shapes, |text| {
            let mark = [0xff, 0xfe].into_iter();
            mark.chain(text.encode_utf16().flat_map(u16::to_le_bytes))
                .collect()
        }),
        Modifier::Base64 => shapes
            .into_iter()
            .map(|shape| Ok(literal(base64(&bytes(shape)?))))
            .collect(),
        Modifier::Base64Offset => {
            let mut all = Vec::new();
            for shape in shapes {
                all.extend(base64_offsets(&bytes(shape)?).map(literal));
            }
            Ok(all)
        }
        Modifier::WindAsh => {
            let mut all = Vec::new();
            for shape in shapes {
                all.extend(dashes(shape)?);
                if all.len() > EXPANSIONS {
                    return Err("`windash` grows into too many patterns".to_owned());
                }
            }
            Ok(all)
        }
        _ => Ok(shapes),
    }
}

fn literal(text: String) -> Shape {
    Shape::Text(vec![Token::Literal(text)])
}

fn plain(shape: Shape) -> Result<String, String> {
    match shape {
        Shape::Text(tokens) => tokens
            .into_iter()
            .map(|token| match token {
                Token::Literal(text) => Ok(text),
                _ => Err("an encoding modifier on a value with wildcards".to_owned()),
            })
            .collect(),
        Shape::Bytes(_) => Err("two encodings, one on the other".to_owned()),
    }
}

fn bytes(shape: Shape) -> Result<Vec<u8>, String> {
    match shape {
        Shape::Bytes(bytes) => Ok(bytes),
        text => Ok(plain(text)?.into_bytes()),
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let at = |n: usize| u32::from(group.get(n).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for n in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * n) & 63) as usize];
            text.push(if n <= group.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    text
}

/// The part of the text that is the same whatever stands before and behind, for each of the three
/// places where it may begin in a group of three bytes.
fn base64_offsets(bytes: &[u8]) -> impl Iterator<Item = String> {
    const FROM: [usize; 3] = [0, 2, 3];
    const CUT: [usize; 3] = [0, 3, 2];
    (0..3).map(move |shift| {
        let mut shifted = vec![b' '; shift];
        shifted.extend_from_slice(bytes);
        let text = base64(&shifted);
        let to = text.len().saturating_sub(CUT[shifted.len() % 3]);
        text.get(FROM[shift]..to).unwrap_or_default().to_owned()
    })
}

/// All ways to write a text in which `-` or `/` begins a parameter.
fn dashes(shape: Shape) -> Result<Vec<Shape>, String> {
    const DASHES: [char; 5] = ['-', '/', '\u{2013}', '\u{2014}', '\u{2015}'];
    let Shape::Text(tokens) = shape else {
        return Err("`windash` behind an encoding".to_owned());
    };
    let mut ways: Vec<Vec<Token>> = vec![Vec::new()];
    for token in tokens {
        let Token::Literal(text) = token else {
            ways.iter_mut().for_each(|way| way.push(token.clone()));
            continue;
        };
        let mut before_is_word = false;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let after_is_word = chars.peek().is_some_and(|next| is_word(*next));
            let is_parameter = matches!(c, '-' | '/') && !before_is_word && after_is_word;
            before_is_word = is_word(c);
            let choices: &[char] = if is_parameter { &DASHES } else { &[c] };
            if ways.len() * choices.len() > EXPANSIONS {
                return Err("`windash` grows into too many patterns".to_owned());
            }
            ways = choices
                .iter()
                .flat_map(|choice| {
                    ways.iter().map(|way| {
                        let mut way = way.clone();
                        way.push(Token::Literal(choice.to_string()));
                        way
                    })
                })
                .collect();
        }
    }
    Ok(ways.into_iter().map(Shape::Text).collect())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_written_as_everyone_writes_it() {
        assert_eq!(base64(b""), "");
        assert_eq!(base64(b"f"), "Zg==");
        assert_eq!(base64(b"fo"), "Zm8=");
        assert_eq!(base64(b"foobar"), "Zm9vYmFy");
        let offsets: Vec<String> = base64_offsets(b"http://").collect();
        assert_eq!(offsets, ["aHR0cDovL", "h0dHA6Ly", "odHRwOi8v"]);
    }
}
