//! The XML form of a bill of materials as the JSON form says it.
//!
//! Attributes and elements become members; elements that only gather others become lists; values that are
//! numbers or yes and no in JSON become such. Names in other namespaces keep their prefix.

use quick_xml::Reader;
use quick_xml::encoding::Decoder;
use quick_xml::events::{BytesStart, Event};
use salus_record::limits;
use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// Elements whose children are the items of a list, and the one kind of child they have.
const LISTS: &[(&str, &str)] = &[
    ("acknowledgements", "acknowledgement"),
    ("advisories", "advisory"),
    ("affects", "target"),
    ("aliases", "alias"),
    ("altIds", "altId"),
    ("ancestors", "component"),
    ("annotations", "annotation"),
    ("assemblies", "assembly"),
    ("authors", "author"),
    ("citations", "citation"),
    ("commits", "commit"),
    ("components", "component"),
    ("compositions", "composition"),
    ("cwes", "cwe"),
    ("data", "classification"),
    ("dependencies", "dependency"),
    ("descendants", "component"),
    ("endpoints", "endpoint"),
    ("expressions", "expression"),
    ("externalReferences", "reference"),
    ("formulation", "formula"),
    ("frames", "frame"),
    ("hashes", "hash"),
    ("individuals", "individual"),
    ("levels", "level"),
    ("licenseTypes", "licenseType"),
    ("licenses", "license"),
    ("lifecycles", "lifecycle"),
    ("methods", "method"),
    ("notes", "note"),
    ("occurrences", "occurrence"),
    ("organizations", "organization"),
    ("parameters", "parameter"),
    ("patches", "patch"),
    ("pointers", "pointer"),
    ("properties", "property"),
    ("ratings", "rating"),
    ("references", "reference"),
    ("requirements", "requirement"),
    ("resolves", "issue"),
    ("responses", "response"),
    ("services", "service"),
    ("standards", "standard"),
    ("subjects", "subject"),
    ("supportingMaterial", "attachment"),
    ("tags", "tag"),
    ("taskTypes", "taskType"),
    ("tasks", "task"),
    ("tools", "tool"),
    ("variants", "component"),
    ("versions", "version"),
    ("vulnerabilities", "vulnerability"),
    ("workflows", "workflow"),
];
/// Children that are lists in JSON although nothing gathers them in XML, by their parent.
const REPEATED: &[(&str, &str)] = &[
    ("author", "contact"),
    ("callstack", "frame"),
    ("evidence", "identity"),
    ("manufacture", "contact"),
    ("manufacture", "url"),
    ("manufacturer", "contact"),
    ("manufacturer", "url"),
    ("organization", "contact"),
    ("organization", "url"),
    ("provider", "contact"),
    ("provider", "url"),
    ("supplier", "contact"),
    ("supplier", "url"),
];
const NUMBERS: &[&str] = &["column", "confidence", "cwe", "line", "offset", "score"];
const FLAGS: &[&str] = &[
    "authenticated",
    "isExternal",
    "modified",
    "x-trust-boundary",
];

/// Where the root's tag stands: what lies between its brackets.
pub(super) fn root(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{FEFF}').trim_start();
    loop {
        rest = rest.strip_prefix('<')?;
        let special = [("?", "?>"), ("!--", "-->"), ("!", ">")];
        match special.iter().find(|(begin, _)| rest.starts_with(begin)) {
            Some((_, end)) => rest = rest[rest.find(end)? + end.len()..].trim_start(),
            None => return Some(rest.split('>').next().unwrap_or(rest)),
        }
    }
}

/// An element that is open.
struct Open {
    name: String,
    /// Its attributes, and its children of other kinds than those a list has.
    members: Object,
    items: Vec<Value>,
    text: String,
}

/// The whole document.
pub(super) fn bom(text: &str) -> Result<Object, String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<Open> = Vec::new();
    let mut elements = 0;
    loop {
        let event = reader.read_event();
        match event.map_err(|_| "not valid XML".to_owned())? {
            Event::Start(tag) => {
                elements += 1;
                if open.len() >= limits::JSON_DEPTH || elements > limits::XML_DOCUMENT_ELEMENTS {
                    return Err("more elements, or more in one another, than the limit".into());
                }
                open.push(begin(&tag, reader.decoder())?);
            }
            Event::Text(words) => {
                let words = words.xml10_content().map_err(|_| "not valid XML")?;
                append(&mut open, &words);
            }
            Event::CData(words) => {
                let words = words.decode().map_err(|_| "not valid XML")?;
                append(&mut open, &words);
            }
            Event::GeneralRef(reference) => {
                let letter = match reference.resolve_char_ref() {
                    Ok(Some(letter)) => Some(letter),
                    _ => named(&reference),
                };
                let letter = letter.ok_or("an entity that XML does not know")?;
                append(&mut open, letter.encode_utf8(&mut [0; 4]));
            }
            Event::End(_) => {
                let Some(ended) = open.pop() else {
                    return Err("not valid XML".into());
                };
                match open.last_mut() {
                    Some(parent) => put(parent, ended),
                    None => return Ok(document(ended)),
                }
            }
            Event::Eof => return Err("the XML ends before its end".into()),
            _ => {}
        }
    }
}

fn append(open: &mut [Open], words: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(words);
    }
}

fn named(reference: &[u8]) -> Option<char> {
    Some(match reference {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        _ => return None,
    })
}

fn begin(tag: &BytesStart<'_>, decoder: Decoder) -> Result<Open, String> {
    let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
    let mut members = Object::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|_| "not valid XML")?;
        let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        let value = attribute
            .decode_and_unescape_value(decoder)
            .map_err(|_| "not valid XML")?;
        let key = match key.as_str() {
            "content-type" => "contentType".to_owned(),
            "license-identifier" => "licenseIdentifier".to_owned(),
            _ => key,
        };
        let value = typed(&key, &value);
        members.insert(key, value);
    }
    Ok(Open {
        name,
        members,
        items: Vec::new(),
        text: String::new(),
    })
}

/// The root: its namespace tells the version, which is a member in JSON.
fn document(mut root: Open) -> Object {
    let mut bom = Object::new();
    bom.insert("bomFormat".into(), "CycloneDX".into());
    let own = match root.name.rsplit_once(':') {
        Some((prefix, _)) => format!("xmlns:{prefix}"),
        None => "xmlns".to_owned(),
    };
    let namespace = root.members.remove(&own).unwrap_or_default();
    let version = namespace.as_str().and_then(|name| name.rsplit('/').next());
    bom.insert("specVersion".into(), version.unwrap_or_default().into());
    root.members
        .retain(|name, _| !name.starts_with("xmlns:") && !name.starts_with("xsi:"));
    // The first version is not written.
    let number = root.members.remove("version").unwrap_or_else(|| "1".into());
    let number = match number
        .as_str()
        .and_then(|number| number.parse::<u64>().ok())
    {
        Some(number) => number.into(),
        None => number,
    };
    if let Some(serial) = root.members.shift_remove("serialNumber") {
        bom.insert("serialNumber".into(), serial);
    }
    bom.insert("version".into(), number);
    bom.append(&mut root.members);
    let compositions = bom.get_mut("compositions").and_then(Value::as_array_mut);
    for composition in compositions.into_iter().flatten() {
        for list in ["dependencies", "vulnerabilities"] {
            let items = composition.get_mut(list).and_then(Value::as_array_mut);
            for item in items.into_iter().flatten() {
                let name = item.get("ref").or_else(|| item.get("bom-ref"));
                *item = name.cloned().unwrap_or_default();
            }
        }
    }
    bom
}

fn local(name: &str, parent: &str) -> String {
    // The whole document may have a prefix; a prefix of another namespace stays.
    match (name.split_once(':'), parent.split_once(':')) {
        (Some((own, local)), Some((outer, _))) if own == outer => local.to_owned(),
        _ => name.to_owned(),
    }
}

fn put(parent: &mut Open, ended: Open) {
    let name = local(&ended.name, &parent.name);
    let plain = parent
        .name
        .rsplit(':')
        .next()
        .unwrap_or_default()
        .to_owned();
    let item = LISTS
        .iter()
        .find(|(list, _)| *list == plain)
        .map(|(_, item)| *item);
    match (plain.as_str(), name.as_str()) {
        ("licenses", "license" | "expression" | "expression-detailed") => {
            let licence = licence(&name, ended);
            parent.items.push(licence);
        }
        ("dependency", "dependency" | "provides") => {
            let list = if name == "provides" {
                "provides"
            } else {
                "dependsOn"
            };
            let list = list_of(&mut parent.members, list);
            list.extend(ended.members.get("ref").cloned());
        }
        ("copyright", "text") => {
            let text = ended.text.trim().to_owned();
            parent.items.push(Value::Object(Object::from_iter([(
                "text".to_owned(),
                text.into(),
            )])));
        }
        ("references", "url") => parent.items.push(ended.text.trim().into()),
        ("assemblies", "assembly") => parent.items.extend(ended.members.get("ref").cloned()),
        // What other programs put between the items of a list stands beside the list.
        _ if item.is_some() && name.contains(':') => {
            insert(&mut parent.members, name, ended);
        }
        _ if item == Some(name.as_str()) => {
            let value = value_of(ended);
            parent.items.push(value);
        }
        _ if REPEATED.contains(&(plain.as_str(), name.as_str())) => {
            let value = value_of(ended);
            list_of(&mut parent.members, &name).push(value);
        }
        _ => insert(&mut parent.members, name, ended),
    }
}

/// A member that comes twice becomes a list of both, which is what is wrong with it.
fn insert(members: &mut Object, name: String, mut ended: Open) {
    let foreign: Vec<String> = ended
        .members
        .keys()
        .filter(|name| name.contains(':'))
        .cloned()
        .collect();
    if !ended.items.is_empty() {
        for key in foreign {
            let value = ended.members.shift_remove(&key).unwrap_or_default();
            members.insert(format!("{name}.{key}"), value);
        }
    }
    let value = value_of(ended);
    let name = if name == "responses" {
        "response".to_owned()
    } else {
        name
    };
    match members.get_mut(&name) {
        Some(Value::Array(list)) => list.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
        None => {
            members.insert(name, value);
        }
    }
}

fn list_of<'m>(members: &'m mut Object, name: &str) -> &'m mut Vec<Value> {
    let list = members
        .entry(name)
        .or_insert_with(|| Value::Array(Vec::new()));
    if !list.is_array() {
        *list = Value::Array(vec![list.take()]);
    }
    list.as_array_mut().expect("it was made a list")
}

fn licence(name: &str, mut ended: Open) -> Value {
    let mut item = Object::new();
    if name == "expression" {
        let text = std::mem::take(&mut ended.text);
        item.insert("expression".into(), text.trim().into());
        item.append(&mut ended.members);
    } else if name == "expression-detailed" {
        if let Some(details) = ended.members.remove("details") {
            let details = match details {
                Value::Array(details) => details,
                one => vec![one],
            };
            ended
                .members
                .insert("expressionDetails".into(), details.into());
        }
        item = ended.members;
    } else {
        let value = match value_of(ended) {
            Value::Object(members) => Value::Object(members),
            _ => Value::Object(Object::new()),
        };
        item.insert("license".into(), value);
    }
    Value::Object(item)
}

fn typed(name: &str, text: &str) -> Value {
    let text = text.trim();
    let number = || text.parse::<serde_json::Number>().ok().map(Value::Number);
    let flag = || text.parse::<bool>().ok().map(Value::Bool);
    let typed = match name {
        name if NUMBERS.contains(&name) => number(),
        name if FLAGS.contains(&name) => flag(),
        _ => None,
    };
    typed.unwrap_or_else(|| text.into())
}

fn value_of(ended: Open) -> Value {
    let plain = ended.name.rsplit(':').next().unwrap_or_default();
    let is_list = LISTS.iter().any(|(list, _)| *list == plain);
    let is_plain = !ended.text.trim().is_empty() && ended.items.is_empty();
    if !ended.items.is_empty() || (is_list && ended.members.is_empty() && !is_plain) {
        // What else stands in a list (a newer kind of item) is kept as a last item.
        let mut items = ended.items;
        let mut rest = ended.members;
        rest.retain(|_, value| value.is_object() || value.is_array());
        if !rest.is_empty() {
            items.push(Value::Object(rest));
        }
        return Value::Array(items);
    }
    let mut members = ended.members;
    let text = ended.text.trim();
    let content = match plain {
        "property" => "value",
        "classification" => "classification",
        _ => "content",
    };
    if members.is_empty() {
        return match plain {
            "property" | "license" | "component" | "service" | "vulnerability" | "dependency" => {
                if text.is_empty() {
                    Value::Object(members)
                } else {
                    members.insert(content.into(), text.into());
                    Value::Object(members)
                }
            }
            "text" => {
                members.insert(content.into(), text.into());
                Value::Object(members)
            }
            _ => typed(plain, text),
        };
    }
    if !text.is_empty() {
        members.insert(content.into(), text.into());
    }
    Value::Object(members)
}
