//! Codes put in the order of stable keys, so that nothing depends on how they were given out.

use crate::columns::{MOST_CODES, NONE, at};

/// Old codes to new ones and back. New codes are places in the order of the keys.
#[derive(Debug)]
pub(super) struct Order {
    to_new: Vec<u32>,
    to_old: Vec<u32>,
}

impl Order {
    /// Codes with the same key stay in the order of their codes.
    pub(super) fn new(keys: &[u64]) -> Self {
        let keys = &keys[..keys.len().min(MOST_CODES as usize)];
        let mut to_old: Vec<u32> = (0..keys.len() as u32).collect();
        to_old.sort_unstable_by_key(|code| (keys[*code as usize], *code));
        let mut to_new = vec![NONE; keys.len()];
        for (new, old) in to_old.iter().enumerate() {
            to_new[*old as usize] = new as u32;
        }
        Self { to_new, to_old }
    }

    /// The new code; [`NONE`] for a code without a key.
    pub(super) fn new_of(&self, old: u32) -> u32 {
        at(&self.to_new, old)
    }

    /// The code as the caller knows it.
    pub(super) fn old_of(&self, new: u32) -> u32 {
        at(&self.to_old, new)
    }

    pub(super) fn len(&self) -> usize {
        self.to_old.len()
    }

    /// The old codes in the new order.
    pub(super) fn olds(&self) -> impl Iterator<Item = u32> + '_ {
        self.to_old.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_decide() {
        let order = Order::new(&[50, 10, 30]);
        assert_eq!(order.olds().collect::<Vec<_>>(), [1, 2, 0]);
        assert_eq!(
            [0, 1, 2, 3, NONE].map(|old| order.new_of(old)),
            [2, 0, 1, NONE, NONE]
        );
        assert_eq!([0, 1, 2, 3].map(|new| order.old_of(new)), [1, 2, 0, NONE]);
        assert_eq!(order.len(), 3);
    }
}
