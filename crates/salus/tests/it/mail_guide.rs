//! The commands of the guide on mail are what the program understands.

use std::fs;

use serde_json::json;

use crate::mail_server::HARMFUL;
use crate::run::{arg, expect, salus, workspace};

/// Lines of the guide that are commands.
fn commands() -> Vec<Vec<String>> {
    let guide = fs::read_to_string(workspace().join("docs/guide/mail.md")).expect("the guide");
    let lines = guide.lines().filter_map(|line| {
        line.trim_start_matches("ExecStart=/usr/local/bin/")
            .trim()
            .strip_prefix("salus mail ")
    });
    lines
        .map(|line| line.split_whitespace().map(str::to_owned).collect())
        .collect()
}

#[test]
fn every_command_is_understood() {
    let commands = commands();
    assert!(commands.len() >= 8, "{commands:?}");
    for command in commands {
        let end = command.iter().position(|word| word == "<");
        let words: Vec<&str> = command[..end.unwrap_or(command.len())]
            .iter()
            .map(String::as_str)
            .collect();
        // Options are looked at one after another, and help is given where all are known.
        expect(0, &[&["mail"], &words[..], &["--help"]].concat());
    }
}

#[test]
fn the_first_example_says_what_the_guide_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("suspicious.eml");
    fs::write(&path, HARMFUL).expect("written");
    let output = expect(0, &["mail", "check", arg(&path), "--own", "clinic.example"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.starts_with("malicious "), "{text}");
    assert!(
        text.contains("The sender's name shows an address of clinic.example, but the message comes from elsewhere."),
        "{text}"
    );
    let piped = salus(&["mail", "check", "-", "--fail-on", "suspicious"])
        .stdin(fs::File::open(&path).expect("there"))
        .output()
        .expect("the binary starts");
    assert_eq!(piped.status.code(), Some(1));
}

#[test]
fn signs_of_attackers_in_the_lake_count() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = folder.path().join("bundle.json");
    let sign = |id: u8, pattern: &str, until: &str| {
        json!({
            "type": "indicator", "spec_version": "2.1", "id": format!("indicator--00000000-0000-4000-8000-00000000000{id}"),
            "created": "2019-01-01T00:00:00Z", "modified": "2019-01-01T00:00:00Z", "valid_from": "2019-01-01T00:00:00Z",
            "valid_until": until, "pattern_type": "stix", "pattern": pattern,
        })
    };
    let text = json!({"type": "bundle", "id": "bundle--00000000-0000-4000-8000-000000000009", "objects": [
        sign(1, "[domain-name:value = 'lure.example']", "2999-01-01T00:00:00Z"),
        sign(2, "[domain-name:value = 'once.example']", "2020-01-01T00:00:00Z"),
    ]});
    fs::write(&bundle, text.to_string()).expect("written");
    let lake = folder.path().join("lake");
    expect(0, &["read", arg(&bundle), "--lake", arg(&lake)]);
    let told = |host: &str| {
        let message = folder.path().join("one.eml");
        let text = format!(
            "From: News <news@paper.example>\r\nTo: a@clinic.example\r\nSubject: Menu\r\nMessage-ID: <1@paper.example>\r\n\r\nSee https://www.{host}/menu\r\n"
        );
        fs::write(&message, text).expect("written");
        let output = expect(
            0,
            &[
                "mail",
                "check",
                arg(&message),
                "--lake",
                arg(&lake),
                "--json",
            ],
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let bad = told("lure.example");
    let is_malicious = bad.contains("\"verdict\":\"malicious\"");
    assert!(bad.contains("known to be harmful") && is_malicious, "{bad}");
    assert!(!told("once.example").contains("known to be harmful"));
}
