//! Reads the collections and takes from their messages what would give a collection away.

use std::path::Path;

use salus_mail::train::{Example, Label, Sample};
use salus_mail::{Closed, Examiner};

/// Headers that are left; all others say more of a collection than of a message.
const KEPT: [&str; 13] = [
    "cc:",
    "content-disposition:",
    "content-id:",
    "content-transfer-encoding:",
    "content-type:",
    "from:",
    "in-reply-to:",
    "list-unsubscribe:",
    "mime-version:",
    "references:",
    "reply-to:",
    "subject:",
    "to:",
];

/// The collection that is tested with.
pub(crate) const TESTED: &str = "phish-cc-by-nc";
/// The address of the trap, and what stands in its place.
const TRAP: &str = "phishing@pot";
const READER: &str = "ann.lee@millbrook-clinic.example";

/// A message that is tested with and never learned from.
pub(crate) struct Test {
    pub(crate) name: String,
    pub(crate) sample: Sample,
}

/// Everything that a shipped model may learn from.
pub(crate) fn training(
    data: &Path,
    letters: &Path,
    examiner: &Examiner,
) -> Result<Vec<Sample>, String> {
    let mut samples = Vec::new();
    for (file, _) in table(&data.join("labels.csv"))? {
        let Some((label, corpus)) = shippable(&file) else {
            continue;
        };
        let raw = read(&data.join(&file))?;
        let example = Example {
            label,
            corpus,
            family: "",
            is_invented: corpus == "ham-synthetic",
            raw: &raw,
        };
        add(&mut samples, &example, examiner);
    }
    for (file, cells) in table(&letters.join("labels.csv"))? {
        let label = label(cells.first());
        let raw = read(&letters.join(&file))?;
        let family = cells[1..].join(" ");
        add(
            &mut samples,
            &Example {
                label,
                corpus: "invented",
                family: &family,
                is_invented: true,
                raw: &raw,
            },
            examiner,
        );
    }
    Ok(samples)
}

/// A folder of messages with a table of them: file, label, collection.
pub(crate) fn collection(folder: &Path, examiner: &Examiner) -> Result<Vec<Sample>, String> {
    let mut samples = Vec::new();
    for (file, cells) in table(&folder.join("labels.csv"))? {
        let raw = read(&folder.join(&file))?;
        let example = Example {
            label: label(cells.first()),
            corpus: cells.get(1).map_or("", String::as_str),
            family: "",
            is_invented: false,
            raw: &raw,
        };
        add(&mut samples, &example, examiner);
    }
    Ok(samples)
}

fn label(cell: Option<&String>) -> Label {
    match cell.map(String::as_str) {
        Some("ham") => Label::Ham,
        Some("unwanted") => Label::Unwanted,
        _ => Label::Harmful,
    }
}

fn add(samples: &mut Vec<Sample>, example: &Example<'_>, examiner: &Examiner) {
    match Sample::of(example, examiner, &Closed) {
        Ok(sample) => samples.push(sample),
        Err(refused) => eprintln!("left out: {refused}"),
    }
}

fn shippable(file: &str) -> Option<(Label, &'static str)> {
    let (folder, name) = file.split_once('/')?;
    match folder {
        "ham" if name.starts_with("hard") => Some((Label::Ham, "spamassassin-hard")),
        "ham" => Some((Label::Ham, "spamassassin-easy")),
        "spam" => Some((Label::Unwanted, "spamassassin-spam")),
        "ham-synthetic" => Some((Label::Ham, "ham-synthetic")),
        "phish-examples" => Some((Label::Harmful, "phish-examples")),
        "rspamd-tests" => match name {
            "ham.eml" => Some((Label::Ham, "rspamd-tests")),
            "spam.eml" => Some((Label::Unwanted, "rspamd-tests")),
            _ if name.starts_with("btc")
                || name.starts_with("advance")
                || name.starts_with("phish_sender") =>
            {
                Some((Label::Harmful, "rspamd-tests"))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Which messages of the test collection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Half {
    /// Those that may be looked at while working.
    LookedAt,
    /// Those that are only ever reported as a whole.
    Final,
    Both,
}

/// The test collection. All messages of one sender's domain are a family.
pub(crate) fn tests(data: &Path, examiner: &Examiner, half: Half) -> Result<Vec<Test>, String> {
    let mut tests = Vec::new();
    for (file, _) in table(&data.join("labels.csv"))? {
        let Some(name) = file.strip_prefix(&format!("{TESTED}/")) else {
            continue;
        };
        let other = if is_looked_at(name) {
            Half::Final
        } else {
            Half::LookedAt
        };
        if half == other {
            continue;
        }
        let raw = read(&data.join(&file))?;
        let family = sender(&raw);
        let example = Example {
            label: Label::Harmful,
            corpus: TESTED,
            family: &family,
            is_invented: false,
            raw: &raw,
        };
        match Sample::of(&example, examiner, &Closed) {
            Ok(sample) => tests.push(Test {
                name: name.to_owned(),
                sample,
            }),
            Err(refused) => eprintln!("left out: {refused}"),
        }
    }
    Ok(tests)
}

/// The last two labels of the sender's domain; empty where there is none.
fn sender(raw: &[u8]) -> String {
    // The header may be the first one.
    let text = format!("\n{}", String::from_utf8_lossy(raw).to_lowercase());
    let head = text.split("\n\n").next().unwrap_or_default();
    let from = head.split("\nfrom:").nth(1).unwrap_or_default();
    let host = from.split('@').nth(1).unwrap_or_default();
    let end = host.find(|letter: char| !(letter.is_ascii_alphanumeric() || "-.".contains(letter)));
    let labels: Vec<&str> = host[..end.unwrap_or(host.len())]
        .rsplit('.')
        .take(2)
        .collect();
    labels.join(".")
}

/// The half that may be looked at while working, by the hash of the name.
fn is_looked_at(name: &str) -> bool {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 32) & 1 == 0
}

/// The rows of a table of files: the first cell, then the others. No cell that is used holds a comma.
fn table(path: &Path) -> Result<Vec<(String, Vec<String>)>, String> {
    let text = String::from_utf8_lossy(&read(path)?).into_owned();
    let rows = text.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',').map(str::to_owned);
        let file = cells.next()?;
        file.ends_with(".eml").then(|| (file, cells.collect()))
    });
    Ok(rows.collect())
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let raw = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(if path.extension().is_some_and(|ending| ending == "eml") {
        neutral(&raw)
    } else {
        raw
    })
}

/// The message without the headers that give its collection away, the trap's address replaced.
fn neutral(raw: &[u8]) -> Vec<u8> {
    // Letters one to one with bytes, so that the body stays as it is.
    let text: String = raw.iter().map(|byte| char::from(*byte)).collect();
    let text = text.replace("\r\n", "\n");
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let mut out = String::new();
    let mut is_kept = false;
    for line in head.lines() {
        if !line.starts_with([' ', '\t']) {
            let name = line.to_ascii_lowercase();
            is_kept = KEPT.iter().any(|kept| name.starts_with(kept));
        }
        if is_kept {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.push('\n');
    out.push_str(body);
    let out = out.replace(TRAP, READER);
    out.chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?'))
        .collect()
}
