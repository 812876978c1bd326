//! `salus mail`: messages examined one by one.

mod campaigns;
mod check;
mod gate;
mod train;
mod watch;

use salus_content::{Content, Library};
use salus_engine::{assess, mail};
use salus_lake::Lake;
use salus_mail::{Examination, Setting};
use serde_json::{Map, Value, json};

use super::Outcome;
use crate::arguments::{Arguments, Around, Mail};

/// Reasons shown to a person for each message.
const SHOWN: usize = 4;

pub(crate) fn run(arguments: &Arguments, verb: &Mail) -> Result<Outcome, String> {
    match verb {
        Mail::Campaigns(asked) => campaigns::run(arguments, asked),
        Mail::Check(check) => check::run(arguments, check),
        Mail::Train(asked) => train::run(arguments, asked),
        Mail::Gate(gate) => gate::run(arguments, gate),
        Mail::Watch(watch) => watch::run(arguments, watch),
    }
}

/// What is known of the organisation and of attackers: the content's own file, the options, the lake.
fn setting(library: &Library, around: &Around) -> Result<Setting, String> {
    let mut setting = mail::own_setting(library)?;
    let lower = |texts: &[String]| {
        texts
            .iter()
            .map(|text| text.to_lowercase())
            .collect::<Vec<_>>()
    };
    setting.own_domains.extend(lower(&around.own));
    setting.receivers.extend(lower(&around.receiver));
    if let Some(at) = &around.lake {
        let lake = Lake::open(at).map_err(|error| error.to_string())?;
        let session = assess::session(&lake, &Content::load(library))?;
        setting = mail::setting_of(&session, setting, super::now())?;
    }
    Ok(setting)
}

fn print(place: &str, examination: &Examination) -> Result<(), String> {
    super::print_line(&as_text(place, examination))
}

/// One message for a person: the word, how sure, where, and the weightiest reasons.
fn as_text(place: &str, examination: &Examination) -> String {
    let verdict = &examination.verdict;
    let percent = verdict.probability * 100.0;
    let mut text = format!("{:<10} {percent:>5.1} %  {place}", verdict.word.as_str());
    for reason in verdict.reasons.iter().take(SHOWN) {
        text += &format!("\n             {:+5.1}  {}", reason.weight, reason.text);
    }
    text
}

/// One message for a program, with where it was found.
fn as_json(mut found: Map<String, Value>, examination: &Examination) -> Value {
    let verdict = &examination.verdict;
    found.insert(
        "message_id".to_owned(),
        json!(examination.anatomy.message_id),
    );
    found.insert("verdict".to_owned(), json!(verdict.word));
    found.insert("probability".to_owned(), json!(verdict.probability));
    found.insert("harm".to_owned(), json!(verdict.harm));
    found.insert("reasons".to_owned(), json!(verdict.reasons));
    Value::Object(found)
}
