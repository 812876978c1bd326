//! The XML form of bills of materials: what it says, and what is no whole document.

use super::CycloneDx;
use crate::testing::{check, check_bytes};

const BOM: &str = r#"<?xml version="1.0"?>
<!-- made by hand -->
<b:bom xmlns:b="http://cyclonedx.org/schema/bom/1.5" version="2"><b:metadata><b:timestamp>2026-03-01T08:00:00Z</b:timestamp></b:metadata>
<b:components><b:component type="library" bom-ref="a"><b:name>z&amp;lib</b:name><b:hashes><b:hash alg="SHA-1">e6b1000b94e835ffd37f4c6dcbdad43f4b48a02a</b:hash></b:hashes><b:licenses><b:license><b:id>Zlib</b:id></b:license></b:licenses></b:component>
<b:component type="library"/></b:components>
<b:dependencies><b:dependency ref="p"><b:dependency ref="a"/></b:dependency></b:dependencies></b:bom>"#;

#[test]
fn xml_says_what_json_says() {
    check(
        &CycloneDx,
        BOM,
        &[
            "whole file: rejected, components[1]: a component without a name",
            "whole file: cyclonedx_bom time=2026-03-01T08:00:00Z bomFormat=CycloneDX specVersion=1.5 version=2 metadata.timestamp=2026-03-01T08:00:00Z",
            "whole file: cyclonedx_component time=2026-03-01T08:00:00Z bom.version=2 bom.specVersion=1.5 bom.metadata.timestamp=2026-03-01T08:00:00Z path=components[0] license=Zlib hash=SHA-1:e6b1000b94e835ffd37f4c6dcbdad43f4b48a02a type=library bom-ref=a name=z&lib hashes=[{\"alg\":\"SHA-1\",\"content\":\"e6b1000b94e835ffd37f4c6dcbdad43f4b48a02a\"}] licenses=[{\"license\":{\"id\":\"Zlib\"}}]",
            "whole file: cyclonedx_dependency time=2026-03-01T08:00:00Z bom.version=2 bom.specVersion=1.5 bom.metadata.timestamp=2026-03-01T08:00:00Z path=dependencies[0] ref=p dependsOn=[\"a\"]",
        ],
    );
}

#[test]
fn what_is_no_whole_document_fails_as_a_whole() {
    check(
        &CycloneDx,
        &BOM[..BOM.len() / 2],
        &["failed: not valid XML at whole file"],
    );
    check(&CycloneDx, "", &[]);
    check_bytes(
        &CycloneDx,
        &[0; 40],
        &["failed: the XML ends before its end at whole file"],
    );
    let deep = "<a>".repeat(5_000);
    check(
        &CycloneDx,
        &deep,
        &["failed: more elements, or more in one another, than the limit at whole file"],
    );
    check(
        &CycloneDx,
        "<bom>&nothing;</bom>",
        &["failed: an entity that XML does not know at whole file"],
    );
}
