//! What the JSON reader makes of whole files, good and bad.

use super::Json;
use super::check::check;
use crate::{Confidence, Reader, testing};

#[test]
fn records_are_read_from_every_arrangement() {
    let a = "json_a a=1";
    for input in [
        "{\"a\":1}",
        "\u{FEFF}{\"a\":1}\r\n\r\n",
        "  {\"a\":1},\n",
        "\u{1E}{\"a\":1}\n",
    ] {
        check(input, &[&format!("line 1: {a}")]);
    }
    check(
        "{\"a\":1}\n{\"a\":2}\n",
        &["line 1: json_a a=1", "line 2: json_a a=2"],
    );
    check(
        "{\"a\":1}{\"a\":2}",
        &["record 1: json_a a=1", "record 2: json_a a=2"],
    );
    check(
        "{\n \"a\":1\n}\n{\n \"a\":2\n}\n",
        &["record 1: json_a a=1", "record 2: json_a a=2"],
    );
    check(
        "[{\"a\":1},\n{\"a\":2}]",
        &["record 1: json_a a=1", "record 2: json_a a=2"],
    );
    check("[]", &[]);
}

#[test]
fn wrappers_are_opened_and_what_stands_beside_is_kept() {
    check(
        "{\"Records\":[{\"a\":1},{\"a\":2}]}",
        &["record 1: json_a a=1", "record 2: json_a a=2"],
    );
    check(
        "{\"took\":3,\"hits\":{\"total\":1,\"hits\":[{\"_index\":\"i\",\"_source\":{\"a\":1}}]}}",
        &[
            "record 1: json_index_a a=1 _index=i",
            "line 1: json_hits_took took=3 hits.total=1",
        ],
    );
    check(
        "{\"id\":1,\"value\":[{\"a\":1}]}",
        &["line 1: json_id_value id=1 value=[{\"a\":1}]"],
    );
    check(
        "{\"Records\":[1,2]}",
        &["line 1: json_records Records=[1,2]"],
    );
    check("{\"Records\":[]}", &["line 1: json_records Records=[]"]);
}

#[test]
fn a_bad_value_costs_itself_alone() {
    let (one, three) = ("line 1: json_a a=1", "line 3: json_a a=3");
    for bad in [
        "{\"a\":",
        "{\"a\":}",
        "{\"a\":\"x",
        "{\"a\":[1,2}",
        "nonsense",
        "\"a\": {\"b\":1}",
        "{\"a\":1]",
        "{a:1}",
        "\0\0\0",
    ] {
        let reason = match bad {
            "nonsense" | "\"a\": {\"b\":1}" => "not JSON",
            "\0\0\0" => "not text: zero bytes",
            "{\"a\":\"x" => "a line ends inside a text",
            _ => "not valid JSON",
        };
        let input = format!("{{\"a\":1}}\n{bad}\n{{\"a\":3}}\n");
        check(
            &input,
            &[&format!("line 2: rejected, {reason}"), one, three],
        );
    }
}

#[test]
fn a_bad_element_costs_itself_alone() {
    let (one, three) = ("record 1: json_a a=1", "record 3: json_a a=3");
    for bad in [
        "{\"a\":}",
        "{\"a\":[1}",
        "{\"a\" 1}",
        "{\"a\":1,}",
        "{\"b\":tru}",
    ] {
        for input in [
            format!("[{{\"a\":1}},{bad},{{\"a\":3}}]"),
            format!("{{\"Records\":[{{\"a\":1}},{bad},{{\"a\":3}}]}}"),
        ] {
            check(&input, &["record 2: rejected, not valid JSON", one, three]);
        }
    }
    check(
        "[\n  {\"a\":1},\n  {\"a\":\n  {\"a\":3}\n]\n",
        &["record 2: rejected, not valid JSON", one, three],
    );
}

#[test]
fn truncated_files_end_in_a_reject() {
    let cut = "rejected, ends in the middle of a value";
    check(
        "{\"a\":1}\n{\"a\":",
        &[&format!("line 2: {cut}"), "line 1: json_a a=1"],
    );
    check("{\"a\":\"xyz", &[&format!("line 1: {cut}")]);
    check(
        "[{\"a\":1},{\"a\"",
        &[
            &format!("record 2: {cut}"),
            "line 1: rejected, ends in the middle of a list",
            "record 1: json_a a=1",
        ],
    );
    check(
        "{\"Records\":[{\"a\":1}",
        &[
            "line 1: rejected, ends in the middle of a list",
            "record 1: json_a a=1",
        ],
    );
    check(
        "{\"Records\":[{\"a\":1}],\"b\":",
        &[
            "line 1: rejected, ends in the middle of a value",
            "record 1: json_a a=1",
        ],
    );
}

#[test]
fn deep_nesting_is_a_reject() {
    let deep = |levels: usize| format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels));
    let reason = "rejected, nested deeper than 64 levels";
    check(
        &format!("{}\n{{\"a\":1}}\n", deep(100)),
        &[&format!("line 1: {reason}"), "line 2: json_a a=1"],
    );
    check(
        &format!("[{},{{\"a\":1}}]", deep(100)),
        &[&format!("record 1: {reason}"), "record 2: json_a a=1"],
    );
    check(
        &"[".repeat(100),
        &[
            &format!("record 1: {reason}"),
            "line 1: rejected, ends in the middle of a list",
        ],
    );
    let levels = "a.".repeat(63) + "a";
    check(&deep(64), &[&format!("line 1: json_a {levels}=1")]);
}

#[test]
fn other_encodings_are_read() {
    testing::check_bytes(
        &Json,
        b"{\"a\":\"M\xFCller\"}",
        &["line 1: json_a a=Müller"],
    );
    for (mark, big) in [(true, false), (false, false), (true, true), (false, true)] {
        let text = "{\"a\":\"Müller 😀\"}\n{\"a\":2}";
        let text = if mark {
            format!("\u{FEFF}{text}")
        } else {
            text.to_owned()
        };
        let unit = |unit: u16| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        };
        let bytes: Vec<u8> = text.encode_utf16().flat_map(unit).collect();
        assert_eq!(Json.sniff(&bytes), Confidence::Likely);
        testing::check_bytes(
            &Json,
            &bytes,
            &["line 1: json_a a=Müller 😀", "line 2: json_a a=2"],
        );
    }
}

#[test]
fn zero_filled_files_are_one_reject() {
    check(
        &"\0".repeat(100_000),
        &["line 1: rejected, not text: zero bytes"],
    );
    check(
        "{\"a\":1}\n\0\0",
        &[
            "line 2: rejected, not text: zero bytes",
            "line 1: json_a a=1",
        ],
    );
}

#[test]
fn only_json_is_claimed() {
    let cases = [
        ("{\"a\":1}", Confidence::Likely),
        (" \n[ {\"a\":1}", Confidence::Likely),
        ("[[1", Confidence::No),
        ("[[[[[[[[[[", Confidence::Likely),
        ("{\n", Confidence::Likely),
        (
            "a\":1}\n{\"a\":2}\n{\"a\":3}\n{\"a\":4}\n",
            Confidence::Possible,
        ),
        ("[2026-03-01 08:00:00] started", Confidence::No),
        ("[section]\nkey=1\n", Confidence::No),
        ("{\\rtf1", Confidence::No),
        ("a,b\n1,2\n", Confidence::No),
        ("<x/>", Confidence::No),
        ("From: a@b.org\n\n{\"a\":1}", Confidence::No),
        ("", Confidence::No),
        ("\0\0\0\0", Confidence::No),
    ];
    for (text, expected) in cases {
        assert_eq!(Json.sniff(text.as_bytes()), expected, "{text}");
    }
}
