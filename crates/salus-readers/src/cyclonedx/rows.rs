//! Writes a bill of materials as records: the bill itself, and each component, service, weakness and dependency.
//!
//! Components inside components follow the one they are in, with its reference and the way to them. Each
//! record carries what the bill is about as `bom.*`.

use salus_record::{Place, ReadError, Row, Sink, limits};
use serde_json::{Map, Value};

use crate::lists::Lists;

use super::check::{self, Fault, References, items, text};

type Object = Map<String, Value>;

/// Members of the bill that every record carries.
const ABOUT: &[&str] = &[
    "serialNumber",
    "version",
    "specVersion",
    "metadata.timestamp",
    "metadata.component.bom-ref",
    "metadata.component.type",
    "metadata.component.name",
    "metadata.component.version",
    "metadata.supplier.name",
    "metadata.manufacturer.name",
    "metadata.manufacture.name",
    "metadata.component.supplier.name",
    "metadata.component.manufacturer.name",
];

/// Where the components of what the bill is about stand.
const INNER: &str = "metadata.component.components";

/// Writes a bill in the JSON form.
pub(crate) fn put(
    mut bom: Object,
    lists: &mut dyn Lists,
    place: Place,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    if bom.get("bomFormat").and_then(Value::as_str) != Some("CycloneDX") {
        return sink.reject(place, "its format is not called CycloneDX");
    }
    let version = check::version(&bom);
    let mut take = |name: &str| bom.remove(name).unwrap_or_default();
    let components = take("components");
    let services = take("services");
    let vulnerabilities = take("vulnerabilities");
    let dependencies = take("dependencies");
    let inner = match bom
        .get_mut("metadata")
        .and_then(|it| it.get_mut("component"))
    {
        Some(Value::Object(subject)) => subject.remove("components").unwrap_or_default(),
        _ => Value::Null,
    };
    let mut bill = Bill {
        about: about(&bom),
        // A version we do not know is refused below; its parts are read as those of the newest one.
        version: version.unwrap_or((1, 7)),
        given: References::default(),
        place,
    };
    let subject = bom.get("metadata").and_then(|it| it.get("component"));
    let subject_ref = subject
        .and_then(|it| text(it, "bom-ref"))
        .unwrap_or_default()
        .to_owned();
    let given = match subject {
        Some(Value::Object(subject)) => bill.given.give(subject),
        _ => Ok(()),
    };
    let sound = match version {
        None => Err("a version of CycloneDX that is not known"),
        Some(version) => check::bom(&bom, version),
    };
    match sound.and(given) {
        Err(why) => sink.reject(place, why)?,
        Ok(()) => bill.itself(bom, sink)?,
    }
    let parts = [
        (inner, INNER, &Kind::COMPONENT, subject_ref.as_str()),
        (components, "components", &Kind::COMPONENT, ""),
        (services, "services", &Kind::SERVICE, ""),
        (vulnerabilities, "vulnerabilities", &Kind::VULNERABILITY, ""),
        (dependencies, "dependencies", &Kind::DEPENDENCY, ""),
    ];
    for (list, path, kind, parent) in parts {
        lists.each(path, list, sink, &mut |number, item, sink| {
            bill.nested(Listed::one(item, number, path, parent), kind, sink)
        })?;
    }
    Ok(())
}

/// What is done with the items of one list.
struct Kind {
    table: &'static str,
    /// The member that holds items of the same kind inside an item.
    inner: &'static str,
    check: fn(&Object, (u8, u8)) -> Result<(), Fault>,
    /// Adds what a mapping asks for and lists do not tell.
    more: fn(&Object, &mut Row<'_, '_>),
}

impl Kind {
    const COMPONENT: Self = Self {
        table: "cyclonedx_component",
        inner: "components",
        check: check::component,
        more: |component, row| {
            row.set_some("license", &licences(component));
            row.set_some("hash", &strongest(component));
        },
    };
    const SERVICE: Self = Self {
        table: "cyclonedx_service",
        inner: "services",
        check: check::service,
        more: |_, _| {},
    };
    const VULNERABILITY: Self = Self {
        table: "cyclonedx_vulnerability",
        inner: "",
        check: |item, _| check::vulnerability(item),
        more: |vulnerability, row| {
            let ratings = items(vulnerability.get("ratings").unwrap_or(&Value::Null));
            let score = |rating: &Value| rating.get("score").and_then(Value::as_f64);
            let best = ratings.max_by(|a, b| {
                let (a, b) = (score(a).unwrap_or(-1.0), score(b).unwrap_or(-1.0));
                a.total_cmp(&b)
            });
            if let Some(best) = best {
                row.set_some(
                    "base_score",
                    &score(best).map(|it| it.to_string()).unwrap_or_default(),
                );
                row.set_some("base_severity", text(best, "severity").unwrap_or_default());
            }
        },
    };
    const DEPENDENCY: Self = Self {
        table: "cyclonedx_dependency",
        inner: "",
        check: |item, _| check::dependency(item),
        more: |_, _| {},
    };
}

struct Bill {
    about: Vec<(&'static str, String)>,
    version: (u8, u8),
    given: References,
    place: Place,
}

impl Bill {
    fn about(&self, name: &str) -> Option<&str> {
        let found = self.about.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }

    fn itself(&self, bom: Object, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let mut row = sink.record("cyclonedx_bom", self.place);
        if let Some(time) = self.about("metadata.timestamp") {
            row = row.time(time);
        }
        row.json(&Value::Object(bom)).end()
    }

    /// Writes an item, and the lists inside it, without calling itself: they may be deep.
    fn nested(&mut self, item: Listed, kind: &Kind, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let mut open = vec![item];
        while let Some(listed) = open.last_mut() {
            let Some(item) = listed.items.next() else {
                open.pop();
                continue;
            };
            let path = format!("{}[{}]", listed.path, listed.number);
            listed.number += 1;
            let parent = listed.parent.clone();
            let Value::Object(mut item) = item else {
                sink.reject(self.place, format!("{path}: not an object"))?;
                continue;
            };
            let inner = match item.remove(kind.inner) {
                Some(Value::Array(inner)) => Some(inner),
                _ => None,
            };
            let own = item
                .get("bom-ref")
                .and_then(Value::as_str)
                .unwrap_or(&path)
                .to_owned();
            self.write(item, kind, (&path, &parent), sink)?;
            if let Some(inner) = inner {
                if open.len() >= limits::JSON_DEPTH {
                    sink.reject(self.place, format!("{path}: nested deeper than the limit"))?;
                } else {
                    open.push(Listed::of(inner, &format!("{path}.{}", kind.inner), &own));
                }
            }
        }
        Ok(())
    }

    fn write(
        &mut self,
        item: Object,
        kind: &Kind,
        (path, parent): (&str, &str),
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        let sound = (kind.check)(&item, self.version).and(self.given.give(&item));
        if let Err(why) = sound {
            return sink.reject(self.place, format!("{path}: {why}"));
        }
        let mut row = sink.record(kind.table, self.place);
        let published = item.get("published").and_then(Value::as_str);
        if let Some(time) = published.or(self.about("metadata.timestamp")) {
            row = row.time(time);
        }
        for (name, value) in &self.about {
            row.set(&format!("bom.{name}"), value);
        }
        row.set("path", path);
        row.set_some("parent", parent);
        (kind.more)(&item, &mut row);
        row.json(&Value::Object(item)).end()
    }
}

/// A list that is being written.
struct Listed {
    items: std::vec::IntoIter<Value>,
    number: usize,
    path: String,
    parent: String,
}

impl Listed {
    /// One item of a list, with its number there.
    fn one(item: Value, number: usize, path: &str, parent: &str) -> Self {
        Self {
            number,
            ..Self::of(vec![item], path, parent)
        }
    }

    fn of(items: Vec<Value>, path: &str, parent: &str) -> Self {
        Self {
            items: items.into_iter(),
            number: 0,
            path: path.to_owned(),
            parent: parent.to_owned(),
        }
    }
}

trait SetSome {
    fn set_some(&mut self, field: &str, text: &str);
}

impl SetSome for Row<'_, '_> {
    fn set_some(&mut self, field: &str, text: &str) {
        if !text.is_empty() {
            self.set(field, text);
        }
    }
}

fn about(bom: &Object) -> Vec<(&'static str, String)> {
    let mut about = Vec::new();
    for path in ABOUT {
        let mut names = path.split('.');
        let first = names.next().and_then(|name| bom.get(name));
        let value = first.and_then(|first| names.try_fold(first, |value, name| value.get(name)));
        let value = value.and_then(salus_record::scalar_text);
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            about.push((*path, value));
        }
    }
    about
}

/// Identifiers, names and expressions of the licences, separated by semicolons.
fn licences(component: &Object) -> String {
    let list = items(component.get("licenses").unwrap_or(&Value::Null));
    let names = list.filter_map(|item| {
        let licence = item.get("license").unwrap_or(&Value::Null);
        text(item, "expression")
            .or_else(|| text(licence, "id"))
            .or_else(|| text(licence, "name"))
    });
    names.collect::<Vec<_>>().join("; ")
}

/// The longest digest, with its kind.
fn strongest(component: &Object) -> String {
    let list = items(component.get("hashes").unwrap_or(&Value::Null));
    let longest = list
        .filter_map(|hash| Some((text(hash, "content")?, text(hash, "alg")?)))
        .max_by_key(|(content, _)| content.len());
    longest.map_or_else(String::new, |(content, alg)| format!("{alg}:{content}"))
}
