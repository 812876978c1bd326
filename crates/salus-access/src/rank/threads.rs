//! The same work on many items, on several threads, with the results in the order of the items.

use std::thread;

/// `work` on stretches of `items`, one per thread but none shorter than `least`; the results joined in order. What comes
/// out must not depend on where the stretches end.
pub(super) fn in_stretches<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    least: usize,
    work: impl Fn(&[T]) -> Vec<R> + Sync,
) -> Vec<R> {
    let threads = threads.clamp(1, 256).min(items.len() / least.max(1));
    if threads <= 1 {
        return work(items);
    }
    let length = items.len().div_ceil(threads);
    thread::scope(|scope| {
        let work = &work;
        let running: Vec<_> = items
            .chunks(length)
            .map(|stretch| scope.spawn(move || work(stretch)))
            .collect();
        let mut all = Vec::with_capacity(items.len());
        for one in running {
            match one.join() {
                Ok(mut results) => all.append(&mut results),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::in_stretches;

    #[test]
    fn order_is_kept() {
        let items: Vec<u32> = (0..10_000).collect();
        let double = |stretch: &[u32]| stretch.iter().map(|item| item * 2).collect();
        let one = in_stretches(&items, 1, 1, double);
        assert_eq!(one[9_999], 19_998);
        assert_eq!(in_stretches(&items, 3, 1, double), one);
        assert!(in_stretches(&[], 3, 0, double).is_empty());
    }
}
