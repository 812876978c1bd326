//! SPF, DKIM and ARC by the vectors of another implementation.

use std::fmt::Write as _;

use salus_mail::{Answers, Arrival, Beside, Examiner, Lists, Proof, Scorecard, Setting, State};

use crate::corpus::{files_with, folder};

fn proof(raw: &[u8], answers: &Answers, arrival: Arrival, sealers: &[&str]) -> Proof {
    let setting = Setting {
        sealers: sealers.iter().map(|&name| name.to_owned()).collect(),
        ..Setting::default()
    };
    let examiner = Examiner::new(setting, Lists::default(), Scorecard::default());
    let beside = Beside {
        arrival,
        answers,
        ..Beside::default()
    };
    examiner.examine(raw, &beside).expect("a message").proof
}

/// One document of the SPF suite: records in a shorthand of its own, and questions with answers.
fn check_spf(document: &str) -> usize {
    let (mut name, mut zone, mut asked) = ("", String::new(), 0);
    let (mut sender, mut client) = ("", "");
    let mut lines = document
        .lines()
        .map(|line| line.trim().trim_start_matches("- "));
    for line in lines.by_ref() {
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        match key {
            "name" => name = value,
            "spf" | "exp" | "a" | "aaaa" | "mx" | "ptr" => add(&mut zone, key, value),
            "sender" => sender = value,
            "ip" => client = value,
            "expect" => {
                asked += 1;
                let mut answers = Answers::parse(&zone).expect("records");
                answers.is_complete = true;
                let arrival = Arrival {
                    client: Some(client.parse().expect("an address")),
                    helo: "helo.example".to_owned(),
                    mail_from: sender.to_owned(),
                };
                let found = proof(b"From: a@b.example\r\n\r\nx\r\n", &answers, arrival, &[]).spf;
                let wanted = value.split_whitespace().next().expect("a result");
                assert_eq!(
                    format!("{found:?}").to_lowercase(),
                    long(wanted),
                    "{name}: {client} for {sender}"
                );
            }
            _ => {}
        }
    }
    asked
}

fn long(word: &str) -> String {
    word.replace("permerror", "permanent")
        .replace("temperror", "temporary")
}

/// `mx: name address, address` stands for exchanges with these addresses.
fn add(zone: &mut String, key: &str, value: &str) {
    let (name, data) = value.split_once(' ').expect("a name and data");
    let kind = |address: &str| if address.contains(':') { "AAAA" } else { "A" };
    if matches!(key, "spf" | "exp") {
        writeln!(zone, "{name} TXT {data}").expect("text");
        return;
    }
    for (at, one) in data.split(',').map(str::trim).enumerate() {
        let written = match key {
            "mx" => writeln!(
                zone,
                "{name} MX {at} x{at}.{name}\nx{at}.{name} {} {one}",
                kind(one)
            ),
            "ptr" => writeln!(zone, "{name} PTR {one}"),
            _ => writeln!(zone, "{name} {} {one}", kind(one)),
        };
        written.expect("text");
    }
}

#[test]
fn spf_gives_the_expected_results() {
    let Some(folder) = folder("email-parsing/auth/spf", "the SPF suite") else {
        return;
    };
    let texts = files_with(&folder, "yml")
        .into_iter()
        .map(|path| std::fs::read_to_string(path).expect("a text"));
    let asked: usize = texts
        .map(|text| text.split("---\n").map(check_spf).sum::<usize>())
        .sum();
    assert_eq!(asked, 49);
}

/// Keys, an empty line, then the message.
fn signed(path: &std::path::Path) -> (Answers, Vec<u8>) {
    let text = std::fs::read_to_string(path)
        .expect("a text")
        .replace("\r\n", "\n");
    let (keys, message) = text.split_once("\n\n").expect("keys before the message");
    let zone: String = keys
        .lines()
        .map(|line| line.replacen(' ', " TXT ", 1) + "\n")
        .collect();
    let mut answers = Answers::parse(&zone).expect("keys");
    answers.is_complete = true;
    (answers, message.replace('\n', "\r\n").into_bytes())
}

#[test]
fn signatures_are_verified() {
    let Some(folder) = folder("email-parsing/auth/dkim", "signed messages") else {
        return;
    };
    let paths = files_with(&folder, "txt");
    for path in &paths {
        let (answers, message) = signed(path);
        let found = proof(&message, &answers, Arrival::default(), &[]);
        assert_eq!(found.dkim, State::Pass, "{}", path.display());
        let mut changed = message.clone();
        changed.extend_from_slice(b"one line more\r\n");
        let found = proof(&changed, &answers, Arrival::default(), &[]);
        assert_ne!(
            found.dkim,
            State::Pass,
            "{} with a line more",
            path.display()
        );
    }
    assert_eq!(paths.len(), 4);
}

#[test]
fn a_chain_of_seals_is_worth_what_its_sealers_are() {
    let Some(folder) = folder("email-parsing/auth/arc", "sealed messages") else {
        return;
    };
    let (answers, message) = signed(&folder.join("002.txt"));
    for (sealers, state) in [
        (&["manchego.org", "scamorza.org"][..], State::Pass),
        (&["manchego.org"][..], State::Neutral),
        (&[][..], State::Neutral),
    ] {
        assert_eq!(
            proof(&message, &answers, Arrival::default(), sealers).arc,
            state,
            "{sealers:?}"
        );
    }
    let broken = String::from_utf8(message)
        .expect("text")
        .replace("Say cheese", "Say ham");
    let found = proof(
        broken.as_bytes(),
        &answers,
        Arrival::default(),
        &["manchego.org", "scamorza.org"],
    );
    assert_eq!(found.arc, State::Fail);
}
