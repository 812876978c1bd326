//! What the world says of the weaknesses in the scanner's list: extracts of NVD, OSV and EPSS for just these.

use serde_json::{Value, json};

use super::Export;
use crate::format::csv::Table;
use crate::format::json;
use crate::write::EXPLOITED;

/// Number, published, score, vector's own severity, maker and product as NVD names them, our own short description.
#[rustfmt::skip]
const KNOWN: [(&str, &str, f64, &str, &str, &str); 10] = [
    ("CVE-2019-0708", "2019-05-16", 9.8, "CRITICAL", "o:microsoft:windows_7", "A request before sign-in can run code through remote desktop."),
    ("CVE-2017-0144", "2017-03-17", 8.8, "HIGH", "a:microsoft:server_message_block", "A crafted SMBv1 packet can run code."),
    ("CVE-2020-1472", "2020-08-17", 10.0, "CRITICAL", "o:microsoft:windows_server_2019", "A flaw in Netlogon lets an attacker become domain administrator."),
    ("CVE-2019-12256", "2019-08-09", 9.8, "CRITICAL", "o:windriver:vxworks", "A crafted option of an IPv4 packet overflows the stack."),
    ("CVE-2024-38063", "2024-08-13", 9.8, "CRITICAL", "o:microsoft:windows_server_2022", "Crafted IPv6 packets can run code."),
    ("CVE-2024-49112", "2024-12-12", 9.8, "CRITICAL", "o:microsoft:windows_server_2022", "A crafted LDAP call can run code."),
    ("CVE-2023-36884", "2023-07-11", 7.5, "HIGH", "o:microsoft:windows_10_22h2", "A crafted document can run code in Windows search."),
    ("CVE-2024-38112", "2024-07-09", 7.5, "HIGH", "o:microsoft:windows_11_23h2", "A shortcut file can open pages in the retired browser."),
    ("CVE-2024-21762", "2024-02-09", 9.8, "CRITICAL", "o:fortinet:fortios", "A web request can write outside memory bounds on the gateway."),
    ("CVE-2022-3942", "2022-11-11", 5.4, "MEDIUM", "a:oretnom23:sanitization_management_system", "A web page shows what is sent to it."),
];
/// Invented scores of the right order; the last one is not in the clinic.
#[rustfmt::skip]
const LIKELY: [(&str, &str, &str); 11] = [
    ("CVE-2017-0144", "0.94210", "0.99920"), ("CVE-2019-0708", "0.94480", "0.99990"), ("CVE-2019-12256", "0.13240", "0.93810"),
    ("CVE-2020-1472", "0.94380", "0.99960"), ("CVE-2021-44228", "0.94360", "0.99950"), ("CVE-2022-3942", "0.00210", "0.43100"),
    ("CVE-2023-36884", "0.93210", "0.99790"), ("CVE-2024-21762", "0.92880", "0.99750"), ("CVE-2024-38063", "0.88930", "0.99510"),
    ("CVE-2024-38112", "0.93020", "0.99760"), ("CVE-2024-49112", "0.84120", "0.99270"),
];

pub(super) fn exports() -> Vec<Export> {
    vec![nvd(), osv(), epss()]
}

fn nvd() -> Export {
    let entries: Vec<Value> = KNOWN
        .iter()
        .map(|(cve, published, score, severity, product, text)| {
            let mut entry = json!({
                "id": cve,
                "sourceIdentifier": "cve@mitre.org",
                "published": format!("{published}T00:15:00.000"),
                "lastModified": "2026-09-30T12:00:00.000",
                "vulnStatus": "Analyzed",
                "descriptions": [{"lang": "en", "value": text}],
                "metrics": {"cvssMetricV31": [{
                    "source": "nvd@nist.gov",
                    "type": "Primary",
                    "cvssData": {"version": "3.1", "baseScore": score, "baseSeverity": severity}
                }]},
                "configurations": [{"nodes": [{"operator": "OR", "negate": false, "cpeMatch": [
                    {"vulnerable": true, "criteria": format!("cpe:2.3:{product}:*:*:*:*:*:*:*:*")}
                ]}]}],
                "references": [{"url": format!("https://nvd.nist.gov/vuln/detail/{cve}"), "source": "nvd@nist.gov"}]
            });
            if let Some(used) = EXPLOITED.iter().find(|used| used.0 == *cve) {
                entry["cisaExploitAdd"] = json!(used.3);
                entry["cisaActionDue"] = json!(used.4);
                entry["cisaVulnerabilityName"] = json!(format!("{} {} vulnerability", used.1, used.2));
            }
            json!({"cve": entry})
        })
        .collect();
    let count = entries.len();
    let text = json::text(&json!({
        "resultsPerPage": count,
        "startIndex": 0,
        "totalResults": count,
        "format": "NVD_CVE",
        "version": "2.0",
        "timestamp": "2026-10-30T12:00:00.000",
        "vulnerabilities": entries
    }));
    Export::new(
        "threat-intel/nvd-extract.json",
        text + "\n",
        "score and product of each weakness in the scanner's list",
        &[("nvd_cve", count)],
    )
}

/// A weakness in a part of the vital signs monitors.
fn osv() -> Export {
    let record = json!({
        "schema_version": "1.6.7",
        "id": "CVE-2022-37434",
        "modified": "2026-09-01T00:00:00Z",
        "published": "2022-08-05T07:15:07Z",
        "aliases": [],
        "details": "A long extra field in a gzip header is written past its end.",
        "affected": [{
            "package": {"ecosystem": "Alpine:v3.16", "name": "zlib"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.2.12-r2"}]}]
        }]
    });
    Export::new(
        "threat-intel/osv-zlib.json",
        json::text(&record) + "\n",
        "the weakness that the monitors' parts list names",
        &[("osv", 1)],
    )
}

fn epss() -> Export {
    let mut table = Table::new("threat-intel/epss-extract.csv", "cve,epss,percentile");
    for (cve, score, rank) in LIKELY {
        table.row([cve, score, rank].map(str::to_owned).to_vec());
    }
    let head = "#model_version:v2025.03.14,score_date:2026-10-30T12:55:00Z\n";
    Export::new(
        table.path,
        head.to_owned() + &table.text().replace("\r\n", "\n"),
        "how likely each weakness is to be used; the numbers are invented",
        &[("epss_csv", LIKELY.len())],
    )
}
