//! The organisation's own `organisation.yaml`: its settings, and what people attest.
//!
//! The first key is `salus: organisation`. Each setting becomes a row, a list one row per element,
//! and nested settings have dotted names. `attestations` is a list; a malformed one is rejected.

use salus_record::{ReadError, time};
use yaml_serde::{Mapping, Value};

use crate::{About, Confidence, Evidence, Place, Reader, Sink};

pub(crate) struct Organisation;

/// A settings file is written by hand; anything longer is something else.
const BYTES: u64 = 1 << 20;
/// The YAML scanner takes quadratic time over nested brackets.
const BRACKETS: usize = 256;
/// Nested settings are followed this far.
const DEPTH: usize = 8;
const MARK: &str = "salus";
const KIND: &str = "organisation";
const ATTESTATIONS: &str = "attestations";
const STATES: [&str; 4] = ["done", "not_applicable", "not_done", "partly"];

impl Reader for Organisation {
    fn about(&self) -> About {
        About {
            name: "organisation",
            title: "organisation.yaml: the organisation's settings and attestations",
            tables: &["organisation", "organisation_attestation"],
            export: "write it by hand; it begins with the line `salus: organisation`",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        let text = String::from_utf8_lossy(head);
        let text = text.trim_start_matches('\u{FEFF}');
        let first = text
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("---"));
        let pair = first.and_then(|line| line.split_once(':'));
        match pair {
            Some((MARK, kind)) if kind.split('#').next().map(unquoted) == Some(KIND) => {
                Confidence::Certain
            }
            _ => Confidence::No,
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let whole = |reason: &str| Err(ReadError::malformed(Place::Whole, reason));
        if evidence.size() > BYTES {
            return whole("larger than 1 MiB");
        }
        let bytes = evidence.document()?;
        let Ok(text) = std::str::from_utf8(&bytes) else {
            return whole("not UTF-8");
        };
        if text.len() as u64 > BYTES {
            return whole("larger than 1 MiB");
        }
        if has_aliases(text) {
            return whole("anchors and aliases are not allowed");
        }
        if text
            .bytes()
            .filter(|byte| matches!(byte, b'[' | b'{'))
            .count()
            > BRACKETS
        {
            return whole("too many brackets");
        }
        let settings = match yaml_serde::from_str(text.trim_start_matches('\u{FEFF}')) {
            Ok(Value::Mapping(settings)) => settings,
            Ok(_) => return whole("not a list of settings"),
            Err(error) => {
                let line = error.location().map_or(1, |at| at.line() as u64);
                return Err(ReadError::malformed(Place::Line(line), "not valid YAML"));
            }
        };
        Rows { number: 0, sink }.write(settings)
    }
}

fn unquoted(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}

/// A value that begins with `&` or `*` is an anchor or an alias; a few of both can grow to gigabytes.
fn has_aliases(text: &str) -> bool {
    let has = |mark: char| {
        text.lines()
            .filter(|line| !line.trim_start().starts_with('#'))
            .any(|line| {
                line.match_indices(mark).any(|(at, _)| {
                    let before = line[..at].trim_end_matches([' ', '\t']);
                    before.is_empty() || before.ends_with([':', '-', '[', ',', '{', '?'])
                })
            })
    };
    has('&') && has('*')
}

struct Rows<'s, 'o> {
    number: u64,
    sink: &'s mut Sink<'o>,
}

impl Rows<'_, '_> {
    fn write(&mut self, settings: Mapping) -> Result<(), ReadError> {
        for (name, value) in settings {
            let name = plain(&name).unwrap_or_default();
            match value {
                _ if name == MARK => {}
                Value::Sequence(items) if name == ATTESTATIONS => {
                    for item in &items {
                        self.attestation(item)?;
                    }
                }
                value => self.setting(&name, &value, DEPTH)?,
            }
        }
        Ok(())
    }

    fn next_place(&mut self) -> Place {
        self.number += 1;
        Place::Record(self.number)
    }

    fn setting(&mut self, name: &str, value: &Value, depth: usize) -> Result<(), ReadError> {
        match value {
            Value::Null => Ok(()),
            Value::Sequence(items) if depth > 0 => items
                .iter()
                .try_for_each(|item| self.setting(name, item, depth - 1)),
            Value::Mapping(members) if depth > 0 => {
                members.iter().try_for_each(|(inner, value)| {
                    let inner = plain(inner).unwrap_or_default();
                    self.setting(&format!("{name}.{inner}"), value, depth - 1)
                })
            }
            other => {
                let place = self.next_place();
                let Some(text) = plain(other) else {
                    return self
                        .sink
                        .reject(place, "a setting that is not a plain value");
                };
                self.sink
                    .record("organisation", place)
                    .text("setting", name)
                    .text("value", &text)
                    .end()
            }
        }
    }

    fn attestation(&mut self, item: &Value) -> Result<(), ReadError> {
        let place = self.next_place();
        match Attestation::parse(item) {
            Err(reason) => self.sink.reject(place, format!("attestation: {reason}")),
            Ok(attestation) => self
                .sink
                .record("organisation_attestation", place)
                .time(&attestation.on)
                .text("practice", &attestation.practice)
                .text("state", &attestation.state)
                .text("by", &attestation.by)
                .text("on", &attestation.on)
                .opt("until", attestation.until.as_deref())
                .opt("note", attestation.note.as_deref())
                .end(),
        }
    }
}

/// What a person says of a practice, on which day, and until when it holds.
struct Attestation {
    practice: String,
    state: String,
    by: String,
    on: String,
    until: Option<String>,
    note: Option<String>,
}

impl Attestation {
    fn parse(item: &Value) -> Result<Self, &'static str> {
        let part = |name: &str| {
            item.get(name)
                .and_then(plain)
                .filter(|text| !text.is_empty())
        };
        let attestation = Self {
            practice: part("practice").ok_or("no `practice`")?,
            state: part("state").ok_or("no `state`")?,
            by: part("by").ok_or("no `by`: who says so")?,
            on: part("on").ok_or("no `on`: the day it was said")?,
            until: part("until"),
            note: part("note"),
        };
        if !STATES.contains(&attestation.state.as_str()) {
            return Err("`state` is none of done, partly, not_done, not_applicable");
        }
        let Some(on) = time::parse(&attestation.on) else {
            return Err("`on` is not a date such as 2026-03-01");
        };
        match attestation.until.as_deref().map(time::parse) {
            Some(None) => Err("`until` is not a date such as 2026-03-01"),
            Some(Some(until)) if until < on => Err("`until` is before `on`"),
            _ => Ok(attestation),
        }
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: &[&str]) {
        crate::testing::check(&Organisation, input, expected);
    }

    #[test]
    fn settings_and_attestations_become_rows() {
        check(
            "salus: organisation\nname: Riverside Clinic\nsize: small\nbeds: 12\n\
             domains: [a.org, b.org]\ncontact:\n  mail: x@a.org\n\
             attestations:\n  - {practice: 8.S.A, state: done, by: Dr. Ann, on: 2026-03-01, note: plan}\n",
            &[
                "record 1: organisation setting=name value=Riverside Clinic",
                "record 2: organisation setting=size value=small",
                "record 3: organisation setting=beds value=12",
                "record 4: organisation setting=domains value=a.org",
                "record 5: organisation setting=domains value=b.org",
                "record 6: organisation setting=contact.mail value=x@a.org",
                "record 7: organisation_attestation time=2026-03-01T00:00:00Z practice=8.S.A state=done by=Dr. Ann \
                 on=2026-03-01 note=plan",
            ],
        );
    }

    #[test]
    fn a_malformed_attestation_costs_itself_alone() {
        check(
            "salus: organisation\nattestations:\n- {practice: p, state: yes, by: b, on: 2026-03-01}\n\
             - {practice: p, state: done, on: 2026-03-01}\n- text\n\
             - {practice: p, state: done, by: b, on: soon}\n\
             - {practice: p, state: done, by: b, on: 2026-03-01, until: 2025-03-01}\n\
             - {practice: p, state: partly, by: b, on: 2026-03-01}\n",
            &[
                "record 1: rejected, attestation: `state` is none of done, partly, not_done, not_applicable",
                "record 2: rejected, attestation: no `by`: who says so",
                "record 3: rejected, attestation: no `practice`",
                "record 4: rejected, attestation: `on` is not a date such as 2026-03-01",
                "record 5: rejected, attestation: `until` is before `on`",
                "record 6: organisation_attestation time=2026-03-01T00:00:00Z practice=p state=partly by=b on=2026-03-01",
            ],
        );
    }

    #[test]
    fn hostile_files_fail_by_name() {
        check(
            "salus: organisation\na: &a [x]\nb: [*a, *a]\n",
            &["failed: anchors and aliases are not allowed at whole file"],
        );
        check(
            "salus: organisation\n a: [\n",
            &["failed: not valid YAML at line 2"],
        );
    }

    #[test]
    fn it_is_known_by_its_first_key() {
        let sniff = |text: &str| Organisation.sniff(text.as_bytes());
        assert_eq!(
            sniff("# ours\n---\nsalus: organisation\n"),
            Confidence::Certain
        );
        assert_eq!(sniff("salus: \"organisation\" # x\n"), Confidence::Certain);
        assert_eq!(sniff("salus: content\n"), Confidence::No);
        assert_eq!(sniff("name: x\nsalus: organisation\n"), Confidence::No);
    }
}
