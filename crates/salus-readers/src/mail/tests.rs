//! Messages as written, and the rows they become.

use super::{Mail, known_headers};
use crate::testing::check;

const HELLO: &str = "From: Ann <ann@a.org>\r\nTo: bob@b.org\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\n\
    Date: Sun, 1 Mar 2026 08:00:00 +0100\r\nMessage-ID: <1@a.org>\r\n\r\nsee http://c.org/x.\r\n";

#[test]
fn a_message_becomes_one_record() {
    check(
        &Mail,
        HELLO,
        &[
            "record 1: mail time=2026-03-01T07:00:00Z message_id=1@a.org from=Ann <ann@a.org> \
           from_address=ann@a.org from_name=Ann to=[\"bob@b.org\"] subject=Café \
           date=Sun, 1 Mar 2026 08:00:00 +0100 received=[] \
           links=[{\"url\":\"http://c.org/x\",\"text\":\"http://c.org/x\"}] \
           link_domains=[\"c.org\"] body_text=see http://c.org/x.\r\n body_html_present=false \
           attachments=[] attachment_names=[] attachment_types=[] x_headers={} \
           headers=[[\"From\",\"Ann <ann@a.org>\"],[\"To\",\"bob@b.org\"],\
           [\"Subject\",\"=?utf-8?q?Caf=C3=A9?=\"],[\"Date\",\"Sun, 1 Mar 2026 08:00:00 +0100\"],\
           [\"Message-ID\",\"<1@a.org>\"]] size=154",
        ],
    );
}

fn subjects(mbox: &str, expected: &[&str]) {
    use std::io::Cursor;
    let mut input = Cursor::new(mbox.as_bytes());
    let mut messages = super::Messages::new(&mut input);
    let mut found = Vec::new();
    while let Some(super::Taken::Message(raw)) = messages.next().expect("memory can be read") {
        found.push(String::from_utf8_lossy(&raw).trim().replace('\n', "|"));
    }
    assert_eq!(found, expected);
}

#[test]
fn an_mbox_is_taken_message_by_message() {
    subjects(
        "From a@b Sun Mar  1 08:00:00 2026\nSubject: 1\n\n>From home\nFrom within\n\n\
         From the start I knew\n\nFrom a@b Sun Mar  1 08:00:00 2026\nSubject: 2\n\nx\n",
        &[
            "Subject: 1||From home|From within||From the start I knew",
            "Subject: 2||x",
        ],
    );
    subjects(
        "Subject: 1\n\nFrom a@b Sun Mar  1 08:00:00 2026\n",
        &["Subject: 1||From a@b Sun Mar  1 08:00:00 2026"],
    );
    subjects("\n\n", &[]);
}

#[test]
fn what_has_no_header_of_mail_is_rejected() {
    check(
        &Mail,
        "hello\r\n\r\nworld",
        &["record 1: rejected, not a message: no header that mail has"],
    );
    check(&Mail, "", &[]);
}

#[test]
fn two_known_headers_make_a_message() {
    for (head, known) in [
        ("Subject: a\nTo: b\n\nFrom: c", 2),
        (
            "From x Sun Mar  1 08:00:00 2026\nReceived: a\n b\nX-Y: z\nDate: c\n",
            2,
        ),
        ("{\"from\": 1,\n\"to\": 2}", 0),
        ("to,from\n1,2\n", 0),
        ("hello", 0),
    ] {
        assert_eq!(known_headers(head.as_bytes()), known, "{head}");
    }
}

#[test]
fn an_encoded_message_inside_is_left_closed() {
    let mail = "From: a@a.org\nSubject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\
        Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeA==\n--b--\n";
    let mut raw = mail.as_bytes().to_vec();
    super::nesting::close_encoded_messages(&super::nesting::probe(), &mut raw);
    let text = String::from_utf8(raw).expect("text stays text");
    assert!(
        text.contains("Content-Transfer-Encoding: ------\n"),
        "{text}"
    );
}

#[test]
fn a_long_chain_of_messages_is_refused() {
    let chain = "Content-Type: message/rfc822\n\n".repeat(3_000);
    check(
        &Mail,
        &format!("From: a@a.org\n{chain}"),
        &["record 1: rejected, a message of more than 2,000 parts"],
    );
}
