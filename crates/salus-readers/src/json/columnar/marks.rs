//! Blocks of 32 bytes of a text of JSON: which of them end it, begin an escape, or must not stand in it.

/// Bytes that are looked at in one go. Most texts are shorter.
pub(super) const BLOCK: usize = 32;

/// A bit for each byte of a block; the lowest stands for the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) quotes: u32,
    pub(super) slashes: u32,
    pub(super) controls: u32,
}

/// A bit for each byte that is one of these.
#[inline(always)]
pub(super) fn any_of<const N: usize>(block: &[u8; BLOCK], letters: [u8; N]) -> u32 {
    by_halves(block, |half| half.any_of(letters))
}

/// What stands in a block.
#[inline(always)]
pub(super) fn marks(block: &[u8; BLOCK]) -> Marks {
    Marks {
        quotes: by_halves(block, |half| half.any_of([b'"'])),
        slashes: by_halves(block, |half| half.any_of([b'\\'])),
        controls: by_halves(block, Half::controls),
    }
}

#[inline(always)]
fn by_halves(block: &[u8; BLOCK], bits: impl Fn(Half) -> u32) -> u32 {
    let (halves, _) = block.as_chunks::<16>();
    bits(Half::of(&halves[0])) | bits(Half::of(&halves[1])) << 16
}

#[cfg(not(target_arch = "x86_64"))]
use Words as Half;

/// Sixteen bytes, in a register of every 64-bit processor by Intel or AMD.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
struct Half(safe_arch::m128i);

#[cfg(target_arch = "x86_64")]
impl Half {
    #[inline(always)]
    fn of(bytes: &[u8; 16]) -> Self {
        Self(safe_arch::load_unaligned_m128i(bytes))
    }

    #[inline(always)]
    fn any_of<const N: usize>(self, letters: [u8; N]) -> u32 {
        use safe_arch::{cmp_eq_mask_i8_m128i, move_mask_i8_m128i, set_splat_i8_m128i};
        let is = |letter: u8| cmp_eq_mask_i8_m128i(self.0, set_splat_i8_m128i(letter as i8));
        let any = letters
            .into_iter()
            .fold(safe_arch::zeroed_m128i(), |any, letter| any | is(letter));
        move_mask_i8_m128i(any) as u32
    }

    #[inline(always)]
    fn controls(self) -> u32 {
        use safe_arch::{cmp_eq_mask_i8_m128i, min_u8_m128i, move_mask_i8_m128i};
        let lower = min_u8_m128i(self.0, safe_arch::set_splat_i8_m128i(0x1F));
        move_mask_i8_m128i(cmp_eq_mask_i8_m128i(lower, self.0)) as u32
    }
}

/// The same on other machines, eight bytes at a time.
#[cfg(any(test, not(target_arch = "x86_64")))]
#[derive(Clone, Copy)]
struct Words([u64; 2]);

#[cfg(any(test, not(target_arch = "x86_64")))]
impl Words {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const LOW: u64 = 0x7F * Self::ONES;

    fn of(bytes: &[u8; 16]) -> Self {
        let both = u128::from_le_bytes(*bytes);
        Self([both as u64, (both >> 64) as u64])
    }

    fn any_of<const N: usize>(self, letters: [u8; N]) -> u32 {
        self.bits(|word| {
            let others = |letter: u8| {
                let differs = word ^ (Self::ONES * u64::from(letter));
                ((differs & Self::LOW) + Self::LOW) | differs
            };
            !letters
                .into_iter()
                .fold(u64::MAX, |all, letter| all & others(letter))
        })
    }

    fn controls(self) -> u32 {
        self.bits(|word| !(((word & Self::LOW) + Self::ONES * 0x60) | word))
    }

    /// Brings together the high bit of each byte. Nothing is carried from byte to byte.
    fn bits(self, high: impl Fn(u64) -> u64) -> u32 {
        const GATHER: u64 = 0x0002_0408_1020_4081;
        let [low, up] = self.0.map(|word| {
            let high = high(word) & !Self::LOW;
            (high.wrapping_mul(GATHER) >> 56) as u32
        });
        low | up << 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_told_in_every_place() {
        for byte in 0..=u8::MAX {
            for place in 0..BLOCK {
                for filler in [b' ', b'a', 0x80, 0xFF, b'#', b']'] {
                    let mut block = [filler; BLOCK];
                    block[place] = byte;
                    let at = |is: bool| u32::from(is) << place;
                    let expected = Marks {
                        quotes: at(byte == b'"'),
                        slashes: at(byte == b'\\'),
                        controls: at(byte < 0x20),
                    };
                    assert_eq!(marks(&block), expected, "{byte} at {place}");
                    let few = at(byte == b'n' || byte == b't');
                    assert_eq!(any_of(&block, *b"nt"), few, "{byte} at {place}");
                    let (halves, _) = block.as_chunks::<16>();
                    let words = |bits: &dyn Fn(Words) -> u32| {
                        bits(Words::of(&halves[0])) | bits(Words::of(&halves[1])) << 16
                    };
                    let same = Marks {
                        quotes: words(&|half| half.any_of([b'"'])),
                        slashes: words(&|half| half.any_of([b'\\'])),
                        controls: words(&Words::controls),
                    };
                    assert_eq!(same, expected, "{byte} at {place}, in words");
                    assert_eq!(words(&|half| half.any_of(*b"nt")), few, "{byte}, in words");
                }
            }
        }
    }
}
