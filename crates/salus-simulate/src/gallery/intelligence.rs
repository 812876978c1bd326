//! Signs of attackers and what is known of weaknesses, as sharing groups and public lists hand them out.

use serde_json::{Value, json};

use super::{Piece, ago};
use crate::clinic::Clinic;
use crate::format::csv::Table;
use crate::format::json;

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![
        misp_event(clinic),
        misp_search(clinic),
        taxii(clinic),
        kev_list(),
        epss_list(clinic),
        phishing_campaign(clinic),
    ]
}

/// Kind, category, value, and whether it is meant for detection.
const SIGNS: [(&str, &str, &str, bool); 6] = [
    ("domain", "Network activity", "invoice-portal.example", true),
    ("ip-dst", "Network activity", "192.0.2.66", true),
    (
        "url",
        "Network activity",
        "https://invoice-portal.example/Login",
        true,
    ),
    (
        "filename|sha256",
        "Payload delivery",
        "invoice.exe|e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        true,
    ),
    (
        "email-src",
        "Payload delivery",
        "Billing@invoice-portal.example",
        true,
    ),
    (
        "comment",
        "Other",
        "Seen at two practices of the county",
        false,
    ),
];

fn attribute(clinic: &Clinic, sign: &(&str, &str, &str, bool), place: usize) -> Value {
    json!({
        "id": (800 + place).to_string(), "type": sign.0, "category": sign.1, "to_ids": sign.3, "uuid": clinic.random(sign.2).guid(), "event_id": "41", "distribution": "5", "timestamp": ago(clinic, 14, (10, 0)).epoch().to_string(),
        "comment": "", "sharing_group_id": "0", "deleted": false, "disable_correlation": false, "object_id": "0", "object_relation": null, "first_seen": null, "last_seen": null, "value": sign.2, "Galaxy": [], "ShadowAttribute": []
    })
}

fn signs(piece: Piece) -> Piece {
    piece
        .holds("misp_attribute", SIGNS.len())
        .gives("indicator", SIGNS.len() - 1)
        .tells(
            "indicator",
            1,
            "kind = 'domain' and value = 'invoice-portal.example'",
        )
        .tells("indicator", 1, "kind = 'sha256' and value like 'e3b0c442%'")
}

/// Event Actions, Download as, MISP JSON.
fn misp_event(clinic: &Clinic) -> Piece {
    let attributes: Vec<Value> = SIGNS
        .iter()
        .enumerate()
        .map(|(place, sign)| attribute(clinic, sign, place))
        .collect();
    let text = json::text(&json!({"Event": {
        "id": "41", "orgc_id": "2", "org_id": "1", "date": ago(clinic, 14, (0, 0)).date(), "threat_level_id": "2", "info": "Invoices that are none", "published": true, "uuid": clinic.random("misp event").guid(),
        "attribute_count": SIGNS.len().to_string(), "analysis": "2", "timestamp": ago(clinic, 14, (10, 0)).epoch().to_string(), "distribution": "1", "proposal_email_lock": false, "locked": false,
        "publish_timestamp": ago(clinic, 14, (10, 5)).epoch().to_string(), "sharing_group_id": "0", "disable_correlation": false, "extends_uuid": "", "Org": {"id": "1", "name": "Alder Creek", "uuid": clinic.random("org").guid()},
        "Orgc": {"id": "2", "name": "County sharing group", "uuid": clinic.random("orgc").guid()}, "Attribute": attributes, "ShadowAttribute": [], "RelatedEvent": [], "Galaxy": [], "Object": [],
        "Tag": [{"id": "3", "name": "tlp:amber", "colour": "#FFC000", "exportable": true}]
    }}));
    signs(Piece::new(
        "intelligence/misp-event.json",
        text + "\n",
        "an event of MISP; a comment in it is no sign",
    ))
    .holds("misp_event", 1)
    .tells(
        "indicator",
        SIGNS.len() - 1,
        "tlp = 'amber' and maker = 'County sharing group'",
    )
}

/// What a search for attributes answers.
fn misp_search(clinic: &Clinic) -> Piece {
    let attributes: Vec<Value> = SIGNS
        .iter()
        .enumerate()
        .map(|(place, sign)| {
            let mut row = attribute(clinic, sign, place);
            row["Event"] = json!({"id": "41", "org_id": "1", "orgc_id": "2", "distribution": "1", "info": "Invoices that are none", "uuid": clinic.random("misp event").guid()});
            row
        })
        .collect();
    let text = json::text(&json!({"response": {"Attribute": attributes}}));
    signs(Piece::new(
        "intelligence/misp-attributes.json",
        text + "\n",
        "the same signs as the answer to a search",
    ))
}

/// One page of a TAXII 2.1 collection.
fn taxii(clinic: &Clinic) -> Piece {
    let made = ago(clinic, 10, (9, 0)).iso_millis();
    let mut objects = vec![
        json!({"type": "identity", "spec_version": "2.1", "id": format!("identity--{}", clinic.random("stix identity").guid()), "created": made, "modified": made, "name": "County sharing group", "identity_class": "organization"}),
    ];
    for pattern in [
        "[domain-name:value = 'invoice-portal.example']",
        "[ipv4-addr:value = '192.0.2.66']",
        "[file:hashes.'SHA-256' = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855']",
    ] {
        objects.push(json!({"type": "indicator", "spec_version": "2.1", "id": format!("indicator--{}", clinic.random(pattern).guid()), "created": made, "modified": made, "name": "Invoices that are none", "indicator_types": ["malicious-activity"],
            "pattern": pattern, "pattern_type": "stix", "pattern_version": "2.1", "valid_from": made, "object_marking_refs": ["marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"]}));
    }
    let text = format!(
        "{{\"more\":false,\"objects\":{}}}\n",
        json::text(&Value::Array(objects))
    );
    Piece::new(
        "intelligence/taxii-page.json",
        text,
        "a page of a TAXII collection: three signs and who made them",
    )
    .holds("stix_indicator", 3)
    .holds("stix_identity", 1)
    .gives("indicator", 3)
    .tells(
        "indicator",
        1,
        "kind = 'ipv4' and value = '192.0.2.66' and tlp = 'amber'",
    )
}

fn kev_list() -> Piece {
    let mut table = Table::new(
        "intelligence/known_exploited_vulnerabilities.csv",
        "cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,dueDate,knownRansomwareCampaignUse,notes,cwes",
    );
    table.line("CVE-2023-36884|Microsoft|Windows|Windows Search runs code|2023-07-17|A crafted document runs code.|Apply mitigations per vendor instructions.|2023-08-29|Known|https://nvd.nist.gov/vuln/detail/CVE-2023-36884|CWE-362");
    table.line("CVE-2024-38112|Microsoft|Windows|Windows MSHTML spoofing|2024-07-09|A link is not what it seems.|Apply mitigations per vendor instructions.|2024-07-30|Unknown|https://nvd.nist.gov/vuln/detail/CVE-2024-38112|CWE-451");
    table.line("CVE-2017-0144|Microsoft|SMBv1|SMBv1 runs code|2022-02-10|A crafted packet runs code.|Apply updates per vendor instructions.|2022-08-10|Known|https://nvd.nist.gov/vuln/detail/CVE-2017-0144|");
    Piece::of_table(
        &table,
        "CISA's list of exploited vulnerabilities as CSV",
        "kev_csv",
    )
    .gives("advisory", 3)
    .tells(
        "advisory",
        1,
        "cve = 'CVE-2023-36884' and maker = 'Microsoft'",
    )
}

/// FIRST's daily file: the model and the day stand above the list.
fn epss_list(clinic: &Clinic) -> Piece {
    let mut text = format!(
        "#model_version:v2025.03.14,score_date:{}\ncve,epss,percentile\n",
        ago(clinic, 1, (0, 0)).format("%Y-%m-%dT%H:%M:%S+0000")
    );
    for (cve, score, rank) in [
        ("CVE-2017-0144", "0.94319", "0.99957"),
        ("CVE-2023-36884", "0.93312", "0.99801"),
        ("CVE-2024-38112", "0.92011", "0.99698"),
        ("CVE-2024-49112", "0.85901", "0.99322"),
    ] {
        text.push_str(&format!("{cve},{score},{rank}\n"));
    }
    Piece::new(
        "intelligence/epss_scores-2026-10-31.csv",
        text,
        "FIRST's daily file of likelihoods",
    )
    .holds("epss_csv", 4)
    .gives("exploit_likelihood", 4)
}

/// GoPhish: Campaigns, Export CSV, Results.
fn phishing_campaign(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "intelligence/gophish-results.csv",
        "id,status,ip,latitude,longitude,send_date,reported,modified_date,email,first_name,last_name,position",
    );
    let mut random = clinic.random("gophish");
    for (person, minute) in clinic
        .people
        .iter()
        .filter(|person| person.end.is_none())
        .zip(1..)
    {
        let (status, reported) = match person.user {
            "mlindqvist" => ("Submitted Data", "false"),
            "dpruitt" | "lortega" => ("Clicked Link", "false"),
            "rchen" | "hmarsh" => ("Email Sent", "true"),
            _ => ("Email Opened", "false"),
        };
        let time = ago(clinic, 25, (15, minute));
        let stamp = |seconds: i64| {
            time.plus_seconds(seconds)
                .format("%Y-%m-%dT%H:%M:%S.123456789Z")
        };
        table.line(&format!(
            "{}|{status}|198.51.100.61|0|0|{}|{reported}|{}|{}|{}|{}|{}",
            random.hex(7),
            stamp(0),
            stamp(900),
            person.mail(),
            person.given,
            person.family,
            person.title
        ));
    }
    let count = table.rows.len();
    Piece::of_table(&table, "results of a GoPhish campaign", "gophish_csv")
        .gives("phishing_simulation", count)
        .tells("phishing_simulation", 3, "clicked")
        .tells(
            "phishing_simulation",
            1,
            "submitted and email = 'mlindqvist@alder-creek.example'",
        )
        .tells("phishing_simulation", 2, "reported")
}
