//! Functions over lists of JSON objects: they take out what a mapping needs of a row without taking the row apart.
//!
//! A list that is unnested and joined again by its record costs memory for every row of a table; these cost none.

use serde_json::Value;

use super::at;

/// The objects of a list; an object by itself is a list of one.
fn items(list: &str) -> Vec<Value> {
    match serde_json::from_str(list) {
        Ok(Value::Array(items)) => items,
        Ok(item @ Value::Object(_)) => vec![item],
        _ => Vec::new(),
    }
}

fn text_at(item: &Value, path: &str) -> Option<String> {
    salus_record::scalar_text(at(item, path)?)
}

/// Whether there is the wanted text at a path; an empty one wants that there is nothing.
fn is_at(item: &Value, path: &str, wanted: &str) -> bool {
    match text_at(item, path) {
        Some(text) => text == wanted,
        None => wanted.is_empty(),
    }
}

/// The object with the highest sum of the weights that hold for it (`path=text:weight`, blank-separated); of equals the first.
pub(super) fn best(list: &str, weights: &str) -> Option<String> {
    let rules: Vec<(&str, &str, i32)> = weights
        .split_whitespace()
        .filter_map(|rule| {
            let (condition, weight) = rule.rsplit_once(':')?;
            let (path, wanted) = condition.split_once('=')?;
            Some((path, wanted, weight.parse().ok()?))
        })
        .collect();
    let score = |item: &Value| -> i32 {
        let held = rules
            .iter()
            .filter(|(path, wanted, _)| is_at(item, path, wanted));
        held.map(|(_, _, weight)| weight).sum()
    };
    let mut best: Option<(i32, Value)> = None;
    for item in items(list) {
        let score = score(&item);
        if best.as_ref().is_none_or(|(highest, _)| score > *highest) {
            best = Some((score, item));
        }
    }
    Some(best?.1.to_string())
}

/// The first object with the wanted text at a path.
pub(super) fn first(list: &str, path: &str, wanted: &str) -> Option<String> {
    let found = items(list)
        .into_iter()
        .find(|item| is_at(item, path, wanted));
    found.map(|item| item.to_string())
}

/// All objects with the wanted text at a path, as a list.
pub(super) fn filtered(list: &str, path: &str, wanted: &str) -> Option<String> {
    let found = items(list)
        .into_iter()
        .filter(|item| is_at(item, path, wanted));
    Some(Value::Array(found.collect()).to_string())
}

/// The text at a path of each object that has one.
pub(super) fn all(words: &[&str]) -> Vec<String> {
    let [list, path] = words else {
        return Vec::new();
    };
    let items = items(list);
    items
        .iter()
        .filter_map(|item| text_at(item, path))
        .collect()
}

/// Kind and id of a FHIR reference: relative, absolute, or of one version.
fn reference(text: &str) -> Option<(&str, &str)> {
    let text = text.split_once("/_history").map_or(text, |(text, _)| text);
    let (before, id) = text.rsplit_once('/')?;
    let kind = before.rsplit('/').next()?;
    let is_kind = kind.starts_with(|first: char| first.is_ascii_uppercase())
        && kind.chars().all(|letter| letter.is_ascii_alphabetic());
    (is_kind && !id.is_empty()).then_some((kind, id))
}

fn references(list: &str, path: &str) -> Vec<String> {
    match path {
        "" => vec![list.to_owned()],
        path => all(&[list, path]),
    }
}

/// The ids of the references to one kind of resource, each once. An empty path takes the text itself for a reference.
pub(super) fn ids(words: &[&str]) -> Vec<String> {
    let [list, path, wanted] = words else {
        return Vec::new();
    };
    let mut ids: Vec<String> = Vec::new();
    for text in references(list, path) {
        let found = reference(&text).filter(|(kind, _)| kind == wanted);
        if let Some((_, id)) = found
            && !ids.iter().any(|known| known == id)
        {
            ids.push(id.to_owned());
        }
    }
    ids
}

/// The kinds of resources that references lead to.
pub(super) fn kinds(words: &[&str]) -> Vec<String> {
    let [list, path] = words else {
        return Vec::new();
    };
    let texts = references(list, path);
    let kinds = texts
        .iter()
        .filter_map(|text| Some(reference(text)?.0.to_owned()));
    kinds.collect()
}

/// What stands behind each `kind` in a text, up to a quote or a slash.
fn after<'t>(text: &'t str, kind: &'t str) -> impl Iterator<Item = String> + 't {
    let ids = text
        .split(kind)
        .skip(1)
        .filter_map(|rest| rest.split(['"', '/']).next());
    ids.filter(|id| !id.is_empty()).map(str::to_owned)
}

/// A person's role in the record system has a number of its own, which is told apart from the person's.
fn with_roles(text: &str) -> String {
    text.replace("PractitionerRole/", "Practitioner/role:")
}

/// The number of the patient that a reference leads to; one without a kind (`urn:uuid:`) stands where only patients do.
pub(super) fn patient(reference: &str) -> Option<String> {
    after(&reference.replace("urn:uuid:", "Patient/"), "Patient/").next()
}

/// The number of the person, or of the role, that a reference leads to; one without a kind stands where only people do.
pub(super) fn person(reference: &str) -> Option<String> {
    let reference = reference.replace("urn:uuid:", "Practitioner/");
    after(&with_roles(&reference), "Practitioner/").next()
}

/// The numbers of all people and roles in a list of JSON.
pub(super) fn people(words: &[&str]) -> Vec<String> {
    let [list] = words else {
        return Vec::new();
    };
    let list = list.replace(r#""reference":"urn:uuid:"#, r#""reference":"Practitioner/"#);
    after(&with_roles(&list), "Practitioner/").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGENTS: &str = r#"[{"who":"server","requestor":false},{"who":"app","requestor":true,"type":{"code":"110150"}},
        {"who":"nurse","requestor":true},{"who":"other","requestor":true}]"#;

    #[test]
    fn the_best_of_a_list_is_found() {
        let check = |weights: &str, expected: &str| {
            let found = best(AGENTS, weights).expect("there is one");
            assert!(found.contains(expected), "{weights}: {found}");
        };
        check("requestor=true:4 type.code=110150:-1", "nurse");
        check("requestor=true:4", "app");
        check("", "server");
        check("who=other:1 nonsense", "other");
        assert_eq!(best("[]", "a=b:1"), None);
        assert_eq!(best("no json", "a=b:1"), None);
    }

    #[test]
    fn objects_are_chosen_by_a_text() {
        assert!(first(AGENTS, "who", "app").is_some_and(|one| one.contains("110150")));
        assert_eq!(first(AGENTS, "who", "nobody"), None);
        let without = filtered(AGENTS, "type.code", "").expect("a list");
        assert_eq!(all(&[&without, "who"]), ["server", "nurse", "other"]);
        assert_eq!(all(&[AGENTS, "type.code"]), ["110150"]);
    }

    #[test]
    fn references_lead_to_patients_and_people() {
        for (reference, of_patient, of_person) in [
            ("Patient/p1", Some("p1"), None),
            (
                "https://ehr.example/fhir/Patient/p1/_history/2",
                Some("p1"),
                None,
            ),
            ("urn:uuid:7", Some("7"), Some("7")),
            ("Practitioner/17", None, Some("17")),
            (
                "https://ehr.example/PractitionerRole/r1",
                None,
                Some("role:r1"),
            ),
            ("Group/g1", None, None),
            ("Patient/", None, None),
            ("", None, None),
        ] {
            assert_eq!(patient(reference).as_deref(), of_patient, "{reference}");
            assert_eq!(person(reference).as_deref(), of_person, "{reference}");
        }
        let list = r#"[{"actor":{"reference":"Practitioner/17"}},{"actor":{"reference":"urn:uuid:8"}},
            {"actor":{"reference":"PractitionerRole/r1","display":"urn:uuid:no"}},{"actor":{"reference":"Patient/p1"}}]"#;
        assert_eq!(people(&[list]), ["17", "8", "role:r1"]);
        assert_eq!(people(&["[]"]), Vec::<String>::new());
    }

    #[test]
    fn references_lead_to_kinds_and_ids() {
        let list = r#"[{"r":"Patient/p1"},{"r":"https://ehr.example/fhir/Patient/p1/_history/2"},{"r":"Observation/5"},{"r":"urn:uuid:7"},{}]"#;
        assert_eq!(ids(&[list, "r", "Patient"]), ["p1"]);
        assert_eq!(
            ids(&["https://x.example/Patient/p2", "", "Patient"]),
            ["p2"]
        );
        assert_eq!(ids(&["p2", "", "Patient"]), Vec::<String>::new());
        assert_eq!(kinds(&[list, "r"]), ["Patient", "Patient", "Observation"]);
    }
}
