//! A small seeded generator of numbers (xoshiro256**), so that the same seed gives the same bytes on every machine.

/// One stream of numbers. Each part of the clinic draws from its own stream, so a change in one leaves the others alone.
pub(crate) struct Random {
    state: [u64; 4],
}

impl Random {
    /// The stream called `label` of the run with this seed.
    pub(crate) fn new(seed: u64, label: &str) -> Self {
        let mut mixed = seed ^ fingerprint(label);
        let state = std::array::from_fn(|_| split_mix(&mut mixed));
        Self { state }
    }

    /// One of many streams called `label`: that of a day, a person, a patient.
    pub(crate) fn numbered(seed: u64, label: &str, number: u64) -> Self {
        Self::new(seed ^ spread(number), label)
    }

    pub(crate) fn next(&mut self) -> u64 {
        let result = self.state[1].wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let shifted = self.state[1] << 17;
        self.state[2] ^= self.state[0];
        self.state[3] ^= self.state[1];
        self.state[1] ^= self.state[2];
        self.state[0] ^= self.state[3];
        self.state[2] ^= shifted;
        self.state[3] = self.state[3].rotate_left(45);
        result
    }

    /// A number from 0 up to, not including, `limit`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        assert!(limit > 0, "a choice needs at least one possibility");
        self.next() % limit
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low + 1).expect("the range is not empty");
        low + i64::try_from(self.below(width)).expect("the range is small")
    }

    /// True `percent` times in a hundred.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// A whole number that is `thousandths` / 1000 on average: its whole part, and one more as often as is left.
    pub(crate) fn about(&mut self, thousandths: u64) -> u64 {
        thousandths / 1_000 + u64::from(self.below(1_000) < thousandths % 1_000)
    }

    /// The place in a list of weights, as often as each weight says.
    pub(crate) fn weighted(&mut self, weights: &[u32]) -> usize {
        let total: u64 = weights.iter().copied().map(u64::from).sum();
        let mut drawn = self.below(total);
        for (place, weight) in weights.iter().enumerate() {
            match drawn.checked_sub(u64::from(*weight)) {
                Some(rest) => drawn = rest,
                None => return place,
            }
        }
        weights.len() - 1
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.index(from.len())]
    }

    pub(crate) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).expect("an index fits")
    }

    /// This many hexadecimal digits.
    pub(crate) fn hex(&mut self, digits: usize) -> String {
        (0..digits)
            .map(|_| char::from(b"0123456789abcdef"[self.index(16)]))
            .collect()
    }

    /// A version 4 UUID in lower case.
    pub(crate) fn guid(&mut self) -> String {
        format!(
            "{}-{}-4{}-a{}-{}",
            self.hex(8),
            self.hex(4),
            self.hex(3),
            self.hex(3),
            self.hex(12)
        )
    }
}

/// FNV-1a: turns a label into a number that stays the same for ever.
pub(crate) fn fingerprint(label: &str) -> u64 {
    label.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// A number that looks like chance and always is the same for the same number.
pub(crate) fn spread(number: u64) -> u64 {
    let mut state = number;
    split_mix(&mut state)
}

fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
