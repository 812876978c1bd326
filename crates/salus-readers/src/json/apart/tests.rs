//! Taken apart or held whole, a document gives the same records; one beyond the limits is read all the same.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::Reader as _;
use crate::json::frames::{Begin, Frames};
use crate::json::{Json, read_frames};
use crate::testing::kept::Kept;
use crate::testing::shown;

fn whole(bytes: &[u8]) -> Kept {
    Kept::of(bytes, |evidence, sink| Json.read(evidence, sink))
}

/// As if every value were too large.
fn apart(bytes: &[u8]) -> Kept {
    Kept::of(bytes, |evidence, sink| {
        let mut input = evidence.input();
        let mut frames = Frames::new(&mut input, Begin::Evidence)?.with_most(0);
        let large = read_frames(&mut frames, sink, &mut None)?;
        drop(frames);
        super::read(&large, (input, 0, Begin::Evidence), sink)
    })
}

fn check(text: &str) {
    let whole = whole(text.as_bytes());
    let apart = apart(text.as_bytes());
    assert_eq!(apart.difference(&whole), None, "{text}");
}

fn item() -> impl Strategy<Value = Value> {
    let name = || {
        prop_oneof![
            Just("a]".to_owned()),
            Just("\"{é\n".to_owned()),
            "[a-z]{1,3}"
        ]
    };
    let inner = (name(), name()).prop_map(|(name, kind)| {
        json!({"type": kind, "name": name, "value": 1, "components": [{"type": "file", "name": "f"}]})
    });
    prop_oneof![
        4 => (name(), name(), prop::collection::vec(inner, 0..3)).prop_map(|(id, name, inner)| json!({
            "type": "library", "bom-ref": id, "ref": id, "name": name, "value": name, "cve": id,
            "SPDXID": id, "fileName": name, "id": "CVE-1", "components": inner, "Attribute": inner,
            "resource": {"resourceType": "Patient", "id": name}, "product_status": {"fixed": [id]},
        })),
        1 => Just(json!({"type": "SpdxDocument", "spdxId": "u:d", "name": "D"})),
        1 => Just(json!({"type": "CreationInfo", "created": "2026-03-01T08:00:00Z", "specVersion": "3.0.1"})),
        1 => Just(json!(7)),
        1 => Just(json!([{"a": 1}])),
        1 => Just(json!({})),
    ]
}

fn items() -> impl Strategy<Value = Value> {
    prop::collection::vec(item(), 0..6).prop_map(Value::Array)
}

fn document() -> impl Strategy<Value = Value> {
    (0..7_usize, items(), items(), items()).prop_map(|(kind, one, two, three)| match kind {
        0 => json!({"components": one, "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
            "metadata": {"component": {"type": "device", "name": "p", "bom-ref": "p", "components": two}},
            "dependencies": three, "services": [], "vulnerabilities": null}),
        1 => json!({"bomFormat": "CycloneDX", "specVersion": "1.5", "services": one,
            "vulnerabilities": two, "dependencies": three, "components": {"not": "a list"}}),
        2 => json!({"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "n", "packages": one,
            "relationships": two, "files": three, "snippets": "none"}),
        3 => json!({"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": one}),
        4 => json!({"vulnerabilities": one, "document": {"csaf_version": "2.0", "notes": [1]}, "product_tree": {}}),
        5 => json!({"entry": one, "resourceType": "Bundle", "type": "batch"}),
        _ => json!({"Event": {"uuid": "e", "info": "i", "Object": one, "Attribute": two, "Galaxy": three}}),
    })
}

proptest! {
    #[test]
    fn both_ways_give_the_same(list in prop::collection::vec(document(), 1..3), how in 0..4) {
        let compact: Vec<String> = list.iter().map(Value::to_string).collect();
        let pretty = |document: &Value| format!("{document:#}");
        let text = match how {
            0 => compact.join("\n"),
            1 => list.iter().map(pretty).collect::<Vec<_>>().join("\n"),
            // One element on each line, as many programs write it.
            2 => compact.join("\n").replace("[{", "[\n{").replace("},{", "},\n{"),
            _ => format!("[{}]", compact.join(", ")),
        };
        check(&text);
        let wide: Vec<u8> = std::iter::once('\u{FEFF}').chain(text.chars())
            .flat_map(|c| c.encode_utf16(&mut [0; 2]).to_vec())
            .flat_map(u16::to_le_bytes).collect();
        let difference = apart(&wide).difference(&whole(&wide));
        prop_assert_eq!(difference, None);
    }

    #[test]
    fn any_bytes_are_taken(
        bytes in prop::collection::vec(prop_oneof![
            prop::sample::select(b"{}[]\",:\\\n 1at".to_vec()), any::<u8>()], 0..100),
        at in 0..200_usize,
    ) {
        let text = json!({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
            {"type": "library", "name": "a"}, {"type": "library", "name": "b"}]}).to_string();
        let mut broken = text.into_bytes();
        let at = at.min(broken.len());
        broken.splice(at..at, bytes);
        apart(&broken);
    }
}

/// A bill of so many parts, each of about ninety values, one on each line; then what comes after.
fn bill(parts: usize, after: &str) -> String {
    let properties = r#"{"name":"p","value":"v"},"#.repeat(29) + r#"{"name":"p","value":"v"}"#;
    let mut text = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":["#.to_owned();
    for part in 0..parts {
        let comma = if part == 0 { "" } else { "," };
        text += &format!(
            "{comma}\n{{\"type\":\"library\",\"name\":\"n{part}\",\"properties\":[{properties}]}}"
        );
    }
    text + after
}

const PARTS: usize = 14_000;

#[test]
fn a_bill_of_more_than_a_million_values_is_read() {
    let text = bill(PARTS, "],\n\"version\":1}\n{\"a\":1}\n");
    let kept = whole(text.as_bytes());
    assert_eq!(kept.rejects, Vec::<String>::new());
    let count = |table: &str| {
        kept.records
            .values()
            .filter(|(name, _)| name == table)
            .count()
    };
    assert_eq!(count("cyclonedx_bom"), 1);
    assert_eq!(count("cyclonedx_component"), PARTS);
    assert_eq!(count("json_a"), 1);
}

#[test]
fn what_is_broken_in_a_large_document_is_rejected() {
    let end = "],\"version\":1}";
    for (text, expected) in [
        // An element costs itself alone.
        (
            bill(
                PARTS,
                &format!(",{{\"type\":}},\n{{\"type\":\"file\",\"name\":\"x\"}}{end}"),
            ),
            format!("record 1: rejected, components[{PARTS}]: not valid JSON"),
        ),
        // What stands around the lists, or an end that is missing, costs the document.
        (
            bill(PARTS, "],\"version\":}"),
            "line 1: rejected, not valid JSON".to_owned(),
        ),
        (
            bill(PARTS, ","),
            "line 1: rejected, ends in the middle of a list".to_owned(),
        ),
        // No list that is known.
        (
            bill(PARTS, end).replace("components", "compounds"),
            "line 1: rejected, more than 1000000 values".to_owned(),
        ),
        (
            bill(PARTS, end).replace("bomFormat", "format"),
            "line 1: rejected, more than 1000000 values".to_owned(),
        ),
    ] {
        let found = shown(&Json, text.as_bytes());
        assert!(found.contains(&expected), "{expected}");
        let is_apart = expected.starts_with("record");
        assert_eq!(
            found.len(),
            if is_apart { PARTS + 3 } else { 1 },
            "{expected}"
        );
    }
}
