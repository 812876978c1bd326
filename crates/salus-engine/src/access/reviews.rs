//! Verdicts on stories, and what they say of the list: how much of it is right, and what it misses.

use salus_access::rank;
use salus_content::{Ask as _, Content, quoted};
use salus_lake::{Lake, Session};
use salus_stats::interval::{poisson, wilson};
use serde::Serialize;

use super::looks::keep;

/// What somebody says of a story.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Review<'a> {
    /// The story's id, as the last audit named it.
    #[serde(rename = "reviewed_story")]
    pub story: &'a str,
    /// `appropriate`, `inappropriate` or `unclear`.
    pub verdict: &'a str,
    /// Why, in a few words.
    pub note: Option<&'a str>,
    /// Who decided.
    pub reviewer: &'a str,
}

/// A verdict as it is kept; a later one on the same story stands over it.
#[derive(Serialize)]
struct Kept<'a> {
    #[serde(flatten)]
    review: &'a Review<'a>,
    /// `alert`, `sample` or `hard_rule`, as it stood.
    queue: &'a str,
    /// One of `weight` such stories was looked at: 1 for alerts, the inverse of the share for those drawn by lot.
    weight: f64,
}

/// What all verdicts so far say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// `review`.
    pub kind: &'static str,
    /// Alerts with a verdict.
    pub looked_at: f64,
    /// Of those, no work.
    pub inappropriate: f64,
    /// The share of that; `None` while no alert was looked at.
    pub precision: Option<f64>,
    /// Where it lies with 95 % confidence (Wilson).
    pub precision_interval: Option<(f64, f64)>,
    /// Cases of hard rules with a verdict.
    pub hard_rules: f64,
    /// Stories drawn by lot, with a verdict.
    pub drawn: f64,
    /// Of those, no work.
    pub drawn_inappropriate: f64,
    /// How many the list has missed by that (Horvitz and Thompson); `None` while none drawn was looked at.
    pub missed_estimate: Option<f64>,
    /// Where that lies with 95 % confidence (Garwood).
    pub missed_interval: Option<(f64, f64)>,
}

const CONFIDENCE: f64 = 0.95;

/// Keeps a verdict on a story of the last audit. `now` is in microseconds of UTC.
pub fn review(lake: &Lake, content: &Content, review: &Review<'_>, now: i64) -> Result<(), String> {
    let queue = queue(&plain(lake, content)?, review.story)?;
    let kept = Kept {
        review,
        weight: match queue.as_str() {
            "sample" => 1.0 / rank::Settings::default().sample,
            _ => 1.0,
        },
        queue: &queue,
    };
    keep(lake, "review", &kept, now)
}

/// Verdicts name stories, not people, so that nobody need be recognised.
fn plain(lake: &Lake, content: &Content) -> Result<Session, String> {
    lake.session(content).map_err(|error| error.to_string())
}

/// Where a story stood in the last audit.
fn queue(session: &Session, story: &str) -> Result<String, String> {
    let has_stories = session.tables().iter().any(|table| table == "access_story");
    let rows = if has_stories {
        let story = quoted(story);
        session.ask(&format!(
            "select queue from access_story where id = {story}"
        ))?
    } else {
        Vec::new()
    };
    let queue = rows.first().and_then(|row| row.get("queue")?.as_str());
    queue.map(str::to_owned).ok_or_else(|| {
        format!("the last audit has no story `{story}` to look at; help: `salus access audit` lists them with their ids")
    })
}

/// Precision among alerts, and what the sample lets expect among all others.
pub fn figures(lake: &Lake, content: &Content) -> Result<Figures, String> {
    let rows = plain(lake, content)?.ask(
        "select count(*) filter (where queue = 'alert') as looked_at, \
         count(*) filter (where queue = 'alert' and verdict = 'inappropriate') as inappropriate, \
         count(*) filter (where queue = 'hard_rule') as hard_rules, \
         count(*) filter (where queue = 'sample') as drawn, \
         count(*) filter (where queue = 'sample' and verdict = 'inappropriate') as drawn_inappropriate, \
         coalesce(sum(weight) filter (where queue = 'sample' and verdict = 'inappropriate'), 0.0) as missed \
         from access_review",
    )?;
    let row = rows.first();
    let count = |name: &str| row.and_then(|row| row.get(name)?.as_u64()).unwrap_or(0);
    let missed = row.and_then(|row| row.get("missed")?.as_f64());
    Ok(Figures::of(&count, missed.unwrap_or(0.0)))
}

impl Figures {
    #[expect(
        clippy::cast_precision_loss,
        reason = "verdicts are counted in thousands at most"
    )]
    fn of(count: &dyn Fn(&str) -> u64, missed: f64) -> Self {
        let number = |name: &str| count(name) as f64;
        let (looked_at, inappropriate) = (count("looked_at"), count("inappropriate"));
        let precision = wilson(inappropriate, looked_at, CONFIDENCE);
        // What each of those drawn stands for.
        let each = match count("drawn_inappropriate") {
            0 => 1.0 / rank::Settings::default().sample,
            some => missed / some as f64,
        };
        let range = poisson(count("drawn_inappropriate"), CONFIDENCE);
        let range = range.filter(|_| count("drawn") > 0);
        Self {
            kind: "review",
            looked_at: number("looked_at"),
            inappropriate: number("inappropriate"),
            precision: precision.map(|found| found.share()),
            precision_interval: precision.map(|found| (found.low, found.high)),
            hard_rules: number("hard_rules"),
            drawn: number("drawn"),
            drawn_inappropriate: number("drawn_inappropriate"),
            missed_estimate: range.map(|_| missed),
            missed_interval: range.map(|found| (found.low * each, found.high * each)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_not_told_and_what_is_has_a_range() {
        let of = |alerts: (u64, u64), drawn: (u64, u64)| {
            let count = |name: &str| match name {
                "looked_at" => alerts.0,
                "inappropriate" => alerts.1,
                "drawn" => drawn.0,
                "drawn_inappropriate" => drawn.1,
                _ => 0,
            };
            Figures::of(&count, drawn.1 as f64 * 100.0)
        };
        let none = of((0, 0), (0, 0));
        assert_eq!((none.precision, none.precision_interval), (None, None));
        assert_eq!((none.missed_estimate, none.missed_interval), (None, None));
        let some = of((10, 3), (20, 1));
        let near = |found: Option<(f64, f64)>, expected: (f64, f64)| {
            let found = found.expect("it is known");
            let is_near = |a: f64, b: f64| (a - b).abs() < 0.005 * b.max(1.0);
            assert!(
                is_near(found.0, expected.0) && is_near(found.1, expected.1),
                "{found:?}"
            );
        };
        assert_eq!(some.precision, Some(0.3));
        near(some.precision_interval, (0.108, 0.603));
        assert_eq!(some.missed_estimate, Some(100.0));
        // Garwood: one seen, 0.0253 to 5.57 expected.
        near(some.missed_interval, (2.53, 557.2));
        let clean = of((10, 0), (20, 0));
        assert_eq!(
            (clean.precision, clean.missed_estimate),
            (Some(0.0), Some(0.0))
        );
        near(clean.missed_interval, (0.0, 368.9));
    }
}
