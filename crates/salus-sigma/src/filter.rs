//! Filters: conditions of an organisation's own that take known harmless records away from rules.

use rsigma_parser::{FilterRule, FilterRuleTarget, SigmaRule};

use crate::NotLoaded;

/// A filter in use.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FilterInfo {
    /// Its own id, if it has one.
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// The file it came from.
    pub path: String,
    /// The ids of the rules that it changes.
    pub rules: Vec<String>,
    /// What it names as rules and does not meet, each with the reason.
    pub unmet: Vec<String>,
}

/// A filter while rules are being read.
pub(crate) struct Filter<'p> {
    path: &'p str,
    pub(crate) filter: &'p FilterRule,
    rules: Vec<String>,
    /// Names that some rule bears.
    met: Vec<&'p str>,
    /// Rules that it names, but cannot change, each with the reason.
    misfits: Vec<String>,
}

impl<'p> Filter<'p> {
    pub(crate) fn new(path: &'p str, filter: &'p FilterRule) -> Self {
        Self {
            path,
            filter,
            rules: Vec::new(),
            met: Vec::new(),
            misfits: Vec::new(),
        }
    }

    /// Whether it speaks of this rule: by id, name or title, and by log source where it has one.
    pub(crate) fn is_meant(&self, rule: &SigmaRule) -> bool {
        self.names(rule) && self.fits(rule)
    }

    fn names(&self, rule: &SigmaRule) -> bool {
        match &self.filter.rules {
            FilterRuleTarget::Any => true,
            FilterRuleTarget::Specific(names) => names.iter().any(|name| is_called(rule, name)),
        }
    }

    fn fits(&self, rule: &SigmaRule) -> bool {
        let lower = |text: &Option<String>| text.as_ref().map(|text| text.trim().to_lowercase());
        let within = |wanted: &Option<String>, has: &Option<String>| {
            wanted.is_none() || lower(wanted) == lower(has)
        };
        self.filter.logsource.as_ref().is_none_or(|source| {
            within(&source.product, &rule.logsource.product)
                && within(&source.category, &rule.logsource.category)
                && within(&source.service, &rule.logsource.service)
        })
    }

    /// Notes how it stands to a rule that is in use.
    pub(crate) fn note(&mut self, rule: &SigmaRule, id: &str) {
        let FilterRuleTarget::Specific(names) = &self.filter.rules else {
            if self.fits(rule) {
                self.rules.push(id.to_owned());
            }
            return;
        };
        let called = names.iter().filter(|name| is_called(rule, name));
        let called: Vec<&str> = called.map(String::as_str).collect();
        if called.is_empty() {
            return;
        }
        self.met.extend(called);
        if self.fits(rule) {
            self.rules.push(id.to_owned());
        } else {
            self.misfits.push(format!(
                "the log source of rule `{id}` is `{}`, not the filter's",
                crate::load::log_source(rule)
            ));
        }
    }

    /// Notes that it could not be used on a rule, which therefore goes on without it.
    pub(crate) fn fail(&mut self, rule: &SigmaRule, reason: &str) {
        if let FilterRuleTarget::Specific(names) = &self.filter.rules {
            let called = names.iter().filter(|name| is_called(rule, name));
            self.met.extend(called.map(String::as_str));
        }
        let title = &rule.title;
        self.misfits
            .push(format!("it cannot change `{title}`: {reason}"));
    }

    /// What became of it: in use, or not with the reason.
    pub(crate) fn finish(self) -> Result<FilterInfo, NotLoaded> {
        let mut unmet = self.misfits;
        unmet.sort();
        unmet.dedup();
        if let FilterRuleTarget::Specific(names) = &self.filter.rules {
            let missing = names
                .iter()
                .filter(|name| !self.met.contains(&name.as_str()));
            unmet.extend(missing.map(|name| format!("no rule `{name}` is in use")));
        }
        let FilterRule { title, id, .. } = self.filter;
        if !self.rules.is_empty() {
            return Ok(FilterInfo {
                id: id.clone(),
                title: title.clone(),
                path: self.path.to_owned(),
                rules: self.rules,
                unmet,
            });
        }
        let reason = if unmet.is_empty() {
            "filters no loaded rule: none has its log source".to_owned()
        } else {
            format!("filters no loaded rule: {}", unmet.join("; "))
        };
        Err(NotLoaded {
            path: self.path.to_owned(),
            title: Some(title.clone()),
            id: id.clone(),
            reason,
        })
    }
}

fn is_called(rule: &SigmaRule, name: &str) -> bool {
    rule.id.as_deref() == Some(name) || rule.name.as_deref() == Some(name) || rule.title == name
}
