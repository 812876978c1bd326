//! Records of which readers keep only what rules need fit the same rules as whole ones.

use std::io::Cursor;
use std::path::Path;

use arrow_array::Array as _;
use arrow_array::cast::AsArray as _;
use salus_readers::{Evidence, recognise};
use salus_record::{Digest, Need, Sink, envelope, limits};
use salus_sigma::RuleSet;

use crate::corpus::{data, files, rules, setup};
use crate::records::Kept;

/// Ids of rules and records that fit, and the number of values in all batches.
fn hits(bytes: &[u8], rules: &RuleSet, is_choosy: bool) -> (Vec<(String, String)>, usize) {
    let reader = recognise(&bytes[..bytes.len().min(limits::SNIFF_BYTES)]);
    let mut kept = Kept {
        rules: is_choosy.then_some(rules),
        ..Kept::default()
    };
    let mut sink = Sink::new(&Digest::of(bytes), 0, &mut kept);
    let mut input = Cursor::new(bytes);
    let mut evidence = Evidence::new(&mut input, bytes.len() as u64);
    if let Some(reader) = reader {
        // A damaged log is read as far as it goes, both times.
        let _ = reader.read(&mut evidence, &mut sink);
    }
    sink.finish().expect("nothing fails in memory");
    let (mut all, mut values) = (Vec::new(), 0);
    for batch in &kept.batches {
        let columns = batch.rows.columns().iter();
        values += columns
            .map(|column| column.len() - column.null_count())
            .sum::<usize>();
        let ids = batch.rows.column_by_name(envelope::RECORD_ID).expect("ids");
        for hit in rules.matches(batch) {
            let id = ids.as_string::<i32>().value(hit.row).to_owned();
            all.push((rules.rules()[hit.rule].id.clone(), id));
        }
    }
    all.sort();
    (all, values)
}

fn check(rules: &RuleSet, lines: &[&str], expected: &[usize]) {
    // Twice, so that the short way through JSON is gone too.
    let text = [lines, lines, lines].concat().join("\n");
    let (whole, _) = hits(text.as_bytes(), rules, false);
    let (needed, _) = hits(text.as_bytes(), rules, true);
    assert_eq!(whole, needed);
    let of_first = |number: &usize| *number <= lines.len();
    let numbers = whole.iter().map(|(_, id)| {
        let number = id.split_once(':').expect("evidence and number").1;
        number.parse::<usize>().expect("a number")
    });
    let numbers: Vec<usize> = numbers.filter(of_first).collect();
    assert_eq!(numbers, expected, "{text}");
}

#[test]
fn keywords_are_found_in_columns_that_no_rule_reads() {
    let load = |detection: &str| {
        let rule = format!("title: t\nlogsource: {{product: windows}}\ndetection: {detection}");
        RuleSet::load_with([("t.yml".to_owned(), rule)].into_iter(), &setup())
    };
    let line = |message: &str| {
        format!(r#"{{"EventID":1,"Channel":"Security","Message":"{message}","Other":"x"}}"#)
    };
    let check = |keyword: &str, messages: &[&str], expected: &[usize]| {
        let rules = load(&format!("{{k: [{keyword}], condition: k}}"));
        let lines: Vec<String> = messages.iter().map(|message| line(message)).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        check(&rules, &lines, expected);
    };
    check(
        "mimikatz",
        &["plain", "runs MimiKatz now", r"mimi\nkatz"],
        &[2],
    );
    check(
        "mimikatz",
        &[r"mimi\u006batz", "mimi\u{212a}atz", "mimikat"],
        &[1, 2],
    );
    check(
        r"'\mimilib.dll'",
        &[r"C:\\MIMILIB.DLL", "mimilib.dll", r"\u005cmimilib.dll"],
        &[1, 3],
    );
    check("'a\"b'", &[r#"xa\"bx"#, "ab"], &[1]);
    check("ab", &["xABx", "a b"], &[1]);
    check("'mimi*katz'", &["mimi and katz", "katz and mimi"], &[1]);
    check("Ümlaut", &["ümlaut", "umlaut"], &[1]);
    // JSON inside a text is opened.
    let nested = [
        r#"[\"mimi\\u006batz\"]"#,
        r#"{\"x\":\"\\u006dimikatz\"}"#,
        r#"x[\"mimi\\u006batz\"]"#,
    ];
    check("mimikatz", &nested, &[1, 2]);
    // A negation asks for records without the word.
    let rules = load("{s: {EventID: 1}, k: [mimikatz], condition: s and not k}");
    let lines = [line("mimikatz"), line("plain")];
    self::check(&rules, &[&lines[0], &lines[1]], &[2]);
}

#[test]
fn what_nobody_reads_is_left_out() {
    let rule = "title: t\nlogsource: {product: windows, service: security}\ndetection: {s: {EventID: 1, a.b.c: x, d: null}, condition: s}";
    let rules = RuleSet::load_with(
        [("t.yml".to_owned(), rule.to_owned())].into_iter(),
        &setup(),
    );
    assert_eq!(rules.not_loaded(), []);
    let needs = rules.needs("windows_security", &["Extra"]);
    let check = |column: &str, need| assert_eq!(needs.of(column), need, "{column}");
    check("EventID", Need::Read);
    check("eventid", Need::Read);
    check("a", Need::Read);
    check("a.b", Need::Read);
    check("a.b.c", Need::Read);
    check("d", Need::Read);
    check("extra", Need::Read);
    check("Message", Need::Nothing);
    assert!(!needs.may_hold(b"anything"));
    let lines = [
        r#"{"EventID":1,"Channel":"Security","a":{"b":[{"c":"x"}]},"Message":"m"}"#,
        r#"{"EventID":1,"Channel":"Security","a":{"b":[{"c":"x"}]},"d":"there"}"#,
    ];
    self::check(&rules, &lines, &[1]);
    let all = lines.join("\n");
    let values = |is_choosy| hits(all.as_bytes(), &rules, is_choosy).1;
    assert_eq!(
        values(false) - values(true),
        3,
        "two channels and a message"
    );
}

#[test]
fn public_evidence_fits_the_same_rules() {
    let Some(sigma) = data("what is needed of public event logs", "sigma") else {
        return;
    };
    let rules = rules(&sigma);
    let root = sigma.parent().expect("the folder of all data");
    let logs = files(root, ".evtx");
    let compare = |path: &Path| {
        let bytes = std::fs::read(path).expect("readable");
        let (whole, values) = hits(&bytes, &rules, false);
        let (needed, fewer) = hits(&bytes, &rules, true);
        assert_eq!(whole, needed, "{}", path.display());
        (whole.len(), values, fewer)
    };
    let (mut found, mut values, mut fewer) = (0, 0, 0);
    for log in &logs {
        let one = compare(log);
        found += one.0;
        values += one.1;
        fewer += one.2;
    }
    eprintln!(
        "{} logs, {found} hits, {fewer} of {values} values needed",
        logs.len()
    );
    assert!(
        found > 0 && fewer * 2 < values,
        "most values are not needed"
    );
}
