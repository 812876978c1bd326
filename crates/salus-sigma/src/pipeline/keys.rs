//! A YAML mapping taken apart key by key, so that a key nobody knows is told instead of passed over.

use serde::de::DeserializeOwned;
use yaml_serde::{Mapping, Value};

pub(super) struct Keys {
    left: Mapping,
}

impl Keys {
    pub(super) fn of(value: Value, what: &str) -> Result<Self, String> {
        match value {
            Value::Mapping(left) => Ok(Self { left }),
            _ => Err(format!("{what} is not a mapping")),
        }
    }

    /// The value under a key, if it is there.
    pub(super) fn take<T: DeserializeOwned>(&mut self, name: &str) -> Result<Option<T>, String> {
        match self.left.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => yaml_serde::from_value(value)
                .map(Some)
                .map_err(|error| format!("`{name}` cannot be read: {error}")),
        }
    }

    /// The value under the first of these keys that is there.
    pub(super) fn take_any<T: DeserializeOwned>(
        &mut self,
        names: &[&str],
    ) -> Result<Option<T>, String> {
        for name in names {
            if let Some(value) = self.take(name)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// The value under a key that has to be there.
    pub(super) fn need<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, String> {
        self.take(name)?
            .ok_or_else(|| format!("`{name}` is missing"))
    }

    /// Forgets keys that change nothing about what a rule matches.
    pub(super) fn pass_over(&mut self, names: &[&str]) {
        for name in names {
            self.left.remove(*name);
        }
    }

    /// Whether every key was taken.
    pub(super) fn finish(self) -> Result<(), String> {
        match self.left.keys().next() {
            None => Ok(()),
            Some(key) => {
                let key = key.as_str().unwrap_or("(not a text)");
                Err(format!("`{key}` is not known here"))
            }
        }
    }
}
