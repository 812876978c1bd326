//! Values of an event as text, in the forms the event viewer writes them.

use std::io::Write as _;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, TimeDelta, Timelike as _};

/// One value: where it stands in the chunk, and its type ([MS-EVEN6] section 2.2.12, value types).
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub(super) at: u32,
    pub(super) length: u16,
    pub(super) kind: u8,
}

pub(super) const NULL: u8 = 0x00;
const UTF16: u8 = 0x01;
const BINARY: u8 = 0x0E;
pub(super) const BINXML: u8 = 0x21;
/// Texts one after another, each with a zero at its end.
pub(super) const UTF16_LIST: u8 = 0x81;

impl Slot {
    pub(super) fn bytes<'c>(&self, chunk: &'c [u8]) -> &'c [u8] {
        let at = self.at as usize;
        chunk
            .get(at..at + usize::from(self.length))
            .unwrap_or_default()
    }

    /// Whether the value has a length that fits its type, and a type that is known here.
    pub(super) fn is_sound(&self, chunk: &[u8]) -> bool {
        let length = self.length;
        match self.kind {
            NULL | BINARY | BINXML => true,
            UTF16 => length.is_multiple_of(2),
            0x03 | 0x04 => length == 1,
            0x05 | 0x06 => length == 2,
            0x07 | 0x08 | 0x0B | 0x0D | 0x14 => length == 4,
            0x09 | 0x0A | 0x0C | 0x11 | 0x15 => length == 8,
            0x0F | 0x12 => length == 16,
            0x10 => length == 4 || length == 8,
            0x13 => {
                let parts = self.bytes(chunk).get(1).copied().unwrap_or_default();
                length == 8 + 4 * u16::from(parts)
            }
            UTF16_LIST => {
                let bytes = self.bytes(chunk);
                bytes.len() >= 2 && bytes.len().is_multiple_of(2) && bytes.ends_with(&[0, 0])
            }
            _ => false,
        }
    }

    /// Whether elements that depend on the value are left out.
    pub(super) fn is_null(&self) -> bool {
        self.kind == NULL || (self.kind == BINXML && self.length == 0)
    }

    /// Whether the value is no text at all.
    pub(super) fn is_empty(&self, chunk: &[u8]) -> bool {
        match self.kind {
            NULL => true,
            UTF16 => self.length == 0 || self.bytes(chunk).starts_with(&[0, 0]),
            BINARY | BINXML => self.length == 0,
            _ => false,
        }
    }

    /// Whether the value is short and surely some text, so that it pays to remember it.
    pub(super) fn is_plain(&self, chunk: &[u8]) -> bool {
        let is_float = matches!(self.kind, 0x0B | 0x0C);
        self.length <= 256 && !is_float && !self.is_empty(chunk)
    }

    /// Adds the value to `text`.
    pub(super) fn push(&self, chunk: &[u8], text: &mut Vec<u8>) {
        let bytes = self.bytes(chunk);
        let whole = unsigned(bytes);
        let written = match self.kind {
            UTF16 => {
                push_utf16(bytes, text);
                Ok(())
            }
            0x03 => write!(text, "{}", whole as u8 as i8),
            0x05 => write!(text, "{}", whole as u16 as i16),
            0x07 => write!(text, "{}", whole as u32 as i32),
            0x09 => write!(text, "{}", whole as i64),
            0x04 | 0x06 | 0x08 | 0x0A => {
                push_decimal(whole, text);
                Ok(())
            }
            0x0B => push_float(f64::from(f32::from_bits(whole as u32)), true, text),
            0x0C => push_float(f64::from_bits(whole), false, text),
            0x0D => match whole as u32 as i32 {
                0 => text.write_all(b"false"),
                1 => text.write_all(b"true"),
                other => write!(text, "{other}"),
            },
            BINARY => {
                push_hex(bytes, b"0123456789ABCDEF", text);
                Ok(())
            }
            0x0F => {
                push_guid(bytes, text);
                Ok(())
            }
            0x10 | 0x14 | 0x15 => write!(text, "{whole:#x}"),
            0x11 => {
                push_time(filetime(whole), text);
                Ok(())
            }
            0x12 => {
                push_time(systemtime(bytes), text);
                Ok(())
            }
            0x13 => push_sid(bytes, text),
            _ => Ok(()),
        };
        written.expect("writing to memory does not fail");
    }

    /// The instant of a file time (microseconds of UTC).
    pub(super) fn instant(&self, chunk: &[u8]) -> Option<i64> {
        (self.kind == 0x11)
            .then(|| i64::try_from(unsigned(self.bytes(chunk)) / 10).ok())
            .flatten()
            .map(|micros| micros - FROM_1601)
    }
}

/// Microseconds from 1601 to 1970.
const FROM_1601: i64 = 11_644_473_600 * 1_000_000;

/// Up to eight bytes, the lowest first.
fn unsigned(bytes: &[u8]) -> u64 {
    let mut whole = [0; 8];
    let length = bytes.len().min(8);
    whole[..length].copy_from_slice(&bytes[..length]);
    u64::from_le_bytes(whole)
}

/// UTF-16 with the lower byte first, up to a zero; half a pair becomes the replacement character.
pub(super) fn push_utf16(bytes: &[u8], text: &mut Vec<u8>) {
    let (pairs, _) = bytes.as_chunks::<2>();
    // One pass tells whether all of it is ASCII without a zero, as nearly all texts are.
    let (all, lowest) = pairs.iter().fold((0_u16, u16::MAX), |(all, lowest), pair| {
        let unit = u16::from_le_bytes(*pair);
        (all | unit, lowest.min(unit))
    });
    if all < 0x80 && lowest > 0 {
        text.extend(pairs.iter().map(|pair| pair[0]));
        return;
    }
    let units = pairs.iter().map(|pair| u16::from_le_bytes(*pair));
    let units = units.take_while(|unit| *unit != 0);
    for letter in char::decode_utf16(units) {
        let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
        text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

fn push_decimal(mut whole: u64, text: &mut Vec<u8>) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (whole % 10) as u8;
        whole /= 10;
        if whole == 0 {
            break;
        }
    }
    text.extend_from_slice(&digits[at..]);
}

/// As JSON writes it; a number JSON has no form for is `null` there, and nothing here.
fn push_float(value: f64, is_single: bool, text: &mut Vec<u8>) -> std::io::Result<()> {
    let value = if is_single {
        (value as f32).to_string().parse().unwrap_or(value)
    } else {
        value
    };
    match serde_json::Number::from_f64(value) {
        Some(number) => write!(text, "{number}"),
        None => Ok(()),
    }
}

fn push_hex(bytes: &[u8], digits: &[u8; 16], text: &mut Vec<u8>) {
    for byte in bytes {
        text.push(digits[usize::from(byte >> 4)]);
        text.push(digits[usize::from(byte & 15)]);
    }
}

fn push_guid(bytes: &[u8], text: &mut Vec<u8>) {
    const ORDER: [&[usize]; 5] = [
        &[3, 2, 1, 0],
        &[5, 4],
        &[7, 6],
        &[8, 9],
        &[10, 11, 12, 13, 14, 15],
    ];
    for (group, order) in ORDER.iter().enumerate() {
        text.push(if group == 0 { b'{' } else { b'-' });
        for at in *order {
            push_hex(&bytes[*at..=*at], b"0123456789abcdef", text);
        }
    }
    text.push(b'}');
}

/// `S-1-5-21-…`: revision, authority and sub-authorities ([MS-DTYP] section 2.4.2).
fn push_sid(bytes: &[u8], text: &mut Vec<u8>) -> std::io::Result<()> {
    let authority = bytes[2..8]
        .iter()
        .fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    write!(text, "S-{}-{authority}", bytes[0])?;
    for part in bytes[8..].chunks_exact(4) {
        text.push(b'-');
        push_decimal(unsigned(part), text);
    }
    Ok(())
}

/// Tenths of a microsecond since 1601, as a date and a time of day.
fn filetime(ticks: u64) -> Option<NaiveDateTime> {
    let since = i64::try_from(ticks).ok()?;
    let first = NaiveDate::from_ymd_opt(1601, 1, 1)?.and_hms_opt(0, 0, 0)?;
    let whole = TimeDelta::try_seconds(since / 10_000_000)?;
    first.checked_add_signed(whole + TimeDelta::nanoseconds(since % 10_000_000 * 100))
}

/// Eight 16-bit fields (the third is the day of the week); what is no date at all is the first day of 1601.
fn systemtime(bytes: &[u8]) -> Option<NaiveDateTime> {
    let field = |n: usize| unsigned(&bytes[n * 2..n * 2 + 2]) as u32;
    let known = (1601..=30_827).contains(&field(0)).then(|| {
        NaiveDate::from_ymd_opt(field(0) as i32, field(1), field(3))?
            .and_hms_milli_opt(field(4), field(5), field(6), field(7))
            .filter(|_| field(7) < 1_000)
    });
    known
        .flatten()
        .or_else(|| NaiveDate::from_ymd_opt(1601, 1, 1)?.and_hms_opt(0, 0, 0))
}

/// As the event viewer writes it: seven digits of a second, and zeros for what is no time.
fn push_time(moment: Option<NaiveDateTime>, text: &mut Vec<u8>) {
    let mut form = *b"0000-00-00T00:00:00.0000000Z";
    let mut put = |from: usize, to: usize, mut value: u32| {
        for digit in form[from..to].iter_mut().rev() {
            *digit = b'0' + (value % 10) as u8;
            value /= 10;
        }
    };
    if let Some(moment) = moment {
        put(0, 4, moment.year().unsigned_abs());
        put(5, 7, moment.month());
        put(8, 10, moment.day());
        put(11, 13, moment.hour());
        put(14, 16, moment.minute());
        put(17, 19, moment.second());
        put(20, 27, moment.nanosecond() / 100);
    }
    text.extend_from_slice(&form);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: u8, bytes: &[u8], expected: &str) {
        let slot = Slot {
            at: 0,
            length: bytes.len() as u16,
            kind,
        };
        assert!(slot.is_sound(bytes), "{kind:#x}");
        let mut text = Vec::new();
        slot.push(bytes, &mut text);
        assert_eq!(String::from_utf8_lossy(&text), expected, "{kind:#x}");
    }

    #[test]
    fn values_are_written_as_the_event_viewer_does() {
        check(0x00, b"xx", "");
        check(0x01, b"a\0\xE9\0=\xD8\0\xDEb\0", "aé😀b");
        check(0x01, b"a\0=\xD8b\0", "a\u{FFFD}b");
        check(0x01, b"a\0\0\0b\0", "a");
        check(0x03, &[0xFF], "-1");
        check(0x04, &[0xFF], "255");
        check(0x05, &[0xFE, 0xFF], "-2");
        check(0x07, &[0xFF; 4], "-1");
        check(0x08, &[0xFF; 4], "4294967295");
        check(0x0A, &[0xFF; 8], "18446744073709551615");
        check(0x0A, &[0; 8], "0");
        check(0x0B, &0.1_f32.to_le_bytes(), "0.1");
        check(0x0C, &1e21_f64.to_le_bytes(), "1e+21");
        check(0x0C, &3.0_f64.to_le_bytes(), "3.0");
        check(0x0C, &f64::NAN.to_le_bytes(), "");
        check(0x0D, &[1, 0, 0, 0], "true");
        check(0x0D, &[2, 0, 0, 0], "2");
        check(0x0E, &[0xAB, 1], "AB01");
        check(
            0x0F,
            &[
                0x85, 0x96, 0x84, 0x54, 0x78, 0x54, 0x94, 0x49, 0xA5, 0xBA, 0x3E, 0x3B, 3, 0x28,
                0xC3, 0x0D,
            ],
            "{54849685-5478-4994-a5ba-3e3b0328c30d}",
        );
        check(
            0x11,
            &132_000_000_000_000_000_u64.to_le_bytes(),
            "2019-04-17T18:40:00.0000000Z",
        );
        check(0x11, &[0; 8], "1601-01-01T00:00:00.0000000Z");
        check(0x11, &[0xFF; 8], "0000-00-00T00:00:00.0000000Z");
        let fields = [2024_u16, 2, 4, 29, 23, 59, 59, 999]
            .map(u16::to_le_bytes)
            .concat();
        check(0x12, &fields, "2024-02-29T23:59:59.9990000Z");
        check(0x12, &[0; 16], "1601-01-01T00:00:00.0000000Z");
        check(
            0x13,
            &[1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0, 0],
            "S-1-5-32-544",
        );
        check(0x14, &[0, 0x10, 0, 0], "0x1000");
        check(0x15, &[0; 8], "0x0");
    }
}
