//! A STIX 2.1 bundle from the county: one sign that was met in the clinic, and one that was not.

use serde_json::{Value, json};

use super::Export;
use crate::clinic::Clinic;
use crate::format::json;
use crate::random::{Random, fingerprint};

/// `TLP:GREEN`, as the standard itself defines it.
const MARKING: &str = "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da";

/// What every object of the bundle says: who made it, and when.
struct Maker {
    made: String,
    until: String,
}

impl Maker {
    fn object(&self, kind: &str, label: &str) -> Value {
        json!({
            "type": kind,
            "spec_version": "2.1",
            "id": id(kind, label),
            "created": self.made,
            "modified": self.made,
            "created_by_ref": id("identity", "county"),
            "object_marking_refs": [MARKING]
        })
    }

    fn indicator(&self, label: &str, name: &str, domain: &str) -> Value {
        let mut value = self.object("indicator", label);
        value["name"] = json!(name);
        value["indicator_types"] = json!(["malicious-activity"]);
        value["pattern"] = json!(format!("[domain-name:value = '{domain}']"));
        value["pattern_type"] = json!("stix");
        value["valid_from"] = json!(self.made);
        value["valid_until"] = json!(self.until);
        value["confidence"] = json!(80);
        value
    }
}

fn id(kind: &str, label: &str) -> String {
    let mut random = Random::new(fingerprint("county"), label);
    format!("{kind}--{}", random.guid())
}

pub(super) fn export(clinic: &Clinic) -> Export {
    let maker = Maker {
        made: clinic
            .end
            .plus_days(-7)
            .plus_seconds(14 * 3_600)
            .iso_millis(),
        until: clinic.end.plus_days(180).iso_millis(),
    };
    let mut county = maker.object("identity", "county");
    county["name"] = json!("County Health Department");
    county["identity_class"] = json!("organization");
    let mut family = maker.object("malware", "aldrlock");
    family["name"] = json!("Aldrlock");
    family["is_family"] = json!(true);
    family["malware_types"] = json!(["ransomware"]);
    let met = "cdn-status.invoice-sync.example";
    let met = maker.indicator("met", "Server that hands out Aldrlock", met);
    let unmet = "files-status.invoice-sync.example";
    let unmet = maker.indicator("unmet", "Second server of the same people", unmet);
    let mut points = maker.object("relationship", "points");
    points["relationship_type"] = json!("indicates");
    points["source_ref"] = met["id"].clone();
    points["target_ref"] = family["id"].clone();
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
