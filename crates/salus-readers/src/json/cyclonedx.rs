//! CycloneDX bills of materials in JSON; what they become is told in `crate::cyclonedx`.

use super::object::has;
use super::{Object, Shape};
use crate::lists::{Held, Lists};
use crate::{Place, ReadError, Sink, cyclonedx};

pub(super) struct CycloneDx;

impl Shape for CycloneDx {
    fn fits(&self, object: &Object) -> bool {
        has(object, &["bomFormat", "specVersion"])
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
        cyclonedx::put(document, lists, place, sink)?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn components_follow_their_bill() {
        check(
            r#"{"bomFormat":"CycloneDX","specVersion":"1.6","serialNumber":"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79","version":1,
"metadata":{"timestamp":"2026-03-01T08:00:00Z","component":{"bom-ref":"p","type":"device","name":"Pump","version":"4"}},
"components":[{"type":"library","bom-ref":"a","name":"zlib","version":"1.3","purl":"pkg:generic/zlib@1.3","licenses":[{"license":{"id":"Zlib"}}],"components":[{"type":"file","name":"f"}]},{"type":"ghost","name":"x"}],
"dependencies":[{"ref":"p","dependsOn":["a"]}]}"#,
            &[
                "record 1: rejected, components[1]: a type of component that this version does not know",
                "record 1: cyclonedx_bom time=2026-03-01T08:00:00Z bomFormat=CycloneDX specVersion=1.6 serialNumber=urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79 version=1 metadata.timestamp=2026-03-01T08:00:00Z metadata.component.bom-ref=p metadata.component.type=device metadata.component.name=Pump metadata.component.version=4",
                "record 1: cyclonedx_component time=2026-03-01T08:00:00Z bom.serialNumber=urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79 bom.version=1 bom.specVersion=1.6 bom.metadata.timestamp=2026-03-01T08:00:00Z bom.metadata.component.bom-ref=p bom.metadata.component.type=device bom.metadata.component.name=Pump bom.metadata.component.version=4 path=components[0] license=Zlib type=library bom-ref=a name=zlib version=1.3 purl=pkg:generic/zlib@1.3 licenses=[{\"license\":{\"id\":\"Zlib\"}}]",
                "record 1: cyclonedx_component time=2026-03-01T08:00:00Z bom.serialNumber=urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79 bom.version=1 bom.specVersion=1.6 bom.metadata.timestamp=2026-03-01T08:00:00Z bom.metadata.component.bom-ref=p bom.metadata.component.type=device bom.metadata.component.name=Pump bom.metadata.component.version=4 path=components[0].components[0] type=file name=f parent=a",
                "record 1: cyclonedx_dependency time=2026-03-01T08:00:00Z bom.serialNumber=urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79 bom.version=1 bom.specVersion=1.6 bom.metadata.timestamp=2026-03-01T08:00:00Z bom.metadata.component.bom-ref=p bom.metadata.component.type=device bom.metadata.component.name=Pump bom.metadata.component.version=4 path=dependencies[0] ref=p dependsOn=[\"a\"]",
            ],
        );
    }
}
