//! What an audit of accesses finds, as findings like all others: stories within the budget, and hard rules.
//!
//! No sentence names a patient: the records behind it lead there, for those who may see them.

use std::collections::BTreeMap;

use salus_content::{Content, Size};
use salus_detect::{Finding, Kind, Proof};
use salus_lake::Session;
use salus_record::{Zone, time};

use super::said::times;
use super::{HardLine, Room, StoryLine, Wishes, audit};

/// Rows named with a finding.
const ROWS: usize = 20;
const FIX: &str = "Ask openly what the record was needed for, and keep the answer (salus access review). A missing reason is a question, not a proof.";

/// Stories a day that an organisation of this size can look into (methods 0.8).
fn budget(size: Size) -> u32 {
    match size {
        Size::Small => 1,
        Size::Medium => 5,
        Size::Large => 20,
    }
}

/// Findings of the last week before `as_of`; none where no access is recorded. Stories come only where earlier days tell what
/// is usual here.
pub fn findings(
    session: &Session,
    content: &Content,
    (as_of, zone, size): (i64, Zone, Size),
) -> Result<Vec<Finding>, String> {
    if content.templates.is_empty() {
        return Ok(Vec::new());
    }
    let wishes = Wishes {
        from: None,
        to: Some(as_of),
        budget: budget(size),
        seed: 1,
        zone,
        room: Room::default(),
    };
    let Some(audited) = audit(session, content, &wishes, &())? else {
        return Ok(Vec::new());
    };
    let words = &content.access_words;
    let mut found = of_rules(&audited.hard_rules(words));
    if !audited.ranking.self_calibrated {
        let stories = audited.stories(words);
        found.extend(
            stories
                .iter()
                .filter(|one| one.queue == "alert")
                .map(of_story),
        );
    }
    audited.check()?;
    Ok(found)
}

fn of_story(story: &StoryLine) -> Finding {
    let proofs: Vec<Proof> = story.record_ids.iter().map(|id| Proof::of(id)).collect();
    Finding {
        uid: Finding::uid_of("access.story", &proofs),
        analytic: "access.story".to_owned(),
        kind: Kind::Sql,
        title: "A patient's record opened without a known reason".to_owned(),
        sentence: story.sentence.clone(),
        threat: "T4".to_owned(),
        severity: "medium".to_owned(),
        time: time::parse(&story.first),
        subject: story.user.clone(),
        attack: vec!["T1213".to_owned()],
        why: "Curiosity is the commonest insider: a co-worker, a neighbour, a relative, somebody known.".to_owned(),
        fix: FIX.to_owned(),
        proofs,
    }
}

/// One finding for each rule and person where somebody should not have been at work or gave no reason for an emergency; one for
/// all people where policies differ.
fn of_rules(cases: &[HardLine]) -> Vec<Finding> {
    let mut groups: BTreeMap<(&str, &str), Vec<&HardLine>> = BTreeMap::new();
    for case in cases {
        let user = match case.rule {
            "left_or_on_leave" | "emergency_without_note" => case.user.as_str(),
            _ => "",
        };
        groups.entry((case.rule, user)).or_default().push(case);
    }
    let found = groups.into_iter();
    found
        .map(|((rule, user), cases)| of_rule(rule, user, &cases))
        .collect()
}

/// How bad it is, what it is called, what happened ({user}, {count}), and what to do.
fn said(rule: &str) -> [&'static str; 4] {
    match rule {
        "left_or_on_leave" => [
            "high",
            "Records opened by somebody who was not at work",
            "{user} opened patients' records {count} in one week although, by the roster, they did not work here or were on leave.",
            "Look whether the roster is right. If it is, disable the account today and find out who used it.",
        ],
        "emergency_without_note" => [
            "medium",
            "Emergency access without a note or an order",
            "{user} used the emergency access {count} in one week and wrote or ordered nothing for the patient within a day.",
            FIX,
        ],
        "household_member" => [
            "low",
            "Records of people at the same address opened",
            "Records of people who live with whoever looked were opened {count} in one week.",
            FIX,
        ],
        "self_access" => [
            "low",
            "Own records opened",
            "Members of staff opened their own records {count} in one week.",
            "Decide whether that is allowed here, say so to everybody, and show the way that is meant for patients.",
        ],
        _ => [
            "informational",
            "Restricted records opened",
            "Records marked as restricted were opened {count} in one week.",
            "Look whether each of them was opened by somebody who may.",
        ],
    }
}

fn of_rule(rule: &str, user: &str, cases: &[&HardLine]) -> Finding {
    let [severity, title, sentence, fix] = said(rule);
    let analytic = format!("access.{rule}");
    let firsts = cases.iter().filter_map(|case| case.record_ids.first());
    let proofs: Vec<Proof> = firsts.take(ROWS).map(|id| Proof::of(id)).collect();
    let first = cases[0];
    Finding {
        uid: Finding::uid_of(&analytic, &proofs),
        kind: Kind::Sql,
        title: title.to_owned(),
        sentence: sentence
            .replace("{user}", user)
            .replace("{count}", &times(cases.len())),
        threat: "T4".to_owned(),
        severity: severity.to_owned(),
        time: time::parse(&first.first),
        subject: user.to_owned(),
        attack: vec!["T1213".to_owned()],
        why: first.ask.clone(),
        fix: fix.to_owned(),
        proofs,
        analytic,
    }
}
