//! The stretch of time a measure or detector looks at, and how it gets into a query.

use crate::time;

const DAY: i64 = 86_400 * 1_000_000;

/// From when to when evidence is looked at, in microseconds of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First instant inside.
    pub from: i64,
    /// First instant after it: the moment the answers are for.
    pub as_of: i64,
}

impl Period {
    /// The 365 days that end at `as_of`.
    #[must_use]
    pub fn year_to(as_of: i64) -> Self {
        Self {
            from: as_of.saturating_sub(365 * DAY),
            as_of,
        }
    }

    /// `as_of` plus or minus whole days.
    #[must_use]
    pub fn days_after(instant: i64, days: u32) -> i64 {
        instant.saturating_add(i64::from(days).saturating_mul(DAY))
    }
}

/// Writes `$from`, `$to` and `$as_of` into a query.
///
/// `$to` and `$as_of` are the same instant. A longer name that only begins like one of them
/// (`$total`) is left alone.
#[must_use]
pub fn bind(sql: &str, period: &Period) -> String {
    let mut bound = String::with_capacity(sql.len() + 128);
    let mut rest = sql;
    while let Some(at) = rest.find('$') {
        let (before, from_sign) = rest.split_at(at);
        bound.push_str(before);
        let name_end = from_sign
            .char_indices()
            .skip(1)
            .find(|(_, letter)| !(letter.is_ascii_alphanumeric() || *letter == '_'))
            .map_or(from_sign.len(), |(end, _)| end);
        let (name, after) = from_sign.split_at(name_end);
        match name {
            "$from" => bound.push_str(&literal(period.from)),
            "$to" | "$as_of" => bound.push_str(&literal(period.as_of)),
            other => bound.push_str(other),
        }
        rest = after;
    }
    bound.push_str(rest);
    bound
}

fn literal(instant: i64) -> String {
    format!("read_time('{}')", time::format(instant))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sql: &str, expected: &str) {
        let as_of = time::parse("2026-03-31T00:00:00Z").expect("a time");
        assert_eq!(bind(sql, &Period::year_to(as_of)), expected, "{sql}");
    }

    #[test]
    fn parameters_become_instants_and_nothing_else_changes() {
        check("select 1", "select 1");
        check(
            "time >= $from and time < $to",
            "time >= read_time('2025-03-31T00:00:00Z') and time < read_time('2026-03-31T00:00:00Z')",
        );
        check("($as_of)", "(read_time('2026-03-31T00:00:00Z'))");
        check("$total || '$' || $1 $", "$total || '$' || $1 $");
        check(
            "é$to$to",
            "éread_time('2026-03-31T00:00:00Z')read_time('2026-03-31T00:00:00Z')",
        );
    }
}
