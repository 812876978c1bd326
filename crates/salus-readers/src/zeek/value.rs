//! One cell of a Zeek log as the text its JSON form would have.

use std::borrow::Cow;

use serde_json::{Number, Value};

use super::header::{Header, Kind};

/// The cell's text; `None` where the field is unset. The cell's line may have escapes, or none.
pub(super) fn read<'c>(
    cell: &'c str,
    (kind, is_list): (Kind, bool),
    has_escapes: bool,
    header: &Header,
) -> Option<Cow<'c, str>> {
    if cell == header.unset {
        return None;
    }
    if is_list {
        return Some(list(cell, kind, header).into());
    }
    if cell == header.empty {
        return Some("".into());
    }
    Some(match kind {
        Kind::Text if has_escapes => unescape(cell).into(),
        Kind::Bool => match truth(cell) {
            Some(true) => "true".into(),
            Some(false) => "false".into(),
            None => cell.into(),
        },
        Kind::Real => match plain_real(cell) {
            Some(short) => short.into(),
            None => real(cell).map_or(cell.into(), |number| real_text(number).into()),
        },
        Kind::Time if cell.contains('e') => {
            real(cell).map_or(cell.into(), |number| format!("{number:.6}").into())
        }
        Kind::Text | Kind::Whole | Kind::Time => cell.into(),
    })
}

/// A number as most are written, with zeros behind: what [`real_text`] makes of it, without reckoning.
fn plain_real(cell: &str) -> Option<&str> {
    let (whole, fraction) = cell.split_once('.')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_usual = whole.len() <= 9 && (whole == "0" || !whole.starts_with('0'));
    // Smaller ones are written with an exponent.
    let is_small = whole == "0" && fraction.starts_with("0000");
    if !is_number(whole) || !is_number(fraction) || fraction.len() > 6 || !is_usual || is_small {
        return None;
    }
    let kept = fraction.trim_end_matches('0').len().max(1);
    cell.get(..whole.len() + 1 + kept)
}

fn list(cell: &str, kind: Kind, header: &Header) -> String {
    if cell == header.empty || cell.is_empty() {
        return "[]".to_owned();
    }
    let items = cell.split(header.set_separator);
    Value::Array(items.map(|item| list_item(item, kind, header)).collect()).to_string()
}

fn list_item(item: &str, kind: Kind, header: &Header) -> Value {
    if item == header.unset {
        return Value::Null;
    }
    if item == header.empty {
        return Value::String(String::new());
    }
    let plain = match kind {
        Kind::Text => None,
        Kind::Bool => truth(item).map(Value::Bool),
        Kind::Whole => item.parse::<i64>().ok().map(Value::from),
        Kind::Real | Kind::Time => real(item).and_then(Number::from_f64).map(Value::Number),
    };
    plain.unwrap_or_else(|| Value::String(unescape(item)))
}

fn truth(cell: &str) -> Option<bool> {
    match cell {
        "T" => Some(true),
        "F" => Some(false),
        _ => None,
    }
}

fn real(cell: &str) -> Option<f64> {
    cell.parse().ok().filter(|number: &f64| number.is_finite())
}

/// As short as possible, but with six decimals beyond 32 bits: this is what Zeek writes.
fn real_text(number: f64) -> String {
    if number.abs() > f64::from(i32::MAX) {
        format!("{number:.6}")
    } else {
        format!("{number:?}")
    }
}

/// Undoes `\\` and `\xNN`. Control characters and bytes that make no text stay as `\xNN`, as in Zeek's JSON.
pub(super) fn unescape(cell: &str) -> String {
    if !cell.contains('\\') {
        return cell.to_owned();
    }
    let mut bytes = Vec::with_capacity(cell.len());
    let mut rest = cell.as_bytes();
    while let [first, tail @ ..] = rest {
        let (byte, after) = match (first, tail) {
            (b'\\', [b'\\', after @ ..]) => (b'\\', after),
            (b'\\', [b'x', high, low, after @ ..]) => match hex(*high, *low) {
                Some(byte) => (byte, after),
                None => (b'\\', tail),
            },
            _ => (*first, tail),
        };
        bytes.push(byte);
        rest = after;
    }
    text_with_escapes(&bytes)
}

fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

fn text_with_escapes(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for letter in chunk.valid().chars() {
            let is_plain = !letter.is_ascii_control() || letter == '\n' || letter == '\t';
            match letter {
                letter if is_plain => text.push(letter),
                control => push_escape(u32::from(control), &mut text),
            }
        }
        for byte in chunk.invalid() {
            push_escape(u32::from(*byte), &mut text);
        }
    }
    text
}

fn push_escape(byte: u32, text: &mut String) {
    text.push_str(&format!("\\x{byte:02x}"));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{plain_real, real, real_text};

    proptest! {
        #[test]
        fn the_short_way_writes_what_reckoning_does(whole in 0..2_000_000_000_u64, fraction in "[0-9]{1,7}", zeros in "0{0,5}") {
            for cell in [format!("{whole}.{fraction}"), format!("{}.{zeros}{fraction}", whole % 3), format!("0{whole}.5")] {
                if let Some(short) = plain_real(&cell) {
                    prop_assert_eq!(short, real_text(real(&cell).expect("a number")), "{}", cell);
                }
            }
        }
    }
}
