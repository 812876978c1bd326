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

    /// As [`TextColumn::push`], for a text that is likely to be this entry or the next new one, as it is in a
    /// column that is set to the same texts.
    pub(crate) fn push_like(&mut self, text: &str, entry: i32) -> i32 {
        let entries = length(self.ends.len());
        let key = match entry {
            0.. if entry < entries && self.entry(entry) == text.as_bytes() => entry,
            0.. if entry == entries => self.store(text),
            _ => self.key_of(text),
        };
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

    /// Adds a row, which may be without a value.
    pub(crate) fn push_option(&mut self, text: Option<&str>) {
        match text {
            Some(text) => {
                self.push(text);
            }
            None => self.keys.push(ABSENT),
        }
    }

    fn key_of(&mut self, text: &str) -> i32 {
        if self.last != ABSENT && self.entry(self.last) == text.as_bytes() {
            return self.last;
        }
        if self.is_distinct {
            return self.store(text);
        }
        let hash = self.hasher.hash_one(text.as_bytes());
        let found = self.known.find(hash, |(known, key)| {
            *known == hash && self.entry(*key) == text.as_bytes()
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
            column.push_option(*text);
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
    fn columns_set_alike_have_the_same_texts_whatever_was_expected() {
        let texts = ["a", "b", "a", "", "c", "c", "a"];
        for expected in [[0, 1, 0, 2, 3, 3, 0], [ABSENT; 7], [9; 7], [0; 7], [1; 7]] {
            let mut column = TextColumn::for_rows(0);
            for (text, entry) in texts.iter().zip(expected) {
                column.push_like(text, entry);
            }
            let array = column.finish(texts.len());
            let cells = array.as_dictionary::<Int32Type>();
            let values = cells.values().as_string::<i32>();
            let found = cells.keys().values().iter();
            let found: Vec<&str> = found.map(|key| values.value(*key as usize)).collect();
            assert_eq!(found, texts, "{expected:?}");
        }
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
