//! `salus mail gate` at a real Postfix: what is added, taken away, kept aside and refused, and that nothing is lost.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{ChildStderr, Stdio};

use serde_json::Value;

use super::postfix::{Postfix, send};
use super::{HARMFUL, HARMLESS, Served, free_ports, open_folder, wait_for};
use crate::run::{arg, expect, salus, talk};

/// The gate, open.
struct Gate {
    served: Served,
    _talk: BufReader<ChildStderr>,
}

/// Opens a gate that writes what it decides into `told`.
fn open(place: &str, told: &Path, more: &[&str]) -> Gate {
    let out = fs::File::options().create(true).append(true).open(told);
    let started = salus(&["mail", "gate", "--json", "--listen", place])
        .args(["--own", "clinic.example"])
        .args(more)
        .stdout(out.expect("a file"))
        .stderr(Stdio::piped())
        .spawn();
    let mut child = started.expect("the binary starts");
    let mut talk = BufReader::new(child.stderr.take().expect("piped"));
    let mut line = String::new();
    talk.read_line(&mut line).expect("text");
    assert_eq!(line, format!("listening at {place}\n"));
    Gate {
        served: Served(child),
        _talk: talk,
    }
}

fn told(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).expect("there");
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// Values of our headers in a delivered message, as `name: value`.
fn ours(message: &str) -> Vec<&str> {
    let (headers, _) = message.split_once("\n\n").expect("a message");
    let is_ours = |line: &&str| line.to_ascii_lowercase().starts_with("x-salus-");
    headers.lines().filter(is_ours).collect()
}

#[test]
fn messages_are_marked_forged_marks_are_gone_and_the_rest_is_untouched() {
    let [port] = free_ports();
    let Some(server) = Postfix::start(&format!("inet:127.0.0.1:{port}")) else {
        return;
    };
    let said = server.path("said.jsonl");
    let gate = open(&format!("inet:{port}@127.0.0.1"), &said, &[]);
    let forged = format!(
        "X-Salus-Verdict: clean; probability=0.00\r\nx-salus-reasons: none\r\nX-SALUS-VERDICT : clean\r\n\
         X-Salus-Verdict:\r\n clean\r\n{HARMFUL}"
    );
    for (message, at_least) in [(HARMLESS, 1), (&*forged, 2)] {
        let answer = send(server.asking, "nurse@clinic.example", message);
        assert!(answer.starts_with("250 "), "{answer}");
        wait_for("a message", || {
            (server.delivered("nurse").len() >= at_least).then_some(())
        });
    }
    let delivered = server.delivered("nurse");
    let find = |what: &str| {
        delivered
            .iter()
            .find(|one| one.contains(what))
            .expect("delivered")
    };
    let harmless = find("<harmless@");
    let marks = ours(harmless);
    assert_eq!(marks.len(), 1, "{marks:?}");
    assert!(
        marks[0].starts_with("X-Salus-Verdict: clean; probability=0."),
        "{marks:?}"
    );
    assert!(
        harmless.ends_with("\n\nOur opening hours stay the same in December.\n\nThe lab\n"),
        "{harmless}"
    );
    let marks = ours(find("<harmful@"));
    assert_eq!(marks.len(), 2, "{marks:?}");
    assert!(
        marks[0].starts_with("X-Salus-Verdict: malicious; probability="),
        "{marks:?}"
    );
    assert!(marks[1].starts_with("X-Salus-Reasons: "), "{marks:?}");
    assert!(marks[1].contains("identity.two_senders"), "{marks:?}");

    let rows = told(&said);
    let words: Vec<_> = rows
        .iter()
        .map(|row| row["verdict"].as_str().unwrap_or(""))
        .collect();
    assert_eq!(words, ["clean", "malicious"]);
    for row in &rows {
        assert_eq!(row["file"], "milter");
        let queue_id = row["place"].as_str().expect("a place");
        let log = fs::read_to_string(server.path("log")).expect("a log");
        assert!(
            queue_id.len() > 5 && log.contains(&format!(" {queue_id}: ")),
            "{queue_id}"
        );
    }
    assert!(
        gate.served.end().success(),
        "it ends well when it is asked to"
    );
}

#[test]
fn harmful_messages_are_refused_or_kept_aside_as_was_chosen() {
    let [port] = free_ports();
    let Some(server) = Postfix::start(&format!("inet:127.0.0.1:{port}")) else {
        return;
    };
    let said = server.path("said.jsonl");
    let place = format!("inet:{port}@127.0.0.1");
    let gate = open(&place, &said, &["--reject", "malicious"]);
    let answer = send(server.asking, "nurse@clinic.example", HARMFUL);
    assert!(answer.starts_with("550 5.7.1 "), "{answer}");
    let answer = send(server.asking, "nurse@clinic.example", HARMLESS);
    assert!(answer.starts_with("250 "), "{answer}");
    wait_for("the harmless message", || {
        (server.delivered("nurse").len() == 1).then_some(())
    });
    gate.served.signal("-INT");
    assert!(gate.served.end().success());

    let gate = open(&place, &said, &["--quarantine", "suspicious"]);
    let answer = send(server.asking, "desk@clinic.example", HARMFUL);
    assert!(answer.starts_with("250 "), "{answer}");
    wait_for("a message kept aside", || {
        (server.waiting("hold") == 1).then_some(())
    });
    send(server.asking, "desk@clinic.example", HARMLESS);
    wait_for("the harmless message", || {
        (server.delivered("desk").len() == 1).then_some(())
    });
    assert_eq!(server.waiting("hold"), 1);
    assert!(server.delivered("desk")[0].contains("<harmless@"));
    assert_eq!(told(&said).len(), 4);
    drop(gate);
}

#[test]
fn mail_waits_while_the_gate_is_gone_and_comes_when_it_is_back() {
    let folder = open_folder();
    let socket = folder.path().join("gate");
    let Some(server) = Postfix::start(&format!("unix:{}", socket.display())) else {
        return;
    };
    let said = server.path("said.jsonl");
    let place = format!("unix:{}", socket.display());
    let gate = open(&place, &said, &["--on-failure", "tempfail"]);
    send(server.queueing, "nurse@clinic.example", HARMLESS);
    wait_for("the first message", || {
        (server.delivered("nurse").len() == 1).then_some(())
    });
    // Killed without a word, so that its socket stays.
    gate.served.signal("-KILL");
    drop(gate);
    assert!(socket.exists());
    let second = HARMLESS.replace("harmless@", "second@");
    let answer = send(server.queueing, "nurse@clinic.example", &second);
    assert!(answer.starts_with("250 "), "{answer}");
    wait_for("a message that waits", || {
        (server.waiting("deferred") == 1).then_some(())
    });
    let answer = send(server.asking, "nurse@clinic.example", HARMFUL);
    assert!(
        answer.starts_with("451 "),
        "a sender without a queue tries again: {answer}"
    );
    assert_eq!(server.delivered("nurse").len(), 1);

    let gate = open(&place, &said, &["--on-failure", "tempfail"]);
    server.flush();
    wait_for("the message that waited", || {
        server.flush();
        (server.delivered("nurse").len() == 2).then_some(())
    });
    let delivered = server.delivered("nurse");
    let second = delivered
        .iter()
        .find(|one| one.contains("<second@"))
        .expect("it came");
    assert_eq!(ours(second).len(), 1);
    wait_for("an empty queue", || {
        (server.waiting("deferred") + server.waiting("active") == 0).then_some(())
    });
    assert!(gate.served.end().success());
    assert!(!socket.exists());
}

#[test]
fn a_place_that_is_taken_or_none_is_said() {
    let folder = open_folder();
    let file = folder.path().join("file");
    fs::write(&file, "of somebody").expect("written");
    let at_file = format!("unix:{}", file.display());
    for (place, expected) in [
        ("8895", "write inet:PORT@HOST or unix:PATH"),
        (&*at_file, "another file is there"),
    ] {
        let output = expect(2, &["mail", "gate", "--listen", place]);
        assert!(talk(&output).contains(expected), "{}", talk(&output));
    }
    assert_eq!(
        fs::read_to_string(arg(&file)).expect("there"),
        "of somebody"
    );
}
