//! Public scans and audit messages as XML.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::corpus::{Record, files_with, folder, read_with, reader_of};

fn json(record: &Record, column: &str) -> Value {
    let text = record.get(column).map_or("null", String::as_str);
    serde_json::from_str(text).unwrap_or(Value::Null)
}

fn rows<'r>(records: &'r [(String, Record)], table: &str) -> Vec<&'r Record> {
    let rows = records.iter().filter(|(of, _)| of == table);
    rows.map(|(_, record)| record).collect()
}

/// What the end of each scan says of its hosts is what the records say.
#[test]
fn the_hosts_of_a_scan_are_those_its_end_counts() {
    let Some(folder) = folder("nmap", "scans of networks") else {
        return;
    };
    let (mut scans, mut hosts, mut ports) = (0, 0, 0);
    for path in files_with(&folder, "xml") {
        let bytes = std::fs::read(&path).expect("a file");
        let name = path.display();
        let text = String::from_utf8_lossy(&bytes);
        let Some(reader) = reader_of(&bytes) else {
            assert!(!text.contains("<nmaprun"), "{name} is recognised");
            continue;
        };
        assert_eq!(reader.about().name, "xml", "{name}");
        let read = read_with(reader, &bytes);
        assert!(
            read.error.is_none() && read.rejects.is_empty(),
            "{name}: {:?}",
            read.rejects
        );
        let [scan] = rows(&read.records, "nmap_scan")[..] else {
            panic!("{name} is one scan");
        };
        let listed = rows(&read.records, "nmap_host");
        let count = |state: &str| {
            let of_state = listed.iter().filter(|host| host["status.state"] == state);
            of_state.count().to_string()
        };
        assert_eq!(count("up"), scan["runstats.hosts.up"], "{name}");
        // Hosts that are down are listed on demand only.
        assert!(
            ["0".to_owned(), scan["runstats.hosts.down"].clone()].contains(&count("down")),
            "{name}"
        );
        assert_eq!(
            listed.len(),
            text.matches("<host>").count() + text.matches("<host ").count(),
            "{name}"
        );
        let found = rows(&read.records, "nmap_port");
        assert_eq!(found.len(), text.matches("<port ").count(), "{name}");
        assert!(
            read.records
                .iter()
                .all(|(_, record)| record.contains_key("time")),
            "{name}"
        );
        (scans, hosts, ports) = (scans + 1, hosts + listed.len(), ports + found.len());
    }
    eprintln!("{scans} scans, {hosts} hosts, {ports} ports");
    assert_eq!((scans, hosts, ports), (14, 1_036, 115));
}

#[test]
fn audit_messages_are_records() {
    let Some(folder) = folder("ehr-audit", "audit messages") else {
        return;
    };
    let mut messages: BTreeMap<String, Record> = BTreeMap::new();
    for path in files_with(&folder, "xml") {
        let bytes = std::fs::read(&path).expect("a file");
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let reader = reader_of(&bytes).unwrap_or_else(|| panic!("{name} is recognised"));
        assert_eq!(reader.about().name, "xml", "{name}");
        let mut read = read_with(reader, &bytes);
        assert!(
            read.error.is_none() && read.rejects.is_empty(),
            "{name}: {:?}",
            read.rejects
        );
        assert_eq!(read.records.len(), 1, "{name}");
        let (table, record) = read.records.remove(0);
        assert_eq!(table, "atna_audit", "{name}");
        assert!(
            name == "empty-atna.xml" || record.contains_key("time"),
            "{name}"
        );
        messages.insert(name, record);
    }
    // All of them behind the heads of a log server, each in a line.
    let mut log = String::new();
    for path in files_with(&folder, "xml") {
        let text = std::fs::read_to_string(&path).expect("a file");
        let text: Vec<&str> = text.lines().map(str::trim).collect();
        log += &format!(
            "<85>1 2026-03-01T08:00:00Z pacs01 store 7 IHE+RFC-3881 - \u{feff}{}\n",
            text.join(" ")
        );
    }
    let reader = reader_of(log.as_bytes()).expect("recognised");
    let read = read_with(reader, log.as_bytes());
    assert_eq!(
        (read.records.len(), read.rejects.len()),
        (messages.len(), 0),
        "{:?}",
        read.rejects
    );
    assert!(
        read.records
            .iter()
            .all(|(_, record)| record["host"] == "pacs01")
    );
}

/// The FHIR form of a message, written by another's hand, says the same.
#[test]
fn a_message_says_what_its_fhir_form_says() {
    let Some(folder) = folder(
        "ehr-audit/atna-to-fhir",
        "audit messages beside their FHIR form",
    ) else {
        return;
    };
    let mut held = 0;
    for path in files_with(&folder, "xml") {
        let name = path.display().to_string();
        let other = std::fs::read(name.replace("-atna.xml", "-fhir.json")).expect("its FHIR form");
        let bytes = std::fs::read(&path).expect("a file");
        let record = read_with(reader_of(&bytes).expect("recognised"), &bytes)
            .records
            .remove(0)
            .1;
        let fhir: Value = serde_json::from_slice(&other).expect("JSON");
        let mut same = |ours: Option<&str>, theirs: &Value| {
            if let Some(theirs) = theirs.as_str() {
                assert_eq!(ours, Some(theirs), "{name}");
                held += 1;
            }
        };
        let cell = |column: &str| record.get(column).map(String::as_str);
        same(
            cell("EventIdentification.EventID.csd-code"),
            &fhir["type"]["code"],
        );
        same(
            cell("EventIdentification.EventID.originalText"),
            &fhir["type"]["display"],
        );
        same(cell("EventIdentification.EventActionCode"), &fhir["action"]);
        same(
            cell("EventIdentification.EventDateTime"),
            &fhir["period"]["end"],
        );
        same(
            cell("EventIdentification.EventOutcomeIndicator"),
            &fhir["outcome"],
        );
        same(
            cell("EventIdentification.EventOutcomeDescription"),
            &fhir["outcomeDesc"],
        );
        same(
            cell("AuditSourceIdentification.AuditSourceID"),
            &fhir["source"]["observer"]["identifier"]["value"],
        );
        same(
            cell("AuditSourceIdentification.AuditEnterpriseSiteID"),
            &fhir["source"]["site"],
        );
        let types = json(&record, "EventIdentification.EventTypeCode");
        same(types[0]["csd-code"].as_str(), &fhir["subtype"][0]["code"]);
        let people = json(&record, "ActiveParticipant");
        for (at, agent) in fhir["agent"].as_array().into_iter().flatten().enumerate() {
            let person = &people[at];
            same(
                person["UserID"].as_str(),
                &agent["who"]["identifier"]["value"],
            );
            same(person["AlternativeUserID"].as_str(), &agent["altId"]);
            same(
                person["NetworkAccessPointID"].as_str(),
                &agent["network"]["address"],
            );
            same(
                person["RoleIDCode"][0]["csd-code"].as_str(),
                &agent["role"][0]["coding"][0]["code"],
            );
            let requestor = agent["requestor"]
                .as_bool()
                .map(|requestor| requestor.to_string());
            assert_eq!(
                person["UserIsRequestor"].as_str(),
                requestor.as_deref(),
                "{name}"
            );
        }
        let objects = json(&record, "ParticipantObjectIdentification");
        for (at, entity) in fhir["entity"].as_array().into_iter().flatten().enumerate() {
            let object = &objects[at];
            same(
                object["ParticipantObjectID"].as_str(),
                &entity["what"]["identifier"]["value"],
            );
            same(
                object["ParticipantObjectTypeCode"].as_str(),
                &entity["type"]["code"],
            );
            same(
                object["ParticipantObjectTypeCodeRole"].as_str(),
                &entity["role"]["code"],
            );
            same(
                object["ParticipantObjectSensitivity"].as_str(),
                &entity["securityLabel"][0]["code"],
            );
            same(
                object["ParticipantObjectDetail"][0]["type"].as_str(),
                &entity["detail"][0]["type"],
            );
            same(
                object["ParticipantObjectDetail"][0]["value"].as_str(),
                &entity["detail"][0]["valueString"],
            );
        }
    }
    eprintln!("{held} values are the same");
    assert!(held > 50);
}

/// No other public file is taken for XML that is known.
#[test]
fn nothing_else_is_claimed() {
    let Some(root) = folder("", "all public evidence") else {
        return;
    };
    let mut claimed: BTreeMap<String, usize> = BTreeMap::new();
    for path in crate::corpus::files(&root) {
        let mut head = Vec::new();
        let file = std::fs::File::open(&path).expect("a file");
        std::io::Read::read_to_end(&mut std::io::Read::take(file, 64 << 10), &mut head)
            .expect("a head");
        if reader_of(&head).is_some_and(|reader| reader.about().name == "xml") {
            let folder = path
                .strip_prefix(&root)
                .expect("inside")
                .components()
                .next()
                .expect("a folder");
            *claimed
                .entry(folder.as_os_str().to_string_lossy().into_owned())
                .or_default() += 1;
        }
    }
    let claimed: Vec<(&str, usize)> = claimed
        .iter()
        .map(|(name, count)| (name.as_str(), *count))
        .collect();
    assert_eq!(claimed, [("ehr-audit", 22), ("nmap", 14)]);
}
