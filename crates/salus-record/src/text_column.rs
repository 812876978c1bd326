//! One text column that is growing: dictionary-encoded, with absent values.

use std::hash::BuildHasher as _;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, Int32Array, StringArray};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use hashbrown::{DefaultHashBuilder, HashTable};

/// Marks a row without a value.
pub(crate) const ABSENT: i32 = -1;
/// Values looked up before it is decided whether that pays.
const TRIAL: usize = 512;

/// A column under construction. Equal values share one entry of its dictionary, unless nearly all
/// values turn out to differ; then each is stored by itself, which costs less than looking it up.
pub(crate) struct TextColumn {
    keys: Vec<i32>,
    text: Vec<u8>,
    /// Where each dictionary entry ends; the first one begins at 0.
    ends: Vec<i32>,
    /// Entries by their hash, which is kept so that growing need not read the texts again.
    known: HashTable<(u64, i32)>,
    hasher: DefaultHashBuilder,
    /// The entry that was used last.
    last: i32,
    is_distinct: bool,
}

impl TextColumn {
    /// A column that is likely to get `rows` rows.
    pub(crate) fn for_rows(rows: usize) -> Self {
        Self {
            keys: Vec::with_capacity(rows),
            text: Vec::new(),
            ends: Vec::new(),
            known: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            last: ABSENT,
            is_distinct: false,
        }
    }

    /// Rows so far.
    pub(crate) fn rows(&self) -> usize {
        self.keys.len()
    }

    /// Adds absent rows until there are `rows`.
    pub(crate) fn fill_to(&mut self, rows: usize) {
        self.keys.resize(rows.max(self.keys.len()), ABSENT);
    }

    /// Adds a row with this text, and gives the text's entry.
    pub(crate) fn push(&mut self, text: &str) -> i32 {
        let key = self.key_of(text);
        self.last = key;
        self.keys.push(key);
        key
    }

    /// Adds a row with the text of an entry, or without a value, and gives its length (bytes).
    pub(crate) fn push_entry(&mut self, entry: i32) -> usize {
        self.keys.push(entry);
        match entry {
            ABSENT => 0,
            entry => self.entry(entry).len(),
        }
    }

    /// Whether no row has a value.
    pub(crate) fn is_blank(&self) -> bool {
        self.ends.is_empty()
    }

    /// Takes the last row back.
    pub(crate) fn undo(&mut self) {
        self.keys.pop();
    }

    fn key_of(&mut self, text: &str) -> i32 {
        if self.last != ABSENT && same(self.entry(self.last), text.as_bytes()) {
            return self.last;
        }
        if self.is_distinct {
            return self.store(text);
        }
        let hash = self.hasher.hash_one(text.as_bytes());
        let found = self.known.find(hash, |(known, key)| {
            *known == hash && same(self.entry(*key), text.as_bytes())
        });
        if let Some((_, key)) = found {
            return *key;
        }
        let key = self.store(text);
        self.known
            .insert_unique(hash, (hash, key), |(known, _)| *known);
        // After the trial, and seldom after that, a look at how much was shared.
        let rows = self.keys.len() + 1;
        if rows >= TRIAL && rows.is_power_of_two() {
            self.is_distinct = self.ends.len() * 10 > rows * 9;
        }
        key
    }

    fn store(&mut self, text: &str) -> i32 {
        self.text.extend_from_slice(text.as_bytes());
        self.ends.push(length(self.text.len()));
        length(self.ends.len() - 1)
    }

    #[inline]
    fn entry(&self, key: i32) -> &[u8] {
        let at = usize::try_from(key).expect("keys of entries are never negative");
        let start = if at == 0 {
            0
        } else {
            self.ends[at - 1] as usize
        };
        &self.text[start..self.ends[at] as usize]
    }

    /// Whether one of the first `rows` rows has a value.
    pub(crate) fn has_values_before(&self, rows: usize) -> bool {
        self.keys.iter().take(rows).any(|key| *key != ABSENT)
    }

    /// Fills the absent rows from `since` on with the values that `other` has there.
    pub(crate) fn fill_from(&mut self, other: &Self, since: usize) {
        self.fill_to(other.rows());
        for row in since..other.rows() {
            let entry = other.keys[row];
            if self.keys[row] == ABSENT && entry != ABSENT {
                let text = std::str::from_utf8(other.entry(entry)).unwrap_or_default();
                self.keys[row] = self.key_of(text);
            }
        }
    }

    /// The rows as an Arrow dictionary array, with absent rows up to `rows`.
    pub(crate) fn finish(mut self, rows: usize) -> ArrayRef {
        self.fill_to(rows);
        let present = BooleanBuffer::collect_bool(rows, |row| self.keys[row] != ABSENT);
        let present = NullBuffer::new(present);
        self.keys
            .iter_mut()
            .filter(|key| **key == ABSENT)
            .for_each(|key| *key = 0);
        let nulls = (present.null_count() > 0).then_some(present);
        let ends: Vec<i32> = std::iter::once(0).chain(self.ends).collect();
        let offsets = OffsetBuffer::new(ScalarBuffer::from(ends));
        let values = StringArray::new(offsets, Buffer::from_vec(self.text), None);
        let keys = Int32Array::new(ScalarBuffer::from(self.keys), nulls);
        Arc::new(DictionaryArray::<Int32Type>::new(keys, Arc::new(values)))
    }
}

/// Whether two texts are equal. Most are short, and those need no call.
#[inline]
fn same(one: &[u8], other: &[u8]) -> bool {
    fn ends<const N: usize>(one: &[u8], other: &[u8]) -> bool {
        one.first_chunk::<N>() == other.first_chunk() && one.last_chunk::<N>() == other.last_chunk()
    }
    one.len() == other.len()
        && match one.len() {
            17.. => one == other,
            8.. => ends::<8>(one, other),
            4.. => ends::<4>(one, other),
            _ => one.iter().zip(other).all(|(one, other)| one == other),
        }
}

/// A length inside one batch, which the limits keep far below 2 GiB.
fn length(bytes: usize) -> i32 {
    i32::try_from(bytes).expect("a batch is smaller than 2 GiB")
}

#[cfg(test)]
mod tests {
    use arrow_array::Array;
    use arrow_array::cast::AsArray;

    use super::*;

    fn check(texts: &[Option<&str>], entries: usize) {
        let mut column = TextColumn::for_rows(0);
        for text in texts {
            match text {
                Some(text) => column.push(text),
                None => column.push_entry(ABSENT) as i32,
            };
        }
        let rows = texts.len() + 1;
        let array = column.finish(rows);
        let cells = array.as_dictionary::<Int32Type>();
        let values = cells.values().as_string::<i32>();
        let found: Vec<Option<&str>> = (0..rows)
            .map(|row| cells.key(row).map(|key| values.value(key)))
            .collect();
        assert_eq!(found[..texts.len()], *texts);
        assert_eq!(found[texts.len()], None);
        assert_eq!(values.len(), entries);
    }

    #[test]
    fn equal_values_share_an_entry_and_absent_ones_have_none() {
        check(&[], 0);
        check(&[None, None], 0);
        check(&[Some(""), Some("")], 1);
        check(
            &[Some("a"), None, Some("b"), Some("a"), Some("é"), Some("b")],
            3,
        );
    }

    #[test]
    fn values_that_nearly_all_differ_are_kept_as_they_come() {
        let texts: Vec<String> = (0..5_000).map(|n| format!("value {}", n % 4_990)).collect();
        let texts: Vec<Option<&str>> = texts.iter().map(|text| Some(text.as_str())).collect();
        check(&texts, 5_000);
        let few: Vec<String> = (0..5_000).map(|n| format!("value {}", n % 7)).collect();
        let few: Vec<Option<&str>> = few.iter().map(|text| Some(text.as_str())).collect();
        check(&few, 7);
    }
}
