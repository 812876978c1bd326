//! Records that were merged: a patient is one, whatever number the record went by.

use std::collections::BTreeMap;

use salus_content::{Ask as _, quoted};
use salus_lake::Session;
use serde_json::Value;

/// A chain of merges that is longer goes in a circle, or makes no sense.
const MOST_STEPS: usize = 32;

/// Which record goes on under which number.
#[derive(Debug, Default)]
pub(super) struct Merged {
    into: BTreeMap<String, String>,
}

impl Merged {
    pub(super) fn of(session: &Session) -> Result<Self, String> {
        let rows = session.ask(
            "select distinct patient_id, replaced_by from patient \
             where patient_id is not null and replaced_by is not null order by patient_id, replaced_by desc",
        )?;
        let text = |row: &serde_json::Map<String, Value>, name: &str| {
            row.get(name).and_then(Value::as_str).map(str::to_owned)
        };
        let pairs = rows.iter().filter_map(|row| {
            let pair = (text(row, "patient_id")?, text(row, "replaced_by")?);
            Some(pair)
        });
        Ok(Self {
            into: pairs.collect(),
        })
    }

    /// The number that a record goes by now; its own, where merges go in a circle.
    pub(super) fn now<'n>(&'n self, number: &'n str) -> &'n str {
        let mut now = number;
        for _ in 0..MOST_STEPS {
            match self.into.get(now) {
                Some(next) => now = next,
                None => return now,
            }
        }
        number
    }

    /// Each number that was given up, and the one that stands for it.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.into.keys().map(|old| (old.as_str(), self.now(old)));
        pairs.filter(|(old, now)| old != now)
    }

    /// The condition that a row is about this patient.
    pub(super) fn condition(&self, patient: &str) -> String {
        let now = self.now(patient);
        let others = self.pairs().filter(|(_, other)| *other == now);
        let mut numbers: Vec<String> = others.map(|(old, _)| quoted(old)).collect();
        numbers.push(quoted(now));
        format!("patient_id in ({})", numbers.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_are_followed_and_circles_are_not() {
        let pairs = [
            ("a", "b"),
            ("b", "c"),
            ("x", "y"),
            ("y", "x"),
            ("z", "x"),
            ("s", "s"),
        ];
        let pairs = pairs.map(|(old, new)| (old.to_owned(), new.to_owned()));
        let merged = Merged {
            into: pairs.into_iter().collect(),
        };
        for (number, expected) in [
            ("a", "c"),
            ("b", "c"),
            ("c", "c"),
            ("x", "x"),
            ("y", "y"),
            ("z", "z"),
            ("s", "s"),
            ("other", "other"),
        ] {
            assert_eq!(merged.now(number), expected);
        }
        assert_eq!(merged.pairs().collect::<Vec<_>>(), [("a", "c"), ("b", "c")]);
        let all = "patient_id in ('a', 'b', 'c')";
        assert_eq!(merged.condition("b"), all);
        assert_eq!(merged.condition("c"), all);
        assert_eq!(merged.condition("it's"), "patient_id in ('it''s')");
    }
}
