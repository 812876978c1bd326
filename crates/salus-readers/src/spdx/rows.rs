//! Writes an SPDX document as records: the document, its packages, files, relationships and notes.

use salus_record::{Place, ReadError, Row, Sink, scalar_text};
use serde_json::{Map, Value};

use crate::lists::Lists;

type Object = Map<String, Value>;

/// The lists of a document of SPDX 2, their tables, and what each element must have.
const LISTS: &[(&str, &str, &[&str])] = &[
    ("packages", "spdx_package", &["SPDXID", "name"]),
    ("files", "spdx_file", &["SPDXID", "fileName"]),
    (
        "relationships",
        "spdx_relationship",
        &["spdxElementId", "relationshipType", "relatedSpdxElement"],
    ),
    ("annotations", "spdx_annotation", &["annotator"]),
    ("hasExtractedLicensingInfos", "spdx_license", &["licenseId"]),
    ("snippets", "spdx_snippet", &["SPDXID"]),
];

/// What is known of the document, which each of its elements carries.
#[derive(Default)]
pub(super) struct Document {
    about: Vec<(&'static str, String)>,
    created: String,
    place: Option<Place>,
    is_known: bool,
}

impl Document {
    pub(super) fn of(object: &Object, place: Place) -> Self {
        let text = |name: &str| object.get(name).and_then(scalar_text);
        let names = [
            ("document.name", "name"),
            ("document.namespace", "documentNamespace"),
            ("document.spdxVersion", "spdxVersion"),
        ];
        let about = names
            .iter()
            .filter_map(|(ours, name)| Some((*ours, text(name)?)));
        let created = object
            .get("creationInfo")
            .and_then(|info| info.get("created"));
        Self {
            about: about.collect(),
            created: created.and_then(scalar_text).unwrap_or_default(),
            place: Some(place),
            is_known: text("spdxVersion").is_some_and(|version| version.starts_with("SPDX-2.")),
        }
    }

    /// The document itself, without its lists.
    pub(super) fn write(&self, object: Object, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let place = self.place.unwrap_or(Place::Whole);
        if !self.is_known {
            return sink.reject(place, "a version of SPDX that is not known");
        }
        if !object.contains_key("SPDXID") || !object.contains_key("name") {
            return sink.reject(place, "a document without its identifier or name");
        }
        let mut row = sink.record("spdx_document", place);
        if !self.created.is_empty() {
            row = row.time(&self.created);
        }
        row.json(&Value::Object(object)).end()
    }

    /// One element of one of the document's lists.
    pub(super) fn item(
        &self,
        list: &str,
        object: Object,
        place: Place,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        let known = LISTS.iter().find(|(name, ..)| *name == list);
        let (_, table, needs) = known.expect("lists come from the same table");
        let has = |name: &&str| object.get(*name).is_some_and(|value| !value.is_null());
        if let Some(missing) = needs.iter().find(|name| !has(name)) {
            return sink.reject(place, format!("an element of `{list}` without `{missing}`"));
        }
        self.row(table, object, place, sink)
    }

    fn row(
        &self,
        table: &str,
        object: Object,
        place: Place,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        let mut row = sink.record(table, place);
        if !self.created.is_empty() {
            row = row.time(&self.created);
        }
        for (name, value) in &self.about {
            row.set(name, value);
        }
        if table == "spdx_package" || table == "spdx_file" {
            told(&object, &mut row);
        }
        row.json(&Value::Object(object)).end()
    }
}

/// A document of SPDX 2 in JSON.
pub(crate) fn put(
    mut object: Object,
    lists: &mut dyn Lists,
    place: Place,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let mut held = Vec::new();
    for (name, ..) in LISTS {
        if object.get(*name).is_some_and(Value::is_array) {
            held.push((*name, object.remove(*name).unwrap_or_default()));
        }
    }
    let document = Document::of(&object, place);
    document.write(object, sink)?;
    for (name, items) in held {
        lists.each(name, items, sink, &mut |_, item, sink| match item {
            Value::Object(item) => document.item(name, item, place, sink),
            _ => sink.reject(place, format!("an element of `{name}` that is no object")),
        })?;
    }
    Ok(())
}

/// The graph of SPDX 3. Elements of kinds without a table of their own go to `spdx_element`.
pub(crate) fn put_graph(
    mut object: Object,
    lists: &mut dyn Lists,
    place: Place,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let graph = object.remove("@graph").unwrap_or_default();
    if !graph.is_array() {
        return sink.reject(place, "a graph that is no list");
    }
    let document = document_of(&graph, lists, place)?;
    lists.each("@graph", graph, sink, &mut |_, item, sink| {
        let kind = kind(&item).to_owned();
        let Value::Object(item) = item else {
            return sink.reject(place, "an element of the graph that is no object");
        };
        if kind.is_empty() {
            return sink.reject(place, "an element of the graph without a type");
        }
        let table = match kind.as_str() {
            "SpdxDocument" => "spdx_document",
            "software_File" => "spdx_file",
            "Annotation" => "spdx_annotation",
            "software_Snippet" => "spdx_snippet",
            kind if kind.ends_with("Package") => "spdx_package",
            kind if kind.ends_with("Relationship") => "spdx_relationship",
            _ => "spdx_element",
        };
        document.row(table, item, place, sink)
    })
}

fn kind(item: &Value) -> &str {
    item.get("type").and_then(Value::as_str).unwrap_or_default()
}

/// What a graph says of itself: the first of its elements that tell it.
fn document_of(graph: &Value, lists: &mut dyn Lists, place: Place) -> Result<Document, ReadError> {
    let (mut about, mut info) = (None, None);
    lists.look("@graph", graph, &mut |item| {
        match kind(item) {
            "SpdxDocument" => about.get_or_insert_with(|| item.clone()),
            "CreationInfo" => info.get_or_insert_with(|| item.clone()),
            _ => return,
        };
    })?;
    let of = |item: &Option<Value>, name: &str| item.as_ref()?.get(name).and_then(scalar_text);
    // A member that is there and is no text is not made up for by the other one.
    let has_id = about.as_ref().is_some_and(|it| it.get("spdxId").is_some());
    let known = [
        ("document.name", of(&about, "name")),
        (
            "document.namespace",
            of(&about, if has_id { "spdxId" } else { "@id" }),
        ),
        ("document.spdxVersion", of(&info, "specVersion")),
    ];
    let known = known
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    Ok(Document {
        about: known.collect(),
        created: of(&info, "created").unwrap_or_default(),
        place: Some(place),
        is_known: true,
    })
}

/// What a mapping asks of a package and lists do not tell: its package URL, its CPE name, its longest digest.
fn told(object: &Object, row: &mut Row<'_, '_>) {
    let items = |name: &str| {
        let list = object.get(name).and_then(Value::as_array);
        list.into_iter().flatten()
    };
    let text = |item: &Value, name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
    let reference = |kinds: [&str; 2]| {
        let of_kind = |item: &&Value| {
            let kind = text(item, "referenceType").or_else(|| text(item, "externalIdentifierType"));
            kind.is_some_and(|kind| kinds.iter().any(|known| kind.ends_with(known)))
        };
        let found = items("externalRefs")
            .chain(items("externalIdentifier"))
            .find(of_kind)?;
        text(found, "referenceLocator").or_else(|| text(found, "identifier"))
    };
    let url = object.get("software_packageUrl").and_then(scalar_text);
    if let Some(url) = url.or_else(|| reference(["purl", "packageUrl"])) {
        row.set("purl", &url);
    }
    if let Some(cpe) =
        reference(["cpe23Type", "cpe23"]).or_else(|| reference(["cpe22Type", "cpe22"]))
    {
        row.set("cpe", &cpe);
    }
    let digests = items("checksums").chain(items("verifiedUsing"));
    let longest = digests
        .filter_map(|item| {
            let kind = text(item, "algorithm")?;
            Some((
                kind,
                text(item, "checksumValue").or_else(|| text(item, "hashValue"))?,
            ))
        })
        .max_by_key(|(_, digest)| digest.len());
    if let Some((kind, digest)) = longest {
        row.set("hash", &format!("{kind}:{digest}"));
    }
}
