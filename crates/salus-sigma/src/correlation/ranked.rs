//! Numbers in order, to be asked for the one at a rank while others come and go.

/// A block larger than this is cut in two.
const BLOCK: usize = 512;

/// A sorted list in blocks: adding, removing and finding cost the square root of its length.
#[derive(Debug, Default)]
pub(crate) struct Ranked {
    /// Sorted, none of them empty, and each before the next.
    blocks: Vec<Vec<f64>>,
    length: usize,
}

impl Ranked {
    pub(crate) fn add(&mut self, number: f64) {
        self.length += 1;
        let Some(at) = self.block_of(number) else {
            self.blocks.push(vec![number]);
            return;
        };
        let block = &mut self.blocks[at];
        let within = block.partition_point(|known| known.total_cmp(&number).is_lt());
        block.insert(within, number);
        if block.len() > BLOCK {
            let second = block.split_off(BLOCK / 2);
            self.blocks.insert(at + 1, second);
        }
    }

    /// Takes one of this number away, if there is one.
    pub(crate) fn remove(&mut self, number: f64) {
        let Some(at) = self.block_of(number) else {
            return;
        };
        let block = &mut self.blocks[at];
        let within = block.partition_point(|known| known.total_cmp(&number).is_lt());
        if block
            .get(within)
            .is_none_or(|known| known.total_cmp(&number).is_ne())
        {
            return;
        }
        block.remove(within);
        self.length -= 1;
        if block.is_empty() {
            self.blocks.remove(at);
        }
    }

    /// The value at this share (0 to 1) of the way from the smallest to the largest, in a straight
    /// line between the two numbers beside it.
    pub(crate) fn at_share(&self, share: f64) -> Option<f64> {
        let rank = share * self.length.checked_sub(1)? as f64;
        let lower = self.at(rank.floor() as usize)?;
        let upper = self.at(rank.ceil() as usize)?;
        Some(lower + (rank - rank.floor()) * (upper - lower))
    }

    /// The first block whose last number is not smaller; else the last block.
    fn block_of(&self, number: f64) -> Option<usize> {
        let at = self.blocks.partition_point(|block| {
            block
                .last()
                .is_some_and(|last| last.total_cmp(&number).is_lt())
        });
        Some(at.min(self.blocks.len().checked_sub(1)?))
    }

    fn at(&self, mut rank: usize) -> Option<f64> {
        for block in &self.blocks {
            if rank < block.len() {
                return Some(block[rank]);
            }
            rank -= block.len();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_stay_right_while_numbers_come_and_go() {
        let mut ranked = Ranked::default();
        let mut plain: Vec<f64> = Vec::new();
        let mut state = 1_u64;
        for round in 0..6_000 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let number = (state >> 40) as f64 % 700.0;
            if round % 3 == 2 {
                let gone = plain.remove(state as usize % plain.len());
                ranked.remove(gone);
            } else {
                ranked.add(number);
                plain.push(number);
            }
            if round % 97 == 0 {
                plain.sort_by(f64::total_cmp);
                let share = (round % 101) as f64 / 100.0;
                let rank = share * (plain.len() - 1) as f64;
                let (low, high) = (plain[rank.floor() as usize], plain[rank.ceil() as usize]);
                let expected = low + (rank - rank.floor()) * (high - low);
                assert_eq!(ranked.at_share(share), Some(expected));
            }
        }
        for number in plain.drain(..) {
            ranked.remove(number);
        }
        ranked.remove(1.0);
        assert_eq!(ranked.at_share(0.5), None);
    }
}
