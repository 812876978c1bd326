//! Messages as Outlook saves them, built here, and the rows they become.

use std::io::{Cursor, Write as _};

use cfb::CompoundFile;

use super::Outlook;
use crate::testing::{check_bytes, shown};
use crate::{Confidence, Reader};

/// An OLE file in the making.
struct Saved(CompoundFile<Cursor<Vec<u8>>>);

impl Saved {
    fn new() -> Self {
        Self(CompoundFile::create(Cursor::new(Vec::new())).expect("memory"))
    }

    fn storage(&mut self, path: &str) {
        self.0.create_storage_all(path).expect("a storage");
    }

    fn stream(&mut self, path: &str, bytes: &[u8]) {
        let mut stream = self.0.create_stream(path).expect("a stream");
        stream.write_all(bytes).expect("memory");
    }

    fn text(&mut self, base: &str, property: &str, text: &str) {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        self.stream(&format!("{base}/__substg1.0_{property}001F"), &wide);
    }

    /// Numbers and times behind a header of so many bytes.
    fn fixed(&mut self, base: &str, header: usize, values: &[(u32, u64)]) {
        let mut bytes = vec![0; header];
        for (tag, value) in values {
            bytes.extend(tag.to_le_bytes());
            bytes.extend([6, 0, 0, 0]);
            bytes.extend(value.to_le_bytes());
        }
        self.stream(&format!("{base}/__properties_version1.0"), &bytes);
    }

    fn attachment(&mut self, base: &str, number: u32, name: &str) -> String {
        let path = format!("{base}/__attach_version1.0_#{number:08X}");
        self.storage(&path);
        self.fixed(&path, 8, &[]);
        self.text(&path, "3707", name);
        path
    }

    fn bytes(mut self) -> Vec<u8> {
        self.0.flush().expect("memory");
        self.0.into_inner().into_inner()
    }
}

/// 2026-03-01T08:00:00Z.
const SENT: u64 = 134_168_256_000_000_000;

fn sent_item() -> Saved {
    let mut saved = Saved::new();
    saved.fixed("", 32, &[(0x0039_0040, SENT)]);
    saved.text("", "001A", "IPM.Note");
    saved.text("", "0037", "Results");
    saved.text("", "0042", "Ann Marsh");
    saved.text("", "5D02", "ann@clinic.example");
    saved.text("", "0065", "/O=CLINIC/CN=ANN");
    saved.text("", "0E04", "Bob; Cy");
    saved.text("", "1000", "see https://lab.example/x\0");
    saved
}

#[test]
fn properties_speak_where_there_are_no_headers() {
    let bytes = sent_item().bytes();
    assert_eq!(Outlook.sniff(&bytes), Confidence::Certain);
    let size = bytes.len();
    check_bytes(
        &Outlook,
        &bytes,
        &[&format!(
            "record 1: mail time=2026-03-01T08:00:00Z from=Ann Marsh <ann@clinic.example> \
             from_address=ann@clinic.example from_name=Ann Marsh to=[\"Bob\",\"Cy\"] subject=Results \
             date=2026-03-01T08:00:00Z received=[] \
             links=[{{\"url\":\"https://lab.example/x\",\"text\":\"https://lab.example/x\"}}] \
             link_domains=[\"lab.example\"] body_text=see https://lab.example/x body_html_present=false \
             attachments=[] attachment_names=[] attachment_types=[] x_headers={{}} headers=[] size={size}"
        )],
    );
}

/// The one row, which must hold all of these.
fn holds(saved: Saved, parts: &[&str]) {
    let lines = shown(&Outlook, &saved.bytes());
    assert_eq!(lines.len(), 1, "{lines:?}");
    for part in parts {
        assert!(lines[0].contains(part), "{part} in {}", lines[0]);
    }
}

#[test]
fn headers_come_first() {
    let mut saved = sent_item();
    saved.text(
        "",
        "007D",
        "Microsoft Mail Internet Headers Version 2.0\r\nReceived: from a\r\nAuthentication-Results: mx; spf=pass; dmarc=fail\r\nFrom: <x@y.example>\r\n\
         To: d@clinic.example\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\nX-Spam: no\r\nMessage-ID: <1@y.example>\r\n\
         Date: Mon, 2 Mar 2026 09:00:00 +0100\r\nContent-Type: multipart/mixed; boundary=b\r\n",
    );
    holds(
        saved,
        &[
            "time=2026-03-02T08:00:00Z message_id=1@y.example from=<x@y.example> from_address=x@y.example to=",
            "to=[\"d@clinic.example\"]",
            "subject=Café",
            "received=[\"from a\"]",
            "spf=pass dmarc=fail",
            "x_headers={\"X-Spam\":\"no\"}",
        ],
    );
}

#[test]
fn recipients_and_old_alphabets_are_read() {
    let mut saved = Saved::new();
    saved.fixed("", 32, &[(0x3FFD_0003, 1251)]);
    saved.stream("/__substg1.0_0037001E", b"\xCF\xF0\xE8\xE2\xE5\xF2");
    saved.stream("/__substg1.0_10130102", b"<a href='http://a.example'>b</a>");
    for (number, kind, address) in [
        (0, 1, "a@b.example"),
        (1, 2, "c@d.example"),
        (2, 3, "e@f.example"),
    ] {
        let path = format!("/__recip_version1.0_#{number:08X}");
        saved.storage(&path);
        saved.fixed(&path, 8, &[(0x0C15_0003, kind)]);
        saved.text(&path, "3001", "Somebody");
        saved.text(&path, "3003", address);
    }
    holds(
        saved,
        &[
            "to=[\"a@b.example\"] cc=[\"c@d.example\"] subject=Привет",
            "links=[{\"url\":\"http://a.example\",\"text\":\"b\"}]",
            "body_html_present=true",
        ],
    );
}

#[test]
fn attachments_are_described_and_those_of_attached_messages_too() {
    let mut saved = sent_item();
    let path = saved.attachment("", 0, "invoice.pdf");
    saved.text(&path, "370E", "Application/PDF");
    saved.stream(&format!("{path}/__substg1.0_37010102"), b"abc");
    let path = saved.attachment("", 1, "FW: order");
    let inner = format!("{path}/__substg1.0_3701000D");
    saved.storage(&inner);
    saved.fixed(&inner, 24, &[]);
    let path = saved.attachment(&inner, 0, "run.js");
    saved.stream(&format!("{path}/__substg1.0_37010102"), b"");
    holds(
        saved,
        &[
            "attachment_names=[\"invoice.pdf\",\"FW: order\",\"FW: order/run.js\"] \
             attachment_types=[\"application/pdf\",\"application/vnd.ms-outlook\",\"application/octet-stream\"]",
            "\"size\":3,\"sha256\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"",
        ],
    );
}

#[test]
fn attached_messages_are_opened_down_to_a_depth() {
    let mut saved = sent_item();
    let mut base = String::new();
    for _ in 0..20 {
        let path = saved.attachment(&base, 0, "m");
        base = format!("{path}/__substg1.0_3701000D");
        saved.storage(&base);
    }
    holds(saved, &["\"m/m/m/m/m/m/m/m\"] attachment_types"]);
}

#[test]
fn a_report_in_an_attachment_is_a_record() {
    let mut saved = sent_item();
    let path = saved.attachment("", 0, "report.xml");
    let report = b"<feedback><report_metadata><report_id>7</report_id></report_metadata>\
        <record><row><count>2</count></row></record></feedback>";
    saved.stream(&format!("{path}/__substg1.0_37010102"), report);
    let lines = shown(&Outlook, &saved.bytes());
    assert_eq!(
        lines
            .iter()
            .find(|line| !line.starts_with("record 1: mail "))
            .map(String::as_str),
        Some("record 1: dmarc_aggregate report_metadata.report_id=7 row.count=2"),
    );
}

#[test]
fn what_is_no_message_is_said_so() {
    let mut contact = Saved::new();
    contact.fixed("", 32, &[]);
    contact.text("", "001A", "IPM.Contact");
    check_bytes(
        &Outlook,
        &contact.bytes(),
        &["record 1: rejected, an Outlook item that is no message"],
    );
    let mut other = Saved::new();
    other.stream("/Workbook", b"x");
    let bytes = other.bytes();
    assert_eq!(Outlook.sniff(&bytes), Confidence::No);
    check_bytes(
        &Outlook,
        &bytes,
        &["failed: an OLE file that is no Outlook message at whole file"],
    );
    check_bytes(
        &Outlook,
        b"hello",
        &["failed: an OLE file that cannot be opened at whole file"],
    );
    check_bytes(&Outlook, b"", &[]);
}

#[test]
fn broken_files_end_well() {
    let mut saved = sent_item();
    let path = saved.attachment("", 0, "a.bin");
    saved.stream(&format!("{path}/__substg1.0_37010102"), &[7; 9_000]);
    let whole = saved.bytes();
    let mut state = 0x9E37_79B9_u64;
    for round in 0..400 {
        let mut bytes = whole.clone();
        for _ in 0..8 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let at = (state >> 20) as usize % bytes.len();
            bytes[at] = (state >> 8) as u8;
        }
        bytes.truncate(whole.len() - (round % 4) * (state as usize % (whole.len() / 4)));
        let begun = std::time::Instant::now();
        let lines = shown(&Outlook, &bytes);
        assert!(
            lines.len() <= 2 && begun.elapsed().as_secs() < 10,
            "{round}: {lines:?}"
        );
    }
}
