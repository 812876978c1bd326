//! What a filter would hide, before anybody relies on it.

use salus_record::Batch;

use crate::load::{Choice, load};
use crate::{Hit, NotLoaded, RuleInfo, RuleSet, Setup};

/// The rules a filter speaks of, once as they are and once with the filter.
pub struct Preview {
    plain: RuleSet,
    filtered: RuleSet,
}

/// A rule that fits a row, and whether the filter would hide that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// The hit; its rule is an index in [`Preview::rules`].
    pub hit: Hit,
    /// Whether the filter would hide it.
    pub is_hidden: bool,
}

impl Preview {
    /// Prepares to try the filters of one file (its path and its text) on the rules of `files`.
    pub fn new(
        files: impl Iterator<Item = (String, String)>,
        filter: (String, String),
        setup: &Setup,
    ) -> Result<Self, String> {
        let path = filter.0.clone();
        let mut files: Vec<(String, String)> = files.filter(|(known, _)| *known != path).collect();
        files.push(filter);
        let filtered = load(&files, setup, Choice::LastFiltered { is_used: true });
        let about: Vec<&NotLoaded> = filtered
            .not_loaded()
            .iter()
            .filter(|not_loaded| not_loaded.path == path)
            .collect();
        if let Some(first) = about.first() {
            return Err(format!("`{path}`: {}", first.reason));
        }
        let of_file = || filtered.filters().iter().filter(|f| f.path == path);
        if of_file().next().is_none() {
            return Err(format!("`{path}` holds no filter"));
        }
        let plain = load(&files, setup, Choice::LastFiltered { is_used: false });
        Ok(Self { plain, filtered })
    }

    /// The rules that the filter speaks of.
    #[must_use]
    pub fn rules(&self) -> &[RuleInfo] {
        self.plain.rules()
    }

    /// What the filter names and does not meet.
    pub fn unmet(&self) -> impl Iterator<Item = &str> {
        let filters = self.filtered.filters().iter();
        filters.flat_map(|filter| filter.unmet.iter().map(String::as_str))
    }

    /// Whether any of the rules looks at this record table.
    #[must_use]
    pub fn reads(&self, table: &str) -> bool {
        self.plain.reads(table)
    }

    /// Every hit of the rules in a batch, told whether the filter would hide it.
    #[must_use]
    pub fn judge(&self, batch: &Batch) -> Vec<Judged> {
        let left = self.filtered.matches(batch);
        let hits = self.plain.matches(batch).into_iter();
        hits.map(|hit| Judged {
            hit,
            is_hidden: left
                .binary_search_by_key(&(hit.row, hit.rule), |h| (h.row, h.rule))
                .is_err(),
        })
        .collect()
    }
}
