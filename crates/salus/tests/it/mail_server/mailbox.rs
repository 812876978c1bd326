//! `salus mail watch` at a real mailbox: read once, from where the last run stood, and changed in nothing.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use super::dovecot::{Dovecot, PASSWORD};
use super::{HARMFUL, HARMLESS};
use crate::run::{arg, lines, salus, talk};

/// A report as mail programs make it with "forward as attachment".
fn report(original: &str) -> String {
    format!(
        "From: Nurse <nurse@clinic.example>\r\nTo: phish@clinic.example\r\nSubject: Fwd: is this real?\r\n\
         Message-ID: <report@clinic.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b1\r\n\r\n\
         --b1\r\nContent-Type: text/plain\r\n\r\nIs this real?\r\n--b1\r\nContent-Type: message/rfc822\r\n\r\n{original}\r\n--b1--\r\n"
    )
}

/// The command for the account, with a secret of either kind.
fn watch(server: &Dovecot, host: &str, secret: [&str; 2], more: &[&str]) -> Command {
    let at = format!("{host}:{}", server.port);
    let state = server.path("state.json");
    let mut command = salus(&[
        "mail", "watch", "--json", "--server", &at, "--user", "phish",
    ]);
    command
        .args(secret)
        .args(["--state", arg(&state)])
        .args(more);
    command
}

fn password(server: &Dovecot, text: &str) -> std::path::PathBuf {
    let path = server.path("password");
    fs::write(&path, format!("{text}\n")).expect("written");
    path
}

fn run(code: i32, mut command: Command) -> Output {
    let output = command.output().expect("the binary starts");
    let talk = talk(&output);
    assert_eq!(output.status.code(), Some(code), "{talk}");
    assert!(!talk.contains("panicked"), "{talk}");
    output
}

fn ids(rows: &[Value]) -> Vec<&str> {
    rows.iter()
        .map(|row| row["message_id"].as_str().expect("a message's id"))
        .collect()
}

/// What the file of `--state` says.
fn mark(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("a mark")).expect("JSON")
}

#[test]
fn reports_are_read_once_by_password_and_by_token_and_nothing_changes() {
    let Some(server) = Dovecot::start("localhost") else {
        return;
    };
    server.deliver("1", "", HARMLESS);
    server.deliver("2", "S", &report(HARMFUL));
    server.deliver("3", "FS", HARMFUL);
    let before = server.messages();
    let (ca, answers) = (server.path("ca.pem"), server.path("answers"));
    let more = ["--ca", arg(&ca), "--answers", arg(&answers)];
    let secret = password(&server, PASSWORD);
    let by_password = ["--password-file", arg(&secret)];

    let first = run(0, watch(&server, "localhost", by_password, &more));
    let rows = lines(&first);
    assert_eq!(
        ids(&rows),
        [
            "harmless@partner.example",
            "harmful@cheap-host.example",
            "harmful@cheap-host.example"
        ],
        "the original is examined, not the report around it"
    );
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row["verdict"].as_str().expect("a verdict"),
                row["forwarded"] == true,
            )
        })
        .collect();
    assert_eq!(
        told,
        [("clean", false), ("malicious", true), ("malicious", false)]
    );
    assert!(talk(&first).contains("3 new messages"), "{}", talk(&first));

    let mut written: Vec<_> = fs::read_dir(&answers)
        .expect("answers")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    written.sort();
    assert_eq!(written.len(), 3);
    let answer = fs::read_to_string(&written[1]).expect("an answer");
    assert!(
        answer.starts_with("To: nurse@clinic.example\nSubject: "),
        "{answer}"
    );
    assert!(answer.contains("It is an attack"), "{answer}");
    assert!(!answer.contains("salary"), "words of the message: {answer}");

    // The same mark, another secret.
    server.deliver("4", "", HARMLESS);
    let token = server.token(None);
    let by_token = ["--token-file", arg(&token)];
    let second = run(0, watch(&server, "localhost", by_token, &more));
    assert_eq!(ids(&lines(&second)), ["harmless@partner.example"]);
    assert_eq!(lines(&second)[0]["place"], "message 4");
    let third = run(0, watch(&server, "localhost", by_password, &more));
    assert!(lines(&third).is_empty());

    let mut after = server.messages();
    after.retain(|(name, _)| !name.starts_with("cur/4:"));
    assert_eq!(after, before, "flags and messages stay as they were");
}

#[test]
fn a_token_opens_a_mailbox_by_each_mechanism() {
    for mechanisms in ["xoauth2", "oauthbearer"] {
        let Some(server) = Dovecot::start_with("localhost", mechanisms) else {
            return;
        };
        server.deliver("1", "", HARMLESS);
        let (ca, right) = (server.path("ca.pem"), server.token(None));
        let more = ["--ca", arg(&ca)];
        let by_token = ["--token-file", arg(&right)];
        let read = run(0, watch(&server, "localhost", by_token, &more));
        assert_eq!(
            ids(&lines(&read)),
            ["harmless@partner.example"],
            "{mechanisms}"
        );
        let forged = server.token(Some("a-key-of-somebody-else"));
        let refused = run(
            2,
            watch(&server, "localhost", ["--token-file", arg(&forged)], &more),
        );
        let said = talk(&refused);
        assert!(
            said.contains("refuses the account `phish`"),
            "{mechanisms}: {said}"
        );
    }
}

#[test]
fn a_mailbox_is_opened_only_with_the_right_secret_and_the_right_certificate() {
    let Some(server) = Dovecot::start("localhost") else {
        return;
    };
    server.deliver("1", "", HARMLESS);
    let ca = server.path("ca.pem");
    let right = password(&server, PASSWORD);
    let wrong = server.path("wrong");
    fs::write(&wrong, "open-sesame\n").expect("written");
    let forged = server.token(Some("a-key-of-somebody-else"));
    let (right, wrong, forged) = (arg(&right), arg(&wrong), arg(&forged));
    let trusting = ["--ca", arg(&ca)];
    let refused = "refuses the account `phish`";
    let insecure = "no secure connection";
    let cases: &[(&str, [&str; 2], &[&str], &str)] = &[
        ("localhost", ["--password-file", wrong], &trusting, refused),
        ("localhost", ["--token-file", forged], &trusting, refused),
        ("127.0.0.1", ["--password-file", right], &trusting, insecure),
        ("localhost", ["--password-file", right], &[], insecure),
    ];
    for (host, secret, more, expected) in cases {
        let output = run(2, watch(&server, host, *secret, more));
        let said = talk(&output);
        assert!(said.contains(expected), "{host} {secret:?}: {said}");
        assert!(output.stdout.is_empty());
        for secret in [PASSWORD, "open-sesame", "eyJ"] {
            assert!(!said.contains(secret), "a secret is told: {said}");
        }
    }
    // A wrong password is not tried again and again until the account is locked.
    let again = [trusting[0], trusting[1], "--every", "5"];
    let output = run(
        2,
        watch(&server, "localhost", ["--password-file", wrong], &again),
    );
    assert!(talk(&output).contains(refused));
    assert!(!server.path("state.json").exists());
    run(
        0,
        watch(&server, "localhost", ["--password-file", right], &trusting),
    );
    // The mark of one mailbox is none of another.
    let other = [trusting[0], trusting[1], "--folder", "Archive"];
    let output = run(
        2,
        watch(&server, "localhost", ["--password-file", right], &other),
    );
    assert!(
        talk(&output).contains("the mark of another mailbox"),
        "{}",
        talk(&output)
    );
}

#[test]
fn a_certificate_for_another_name_is_not_believed() {
    let Some(server) = Dovecot::start("imap.elsewhere.example") else {
        return;
    };
    server.deliver("1", "", HARMLESS);
    let ca = server.path("ca.pem");
    let secret = password(&server, PASSWORD);
    let output = run(
        2,
        watch(
            &server,
            "localhost",
            ["--password-file", arg(&secret)],
            &["--ca", arg(&ca)],
        ),
    );
    assert!(
        talk(&output).contains("must be valid for that name"),
        "{}",
        talk(&output)
    );
    assert!(output.stdout.is_empty());
}

#[test]
fn a_folder_may_have_any_name() {
    let Some(server) = Dovecot::start("localhost") else {
        return;
    };
    server.deliver_to(".Verd&AOQ-chtig &- mehr", "1", "", HARMFUL);
    let ca = server.path("ca.pem");
    let secret = password(&server, PASSWORD);
    let secret = ["--password-file", arg(&secret)];
    let more = ["--ca", arg(&ca), "--folder", "Verdächtig & mehr"];
    let output = run(0, watch(&server, "localhost", secret, &more));
    assert_eq!(ids(&lines(&output)), ["harmful@cheap-host.example"]);
    let state = server.path("other.json");
    let missing = [
        "--ca",
        arg(&ca),
        "--folder",
        "Nowhere",
        "--state",
        arg(&state),
    ];
    let mut command = salus(&["mail", "watch", "--user", "phish"]);
    let at = format!("localhost:{}", server.port);
    command.args(["--server", &at]).args(secret).args(missing);
    let output = run(2, command);
    assert!(
        talk(&output).contains("cannot open the folder `Nowhere`"),
        "{}",
        talk(&output)
    );
}

/// So many that the pipe cannot hold what a run would say of all of them.
const MANY: usize = 1_000;

#[test]
fn a_run_that_is_killed_is_taken_up_where_it_stood() {
    let Some(server) = Dovecot::start("localhost") else {
        return;
    };
    for number in 1..=MANY {
        let message = HARMLESS.replace("harmless@", &format!("message-{number}@"));
        // Dovecot numbers messages of a maildir in the order of their names.
        server.deliver(&format!("{number:05}"), "", &message);
    }
    let before = server.messages();
    let ca = server.path("ca.pem");
    let secret = password(&server, PASSWORD);
    let secret = ["--password-file", arg(&secret)];
    let more = ["--ca", arg(&ca)];
    let mut seen = Vec::new();
    let mut kills = 0;
    loop {
        let mut command = watch(&server, "localhost", secret, &more);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        let mut reader = BufReader::new(child.stdout.take().expect("piped"));
        let mut text = String::new();
        for _ in 0..40 {
            reader.read_line(&mut text).expect("text");
        }
        if kills < 2 {
            child.kill().expect("killed");
            kills += 1;
        }
        reader.read_to_string(&mut text).expect("text");
        let ended = child.wait().expect("ended");
        let places: Vec<usize> = text
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .map(|row| {
                row["place"].as_str().expect("a place")["message ".len()..]
                    .parse()
                    .expect("a number")
            })
            .collect();
        seen.push(places);
        if ended.success() {
            break;
        }
    }
    assert_eq!(kills, 2, "it was not quicker than its killer");
    // Each run goes on where the one before stood; only the message in hand when it died may be told again.
    let mut expected = 1;
    for (number, places) in seen.iter().enumerate() {
        let first = places.first().copied().unwrap_or(expected);
        assert!(
            first == expected || (number > 0 && first + 1 == expected),
            "run {number} begins at {first}, not at {expected}"
        );
        assert!(
            places.windows(2).all(|two| two[0] + 1 == two[1]),
            "{places:?}"
        );
        expected = places.last().map_or(expected, |last| last + 1);
    }
    assert_eq!(expected, MANY + 1);
    let all: BTreeSet<usize> = seen.concat().into_iter().collect();
    assert_eq!(all.len(), MANY);
    assert!(seen.len() > 2, "{} runs", seen.len());
    assert_eq!(mark(&server.path("state.json"))["uid"], MANY);
    assert_eq!(server.messages(), before);
}

#[test]
fn a_mailbox_with_new_numbers_is_read_anew() {
    let Some(mut server) = Dovecot::start("localhost") else {
        return;
    };
    server.deliver("1", "", HARMLESS);
    server.deliver("2", "", HARMFUL);
    let (ca, answers) = (server.path("ca.pem"), server.path("answers"));
    let secret = password(&server, PASSWORD);
    let secret = ["--password-file", arg(&secret)];
    let more = ["--ca", arg(&ca), "--answers", arg(&answers)];
    let first = run(0, watch(&server, "localhost", secret, &more));
    assert_eq!(lines(&first).len(), 2);
    let old = mark(&server.path("state.json"));
    server.renumber();
    let second = run(0, watch(&server, "localhost", secret, &more));
    assert_eq!(
        ids(&lines(&second)),
        ["harmless@partner.example", "harmful@cheap-host.example"]
    );
    let new = mark(&server.path("state.json"));
    assert_ne!(old["uid_validity"], new["uid_validity"]);
    assert_eq!(new["uid"], 2);
    let answers = fs::read_dir(&answers).expect("answers").count();
    assert_eq!(answers, 4, "the older answers stay");
    assert!(lines(&run(0, watch(&server, "localhost", secret, &more))).is_empty());
}
