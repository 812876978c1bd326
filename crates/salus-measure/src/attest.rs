//! Attestations: a person's word, dated and with an end, for what no evidence answers.

use salus_content::{Ask, Rows};
use salus_record::time;
use serde::Serialize;
use serde_json::{Map, Value};

/// What a person attested about a sub-practice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attested {
    /// `done`, `partly`, `not_done` or `not_applicable`.
    pub state: String,
    /// Who says so.
    pub by: String,
    /// When it was said.
    pub on: String,
    /// The last instant it counts.
    pub until: String,
    /// A remark.
    pub note: String,
    /// The record it was read from.
    pub record_id: String,
}

/// Attestations that count, and those that do not with the reason.
#[derive(Debug, Clone, Default)]
pub struct Attestations {
    valid: Vec<(String, i64, Attested)>,
    /// Sentences about attestations that do not count.
    pub refused: Vec<String>,
}

impl Attestations {
    /// Reads the `attestation` fact and keeps what counts at `as_of`.
    #[must_use]
    pub fn ask(ask: &dyn Ask, as_of: i64) -> Self {
        const QUERY: &str = "select practice, state, attested_by, attested_at, \"until\", note, \
             record_id from attestation";
        match ask.ask(QUERY) {
            Ok(rows) => Self::of(&rows, as_of),
            Err(error) => Self {
                valid: Vec::new(),
                refused: vec![format!("attestations could not be read: {error}")],
            },
        }
    }

    /// Keeps the attestations that count at `as_of`.
    #[must_use]
    pub fn of(rows: &Rows, as_of: i64) -> Self {
        let mut all = Self::default();
        for row in rows {
            match judge(row, as_of) {
                Ok(one) => all.valid.push(one),
                Err(reason) => {
                    let practice = text(row, "practice");
                    all.refused.push(format!(
                        "attestation of `{practice}` does not count: {reason}"
                    ));
                }
            }
        }
        // The newest word about a row is the one that counts; ties fall to the record id.
        all.valid.sort_by(|a, b| {
            let key = |one: &(String, i64, Attested)| (one.1, one.2.record_id.clone());
            key(b).cmp(&key(a))
        });
        all.refused.sort();
        all
    }

    /// The newest attestation of a sub-practice that counts.
    #[must_use]
    pub fn for_row(&self, row: &str) -> Option<&Attested> {
        self.valid
            .iter()
            .find(|(practice, ..)| practice == row)
            .map(|(_, _, attested)| attested)
    }

    /// Attestations about something that is no sub-practice.
    #[must_use]
    pub fn strays(&self, known: impl Fn(&str) -> bool) -> Vec<String> {
        self.valid
            .iter()
            .filter(|(practice, ..)| !known(practice))
            .map(|(practice, ..)| {
                format!("attestation of `{practice}` does not count: no sub-practice has this id")
            })
            .collect()
    }
}

fn judge(row: &Map<String, Value>, as_of: i64) -> Result<(String, i64, Attested), String> {
    let state = text(row, "state")
        .trim()
        .to_lowercase()
        .replace([' ', '-'], "_");
    if !["done", "partly", "not_done", "not_applicable"].contains(&state.as_str()) {
        return Err(format!(
            "state `{state}` is not done, partly, not_done or not_applicable"
        ));
    }
    let by = text(row, "attested_by").trim().to_owned();
    if by.is_empty() {
        return Err("no person is named".into());
    }
    let on = time::parse(text(row, "attested_at")).ok_or("it has no date")?;
    let until = time::parse(text(row, "until")).ok_or("it has no expiry date")?;
    if on > as_of {
        return Err(format!(
            "it is dated {}, later than the answers",
            time::format_day(on)
        ));
    }
    if until < as_of {
        return Err(format!("it expired on {}", time::format_day(until)));
    }
    let attested = Attested {
        state,
        by,
        on: time::format_day(on),
        until: time::format_day(until),
        note: text(row, "note").to_owned(),
        record_id: text(row, "record_id").to_owned(),
    };
    Ok((text(row, "practice").trim().to_uppercase(), on, attested))
}

fn text<'a>(row: &'a Map<String, Value>, name: &str) -> &'a str {
    row.get(name).and_then(Value::as_str).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(row: Value, expected: Result<&str, &str>) {
        let as_of = time::parse("2026-03-31").expect("a time");
        let rows: Rows = serde_json::from_value(json!([row])).expect("rows");
        let all = Attestations::of(&rows, as_of);
        let said = match all.for_row("3.S.A") {
            Some(attested) => Ok(attested.state.as_str()),
            None => Err(all.refused.first().map_or("", String::as_str)),
        };
        assert_eq!(said, expected, "{rows:?}");
    }

    #[test]
    fn an_attestation_needs_a_person_a_date_and_an_expiry() {
        let full = json!({"practice": "3.s.a", "state": "done", "attested_by": "Dr Lee",
            "attested_at": "2026-01-10", "until": "2026-12-31"});
        check(full.clone(), Ok("done"));
        let mut other = full.clone();
        other["state"] = json!("Not applicable");
        check(other, Ok("not_applicable"));
        for (field, value, reason) in [
            ("attested_by", json!(" "), "no person is named"),
            ("attested_at", json!(null), "it has no date"),
            ("until", json!(null), "it has no expiry date"),
            ("until", json!("2026-03-30"), "it expired on 2026-03-30"),
            (
                "attested_at",
                json!("2026-04-01"),
                "it is dated 2026-04-01, later than the answers",
            ),
            (
                "state",
                json!("fine"),
                "state `fine` is not done, partly, not_done or not_applicable",
            ),
        ] {
            let mut row = full.clone();
            row[field] = value;
            let practice = "attestation of `3.s.a` does not count: ";
            check(row, Err(&format!("{practice}{reason}")));
        }
    }

    #[test]
    fn the_newest_word_counts() {
        let as_of = time::parse("2026-03-31").expect("a time");
        let row = |on: &str, state: &str| {
            json!({"practice": "8.S.B", "state": state, "attested_by": "A",
                "attested_at": on, "until": "2027-01-01"})
        };
        let rows = json!([row("2026-01-01", "done"), row("2026-02-01", "partly")]);
        let rows: Rows = serde_json::from_value(rows).expect("rows");
        let all = Attestations::of(&rows, as_of);
        let state = all.for_row("8.S.B").map(|one| one.state.as_str());
        assert_eq!(state, Some("partly"));
        let strays = all.strays(|_| false);
        assert_eq!(strays.len(), 2);
    }
}
