//! What an organisation adds: values for placeholders, filters, a look before a filter is used, and
//! remarks on rules.

use salus_sigma::{Placeholders, Preview, Routes, RuleSet, Setup, coverage, tactics, wanted};

use crate::records::{batch, flat};

fn setup() -> Setup {
    Setup {
        routes: Routes::parse(
            "sources: [{product: test, read: [{table: test}]}, {product: more, read: [{table: more}]}]",
        )
        .expect("routes"),
        placeholders: Placeholders::parse("{admins: [ann, 'b*'], nets: [10.0.0.0/8], words: [a.c]}")
            .expect("placeholders"),
        ..Setup::default()
    }
}

fn files(texts: &[&str]) -> Vec<(String, String)> {
    let texts = texts.iter().enumerate();
    texts
        .map(|(at, text)| (format!("{at}.yml"), (*text).to_owned()))
        .collect()
}

fn rule(name: &str, selection: &str) -> String {
    format!(
        "title: Rule {name}\nname: {name}\nlogsource: {{product: test}}\ndetection: {{s: {{{selection}}}, condition: s}}\n"
    )
}

fn fires(rules: &RuleSet, record: &str) -> bool {
    let record = flat(&serde_json::from_str(record).expect("a record"));
    !rules.matches(&batch("test", &[record])).is_empty()
}

#[test]
fn placeholders_take_the_organisations_values() {
    for (selection, record, expected) in [
        ("'a|expand': '%admins%'", r#"{"a":"Ann"}"#, true),
        ("'a|expand': '%admins%'", r#"{"a":"bob"}"#, true),
        ("'a|expand': '%admins%'", r#"{"a":"carl"}"#, false),
        (
            "'a|contains|expand': '-%Admins%-'",
            r#"{"a":"x-ann-y"}"#,
            true,
        ),
        ("'a|cidr|expand': '%nets%'", r#"{"a":"10.1.2.3"}"#, true),
        ("'a|re|expand': '^%words%$'", r#"{"a":"abc"}"#, true),
        ("'a|expand': ['%admins%', plain]", r#"{"a":"plain"}"#, true),
        ("'a|contains': '%admins%'", r#"{"a":"x %ADMINS% y"}"#, true),
        ("'a|contains': '%admins%'", r#"{"a":"ann"}"#, false),
        ("'|expand': ['%admins%']", r#"{"z":"it was ann"}"#, true),
    ] {
        let rules = RuleSet::load_with(files(&[&rule("r", selection)]).into_iter(), &setup());
        assert_eq!(rules.not_loaded(), [], "{selection}");
        assert_eq!(fires(&rules, record), expected, "{selection} on {record}");
    }
    let waits = rule("r", "'a|expand': ['%x%', '%y%']");
    let rules = RuleSet::load_with(files(&[&waits]).into_iter(), &setup());
    let reason = &rules.not_loaded()[0].reason;
    assert_eq!(
        reason,
        "needs values for `%x%`, `%y%`; help: write them into `placeholders.yaml`"
    );
}

#[test]
fn blanks_are_told_and_evidence_that_looks_like_one_is_not() {
    for (value, is_blank) in [
        ("<admin_host>", true),
        ("<INSERT YOUR DOMAIN>", true),
        ("<your-bucket>", true),
        ("CHANGEME", true),
        ("*<replace_me>*", true),
        ("<unknown process>", false),
        ("CLIENT: <local machine>", false),
        ("arn:aws:s3:::<YOUR-BUCKET-NAME>/*", false),
        ("<script>", false),
    ] {
        let text = rule("r", &format!("a: '{value}'"));
        let rules = RuleSet::load_with(files(&[&text]).into_iter(), &setup());
        assert_eq!(rules.rules().is_empty(), is_blank, "{value}");
    }
}

fn filter(title: &str, target: &str, inside: &str) -> String {
    format!("title: {title}\nlogsource: {{product: test}}\nfilter: {{rules: {target}, {inside}}}\n")
}

#[test]
fn filters_are_listed_with_what_they_change() {
    let (one, two) = (rule("one", "a: 1"), rule("two", "a: 2"));
    let elsewhere = "title: Elsewhere\nname: three\nlogsource: {product: more}\ndetection: {s: {a: 3}, condition: s}\n";
    let good = filter("Known host", "[one, gone]", "k: {h: us}, condition: not k");
    let all = filter(
        "Everything",
        "any",
        "k: {'u|expand': '%admins%'}, condition: not k",
    );
    let lost = filter("Lost", "[gone]", "k: {h: us}, condition: not k");
    let misfit = filter("Misfit", "[three]", "k: {h: us}, condition: not k");
    let broken = filter(
        "Broken",
        "[two]",
        "k: {'h|expand': '%nobody%'}, condition: not k",
    );
    let texts = [&one, &two, elsewhere, &good, &all, &lost, &misfit, &broken];
    let rules = RuleSet::load_with(files(&texts).into_iter(), &setup());
    assert_eq!(rules.rules().len(), 3, "a broken filter costs no rule");
    assert_eq!(rules.rules()[0].filters, ["Known host", "Everything"]);
    assert_eq!(rules.rules()[2].filters, Vec::<String>::new());
    let listed: Vec<(&str, usize, usize)> = rules
        .filters()
        .iter()
        .map(|f| (f.title.as_str(), f.rules.len(), f.unmet.len()))
        .collect();
    assert_eq!(listed, [("Known host", 1, 1), ("Everything", 2, 0)]);
    let told: Vec<(&str, &str)> = rules
        .not_loaded()
        .iter()
        .map(|one| {
            (
                one.title.as_deref().unwrap_or_default(),
                one.reason.as_str(),
            )
        })
        .collect();
    for (title, reason) in [
        ("Lost", "no rule `gone` is in use"),
        ("Misfit", "is `more`, not the filter's"),
        (
            "Broken",
            "loaded rule: it cannot change `Rule two`: needs values",
        ),
    ] {
        let found = told.iter().find(|(known, _)| *known == title);
        assert!(
            found.is_some_and(|(_, why)| why.contains(reason)),
            "{title}: {told:?}"
        );
    }
    assert!(fires(&rules, r#"{"a":1,"h":"them"}"#));
    assert!(!fires(&rules, r#"{"a":1,"h":"us"}"#));
    assert!(fires(&rules, r#"{"a":2,"h":"us"}"#));
    assert!(!fires(&rules, r#"{"a":2,"u":"ann"}"#));
}

#[test]
fn a_preview_tells_what_would_be_hidden() {
    let (one, two) = (rule("one", "a: '*'"), rule("two", "b: '*'"));
    let old = filter("Old", "[one]", "k: {h: gone}, condition: not k");
    let new = filter("New", "[one]", "k: {h: us}, condition: not k");
    let preview = Preview::new(
        files(&[&one, &two, &old]).into_iter(),
        ("new.yml".to_owned(), new.clone()),
        &setup(),
    )
    .expect("a preview");
    assert_eq!(preview.rules().len(), 1);
    assert!(preview.reads("test") && !preview.reads("more"));
    assert_eq!(preview.unmet().count(), 0);
    let record = |text: &str| flat(&serde_json::from_str(text).expect("a record"));
    let records = [
        record(r#"{"a":1,"b":1,"h":"us"}"#),
        record(r#"{"a":1,"b":1,"h":"them"}"#),
        record(r#"{"a":1,"b":1,"h":"gone"}"#),
    ];
    let judged: Vec<(usize, bool)> = preview
        .judge(&batch("test", &records))
        .iter()
        .map(|judged| (judged.hit.row, judged.is_hidden))
        .collect();
    assert_eq!(judged, [(0, true), (1, false)]);
    let again = |text: &str| {
        let filter = ("f.yml".to_owned(), text.to_owned());
        Preview::new(files(&[&one]).into_iter(), filter, &setup()).err()
    };
    assert!(again(&two).is_some_and(|why| why.contains("holds no filter")));
    assert!(again("title: [").is_some_and(|why| why.contains("f.yml")));
    let lost = filter("Lost", "[gone]", "k: {h: us}, condition: not k");
    assert!(again(&lost).is_some_and(|why| why.contains("no rule `gone`")));
}

#[test]
fn remarks_say_what_could_be_better() {
    let id = "11111111-2222-4333-8444-555555555555";
    let full = |title: &str, id: &str, selection: &str| {
        format!(
            "title: {title}\n{id}level: low\nlogsource: {{product: test}}\ndetection: {{s: {{{selection}}}, condition: s}}\n"
        )
    };
    let texts = [
        full("Fine", &format!("id: {id}\n"), "a: 1"),
        full("Fine", &format!("id: {id}\n"), "a: 1"),
        full("small and with a stop.", "id: 7x\n", "'a|re': '.+'"),
        full("SHOUTED FROM THE ROOF", "", "a: 1"),
        "title: Bare\nlogsource: {product: test}\ndetection: {s: {a: 1}, condition: s}\n"
            .to_owned(),
        "title: Nowhere\nlogsource: {product: toaster}\ndetection: {s: {a: 1}, condition: s}\n"
            .to_owned(),
    ];
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let rules = RuleSet::load_with(files(&texts).into_iter(), &setup());
    let said: Vec<(String, &str)> = rules
        .remarks()
        .into_iter()
        .map(|remark| (remark.path, remark.kind))
        .collect();
    let expected = [
        ("1.yml", "same-id"),
        ("1.yml", "same-title"),
        ("2.yml", "id"),
        ("2.yml", "slow"),
        ("2.yml", "title"),
        ("2.yml", "title"),
        ("3.yml", "no-id"),
        ("3.yml", "title"),
        ("4.yml", "no-id"),
        ("4.yml", "no-level"),
        ("5.yml", "no-id"),
        ("5.yml", "no-level"),
        ("5.yml", "not-loaded"),
    ];
    let expected: Vec<(String, &str)> = expected
        .iter()
        .map(|(path, kind)| ((*path).to_owned(), *kind))
        .collect();
    assert_eq!(said, expected);
}

#[test]
fn costs_and_tactics_are_told() {
    let text = format!(
        "tags: [attack.execution, attack.defense_evasion, attack.t1059]\n{}",
        rule(
            "r",
            "'a|contains': [xyz, 'a*b'], 'b|re': '[0-9]+', 'c|fieldref': d"
        )
    );
    let rules = RuleSet::load_with(files(&[&text]).into_iter(), &setup());
    let rule = &rules.rules()[0];
    let cost = rule.cost;
    assert_eq!(
        (
            cost.patterns,
            cost.regexes,
            cost.without_literal,
            cost.references
        ),
        (3, 1, 1, 1)
    );
    assert!(cost.weight() > 50);
    assert_eq!(
        tactics(rule).collect::<Vec<_>>(),
        ["execution", "defense-evasion"]
    );
}

#[test]
fn coverage_tells_which_rules_have_records() {
    let tagged = |tags: &str, text: &str| format!("tags: [{tags}]\n{text}");
    let texts = [
        tagged(
            "attack.execution, attack.t1059",
            &rule("one", "a.b: 1, c: 1"),
        ),
        tagged(
            "attack.execution, attack.t1204",
            "title: Two\nlogsource: {product: more}\ndetection: {s: {a: 1}, condition: s}\n",
        ),
        rule("three", "a: 1"),
    ];
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let rules = RuleSet::load_with(files(&texts).into_iter(), &setup());
    let tables = ["test".to_owned()];
    let rows: Vec<(String, usize, usize, usize, usize)> = coverage(rules.rules(), &tables)
        .into_iter()
        .map(|row| {
            (
                row.tactic,
                row.rules,
                row.usable,
                row.techniques,
                row.techniques_usable,
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("execution".to_owned(), 2, 1, 2, 1),
            ("other".to_owned(), 1, 1, 0, 0)
        ]
    );
    let wanted = wanted(rules.rules(), &tables);
    assert_eq!((wanted[0].table.as_str(), wanted[0].rules), ("more", 1));
    let columns = |names: &[&str]| {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        [("test".to_owned(), names)].into_iter().collect()
    };
    assert!(rules.rules()[0].unseen(&columns(&["a", "C"])).is_empty());
    let unseen = rules.rules()[0].unseen(&columns(&["a.b"]));
    assert_eq!(unseen.len(), 1);
    assert_eq!(unseen[0].text, "reads `c`, which no record of `test` has");
}
