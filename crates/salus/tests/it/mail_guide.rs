//! The commands of the guide on mail are what the program understands.

use std::fs;

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
