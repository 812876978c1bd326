//! Bad input ends as rejects or a named failure; everything else in the folder is still read.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use serde_json::Value;

use crate::run::{arg, expect, lines, query};

const GOOD: &str = "{\"who\":\"a\",\"when\":\"2026-03-01T08:00:00Z\"}\n";

/// Reads a folder with one odd file and one good one; the odd file's row of the account.
fn check(name: &str, bytes: &[u8], status: &str) -> Value {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("evidence");
    fs::create_dir(&folder).expect("made");
    fs::write(folder.join("a-good.jsonl"), GOOD).expect("written");
    fs::write(folder.join(name), bytes).expect("written");
    fs::write(folder.join("z-good.jsonl"), GOOD.replace("\"a\"", "\"z\"")).expect("written");
    let lake = home.path().join("lake");
    let code = if status == "ok" { 0 } else { 3 };
    let rows = lines(&expect(
        code,
        &["read", arg(&folder), "--lake", arg(&lake), "--json"],
    ));
    let good: Vec<&Value> = rows.iter().filter(|row| is_good(row)).collect();
    assert_eq!(good.len(), 2, "{name}");
    for row in good {
        assert_eq!(
            (&row["stored"], &row["status"]),
            (&1.into(), &"ok".into()),
            "{name}"
        );
    }
    let odd = rows
        .iter()
        .find(|row| !is_good(row))
        .expect("the odd file is accounted for")
        .clone();
    assert_eq!(odd["status"], status, "{name}: {odd}");
    if status != "ok" {
        assert!(
            odd["reason"]
                .as_str()
                .is_some_and(|reason| !reason.is_empty()),
            "{name}: {odd}"
        );
    }
    odd
}

fn is_good(row: &Value) -> bool {
    row["file"]
        .as_str()
        .is_some_and(|file| file.contains("-good.jsonl"))
}

#[test]
fn every_kind_of_damage_costs_itself_alone() {
    check("empty.json", b"", "unrecognised");
    check("zeros.evtx", &[0; 70_000], "unrecognised");
    check(
        "memo.txt",
        b"Dear all,\nplease remember the staff meeting.\n",
        "unrecognised",
    );
    let cut = check("cut.jsonl", b"{\"a\":1}\n{\"a\":2}\n{\"a\":", "partial");
    assert_eq!((&cut["stored"], &cut["rejects"]), (&2.into(), &1.into()));
    let middle = check("middle.jsonl", b"{\"a\":1}\n{oops}\n{\"a\":3}\n", "partial");
    assert_eq!(
        (&middle["stored"], &middle["rejects"]),
        (&2.into(), &1.into())
    );
    check("named-wrongly.evtx", b"{\"a\":1}\n", "ok");
    let deep = format!(
        "{{\"a\":1}}\n{}1{}\n",
        "{\"a\":".repeat(100),
        "}".repeat(100)
    );
    let deep = check("deep.jsonl", deep.as_bytes(), "partial");
    assert_eq!((&deep["stored"], &deep["rejects"]), (&1.into(), &1.into()));
    check(
        "latin.csv",
        b"Asset Tag,Host Name,Assigned To\nA1,pc1,Zo\xeb\n",
        "ok",
    );
    let future = check(
        "future.jsonl",
        b"{\"who\":\"f\",\"when\":\"9998-01-01T00:00:00Z\"}\n",
        "ok",
    );
    assert_eq!(future["stored"], 1);
}

#[test]
fn a_line_longer_than_any_record_is_bounded() {
    let mut long = Vec::with_capacity(80 << 20);
    long.extend_from_slice(b"{\"a\":\"");
    long.resize(80 << 20, b'x');
    long.extend_from_slice(b"\"}\n{\"a\":2}\n");
    let row = check("long.jsonl", &long, "partial");
    assert_eq!((&row["stored"], &row["rejects"]), (&1.into(), &1.into()));
}

#[test]
fn packed_evidence_is_opened_and_bombs_are_not() {
    let gzip = |bytes: &[u8]| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(bytes).expect("packed");
        packed.finish().expect("packed")
    };
    let row = check("log.json.gz", &gzip(b"{\"a\":1}\n{\"a\":2}\n"), "ok");
    assert_eq!(row["stored"], 2);
    let bomb = check("bomb.gz", &gzip(&vec![b'{'; 64 << 20]), "failed");
    assert!(
        bomb["reason"]
            .as_str()
            .expect("a reason")
            .contains("times its size")
    );
    let mut broken = gzip(&b"{\"a\":\"some text that is long enough\"}\n".repeat(4_000));
    broken.truncate(broken.len() / 2);
    check("broken.gz", &broken, "partial");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("inner/x.jsonl", options).expect("begun");
    zip.write_all(b"{\"inside\":1}\n").expect("written");
    let zip = zip.finish().expect("packed").into_inner();
    let row = check("bundle.zip", &zip, "ok");
    assert!(
        row["file"]
            .as_str()
            .expect("a name")
            .ends_with("bundle.zip!inner/x.jsonl")
    );
    check("half.zip", &zip[..zip.len() / 2], "failed");
    let mut nested = gzip(b"{\"a\":1}\n");
    for _ in 0..6 {
        nested = gzip(&nested);
    }
    let nested = check("nested.gz", &nested, "failed");
    assert!(
        nested["reason"]
            .as_str()
            .expect("a reason")
            .contains("nested deeper")
    );
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_named() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("evidence");
    fs::create_dir(&folder).expect("made");
    fs::write(folder.join("good.jsonl"), GOOD).expect("written");
    std::os::unix::fs::symlink("/nonexistent", folder.join("link")).expect("linked");
    let _socket = std::os::unix::net::UnixListener::bind(folder.join("socket")).expect("bound");
    let lake = home.path().join("lake");
    let rows = lines(&expect(
        3,
        &["read", arg(&folder), "--lake", arg(&lake), "--json"],
    ));
    let reason = |name: &str| {
        let row = rows.iter().find(|row| {
            row["file"]
                .as_str()
                .is_some_and(|file| file.ends_with(name))
        });
        row.expect("named")["reason"]
            .as_str()
            .expect("a reason")
            .to_owned()
    };
    assert!(reason("link").contains("a link"));
    assert!(reason("socket").contains("not a file"));
}

#[cfg(unix)]
#[test]
fn a_full_disk_stops_with_a_message_and_a_whole_lake() {
    let home = tempfile::tempdir().expect("a folder");
    let disk = home.path().join("disk");
    fs::create_dir(&disk).expect("made");
    let mount = |arguments: &[&str], program: &str| {
        std::process::Command::new(program)
            .args(arguments)
            .output()
            .is_ok_and(|out| out.status.success())
    };
    if !mount(
        &["-t", "tmpfs", "-o", "size=1m", "tmpfs", arg(&disk)],
        "mount",
    ) {
        eprintln!("skipped: a small disk cannot be mounted here (needs root)");
        return;
    }
    let outcome = std::panic::catch_unwind(|| fill(home.path(), &disk));
    let locked = mount(&["-o", "remount,ro", arg(&disk)], "mount");
    let second = std::panic::catch_unwind(|| write_to_read_only(home.path(), &disk));
    mount(&[arg(&disk)], "umount");
    outcome.expect("the full disk was handled");
    assert!(locked, "the disk could not be made read-only");
    second.expect("the read-only lake was handled");
}

#[cfg(unix)]
fn fill(home: &Path, disk: &Path) {
    let lake = disk.join("lake");
    let small = home.join("small.jsonl");
    fs::write(&small, GOOD).expect("written");
    expect(0, &["read", arg(&small), "--lake", arg(&lake)]);
    let mut large = String::new();
    let mut chance = 1u64;
    for n in 0..60_000 {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        large.push_str(&format!(
            "{{\"who\":\"{chance:x}{:x}{:x}\",\"n\":{n}}}\n",
            chance.rotate_left(17) ^ 77,
            chance.rotate_left(31) ^ 99
        ));
    }
    let big = home.join("big.jsonl");
    fs::write(&big, large).expect("written");
    let output = expect(2, &["read", arg(&big), "--lake", arg(&lake)]);
    let said = crate::run::talk(&output);
    assert!(said.to_lowercase().contains("no space left"), "{said}");
    assert_eq!(
        query(&lake, "select count(*) as n from evidence")[0]["n"],
        1
    );
    fs::write(&big, "{\"who\":\"after\",\"n\":1}\n").expect("written");
    expect(0, &["read", arg(&big), "--lake", arg(&lake)]);
    assert_eq!(
        query(&lake, "select count(*) as n from evidence")[0]["n"],
        2
    );
}

#[cfg(unix)]
fn write_to_read_only(home: &Path, disk: &Path) {
    let lake = disk.join("lake");
    let small = home.join("one-more.jsonl");
    fs::write(&small, "{\"who\":\"late\"}\n").expect("written");
    let output = expect(2, &["read", arg(&small), "--lake", arg(&lake)]);
    let said = crate::run::talk(&output).to_lowercase();
    assert!(said.contains("read-only"), "{said}");
    assert_eq!(
        query(&lake, "select count(*) as n from evidence")[0]["n"],
        2
    );
}

#[test]
fn no_patient_data_in_what_is_said() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("evidence");
    fs::create_dir(&folder).expect("made");
    let secret = "Quillon-Xanthippe";
    fs::write(
        folder.join("p.ndjson"),
        format!(
            "{{\"resourceType\":\"Patient\",\"id\":\"1\",\"name\":[{{\"family\":\"{secret}\"}}]}}\n\
         {{\"resourceType\":\"Patient\",\"name\":[{{\"family\":\"{secret}\"\n"
        ),
    )
    .expect("written");
    fs::write(
        folder.join("t.csv"),
        format!("Asset Tag,Host Name\nA1,pc,{secret},x,y,z\n"),
    )
    .expect("written");
    let lake = home.path().join("lake");
    let output = expect(3, &["read", arg(&folder), "--lake", arg(&lake), "--json"]);
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        crate::run::talk(&output)
    );
    assert!(!said.contains(secret), "{said}");
    let rejects = query(&lake, "select reason from reject");
    assert!(!rejects.is_empty());
    assert!(
        rejects
            .iter()
            .all(|row| !row["reason"].as_str().expect("a reason").contains(secret))
    );
}
