//! A mailbox to which people report suspicious mail: what came since the last time is examined, each message once.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use salus_mail::{Beside, Examination, Examiner, reported};
use salus_sources::{Mailbox, Mark, Opened, Unreached};
use serde_json::json;

/// One report: the message that a person sent in, or forwarded as an attachment.
pub struct Report {
    /// Its place in the mailbox.
    pub mark: Mark,
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
    mailbox: String,
    mark: Mark,
}

/// Which mailbox a mark is of. Numbers of one say nothing of another, even where its validity is the same.
fn name(mailbox: &Mailbox) -> String {
    format!("{}@{}/{}", mailbox.user, mailbox.host, mailbox.folder)
}

impl Kept {
    /// What the file says; a file that is not there is a mailbox never read.
    ///
    /// # Errors
    /// When the file cannot be read, is not of our making, or is of another mailbox.
    pub fn open(path: &Path, mailbox: &Mailbox) -> Result<Self, String> {
        let named = |reason: &dyn std::fmt::Display| format!("`{}`: {reason}", path.display());
        let mailbox = name(mailbox);
        let mark = match std::fs::read_to_string(path) {
            Ok(text) => {
                let (whose, mark) = parse(&text).ok_or_else(|| {
                    named(&"not a mark of a mailbox; help: name another file with --state, or remove it to read all anew")
                })?;
                if whose != mailbox {
                    return Err(named(
                        &"the mark of another mailbox; help: name another file with --state",
                    ));
                }
                mark
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Mark::default(),
            Err(error) => return Err(named(&error)),
        };
        Ok(Self {
            path: path.to_owned(),
            mailbox,
            mark,
        })
    }

    /// Written aside first and then renamed, so that a run that is killed leaves the old mark or the new one.
    fn keep(&mut self, mark: Mark) -> Result<(), String> {
        self.mark = mark;
        let named = |error: std::io::Error| format!("`{}`: {error}", self.path.display());
        let aside = self.path.with_extension("new");
        let text = json!({
            "mailbox": self.mailbox,
            "uid_validity": mark.validity,
            "uid": mark.uid,
        });
        let mut file = std::fs::File::create(&aside).map_err(named)?;
        writeln!(file, "{text}").map_err(named)?;
        file.sync_all().map_err(named)?;
        std::fs::rename(&aside, &self.path).map_err(named)
    }
}

fn parse(text: &str) -> Option<(String, Mark)> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let number = |name: &str| u32::try_from(value.get(name)?.as_u64()?).ok();
    let mark = Mark {
        validity: number("uid_validity")?,
        uid: number("uid")?,
    };
    Some((value.get("mailbox")?.as_str()?.to_owned(), mark))
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
) -> Result<u64, Unreached> {
    let mut count = 0;
    mailbox.read_from(kept.mark, &mut |fetched| {
        count += 1;
        each(report(fetched.mark, fetched.raw, examiner))?;
        kept.keep(fetched.mark)
    })?;
    Ok(count)
}

fn report(mark: Mark, raw: Result<&[u8], String>, examiner: &Examiner) -> Report {
    let raw = match raw {
        Ok(raw) => raw,
        Err(reason) => {
            return Report {
                mark,
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
        mark,
        is_forwarded: forwarded.is_some(),
        reporter,
        result: examined.map_err(|refused| refused.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use salus_sources::Secret;

    use super::*;

    fn mailbox(folder: &str) -> Mailbox {
        Mailbox {
            host: "imap.clinic.example".to_owned(),
            port: 993,
            user: "phish".to_owned(),
            secret: Secret::Password("not shown".to_owned()),
            folder: folder.to_owned(),
            authorities: None,
        }
    }

    #[test]
    fn a_mark_is_kept_for_one_mailbox_and_a_damaged_one_is_said() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("mark.json");
        let mark = Mark {
            validity: 7,
            uid: 41,
        };
        let mut kept = Kept::open(&path, &mailbox("INBOX")).expect("a new mark");
        assert_eq!(kept.mark, Mark::default());
        kept.keep(mark).expect("kept");
        let again = Kept::open(&path, &mailbox("INBOX")).expect("a mark");
        assert_eq!(again.mark, mark);
        let refused = |mailbox: &Mailbox| Kept::open(&path, mailbox).err().unwrap_or_default();
        assert!(refused(&mailbox("Archive")).contains("of another mailbox"));
        let text = std::fs::read_to_string(&path).expect("a mark");
        assert!(!text.contains("not shown"));
        for damaged in [
            "",
            "{}",
            "7",
            &text[..text.len() / 2],
            &text.replace("41", "4100000000000"),
        ] {
            std::fs::write(&path, damaged).expect("written");
            assert!(
                refused(&mailbox("INBOX")).contains("not a mark"),
                "{damaged}"
            );
        }
    }
}
