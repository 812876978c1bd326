//! The report as data, and the steps and sentences that follow from it.

use salus_report::model::{Report, Urgency};
use salus_report::{Alarm, headline, json, propose};

use crate::sample;

#[test]
fn json_carries_everything_and_reads_back() {
    let report = sample::clinic();
    let value = json(&report).expect("plain values");
    assert_eq!(value["headline"]["call"], "Act today");
    assert_eq!(value["totals"]["balanced"], true);
    assert_eq!(
        value["practices"][2]["sub_practices"][0]["state"],
        "not_done"
    );
    let again: Report = serde_json::from_value(value).expect("the same shape");
    assert_eq!(again, report);
}

#[test]
fn headlines_say_how_soon_to_act() {
    insta::assert_debug_snapshot!("headline of the clinic", headline(&sample::clinic()));
    insta::assert_debug_snapshot!("headline of nothing", headline(&sample::nothing_yet()));
}

#[test]
fn nothing_found_is_not_nothing_looked_at() {
    let mut report = sample::clinic();
    report.findings.clear();
    assert_eq!(headline(&report).urgency, Alarm::Quiet);
    assert_eq!(
        headline(&report).answer,
        "No sign of the five threats in the evidence given."
    );
    report.threats[2].checks_run = 0;
    let answer = headline(&report).answer;
    assert!(
        answer.contains("no evidence about loss or theft"),
        "{answer}"
    );
}

#[test]
fn steps_follow_from_findings_then_gaps_then_unknowns() {
    let mut report = sample::clinic();
    report.plan.clear();
    let plan = propose(&report);
    assert!(plan.windows(2).all(|pair| pair[0].when <= pair[1].when));
    assert_eq!(plan[0].when, Urgency::Today);
    assert_eq!(plan[0].findings, ["f-0001", "f-0008", "f-0007"]);
    assert!(
        plan.iter()
            .any(|step| step.sub_practice.as_deref() == Some("3.S.A"))
    );
    assert!(
        plan.iter()
            .any(|step| step.what.starts_with("Get this export"))
    );
}
