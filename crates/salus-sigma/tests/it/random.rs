//! Random rules on random records: the columnar answer is the slow evaluator's, however the
//! records are cut into batches and in whatever order they come.

use proptest::prelude::*;
use salus_sigma::{Hit, Pipeline, Routes, RuleSet, Setup};

use crate::oracle::{Condition, How, Item, Rule};
use crate::records::{Record, batch, needed};

const FIELDS: [&str; 3] = ["a", "b", "c.d"];

fn item() -> impl Strategy<Value = Item> {
    let how = prop_oneof![
        3 => Just(How::Whole),
        3 => Just(How::Contains),
        2 => Just(How::StartsWith),
        2 => Just(How::EndsWith),
        1 => Just(How::Greater),
        1 => Just(How::Regex),
        1 => Just(How::Null),
    ];
    let values = prop::collection::vec("[abAÄé*?]{0,4}", 1..4);
    (
        prop::sample::select(&FIELDS[..]),
        how,
        any::<bool>(),
        any::<bool>(),
        values,
    )
        .prop_map(|(field, how, cased, all, mut values)| {
            if matches!(how, How::Regex) {
                for value in &mut values {
                    *value = format!("{}x*", value.replace(['*', '?'], "."));
                }
            }
            let is_alone = matches!(how, How::Greater | How::Null);
            Item {
                field,
                how,
                cased,
                all: all && !is_alone,
                values,
            }
        })
}

fn condition(selections: usize) -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![
        4 => (0..selections).prop_map(Condition::Selection),
        1 => (1..3_u64).prop_map(Condition::AtLeast),
        1 => Just(Condition::All),
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|c| Condition::Not(Box::new(c))),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| Condition::And(Box::new(a), Box::new(b))),
            (inner.clone(), inner).prop_map(|(a, b)| Condition::Or(Box::new(a), Box::new(b))),
        ]
    })
}

fn rule() -> impl Strategy<Value = Rule> {
    let selections = prop::collection::vec(prop::collection::vec(item(), 1..3), 1..4);
    selections
        .prop_flat_map(|selections| {
            let condition = condition(selections.len());
            (Just(selections), condition)
        })
        .prop_map(|(mut selections, condition)| {
            for items in &mut selections {
                items.dedup_by_key(|item| item.field);
            }
            Rule {
                selections,
                condition,
            }
        })
}

fn record() -> impl Strategy<Value = Record> {
    let text = prop_oneof![
        6 => "[abBÄÉ]{0,4}",
        1 => "[0-5]",
        1 => r#"\["[aB]{0,2}","[bé]{0,2}"\]"#,
    ];
    let fields = prop::collection::vec(prop::option::of(text), FIELDS.len());
    fields.prop_map(|values| {
        let named = FIELDS.iter().zip(values);
        let mut record: Record = named
            .filter_map(|(name, value)| Some(((*name).to_owned(), value?)))
            .collect();
        record.insert("always".to_owned(), "there".to_owned());
        record
    })
}

fn load(rules: &[Rule]) -> RuleSet {
    let routes = Routes::parse("sources: [{product: test, read: [{table: test}]}]");
    let files = rules
        .iter()
        .map(|rule| ("random.yml".to_owned(), rule.yaml()));
    let set = RuleSet::load(files, &routes.expect("routes"));
    assert_eq!(set.not_loaded(), []);
    set
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_columns_say_what_the_records_say(
        rules in prop::collection::vec(rule(), 1..6),
        records in prop::collection::vec(record(), 1..24),
    ) {
        let set = load(&rules);
        let mut expected = Vec::new();
        for (row, record) in records.iter().enumerate() {
            for (number, rule) in rules.iter().enumerate() {
                if rule.fits(record) {
                    expected.push(Hit { rule: number, row });
                }
            }
        }
        let whole = batch("test", &records);
        prop_assert_eq!(&set.matches(&whole), &expected);
        prop_assert_eq!(&set.matches(&needed(&set, "test", &records)), &expected);

        let mut single = Vec::new();
        for (row, record) in records.iter().enumerate() {
            let hits = set.matches(&batch("test", std::slice::from_ref(record)));
            single.extend(hits.into_iter().map(|hit| Hit { row, ..hit }));
        }
        prop_assert_eq!(&single, &expected);

        let turned: Vec<Record> = records.iter().rev().cloned().collect();
        let mut turned: Vec<Hit> = set.matches(&batch("test", &turned));
        for hit in &mut turned {
            hit.row = records.len() - 1 - hit.row;
        }
        turned.sort_unstable_by_key(|hit| (hit.row, hit.rule));
        prop_assert_eq!(&turned, &expected);

        let cut = records.len() / 2;
        let mut pieces = Vec::new();
        for (from, length) in [(0, cut), (cut, records.len() - cut)] {
            let piece = salus_record::Batch {
                table: whole.table.clone(),
                rows: whole.rows.slice(from, length),
            };
            let hits = set.matches(&piece).into_iter();
            pieces.extend(hits.map(|hit| Hit { row: hit.row + from, ..hit }));
        }
        prop_assert_eq!(&pieces, &expected);
    }

    #[test]
    fn no_text_makes_the_loader_panic(text in "(title|logsource|detection|condition|[a-z:|\\[\\]{} \n*-]){0,40}") {
        let routes = Routes::parse("sources: []").expect("routes");
        let rules = RuleSet::load([("x.yml".to_owned(), text)].into_iter(), &routes);
        prop_assert!(rules.rules().is_empty());
    }

    #[test]
    fn no_text_makes_a_pipeline_panic(
        text in "(name|vars|transformations|type|nest|items|id|[a-z_:|\\[\\]{}()% \n*-]){0,40}",
        steps in "(\\{type: (nest|field_name_mapping|add_condition|drop_detection_item|replace_string)(, (items: \\[\\]|mapping: \\{a: b\\}|conditions: \\{a: 1\\}|regex: '[a(]', replacement: '[$\\\\1]'|rule_cond_expr: '[ab() ]{0,9}'))?\\}, ){0,4}",
    ) {
        let _ = salus_sigma::Placeholders::parse(&text);
        let _ = Pipeline::parse(&text);
        let Ok(pipeline) = Pipeline::parse(&format!("transformations: [{steps}]")) else {
            return Ok(());
        };
        let mut setup = Setup {
            routes: Routes::parse("sources: [{product: test, read: [{table: test}]}]").expect("routes"),
            ..Setup::default()
        };
        setup.pipelines.apply_always(pipeline);
        let rule = "title: t\nlogsource: {product: test}\ndetection: {s: {a: 'x*', c: [1, null]}, t: [k], condition: 1 of *}";
        let rules = RuleSet::load_with([("t".to_owned(), rule.to_owned())].into_iter(), &setup);
        prop_assert_eq!(rules.rules().len() + rules.not_loaded().len(), 1);
    }
}
