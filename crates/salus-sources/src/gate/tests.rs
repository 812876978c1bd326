//! The gate, asked by a mail server made of bytes.

use std::sync::{Arc, Mutex};

use salus_record::limits;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tokio::sync::watch;

use super::session::{Session, Shared};
use super::{Action, Decision, Keeper, Letter, Listen, OnFailure};

/// What the keeper of the tests was shown, and said.
#[derive(Default)]
struct Seen {
    letters: Mutex<Vec<String>>,
    failures: Mutex<Vec<String>>,
}

struct Door(Arc<Seen>);

impl Keeper for Door {
    const HEADERS: &'static [&'static str] = &["X-Own"];

    fn decide(&self, letter: &Letter) -> Result<Decision, String> {
        let raw = String::from_utf8_lossy(&letter.raw).into_owned();
        let Letter {
            arrival,
            recipients,
            queue_id,
            ..
        } = letter;
        let client = arrival.client.map_or("-".to_owned(), |one| one.to_string());
        let told = format!(
            "{queue_id} {client} {} {} {recipients:?}\n{raw}",
            arrival.helo, arrival.mail_from
        );
        self.0.letters.lock().expect("whole").push(told);
        let action = match raw.contains("bad") {
            _ if raw.contains("break") => panic!("an examination that breaks"),
            _ if raw.contains("fail") => return Err("out of order".to_owned()),
            _ if raw.contains("odd") => Action::Quarantine,
            true => Action::Reject,
            false => Action::Accept,
        };
        Ok(Decision {
            headers: vec![("X-Own", "seen".to_owned())],
            action,
        })
    }

    fn too_large(&self, letter: &Letter) -> Decision {
        assert!(letter.raw.is_empty());
        Decision {
            headers: vec![("X-Own", "too large".to_owned())],
            action: Action::Accept,
        }
    }

    fn failed(&self, reason: &str) {
        self.0
            .failures
            .lock()
            .expect("whole")
            .push(reason.to_owned());
    }

    fn opened(&self, _: &str) {}
}

fn packet(letter: u8, parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    let length = (body.len() as u32 + 1).to_be_bytes();
    [&length[..], &[letter], &body].concat()
}

fn offer(version: u32, actions: u32, terms: u32) -> Vec<u8> {
    let numbers = [version, actions, terms].map(u32::to_be_bytes);
    packet(b'O', &[&numbers.concat()])
}

const ALL: u32 = 0x1f_ffff;
const CLIENT: &[u8] = b"mx.sender.example\x004\x00\x19192.0.2.7\x00";

/// A whole message, envelope and all, behind a negotiation.
fn message(headers: &[(&str, &str)], body: &[&[u8]]) -> Vec<u8> {
    let mut all = [
        packet(b'C', &[CLIENT]),
        packet(b'H', &[b"mx.sender.example\0"]),
        packet(b'D', &[b"M", b"i\x004XYZ\0{mail_addr}\0a@b\0"]),
        packet(b'M', &[b"<a@sender.example>\0SIZE=5\0"]),
        packet(b'R', &[b"<n@clinic.example>\0"]),
        packet(b'R', &[b"<m@clinic.example>\0"]),
    ]
    .concat();
    for (name, value) in headers {
        all.extend(packet(
            b'L',
            &[name.as_bytes(), b"\0", value.as_bytes(), b"\0"],
        ));
    }
    all.extend(packet(b'N', &[]));
    for piece in body {
        all.extend(packet(b'B', &[piece]));
    }
    all.extend(packet(b'E', &[]));
    all
}

/// What a session answers to these bytes: a letter and its text for each packet.
fn talk(seen: &Arc<Seen>, on_failure: OnFailure, sent: &[u8]) -> (Vec<String>, bool) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let shared = Arc::new(Shared {
            keeper: Door(Arc::clone(seen)),
            on_failure,
            room: Arc::default(),
        });
        let (_stop, stopping) = watch::channel(false);
        let served = tokio::spawn(Session::new(theirs, shared).serve(stopping));
        let heard = exchange(ours, sent).await;
        (heard, served.await.expect("no panic").is_ok())
    })
}

async fn exchange(ours: DuplexStream, sent: &[u8]) -> Vec<String> {
    let (mut read, mut write) = tokio::io::split(ours);
    let sending = async {
        // A session that has ended takes no more.
        let _ = write.write_all(sent).await;
        let _ = write.shutdown().await;
    };
    let mut bytes = Vec::new();
    let reading = read.read_to_end(&mut bytes);
    let (_, read) = futures::future::join(sending, reading).await;
    read.expect("the answers");
    let mut rest = bytes.as_slice();
    let mut heard = Vec::new();
    while let Some((length, more)) = rest.split_first_chunk::<4>() {
        let (one, more) = more.split_at(u32::from_be_bytes(*length) as usize);
        let letter = char::from(one[0]);
        // Numbers in front of texts are told in their own way.
        let text = match letter {
            'O' => one[1..].iter().map(|byte| format!("{byte:02x}")).collect(),
            'm' => format!("{}:{}", one[4], String::from_utf8_lossy(&one[5..])),
            _ => String::from_utf8_lossy(&one[1..]).into_owned(),
        };
        heard.push(format!("{letter}{}", text.replace('\0', "|")));
        rest = more;
    }
    heard
}

#[test]
fn a_message_is_put_together_as_it_came_and_answered() {
    let seen = Arc::new(Seen::default());
    let headers = [
        ("From", " a@sender.example"),
        ("x-own", " forged"),
        ("Subject", " folded\n\tand more"),
        ("X-Own", "forged again"),
    ];
    let sent = [
        offer(6, 0x1ff, ALL),
        message(&headers, &[b"one\r\n", b"two\r\n"]),
    ]
    .concat();
    let (heard, ended) = talk(&seen, OnFailure::Accept, &sent);
    assert!(ended);
    assert_eq!(
        heard,
        [
            "O0000000600000031001cf380",
            "m2:X-Own||",
            "m1:X-Own||",
            "hX-Own| seen|",
            "a"
        ]
    );
    assert_eq!(
        *seen.letters.lock().expect("whole"),
        [
            "4XYZ 192.0.2.7 mx.sender.example a@sender.example [\"n@clinic.example\", \"m@clinic.example\"]\n\
          From: a@sender.example\r\nx-own: forged\r\nSubject: folded\r\n\tand more\r\nX-Own:forged again\r\n\
          \r\none\r\ntwo\r\n"
        ]
    );
}

#[test]
fn an_old_server_is_answered_at_every_step() {
    let seen = Arc::new(Seen::default());
    let sent = [
        offer(2, 0x1f, 0x7f),
        message(&[("From", "a@b")], &[b"odd\r\n"]),
    ]
    .concat();
    let (heard, ended) = talk(&seen, OnFailure::Accept, &sent);
    assert!(ended);
    let mut expected = vec!["O000000020000001100000000".to_owned()];
    // Connection, greeting, sender, two recipients, header, end of headers, body.
    expected.extend(["c"; 8].map(str::to_owned));
    // It knows no quarantine.
    expected.extend(["hX-Own|seen|", "a"].map(str::to_owned));
    assert_eq!(heard, expected);
    assert!(seen.letters.lock().expect("whole")[0].ends_with("From: a@b\r\n\r\nodd\r\n"));
    assert_eq!(
        *seen.failures.lock().expect("whole"),
        ["the mail server knows no quarantine"]
    );
}

#[test]
fn each_decision_and_each_failure_has_its_answer() {
    let refusal = "y550 5.7.1 this message was found harmful and is not accepted|";
    let cases: &[(&str, OnFailure, &[&str])] = &[
        ("good", OnFailure::Accept, &["hX-Own| seen|", "a"]),
        ("bad", OnFailure::Accept, &[refusal]),
        (
            "odd",
            OnFailure::Accept,
            &["hX-Own| seen|", "qfound harmful or suspicious|", "a"],
        ),
        ("fail", OnFailure::Accept, &["a"]),
        ("fail", OnFailure::TemporaryFailure, &["t"]),
        ("break", OnFailure::Accept, &["a"]),
        ("break", OnFailure::TemporaryFailure, &["t"]),
    ];
    for (text, on_failure, expected) in cases {
        let seen = Arc::new(Seen::default());
        let sent = [offer(6, 0x1ff, ALL), message(&[], &[text.as_bytes()])].concat();
        let (heard, ended) = talk(&seen, *on_failure, &sent);
        assert!(ended, "{text}");
        assert_eq!(heard[1..], **expected, "{text}");
        let failures = seen.failures.lock().expect("whole").join(" ");
        let has_failed = matches!(*text, "fail" | "break");
        assert_eq!(
            failures.contains("`4XYZ` is not examined"),
            has_failed,
            "{failures}"
        );
    }
}

#[test]
fn a_message_that_is_too_large_goes_on_and_forged_headers_do_not() {
    let seen = Arc::new(Seen::default());
    let piece = vec![b'x'; 65_535];
    let pieces: Vec<&[u8]> = vec![&piece; limits::RECORD_BYTES / piece.len() + 2];
    let sent = [
        offer(6, 0x1ff, ALL),
        message(&[("X-Own", " fine")], &pieces),
        message(&[("From", " a@b")], &[b"small"]),
    ]
    .concat();
    let (heard, ended) = talk(&seen, OnFailure::TemporaryFailure, &sent);
    assert!(ended);
    assert_eq!(
        heard[1..],
        [
            "m1:X-Own||",
            "hX-Own| too large|",
            "a",
            "hX-Own| seen|",
            "a"
        ]
    );
    assert_eq!(seen.letters.lock().expect("whole").len(), 1);
}

#[test]
fn messages_of_one_connection_do_not_mix() {
    let seen = Arc::new(Seen::default());
    let sent = [
        offer(6, 0x1ff, ALL),
        packet(b'C', &[CLIENT]),
        packet(b'H', &[b"first.example\0"]),
        packet(b'M', &[b"<gone@sender.example>\0"]),
        packet(b'R', &[b"<n@clinic.example>\0"]),
        packet(b'L', &[b"X-Own\0 one\0"]),
        packet(b'A', &[]),
        packet(b'M', &[b"<>\0"]),
        packet(b'L', &[b"Subject\0 second\0"]),
        packet(b'E', &[b"last"]),
        packet(b'K', &[]),
        packet(b'C', &[b"[1]\x006\x00\x19IPv6:2001:db8::1\x00"]),
        packet(b'M', &[b"<c@d>\0"]),
        packet(b'E', &[]),
        packet(b'Q', &[]),
    ]
    .concat();
    let (heard, ended) = talk(&seen, OnFailure::Accept, &sent);
    assert!(ended);
    assert_eq!(heard[1..], ["hX-Own| seen|", "a", "hX-Own| seen|", "a"]);
    assert_eq!(
        *seen.letters.lock().expect("whole"),
        [
            " 192.0.2.7 first.example  []\nSubject: second\r\n\r\nlast",
            " 2001:db8::1  c@d []\n\r\n"
        ]
    );
}

#[test]
fn a_closing_gate_answers_what_is_under_way() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let seen = Arc::new(Seen::default());
    runtime.block_on(async {
        let (stop, stopping) = watch::channel(false);
        let begin = |sent: Vec<u8>| {
            let (mut ours, theirs) = tokio::io::duplex(1 << 20);
            let shared = Arc::new(Shared {
                keeper: Door(Arc::clone(&seen)),
                on_failure: OnFailure::Accept,
                room: Arc::default(),
            });
            let served = tokio::spawn(Session::new(theirs, shared).serve(stopping.clone()));
            async move {
                let all = [offer(6, 0x1ff, ALL), sent].concat();
                ours.write_all(&all).await.expect("sent");
                let mut agreed = [0; 17];
                ours.read_exact(&mut agreed).await.expect("agreed");
                (ours, served)
            }
        };
        let (_idle, idle) = begin(packet(b'H', &[b"a\0"])).await;
        let (mut busy, under_way) = begin(packet(b'M', &[b"<a@b>\0"])).await;
        // Until all that was sent is taken in.
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        stop.send(true).expect("they listen");
        assert!(idle.await.expect("no panic").is_ok());
        assert!(!under_way.is_finished());
        let rest = [packet(b'B', &[b"good"]), packet(b'E', &[])].concat();
        busy.write_all(&rest).await.expect("sent");
        let mut answer = Vec::new();
        busy.read_to_end(&mut answer).await.expect("answered");
        assert!(answer.ends_with(&packet(b'a', &[])));
        assert!(under_way.await.expect("no panic").is_ok());
    });
    assert_eq!(seen.letters.lock().expect("whole").len(), 1);
}

#[test]
fn what_is_no_mail_server_ends_its_own_connection_only() {
    let negotiated = offer(6, 0x1ff, ALL);
    let after = |packets: &[u8]| [&negotiated[..], packets].concat();
    let cases: &[(&str, Vec<u8>, bool)] = &[
        ("nothing", vec![], true),
        ("HTTP", b"GET / HTTP/1.1\r\nHost: a\r\n\r\n".to_vec(), false),
        ("a length of none", vec![0; 4], false),
        ("half a packet", vec![0, 0, 0, 13, b'O', 0], false),
        ("no negotiation", packet(b'C', &[CLIENT]), false),
        ("an offer without numbers", packet(b'O', &[b"\0\0"]), false),
        ("an offer of nothing", offer(6, 0, 0), false),
        ("two offers", after(&negotiated), false),
        ("an unknown letter", after(&packet(b'?', &[])), false),
        (
            "a header without end",
            after(&packet(b'L', &[b"Subject"])),
            false,
        ),
        (
            "a client without address",
            after(&packet(b'C', &[b"a\x004"])),
            false,
        ),
        (
            "a hang-up in a message",
            after(&packet(b'M', &[b"<a@b>\0"])),
            true,
        ),
    ];
    for (name, sent, expected) in cases {
        let seen = Arc::new(Seen::default());
        let (_, ended) = talk(&seen, OnFailure::Accept, sent);
        assert_eq!(ended, *expected, "{name}");
        assert!(seen.letters.lock().expect("whole").is_empty(), "{name}");
    }
}

#[test]
fn any_bytes_do_no_harm() {
    let sound = [offer(6, 0x1ff, ALL), message(&[("A", " b")], &[b"good"])].concat();
    for at in 0..sound.len() {
        let seen = Arc::new(Seen::default());
        let mut damaged = sound.clone();
        damaged[at] ^= 0x55;
        talk(&seen, OnFailure::Accept, &damaged);
        talk(&seen, OnFailure::Accept, &sound[..at]);
    }
}

#[test]
fn places_are_written_as_mail_servers_write_them() {
    let inet = |host: &str, port| {
        Some(Listen::Inet {
            host: host.to_owned(),
            port,
        })
    };
    let cases = [
        ("inet:8895@127.0.0.1", inet("127.0.0.1", 8895)),
        ("inet:8895@[::1]", inet("::1", 8895)),
        ("inet:8895", inet("127.0.0.1", 8895)),
        (
            "unix:/run/salus/gate",
            Some(Listen::Unix("/run/salus/gate".into())),
        ),
        ("unix:", None),
        ("inet:port@host", None),
        ("inet:70000@host", None),
        ("inet:25@", None),
        ("127.0.0.1:8895", None),
    ];
    for (text, expected) in cases {
        assert_eq!(text.parse::<Listen>().ok(), expected, "{text}");
    }
}

#[cfg(unix)]
#[test]
fn a_socket_left_behind_gives_way_and_nothing_else_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("gate");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let place = Listen::Unix(path.clone());
        // As a killed program leaves it.
        drop(std::os::unix::net::UnixListener::bind(&path).expect("bound"));
        assert!(path.exists());
        let open = place.open().await.expect("opened");
        assert!(place.open().await.is_err(), "it is served");
        drop(open);
        assert!(!path.exists(), "it goes with the gate");
        std::fs::write(&path, "a file").expect("written");
        assert!(place.open().await.is_err(), "a file of somebody else");
        assert_eq!(std::fs::read_to_string(&path).expect("there"), "a file");
    });
}
