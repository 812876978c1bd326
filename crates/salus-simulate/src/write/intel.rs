//! Threat intelligence: a small catalogue of exploited vulnerabilities, and advisories of an invented maker.

use serde_json::{Value, json};

use super::plain;
use crate::File;
use crate::format::json;

/// Vulnerability, maker, product, added, due, used by ransomware, our own short description.
#[rustfmt::skip]
pub(crate) const EXPLOITED: [(&str, &str, &str, &str, &str, &str, &str); 7] = [
    ("CVE-2019-0708", "Microsoft", "Remote Desktop Services", "2021-11-03", "2022-05-03", "Known", "A request before sign-in can run code through remote desktop."),
    ("CVE-2017-0144", "Microsoft", "SMBv1", "2022-02-10", "2022-08-10", "Known", "A crafted SMB packet can run code."),
    ("CVE-2020-1472", "Microsoft", "Netlogon", "2021-11-03", "2020-09-21", "Known", "A flaw in Netlogon lets an attacker become domain administrator."),
    ("CVE-2023-36884", "Microsoft", "Windows", "2023-07-17", "2023-08-29", "Known", "A crafted document can run code in Windows search."),
    ("CVE-2024-38112", "Microsoft", "Windows MSHTML", "2024-07-09", "2024-07-30", "Unknown", "A shortcut file can open pages in the retired browser."),
    ("CVE-2024-21762", "Fortinet", "FortiOS", "2024-02-09", "2024-02-16", "Known", "A web request can write outside memory bounds on the gateway."),
    ("CVE-2021-44228", "Apache", "Log4j2", "2021-12-10", "2021-12-24", "Known", "A logged text can load and run code."),
];

pub(super) fn files() -> Vec<File> {
    let vulnerabilities: Vec<Value> = EXPLOITED
        .iter()
        .map(|entry| {
            let (cve, maker, product, added, due, ransomware, text) = entry;
            json!({
                "cveID": cve,
                "vendorProject": maker,
                "product": product,
                "vulnerabilityName": format!("{maker} {product} vulnerability"),
                "dateAdded": added,
                "shortDescription": text,
                "requiredAction": "Install the maker's update or take the product out of use.",
                "dueDate": due,
                "knownRansomwareCampaignUse": ransomware,
                "notes": "",
                "cwes": []
            })
        })
        .collect();
    let catalogue = json!({
        "title": "Known exploited vulnerabilities, extract for the example clinic",
        "catalogVersion": "2026.10.28",
        "dateReleased": "2026-10-28T15:00:00.000Z",
        "count": EXPLOITED.len(),
        "vulnerabilities": vulnerabilities
    });
    let pump = advisory(
        (
            "RIV-2026-014",
            "Rivulet Flow 3: telnet service with a standard password",
            "2026-09-22",
        ),
        ("Rivulet", "Flow 3", "CVE-2019-12256", 9.8),
    );
    let ultrasound = advisory(
        (
            "SON-2026-003",
            "Sonaris View 7: remote desktop on an unsupported system",
            "2026-03-02",
        ),
        ("Sonaris", "View 7", "CVE-2019-0708", 9.8),
    );
    vec![
        plain(
            "threat-intel/known-exploited.json",
            json::text(&catalogue) + "\n",
        ),
        plain("threat-intel/riv-2026-014.json", json::text(&pump) + "\n"),
        plain(
            "threat-intel/son-2026-003.json",
            json::text(&ultrasound) + "\n",
        ),
    ]
}

/// A CSAF 2.0 advisory with one vulnerability.
fn advisory(
    (id, title, date): (&str, &str, &str),
    (maker, product, cve, score): (&str, &str, &str, f64),
) -> Value {
    let released = format!("{date}T15:00:00.000Z");
    json!({
        "document": {
            "category": "csaf_security_advisory",
            "csaf_version": "2.0",
            "distribution": {"tlp": {"label": "WHITE"}},
            "lang": "en-US",
            "publisher": {"category": "vendor", "name": maker, "namespace": format!("https://{}.example", maker.to_lowercase())},
            "title": title,
            "tracking": {
                "current_release_date": released,
                "id": id,
                "initial_release_date": released,
                "revision_history": [{"date": released, "number": "1", "summary": "First version"}],
                "status": "final",
                "version": "1"
            }
        },
        "product_tree": {"branches": [{
            "category": "vendor",
            "name": maker,
            "branches": [{
                "category": "product_name",
                "name": product,
                "branches": [{
                    "category": "product_version_range",
                    "name": "vers:all/*",
                    "product": {"name": format!("{maker} {product}: all versions"), "product_id": "P-1"}
                }]
            }]
        }]},
        "vulnerabilities": [{
            "cve": cve,
            "title": title,
            "notes": [{"category": "summary", "text": "A person on the device's network can take it over.", "title": "Summary"}],
            "product_status": {"known_affected": ["P-1"]},
            "remediations": [{"category": "mitigation", "details": "Keep the device in a network of its own and change the password.", "product_ids": ["P-1"]}],
            "scores": [{
                "cvss_v3": {
                    "version": "3.1",
                    "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
                    "baseScore": score,
                    "baseSeverity": "CRITICAL"
                },
                "products": ["P-1"]
            }]
        }]
    })
}
