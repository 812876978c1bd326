//! Packed content as mail carries it, good, broken and hostile.

use std::io::Write;

use super::*;

/// Name, claimed size, whether it is encrypted, bytes of content.
type Seen = (String, u64, bool, usize);

fn members(bytes: &[u8], most: usize) -> Option<Vec<Seen>> {
    let mut seen = Vec::new();
    let is_open = Opened.members(
        bytes,
        &|name| if name.ends_with(".skip") { 0 } else { most },
        &mut |member| {
            seen.push((
                member.name.to_owned(),
                member.size,
                member.is_encrypted,
                member.content.len(),
            ));
        },
    );
    is_open.then_some(seen)
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    for (name, content) in files {
        writer.start_file(*name, options).expect("in memory");
        writer.write_all(content).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}

fn gzipped(name: &str, content: &[u8]) -> Vec<u8> {
    let builder = flate2::GzBuilder::new().filename(name);
    let mut writer = builder.write(Vec::new(), flate2::Compression::best());
    writer.write_all(content).expect("in memory");
    writer.finish().expect("in memory")
}

fn tarred(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_entry_type(tar::EntryType::Regular);
        writer
            .append_data(&mut header, name, *content)
            .expect("in memory");
    }
    writer.into_inner().expect("in memory")
}

fn seen(name: &str, size: u64, is_encrypted: bool, content: usize) -> Seen {
    (name.to_owned(), size, is_encrypted, content)
}

#[test]
fn members_are_shown_as_far_as_wanted() {
    let files: &[(&str, &[u8])] = &[
        ("a.txt", b"hello"),
        ("b/c.skip", b"hidden"),
        ("d.txt", b"0123456789"),
    ];
    let expected = vec![
        seen("a.txt", 5, false, 5),
        seen("b/c.skip", 6, false, 0),
        seen("d.txt", 10, false, 8),
    ];
    assert_eq!(members(&zip(files), 8), Some(expected.clone()));
    assert_eq!(members(&tarred(files), 8), Some(expected));
    let expected = vec![seen("fax.js", 5, false, 5)];
    assert_eq!(members(&gzipped("fax.js", b"hello"), 8), Some(expected));
}

#[test]
fn an_encrypted_member_is_named() {
    let mut bytes = zip(&[("a.exe", b"hello")]);
    // The flag in the local header and in the directory.
    bytes[6] |= 1;
    let at = bytes
        .windows(4)
        .position(|window| window == b"PK\x01\x02")
        .expect("a directory");
    bytes[at + 8] |= 1;
    assert_eq!(members(&bytes, 8), Some(vec![seen("a.exe", 5, true, 0)]));
}

#[test]
fn bombs_are_harmless() {
    let zeros = vec![0; 32 << 20];
    let bomb = zip(&[("zeros", &zeros)]);
    assert!(bomb.len() < 64 << 10);
    let expected = vec![seen("zeros", 32 << 20, false, 1 << 20)];
    assert_eq!(members(&bomb, 1 << 20), Some(expected));
    let many: Vec<(String, &[u8])> = (0..100)
        .map(|at| (at.to_string(), &zeros[..1 << 20]))
        .collect();
    let many: Vec<(&str, &[u8])> = many
        .iter()
        .map(|(name, content)| (name.as_str(), *content))
        .collect();
    let all: usize = members(&zip(&many), usize::MAX)
        .expect("a zip")
        .iter()
        .map(|one| one.3)
        .sum();
    assert!(all as u64 <= limits::UNPACKED_REPORT_BYTES);
    let bomb = gzipped("", &zeros);
    assert_eq!(members(&bomb, 1 << 10).expect("gzip")[0].3, 1 << 10);
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(&zeros).expect("in memory");
    assert_eq!(
        Opened
            .inflate(&packed.finish().expect("in memory"), 1 << 10)
            .len(),
        1 << 10
    );
}

#[test]
fn a_directory_of_too_many_files_is_not_read() {
    let mut bytes = zip(&[("a", b"b")]);
    bytes.extend(b"PK\x01\x02".repeat(limits::MAIL_ARCHIVE_MEMBERS + 1));
    assert_eq!(members(&bytes, 8), None);
}

#[test]
fn what_is_broken_costs_itself_alone() {
    let files: &[(&str, &[u8])] = &[("a.txt", b"hello hello hello hello"), ("b.txt", b"world")];
    for whole in [
        zip(files),
        tarred(files),
        gzipped("a", b"hello hello hello"),
    ] {
        for end in (0..whole.len()).step_by(7) {
            let _ = members(&whole[..end], 100);
            let mut flipped = whole.clone();
            flipped[end] ^= 0x55;
            let _ = members(&flipped, 100);
        }
    }
    assert_eq!(members(b"", 8), None);
    assert_eq!(members(b"PK\x03\x04", 8), None);
    assert_eq!(Opened.inflate(b"no zlib", 8), b"");
}

/// The ids of the signals of a message with one attachment.
fn signals(name: &str, content: &[u8]) -> Vec<String> {
    use salus_mail::{Beside, Examiner, Lists, Scorecard, Setting};
    let head = format!(
        "From: News <a@news.example>\r\nTo: ann@clinic.example\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream; name={name}\r\n\
         Content-Disposition: attachment\r\nContent-Transfer-Encoding: binary\r\n\r\n"
    );
    let raw = [head.as_bytes(), content].concat();
    let examiner = Examiner::new(Setting::default(), Lists::default(), Scorecard::default());
    let found = examiner
        .examine(&raw, &Beside::opened_by(&Opened))
        .expect("a message");
    found
        .signals
        .iter()
        .map(|signal| signal.id.to_string())
        .collect()
}

#[test]
fn packed_content_is_examined() {
    let inner = zip(&[("invoice.pdf.exe", b"MZ")]);
    let nested = zip(&[("inner.zip", &inner)]);
    let expected = [
        "payload.nested_archive",
        "payload.double_ending",
        "payload.packed_program",
    ];
    assert_eq!(signals("a.zip", &nested), expected);
    let tarred = gzipped("a.tar", &tarred(&[("run.js", b"x")]));
    assert_eq!(signals("a.tgz", &tarred), ["payload.packed_program"]);
    let relation = b"<Relationship Type='x/attachedTemplate' TargetMode='External' Target='https://evil.example/t'/>";
    let office = zip(&[
        ("[Content_Types].xml", b"x"),
        ("word/_rels/settings.xml.rels", relation),
    ]);
    assert_eq!(
        signals("a.docx", &office),
        [
            "destination.link_only_attached",
            "payload.external_template"
        ]
    );
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed
        .write_all(b"<</S/Launch/URI(https://evil.example/)>>")
        .expect("in memory");
    let packed = packed.finish().expect("in memory");
    let head = b"%PDF-1.7\n1 0 obj <</Type/ObjStm/Filter/FlateDecode>>\nstream\n".as_slice();
    let pdf = [head, &packed, b"\nendstream endobj"].concat();
    assert_eq!(
        signals("a.pdf", &pdf),
        ["destination.link_only_attached", "payload.pdf_launch"]
    );
}

#[test]
fn bombs_in_messages_are_harmless() {
    let zeros = vec![0; 16 << 20];
    let mut bomb = zip(&[("a", &zeros), ("b", &zeros)]);
    for _ in 0..5 {
        bomb = zip(&[("a.zip", &bomb), ("b.zip", &bomb), ("c.zip", &bomb)]);
    }
    assert!(signals("a.zip", &bomb).contains(&"payload.nested_archive".to_owned()));
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(&zeros).expect("in memory");
    let stream = packed.finish().expect("in memory");
    let mut pdf = b"%PDF-1.7\n".to_vec();
    for _ in 0..300 {
        pdf.extend(b"1 0 obj <</Type/ObjStm/Filter/FlateDecode>>\nstream\n");
        pdf.extend(&stream);
        pdf.extend(b"\nendstream endobj\n");
    }
    assert_eq!(signals("a.pdf", &pdf), Vec::<&str>::new());
}
