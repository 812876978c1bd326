//! `salus access review`: verdicts are kept, and say how good the list is.

use salus_content::Ask as _;
use salus_engine::access::{Verdict, keep_verdict};
use serde_json::{Value, json};

use super::{Opened, Outcome};
use crate::arguments::Arguments;
use crate::arguments::access::AccessReview;
use crate::verbs::{print_json, print_line};

/// One in so many of the stories without an alert is drawn by lot.
const DRAWN_OF: f64 = 100.0;

pub(super) fn run(arguments: &Arguments, asked: &AccessReview) -> Result<Outcome, String> {
    let mut opened = Opened::of(arguments, &asked.around)?;
    if let (Some(story), Some(verdict)) = (&asked.story, asked.verdict) {
        let queue = queue(&opened, story)?;
        let kept = Verdict {
            reviewed_story: story,
            verdict: verdict.word(),
            note: asked.note.as_deref(),
            reviewer: &opened.looker,
            weight: if queue == "sample" { DRAWN_OF } else { 1.0 },
            queue: &queue,
        };
        keep_verdict(&opened.lake, &kept, opened.now)?;
        eprintln!("kept: `{story}` was {}", verdict.word());
        opened = Opened::of(arguments, &asked.around)?;
    }
    figures(arguments, &opened)
}

/// Where the story stood in the last audit.
fn queue(opened: &Opened, story: &str) -> Result<String, String> {
    let unknown = || {
        format!(
            "the last audit has no story `{story}` to look at; help: `salus access audit` lists them with their ids"
        )
    };
    if !opened
        .session
        .tables()
        .iter()
        .any(|table| table == "access_story")
    {
        return Err(unknown());
    }
    let quoted = story.replace('\'', "''");
    let rows = opened.session.ask(&format!(
        "select queue from access_story where id = '{quoted}'"
    ))?;
    let queue = rows
        .first()
        .and_then(|row| row.get("queue")?.as_str().map(str::to_owned));
    queue.ok_or_else(unknown)
}

/// Precision among alerts, and what the sample lets expect among all others.
fn figures(arguments: &Arguments, opened: &Opened) -> Result<Outcome, String> {
    let rows = opened.session.ask(
        "select count(*) filter (where queue = 'alert') as looked_at, \
         count(*) filter (where queue = 'alert' and verdict = 'inappropriate') as right, \
         count(*) filter (where queue = 'hard_rule') as rules, \
         count(*) filter (where queue = 'sample') as drawn, \
         count(*) filter (where queue = 'sample' and verdict = 'inappropriate') as drawn_right, \
         coalesce(sum(weight) filter (where queue = 'sample' and verdict = 'inappropriate'), 0) as missed \
         from access_review",
    )?;
    let number = |name: &str| {
        rows.first()
            .and_then(|row| row.get(name)?.as_f64())
            .unwrap_or(0.0)
    };
    let (looked_at, right) = (number("looked_at"), number("right"));
    let precision = (looked_at > 0.0).then(|| right / looked_at);
    if arguments.json {
        print_json(&json!({
            "kind": "review", "looked_at": looked_at, "inappropriate": right, "precision": precision,
            "hard_rules": number("rules"), "drawn": number("drawn"), "drawn_inappropriate": number("drawn_right"),
            "missed_estimate": if number("drawn") > 0.0 { json!(number("missed")) } else { Value::Null },
        }))?;
        return Ok(Outcome::Done);
    }
    match precision {
        Some(share) => print_line(&format!(
            "of {looked_at} alerts looked into, {right} were no work ({:.0} %)",
            share * 100.0
        ))?,
        None => print_line("no alert was looked into yet")?,
    }
    match number("drawn") {
        0.0 => print_line(
            "none of those drawn by lot was looked into yet, so nothing is known of what the list misses",
        ),
        drawn => print_line(&format!(
            "of {drawn} drawn by lot, {} were no work; the list has missed about {:.0} by that",
            number("drawn_right"),
            number("missed")
        )),
    }?;
    Ok(Outcome::Done)
}
