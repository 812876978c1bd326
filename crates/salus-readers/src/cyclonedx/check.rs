//! What CycloneDX asks of a bill of materials and its parts, by version of the standard.
//!
//! Each check tells the first thing that is wrong. What the standard leaves open (and other programs' own
//! members) is left alone.

use std::collections::HashSet;

use salus_record::time;
use serde_json::{Map, Value};

use super::licence;

type Object = Map<String, Value>;

/// What is wrong, without any content of the evidence.
pub(super) type Fault = &'static str;

pub(super) fn fault(what: Fault) -> Result<(), Fault> {
    Err(what)
}

/// Kinds of components, with the version that brought them.
const KINDS: &[(&str, (u8, u8))] = &[
    ("application", (1, 0)),
    ("container", (1, 2)),
    ("cryptographic-asset", (1, 6)),
    ("data", (1, 5)),
    ("device", (1, 0)),
    ("device-driver", (1, 5)),
    ("file", (1, 1)),
    ("firmware", (1, 2)),
    ("framework", (1, 0)),
    ("library", (1, 0)),
    ("machine-learning-model", (1, 5)),
    ("operating-system", (1, 0)),
    ("platform", (1, 5)),
];
const SCOPES: &[&str] = &["excluded", "optional", "required"];
/// Digests, with how many hexadecimal digits each has.
const DIGESTS: &[(&str, usize)] = &[
    ("BLAKE2b-256", 64),
    ("BLAKE2b-384", 96),
    ("BLAKE2b-512", 128),
    ("BLAKE3", 64),
    ("MD5", 32),
    ("SHA-1", 40),
    ("SHA-256", 64),
    ("SHA-384", 96),
    ("SHA-512", 128),
    ("SHA3-256", 64),
    ("SHA3-384", 96),
    ("SHA3-512", 128),
    ("Streebog-256", 64),
    ("Streebog-512", 128),
];
const PATCHES: &[&str] = &["backport", "cherry-pick", "monkey", "unofficial"];
const ISSUES: &[&str] = &["defect", "enhancement", "security"];
const FLOWS: &[&str] = &["bi-directional", "inbound", "outbound", "unknown"];
const METADATA: &[&str] = &[
    "authors",
    "component",
    "distributionConstraints",
    "licenses",
    "lifecycles",
    "manufacture",
    "manufacturer",
    "properties",
    "supplier",
    "timestamp",
    "tools",
];
const STATES: &[&str] = &[
    "exploitable",
    "false_positive",
    "in_triage",
    "not_affected",
    "resolved",
    "resolved_with_pedigree",
];
const SEVERITIES: &[&str] = &[
    "critical", "high", "info", "low", "medium", "none", "unknown",
];

/// The version of the standard, if there is such a one.
pub(super) fn version(bom: &Object) -> Option<(u8, u8)> {
    let written = bom.get("specVersion")?.as_str()?;
    let minor = written.strip_prefix("1.")?.parse().ok()?;
    (minor <= 7 && written.len() == 3).then_some((1, minor))
}

/// What a bill says of itself.
pub(super) fn bom(bom: &Object, version: (u8, u8)) -> Result<(), Fault> {
    if let Some(serial) = bom.get("serialNumber")
        && !serial.as_str().is_some_and(is_serial)
    {
        return fault("the serial number is not of the form urn:uuid:…");
    }
    if let Some(number) = bom.get("version")
        && number.as_u64().is_none_or(|number| number == 0)
    {
        return fault("the version of the document is not a number from 1 on");
    }
    for citation in items(bom.get("citations").unwrap_or(&Value::Null)) {
        let has = |name: &str| citation.get(name).is_some();
        let is_one = |name: &str| citation.get(name).is_none_or(Value::is_string);
        if !is_one("attributedTo") || !is_one("process") {
            return fault("a citation attributed more than once");
        }
        if !has("attributedTo") && !has("process") {
            return fault("a citation attributed to nobody");
        }
        if has("pointers") == has("expressions") {
            return fault("a citation needs pointers or expressions, and not both");
        }
    }
    match bom.get("metadata") {
        Some(Value::Object(metadata)) => self::metadata(metadata, version),
        _ => Ok(()),
    }
}

fn metadata(metadata: &Object, version: (u8, u8)) -> Result<(), Fault> {
    if let Some(written) = metadata.get("timestamp")
        && !written.as_str().is_some_and(is_instant)
    {
        return fault("the time in the metadata is not a time");
    }
    let is_known = |name: &String| METADATA.contains(&name.as_str()) || name.contains(':');
    if !metadata
        .keys()
        .all(|name| is_known(name) || name.starts_with("x-"))
    {
        return fault("the metadata have a member the standard does not know");
    }
    if let Some(list) = metadata.get("licenses") {
        licence::check(list, version)?;
    }
    if let Some(Value::Object(subject)) = metadata.get("component") {
        component(subject, version)?;
    }
    properties(&Value::Object(metadata.clone()), version)
}

/// One component, without those inside it.
pub(super) fn component(component: &Object, version: (u8, u8)) -> Result<(), Fault> {
    let kind = own_text(component, "type").ok_or("a component without a type")?;
    let since = KINDS.iter().find(|(known, _)| *known == kind);
    if since.is_none_or(|(_, since)| *since > version) {
        return fault("a type of component that this version does not know");
    }
    if own_text(component, "name").is_none_or(str::is_empty) {
        return fault("a component without a name");
    }
    if version < (1, 4) && !component.contains_key("version") {
        return fault("a component without a version, which became optional in 1.4");
    }
    if let Some(scope) = component.get("scope")
        && !is_among(scope, SCOPES)
    {
        return fault("an unknown scope");
    }
    if component.contains_key("versionRange") {
        if component.contains_key("version") {
            return fault("a component with a version and a range of versions");
        }
        if component.get("isExternal") != Some(&Value::Bool(true)) {
            return fault("a range of versions on a component that is not external");
        }
    }
    if let Some(purl) = component.get("purl")
        && !purl.as_str().is_some_and(is_package_url)
    {
        return fault("not a package URL");
    }
    hashes(component.get("hashes"))?;
    if let Some(list) = component.get("licenses") {
        licence::check(list, version)?;
    }
    if let Some(tag) = component.get("swid")
        && (text(tag, "tagId").is_none() || text(tag, "name").is_none())
    {
        return fault("a SWID tag without its identifier or name");
    }
    if let Some(pedigree) = component.get("pedigree") {
        self::pedigree(pedigree)?;
    }
    references(component.get("externalReferences"))?;
    properties(&Value::Object(component.clone()), version)
}

fn hashes(hashes: Option<&Value>) -> Result<(), Fault> {
    for hash in items(hashes.unwrap_or(&Value::Null)) {
        let digits = DIGESTS
            .iter()
            .find(|(name, _)| text(hash, "alg") == Some(name))
            .ok_or("a digest of an unknown kind")?
            .1;
        let content = text(hash, "content").unwrap_or_default();
        if content.len() != digits || !content.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return fault("a digest that has not the form of its kind");
        }
    }
    Ok(())
}

fn references(references: Option<&Value>) -> Result<(), Fault> {
    for reference in items(references.unwrap_or(&Value::Null)) {
        if text(reference, "type").is_none() || text(reference, "url").is_none() {
            return fault("an external reference without its type or address");
        }
        hashes(reference.get("hashes"))?;
    }
    Ok(())
}

fn pedigree(pedigree: &Value) -> Result<(), Fault> {
    for patch in items(pedigree.get("patches").unwrap_or(&Value::Null)) {
        if !patch
            .get("type")
            .is_some_and(|kind| is_among(kind, PATCHES))
        {
            return fault("a patch of an unknown type");
        }
        for issue in items(patch.get("resolves").unwrap_or(&Value::Null)) {
            if !issue.get("type").is_some_and(|kind| is_among(kind, ISSUES)) {
                return fault("an issue of an unknown type");
            }
        }
    }
    Ok(())
}

/// Since 1.6 a property has a name.
pub(super) fn properties(owner: &Value, version: (u8, u8)) -> Result<(), Fault> {
    let list = owner.get("properties").unwrap_or(&Value::Null);
    if version >= (1, 6) && items(list).any(|property| text(property, "name").is_none()) {
        return fault("a property without a name");
    }
    Ok(())
}

/// One service, without those inside it.
pub(super) fn service(service: &Object, version: (u8, u8)) -> Result<(), Fault> {
    if own_text(service, "name").is_none_or(str::is_empty) {
        return fault("a service without a name");
    }
    for data in items(service.get("data").unwrap_or(&Value::Null)) {
        if !data.get("flow").is_none_or(|flow| is_among(flow, FLOWS)) {
            return fault("data of a service that flow in an unknown direction");
        }
        if text(data, "classification").is_none() && text(data, "name").is_none() {
            return fault("data of a service without a classification");
        }
    }
    if let Some(list) = service.get("licenses") {
        licence::check(list, version)?;
    }
    references(service.get("externalReferences"))?;
    properties(&Value::Object(service.clone()), version)
}

/// What one component needs.
pub(super) fn dependency(dependency: &Object) -> Result<(), Fault> {
    if own_text(dependency, "ref").is_none_or(str::is_empty) {
        return fault("a dependency without a reference");
    }
    Ok(())
}

/// One weakness, and what its maker says of it.
pub(super) fn vulnerability(vulnerability: &Object) -> Result<(), Fault> {
    if let Some(state) = vulnerability.get("analysis").and_then(|it| it.get("state"))
        && !is_among(state, STATES)
    {
        return fault("an analysis with an unknown state");
    }
    for rating in items(vulnerability.get("ratings").unwrap_or(&Value::Null)) {
        if !rating
            .get("severity")
            .is_none_or(|it| is_among(it, SEVERITIES))
        {
            return fault("a rating of unknown severity");
        }
    }
    for moment in ["created", "published", "updated", "rejected"] {
        if let Some(written) = vulnerability.get(moment)
            && !written.as_str().is_some_and(is_instant)
        {
            return fault("a time of a vulnerability that is not a time");
        }
    }
    Ok(())
}

/// References that were given so far: each is given once, and none is empty.
#[derive(Default)]
pub(super) struct References(HashSet<String>);

impl References {
    pub(super) fn give(&mut self, owner: &Object) -> Result<(), Fault> {
        match owner.get("bom-ref") {
            None => Ok(()),
            Some(Value::String(name)) if name.is_empty() => fault("an empty reference"),
            Some(Value::String(name)) if self.0.insert(name.clone()) => Ok(()),
            Some(Value::String(_)) => fault("a reference that was given before"),
            Some(_) => fault("a reference that is no text"),
        }
    }
}

fn is_among(value: &Value, known: &[&str]) -> bool {
    value.as_str().is_some_and(|text| known.contains(&text))
}

fn is_serial(text: &str) -> bool {
    let braced = || text.strip_prefix('{')?.strip_suffix('}');
    let Some(uuid) = text.strip_prefix("urn:uuid:").or_else(braced) else {
        return false;
    };
    let groups: Vec<&str> = uuid.split('-').collect();
    let is_hex = |group: &&str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]) && groups.iter().all(is_hex)
}

/// A day alone is no instant.
fn is_instant(text: &str) -> bool {
    text.len() > 10 && time::parse(text).is_some()
}

fn is_package_url(text: &str) -> bool {
    text.strip_prefix("pkg:")
        .is_some_and(|rest| rest.contains('/'))
}

/// The items of a list; none where it is no list.
pub(super) fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

pub(super) fn text<'v>(owner: &'v Value, name: &str) -> Option<&'v str> {
    owner.get(name)?.as_str()
}

fn own_text<'o>(owner: &'o Object, name: &str) -> Option<&'o str> {
    owner.get(name)?.as_str()
}
