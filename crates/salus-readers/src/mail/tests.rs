//! Messages as written, and the rows they become.

use super::{Mail, head};
use crate::testing::check;
use crate::{Confidence, Reader};

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
fn mboxes_of_every_kind_are_taken_apart() {
    let from = "From a@b Sun Mar  1 08:00:00 2026";
    // Nothing is quoted (mboxcl2), and a sentence has a time of day in it.
    subjects(
        &format!(
            "{from}\nContent-Length: 9999\nSubject: 1\n\nx\n\nFrom noon, 12:30, I waited\nfor you\n\n{from}\nX-Y: 2\n\nx\n"
        ),
        &[
            "Content-Length: 9999|Subject: 1||x||From noon, 12:30, I waited|for you",
            "X-Y: 2||x",
        ],
    );
    // No blank line between messages; only mail's own headers tell then.
    subjects(
        &format!("{from}\nSubject: 1\n\nx\n{from}\nReceived: 2\n\nx\n{from}\nNote: mine\n"),
        &[
            "Subject: 1||x",
            &format!("Received: 2||x|{from}|Note: mine"),
        ],
    );
    // Line ends of Windows, quotes within quotes (mboxrd), a second mark of old programs.
    subjects(
        &format!(
            "{from}\r\n>From old\r\nSubject: 1\r\n\r\n>>From a\r\n>>x\r\n\r\n{from}\r\nSubject: 2\r\n"
        ),
        &["From old\r|Subject: 1\r|\r|>From a\r|>>x", "Subject: 2"],
    );
    // A message without headers at the end.
    subjects(
        &format!("{from}\nSubject: 1\n\nx\n\n{from}\n"),
        &["Subject: 1||x"],
    );
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
        ("Subject: a\nFrom\n : b@c.org\n\nx", 2),
        ("hello", 0),
    ] {
        assert_eq!(head::top(head.as_bytes()).known, known, "{head}");
    }
}

#[test]
fn an_encoded_message_inside_is_left_closed() {
    let mail = "From: a@a.org\nSubject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\
        Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeA==\n--b--\n";
    let ready = salus_mime::ready(&salus_mime::probe(), mail.as_bytes());
    let text = String::from_utf8(ready.into_owned()).expect("text stays text");
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

#[test]
fn one_header_alone_is_enough_if_only_mail_has_it() {
    use Confidence::{No, Possible};
    for (head, expected) in [
        ("From: Ann <ann@a.org>\n\nhello\n", Possible),
        ("From: Ann <ann@a.org>\n", Possible),
        ("From: Ann\n\nhello\n", No),
        ("From: Ann <ann@a.org>\nhello\n", No),
        ("From: ann@a.org\nLicence: MIT\n\nhello\n", No),
        ("Content-type: text/html\n\n<p>hello\n", Possible),
        (
            "Content-Type: multipart/mixed;\r\n boundary=b\r\n\r\n--b\r\n",
            Possible,
        ),
        ("Content-Type: a table\n\n", No),
        ("Subject: hello\n\nhello\n", No),
        ("# From: ann@a.org\n\n", No),
        (
            "title: a rule\nreferences:\n    - https://a.org\nsubject: b\nto: c\n",
            No,
        ),
        (
            "title: a rule\nauthor: b\ndate: 2026-03-01\nsender: c\nreferences: d\n",
            No,
        ),
    ] {
        assert_eq!(Mail.sniff(head.as_bytes()), expected, "{head}");
    }
}

const FEEDBACK: &str = "From: abuse@relay.org\nSubject: report\nContent-Type: multipart/report; boundary=b\n\n\
    --b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nSource-IP: 192.0.2.1\n\
    Reported-URI: http://a.org/\nReported-URI: http://b.org/\nArrival-Date: 8 Oct 2011 20:15:58 +0000 (GMT)\n\
    Authentication-Results: mx.org;\n dkim=fail\n\n\
    --b\nContent-Type: message/rfc822\n\nFrom: <x@y.org>\nSubject: Earn money\nMessage-ID: <1@y.org>\n\nspam\n--b--\n";

fn beside_the_mail(message: &str, expected: &[&str]) {
    let found = crate::testing::shown(&Mail, message.as_bytes());
    let found: Vec<&str> = found
        .iter()
        .map(String::as_str)
        .filter(|line| !line.starts_with("record 1: mail "))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn feedback_is_a_record_of_its_own() {
    let expected = "record 1: mail_feedback time=2011-10-08T20:15:58Z Feedback-Type=abuse \
        Source-IP=192.0.2.1 Reported-URI=[\"http://a.org/\",\"http://b.org/\"] \
        Arrival-Date=8 Oct 2011 20:15:58 +0000 (GMT) Authentication-Results=mx.org; dkim=fail \
        original.From=<x@y.org> original.Subject=Earn money original.Message-ID=<1@y.org>";
    beside_the_mail(FEEDBACK, &[expected]);
    let encoded = "RmVlZGJhY2stVHlwZTogYWJ1c2UK";
    let start = FEEDBACK.split("Feedback-Type").next().expect("a start");
    let start = start.trim_end();
    let message = format!("{start}\nContent-Transfer-Encoding: base64\n\n{encoded}\n--b--\n");
    beside_the_mail(&message, &["record 1: mail_feedback Feedback-Type=abuse"]);
}

#[test]
fn reports_inside_a_message_are_read() {
    let head = "From: noreply@relay.org\nSubject: Report\nContent-Type: multipart/mixed; boundary=b\n\n--b\n";
    let dmarc = "<?xml version=\"1.0\"?><feedback><report_metadata><report_id>7</report_id></report_metadata>\
        <record><row><count>2</count></row></record><record><row><count>3</count></row></record></feedback>";
    beside_the_mail(
        &format!("{head}Content-Type: text/xml; name=r.xml\n\n{dmarc}\n--b--\n"),
        &[
            "record 1: dmarc_aggregate report_metadata.report_id=7 row.count=2",
            "record 1: dmarc_aggregate report_metadata.report_id=7 row.count=3",
        ],
    );
    let tls = "{\"report-id\":\"9\",\"date-range\":{\"start-datetime\":\"2026-03-01T00:00:00Z\"},\
        \"policies\":[{\"policy\":{\"policy-type\":\"sts\"}}]}";
    beside_the_mail(
        &format!("{head}Content-Type: application/tlsrpt+json\n\n{tls}\n--b--\n"),
        &[
            "record 1: tls_report time=2026-03-01T00:00:00Z report-id=9 \
           date-range.start-datetime=2026-03-01T00:00:00Z policy.policy-type=sts",
        ],
    );
    beside_the_mail(
        &format!("{head}Content-Type: application/json\n\n{{\"a\":1}}\n--b--\n"),
        &[],
    );
}

/// The columns of the one row that begin so.
fn columns(message: &str, names: &[&str], expected: &str) {
    let lines = crate::testing::shown(&Mail, message.as_bytes());
    assert_eq!(lines.len(), 1, "{lines:?}");
    let row: Vec<&str> = lines[0].split(' ').collect();
    let found: Vec<&str> = row
        .into_iter()
        .filter(|cell| {
            names
                .iter()
                .any(|name| cell.starts_with(&format!("{name}=")))
        })
        .collect();
    assert_eq!(found.join(" "), expected, "{message}");
}

#[test]
fn an_odd_date_takes_nothing_with_it() {
    let names = &["time", "from_address"];
    columns(
        "Date: 31 May 02 1:28:53 PM\nFrom: a@b.org\nSubject: x\n\ny",
        names,
        "from_address=a@b.org",
    );
    columns(
        "Received: from c by d; Sun, 1 Mar 2026 09:00:00 +0100\nDate: 31 May 02 1:28:53 PM\nFrom: a@b.org\n\ny",
        names,
        "time=2026-03-01T08:00:00Z from_address=a@b.org",
    );
    columns(
        "Received: from c by d; Sun, 1 Mar 2026 09:00:00 +0100\nDate: Sun, 1 Mar 2026 08:00:00\nFrom: a@b.org\n\ny",
        names,
        "time=2026-03-01T08:00:00Z from_address=a@b.org",
    );
    columns(
        "Date: Tue, 7 Apr 2026 10:00:t <x@y.org>\nFrom: a@b.org\n\ny",
        names,
        "from_address=a@b.org",
    );
    columns("Date: (\nFrom: a@b.org\n\ny", names, "from_address=a@b.org");
}

#[test]
fn a_name_does_not_hide_the_sender() {
    columns(
        "From: \"Booking@shop.org\", <x@y.org>\nSubject: x\n\ny",
        &["from_address"],
        "from_address=x@y.org",
    );
}

#[test]
fn a_file_of_apple_mail_ends_before_its_properties() {
    let message = "From: a@b.org\nSubject: x\n\nhello\n";
    let file = format!(
        "{:<10}\n{message}<?xml version=\"1.0\"?>\n<plist/>\n",
        message.len()
    );
    assert_eq!(Mail.sniff(file.as_bytes()), Confidence::Likely);
    subjects(&file, &["From: a@b.org|Subject: x||hello"]);
    columns(
        &file,
        &["from_address", "subject"],
        "from_address=a@b.org subject=x",
    );
    // A length that is not so is not believed.
    subjects(
        &format!("5\n{message}"),
        &["From: a@b.org|Subject: x||hello"],
    );
    assert_eq!(Mail.sniff(b"12\n13\n"), Confidence::No);
}

#[test]
fn names_and_subjects_in_sets_of_two_bytes_are_read() {
    let cases = [
        (
            "ISO-2022-JP",
            "GyRCOzNFRCQrJGkkTkBBNWE9cRsoQg==",
            "山田からの請求書",
        ),
        ("Shift_JIS", "g1yDdINngsyNWJBW", "ソフトの更新"),
        ("EUC-JP", "u7PFxA==", "山田"),
        ("GB2312", "t6LGsbrNw9zC6w==", "发票和密码"),
        ("GB18030", "6Ua7+Q==", "镕基"),
        ("Big5", "s1ylXLtcqrq1b7K8", "許功蓋的發票"),
        ("EUC-KR", "uvG50Ln4yKMguq+w5g==", "비밀번호 변경"),
    ];
    for (set, encoded, text) in cases {
        let message = format!(
            "From: =?{set}?B?{encoded}?= <a@b.org>\r\nSubject: Re: =?{set}?b?{encoded}?=\r\n\r\n"
        );
        let kept = crate::testing::kept::Kept::of(message.as_bytes(), |evidence, sink| {
            Mail.read(evidence, sink)
        });
        let (_, values) = kept.records.values().next().expect("a record");
        assert_eq!(values["from_name"], text, "{set}");
        assert_eq!(values["subject"], format!("Re: {text}"), "{set}");
        assert_eq!(values["from_address"], "a@b.org", "{set}");
    }
}
