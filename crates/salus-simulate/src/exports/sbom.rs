//! The parts list of the vital signs monitors, as their maker hands it out (CycloneDX 1.6).

use serde_json::{Value, json};

use super::Export;
use crate::clinic::Clinic;
use crate::format::json;
use crate::random::{Random, fingerprint};

/// Name, version, who makes it, licence.
#[rustfmt::skip]
const PARTS: [(&str, &str, &str, &str); 13] = [
    ("linux", "5.10.209", "Linux Kernel Organization", "GPL-2.0-only"),
    ("busybox", "1.36.1", "BusyBox", "GPL-2.0-only"),
    ("glibc", "2.36", "GNU Project", "LGPL-2.1-or-later"),
    ("openssl", "3.0.13", "OpenSSL Software Foundation", "Apache-2.0"),
    ("zlib", "1.2.11", "zlib", "Zlib"),
    ("curl", "8.5.0", "curl", "curl"),
    ("sqlite", "3.45.0", "SQLite Consortium", "blessing"),
    ("dropbear", "2022.83", "Dropbear", "MIT"),
    ("expat", "2.5.0", "libexpat", "MIT"),
    ("libpng", "1.6.40", "libpng", "libpng-2.0"),
    ("freetype", "2.13.2", "FreeType", "FTL"),
    ("qtbase", "5.15.12", "The Qt Company", "LGPL-3.0-only"),
    ("u-boot", "2022.01", "DENX Software Engineering", "GPL-2.0-or-later"),
];

pub(super) fn export(clinic: &Clinic) -> Export {
    let (maker, model) = clinic
        .machine("MD-VS01")
        .maker
        .split_once(' ')
        .expect("maker and model");
    let serial = Random::new(fingerprint("parts list"), model).guid();
    let parts: Vec<Value> = PARTS.iter().map(part).collect();
    let list = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": format!("urn:uuid:{serial}"),
        "version": 1,
        "metadata": {
            "timestamp": "2026-06-02T09:00:00Z",
            "manufacturer": {"name": maker},
            "component": {
                "type": "device",
                "bom-ref": "monitor",
                "name": format!("{maker} {model}"),
                "version": "1.19",
                "supplier": {"name": maker}
            }
        },
        "components": parts,
        "vulnerabilities": [{
            "bom-ref": "v-1",
            "id": "CVE-2022-37434",
            "source": {"name": "NVD", "url": "https://nvd.nist.gov/vuln/detail/CVE-2022-37434"},
            "ratings": [{"method": "CVSSv31", "score": 9.8, "severity": "critical"}],
            "description": "A long extra field in a gzip header is written past its end.",
            "published": "2022-08-05T07:15:00Z",
            "analysis": {
                "state": "not_affected",
                "justification": "code_not_reachable",
                "detail": "The monitor reads no gzip headers."
            },
            "affects": [{"ref": "pkg:generic/zlib@1.2.11"}]
        }]
    });
    Export::new(
        "inventory/vitalune-s4.cdx.json",
        json::text(&list) + "\n",
        "what the vital signs monitors are made of, with one weakness that does not reach them",
        &[
            ("cyclonedx_bom", 1),
            ("cyclonedx_component", PARTS.len()),
            ("cyclonedx_vulnerability", 1),
        ],
    )
}

fn part((name, version, maker, licence): &(&str, &str, &str, &str)) -> Value {
    let kind = match *name {
        "linux" => "operating-system",
        "u-boot" => "firmware",
        _ => "library",
    };
    let address = format!("pkg:generic/{name}@{version}");
    json!({
        "type": kind,
        "bom-ref": address,
        "supplier": {"name": maker},
        "name": name,
        "version": version,
        "purl": address,
        "licenses": [{"license": {"id": licence}}]
    })
}
