//! The manifest of a course (SCORM, IMS content packaging): which course is there, not who took it.

use serde_json::Value;

use super::element::Element;
use super::{Document, Shape, Step};
use crate::{Place, ReadError, Sink};

pub(super) struct Scorm;

/// Files that are named one by one; `file_count` tells of all.
const FILES: usize = 1_000;

impl Shape for Scorm {
    fn roots(&self) -> &'static [&'static str] {
        &["manifest"]
    }

    fn fits(&self, root: &Element, first: Option<&Element>) -> bool {
        let is_packaging =
            |namespace: &str| namespace.contains("imscp") || namespace.contains("imscc");
        let first = first.map(|first| first.name.as_str());
        root.namespace.as_deref().is_some_and(is_packaging)
            || (root.attribute("identifier").is_some()
                && matches!(first, Some("metadata" | "organizations")))
    }

    fn marks(&self) -> &'static [&'static str] {
        &["manifest"]
    }

    fn may_nest(&self) -> bool {
        true
    }

    fn begin(&self, _front: &str) -> Box<dyn Document> {
        Box::new(Manifest)
    }
}

struct Manifest;

impl Document for Manifest {
    fn step(&mut self, _path: &[Element], _element: &Element) -> Step {
        Step::Record
    }

    fn put(
        &mut self,
        _path: &[Element],
        manifest: Element,
        (place, sink): (Place, &mut Sink<'_>),
    ) -> Result<(), ReadError> {
        let metadata = manifest.child("metadata");
        let about = |name: &str| metadata.and_then(|metadata| metadata.text_of(name));
        let organizations = manifest.child("organizations");
        let course = organizations.and_then(main_course);
        let items = course.map(items).unwrap_or_default();
        let resources = manifest.child("resources");
        let resources = || resources.into_iter().flat_map(|all| all.all("resource"));
        let files: Vec<&str> = resources()
            .flat_map(|resource| resource.all("file"))
            .filter_map(|file| file.attribute("href"))
            .collect();
        let named = &files[..files.len().min(FILES)];
        let mut row = sink
            .record("scorm_package", place)
            .opt("identifier", manifest.attribute("identifier"))
            .opt("version", manifest.attribute("version"))
            .opt("schema", about("schema"))
            .opt("schema_version", about("schemaversion"))
            .opt("title", course.and_then(|course| course.text_of("title")));
        let titles: Vec<&str> = items
            .iter()
            .filter_map(|item| item.text_of("title"))
            .collect();
        let scores: Vec<&str> = items
            .iter()
            .filter_map(|item| item.text_of("masteryscore"))
            .collect();
        for (name, list) in [
            ("items", titles.as_slice()),
            ("mastery_scores", &scores),
            ("files", named),
        ] {
            if !list.is_empty() {
                row.set(name, &Value::from(list).to_string());
            }
        }
        row.set("resource_count", &resources().count().to_string());
        row.set("file_count", &files.len().to_string());
        row.end()
    }
}

/// The organization that is meant where there are several.
fn main_course(organizations: &Element) -> Option<&Element> {
    let wanted = organizations.attribute("default");
    let mut all = organizations.all("organization");
    let named = all.find(|one| wanted.is_some() && one.attribute("identifier") == wanted);
    named.or(organizations.child("organization"))
}

/// The items of a course, those in others behind them, in the order of their titles in the menu.
fn items(course: &Element) -> Vec<&Element> {
    let mut found = Vec::new();
    let mut open: Vec<&Element> = course.all("item").collect();
    open.reverse();
    while let Some(item) = open.pop() {
        found.push(item);
        let inner = open.len();
        open.extend(item.all("item"));
        open[inner..].reverse();
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use crate::xml::Xml;
    use crate::{Confidence, Reader};

    #[test]
    fn a_manifest_names_the_course() {
        let text = r#"<?xml version="1.0"?>
<manifest identifier="c1" version="1.2" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="o2"><organization identifier="o1"><title>Other</title></organization>
<organization identifier="o2"><title>Phishing</title>
<item identifier="i1" identifierref="r1"><title>One</title><item identifier="i2"><title>Two</title><adlcp:masteryscore>80</adlcp:masteryscore></item></item>
<item identifier="i3"><title>Three</title></item></organization></organizations>
<resources><resource identifier="r1" href="a.html"><file href="a.html"/><file href="b.js"/></resource></resources></manifest>"#;
        assert_eq!(Xml.sniff(text.as_bytes()), Confidence::Certain);
        check(
            &Xml,
            text,
            &[
                "record 1: scorm_package identifier=c1 version=1.2 schema=ADL SCORM schema_version=1.2 title=Phishing items=[\"One\",\"Two\",\"Three\"] mastery_scores=[\"80\"] files=[\"a.html\",\"b.js\"] resource_count=1 file_count=2",
            ],
        );
    }

    #[test]
    fn other_manifests_are_left_to_others() {
        for text in [
            r#"<manifest package="com.example"><application/></manifest>"#,
            r#"<manifest identifier="x"><file/></manifest>"#,
        ] {
            assert_eq!(Xml.sniff(text.as_bytes()), Confidence::No, "{text}");
        }
    }

    #[test]
    fn a_manifest_that_breaks_off_is_a_reject() {
        check(
            &Xml,
            r#"<manifest identifier="x"><metadata><schema>ADL"#,
            &["record 1: rejected, the file ends inside this element"],
        );
    }
}
