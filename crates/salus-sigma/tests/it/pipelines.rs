//! Every transformation and condition of a pipeline, on a rule before and on records after.

use salus_sigma::{Pipeline, Pipelines, Routes, RuleSet, Setup};

use crate::records::{batch, flat};

const ROUTES: &str = "sources: [{product: test, read: [{table: test}]}, \
    {product: test, category: other, read: [{table: other}]}]";

fn load(pipeline: &str, rule: &str) -> RuleSet {
    let mut pipelines = Pipelines::default();
    pipelines.apply_always(Pipeline::parse(pipeline).expect(pipeline));
    let setup = Setup {
        routes: Routes::parse(ROUTES).expect("routes"),
        pipelines,
        ..Setup::default()
    };
    let yaml = format!(
        "title: t\nlevel: high\ntags: [attack.t1059]\nlogsource: {{product: test}}\ndetection:\n{}",
        rule.lines()
            .map(|line| format!("  {line}\n"))
            .collect::<String>()
    );
    RuleSet::load_with([("t.yml".to_owned(), yaml)].into_iter(), &setup)
}

/// The steps of a pipeline, a detection section, and whether it then fits a record.
fn check(steps: &str, rule: &str, record: &str, expected: bool) {
    let rules = load(&format!("name: p\ntransformations: [{steps}]"), rule);
    assert_eq!(rules.not_loaded(), [], "{steps}\n{rule}");
    let record = flat(&serde_json::from_str(record).expect("a record"));
    let table = &rules.rules()[0].tables[0];
    let hits = rules.matches(&batch(table, &[record]));
    assert_eq!(!hits.is_empty(), expected, "{steps}\n{rule}");
}

/// A rule with one selection.
fn one(steps: &str, selection: &str, record: &str, expected: bool) {
    let rule = format!("s: {{{selection}}}\ncondition: s");
    check(steps, &rule, record, expected);
}

fn refused(steps: &str, selection: &str, reason: &str) {
    let rule = format!("s: {{{selection}}}\ncondition: s");
    let rules = load(&format!("name: p\ntransformations: [{steps}]"), &rule);
    assert!(rules.rules().is_empty(), "{steps}");
    let found = &rules.not_loaded()[0].reason;
    assert!(found.contains(reason), "{steps}: {found}");
}

fn unreadable(pipeline: &str, reason: &str) {
    let error = Pipeline::parse(pipeline).expect_err(pipeline).to_string();
    assert!(error.contains(reason), "{pipeline}: {error}");
}

#[test]
fn fields_are_renamed() {
    let map = "{type: field_name_mapping, mapping: {a: x.y}}";
    one(map, "a: 1", r#"{"x":{"y":1}}"#, true);
    one(map, "a: 1", r#"{"a":1}"#, false);
    one(map, "b: 1", r#"{"b":1}"#, true);
    let many = "{type: field_name_mapping, mapping: {a: [x, y]}}";
    one(many, "a: 1", r#"{"x":1}"#, true);
    one(many, "a: 1", r#"{"y":1}"#, true);
    one(many, "a: null", r#"{"y":1}"#, false);
    one(many, "a: null", r#"{"z":1}"#, true);
    one(many, "a|exists: true", r#"{"y":1}"#, true);
    one(many, "b|fieldref: a", r#"{"b":"q","y":"q"}"#, true);
    one(many, "a|contains|all: [p, q]", r#"{"x":"pq"}"#, true);
    one(
        "{type: field_name_prefix_mapping, mapping: {win.: data.}}",
        "win.a: 1",
        r#"{"data.a":1}"#,
        true,
    );
    one(
        "{type: field_name_prefix, prefix: e.}",
        "a: 1",
        r#"{"e":{"a":1}}"#,
        true,
    );
    one(
        "{type: field_name_suffix, suffix: .keyword}",
        "a: 1",
        r#"{"a.keyword":1}"#,
        true,
    );
}

#[test]
fn what_was_not_renamed_gets_a_prefix() {
    let steps = "{id: map, type: field_name_mapping, mapping: {a: x}}, \
        {type: field_name_prefix, prefix: data., field_name_cond_not: true, \
         field_name_conditions: [{type: processing_item_applied, processing_item_id: map}]}";
    one(steps, "a: 1, b: 2", r#"{"x":1,"data.b":2}"#, true);
    one(steps, "a: 1, b: 2", r#"{"data.x":1,"data.b":2}"#, false);
}

#[test]
fn items_are_dropped_and_conditions_with_them() {
    let drop =
        "{type: drop_detection_item, field_name_conditions: [{type: include_fields, fields: [b]}]}";
    one(drop, "a: 1, b: 2", r#"{"a":1}"#, true);
    let rule = "s: {a: 1}\nf: {b: 2}\ncondition: s and not f";
    check(drop, rule, r#"{"a":1,"b":2}"#, true);
    let rule = "s: {a: 1}\nf_1: {b: 2}\ncondition: s and not 1 of f_*";
    check(drop, rule, r#"{"a":1,"b":2}"#, true);
    let rule = "s: [{a: 1}, {b: 2}]\ncondition: s";
    check(drop, rule, r#"{"b":2}"#, false);
    refused(drop, "b: 1", "nothing of it is left");
    let null =
        "{type: drop_detection_item, detection_item_conditions: [{type: is_null, cond: all}]}";
    one(null, "a: 1, b: null", r#"{"a":1,"b":2}"#, true);
}

#[test]
fn conditions_are_added_to_every_condition() {
    let add = "{type: add_condition, conditions: {kind: [p, q]}}";
    one(add, "a: 1", r#"{"a":1,"kind":"q"}"#, true);
    one(add, "a: 1", r#"{"a":1}"#, false);
    let not = "{type: add_condition, negated: true, conditions: {kind: p}}";
    one(not, "a: 1", r#"{"a":1,"kind":"q"}"#, true);
    one(not, "a: 1", r#"{"a":1,"kind":"p"}"#, false);
    let rule = "s: {a: 1}\nt: {b: 1}\ncondition: 1 of *";
    check(add, rule, r#"{"kind":"p"}"#, false);
    check(add, rule, r#"{"b":1,"kind":"p"}"#, true);
    check(
        add,
        "s: {a: 1}\ncondition: all of them",
        r#"{"a":1,"kind":"p"}"#,
        true,
    );
    let template = "{type: add_condition, template: true, conditions: {kind: x-$product}}";
    one(template, "a: 1", r#"{"a":1,"kind":"x-test"}"#, true);
}

#[test]
fn values_change() {
    let replace = r"{type: replace_string, regex: '^C:', replacement: 'D:'}";
    one(replace, r"a: 'C:\x*'", r#"{"a":"D:\\xy"}"#, true);
    let groups = r"{type: replace_string, regex: '(\w+)@(\w+)', replacement: '\2!\1'}";
    one(groups, "a: me@home", r#"{"a":"home!me"}"#, true);
    let between = "{type: replace_string, regex: 'x', replacement: '*', skip_special: true}";
    one(between, "a: 'x?'", r#"{"a":"*b"}"#, true);
    one(between, "a: 'x?'", r#"{"a":"cb"}"#, false);
    let map = "{type: map_string, mapping: {one: [1, eins], two: 2}}";
    one(map, "a: one", r#"{"a":"eins"}"#, true);
    one(map, "a: [two, three]", r#"{"a":"three"}"#, true);
    one(map, "a: two", r#"{"a":"two"}"#, false);
    one("{type: set_value, value: 7}", "a: 1", r#"{"a":7}"#, true);
    one(
        "{type: convert_type, target_type: num}",
        "a: '7'",
        r#"{"a":"7.0"}"#,
        true,
    );
    refused(
        "{type: convert_type, target_type: num}",
        "a: x",
        "not a number",
    );
    let hashes = "{type: hashes_fields, valid_hash_algos: [MD5, SHA1], field_prefix: File}";
    one(
        hashes,
        "Hashes|contains: ['MD5=aa', 'SHA1=bb']",
        r#"{"FileSHA1":"BB"}"#,
        true,
    );
    one(
        hashes,
        "Hashes|contains: 'IMPHASH=aa'",
        r#"{"Hashes":"x,IMPHASH=AA"}"#,
        true,
    );
}

#[test]
fn an_item_may_have_two_forms() {
    let two = "{type: alternative, field_name_conditions: [{type: include_fields, fields: [a]}], items: [\
        {type: map_string, mapping: {one: '1'}}, {type: field_name_mapping, mapping: {a: x}}]}";
    let two = &two.replace("\\\n", "");
    one(two, "a: one", r#"{"a":"one"}"#, true);
    one(two, "a: one", r#"{"x":"1"}"#, true);
    one(two, "a: one", r#"{"a":"1"}"#, false);
    one(two, "a: one", r#"{"x":"one"}"#, false);
    one(two, "a: one, b: 2", r#"{"x":"1"}"#, false);
    one(two, "a: null", r#"{"x":"1"}"#, true);
    let not = "s: {b: 2}\nf: {a: one}\ncondition: s and not f";
    check(two, not, r#"{"b":2,"x":"1"}"#, false);
    check(two, not, r#"{"b":2,"a":"one"}"#, false);
    check(two, not, r#"{"b":2,"a":"1"}"#, true);
    let fails = "{type: alternative, items: [{type: rule_failure, message: never}]}";
    refused(fails, "a: 1", "never");
}

#[test]
fn placeholders_are_filled_from_variables() {
    let load = |steps: &str| {
        load(
            &format!("name: p\nvars: {{admins: [ann, b*], one: 1}}\ntransformations: [{steps}]"),
            "s: {'a|expand': ['%admins%', '%others%']}\ncondition: s",
        )
    };
    let waits = load("{type: value_placeholders}");
    assert!(waits.not_loaded()[0].reason.contains("`%others%`"));
    let fits = |rules: &RuleSet, value: &str| {
        assert_eq!(rules.not_loaded(), []);
        let record = [("a".to_owned(), value.to_owned())].into_iter().collect();
        !rules.matches(&batch("test", &[record])).is_empty()
    };
    let any = load("{type: value_placeholders}, {type: wildcard_placeholders}");
    assert!(fits(&any, "whatever"));
    let steps = "{type: value_placeholders, include: [admins]}, \
        {type: wildcard_placeholders, exclude: [others]}";
    assert!(load(steps).not_loaded()[0].reason.contains("`%others%`"));
    assert!(load("").not_loaded()[0].reason.contains("`%admins%`"));
}

#[test]
fn steps_have_conditions_on_the_rule() {
    let when =
        |conditions: &str| format!("{{type: field_name_mapping, mapping: {{a: x}}, {conditions}}}");
    for (conditions, expected) in [
        ("rule_conditions: [{type: logsource, product: Test}]", true),
        (
            "rule_conditions: [{type: logsource, product: test, category: x}]",
            false,
        ),
        (
            "rule_conditions: [{type: logsource, product: x}, {type: tag, tag: attack.t1059}], rule_cond_op: or",
            true,
        ),
        (
            "rule_conditions: [{type: logsource, product: x}, {type: tag, tag: attack.t1059}]",
            false,
        ),
        (
            "rule_conditions: [{type: logsource, product: x}], rule_cond_not: true",
            true,
        ),
        ("rule_conditions: [{type: contains_field, field: a}]", true),
        (
            "rule_conditions: [{type: contains_detection_item, field: a, value: 2}]",
            false,
        ),
        (
            "rule_conditions: [{type: contains_detection_item, field: a, value: 1}]",
            true,
        ),
        (
            "rule_conditions: [{type: rule_attribute, attribute: level, op: gte, value: medium}]",
            true,
        ),
        (
            "rule_conditions: [{type: rule_attribute, attribute: level, value: low}]",
            false,
        ),
        ("rule_conditions: [{type: is_sigma_rule}]", true),
        (
            "rule_conditions: [{type: is_sigma_correlation_rule}]",
            false,
        ),
        (
            "rule_conditions: {p: {type: tag, tag: x}, q: {type: is_sigma_rule}}, rule_cond_expr: 'q and not p'",
            true,
        ),
        (
            "detection_item_conditions: [{type: match_string, cond: any, pattern: '1'}]",
            false,
        ),
        (
            "detection_item_conditions: [{type: match_string, cond: any, pattern: '1', negate: true}]",
            true,
        ),
        (
            "detection_item_conditions: [{type: match_value, cond: all, value: 1}]",
            true,
        ),
        (
            "detection_item_conditions: [{type: contains_wildcard, cond: any}]",
            false,
        ),
        (
            "field_name_conditions: [{type: include_fields, mode: re, fields: ['[a-c]$']}]",
            true,
        ),
        (
            "field_name_conditions: [{type: exclude_fields, fields: [a]}]",
            false,
        ),
    ] {
        one(&when(conditions), "a: 1", r#"{"x":1}"#, expected);
    }
}

#[test]
fn texts_are_matched_from_their_start_value_by_value() {
    for (condition, expected) in [
        ("cond: any, pattern: 'p'", true),
        ("cond: all, pattern: 'p'", false),
        ("cond: any, pattern: 'p', negate: true", true),
        ("cond: all, pattern: 'p', negate: true", false),
        ("cond: any, pattern: 'x'", false),
    ] {
        let rename = format!(
            "{{type: field_name_suffix, suffix: '2', detection_item_conditions: [{{type: match_string, {condition}}}]}}"
        );
        one(&rename, "a: [px, qx]", r#"{"a2":"px"}"#, expected);
    }
}

#[test]
fn state_is_kept_from_step_to_step() {
    let steps = "{id: first, type: set_state, key: k, val: v}, \
        {type: field_name_mapping, mapping: {a: x}, rule_conditions: [{type: processing_state, key: k, val: v}]}, \
        {type: field_name_mapping, mapping: {x: y}, rule_conditions: [{type: processing_item_applied, processing_item_id: first}]}, \
        {type: nest, items: [{type: field_name_mapping, mapping: {y: z}}]}, \
        {type: set_custom_attribute, attribute: kind, value: special}, \
        {type: field_name_suffix, suffix: '2', rule_conditions: [{type: rule_attribute, attribute: kind, value: special}]}";
    one(steps, "a: 1", r#"{"z2":1}"#, true);
}

#[test]
fn the_log_source_changes_before_it_is_looked_up() {
    let change = "{type: change_logsource, product: test, category: other}";
    one(change, "a: 1", r#"{"a":1}"#, true);
    let rules = load(
        &format!("name: p\ntransformations: [{change}]"),
        "s: {a: 1}\ncondition: s",
    );
    assert_eq!(rules.rules()[0].tables, ["other"]);
    refused(
        "{type: change_logsource, product: x}",
        "a: 1",
        "no known log source: `x`",
    );
}

#[test]
fn a_pipeline_may_refuse_a_rule() {
    refused(
        "{type: rule_failure, message: not for us}",
        "a: 1",
        "not for us",
    );
    let item = "{type: detection_item_failure, message: no, detection_item_conditions: [{type: is_null, cond: any}]}";
    refused(item, "a: null", "pipeline `p`: no");
    one(item, "a: 1", r#"{"a":1}"#, true);
}

#[test]
fn what_is_not_known_is_told() {
    for (step, reason) in [
        (
            "{type: query_expression_placeholders, expression: x}",
            "`query_expression_placeholders`: is not supported",
        ),
        ("{type: regex}", "`regex`: is not supported"),
        ("{type: field_name_mapping}", "`mapping` is missing"),
        (
            "{type: field_name_prefix, prefix: x, suffix: y}",
            "`suffix` is not known here",
        ),
        (
            "{type: drop_detection_item, rule_conditions: [{type: moon}]}",
            "condition `moon`: is not known",
        ),
        (
            "{type: drop_detection_item, rule_cond_op: xor}",
            "`and` or `or`",
        ),
        (
            "{type: drop_detection_item, rule_conditions: {p: {type: is_sigma_rule}}, rule_cond_expr: q}",
            "names `q`",
        ),
        (
            "{type: replace_string, regex: '(', replacement: x}",
            "not a regular expression",
        ),
        (
            "{type: set_state, key: a, val: b, field_name_conditions: [{type: include_fields, fields: [a]}]}",
            "cannot have conditions on items",
        ),
        ("{mapping: {}}", "`type` is missing"),
    ] {
        unreadable(&format!("transformations: [{step}]"), reason);
    }
    unreadable("steps: []", "`steps` is not known here");
    unreadable("[", "");
    unreadable("text", "not a mapping");
    let depth = "{type: nest, items: [".repeat(40) + &"]}".repeat(40);
    unreadable(&format!("transformations: [{depth}]"), "too deep");
    let whole = "name: n\npriority: 3\nallowed_backends: [x]\nfinalizers: [{type: concat}]\npostprocessing: []\nvars: {}\ntransformations: []";
    assert_eq!(Pipeline::parse(whole).expect("a pipeline").name(), "n");
}

#[test]
fn smaller_priorities_come_first() {
    let step = |from: &str, to: &str| {
        format!("transformations: [{{type: field_name_mapping, mapping: {{{from}: {to}}}}}]")
    };
    let mut pipelines = Pipelines::default();
    let late = format!("name: late\npriority: 20\n{}", step("b", "c"));
    let early = format!("name: early\npriority: 10\n{}", step("a", "b"));
    pipelines.apply_always(Pipeline::parse(&late).expect("late"));
    pipelines.apply_always(Pipeline::parse(&early).expect("early"));
    let setup = Setup {
        routes: Routes::parse(ROUTES).expect("routes"),
        pipelines,
        ..Setup::default()
    };
    let rule = "title: t\nlogsource: {product: test}\ndetection: {s: {a: 1}, condition: s}";
    let rules = RuleSet::load_with([("t".to_owned(), rule.to_owned())].into_iter(), &setup);
    assert_eq!(rules.rules()[0].fields, ["a"]);
    let record = flat(&serde_json::from_str(r#"{"c":1}"#).expect("a record"));
    assert_eq!(rules.matches(&batch("test", &[record])).len(), 1);
}
