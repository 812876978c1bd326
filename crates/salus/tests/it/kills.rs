//! `kill -9` at any moment, then the same command: the same lake as an undisturbed run.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::run::{arg, expect, lines, query, salus};

const LAKES: u64 = 10;
const KILLS_PER_LAKE: u64 = 5;
/// Runs started per lake at most; some end before they are killed.
const ATTEMPTS_PER_LAKE: u64 = 40;

fn evidence(folder: &Path) {
    for file in 0..24 {
        let kind = file % 6;
        let text: String = (0..400)
            .map(|n| {
                format!(
                    "{{\"kind{kind}\":\"k\",\"n\":{n},\"file\":{file},\"text\":\"{}\"}}\n",
                    n * 7919
                )
            })
            .collect();
        fs::write(
            folder.join(format!("events-{file:02}.jsonl")),
            text + "{\"broken\n",
        )
        .expect("written");
    }
}

/// All rows of all tables, but for the moment they were read.
fn content(lake: &Path) -> Vec<String> {
    let sql = "select table_name as t from information_schema.tables where table_schema = 'public' \
               and (table_name like 'json%' or table_name in ('evidence', 'reject')) order by t";
    let mut all = Vec::new();
    for table in query(lake, sql) {
        let table = table["t"].as_str().expect("a name").to_owned();
        let order = match table.as_str() {
            "evidence" => "digest",
            "reject" => "evidence_id, place",
            _ => "record_id",
        };
        for mut row in query(lake, &format!("select * from \"{table}\" order by {order}")) {
            row.as_object_mut()
                .expect("an object")
                .remove("ingested_at");
            all.push(format!("{table} {row}"));
        }
    }
    all
}

#[test]
fn fifty_kills_change_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("evidence");
    fs::create_dir(&folder).expect("made");
    evidence(&folder);
    let undisturbed = home.path().join("undisturbed");
    let began = Instant::now();
    let rows = lines(&expect(
        3,
        &["read", arg(&folder), "--lake", arg(&undisturbed), "--json"],
    ));
    // How long a run takes; it becomes less when a later one ends sooner, as on a machine that was busy.
    let mut whole = began.elapsed();
    assert_eq!(rows.len(), 24);
    let expected = content(&undisturbed);
    assert_eq!(expected.len(), 24 * 400 + 24 + 24);

    let mut killed = 0;
    let mut chance = 0x5DEE_CE66_D123_4567_u64;
    for number in 0..LAKES {
        let lake = home.path().join(format!("lake-{number}"));
        let mut kills = 0;
        for _ in 0..ATTEMPTS_PER_LAKE {
            chance = chance
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let wait = whole.mul_f64((chance >> 40) as f64 / (1u64 << 24) as f64);
            if killed_after(&folder, &lake, wait) {
                kills += 1;
            } else {
                // It ended in time: nothing would be left to kill, so this lake begins anew.
                fs::remove_dir_all(&lake).expect("removed");
                kills = 0;
                whole = whole.min(wait);
            }
            if kills == KILLS_PER_LAKE {
                break;
            }
        }
        assert_eq!(
            kills, KILLS_PER_LAKE,
            "lake {number} was never killed often enough"
        );
        killed += kills;
        let output = salus(&["read", arg(&folder), "--lake", arg(&lake)])
            .output()
            .expect("starts");
        assert!(
            matches!(output.status.code(), Some(0 | 3)),
            "{}",
            crate::run::talk(&output)
        );
        assert_eq!(content(&lake), expected, "lake {number}");
        let staged = count_parts(&lake);
        assert_eq!(
            staged,
            count_parts(&undisturbed),
            "lake {number} has files that no table knows"
        );
    }
    assert_eq!(killed, LAKES * KILLS_PER_LAKE);
}

fn killed_after(folder: &Path, lake: &Path, wait: Duration) -> bool {
    let mut child = salus(&["read", arg(folder), "--lake", arg(lake)])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts");
    std::thread::sleep(wait);
    let ended = child.try_wait().expect("asked").is_some();
    if !ended {
        child.kill().expect("killed");
    }
    child.wait().expect("ended");
    !ended
}

fn count_parts(lake: &Path) -> usize {
    let mut count = 0;
    for table in fs::read_dir(lake.join("tables")).expect("tables").flatten() {
        let files = fs::read_dir(table.path()).expect("a table").flatten();
        count += files
            .filter(|file| file.file_name().to_string_lossy().ends_with(".parquet"))
            .count();
    }
    count
}

#[test]
fn only_one_may_write() {
    let home = tempfile::tempdir().expect("a folder");
    let lake = home.path().join("lake");
    let events = home.path().join("e.jsonl");
    fs::write(&events, "{\"a\":1}\n").expect("written");
    expect(0, &["read", arg(&events), "--lake", arg(&lake)]);
    let lock = fs::File::create(lake.join("lock")).expect("the lock");
    lock.lock().expect("locked");
    let output = expect(2, &["read", arg(&events), "--lake", arg(&lake)]);
    assert!(crate::run::talk(&output).contains("another salus is writing"));
}
