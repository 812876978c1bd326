//! E-mail: every message of the corpora is read, with the receiver's verdicts as labelled.

use std::collections::BTreeMap;
use std::path::Path;

use crate::corpus::{files, files_with, folder, read_with, reader_named, reader_of};

/// Reads every `.eml` below `folder`: how many, how many recognised, and what went wrong.
fn read_all(folder: &Path) -> (usize, usize, Vec<String>) {
    let (mut messages, mut recognised) = (0, 0);
    let mut wrong = Vec::new();
    for path in files_with(folder, "eml") {
        messages += 1;
        let bytes = std::fs::read(&path).expect("a message");
        let read = read_with(reader_named("mail"), &bytes);
        let reader = reader_of(&bytes).map(|reader| reader.about().name);
        recognised += usize::from(reader == Some("mail"));
        assert!(
            matches!(reader, None | Some("mail")),
            "{} for {reader:?}",
            path.display()
        );
        let mails = read.records.iter().filter(|(table, _)| table == "mail");
        if mails.count() != 1 || !read.rejects.is_empty() || read.error.is_some() {
            let reasons: Vec<&str> = read.rejects.iter().map(|r| r.reason.as_str()).collect();
            wrong.push(format!(
                "{}: {} records, {reasons:?}",
                path.display(),
                read.records.len()
            ));
        }
    }
    (messages, recognised, wrong)
}

#[test]
fn every_labelled_message_is_one_record() {
    let Some(folder) = folder("email", "labelled e-mail") else {
        return;
    };
    let (messages, recognised, wrong) = read_all(&folder);
    eprintln!("{messages} messages, {recognised} recognised");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(messages >= 981, "{messages} messages");
    assert_eq!(recognised, messages, "all are recognised");
}

#[test]
fn broken_messages_are_read_too() {
    let Some(folder) = folder("email-parsing", "broken e-mail") else {
        return;
    };
    let (messages, recognised, wrong) = read_all(&folder);
    eprintln!(
        "{messages} messages, {recognised} recognised, {} not read",
        wrong.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(recognised, messages, "all are recognised");
}

#[test]
fn every_label_has_its_message() {
    let Some(folder) = folder("email", "labelled e-mail") else {
        return;
    };
    let labels = std::fs::read_to_string(folder.join("labels.csv")).expect("the labels");
    let files: Vec<&str> = labels
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
        .filter(|file| file.ends_with(".eml"))
        .collect();
    for file in &files {
        assert!(folder.join(file).is_file(), "{file}");
    }
    assert!(files.len() >= 919, "{} labels", files.len());
}

#[test]
fn nothing_else_is_taken_for_mail() {
    let Some(folder) = folder("sigma", "rules, which have headers as mail has") else {
        return;
    };
    for path in files(&folder) {
        let bytes = std::fs::read(&path).expect("a file");
        let reader = reader_of(&bytes).map(|reader| reader.about().name);
        assert!(
            !matches!(reader, Some("dmarc" | "mail" | "outlook")),
            "{} for {reader:?}",
            path.display()
        );
    }
}

#[test]
fn verdicts_are_those_of_the_labels() {
    let Some(folder) = folder("email", "SPF, DKIM and DMARC verdicts") else {
        return;
    };
    let labels = std::fs::read_to_string(folder.join("labels.csv")).expect("the labels");
    let mut counted: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut differ = Vec::new();
    for line in labels.lines().skip(1) {
        let cells: Vec<&str> = line.splitn(9, ',').collect();
        let [file, "phish", _, _, _, verdicts @ ..] = cells.as_slice() else {
            continue;
        };
        let bytes = std::fs::read(folder.join(file)).expect("a labelled message");
        let read = read_with(reader_named("mail"), &bytes);
        let record = &read.records[0].1;
        for (method, wanted) in ["spf", "dkim", "dmarc"].iter().zip(verdicts) {
            if wanted.is_empty() {
                continue;
            }
            let found = record.get(*method).map_or("", String::as_str);
            let (right, all) = counted.entry(method).or_default();
            *all += 1;
            *right += usize::from(found == *wanted);
            if found != *wanted {
                differ.push(format!("{file}: {method} `{found}`, label `{wanted}`"));
            }
        }
    }
    eprintln!("{counted:?}\n{}", differ.join("\n"));
    for (method, (right, all)) in counted {
        assert!(right * 100 >= all * 95, "{method}: {right} of {all}");
    }
}
