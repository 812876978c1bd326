//! Bills of materials in tag-value form, beside the same in JSON.

use super::Spdx;
use crate::testing::check;

const BILL: &str = "SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: pump
DocumentNamespace: https://acme.example/pump
Creator: Tool: t
Creator: Organization: Acme
Created: 2026-03-01T08:00:00Z

##### a package
PackageName: zlib
SPDXID: SPDXRef-zlib
PackageVersion: 1.3
FilesAnalyzed: false
PackageChecksum: SHA1: aa
PackageChecksum: SHA256: bbbb
ExternalRef: PACKAGE-MANAGER purl pkg:generic/zlib@1.3
PackageDescription: <text>packs
and unpacks</text>
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-zlib
Relationship: SPDXRef-DOCUMENT DESCRIBES
PackageName: nameless
Nonsense: 1
no tag
";

#[test]
fn tags_say_what_json_says() {
    let about = "time=2026-03-01T08:00:00Z document.name=pump document.namespace=https://acme.example/pump document.spdxVersion=SPDX-2.3";
    check(
        &Spdx,
        BILL,
        &[
            "line 21: rejected, a relationship that has not three parts",
            "line 23: rejected, a tag that SPDX does not know",
            "line 24: rejected, neither a tag nor a comment",
            "line 22: rejected, an element of `packages` without `SPDXID`",
            "line 1: spdx_document time=2026-03-01T08:00:00Z spdxVersion=SPDX-2.3 dataLicense=CC0-1.0 SPDXID=SPDXRef-DOCUMENT name=pump documentNamespace=https://acme.example/pump creationInfo.creators=[\"Tool: t\",\"Organization: Acme\"] creationInfo.created=2026-03-01T08:00:00Z",
            &format!(
                "line 11: spdx_package {about} purl=pkg:generic/zlib@1.3 hash=SHA256:bbbb name=zlib SPDXID=SPDXRef-zlib versionInfo=1.3 filesAnalyzed=false checksums=[{{\"algorithm\":\"SHA1\",\"checksumValue\":\"aa\"}},{{\"algorithm\":\"SHA256\",\"checksumValue\":\"bbbb\"}}] externalRefs=[{{\"referenceCategory\":\"PACKAGE-MANAGER\",\"referenceType\":\"purl\",\"referenceLocator\":\"pkg:generic/zlib@1.3\"}}] description=packs\nand unpacks"
            ),
            &format!(
                "line 20: spdx_relationship {about} spdxElementId=SPDXRef-DOCUMENT relationshipType=DESCRIBES relatedSpdxElement=SPDXRef-zlib"
            ),
        ],
    );
}

#[test]
fn broken_bills_cost_little() {
    check(&Spdx, "", &[]);
    check(
        &Spdx,
        "SPDXVersion: SPDX-9\nDocumentName: x\nPackageComment: <text>never closed\n",
        &[
            "line 3: rejected, a text that is not closed",
            "line 1: rejected, a version of SPDX that is not known",
        ],
    );
}

/// The form of JSON gives the same rows, but for their places.
#[test]
fn json_says_what_tags_say() {
    let about = "time=2026-03-01T08:00:00Z document.name=pump document.namespace=https://acme.example/pump document.spdxVersion=SPDX-2.3";
    check(
        &crate::json::Json,
        r#"{"spdxVersion":"SPDX-2.3","dataLicense":"CC0-1.0","SPDXID":"SPDXRef-DOCUMENT","name":"pump","documentNamespace":"https://acme.example/pump","creationInfo":{"creators":["Tool: t","Organization: Acme"],"created":"2026-03-01T08:00:00Z"},"packages":[{"name":"zlib","SPDXID":"SPDXRef-zlib","versionInfo":"1.3","filesAnalyzed":false,"checksums":[{"algorithm":"SHA1","checksumValue":"aa"},{"algorithm":"SHA256","checksumValue":"bbbb"}],"externalRefs":[{"referenceCategory":"PACKAGE-MANAGER","referenceType":"purl","referenceLocator":"pkg:generic/zlib@1.3"}],"description":"packs"},{"name":"x"}],"relationships":[{"spdxElementId":"SPDXRef-DOCUMENT","relationshipType":"DESCRIBES","relatedSpdxElement":"SPDXRef-zlib"}]}"#,
        &[
            "line 1: rejected, an element of `packages` without `SPDXID`",
            "line 1: spdx_document time=2026-03-01T08:00:00Z spdxVersion=SPDX-2.3 dataLicense=CC0-1.0 SPDXID=SPDXRef-DOCUMENT name=pump documentNamespace=https://acme.example/pump creationInfo.creators=[\"Tool: t\",\"Organization: Acme\"] creationInfo.created=2026-03-01T08:00:00Z",
            &format!(
                "line 1: spdx_package {about} purl=pkg:generic/zlib@1.3 hash=SHA256:bbbb name=zlib SPDXID=SPDXRef-zlib versionInfo=1.3 filesAnalyzed=false checksums=[{{\"algorithm\":\"SHA1\",\"checksumValue\":\"aa\"}},{{\"algorithm\":\"SHA256\",\"checksumValue\":\"bbbb\"}}] externalRefs=[{{\"referenceCategory\":\"PACKAGE-MANAGER\",\"referenceType\":\"purl\",\"referenceLocator\":\"pkg:generic/zlib@1.3\"}}] description=packs"
            ),
            &format!(
                "line 1: spdx_relationship {about} spdxElementId=SPDXRef-DOCUMENT relationshipType=DESCRIBES relatedSpdxElement=SPDXRef-zlib"
            ),
        ],
    );
}
