//! What somebody reads of a table, so that the rest need not be kept.

use std::collections::HashSet;

/// What is done with the values of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// They are read.
    Read,
    /// They are searched for what [`Needs::may_hold`] tells of.
    Searched,
    /// Nothing.
    Nothing,
}

/// Tells whether a text may hold something that is searched for.
pub type Search = dyn Fn(&[u8]) -> bool + Send + Sync;

/// What is read of one record table.
pub struct Needs {
    read: HashSet<String>,
    search: Option<Box<Search>>,
}

impl Needs {
    /// `read` are names of columns in lower case. `search` is given texts as they are, or as they stand
    /// in JSON with no escapes but those of one letter; it may say yes too often, and never no too
    /// often. Without it nothing is searched.
    #[must_use]
    pub fn new(read: HashSet<String>, search: Option<Box<Search>>) -> Self {
        Self { read, search }
    }

    /// What is done with a column.
    #[must_use]
    pub fn of(&self, column: &str) -> Need {
        if self.read.contains(column) || self.read.contains(&column.to_lowercase()) {
            return Need::Read;
        }
        match self.search {
            Some(_) => Need::Searched,
            None => Need::Nothing,
        }
    }

    /// Whether a text may hold something that is searched for.
    #[must_use]
    pub fn may_hold(&self, text: &[u8]) -> bool {
        self.search.as_ref().is_some_and(|search| search(text))
    }

    /// Whether a value may. One that looks like JSON may be opened by whoever searches, and name letters
    /// by their numbers.
    #[must_use]
    pub fn may_hold_value(&self, value: &str) -> bool {
        let is_opened = value.starts_with(['[', '{']) && value.contains("\\u");
        self.search.is_some() && is_opened || self.may_hold(value.as_bytes())
    }
}
