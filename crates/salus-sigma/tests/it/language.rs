//! Every modifier and every form of condition, each on a record that fits and one that does not.

use salus_sigma::{Routes, RuleSet};

use crate::records::{Record, batch, flat, needed};

const ROUTES: &str = "sources: [{product: test, read: [{table: test}]}]";

/// A rule set of one rule; `detection` is the inside of the section.
fn load(detection: &str) -> RuleSet {
    let indented: String = detection
        .lines()
        .map(|line| format!("  {line}\n"))
        .collect();
    let yaml = format!("title: t\nlogsource: {{product: test}}\ndetection:\n{indented}");
    let routes = Routes::parse(ROUTES).expect("routes");
    RuleSet::load([("t.yml".to_owned(), yaml)].into_iter(), &routes)
}

fn check(detection: &str, record: &str, expected: bool) {
    let rules = load(detection);
    assert_eq!(rules.not_loaded(), [], "{detection}");
    let mut record: Record = flat(&serde_json::from_str(record).expect("a record in JSON"));
    record.insert("always".to_owned(), "there".to_owned());
    let hits = rules.matches(&batch("test", &[record.clone()]));
    assert_eq!(!hits.is_empty(), expected, "{detection}\non {record:?}");
    let needed = rules.matches(&needed(&rules, "test", &[record.clone()]));
    assert_eq!(
        hits, needed,
        "{detection}\non {record:?}, what is needed of it"
    );
}

/// A rule with one selection.
fn one(selection: &str, record: &str, expected: bool) {
    check(
        &format!("s: {{{selection}}}\ncondition: s"),
        record,
        expected,
    );
}

fn refused(detection: &str, reason: &str) {
    let rules = load(detection);
    assert!(rules.rules().is_empty(), "{detection}");
    let found = &rules.not_loaded()[0].reason;
    assert!(found.contains(reason), "{detection}: {found}");
}

#[test]
fn plain_values_ignore_case_and_take_wildcards() {
    one("a: Cmd.EXE", r#"{"a":"cMD.exe"}"#, true);
    one("a: cmd.exe", r#"{"a":"cmd.exe "}"#, false);
    one("a: '*\\cmd.exe'", r#"{"a":"C:\\x\\CMD.exe"}"#, true);
    one("a: 'c?d'", r#"{"a":"cmd"}"#, true);
    one("a: 'c?d'", r#"{"a":"cd"}"#, false);
    one(r"a: 'x\*y'", r#"{"a":"x*y"}"#, true);
    one(r"a: 'x\*y'", r#"{"a":"xzy"}"#, false);
    one(r"a: 'x\?'", r#"{"a":"x?"}"#, true);
    one(r"a: 'c:\\x'", r#"{"a":"c:\\x"}"#, true);
    one("a: ÄRGER", r#"{"a":"ärger"}"#, true);
    one("a: '*'", r#"{"b":"x"}"#, false);
    one("a: '*'", r#"{"a":""}"#, true);
    one("a: [x, y]", r#"{"a":"Y"}"#, true);
    one("a: x, b: y", r#"{"a":"x"}"#, false);
    one("a: x, b: y", r#"{"a":"x","b":"y"}"#, true);
}

#[test]
fn null_empty_and_exists_are_told_apart() {
    one("a: null", r#"{"b":"x"}"#, true);
    one("a: null", r#"{"a":null}"#, true);
    one("a: null", r#"{"a":""}"#, false);
    one("a: ''", r#"{"a":""}"#, true);
    one("a: ''", r#"{"a":"x"}"#, false);
    one("a: ''", r#"{"b":"x"}"#, false);
    one("a: [null, x]", r#"{"b":"y"}"#, true);
    one("a: [null, x]", r#"{"a":"X"}"#, true);
    one("a|exists: true", r#"{"a":""}"#, true);
    one("a|exists: true", r#"{"b":"x"}"#, false);
    one("a|exists: false", r#"{"b":"x"}"#, true);
}

#[test]
fn numbers_are_equal_however_written() {
    one("a: 4625", r#"{"a":4625}"#, true);
    one("a: '4625'", r#"{"a":4625}"#, true);
    one("a: 4625", r#"{"a":"4625.0"}"#, true);
    one("a: 4625", r#"{"a":"46250"}"#, false);
    one("a: 1.5", r#"{"a":"1.50"}"#, true);
    one("a: true", r#"{"a":true}"#, true);
    one("a|gt: 10", r#"{"a":11}"#, true);
    one("a|gt: 10", r#"{"a":10}"#, false);
    one("a|gte: 10", r#"{"a":"10"}"#, true);
    one("a|lt: 10", r#"{"a":"9.5"}"#, true);
    one("a|lte: -1", r#"{"a":"-1"}"#, true);
    one("a|lt: 10", r#"{"a":"nine"}"#, false);
    one("a|contains: 62", r#"{"a":4625}"#, true);
}

#[test]
fn text_modifiers_look_at_their_place() {
    one("a|contains: b", r#"{"a":"aBc"}"#, true);
    one("a|startswith: ab", r#"{"a":"ABc"}"#, true);
    one("a|startswith: b", r#"{"a":"abc"}"#, false);
    one("a|endswith: BC", r#"{"a":"abc"}"#, true);
    one("a|endswith: ab", r#"{"a":"abc"}"#, false);
    one("a|contains: 'a*c'", r#"{"a":"xxabbcx"}"#, true);
    one("a|contains|all: [a, b]", r#"{"a":"xbxa"}"#, true);
    one("a|contains|all: [a, b]", r#"{"a":"xaxa"}"#, false);
    one("a|contains|cased: B", r#"{"a":"abc"}"#, false);
    one("a|contains|cased: B", r#"{"a":"aBc"}"#, true);
    one("a|cased: AB", r#"{"a":"AB"}"#, true);
    one("a|cased: AB", r#"{"a":"ab"}"#, false);
    one("a|startswith|cased: A", r#"{"a":"ab"}"#, false);
    one("a|neq: x", r#"{"a":"y"}"#, true);
    one("a|neq: x", r#"{"a":"X"}"#, false);
    one("a|neq: x", r#"{"b":"y"}"#, false);
}

#[test]
fn regular_expressions_are_found_anywhere_in_their_own_case() {
    one("a|re: 'b.d'", r#"{"a":"abcde"}"#, true);
    one("a|re: 'B.D'", r#"{"a":"abcde"}"#, false);
    one("a|re|i: 'B.D'", r#"{"a":"abcde"}"#, true);
    one("a|re: '^b'", r#"{"a":"abc"}"#, false);
    one("a|re|m: '^b'", r#"{"a":"a\nb"}"#, true);
    one("a|re: 'a.b'", r#"{"a":"a\nb"}"#, false);
    one("a|re|s: 'a.b'", r#"{"a":"a\nb"}"#, true);
    one(r"a|re: '\<script\>'", r#"{"a":"<script>"}"#, true);
    one("a|re: '(?i)hello [0-9]+'", r#"{"a":"say HELLO 12"}"#, true);
    one("a|re: '(abc|abd)x'", r#"{"a":"ABDx"}"#, false);
    one("a|re: '(abc|abd)x'", r#"{"a":"1abdx"}"#, true);
    refused("s: {'a|re': '(?=x)'}\ncondition: s", "regular expression");
}

#[test]
fn encodings_find_what_was_encoded() {
    one("a|base64: foobar", r#"{"a":"Zm9vYmFy"}"#, true);
    for text in ["aHR0cDovLw==", "eGh0dHA6Ly8=", "eHhodHRwOi8v"] {
        let record = format!(r#"{{"a":"cmd {text}"}}"#);
        one("a|base64offset|contains: 'http://'", &record, true);
    }
    one(
        "a|base64offset|contains: 'http://'",
        r#"{"a":"Zm9vYmFy"}"#,
        false,
    );
    one(
        "a|wide|base64offset|contains: abc",
        r#"{"a":"YQBiAGMA"}"#,
        true,
    );
    one(
        "a|utf16le|base64offset|contains: abc",
        r#"{"a":"YQBiAGMA"}"#,
        true,
    );
    one("a|utf16be|base64|contains: ab", r#"{"a":"AGEAYg=="}"#, true);
    one("a|utf16|base64|contains: a", r#"{"a":"//5hAA=="}"#, true);
    one("a|windash|contains: ' -x'", r#"{"a":"cmd /X"}"#, true);
    one("a|contains|windash: ' -x '", r#"{"a":"cmd –x y"}"#, true);
    one("a|windash|contains: 'a-x'", r#"{"a":"a/x"}"#, false);
    refused("s: {'a|base64': 'a*'}\ncondition: s", "wildcards");
    refused("s: {'a|utf16': 'a'}\ncondition: s", "bytes");
}

#[test]
fn networks_references_and_times() {
    one("a|cidr: 10.0.0.0/8", r#"{"a":"10.2.3.4"}"#, true);
    one(
        "a|cidr: [10.0.0.0/8, 'fe80::/10']",
        r#"{"a":"FE80::1"}"#,
        true,
    );
    one("a|cidr: 10.0.0.0/8", r#"{"a":"11.2.3.4"}"#, false);
    one("a|cidr: 10.0.0.0/8", r#"{"a":"::ffff:10.1.1.1"}"#, true);
    one("a|fieldref: b", r#"{"a":"X","b":"x"}"#, true);
    one("a|fieldref: b", r#"{"a":"X"}"#, false);
    one("a|fieldref|endswith: b", r#"{"a":"xy","b":"y"}"#, true);
    one("a|fieldref|startswith: b", r#"{"a":"xy","b":"y"}"#, false);
    one("a|hour: 8", r#"{"a":"2026-03-01T08:12:00Z"}"#, true);
    one("a|minute|gte: 12", r#"{"a":"2026-03-01T08:12:00Z"}"#, true);
    one("a|week: 9", r#"{"a":"2026-03-01T08:12:00Z"}"#, true);
    one("a|year: 2025", r#"{"a":"2026-03-01T08:12:00Z"}"#, false);
    refused("s: {'a|cidr': 'ten'}\ncondition: s", "not a network");
    refused("s: {'a|gt': 'ten'}\ncondition: s", "not a number");
    refused("s: {'a|exists': 'ten'}\ncondition: s", "exists");
    refused("s: {'a|expand': '%admins%'}\ncondition: s", "placeholders");
    refused("s: {'a|unheard': 'x'}\ncondition: s", "unheard");
}

#[test]
fn lists_match_by_any_element() {
    one("a: x", r#"{"a":["X","y"]}"#, true);
    one("a|endswith: x", r#"{"a":["xy","ax"]}"#, true);
    one("a|contains|all: [x, y]", r#"{"a":["1x","2y"]}"#, true);
    one("a: 2", r#"{"a":[1,2]}"#, true);
    one("a: x", r#"{"a":["y"]}"#, false);
    one("a: '[x'", r#"{"a":"[x"}"#, true);
    one("a.b: x", r#"{"a":[{"b":"y"},{"b":"x"}]}"#, true);
    one("a.b.c: x", r#"{"a":[{"b":{"c":"x"}}]}"#, true);
    one("a.b.c: x", r#"{"a":{"b":[{"c":["w","x"]}]}}"#, true);
    one("a.b: x", r#"{"a":[{"c":"x"}]}"#, false);
    one("a.b: null", r#"{"a":[{"c":"x"}]}"#, true);
    one("a.b|exists: true", r#"{"a":[{"b":"x"}]}"#, true);
}

#[test]
fn keywords_are_looked_for_in_every_field() {
    check(
        "k: [evil, wicked]\ncondition: k",
        r#"{"x":"an EVIL thing"}"#,
        true,
    );
    check(
        "k: [evil, wicked]\ncondition: k",
        r#"{"x":"a good thing"}"#,
        false,
    );
    check("k: 'ev*il'\ncondition: k", r#"{"x":"xevxil"}"#, true);
    check(
        "k: {'|all': [a1, b1]}\ncondition: k",
        r#"{"x":"a1","y":"b1"}"#,
        true,
    );
    check(
        "k: {'|all': [a1, b1]}\ncondition: k",
        r#"{"x":"a1"}"#,
        false,
    );
    check("k: {'|re': 'a\\d'}\ncondition: k", r#"{"x":"a1"}"#, true);
    check(
        "k: [deep]\ncondition: k",
        r#"{"x":[{"y":["so deep"]}]}"#,
        true,
    );
    check("k: [always]\ncondition: k", r#"{"x":"y"}"#, false);
}

#[test]
fn conditions_combine_selections() {
    let detection = "sel_a: {a: 1}\nsel_b: {b: 1}\nfilter: {c: 1}\n_hidden: {d: 1}\ncondition: ";
    let case = |condition: &str, record: &str, expected: bool| {
        check(&format!("{detection}{condition}"), record, expected);
    };
    case("sel_a and sel_b", r#"{"a":1,"b":1}"#, true);
    case("sel_a and sel_b", r#"{"a":1}"#, false);
    case("sel_a or sel_b", r#"{"b":1}"#, true);
    case("sel_a and not filter", r#"{"a":1}"#, true);
    case("sel_a and not filter", r#"{"a":1,"c":1}"#, false);
    case("not sel_a", r#"{"b":1}"#, true);
    case("not (sel_a or sel_b)", r#"{"c":1}"#, true);
    case("not sel_a and not sel_b", r#"{"a":1}"#, false);
    case("sel_a or sel_b and filter", r#"{"a":1}"#, true);
    case("(sel_a or sel_b) and filter", r#"{"a":1}"#, false);
    case("1 of sel_*", r#"{"b":1}"#, true);
    case("all of sel_*", r#"{"b":1}"#, false);
    case("all of sel_*", r#"{"a":1,"b":1}"#, true);
    case("2 of them", r#"{"a":1,"c":1}"#, true);
    case("2 of them", r#"{"a":1,"d":1}"#, false);
    case("1 of them", r#"{"d":1}"#, false);
    case(
        "any of sel_* and not 1 of filter*",
        r#"{"a":1,"c":1}"#,
        false,
    );
    check(
        "s: [{a: 1}, {b: 1, c: 1}]\ncondition: s",
        r#"{"b":1,"c":1}"#,
        true,
    );
    check(
        "s: [{a: 1}, {b: 1, c: 1}]\ncondition: s",
        r#"{"b":1}"#,
        false,
    );
    check(
        "s: {a: 1}\nt: {b: 1}\ncondition: [s, t]",
        r#"{"b":1}"#,
        true,
    );
}

#[test]
fn what_cannot_be_meant_is_refused() {
    refused("s: {a: 1}\ncondition: s and t", "`t`, which is not there");
    refused("s: {a: 1}\ncondition: 1 of x*", "selects nothing");
    refused("s: {a: []}\ncondition: s", "empty list");
    refused("s: {a: 1}\ncondition: s | count() > 5", "");
    refused("s: {a: 1}\ntimeframe: 5m\ncondition: s", "timeframe");
    refused("s: {a: 1}", "condition");
    refused(
        "s: {a: 'host:<admin_host>'}\ncondition: s",
        "fill in `admin_host`",
    );
    let deep = format!(
        "s: {{a: 1}}\ncondition: {}s{}",
        "(".repeat(2_000),
        ")".repeat(2_000)
    );
    refused(&deep, "too deep");
    let nots = format!("s: {{a: 1}}\ncondition: {}s", "not ".repeat(2_000));
    refused(&nots, "too often");
}

#[test]
fn field_names_keep_their_case_unless_only_one_fits() {
    one("CommandLine: x", r#"{"commandline":"x"}"#, true);
    one("host: x", r#"{"host":"x"}"#, true);
    one("record_id: x", r#"{"record_id":"x"}"#, true);
}

#[test]
fn rules_can_be_shared_between_threads() {
    fn check<T: Send + Sync>() {}
    check::<RuleSet>();
}
