//! An audit that has no room in memory, beside one that has.

use std::fs;
use std::path::Path;

use salus_engine::access::{self as engine, Room, Wishes};
use serde_json::{Value, json};

use super::{lake, ndjson, text};
use crate::run::{arg, expect};

/// Everything that an audit of these days says.
fn said_within(lake: &Path, room: Room) -> Vec<Value> {
    let content = salus_content::Content::load(&salus_content::Library::built_in());
    let opened = salus_lake::Lake::open(lake).expect("a lake");
    let session = engine::session(&opened, &content).expect("facts");
    let wishes = Wishes {
        from: None,
        to: None,
        budget: 5,
        seed: 1,
        zone: salus_record::Zone::Fixed(0),
        room,
    };
    let audited = engine::audit(&session, &content, &wishes, &());
    let audited = audited.expect("an audit").expect("accesses");
    let words = &content.access_words;
    let mut said: Vec<Value> = audited.accesses(&content).map(|one| json!(one)).collect();
    said.sort_by_key(|one| text(one, "record_id").to_owned());
    said.extend([
        json!(audited.stories(words)),
        json!(audited.hard_rules(words)),
        json!(audited.templates(&content)),
        json!(audited.summary(words)),
    ]);
    assert_eq!(audited.check(), Ok(()));
    said
}

#[test]
fn an_audit_that_puts_care_into_files_says_the_same() {
    let (folder, lake) = lake();
    let in_memory = said_within(&lake, Room::default());
    let nothing = Room { care: 0, texts: 0 };
    assert_eq!(said_within(&lake, nothing), in_memory);
    let explained = in_memory
        .iter()
        .filter(|one| text(one, "evidence").contains("Encounter"));
    assert_eq!(explained.count(), 2, "{in_memory:?}");
    let emergencies = |said: &[Value]| {
        let rules = said.iter().filter_map(Value::as_array).flatten();
        rules
            .filter(|one| one["rule"] == "emergency_without_note")
            .count()
    };
    assert_eq!(emergencies(&in_memory), 1);
    let note = json!({
        "resourceType": "DocumentReference", "id": "n1", "status": "current", "subject": {"reference": "Patient/p3"},
        "author": [{"reference": "Practitioner/n1"}], "date": "2026-03-12T02:30:00Z",
    });
    let evidence = folder.path().join("DocumentReference.ndjson");
    fs::write(&evidence, ndjson(&[note])).expect("written");
    expect(0, &["read", arg(&evidence), "--lake", arg(&lake)]);
    let noted = said_within(&lake, nothing);
    assert_eq!(emergencies(&noted), 0);
    assert_eq!(noted, said_within(&lake, Room::default()));
}
