//! SPDX bills of materials: what a product is made of, in tag-value form (`PackageName: …`).
//!
//! Tags become the members that the JSON form of SPDX 2.2 and 2.3 has for them; `rows` writes either as records,
//! and the graph of SPDX 3 too.

mod rows;
mod tags;

pub(crate) use rows::{put, put_graph};

use salus_record::limits;
use serde_json::{Map, Value};

use crate::lines::text_of;
use crate::{About, Confidence, Evidence, Place, ReadError, Reader, Sink};
use rows::Document;
use tags::{Tag, Target, tag};

type Object = Map<String, Value>;

pub(crate) struct Spdx;

const TABLES: &[&str] = &[
    "spdx_annotation",
    "spdx_document",
    "spdx_file",
    "spdx_license",
    "spdx_package",
    "spdx_relationship",
    "spdx_snippet",
];

impl Reader for Spdx {
    fn about(&self) -> About {
        About {
            name: "spdx",
            title: "SPDX bill of materials in tag-value form",
            tables: TABLES,
            export: "from the maker of the device or program: the SBOM in SPDX (tag-value; JSON is read too)",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        let text = text_of(head);
        let mut lines = text.trim_start_matches('\u{FEFF}').lines().map(str::trim);
        let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
        if first.is_some_and(|line| line.starts_with("SPDXVersion:")) {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let mut form = Form::default();
        let mut lines = evidence.lines();
        while let Some(line) = lines.next(sink)? {
            form.line(&line.text, line.place, sink)?;
        }
        form.end(sink)
    }
}

/// What is being gathered.
#[derive(Default)]
struct Form {
    document: Option<Document>,
    /// The element that is open: its list in the JSON form, its members, the line it begins on.
    list: Option<&'static str>,
    object: Object,
    begun: Option<Place>,
    /// A text over several lines: its tag and what there is of it.
    text: Option<(String, String, Place)>,
}

impl Form {
    fn line(&mut self, line: &str, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        if let Some((_, text, begun)) = &mut self.text {
            let (more, is_end) = match line.split_once("</text>") {
                Some((more, _)) => (more, true),
                None => (line, false),
            };
            text.push('\n');
            text.push_str(more);
            if text.len() > limits::LINE_BYTES {
                let begun = *begun;
                self.text = None;
                return sink.reject(begun, "a text longer than the limit");
            }
            if !is_end {
                return Ok(());
            }
            let (name, text, begun) =
                self.text
                    .take()
                    .unwrap_or((String::new(), String::new(), place));
            return self.tag(&name, text.trim(), begun, sink);
        }
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        let Some((name, value)) = line.split_once(':') else {
            return sink.reject(place, "neither a tag nor a comment");
        };
        let value = value.trim();
        match value.strip_prefix("<text>") {
            Some(text) => match text.split_once("</text>") {
                Some((text, _)) => self.tag(name, text.trim(), place, sink),
                None => {
                    self.text = Some((name.to_owned(), text.to_owned(), place));
                    Ok(())
                }
            },
            None => self.tag(name, value, place, sink),
        }
    }

    fn tag(
        &mut self,
        name: &str,
        value: &str,
        place: Place,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        let Some(Tag { begins, target }) = tag(name.trim(), self.list) else {
            return sink.reject(place, "a tag that SPDX does not know");
        };
        if let Some(list) = begins {
            self.close(sink)?;
            self.list = Some(list);
        }
        self.begun.get_or_insert(place);
        if self.object.len() > limits::TABLE_COLUMNS {
            return sink.reject(place, "more tags than the limit");
        }
        if let Err(why) = set(&mut self.object, target, value) {
            // An element whose first tag is wrong is not told again when it ends.
            if begins.is_some() {
                (self.list, self.begun) = (None, None);
            }
            return sink.reject(place, why);
        }
        Ok(())
    }

    /// Ends the element that is open.
    fn close(&mut self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let object = std::mem::take(&mut self.object);
        let place = self.begun.take().unwrap_or(Place::Whole);
        match (self.list.take(), &self.document) {
            (None, None) if !object.is_empty() => {
                let document = Document::of(&object, place);
                document.write(object, sink)?;
                self.document = Some(document);
                Ok(())
            }
            (Some(list), document) => {
                let none = Document::default();
                document
                    .as_ref()
                    .unwrap_or(&none)
                    .item(list, object, place, sink)
            }
            _ => Ok(()),
        }
    }

    fn end(&mut self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        if let Some((_, _, begun)) = self.text.take() {
            sink.reject(begun, "a text that is not closed")?;
        }
        self.close(sink)
    }
}

/// Puts a value where the JSON form has it.
fn set(object: &mut Object, target: Target, value: &str) -> Result<(), &'static str> {
    let (path, value) = match target {
        Target::One(path) => (path, Value::from(value)),
        Target::Flag(path) => (path, value.eq_ignore_ascii_case("true").into()),
        Target::Many(path) => (path, Value::from(value)),
        Target::Checksum(path) => {
            let (algorithm, digest) = value.split_once(':').ok_or("a checksum without its kind")?;
            let pair = [("algorithm", algorithm), ("checksumValue", digest)];
            (
                path,
                object_of(pair.map(|(name, text)| (name, text.trim()))),
            )
        }
        Target::Reference(path) => {
            let mut words = value.splitn(3, char::is_whitespace).map(str::trim);
            let (Some(category), Some(kind), Some(locator)) =
                (words.next(), words.next(), words.next())
            else {
                return Err("an external reference that has not three parts");
            };
            let parts = [
                ("referenceCategory", category),
                ("referenceType", kind),
                ("referenceLocator", locator),
            ];
            (path, object_of(parts))
        }
        Target::Relationship => return relationship(object, value),
    };
    let (owner, name) = match path.split_once('.') {
        Some((outer, inner)) => {
            let owner = object.entry(outer).or_insert_with(|| Object::new().into());
            (
                owner.as_object_mut().ok_or("a tag in the wrong place")?,
                inner,
            )
        }
        None => (object, path),
    };
    if matches!(target, Target::One(_) | Target::Flag(_)) {
        owner.entry(name).or_insert(value);
        return Ok(());
    }
    let list = owner
        .entry(name)
        .or_insert_with(|| Vec::<Value>::new().into());
    list.as_array_mut()
        .ok_or("a tag in the wrong place")?
        .push(value);
    Ok(())
}

/// `A CONTAINS B`
fn relationship(object: &mut Object, value: &str) -> Result<(), &'static str> {
    let words: Vec<&str> = value.split_whitespace().collect();
    let [from, kind, to] = words.as_slice() else {
        return Err("a relationship that has not three parts");
    };
    let parts = [
        ("spdxElementId", *from),
        ("relationshipType", *kind),
        ("relatedSpdxElement", *to),
    ];
    for (name, text) in parts {
        object.insert(name.to_owned(), text.into());
    }
    Ok(())
}

fn object_of<const N: usize>(members: [(&str, &str); N]) -> Value {
    let members = members.map(|(name, text)| (name.to_owned(), Value::from(text)));
    Value::Object(members.into_iter().collect())
}

#[cfg(test)]
mod tests;
