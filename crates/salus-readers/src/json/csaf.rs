//! CSAF 2.0 advisories: one record per vulnerability, carrying what the document says of itself.
//!
//! Product identifiers are resolved through the product tree to names. Lists of the document that
//! only a reader of the advisory needs (notes, references, acknowledgments) stay with its first
//! vulnerability, so that nothing is lost and nothing repeated.

use std::collections::BTreeMap;

use serde_json::Value;

use super::object::{at, text};
use super::{Object, Shape};
use crate::lists::{Held, Lists};
use crate::{Place, ReadError, Row, Sink};

/// Parts of `document` that are written once.
const ONCE: [&str; 3] = ["acknowledgments", "notes", "references"];

pub(super) struct Csaf;

impl Shape for Csaf {
    fn fits(&self, object: &Object) -> bool {
        at(object, "document.csaf_version").is_some()
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        self.put_apart(object, &mut Held, place, sink).map(|_| ())
    }

    fn put_apart(
        &self,
        mut object: Object,
        lists: &mut dyn Lists,
        place: Place,
        sink: &mut Sink<'_>,
    ) -> Result<bool, ReadError> {
        let vulnerabilities = object.remove("vulnerabilities").filter(Value::is_array);
        let products = Products::of(object.get("product_tree"));
        let tree = object.remove("product_tree");
        let mut advisory = Advisory { object, products };
        let (mut tree, mut is_told) = (tree, false);
        let held = vulnerabilities.unwrap_or_default();
        lists.each("vulnerabilities", held, sink, &mut |_, item, sink| {
            let mut row = advisory.begin("csaf_vulnerability", place, sink);
            advisory.write(item, &mut row);
            end(row, tree.take())?;
            is_told = true;
            if let Some(Value::Object(document)) = advisory.object.get_mut("document") {
                ONCE.iter().for_each(|part| {
                    document.remove(*part);
                });
            }
            Ok(())
        })?;
        if !is_told {
            end(advisory.begin("csaf_document", place, sink), tree)?;
        }
        Ok(true)
    }
}

fn end(mut row: Row<'_, '_>, tree: Option<Value>) -> Result<(), ReadError> {
    if let Some(tree) = tree {
        row.set("product_tree", &tree.to_string());
    }
    row.end()
}

struct Advisory {
    object: Object,
    products: Products,
}

impl Advisory {
    fn begin<'s, 'o>(&self, table: &str, place: Place, sink: &'s mut Sink<'o>) -> Row<'s, 'o> {
        let mut row = sink.record(table, place);
        let dates = [
            "document.tracking.current_release_date",
            "document.tracking.initial_release_date",
        ];
        if let Some(date) = dates.iter().find_map(|path| text(&self.object, path)) {
            row = row.time(date);
        }
        row = row.json(&Value::Object(self.object.clone()));
        row.set("vendors", &list(self.products.vendors.iter()));
        row.set("products", &list(self.products.names.values()));
        row
    }

    fn write(&self, vulnerability: Value, row: &mut Row<'_, '_>) {
        let Value::Object(mut vulnerability) = vulnerability else {
            row.set("vulnerability", &vulnerability.to_string());
            return;
        };
        if let Some(Value::Object(status)) = vulnerability.get_mut("product_status") {
            status.values_mut().for_each(|ids| self.products.name(ids));
        }
        // Lists stay lists, and these are what an advisory is mapped by: the highest base score.
        let scores = vulnerability.get("scores").and_then(Value::as_array);
        let best = scores
            .into_iter()
            .flatten()
            .filter_map(base_score)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((score, severity)) = best {
            row.set("base_score", &score.to_string());
            if let Some(severity) = severity {
                row.set("base_severity", &severity);
            }
        }
        salus_record::flatten(&Value::Object(vulnerability), &mut |name, text| {
            row.set(name, text)
        });
    }
}

fn base_score(score: &Value) -> Option<(f64, Option<String>)> {
    let cvss = ["cvss_v4", "cvss_v3", "cvss_v2"]
        .iter()
        .find_map(|version| score.get(version))?;
    let severity = cvss
        .get("baseSeverity")
        .and_then(Value::as_str)
        .map(str::to_lowercase);
    Some((cvss.get("baseScore")?.as_f64()?, severity))
}

fn list<'n>(names: impl Iterator<Item = &'n String>) -> String {
    Value::Array(names.map(|name| Value::String(name.clone())).collect()).to_string()
}

/// What the product tree says, by product identifier.
#[derive(Default)]
struct Products {
    names: BTreeMap<String, String>,
    vendors: std::collections::BTreeSet<String>,
}

impl Products {
    fn of(tree: Option<&Value>) -> Self {
        let mut products = Self::default();
        if let Some(tree) = tree {
            products.walk(tree);
        }
        products
    }

    /// The tree is as deep as JSON may be here, so recursion ends.
    fn walk(&mut self, node: &Value) {
        if node.get("category").and_then(Value::as_str) == Some("vendor")
            && let Some(name) = node.get("name").and_then(Value::as_str)
        {
            self.vendors.insert(name.to_owned());
        }
        if let Some(product) = node.get("product") {
            self.learn(product);
        }
        for product in items(node, "full_product_names") {
            self.learn(product);
        }
        for relationship in items(node, "relationships") {
            if let Some(product) = relationship.get("full_product_name") {
                self.learn(product);
            }
        }
        for branch in items(node, "branches") {
            self.walk(branch);
        }
    }

    fn learn(&mut self, product: &Value) {
        let part = |name: &str| product.get(name).and_then(Value::as_str).map(str::to_owned);
        if let (Some(id), Some(name)) = (part("product_id"), part("name")) {
            self.names.insert(id, name);
        }
    }

    /// Replaces identifiers by names where the tree has one.
    fn name(&self, ids: &mut Value) {
        for id in ids.as_array_mut().into_iter().flatten() {
            let name = id.as_str().and_then(|id| self.names.get(id)).cloned();
            if let Some(name) = name {
                *id = Value::String(name);
            }
        }
    }
}

fn items<'v>(node: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    node.get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn each_vulnerability_carries_its_advisory() {
        check(
            r#"{"document":{"csaf_version":"2.0","title":"T","notes":[1],"tracking":{"id":"A-1","current_release_date":"2026-03-01T08:00:00Z"}},
"product_tree":{"branches":[{"category":"vendor","name":"Philips","branches":[{"product":{"name":"Pump 1","product_id":"P1"}}]}]},
"vulnerabilities":[{"cve":"CVE-1","product_status":{"known_affected":["P1","P2"]},"scores":[{"cvss_v3":{"baseScore":9.8,"baseSeverity":"CRITICAL"}}]},{"cve":"CVE-2"}]}"#,
            &[
                "record 1: csaf_vulnerability time=2026-03-01T08:00:00Z document.csaf_version=2.0 \
                 document.title=T document.notes=[1] document.tracking.id=A-1 \
                 document.tracking.current_release_date=2026-03-01T08:00:00Z vendors=[\"Philips\"] products=[\"Pump 1\"] base_score=9.8 \
                 base_severity=critical cve=CVE-1 product_status.known_affected=[\"Pump 1\",\"P2\"] \
                 scores=[{\"cvss_v3\":{\"baseScore\":9.8,\"baseSeverity\":\"CRITICAL\"}}] \
                 product_tree={\"branches\":[{\"category\":\"vendor\",\"name\":\"Philips\",\"branches\":[{\"product\":{\"name\":\"Pump 1\",\"product_id\":\"P1\"}}]}]}",
                "record 1: csaf_vulnerability time=2026-03-01T08:00:00Z \
               document.csaf_version=2.0 document.title=T document.tracking.id=A-1 \
               document.tracking.current_release_date=2026-03-01T08:00:00Z \
               vendors=[\"Philips\"] products=[\"Pump 1\"] cve=CVE-2",
            ],
        );
    }

    #[test]
    fn an_advisory_without_vulnerabilities_is_a_record() {
        check(
            r#"{"document":{"csaf_version":"2.0","title":"T"}}"#,
            &[
                "line 1: csaf_document document.csaf_version=2.0 document.title=T vendors=[] products=[]",
            ],
        );
    }
}
