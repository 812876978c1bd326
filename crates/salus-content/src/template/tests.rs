//! Templates that are right, and each way in which one can be wrong.

use super::*;
use crate::Content;

const RIGHT: &str = r#"template: X01
title: An appointment with the person who looked
sentence: "appointment with this person {delta}"
keys: [patient, user]
evidence: "kind = 'appointment'"
before_days: 7
after_days: 30
strength: strong
own_work: true
users: ""
derived: ""
class: direct
why: people look before they meet a patient
source: Fabbri and LeFevre 2011
examples:
  - note: a day before
    facts:
      record_access: [{user_name: anna, patient_id: p1, time: "2026-03-01T10:00:00Z"}]
      care_event: [{patient_id: p1, kind: appointment, practitioner_id: anna, start_time: "2026-03-02T10:00:00Z"}]
    status: [explained]
  - facts: {record_access: [{user_name: anna, patient_id: p2}], care_event: []}
    status: [unexplained]
"#;

fn check(changes: &[(&str, &str)], expected: Result<(), &str>) {
    let mut text = RIGHT.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    let parsed = Template::parse("access/X01.yaml", &text).map(|_| ());
    match (&parsed, expected) {
        (Err(reason), Err(words)) => assert!(reason.contains(words), "{reason}"),
        _ => assert_eq!(parsed, expected.map_err(str::to_owned), "{changes:?}"),
    }
}

const NO_EVIDENCE: (&str, &str) = ("evidence: \"kind = 'appointment'\"", "evidence: \"\"");
const CO_WORKER: (&str, &str) = ("derived: \"\"", "derived: co_worker");
const REPEAT: (&str, &str) = ("derived: \"\"", "derived: repeat");
const BY_DEPARTMENT: (&str, &str) = ("keys: [patient, user]", "keys: [patient, department]");
const OF_DEPARTMENT: (&str, &str) = ("class: direct", "class: department");
const WEAK: (&str, &str) = ("strength: strong", "strength: weak");
const AT_ONCE: (&str, &str) = ("before_days: 7", "before_days: 0");

#[test]
fn a_template_is_read_and_its_words_are_checked() {
    check(&[], Ok(()));
    check(&[("own_work: true\n", "")], Ok(()));
    check(&[("own_work", "own_word")], Err("unknown field `own_word`"));
    check(
        &[("template: X01", "template: X02")],
        Err("declares `X02`: the file must bear that name"),
    );
    check(
        &[("strength: strong", "strength: huge")],
        Err("unknown variant `huge`, expected `strong` or `weak`"),
    );
    check(
        &[("keys: [patient, user]", "keys: [user]")],
        Err("keys `[user]` are none of [patient, user], [patient, department]"),
    );
    check(
        &[("{delta}", "{days}")],
        Err("a place other than `{delta}`"),
    );
    check(
        &[("source: Fabbri and LeFevre 2011", "source: \" \"")],
        Err("`source` is empty"),
    );
    check(&[("before_days: 7", "before_days: -1")], Err("before_days"));
    check(
        &[("after_days: 30", "after_days: 4000")],
        Err("`after_days` is 4000, at most 3660"),
    );
}

#[test]
fn its_parts_must_fit_one_another() {
    check(&[NO_EVIDENCE], Err("needs either `evidence` or `derived`"));
    check(
        &[REPEAT, AT_ONCE],
        Err("needs either `evidence` or `derived`"),
    );
    check(&[NO_EVIDENCE, REPEAT, AT_ONCE], Ok(()));
    check(&[NO_EVIDENCE, REPEAT], Err("`before_days` must be 0"));
    check(
        &[NO_EVIDENCE, REPEAT, AT_ONCE, BY_DEPARTMENT],
        Err("`derived: repeat` needs `keys: [patient, user]`"),
    );
    check(
        &[NO_EVIDENCE, CO_WORKER],
        Err("`derived: co_worker` needs `keys: [patient, department]`"),
    );
    check(
        &[NO_EVIDENCE, CO_WORKER, BY_DEPARTMENT, OF_DEPARTMENT],
        Ok(()),
    );
    check(
        &[BY_DEPARTMENT],
        Err("`class: direct` needs `keys: [patient, user]`"),
    );
    check(
        &[("class: direct", "class: weak")],
        Err("`class: weak` has no limit of chance"),
    );
    let by_diagnosis = ("keys: [patient, user]", "keys: [department, diagnosis]");
    check(
        &[by_diagnosis, OF_DEPARTMENT],
        Err("`strength` must be weak"),
    );
    check(&[by_diagnosis, OF_DEPARTMENT, WEAK], Ok(()));
}

#[test]
fn its_examples_prove_both_ways() {
    check(
        &[("status: [unexplained]", "status: [weak]")],
        Err("needs an access that it explains and a near miss"),
    );
    check(
        &[("status: [explained]", "status: [explained, weak]")],
        Err("example 1: 1 rows of `record_access`, but 2 of `status`"),
    );
    check(
        &[("status: [explained]", "status: [explaned]")],
        Err("unknown variant `explaned`"),
    );
}

#[test]
fn content_gathers_templates_by_id_and_names_those_it_cannot_use() {
    let mut library = Library::default();
    let second = RIGHT.replace("template: X01", "template: X02");
    library.insert("access/X02.yaml", second);
    library.insert("access/X01.yaml", RIGHT);
    library.insert("access/X03.yaml", RIGHT);
    library.insert("access/words.yaml", "reasons: {}");
    let content = Content::load(&library);
    let ids: Vec<&str> = content
        .templates
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(ids, ["X01", "X02"]);
    let problems: Vec<&str> = content
        .problems
        .iter()
        .map(|one| one.path.as_str())
        .collect();
    assert_eq!(problems, ["access/X03.yaml"]);
    let first = &content.templates[0];
    assert_eq!(first.path, "access/X01.yaml");
    assert_eq!(first.keys, TemplateKeys::PatientUser);
    assert_eq!(first.derived, TemplateDerived::Evidence);
    assert_eq!(first.examples[0].status, [AccessStatus::Explained]);
}
