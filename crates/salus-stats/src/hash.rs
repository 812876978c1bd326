//! One hash for sketches and samples, the same on every machine and in every version.

use siphasher::sip::SipHasher13;

/// 64 bits of SipHash-1-3 under a stated key (Aumasson & Bernstein 2012, "SipHash: a fast short-input PRF"). Who does
/// not know the key cannot choose inputs that fall together.
pub fn bytes(key: u64, input: &[u8]) -> u64 {
    SipHasher13::new_with_keys(key, !key).hash(input)
}

/// As [`bytes`], for numbers.
pub fn numbers(key: u64, input: &[u64]) -> u64 {
    let mut all = Vec::with_capacity(input.len() * 8);
    for number in input {
        all.extend_from_slice(&number.to_le_bytes());
    }
    bytes(key, &all)
}

/// A hash as a number from 0 up to, but not including, 1: its upper 53 bits.
pub fn unit(hash: u64) -> f64 {
    (hash >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_changes() {
        assert_eq!(bytes(1, b""), 6_211_825_815_937_359_855);
        assert_eq!(bytes(1, b"abc"), 8_923_188_846_847_561_157);
        assert_eq!(numbers(7, &[1, 2]), 9_773_469_913_333_366_856);
        assert_ne!(bytes(1, b"abc"), bytes(2, b"abc"));
        assert_eq!((unit(0), unit(1 << 63)), (0.0, 0.5));
        assert!(unit(u64::MAX) < 1.0);
    }
}
