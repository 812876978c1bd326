//! `salus mail gate`: answers a mail server that asks before it accepts a message.

use std::io::Write as _;

use salus_engine::mail::gate::{Gate, Policy, Told};
use salus_engine::mail::{self, Examined};
use salus_sources::gate;
use serde_json::{Map, json};

use super::Outcome;
use crate::arguments::{Arguments, Badness, MailGate, OnFailure};
use crate::verbs;

pub(super) fn run(arguments: &Arguments, gate: &MailGate) -> Result<Outcome, String> {
    let library = verbs::library(arguments);
    let examiner = mail::examiner(&library, super::setting(&library, &gate.around)?)?;
    let keeper = Gate {
        examiner,
        policy: Policy {
            quarantine: gate.quarantine.map(Badness::word),
            reject: gate.reject.map(Badness::word),
        },
        told: Screen {
            json: arguments.json,
        },
    };
    let on_failure = match gate.on_failure {
        OnFailure::Accept => gate::OnFailure::Accept,
        OnFailure::Tempfail => gate::OnFailure::TemporaryFailure,
    };
    gate::keep(&gate.listen, keeper, on_failure)?;
    // What could not be examined was told when it came; a service that was asked to end has ended well.
    Ok(Outcome::Done)
}

/// Shows what happens at the gate.
struct Screen {
    json: bool,
}

impl Told for Screen {
    fn examined(&self, one: &Examined<'_>) {
        let examination = match &one.result {
            Ok(examination) => examination,
            Err(reason) => {
                return say(&format!(
                    "message `{}` is let through unexamined: {reason}",
                    one.place
                ));
            }
        };
        let text = if self.json {
            let found = Map::from_iter([
                ("file".to_owned(), json!(one.file)),
                ("place".to_owned(), json!(one.place)),
            ]);
            super::as_json(found, examination).to_string()
        } else {
            super::as_text(&format!("message `{}`", one.place), examination)
        };
        // The mail goes on, whether or not somebody reads along.
        let _ = writeln!(std::io::stdout(), "{text}");
    }

    fn failed(&self, reason: &str) {
        say(&format!("warning: {reason}"));
    }

    fn opened(&self, at: &str) {
        say(&format!("listening at {at}"));
    }
}

/// The gate stands, whether or not somebody listens to it.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
