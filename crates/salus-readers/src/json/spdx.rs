//! SPDX bills of materials in JSON, of version 2 and 3; what they become is told in `crate::spdx`.

use serde_json::Value;

use super::object::has;
use super::{Object, Shape};
use crate::lists::{Held, Lists};
use crate::{Place, ReadError, Sink, spdx};

pub(super) struct Spdx;

impl Shape for Spdx {
    fn fits(&self, object: &Object) -> bool {
        has(object, &["spdxVersion", "SPDXID"]) || is_graph(object)
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        self.put_apart(object, &mut Held, place, sink).map(|_| ())
    }

    fn put_apart(
        &self,
        document: Object,
        lists: &mut dyn Lists,
        place: Place,
        sink: &mut Sink<'_>,
    ) -> Result<bool, ReadError> {
        if is_graph(&document) {
            spdx::put_graph(document, lists, place, sink)?;
        } else {
            spdx::put(document, lists, place, sink)?;
        }
        Ok(true)
    }
}

fn is_graph(object: &Object) -> bool {
    let is_spdx = |context: &Value| {
        context
            .as_str()
            .is_some_and(|context| context.contains("spdx.org/rdf"))
    };
    let context = object.get("@context");
    let is_named = match context {
        Some(Value::Array(contexts)) => contexts.iter().any(is_spdx),
        Some(context) => is_spdx(context),
        None => false,
    };
    is_named && object.contains_key("@graph")
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn elements_of_the_graph_find_their_tables() {
        check(
            r#"{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[{"@id":"_:c","type":"CreationInfo","created":"2026-03-01T08:00:00Z","specVersion":"3.0.1"},{"type":"SpdxDocument","spdxId":"u:d","name":"D"},{"type":"software_Package","spdxId":"u:p","name":"zlib","software_packageVersion":"1.3"},7]}"#,
            &[
                "line 1: rejected, an element of the graph that is no object",
                "line 1: spdx_element time=2026-03-01T08:00:00Z document.name=D document.namespace=u:d document.spdxVersion=3.0.1 @id=_:c type=CreationInfo created=2026-03-01T08:00:00Z specVersion=3.0.1",
                "line 1: spdx_document time=2026-03-01T08:00:00Z document.name=D document.namespace=u:d document.spdxVersion=3.0.1 type=SpdxDocument spdxId=u:d name=D",
                "line 1: spdx_package time=2026-03-01T08:00:00Z document.name=D document.namespace=u:d document.spdxVersion=3.0.1 type=software_Package spdxId=u:p name=zlib software_packageVersion=1.3",
            ],
        );
    }
}
