//! Members carry the time that their archive gives them, if it can be one.

use std::io::{Cursor, Seek as _, Write as _};

use flate2::{Compression, GzBuilder};
use salus_record::time;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use crate::{Found, archive};

/// 2026-03-01T08:00:00Z.
const WRITTEN: u32 = 1_772_352_000;

/// Name and time of each piece.
fn times(bytes: &[u8]) -> Vec<String> {
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(bytes).expect("a temporary file");
    file.rewind().expect("a temporary file");
    let mut all = Vec::new();
    let ended: Result<(), ()> = archive::open("a", file, &(), &mut |found| {
        let Found::Piece(piece) = found else {
            panic!("all members can be read");
        };
        let written = piece.modified.map_or("-".to_owned(), time::format);
        all.push(format!("{} {written}", piece.name));
        Ok(())
    });
    assert!(ended.is_ok());
    all
}

fn gzip(name: &[u8], seconds: u32, bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzBuilder::new()
        .filename(name)
        .mtime(seconds)
        .write(Vec::new(), Compression::default());
    writer.write_all(bytes).expect("memory does not fail");
    writer.finish().expect("memory does not fail")
}

fn tar(members: &[(&str, u64, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, seconds, bytes) in members {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mtime(*seconds);
        builder
            .append_data(&mut header, name, *bytes)
            .expect("memory does not fail");
    }
    builder.into_inner().expect("memory does not fail")
}

fn zip(at: Option<DateTime>, stamp: Option<u32>, bytes: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(at.unwrap_or_default());
    let options = match stamp {
        Some(_) => options.with_extended_timestamp(stamp, None, None),
        None => Ok(options.into_full_options()),
    };
    let options = options.expect("a small field");
    writer
        .start_file("m", options)
        .expect("memory does not fail");
    writer.write_all(bytes).expect("memory does not fail");
    writer.finish().expect("memory does not fail").into_inner()
}

#[test]
fn tar_and_gzip_keep_utc() {
    let day = 86_400;
    let members: [(&str, u64, &[u8]); 3] = [
        ("one", u64::from(WRITTEN), b"1"),
        ("none", 0, b"2"),
        ("two", u64::from(WRITTEN) + day, b"3"),
    ];
    assert_eq!(
        times(&tar(&members)),
        [
            "a!one 2026-03-01T08:00:00Z",
            "a!none -",
            "a!two 2026-03-02T08:00:00Z"
        ]
    );
    assert_eq!(
        times(&gzip(b"m", WRITTEN, b"x")),
        ["a 2026-03-01T08:00:00Z"]
    );
    assert_eq!(times(&gzip(b"m", 0, b"x")), ["a -"]);
    // 1985, as packers write that keep no times.
    assert_eq!(times(&gzip(b"m", 499_162_500, b"x")), ["a -"]);
    // What is nearest to the records counts.
    let inner = tar(&[("old", u64::from(WRITTEN), b"1"), ("none", 0, b"2")]);
    let outer = gzip(b"m", WRITTEN + 3_600, &inner);
    assert_eq!(
        times(&outer),
        ["a!old 2026-03-01T08:00:00Z", "a!none 2026-03-01T09:00:00Z"]
    );
}

#[test]
fn zip_keeps_utc_or_a_time_without_a_zone() {
    let wall = DateTime::from_date_and_time(2026, 3, 1, 8, 0, 0).expect("a time");
    // The latest moment it can mean anywhere.
    assert_eq!(
        times(&zip(Some(wall), None, b"x")),
        ["a!m 2026-03-01T20:00:00Z"]
    );
    assert_eq!(
        times(&zip(Some(wall), Some(WRITTEN), b"x")),
        ["a!m 2026-03-01T08:00:00Z"]
    );
    let none = DateTime::from_date_and_time(1980, 1, 1, 0, 0, 0).expect("a time");
    assert_eq!(times(&zip(Some(none), None, b"x")), ["a!m -"]);
}
