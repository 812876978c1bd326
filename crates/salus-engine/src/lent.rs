//! Buffers of stretches: once nobody looks at one any more, it is used again.
//!
//! Fresh memory has to be cleared by the system first, which costs as much as copying a stretch.

use std::mem::take;
use std::ops::Deref;
use std::sync::{Arc, Mutex};

/// Buffers that nobody uses.
#[derive(Clone, Default)]
pub(crate) struct Buffers(Arc<Mutex<Vec<Vec<u8>>>>);

impl Buffers {
    /// One that holds nothing, new or used before.
    pub(crate) fn lend(&self) -> Lent {
        let spare = self.0.lock().ok().and_then(|mut spare| spare.pop());
        let mut bytes = spare.unwrap_or_default();
        bytes.clear();
        Lent {
            bytes,
            home: self.clone(),
        }
    }
}

/// A buffer that goes back when it is dropped.
pub(crate) struct Lent {
    pub(crate) bytes: Vec<u8>,
    home: Buffers,
}

impl Deref for Lent {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Ok(mut spare) = self.home.0.lock() {
            spare.push(take(&mut self.bytes));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_is_used_again_once_the_last_who_holds_it_is_done() {
        let buffers = Buffers::default();
        let mut first = buffers.lend();
        first.bytes.extend_from_slice(b"some bytes");
        let at = first.bytes.as_ptr();
        let first = Arc::new(first);
        let other = Arc::clone(&first);
        drop(first);
        assert_ne!(buffers.lend().bytes.as_ptr(), at);
        assert_eq!(**other, *b"some bytes");
        std::thread::spawn(move || drop(other))
            .join()
            .expect("nothing breaks");
        let again = buffers.lend();
        assert!(again.is_empty() && again.bytes.as_ptr() == at);
    }
}
