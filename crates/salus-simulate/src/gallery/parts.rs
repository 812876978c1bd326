//! What products are made of, and what their makers say of weaknesses: SPDX, CycloneDX as XML, CSAF and CycloneDX VEX.

use serde_json::{Value, json};

use super::{Piece, ago};
use crate::clinic::Clinic;
use crate::format::json;
use crate::format::xml::{escaped, leaf};

/// A part: name, version, maker, licence.
const PARTS: [(&str, &str, &str, &str); 6] = [
    (
        "openssl",
        "3.0.13",
        "OpenSSL Software Foundation",
        "Apache-2.0",
    ),
    ("zlib", "1.2.11", "Jean-loup Gailly and Mark Adler", "Zlib"),
    ("dcmtk", "3.6.7", "OFFIS e.V.", "BSD-3-Clause"),
    ("sqlite3", "3.40.1", "SQLite Consortium", "blessing"),
    ("qt", "5.15.8", "The Qt Company", "LGPL-3.0-only"),
    ("busybox", "1.35.0", "BusyBox contributors", "GPL-2.0-only"),
];

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![
        spdx_json(clinic),
        spdx_tags(clinic),
        spdx_graph(clinic),
        cyclonedx(clinic),
        cyclonedx_vex(clinic),
        csaf_vex(clinic),
    ]
}

fn purl(part: &(&str, &str, &str, &str)) -> String {
    format!("pkg:generic/{}@{}", part.0, part.1)
}

fn of(parts: usize, shows: &'static str, path: &'static str, text: String) -> Piece {
    Piece::new(path, text, shows).gives("component", parts)
}

fn spdx_json(clinic: &Clinic) -> Piece {
    let mut packages = vec![json!({
        "SPDXID": "SPDXRef-Package-view7", "name": "View 7 application", "versionInfo": "7.4.2", "supplier": "Organization: Sonaris (security@sonaris.example)",
        "downloadLocation": "NOASSERTION", "filesAnalyzed": false, "licenseConcluded": "NOASSERTION", "licenseDeclared": "NOASSERTION", "copyrightText": "NOASSERTION", "primaryPackagePurpose": "APPLICATION"
    })];
    packages.extend(PARTS.iter().map(|part| {
        json!({
            "SPDXID": format!("SPDXRef-Package-{}", part.0), "name": part.0, "versionInfo": part.1, "supplier": format!("Organization: {}", part.2), "downloadLocation": "NOASSERTION",
            "filesAnalyzed": false, "licenseConcluded": "NOASSERTION", "licenseDeclared": part.3, "copyrightText": "NOASSERTION", "primaryPackagePurpose": "LIBRARY",
            "checksums": [{"algorithm": "SHA256", "checksumValue": clinic.random(part.0).hex(64)}],
            "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl(part)}]
        })
    }));
    let mut links = vec![
        json!({"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-Package-view7"}),
    ];
    links.extend(PARTS.iter().map(|part| {
        json!({"spdxElementId": "SPDXRef-Package-view7", "relationshipType": "CONTAINS", "relatedSpdxElement": format!("SPDXRef-Package-{}", part.0)})
    }));
    let count = (packages.len(), links.len());
    let text = json::text(&json!({
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "View 7", "documentNamespace": "https://sonaris.example/spdx/view-7.4.2",
        "creationInfo": {"created": ago(clinic, 200, (9, 0)).iso(), "creators": ["Organization: Sonaris", "Tool: sbom-tool-2.2.9"], "licenseListVersion": "3.22"},
        "packages": packages, "relationships": links, "documentDescribes": ["SPDXRef-Package-view7"]
    }));
    of(count.0, "the ultrasound's parts in SPDX 2.3, JSON", "parts/sonaris-view-7.spdx.json", text + "\n")
        .holds("spdx_document", 1)
        .holds("spdx_package", count.0)
        .holds("spdx_relationship", count.1)
        .tells("component", 1, "name = 'openssl' and vendor = 'OpenSSL Software Foundation' and licence = 'Apache-2.0' and purl = 'pkg:generic/openssl@3.0.13'")
}

fn spdx_tags(clinic: &Clinic) -> Piece {
    let mut text = format!(
        "SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: E12 firmware\nDocumentNamespace: https://cardiant.example/spdx/e12-2.9\n\
         Creator: Organization: Cardiant\nCreator: Tool: scanner-1.4\nCreated: {}\nDocumentComment: <text>Parts of the firmware,\nas they were built.</text>\n\n",
        ago(clinic, 150, (9, 0)).iso()
    );
    for part in &PARTS {
        text.push_str(&format!(
            "##### Package: {0}\n\nPackageName: {0}\nSPDXID: SPDXRef-{0}\nPackageVersion: {1}\nPackageSupplier: Organization: {2}\nPackageDownloadLocation: NOASSERTION\n\
             FilesAnalyzed: false\nPackageChecksum: SHA1: {3}\nPackageLicenseConcluded: {4}\nPackageLicenseDeclared: {4}\nPackageCopyrightText: <text>Copyright\n{2}</text>\n\
             ExternalRef: PACKAGE-MANAGER purl {5}\nPrimaryPackagePurpose: LIBRARY\n\n",
            part.0, part.1, part.2, clinic.random(part.0).hex(40), part.3, purl(part)
        ));
    }
    for part in &PARTS {
        text.push_str(&format!(
            "Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-{}\n",
            part.0
        ));
    }
    of(PARTS.len(), "the electrocardiograph's parts in SPDX 2.3, tags and values", "parts/cardiant-e12.spdx", text)
        .holds("spdx_document", 1)
        .holds("spdx_package", PARTS.len())
        .holds("spdx_relationship", PARTS.len())
        .tells("component", 1, "name = 'dcmtk' and version = '3.6.7' and licence = 'BSD-3-Clause' and vendor = 'OFFIS e.V.'")
}

fn spdx_graph(clinic: &Clinic) -> Piece {
    let base = "https://rivulet.example/spdx/flow-3";
    let mut graph = vec![
        json!({"type": "CreationInfo", "@id": "_:info", "specVersion": "3.0.1", "created": ago(clinic, 90, (9, 0)).iso(), "createdBy": [format!("{base}#maker")]}),
        json!({"type": "Organization", "spdxId": format!("{base}#maker"), "creationInfo": "_:info", "name": "Rivulet"}),
        json!({"type": "SpdxDocument", "spdxId": base, "creationInfo": "_:info", "name": "Flow 3", "profileConformance": ["core", "software"], "rootElement": [format!("{base}#bom")]}),
        json!({"type": "software_Sbom", "spdxId": format!("{base}#bom"), "creationInfo": "_:info", "software_sbomType": ["build"], "rootElement": [format!("{base}#{}", PARTS[0].0)]}),
    ];
    let around = graph.len() - 2;
    for part in &PARTS {
        graph.push(json!({
            "type": "software_Package", "spdxId": format!("{base}#{}", part.0), "creationInfo": "_:info", "name": part.0, "software_packageVersion": part.1,
            "software_packageUrl": purl(part), "software_primaryPurpose": "library", "suppliedBy": format!("{base}#maker")
        }));
    }
    graph.push(json!({"type": "Relationship", "spdxId": format!("{base}#contains"), "creationInfo": "_:info", "relationshipType": "contains", "from": format!("{base}#bom"),
        "to": PARTS.iter().map(|part| format!("{base}#{}", part.0)).collect::<Vec<_>>()}));
    let text = json::text(
        &json!({"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": graph}),
    );
    of(
        PARTS.len(),
        "the pump's parts in SPDX 3, a graph",
        "parts/rivulet-flow-3.spdx3.json",
        text + "\n",
    )
    .holds("spdx_document", 1)
    .holds("spdx_element", around + 1)
    .holds("spdx_package", PARTS.len())
    .holds("spdx_relationship", 1)
    .tells(
        "component",
        1,
        "name = 'zlib' and version = '1.2.11' and purl = 'pkg:generic/zlib@1.2.11'",
    )
}

fn cyclonedx(clinic: &Clinic) -> Piece {
    let parts: String = PARTS
        .iter()
        .map(|part| {
            format!(
                "    <component type=\"library\" bom-ref=\"{0}\">\n      <supplier><name>{2}</name></supplier>\n      <name>{0}</name>\n      <version>{1}</version>\n      \
                 <hashes><hash alg=\"SHA-256\">{3}</hash></hashes>\n      <licenses><license><id>{4}</id></license></licenses>\n      {5}\n    </component>\n",
                part.0, part.1, escaped(part.2), clinic.random(part.0).hex(64), part.3, leaf("purl", purl(part))
            )
        })
        .collect();
    let needs: String = PARTS
        .iter()
        .map(|part| format!("<dependency ref=\"{}\"/>", part.0))
        .collect();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\" serialNumber=\"urn:uuid:{}\" version=\"1\">\n  <metadata>\n    {}\n    \
         <component type=\"device\" bom-ref=\"dr2\"><supplier><name>Radiance</name></supplier><name>DR 2</name><version>2.1</version></component>\n  </metadata>\n  \
         <components>\n{parts}  </components>\n  <dependencies>\n    <dependency ref=\"dr2\">{needs}</dependency>\n  </dependencies>\n</bom>\n",
        clinic.random("radiance").guid(),
        leaf("timestamp", ago(clinic, 120, (9, 0)).iso())
    );
    of(
        PARTS.len(),
        "the X-ray's parts in CycloneDX 1.5, XML",
        "parts/radiance-dr-2.cdx.xml",
        text,
    )
    .holds("cyclonedx_bom", 1)
    .holds("cyclonedx_component", PARTS.len())
    .holds("cyclonedx_dependency", 1)
    .tells(
        "component",
        PARTS.len(),
        "subject_name = 'DR 2' and format = 'CycloneDX 1.5' and hash is not null",
    )
}

/// A maker's statement on two weaknesses: one does not concern the device.
fn cyclonedx_vex(clinic: &Clinic) -> Piece {
    let weakness = |id: &str, score: f64, severity: &str, analysis: Value| {
        json!({
            "id": id, "source": {"name": "NVD", "url": format!("https://nvd.nist.gov/vuln/detail/{id}")}, "published": "2022-08-05T07:15:07Z",
            "ratings": [{"source": {"name": "NVD"}, "score": score, "severity": severity, "method": "CVSSv31"}], "cwes": [787],
            "analysis": analysis, "affects": [{"ref": "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#zlib"}]
        })
    };
    let text = json::text(&json!({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": format!("urn:uuid:{}", clinic.random("radiance vex").guid()), "version": 1,
        "metadata": {"timestamp": ago(clinic, 100, (9, 0)).iso(), "component": {"type": "device", "bom-ref": "dr2", "name": "DR 2", "version": "2.1", "supplier": {"name": "Radiance"}}},
        "vulnerabilities": [
            weakness("CVE-2022-37434", 9.8, "critical", json!({"state": "exploitable", "response": ["update"], "detail": "Version 2.2 has a newer part."})),
            weakness("CVE-2018-25032", 7.5, "high", json!({"state": "not_affected", "justification": "code_not_reachable"}))
        ]
    }));
    Piece::new(
        "parts/radiance-dr-2.vex.json",
        text + "\n",
        "the X-ray's maker on two weaknesses; one does not concern it",
    )
    .holds("cyclonedx_bom", 1)
    .holds("cyclonedx_vulnerability", 2)
    .gives("advisory", 1)
    .tells(
        "advisory",
        1,
        "cve = 'CVE-2022-37434' and severity = 'critical' and product = 'DR 2'",
    )
}

fn csaf_vex(clinic: &Clinic) -> Piece {
    let released = ago(clinic, 100, (9, 0)).iso();
    let product = |id: &str, version: &str| json!({"category": "product_version", "name": version, "product": {"name": format!("Cardiant E12 {version}"), "product_id": id}});
    let text = json::text(&json!({
        "document": {
            "category": "csaf_vex", "csaf_version": "2.0", "title": "OpenSSL in the E12", "distribution": {"tlp": {"label": "WHITE"}}, "lang": "en",
            "publisher": {"category": "vendor", "name": "Cardiant", "namespace": "https://cardiant.example"},
            "tracking": {"id": "CAR-2026-011", "status": "final", "version": "1", "initial_release_date": released, "current_release_date": released,
                "revision_history": [{"date": released, "number": "1", "summary": "First version"}], "generator": {"engine": {"name": "by hand"}}}
        },
        "product_tree": {"branches": [{"category": "vendor", "name": "Cardiant", "branches": [{"category": "product_name", "name": "E12", "branches": [product("E12-28", "2.8"), product("E12-29", "2.9")]}]}]},
        "vulnerabilities": [
            {"cve": "CVE-2022-0778", "notes": [{"category": "summary", "text": "A crafted certificate makes it wait for ever."}],
                "product_status": {"known_affected": ["E12-28"], "fixed": ["E12-29"]}, "remediations": [{"category": "vendor_fix", "details": "Install 2.9.", "product_ids": ["E12-28"]}],
                "scores": [{"products": ["E12-28"], "cvss_v3": {"version": "3.1", "baseScore": 7.5, "baseSeverity": "HIGH", "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"}}]},
            {"cve": "CVE-2022-3602", "notes": [{"category": "summary", "text": "The part is not of that version."}],
                "product_status": {"known_not_affected": ["E12-28", "E12-29"]}, "flags": [{"label": "vulnerable_code_not_present", "product_ids": ["E12-28", "E12-29"]}]}
        ]
    }));
    Piece::new(
        "parts/car-2026-011.json",
        text + "\n",
        "a maker's VEX in CSAF 2.0: one version is affected, of the other weakness none",
    )
    .holds("csaf_vulnerability", 2)
    .gives("advisory", 1)
    .tells(
        "advisory",
        1,
        "cve = 'CVE-2022-0778' and severity = 'high' and maker = 'Cardiant'",
    )
}
