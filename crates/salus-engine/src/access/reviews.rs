//! Verdicts on stories, and what they say of the list: how much of it is right, and what it misses.

use salus_access::rank;
use salus_content::{Ask as _, Content, quoted};
use salus_lake::{Lake, Session};
use serde::Serialize;

use super::looks::{Verdict, keep_verdict};

/// What somebody says of a story.
#[derive(Debug, Clone, Copy)]
pub struct Review<'a> {
    /// The story's id, as the last audit named it.
    pub story: &'a str,
    /// `appropriate`, `inappropriate` or `unclear`.
    pub verdict: &'a str,
    /// Why, in a few words.
    pub note: Option<&'a str>,
    /// Who decided.
    pub reviewer: &'a str,
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
    /// Cases of hard rules with a verdict.
    pub hard_rules: f64,
    /// Stories drawn by lot, with a verdict.
    pub drawn: f64,
    /// Of those, no work.
    pub drawn_inappropriate: f64,
    /// How many the list has missed by that (Horvitz and Thompson); `None` while none drawn was looked at.
    pub missed_estimate: Option<f64>,
}

/// Keeps a verdict on a story of the last audit. `now` is in microseconds of UTC.
pub fn review(lake: &Lake, content: &Content, review: &Review<'_>, now: i64) -> Result<(), String> {
    let queue = queue(&plain(lake, content)?, review.story)?;
    let verdict = Verdict {
        reviewed_story: review.story,
        verdict: review.verdict,
        note: review.note,
        reviewer: review.reviewer,
        weight: match queue.as_str() {
            "sample" => 1.0 / rank::Settings::default().sample,
            _ => 1.0,
        },
        queue: &queue,
    };
    keep_verdict(lake, &verdict, now)
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
         coalesce(sum(weight) filter (where queue = 'sample' and verdict = 'inappropriate'), 0) as missed \
         from access_review",
    )?;
    let number = |name: &str| {
        let number = rows.first().and_then(|row| row.get(name)?.as_f64());
        number.unwrap_or(0.0)
    };
    let (looked_at, inappropriate) = (number("looked_at"), number("inappropriate"));
    let drawn = number("drawn");
    Ok(Figures {
        kind: "review",
        looked_at,
        inappropriate,
        precision: (looked_at > 0.0).then(|| inappropriate / looked_at),
        hard_rules: number("hard_rules"),
        drawn,
        drawn_inappropriate: number("drawn_inappropriate"),
        missed_estimate: (drawn > 0.0).then(|| number("missed")),
    })
}
