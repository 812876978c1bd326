//! Mail and the cloud: everyday, a planted notice with what follows from it, and a journey.

use std::collections::BTreeSet;

use serde_json::Value;

use super::stories::{stories, trace};
use super::{Hospital, files, json_lines, text};

/// Text of all files below a folder whose names begin so.
fn texts(hospital: &Hospital, folder: &str, begins: &str) -> Vec<String> {
    let named = |path: &std::path::PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| name.starts_with(begins))
    };
    files(&hospital.path(folder))
        .into_iter()
        .filter(named)
        .map(|path| std::fs::read_to_string(path).expect("text"))
        .collect()
}

fn sign_ins(hospital: &Hospital) -> Vec<Value> {
    let all = texts(hospital, "cloud", "entra-sign-ins-").into_iter();
    all.flat_map(|text| {
        let export: Value = serde_json::from_str(&text).expect("JSON");
        export["value"].as_array().expect("a list").clone()
    })
    .collect()
}

/// The audit's own records out of the search's output.
fn audit(text: &str) -> Vec<Value> {
    let rows = json_lines(text).into_iter();
    rows.map(|row| serde_json::from_str(row["AuditData"].as_str().expect("text")).expect("JSON"))
        .collect()
}

/// Messages of a mailbox file.
fn messages(text: &str) -> Vec<&str> {
    let mut all: Vec<&str> = text.split("\n\nFrom ").collect();
    all.retain(|message| message.contains("Message-ID: "));
    all
}

pub(super) fn mail_and_sign_ins_are_what_is_counted(hospital: &Hospital) {
    let tables = &hospital.truth["tables"];
    let all = sign_ins(hospital);
    assert_eq!(tables["entra_signin"], all.len());
    let records = texts(hospital, "cloud", "m365-audit-");
    let records: usize = records.iter().map(|text| audit(text).len()).sum();
    assert_eq!(tables["m365_audit"], records);
    let journals = texts(hospital, "mail", "journal-");
    let kept: usize = journals.iter().map(|text| messages(text).len()).sum();
    assert_eq!(tables["mail"], kept);
    let traces = texts(hospital, "mail", "message-trace-");
    let traced: usize = traces.iter().map(|text| text.lines().count() - 1).sum();
    assert_eq!(tables["message_trace_csv"], traced);
    assert_eq!((kept, all.len() > 500), (traced, true));
    let users: BTreeSet<String> = hospital
        .rows("people/roster.csv")
        .iter()
        .map(|row| row["Email"].clone())
        .collect();
    for one in &all {
        assert!(users.contains(&text(&one["userPrincipalName"])), "{one}");
        assert!(!text(&one["userDisplayName"]).is_empty(), "{one}");
    }
    for journal in &journals {
        assert!(!journal.contains("alder"), "nothing of the clinic");
        assert!(journal.contains("Authentication-Results: mx1.ridgeline-health.example;"));
    }
}

pub(super) fn a_notice_leads_to_a_sign_in_from_abroad(hospital: &Hospital) {
    let found = stories(hospital, "phishing");
    let [story] = found[..] else {
        panic!("one campaign")
    };
    let [user, domain, thief] = [0, 1, 2].map(|place| text(&story["subjects"][place]));
    let (path, records) = trace(story, "mail");
    let journal = hospital.text(&path);
    let notices = messages(&journal);
    let notices = notices
        .iter()
        .filter(|message| message.contains(&format!("<service-desk@{domain}>")));
    assert_eq!(notices.clone().count(), records);
    assert!(
        notices
            .clone()
            .all(|message| message.contains("dmarc=fail"))
    );
    assert!(
        notices
            .clone()
            .any(|message| message.contains(&format!("To: <{user}@")))
    );
    let (path, records) = trace(story, "trace");
    let traced = hospital.text(&path).matches(&format!("@{domain},")).count();
    assert_eq!(traced, records);

    let all = sign_ins(hospital);
    let own = all
        .iter()
        .filter(|one| text(&one["userPrincipalName"]).starts_with(&format!("{user}@")));
    let (strange, usual): (Vec<&Value>, Vec<&Value>) =
        own.partition(|one| text(&one["ipAddress"]) == thief);
    assert_eq!(strange.len(), trace(story, "sign-in").1);
    let first = text(&strange[0]["createdDateTime"]);
    let before = usual
        .iter()
        .filter(|one| text(&one["createdDateTime"]) < first);
    assert!(before.count() >= 5, "{user} is known to sign in");
    for one in strange {
        assert_eq!(
            one["authenticationRequirement"],
            "singleFactorAuthentication"
        );
        assert_eq!(one["location"]["countryOrRegion"], "RO");
    }
    let factors = hospital.rows("people/mfa-registration.csv");
    let own = factors
        .iter()
        .find(|row| row["userPrincipalName"].starts_with(&format!("{user}@")));
    assert_eq!(
        own.map(|row| row["isMfaRegistered"].as_str()),
        Some("False")
    );

    let (path, records) = trace(story, "reading");
    let kept = audit(&hospital.text(&path));
    let of_thief = kept
        .iter()
        .filter(|one| text(&one["ClientIPAddress"]) == thief);
    assert_eq!(of_thief.count(), records);
    let rules = kept
        .iter()
        .filter(|one| one.to_string().contains("ForwardTo"));
    assert_eq!(rules.clone().count(), trace(story, "rule").1);
    assert!(
        rules
            .clone()
            .all(|one| text(&one["UserId"]).starts_with(&user))
    );
}

pub(super) fn a_physician_travels(hospital: &Hospital) {
    let all = hospital.truth["look_alikes"].as_array().expect("a list");
    let journey = all.iter().find(|one| one["trace"] == "abroad");
    let journey = journey.expect("somebody has three days off");
    let [user, address] = [0, 1].map(|place| text(&journey["subjects"][place]));
    let abroad: Vec<Value> = sign_ins(hospital)
        .into_iter()
        .filter(|one| text(&one["ipAddress"]) == address)
        .collect();
    assert_eq!(journey["records"], abroad.len());
    for one in &abroad {
        assert!(text(&one["userPrincipalName"]).starts_with(&user), "{one}");
        let success = one["status"]["errorCode"] == 0;
        let strong = one["authenticationRequirement"] == "multiFactorAuthentication";
        assert_eq!(success, strong, "{one}");
    }
}
