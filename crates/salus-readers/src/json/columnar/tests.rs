//! The short way and the slow way give the same records with the same values.

use std::io::{BufReader, Cursor, Read as _};
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use salus_record::{Digest, Sink};

use super::{Columnar, Line};
use crate::json::cut::CutLines;
use crate::json::frames::Begin;
use crate::json::read;
use crate::testing::kept::Kept;
use crate::testing::public_data;
use crate::{Cut as _, Evidence};

fn both(bytes: &[u8]) -> (Kept, Kept) {
    let columnar = Some(Columnar::new());
    let short = Kept::of(bytes, |evidence, sink| {
        read(evidence, Begin::Evidence, sink, columnar)
    });
    let slow = Kept::of(bytes, |evidence, sink| {
        read(evidence, Begin::Evidence, sink, None)
    });
    (short, slow)
}

fn check(text: &str) {
    let (short, slow) = both(text.as_bytes());
    assert_eq!(short.difference(&slow), None, "{text}");
    // In small buffers lines are torn.
    let mut torn = Kept::default();
    let mut sink = Sink::new(&Digest::of(b"log"), 0, &mut torn);
    let mut input = BufReader::with_capacity(7, Cursor::new(text.as_bytes()));
    let mut evidence = Evidence::new(&mut input, text.len() as u64);
    read(
        &mut evidence,
        Begin::Evidence,
        &mut sink,
        Some(Columnar::new()),
    )
    .expect("nothing fails in memory");
    sink.finish().expect("nothing fails in memory");
    assert_eq!(torn.difference(&slow), None, "{text}");
    for length in [1, 100] {
        check_stretches(text.as_bytes(), &slow, length);
    }
}

/// Cut or whole, the records are the same.
fn check_stretches(bytes: &[u8], expected: &Kept, length: usize) {
    if CutLines.fits(bytes) {
        let cut = Kept::in_stretches(&CutLines, bytes, length);
        let text = || String::from_utf8_lossy(&bytes[..bytes.len().min(10_000)]);
        let difference = cut
            .without_batches()
            .difference(&expected.without_batches());
        assert_eq!(difference, None, "{length}: {}", text());
    }
}

#[test]
fn stretches_end_where_they_can() {
    let good = r#"{"a":1,"b":"x"}"#;
    let lines = |middle: &[&str]| {
        let all: Vec<&str> = [good; 4]
            .iter()
            .chain(middle)
            .chain(&[good; 4])
            .copied()
            .collect();
        check(&all.join("\n"));
    };
    lines(&[]);
    lines(&["", " ", ",", "\u{1e}"]);
    lines(&[r#"{"a":1"#, r#","c":2}"#]);
    lines(&[r#"{"a":{"#, r#""c":2}"#, "}"]);
    lines(&["{", "  \"a\": 1,", "  \"b\": 2", "}"]);
    lines(&["[", good, ",", good, "]", good]);
    lines(&["[", good]);
    lines(&[r#"{"Records":["#, good, ",", good, "]}"]);
    lines(&[
        r#"{"Records":[{"a":1},{"a":2}]}"#,
        "no JSON",
        "\0\0",
        "]",
        "}",
    ]);
    lines(&["\u{FEFF}{\"a\":1}", r#"{"a":"not closed"#]);
}

/// Whether all lines go the short way when they come again.
fn is_short(text: &str) -> bool {
    let mut nowhere = Kept::default();
    let mut sink = Sink::new(&Digest::of(b"log"), 0, &mut nowhere);
    let mut columnar = Columnar::new();
    let mut is_short = |line: &str| {
        let done = columnar.line(line.as_bytes(), true, crate::Place::Whole, &mut sink);
        matches!(done.expect("nothing fails in memory"), Line::Written(_))
    };
    text.lines().all(|line| !is_short(line) && is_short(line))
}

#[test]
fn usual_records_go_the_short_way() {
    for text in [
        r#"{"a":1,"b":"x","c":null,"d":{"e":true,"f":[]},"g":1.50,"h":["x", 1],"i":"\u00e4\n"}"#,
        r#"{"EventID":4688,"Channel":"Security","Hostname":"pc","Keywords":-9214364837600034816,"Message":"a\r\nb","TimeCreated":"2026-03-01T08:00:00Z","user":"x"}"#,
        r#"{"@timestamp":"2026-03-01T08:00:00Z","winlog":{"channel":"Security","event_id":4688,"keywords":["Audit Success"],"event_data":{"NewProcessName":"x"}},"tags":["a"]}"#,
        r#"{"_path":"conn","ts":1772352000.25,"uid":"C1","id.orig_h":"a","duration":0.00043106,"x":["a",0.12345678]}"#,
        r#"{"timestamp":"2026-03-01T01:00:00.5-0700","event_type":"alert","src_ip":"1.2.3.4","alert":{"severity":2}}"#,
        r#"{"resourceType":"Patient","id":"1","name":[{"family":"x"}]}"#,
    ] {
        check(&[text; 3].join("\n"));
        assert!(is_short(text), "{text}");
    }
}

#[test]
fn values_that_a_shape_looks_at_are_minded() {
    let lines = [
        r#"{"time":"2026-03-01T08:00:00Z","category":"SignInLogs","id":"1"}"#,
        r#"{"time":"2026-03-01T08:00:00Z","category":"other","id":"1"}"#,
        r#"{"time":"2026-03-01T08:00:00Z","category":"XsigninLOGS","id":"1"}"#,
        r#"{"time":"2026-03-01T08:00:00Z","category":"sign\u0069nlogs","id":"1"}"#,
        r#"{"resourceId":"/x/Microsoft.aadiam","operationName":"a","category":"b"}"#,
        r#"{"resourceId":"/x/Microsoft.other","operationName":"a","category":"b"}"#,
        r#"{"kind":"admin#reports#activity","a":1}"#,
        r#"{"kind":"b","a":1}"#,
        r#"{"class_uid":1007,"category_uid":1,"metadata":{"a":1}}"#,
        r#"{"class_uid":3002,"category_uid":1,"metadata":{"a":1}}"#,
        r#"{"class_uid":3002.5,"category_uid":1,"metadata":{"a":1}}"#,
        r#"{"resourceType":"Patient","a":1}"#,
        r#"{"resourceType":"Group","a":1}"#,
        r#"{"resourceType":"a b","a":1}"#,
        r#"{"ts":1772352000.25,"uid":"C1","id.orig_h":"a"}"#,
        r#"{"ts":0.25,"uid":"C1","id.orig_h":"a"}"#,
        r#"{"ts":1772352000,"uid":"C1","id.orig_h":"a"}"#,
        r#"{"ts":"2018-03-24T17:15:20.613421Z","uid":"C1","id.orig_h":"a"}"#,
        r#"{"_path":"dns","ts":"x","uid":"C1","id.orig_h":"a"}"#,
        r#"{"_path":"a b","ts":"x","uid":"C1","id.orig_h":"a"}"#,
        r#"{"EventID":1,"Channel":"Security"}"#,
        r#"{"EventID":1,"Channel":"System"}"#,
        r#"{"EventID":1,"Channel":7}"#,
        r#"{"EventID":1,"Channel":8.5}"#,
        r#"{"EventID":1,"Channel":["System"]}"#,
        r##"{"Event":{"System":{"EventID":1,"Channel":{"#text":"System"}}}}"##,
        r##"{"Event":{"System":{"EventID":1,"Channel":{"#text":5.5}}}}"##,
        r#"{"time":"never","timestamp":"2026-03-01","b":1}"#,
        r#"{"time":"2026-03-02","timestamp":"soon","b":1}"#,
        r#"{"time":1772352000,"timestamp":1,"b":1}"#,
        r#"{"class_name":"77000001.25","class_uid":5,"category_uid":1,"severity_id":2,"x":1.5}"#,
        r#"{"class_uid":5,"a":1.5,"category_uid":1,"severity_id":2,"class_name":"77000001.25"}"#,
    ];
    check(&[lines.join("\n"), lines.join("\n"), lines.join("\n")].join("\n"));
}

#[test]
fn unusual_records_are_as_ever() {
    for text in [
        r#"{"a":1,"a":2}"#,
        r#"{"a":{"b":1},"a":2}"#,
        r#"{"a":[{"b":1,"b":2}],"c":[1, 2],"d":[1.0,1e5],"e":["\/"]}"#,
        r#"{"time":1,"time_":2}"#,
        r#"{"time":1,"Time":2,"TIME":3}"#,
        r#"{"A":1,"a":2,"_rest":3,"Host":"x","host":"y"}"#,
        r#"{"":1,"a":{"":2}}"#,
        r#"{"a":"\ud83d\ude00","b":"\ud83d"}"#,
        r#"{"a":-0,"b":-0.0,"c":1e400,"d":18446744073709551616,"e":18446744073709551615}"#,
        r#"{"a":-9223372036854775808,"b":-9223372036854775809,"c":0.1e1,"d":1E+2,"e":12345678901234567890123}"#,
        r#"{"a":01}"#,
        r#"{"a":1.}"#,
        r#"{"a":.5}"#,
        r#"{"a":tru}"#,
        r#"{"a":1,}"#,
        r#"{"a":[1,]}"#,
        r#"{"a":[1}]"#,
        r#"{"a" : 1 , "b" : { "c" : [ ] } }"#,
        "{\"a\":\"tab\there\"}",
        "{\"a\":1} {\"a\":2}\n{\"a\":3}, \t\r\n{\"a\":4} x\n  {\"a\":5}",
        "{\n\"a\":1\n}\n{\"a\":2}",
        "[\n{\"a\":1},\n{\"a\":2}\n]\n{\"a\":3}\n",
        r#"{"Records":[{"a":1}]}"#,
        r#"{"hits":{"hits":[{"a":1}]}}"#,
        r#"{"took":1,"hits":{"total":1,"hits":[{"a":1}],"x":1}}"#,
        r#"{"events":[{"a":1}],"b":{"c":1}}"#,
        r#"{"AuditData":"{\"Operation\":\"x\",\"CreationTime\":\"2026-03-01T08:00:00\"}"}"#,
        r#"{"EventName":"GetObject","CloudTrailEvent":"{\"eventName\":\"GetObject\"}"}"#,
        r##"{"EventID":1,"Channel":"x","EventData":{"Data":[{"@Name":"a","#text":"b"}]}}"##,
        r#"{"Event":{"System":{"EventID":1,"Provider":{"@Name":"p"}},"EventData":{"Data":["a","b"]}}}"#,
        r#"{"resourceType":"Bundle","a":{"b":1},"entry":[{"resource":{"resourceType":"Patient"}}]}"#,
        r#"{"_source":{"a":1,"_id":"x"},"_index":"i","_id":"7"}"#,
        r#"{"salusleaf0x":"salusleaf1x","Channel":"salusleaf0x","EventID":1}"#,
        "\u{FEFF}{\"a\":1}\r\n\r\n\n{\"a\":2}",
    ] {
        check(text);
        check(&format!("{text}\n{text}\n{{\"z\":1}}\n{text}\n{text}"));
    }
    let deep = |levels: usize| format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels));
    check(&deep(40));
    check(&deep(70));
    let (short, slow) = both(b"{\"a\":\"M\xFCller\"}\n{\"a\":\"x\"}");
    assert_eq!(short.difference(&slow), None);
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "EventID",
            "Channel",
            "Hostname",
            "Keywords",
            "TimeCreated",
            "EventData",
            "Data",
            "winlog",
            "channel",
            "event_id",
            "event_data",
            "user",
            "identifier",
            "time",
            "Time",
            "host",
            "category",
            "resourceId",
            "ts",
            "_path",
            "uid",
            "id.orig_h",
            "operationName",
            "eventSource",
            "eventName",
            "kind",
            "class_uid",
            "category_uid",
            "severity_id",
            "Records",
            "hits",
            "_source",
            "_index",
            "event",
            "sourcetype",
            "result",
            "preview",
            "resource",
            "resourceType",
            "Event",
            "System",
            "#text",
            "#attributes",
            "@timestamp",
            "process",
            "pid",
            "entry",
            "_rest",
            "time_",
            "timestamp",
            "event_type",
            "src_ip",
            "Level",
            "log",
            "level",
        ])
        .prop_map(str::to_owned),
        "[a-cA-C]{0,2}",
    ]
}

fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("\"\"".to_owned()),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<u64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number:e}")),
        (-1e10..1e10).prop_map(|number: f64| number.to_string()),
        any::<String>().prop_map(|text| serde_json::to_string(&text).expect("a text")),
        prop::sample::select(vec![
            r#""Security""#,
            r#""2026-03-01T08:00:00Z""#,
            r#""SignInLogs""#,
            r#""a\/b""#,
            "1772352000.5",
            r#""x/microsoft.aadiam""#,
            r#""Patient""#,
            r#""conn""#,
            "1007",
            "770000000000001",
            r#""0x2bc50""#,
        ])
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec(inner.clone(), 0..3)
                .prop_map(|items| format!("[ {}]", items.join(", "))),
            object(inner),
        ]
    })
}

fn object(value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::collection::vec((name(), value), 0..8).prop_map(|members| {
        let members: Vec<String> = members
            .iter()
            .map(|(name, value)| format!("\"{name}\":{value}"))
            .collect();
        format!("{{{}}}", members.join(","))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn any_objects_are_the_same_both_ways(lines in prop::collection::vec(object(json()), 1..4)) {
        // Again and again, so that plans are made and used.
        let lines = lines.join("\n");
        let text = [lines.as_str(); 4].join("\n");
        check(&text);
    }

    #[test]
    fn any_bytes_are_the_same_both_ways(
        line in object(json()),
        (at, byte) in (any::<prop::sample::Index>(), any::<u8>()),
    ) {
        let mut bytes = format!("{line}\n{line}\n{line}\n{{\"a\":1}}\n{line}\n").into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let (short, slow) = both(&bytes);
        prop_assert_eq!(short.difference(&slow), None);
        check_stretches(&bytes, &slow, 1);
    }
}

/// Two values of one kind.
fn pair() -> impl Strategy<Value = (String, String)> {
    let text = || {
        prop::sample::select(vec![
            "Security",
            "System",
            "SignInLogs",
            "other",
            "x/microsoft.aadiam",
            "Patient",
            "Bundle",
            "conn",
            "dns",
            "admin#reports#activity",
            "2026-03-01T08:00:00Z",
            "not a time",
            "",
            "{\\\"Operation\\\":\\\"x\\\",\\\"RecordType\\\":1}",
        ])
        .prop_map(|text| format!("\"{text}\""))
    };
    let number = || {
        prop::sample::select(vec!["1", "1007", "3002", "1772352000.5", "0.25", "-7"])
            .prop_map(str::to_owned)
    };
    let leaf = prop_oneof![(text(), text()), (number(), number())];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let members = prop::collection::vec((name(), inner.clone()), 0..5);
        let items = prop::collection::vec(inner, 0..3);
        prop_oneof![
            members.prop_map(|members| {
                let of = |pick: fn(&(String, String)) -> &str| {
                    let members = members.iter();
                    let texts: Vec<String> = members
                        .map(|(name, pair)| format!("\"{name}\":{}", pick(pair)))
                        .collect();
                    format!("{{{}}}", texts.join(","))
                };
                (of(|pair| &pair.0), of(|pair| &pair.1))
            }),
            items.prop_map(|items| {
                let of = |pick: fn(&(String, String)) -> &str| {
                    let texts: Vec<&str> = items.iter().map(pick).collect();
                    format!("[{}]", texts.join(","))
                };
                (of(|pair| &pair.0), of(|pair| &pair.1))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// What a plan learned from some values holds for others of the same kinds.
    #[test]
    fn plans_hold_for_other_values(members in prop::collection::vec((name(), pair()), 1..8)) {
        let line = |pick: fn(&(String, String)) -> &str| {
            let members = members.iter();
            let texts: Vec<String> = members
                .map(|(name, pair)| format!("\"{name}\":{}", pick(pair)))
                .collect();
            format!("{{{}}}\n", texts.join(","))
        };
        let (one, other) = (line(|pair| &pair.0), line(|pair| &pair.1));
        check(&[&*one, &*one, &*one, &*other, &*one, &*other, &*other].concat());
    }
}

/// The texts of all files that may hold JSON, those in archives too.
fn files(folder: &Path, take: &mut dyn FnMut(&Path, Vec<u8>)) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    for path in paths {
        let end = path
            .extension()
            .and_then(|end| end.to_str())
            .unwrap_or_default();
        match end.to_ascii_lowercase().as_str() {
            _ if path.is_dir() => files(&path, take),
            "json" | "jsonl" | "ndjson" | "log" => {
                take(&path, std::fs::read(&path).expect("readable"))
            }
            "zip" => members(&path, take),
            _ => {}
        }
    }
}

fn members(path: &Path, take: &mut dyn FnMut(&Path, Vec<u8>)) {
    let file = std::fs::File::open(path).expect("readable");
    let Ok(mut archive) = zip::ZipArchive::new(BufReader::new(file)) else {
        return;
    };
    for number in 0..archive.len() {
        let Ok(mut member) = archive.by_index(number) else {
            continue;
        };
        let mut bytes = Vec::new();
        if member.is_file() && member.read_to_end(&mut bytes).is_ok() {
            take(&path.join(number.to_string()), bytes);
        }
    }
}

#[test]
fn public_evidence_is_the_same_both_ways() {
    let Some(root) = public_data("both ways through public JSON") else {
        return;
    };
    let mut wrong = Vec::new();
    for folder in [
        "windows-json",
        "cloud",
        "network",
        "fhir",
        "ehr-audit",
        "vuln",
        "ocsf",
    ] {
        let folder = root.join(folder);
        if !folder.is_dir() {
            eprintln!(
                "skipped: both ways through {} (not there)",
                folder.display()
            );
            continue;
        }
        let (mut short, mut all) = (0, 0);
        files(&folder, &mut |path, bytes| {
            let begins = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
            if !matches!(begins, Some(b'{' | b'[' | 0xEF | 0xFE | 0xFF)) || bytes.len() > 64 << 20 {
                return;
            }
            let (quick, slow) = both(&bytes);
            if let Some(difference) = quick.difference(&slow) {
                wrong.push(format!("{}: {difference}", path.display()));
            }
            check_stretches(&bytes, &slow, 64 << 10);
            all += slow.records.len();
            short += lines_that_are_short(&bytes);
        });
        eprintln!(
            "{}: {all} records, {short} lines went the short way",
            folder.display()
        );
    }
    assert!(
        wrong.is_empty(),
        "{} files: {}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn lines_that_are_short(bytes: &[u8]) -> usize {
    let mut nowhere = Kept::default();
    let mut sink = Sink::new(&Digest::of(b"log"), 0, &mut nowhere);
    let mut columnar = Columnar::new();
    let lines = bytes.split(|byte| *byte == b'\n');
    let is_short = |line: &&[u8]| {
        let done = columnar.line(line, true, crate::Place::Whole, &mut sink);
        matches!(done.expect("nothing fails in memory"), Line::Written(_))
    };
    lines.filter(is_short).count()
}
