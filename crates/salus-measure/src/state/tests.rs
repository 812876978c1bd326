//! The scoring rules, case by case.

use super::*;
use crate::tests::sub_practice;
use salus_content::Rows;
use salus_record::time;
use serde_json::json;

const NOW: &str = "2026-03-31";

fn measure_state(letter: char) -> MeasureState {
    match letter {
        'd' => MeasureState::Done,
        'p' => MeasureState::Partly,
        'n' => MeasureState::NotDone,
        _ => MeasureState::Unknown,
    }
}

fn attestations(state: &str, until: &str) -> Attestations {
    let rows: Rows = serde_json::from_value(json!([{
        "practice": "3.S.A", "state": state, "attested_by": "Dr Lee",
        "attested_at": "2026-01-10", "until": until,
    }]))
    .expect("rows");
    Attestations::of(&rows, time::parse(NOW).expect("a time"))
}

/// Letters of key measures and of support measures: done, partly, not done, unknown.
fn scored(keys: &str, support: &str, asked: &[Size], word: &Attestations) -> Row {
    let mut row = sub_practice("3.S.A", Size::Small);
    let mut states = BTreeMap::new();
    for (kind, letters) in [("key", keys), ("support", support)] {
        for (at, letter) in letters.chars().enumerate() {
            let id = format!("{kind}.m{at}");
            if letter != '-' {
                states.insert(id.clone(), measure_state(letter));
            }
            match kind {
                "key" => row.evidence.key_measures.push(id),
                _ => row.evidence.support_measures.push(id),
            }
        }
    }
    score(&row, asked, &states, word)
}

fn check(keys: &str, support: &str, expected: RowState) {
    let row = scored(keys, support, &[Size::Small], &Attestations::default());
    assert_eq!(
        row.state, expected,
        "keys {keys}, support {support}: {}",
        row.because
    );
}

#[test]
fn key_measures_decide() {
    check("dddd", "", RowState::Done);
    check("dddp", "", RowState::Partly);
    check("nnnn", "", RowState::NotDone);
    check("nnnd", "", RowState::Partly);
    check("pppp", "", RowState::Partly);
    check("nnnp", "", RowState::Partly);
    check("d", "", RowState::Done);
    check("n", "", RowState::NotDone);
    check("p", "", RowState::Partly);
}

#[test]
fn unknown_when_under_half_of_the_key_measures_have_data() {
    check("u", "", RowState::Unknown);
    check("-", "", RowState::Unknown);
    check("", "", RowState::Unknown);
    check("", "ddd", RowState::Unknown);
    check("duuu", "", RowState::Unknown);
    check("nnuuu", "", RowState::Unknown);
    check("dduu", "", RowState::Partly);
    check("du", "", RowState::Partly);
    check("nu", "", RowState::NotDone);
    check("nnuu", "", RowState::NotDone);
    check("dddu", "", RowState::Partly);
    check("nnn-", "", RowState::NotDone);
}

#[test]
fn support_measures_lower_done_and_never_raise() {
    check("dd", "d", RowState::Done);
    check("dd", "pu-", RowState::Done);
    check("dd", "dn", RowState::Partly);
    check("nn", "ddd", RowState::NotDone);
    check("pn", "n", RowState::Partly);
    check("uu", "dddd", RowState::Unknown);
    check("uu", "nnnn", RowState::Unknown);
}

#[test]
fn the_share_with_data_is_shown() {
    let row = scored("dnuu", "", &[Size::Small], &Attestations::default());
    assert_eq!((row.done, row.known, row.keys), (1, 2, 4));
    assert!((row.known_share - 0.5).abs() < f64::EPSILON);
}

fn check_word(keys: &str, state: &str, until: &str, expected: RowState) {
    let row = scored(keys, "", &[Size::Small], &attestations(state, until));
    assert_eq!(row.state, expected, "{keys} with {state} until {until}");
    let filled = matches!(row.state, RowState::Attested)
        || (row.state == RowState::NotApplicable && state == "not_applicable");
    assert_eq!(
        row.attested.is_some(),
        filled,
        "{keys} with {state} until {until}"
    );
}

#[test]
fn attestations_fill_unknown_only() {
    check_word("uu", "done", "2026-12-31", RowState::Attested);
    check_word("uu", "not_done", "2026-12-31", RowState::Attested);
    check_word(
        "uu",
        "not_applicable",
        "2026-12-31",
        RowState::NotApplicable,
    );
    check_word("uu", "done", "2026-03-01", RowState::Unknown);
    check_word("nn", "done", "2026-12-31", RowState::NotDone);
    check_word("dp", "done", "2026-12-31", RowState::Partly);
    check_word("dd", "not_done", "2026-12-31", RowState::Done);
    check_word("nn", "not_applicable", "2026-12-31", RowState::NotDone);
}

#[test]
fn attested_carries_person_date_and_expiry() {
    let row = scored("u", "", &[Size::Small], &attestations("done", "2026-12-31"));
    assert_eq!(
        row.because,
        "done, says Dr Lee on 2026-01-10, until 2026-12-31"
    );
}

#[test]
fn rows_of_other_sizes_do_not_apply() {
    let word = Attestations::default();
    let row = scored("nn", "", &sizes_asked(Size::Medium, false), &word);
    assert_eq!(row.state, RowState::NotApplicable);
    assert_eq!(sizes_asked(Size::Small, true), [Size::Small]);
    assert_eq!(sizes_asked(Size::Medium, false), [Size::Medium]);
    assert_eq!(sizes_asked(Size::Medium, true), [Size::Medium, Size::Large]);
    assert_eq!(sizes_asked(Size::Large, false), [Size::Medium, Size::Large]);
}

fn check_summary(rows: &str, expected: RowState) {
    let mut by_state: BTreeMap<RowState, usize> = BTreeMap::new();
    for letter in rows.chars() {
        let state = match letter {
            'd' => RowState::Done,
            'p' => RowState::Partly,
            'n' => RowState::NotDone,
            'a' => RowState::Attested,
            _ => RowState::Unknown,
        };
        *by_state.entry(state).or_default() += 1;
    }
    assert_eq!(summary(&by_state), expected, "{rows}");
}

#[test]
fn a_practice_sums_its_rows() {
    check_summary("", RowState::NotApplicable);
    check_summary("ddd", RowState::Done);
    check_summary("dda", RowState::Attested);
    check_summary("aaa", RowState::Attested);
    check_summary("aau", RowState::Attested);
    check_summary("auu", RowState::Unknown);
    check_summary("duu", RowState::Unknown);
    check_summary("ddu", RowState::Partly);
    check_summary("nnu", RowState::NotDone);
    check_summary("nna", RowState::NotDone);
    check_summary("dn", RowState::Partly);
    check_summary("pp", RowState::Partly);
}
