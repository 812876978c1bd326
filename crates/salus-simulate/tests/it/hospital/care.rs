//! Care hangs together: references lead somewhere, people are at work, departments have one name.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Hospital, opened, references, text};

pub(super) fn all_references_lead_somewhere(hospital: &Hospital) {
    let (mut known, mut asked) = (BTreeSet::new(), BTreeSet::new());
    for kind in hospital.kinds() {
        for resource in hospital.resources(&kind) {
            let own = format!("{kind}/{}", text(&resource["id"]));
            assert!(known.insert(own), "{resource}");
            references(&resource, &mut asked);
        }
    }
    let lost: Vec<&String> = asked.difference(&known).collect();
    assert!(
        lost.is_empty(),
        "{} references lead nowhere, first {:?}",
        lost.len(),
        lost.first()
    );
}

/// Hours behind UTC while the test's days last.
const BEHIND: u32 = 6;

fn local_hour(event: &Value) -> u32 {
    let hour: u32 = text(&event["recorded"])[11..13].parse().expect("an hour");
    (hour + 24 - BEHIND) % 24
}

pub(super) fn people_work_when_they_are_at_work(hospital: &Hospital) {
    let roster: BTreeMap<String, BTreeMap<String, String>> = hospital
        .rows("people/roster.csv")
        .into_iter()
        .map(|row| (row["User Name"].clone(), row))
        .collect();
    let planted: BTreeSet<(String, String)> = hospital.truth["planted"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| (text(&one["user"]), text(&one["day"])))
        .collect();
    let badges: BTreeSet<(String, String)> = hospital
        .rows("people/badge-events.csv")
        .into_iter()
        .map(|row| {
            (
                row["Employee ID"].clone(),
                row["Event Time"][..10].to_owned(),
            )
        })
        .collect();
    let (mut night, mut all, mut inside, mut badged) = (0, 0, 0, 0);
    for (day, events) in hospital.audit() {
        let mut users = BTreeSet::new();
        for event in &events {
            let (user, _) = opened(event);
            let row = &roster[&user];
            let hour = local_hour(event);
            night += usize::from(!(6..20).contains(&hour));
            all += 1;
            if planted.contains(&(user.clone(), day.clone())) {
                continue;
            }
            let employed =
                row["Start Date"] <= day && (row["End Date"].is_empty() || day <= row["End Date"]);
            let away = !row["Leave From"].is_empty()
                && row["Leave From"] <= day
                && day <= row["Leave Until"];
            // A night that began on the last day of work ends on the next.
            assert!((employed && !away) || hour < 9, "{event}");
            let office =
                ["Medical coder", "Scheduler", "Quality reviewer"].contains(&row["Role"].as_str());
            assert!(!office || (6..19).contains(&hour), "{event}");
            if text(&event["agent"][0]["network"]["address"]).starts_with("10.20.") && hour > 9 {
                users.insert(user);
            }
        }
        inside += users.len();
        badged += users
            .iter()
            .filter(|user| badges.contains(&(roster[*user]["Employee ID"].clone(), day.clone())))
            .count();
    }
    assert!(
        night * 20 > all && night * 4 < all,
        "{night} of {all} at night"
    );
    assert!(
        badged * 100 >= inside * 93,
        "{badged} of {inside} came in through a door"
    );
}

pub(super) fn departments_have_one_name(hospital: &Hospital) {
    let roster: BTreeSet<String> = hospital
        .rows("people/roster.csv")
        .iter()
        .map(|row| row["Department"].clone())
        .collect();
    assert_eq!(roster.len(), 50);
    let mut named = BTreeSet::new();
    for one in hospital.resources("Encounter") {
        named.insert(text(&one["serviceProvider"]["display"]));
        for stop in one["location"].as_array().expect("a list") {
            named.insert(text(&stop["location"]["display"]));
        }
    }
    for one in hospital.resources("ServiceRequest") {
        named.insert(text(&one["performer"][0]["display"]));
    }
    for one in hospital.resources("PractitionerRole") {
        named.insert(text(&one["organization"]["display"]));
    }
    let strange: Vec<&String> = named.difference(&roster).collect();
    assert!(strange.is_empty(), "{strange:?}");
    assert!(named.len() > 40, "{named:?}");
}
