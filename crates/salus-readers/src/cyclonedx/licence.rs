//! Licences of a component: one expression, or identifiers and names.

use serde_json::Value;

use super::check::{Fault, fault, items, text};

/// Families of licences whose versions are settled; other identifiers are taken as they are, since the list
/// of them grows.
const FAMILIES: &[(&str, &[&str])] = &[
    ("AGPL-", &["1.0", "3.0"]),
    ("Apache-", &["1.0", "1.1", "2.0"]),
    ("Artistic-", &["1.0", "2.0", "dist"]),
    ("CDDL-", &["1.0", "1.1"]),
    ("EPL-", &["1.0", "2.0"]),
    ("EUPL-", &["1.0", "1.1", "1.2"]),
    ("GPL-", &["1.0", "2.0", "3.0", "CC-1.0"]),
    ("LGPL-", &["2.0", "2.1", "3.0"]),
    ("MPL-", &["1.0", "1.1", "2.0"]),
];

/// What is wrong with a list of licences, if anything.
pub(super) fn check(list: &Value, version: (u8, u8)) -> Result<(), Fault> {
    let (mut expressions, mut licences) = (0, 0);
    for item in items(list) {
        let has = |name: &str| item.get(name).is_some();
        match (has("license"), has("expression")) {
            (true, true) => return fault("a licence and an expression in one entry"),
            (false, false) => return fault("neither a licence nor an expression"),
            (true, false) => {
                licences += 1;
                one(&item["license"], version)?;
            }
            (false, true) => {
                expressions += 1;
                if text(item, "expression").is_none_or(str::is_empty) {
                    return fault("a licence expression without text");
                }
            }
        }
    }
    // Since 1.7 what a maker declares and what somebody concluded may stand side by side.
    if version < (1, 7) && (expressions > 1 || (expressions == 1 && licences > 0)) {
        return fault("an expression beside other licences");
    }
    Ok(())
}

fn one(licence: &Value, version: (u8, u8)) -> Result<(), Fault> {
    match (licence.get("id"), licence.get("name")) {
        (Some(_), Some(_)) => return fault("a licence with an identifier and a name"),
        (None, None) => return fault("a licence without an identifier or a name"),
        (Some(Value::String(id)), None) if is_identifier(id) => {}
        (Some(_), None) => return fault("not the identifier of a licence"),
        (None, Some(Value::String(_))) => {}
        (None, Some(_)) => return fault("not the name of a licence"),
    }
    let encoding = licence.get("text").and_then(|text| text.get("encoding"));
    if encoding.is_some_and(|encoding| encoding != "base64") {
        return fault("a licence text in an unknown encoding");
    }
    super::check::properties(licence, version)
}

fn is_identifier(id: &str) -> bool {
    let is_formed = !id.is_empty()
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'+'));
    let family = FAMILIES
        .iter()
        .find_map(|(family, versions)| Some((id.strip_prefix(family)?, versions)));
    let is_known = family.is_none_or(|(rest, versions)| {
        versions.iter().any(|version| {
            rest.strip_prefix(version)
                .is_some_and(|end| end.is_empty() || end.starts_with(['-', '+']))
        })
    });
    is_formed && is_known
}

#[cfg(test)]
mod tests {
    use super::is_identifier;

    #[test]
    fn identifiers_of_known_families_have_known_versions() {
        for id in [
            "Apache-2.0",
            "GPL-2.0-with-classpath-exception",
            "LGPL-2.1+",
            "MIT",
            "BSD-3-Clause",
            "MPL-2.0-no-copyleft-exception",
            "0BSD",
            "blessing",
        ] {
            assert!(is_identifier(id), "{id}");
        }
        for id in ["Apache-2", "GPL-4.0", "", "Apache License", "EPL-2.01"] {
            assert!(!is_identifier(id), "{id}");
        }
    }
}
