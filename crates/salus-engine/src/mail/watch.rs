//! A mailbox to which people report suspicious mail: what came since the last time is examined, each message once.

use std::path::{Path, PathBuf};

use salus_mail::{Beside, Examination, Examiner, reported};
use salus_sources::{Mailbox, Mark, Opened};
use serde_json::json;

/// One report: the message that a person sent in, or forwarded as an attachment.
pub struct Report {
    /// Its number in the mailbox.
    pub uid: u32,
    /// The original was attached, and it was examined instead of the message around it.
    pub is_forwarded: bool,
    /// Who reported it; empty where the original came in itself.
    pub reporter: String,
    /// The examination, or why there is none.
    pub result: Result<Examination, String>,
}

/// Where a mailbox was read to, kept in a file from run to run.
pub struct Kept {
    path: PathBuf,
    mark: Mark,
}

impl Kept {
    /// What the file says; a file that is not there is a mailbox never read.
    ///
    /// # Errors
    /// When the file cannot be read or is not of our making.
    pub fn open(path: &Path) -> Result<Self, String> {
        let named = |reason: &dyn std::fmt::Display| format!("`{}`: {reason}", path.display());
        let mark = match std::fs::read_to_string(path) {
            Ok(text) => parse(&text).ok_or_else(|| {
                named(&"not a mark of a mailbox; help: name another file with --state, or remove it to read all anew")
            })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Mark::default(),
            Err(error) => return Err(named(&error)),
        };
        Ok(Self {
            path: path.to_owned(),
            mark,
        })
    }

    /// Written aside first and then renamed, so that a run that is killed leaves the old mark or the new one.
    fn keep(&mut self, mark: Mark) -> Result<(), String> {
        self.mark = mark;
        let named = |error: std::io::Error| format!("`{}`: {error}", self.path.display());
        let aside = self.path.with_extension("new");
        let text = json!({"uid_validity": mark.validity, "uid": mark.uid}).to_string();
        std::fs::write(&aside, text + "\n").map_err(named)?;
        std::fs::rename(&aside, &self.path).map_err(named)
    }
}

fn parse(text: &str) -> Option<Mark> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let number = |name: &str| u32::try_from(value.get(name)?.as_u64()?).ok();
    Some(Mark {
        validity: number("uid_validity")?,
        uid: number("uid")?,
    })
}

/// Reads what is new and hands over each report; the mark moves on when a report is dealt with.
///
/// # Errors
/// A sentence for a person: the mailbox, the mark's file, or whatever `each` gives.
pub fn look(
    mailbox: &Mailbox,
    kept: &mut Kept,
    examiner: &Examiner,
    each: &mut dyn FnMut(Report) -> Result<(), String>,
) -> Result<u64, String> {
    let mut count = 0;
    mailbox.read_from(kept.mark, &mut |fetched| {
        count += 1;
        each(report(fetched.mark.uid, fetched.raw, examiner))?;
        kept.keep(fetched.mark)
    })?;
    Ok(count)
}

fn report(uid: u32, raw: Result<&[u8], String>, examiner: &Examiner) -> Report {
    let raw = match raw {
        Ok(raw) => raw,
        Err(reason) => {
            return Report {
                uid,
                is_forwarded: false,
                reporter: String::new(),
                result: Err(reason),
            };
        }
    };
    let forwarded = reported(raw);
    let (inner, reporter) = match &forwarded {
        Some(forwarded) => (forwarded.raw.as_slice(), forwarded.reporter.clone()),
        None => (raw, String::new()),
    };
    let examined = examiner.examine(inner, &Beside::opened_by(&Opened));
    Report {
        uid,
        is_forwarded: forwarded.is_some(),
        reporter,
        result: examined.map_err(|refused| refused.to_string()),
    }
}
