//! A STIX 2.1 bundle from the county: one sign that was met in the clinic, and one that was not.

use serde_json::json;

use super::Export;
use crate::clinic::Clinic;
use crate::format::json;
use crate::random::{Random, fingerprint};

pub(super) fn export(clinic: &Clinic) -> Export {
    let made = clinic
        .end
        .plus_days(-7)
        .plus_seconds(14 * 3_600)
        .iso_millis();
    let until = clinic.end.plus_days(180).iso_millis();
    let id = |kind: &str, label: &str| {
        format!(
            "{kind}--{}",
            Random::new(fingerprint("county"), label).guid()
        )
    };
    let (maker, malware) = (id("identity", "county"), id("malware", "aldrlock"));
    // The marking that the standard itself defines for `TLP:GREEN`.
    let marking = "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da";
    let common = |kind: &str, label: &str| {
        json!({
            "type": kind,
            "spec_version": "2.1",
            "id": id(kind, label),
            "created": made,
            "modified": made,
            "created_by_ref": maker,
            "object_marking_refs": [marking]
        })
    };
    let indicator = |label: &str, name: &str, pattern: &str| {
        let mut value = common("indicator", label);
        value["name"] = json!(name);
        value["indicator_types"] = json!(["malicious-activity"]);
        value["pattern"] = json!(pattern);
        value["pattern_type"] = json!("stix");
        value["valid_from"] = json!(made);
        value["valid_until"] = json!(until);
        value["confidence"] = json!(80);
        value
    };
    let met = indicator(
        "met",
        "Server that hands out Aldrlock",
        "[domain-name:value = 'cdn-status.invoice-sync.example']",
    );
    let unmet = indicator(
        "unmet",
        "Second server of the same people",
        "[domain-name:value = 'files-status.invoice-sync.example']",
    );
    let mut county = common("identity", "county");
    county["id"] = json!(maker);
    county["name"] = json!("County Health Department");
    county["identity_class"] = json!("organization");
    let mut family = common("malware", "aldrlock");
    family["id"] = json!(malware);
    family["name"] = json!("Aldrlock");
    family["is_family"] = json!(true);
    family["malware_types"] = json!(["ransomware"]);
    let mut points = common("relationship", "points");
    points["relationship_type"] = json!("indicates");
    points["source_ref"] = met["id"].clone();
    points["target_ref"] = json!(malware);
    let bundle = json!({
        "type": "bundle",
        "id": id("bundle", "october"),
        "objects": [county, family, met, unmet, points]
    });
    Export::new(
        "threat-intel/county-bundle.json",
        json::text(&bundle) + "\n",
        "signs of an attack: one name that AC-WS04 asked for once, one that nobody asked for",
        &[
            ("stix_bundle", 1),
            ("stix_identity", 1),
            ("stix_indicator", 2),
            ("stix_malware", 1),
            ("stix_relationship", 1),
        ],
    )
}
