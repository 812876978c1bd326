//! Texts of many rows: in memory, and from a limit on in files.

use std::borrow::Cow;
use std::io;

use arrow_array::{Array as _, StringArray};

use super::aside::{Aside, Sound};

/// Bytes of one end in the file of ends.
const END: usize = size_of::<u64>();

/// Texts of many batches by their row.
pub(crate) struct Texts {
    parts: Vec<StringArray>,
    starts: Vec<usize>,
    rows: usize,
    /// What the parts hold, and may hold at most.
    bytes: usize,
    most: usize,
    files: Option<Files>,
    sound: Sound,
}

/// Texts one behind the other, and where each ends.
struct Files {
    texts: Aside,
    ends: Aside,
    end: u64,
}

impl Texts {
    /// None yet; more than so many bytes of them go into files.
    pub(super) fn within(most: usize) -> Self {
        Self {
            parts: Vec::new(),
            starts: Vec::new(),
            rows: 0,
            bytes: 0,
            most,
            files: None,
            sound: Sound::default(),
        }
    }

    pub(super) fn push(&mut self, part: StringArray) -> io::Result<()> {
        if let Some(files) = &mut self.files {
            self.rows += part.len();
            return files.push(&part);
        }
        self.starts.push(self.rows);
        self.rows += part.len();
        self.bytes += part.get_array_memory_size();
        self.parts.push(part);
        if self.bytes > self.most {
            let mut files = Files::new()?;
            for part in std::mem::take(&mut self.parts) {
                files.push(&part)?;
            }
            self.starts = Vec::new();
            self.files = Some(files);
        }
        Ok(())
    }

    /// The text of a row; empty where there is none.
    pub(crate) fn get(&self, row: usize) -> Cow<'_, str> {
        if let Some(files) = &self.files {
            let text = match row < self.rows {
                true => self.sound.note(files.get(row)),
                false => String::new(),
            };
            return Cow::Owned(text);
        }
        let part = self.starts.partition_point(|start| *start <= row);
        let found = part.checked_sub(1).and_then(|at| {
            let (part, row) = (&self.parts[at], row - self.starts[at]);
            let is_there = row < part.len() && part.is_valid(row);
            is_there.then(|| part.value(row))
        });
        Cow::Borrowed(found.unwrap_or_default())
    }

    /// Whether all that was asked for came back.
    pub(super) fn check(&self) -> Result<(), String> {
        self.sound.check()
    }
}

impl Files {
    fn new() -> io::Result<Self> {
        Ok(Self {
            texts: Aside::new()?,
            ends: Aside::new()?,
            end: 0,
        })
    }

    fn push(&mut self, part: &StringArray) -> io::Result<()> {
        let (mut texts, mut ends) = (String::new(), Vec::with_capacity(part.len() * END));
        for text in part {
            let text = text.unwrap_or_default();
            texts.push_str(text);
            self.end += text.len() as u64;
            ends.extend_from_slice(&self.end.to_le_bytes());
        }
        self.texts.append(texts.as_bytes())?;
        self.ends.append(&ends)
    }

    fn get(&self, row: usize) -> io::Result<String> {
        // The first text begins at 0, which is no end.
        let first = row.saturating_sub(1);
        let ends = self
            .ends
            .bytes((first * END) as u64, (row - first + 1) * END)?;
        let (ends, _) = ends.as_chunks::<END>();
        let mut ends = ends.iter().map(|end| u64::from_le_bytes(*end));
        let start = if row == 0 {
            0
        } else {
            ends.next().unwrap_or(0)
        };
        let end = ends.next().unwrap_or(start);
        let count = usize::try_from(end - start).map_err(io::Error::other)?;
        let text = self.texts.bytes(start, count)?;
        String::from_utf8(text).map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(most: usize) {
        let mut texts = Texts::within(most);
        for part in [
            vec![Some("a"), None],
            vec![],
            vec![Some("b"), Some(""), Some("ü")],
        ] {
            texts.push(StringArray::from(part)).expect("a file");
        }
        let all: Vec<Cow<'_, str>> = (0..6).map(|row| texts.get(row)).collect();
        assert_eq!(all, ["a", "", "b", "", "ü", ""]);
        assert_eq!(texts.check(), Ok(()));
    }

    #[test]
    fn texts_are_found_by_row_over_batches() {
        assert_eq!(Texts::within(0).get(0), "");
        check(usize::MAX);
        check(0);
        // Files begin with the third part.
        let part = |text| StringArray::from(vec![Some(text)]).get_array_memory_size();
        check(part("a") * 2);
    }

    #[test]
    fn what_does_not_come_back_is_noted() {
        let sound = Sound::default();
        let read: String = sound.note(Err(io::ErrorKind::UnexpectedEof.into()));
        assert_eq!(read, "");
        let said = sound.check().expect_err("noted");
        assert!(said.contains("TMPDIR"), "{said}");
    }
}
