//! `salus access review`: verdicts are kept, and say how good the list is.

use salus_engine::access::{Review, figures, review};
use salus_lake::Lake;

use super::{Outcome, looker};
use crate::arguments::Arguments;
use crate::arguments::access::AccessReview;
use crate::verbs::{self, print_json, print_line};

pub(super) fn run(arguments: &Arguments, asked: &AccessReview) -> Result<Outcome, String> {
    let content = verbs::content(&verbs::library(arguments));
    let lake = Lake::open(&asked.at.lake.lake).map_err(|error| error.to_string())?;
    if let (Some(story), Some(verdict)) = (&asked.story, asked.verdict) {
        let said = Review {
            story,
            verdict: verdict.word(),
            note: asked.note.as_deref(),
            reviewer: &looker(&asked.at, &super::account())?,
        };
        review(&lake, &content, &said, verbs::now())?;
        eprintln!("kept: `{story}` was {}", verdict.word());
    }
    let found = figures(&lake, &content)?;
    if arguments.json {
        print_json(&found)?;
        return Ok(Outcome::Done);
    }
    match (found.precision, found.precision_interval) {
        (Some(share), Some((low, high))) => print_line(&format!(
            "of {} alerts looked into, {} were no work ({:.0} %; of many more it would be {:.0} to {:.0} %)",
            found.looked_at,
            found.inappropriate,
            share * 100.0,
            low * 100.0,
            high * 100.0
        ))?,
        _ => print_line("no alert was looked into yet")?,
    }
    match (found.missed_estimate, found.missed_interval) {
        (Some(missed), Some((low, high))) => print_line(&format!(
            "of {} drawn by lot, {} were no work; the list has missed about {missed:.0} by that ({low:.0} to {high:.0} at 95 % confidence)",
            found.drawn, found.drawn_inappropriate
        )),
        _ => print_line(
            "none of those drawn by lot was looked into yet, so nothing is known of what the list misses",
        ),
    }?;
    Ok(Outcome::Done)
}
