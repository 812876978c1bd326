//! `salus mail campaigns`: harmful messages that belong together, and who else got one.

use salus_content::Content;
use salus_engine::assess;
use salus_engine::mail::campaign::{Campaign, campaigns, who_else};
use salus_lake::Lake;

use super::Outcome;
use crate::arguments::{Arguments, MailCampaigns};
use crate::verbs;

/// Names shown of a list.
const SHOWN: usize = 6;

pub(super) fn run(arguments: &Arguments, asked: &MailCampaigns) -> Result<Outcome, String> {
    let lake = Lake::open(&asked.lake.lake).map_err(|error| error.to_string())?;
    let content = Content::load(&verbs::library(arguments));
    let session = assess::session_for(&lake, &content, "mail_message, mail_verdict")?;
    let found = match &asked.message {
        Some(message) => {
            let one = who_else(&session, message)?;
            vec![one.ok_or_else(|| format!("the lake holds no message `{message}`; help: give the Message-ID as `salus mail check --json` shows it"))?]
        }
        None => campaigns(&session)?,
    };
    for one in &found {
        if arguments.json {
            verbs::print_json(one)?;
        } else {
            print(one)?;
        }
    }
    if asked.message.is_none() {
        eprintln!(
            "{} of suspicious or malicious mail",
            verbs::counted(found.len() as u64, "campaign")
        );
    }
    Ok(Outcome::Done)
}

fn print(one: &Campaign) -> Result<(), String> {
    let count = verbs::counted(one.messages as u64, "message");
    verbs::print_line(&format!(
        "{:<10} {count}, {} to {}",
        one.verdict, one.first, one.last
    ))?;
    for (what, list) in [
        ("from", &one.senders),
        ("to", &one.recipients),
        ("leads to", &one.link_domains),
    ] {
        if !list.is_empty() {
            verbs::print_line(&format!("  {what:<9} {}", shortened(list)))?;
        }
    }
    Ok(())
}

fn shortened(list: &[String]) -> String {
    let shown: Vec<&str> = list.iter().take(SHOWN).map(String::as_str).collect();
    match list.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
