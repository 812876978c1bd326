//! Small contracts of the verbs.

use std::fs;

use crate::run::{arg, expect, lines, query, salus, talk, workspace};

fn evidence() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let events =
        "{\"name\":\"a\",\"n\":1,\"list\":[1,2]}\n{\"name\":\"b\",\"n\":2,\"list\":{\"x\":true}}\n";
    fs::write(folder.path().join("events.jsonl"), events).expect("written");
    folder
}

#[test]
fn reading_twice_stores_nothing_twice() {
    let folder = evidence();
    let lake = folder.path().join("lake");
    let arguments = ["read", arg(folder.path()), "--lake", arg(&lake), "--json"];
    let first = lines(&expect(0, &arguments));
    assert_eq!(first.len(), 1);
    assert_eq!(
        (&first[0]["read"], &first[0]["stored"], &first[0]["status"]),
        (&2.into(), &2.into(), &"ok".into())
    );
    let second = lines(&expect(0, &arguments));
    assert_eq!(
        (
            &second[0]["read"],
            &second[0]["stored"],
            &second[0]["duplicates"]
        ),
        (&2.into(), &0.into(), &2.into())
    );
    let table = first[0]["tables"]
        .as_object()
        .expect("tables")
        .keys()
        .next()
        .expect("one")
        .clone();
    assert_eq!(
        query(&lake, &format!("select count(*) as n from {table}"))[0]["n"],
        2
    );
    assert_eq!(
        query(&lake, "select count(*) as n from evidence")[0]["n"],
        1
    );
}

#[test]
fn the_same_file_under_two_names_is_a_duplicate() {
    let folder = evidence();
    fs::copy(
        folder.path().join("events.jsonl"),
        folder.path().join("copy.log"),
    )
    .expect("copied");
    let lake = folder.path().join("lake");
    let rows = lines(&expect(
        0,
        &["read", arg(folder.path()), "--lake", arg(&lake), "--json"],
    ));
    let sum = |name: &str| {
        rows.iter()
            .map(|row| row[name].as_u64().expect("a count"))
            .sum::<u64>()
    };
    assert_eq!(
        (
            sum("read"),
            sum("stored"),
            sum("duplicates"),
            sum("rejects")
        ),
        (4, 2, 2, 0)
    );
}

#[test]
fn a_check_where_the_evidence_lies_does_not_read_itself() {
    let folder = evidence();
    let run = || {
        let mut command = salus(&["check", ".", "--json"]);
        let output = command.current_dir(folder.path()).output().expect("starts");
        assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
        lines(&output).remove(0)["totals"]["files"].clone()
    };
    assert_eq!((run(), run()), (1.into(), 1.into()));
    assert!(folder.path().join("salus-report.html").exists());
}

#[test]
fn a_query_writes_every_format() {
    let folder = evidence();
    let lake = folder.path().join("lake");
    expect(0, &["read", arg(folder.path()), "--lake", arg(&lake)]);
    let sql = "select file, read from evidence";
    let table = expect(0, &["query", sql, "--lake", arg(&lake)]);
    assert!(String::from_utf8_lossy(&table.stdout).contains("| 2"));
    let csv = expect(0, &["query", sql, "--lake", arg(&lake), "--format", "csv"]);
    assert!(String::from_utf8_lossy(&csv.stdout).starts_with("file,read\n"));
    let parquet = folder.path().join("out.parquet");
    let arguments = [
        "query",
        sql,
        "--lake",
        arg(&lake),
        "--format",
        "parquet",
        "--out",
        arg(&parquet),
    ];
    expect(0, &arguments);
    assert_eq!(&fs::read(&parquet).expect("written")[..4], b"PAR1");
}

#[test]
fn a_query_may_only_read() {
    let folder = evidence();
    let lake = folder.path().join("lake");
    expect(0, &["read", arg(folder.path()), "--lake", arg(&lake)]);
    for sql in [
        "drop table evidence",
        "create table x as select 1",
        "copy evidence to 'x.csv'",
        "selec",
    ] {
        expect(2, &["query", sql, "--lake", arg(&lake)]);
    }
}

#[test]
fn what_cannot_be_done_says_what_to_do() {
    let check = |arguments: &[&str], said: &str| {
        let output = expect(2, arguments);
        assert!(
            talk(&output).contains(said),
            "{arguments:?}: {}",
            talk(&output)
        );
    };
    check(
        &["read", "/nonexistent/evidence", "--lake", "/tmp"],
        "does not exist",
    );
    check(
        &["query", "select 1", "--lake", "/nonexistent"],
        "is not a lake",
    );
    check(&["detect"], "help: give a PATH");
    check(&["pack", "add", "x"], "--content DIR");
    check(&["test", "no-such-content"], "no content file");
}

#[test]
fn every_list_has_items() {
    for kind in [
        "readers",
        "facts",
        "measures",
        "detectors",
        "rules",
        "practices",
        "content",
    ] {
        let items = lines(&expect(0, &["list", kind, "--json"]));
        assert!(items.len() >= 5, "{kind}: {}", items.len());
    }
}

/// The commands that a help text lists.
fn verbs_of(arguments: &[&str]) -> Vec<String> {
    let output = expect(0, arguments);
    let help = String::from_utf8_lossy(&output.stdout).into_owned();
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.take_while(|line| !line.is_empty());
    // A description that goes on in the next line stands further in.
    let named = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let first = named.filter_map(|line| line.split_whitespace().next());
    first
        .filter(|verb| *verb != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_verb_has_an_example_and_stands_in_the_readme() {
    let readme = fs::read_to_string(workspace().join("README.md")).expect("a README");
    let has_example = |arguments: &[&str]| {
        let output = expect(0, arguments);
        let help = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(help.contains("Example"), "{arguments:?}");
    };
    let verbs = verbs_of(&["--help"]);
    assert!(verbs.len() > 10, "{verbs:?}");
    for verb in &verbs {
        has_example(&[verb, "--help"]);
        let below = verbs_of(&[verb, "--help"]);
        for one in &below {
            has_example(&[verb, one, "--help"]);
        }
        let names = match below.is_empty() {
            true => vec![verb.clone()],
            false => below.iter().map(|one| format!("{verb} {one}")).collect(),
        };
        for name in names {
            assert!(readme.contains(&format!("`{name}`")), "`{name}`");
        }
    }
}

#[test]
fn a_pack_is_pinned_and_its_rules_are_used() {
    let folder = tempfile::tempdir().expect("a folder");
    let pack = folder.path().join("their-rules");
    fs::create_dir_all(&pack).expect("made");
    let rule = "title: A word in a log\nid: 11111111-1111-4111-8111-111111111111\nlevel: low\n\
                logsource: {product: zeek, service: conn}\ndetection: {s: {service: gopher}, condition: s}\n";
    fs::write(pack.join("rule.yml"), rule).expect("written");
    fs::write(pack.join("broken.yml"), "title: nothing\n").expect("written");
    fs::write(pack.join("LICENSE"), "Some Licence 1.0\n").expect("written");
    let content = folder.path().join("content");
    let output = expect(
        0,
        &[
            "pack",
            "add",
            arg(&pack),
            "--content",
            arg(&content),
            "--json",
        ],
    );
    assert!(talk(&output).contains("Some Licence 1.0"));
    assert!(talk(&output).contains("broken.yml"));
    let said = &lines(&output)[0];
    assert_eq!((&said["files"], &said["loaded"]), (&2.into(), &1.into()));
    let lock = fs::read_to_string(content.join("packs/their-rules/pack.lock")).expect("pinned");
    assert!(lock.starts_with(&format!(
        "sha256 {}",
        said["digest"].as_str().expect("a digest")
    )));
    let rules = lines(&expect(
        0,
        &["list", "rules", "--content", arg(&content), "--json"],
    ));
    assert!(rules.iter().any(|rule| rule["title"] == "A word in a log"));
}
