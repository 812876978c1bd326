//! `salus mail watch`: a mailbox to which people report suspicious mail.

use std::path::Path;
use std::time::Duration;

use salus_engine::mail::watch::{Kept, Report, look};
use salus_engine::mail::{self, answer};
use salus_sources::{Mailbox, Secret, Unreached};
use serde_json::{Map, json};

use super::Outcome;
use crate::arguments::{Arguments, MailWatch};
use crate::verbs;

/// The port of IMAP inside TLS.
const PORT: u16 = 993;

pub(super) fn run(arguments: &Arguments, watch: &MailWatch) -> Result<Outcome, String> {
    let library = verbs::library(arguments);
    let examiner = mail::examiner(&library, super::setting(&library, &watch.around)?)?;
    let template = answer::Template::of(&library)?;
    if let Some(folder) = &watch.answers {
        std::fs::create_dir_all(folder).map_err(|error| named(folder, &error))?;
    }
    let mut kept = Kept::open(&watch.state, &mailbox(watch)?)?;
    let mut has_unread = false;
    loop {
        // A token lives an hour; whoever renews it writes the file anew.
        let ended = mailbox(watch)
            .map_err(Unreached::Failed)
            .and_then(|mailbox| {
                look(&mailbox, &mut kept, &examiner, &mut |report| {
                    has_unread |= report.result.is_err();
                    if let Some(folder) = &watch.answers {
                        write_answer(folder, &template, &report)?;
                    }
                    show(arguments, &report)
                })
            });
        match (ended, watch.every) {
            (Ok(count), None) => {
                eprintln!("{}", verbs::counted(count, "new message"));
                return Ok(Outcome::of(has_unread, false));
            }
            (Err(ended), None) => return Err(ended.reason().to_owned()),
            (Ok(_), Some(_)) => {}
            // A password that is wrong once is wrong again, and servers lock accounts for less.
            (Err(Unreached::Refused(reason)), Some(_)) if watch.token_file.is_none() => {
                return Err(reason);
            }
            // A server that is away for a while is no reason to stop.
            (Err(ended), Some(seconds)) => {
                eprintln!("warning: {}; trying again in {seconds} s", ended.reason());
            }
        }
        std::thread::sleep(Duration::from_secs(watch.every.unwrap_or_default()));
    }
}

fn named(path: &Path, reason: &dyn std::fmt::Display) -> String {
    format!("`{}`: {reason}", path.display())
}

fn mailbox(watch: &MailWatch) -> Result<Mailbox, String> {
    let (host, port) = match watch.server.rsplit_once(':') {
        Some((host, port)) => {
            let port = port.parse().map_err(|_| {
                format!(
                    "`{}` is no server; help: write HOST or HOST:PORT",
                    watch.server
                )
            })?;
            (host.to_owned(), port)
        }
        None => (watch.server.clone(), PORT),
    };
    let read = |path: &Path| {
        let text = std::fs::read_to_string(path).map_err(|error| named(path, &error))?;
        Ok::<String, String>(text.trim_end_matches(['\r', '\n']).to_owned())
    };
    let secret = match (&watch.token_file, &watch.password_file) {
        (Some(path), _) => Secret::Token(read(path)?),
        (None, Some(path)) => Secret::Password(read(path)?),
        (None, None) => {
            return Err("no secret; help: give --password-file or --token-file".to_owned());
        }
    };
    Ok(Mailbox {
        host,
        port,
        user: watch.user.clone(),
        secret,
        folder: watch.folder.clone(),
        authorities: watch.ca.clone(),
    })
}

fn show(arguments: &Arguments, report: &Report) -> Result<(), String> {
    let place = format!("message {}", report.mark.uid);
    let examination = match &report.result {
        Ok(examination) => examination,
        Err(reason) => {
            eprintln!("{place}: {reason}");
            return Ok(());
        }
    };
    if !arguments.json {
        return super::print(&place, examination);
    }
    let found = Map::from_iter([
        ("file".to_owned(), json!("imap")),
        ("place".to_owned(), json!(place)),
        ("forwarded".to_owned(), json!(report.is_forwarded)),
    ]);
    verbs::print_json(&super::as_json(found, examination))
}

fn write_answer(folder: &Path, template: &answer::Template, report: &Report) -> Result<(), String> {
    let Ok(examination) = &report.result else {
        return Ok(());
    };
    // Numbers begin anew with another validity; an older answer stays.
    let path = folder.join(format!(
        "{}-{:010}.txt",
        report.mark.validity, report.mark.uid
    ));
    let text = template.fill(&report.reporter, &examination.verdict);
    std::fs::write(&path, text).map_err(|error| named(&path, &error))
}
