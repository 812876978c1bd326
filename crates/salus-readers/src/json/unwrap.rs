//! Takes a record out of what an export put around it.
//!
//! Members beside the record stay with it, under their own name where that is free and as
//! `outer.<name>` where it is not.

use serde_json::Value;

use super::Object;
use super::object::{has, merge};

/// The record itself.
pub(super) fn record_of(object: Object) -> Object {
    match inner_name(&object) {
        Some(name) => open(object, name),
        None => object,
    }
}

fn inner_name(object: &Object) -> Option<&'static str> {
    let is_object = |name: &str| matches!(object.get(name), Some(Value::Object(_)));
    let is_resource = || object["resource"].get("resourceType").is_some();
    if is_object("_source") && has(object, &["_index"]) {
        Some("_source") // Elasticsearch and OpenSearch hits
    } else if is_object("resource") && is_resource() {
        Some("resource") // entries of a FHIR Bundle
    } else if is_object("result") && has(object, &["preview"]) {
        Some("result") // Splunk search exports
    } else if is_object("event") && has(object, &["sourcetype"]) {
        Some("event") // Splunk HTTP event collector
    } else if is_object("detail") && has(object, &["detail-type"]) {
        Some("detail") // Amazon EventBridge
    } else if is_object("properties") && is_streamed(object) {
        Some("properties") // Microsoft Defender, streamed to a storage account or an event hub
    } else if is_object("cve") && has_inside(object, "cve", &["id", "published"]) {
        Some("cve") // NVD
    } else if is_object("jobSummary") && has_inside(object, "jobSummary", &["jobId"]) {
        Some("jobSummary") // Commvault
    } else {
        None
    }
}

fn has_inside(object: &Object, name: &str, names: &[&str]) -> bool {
    let inner = object.get(name).and_then(Value::as_object);
    inner.is_some_and(|inner| has(inner, names))
}

/// A row of a table of advanced hunting.
fn is_streamed(object: &Object) -> bool {
    has(object, &["category", "operationName", "tenantId", "time"])
        && ["ReportId", "OnboardingStatus", "AlertId"]
            .iter()
            .any(|name| has_inside(object, "properties", &[name]))
}

fn open(mut outer: Object, name: &str) -> Object {
    match outer.remove(name) {
        Some(Value::Object(inner)) => merge(inner, outer),
        Some(other) => {
            outer.insert(name.to_owned(), other);
            outer
        }
        None => outer,
    }
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn records_come_out_of_their_exports() {
        check(
            r#"{"_index":"logs","_id":"7","_source":{"a":1,"_id":"x"}}"#,
            &["line 1: json_id_index_a a=1 _id=x _index=logs outer._id=7"],
        );
        check(
            r#"{"time":1772352000,"host":"h1","sourcetype":"s","event":{"host":"in","b":"2"}}"#,
            &[
                "line 1: json_b_host_outer_host time=2026-03-01T08:00:00Z host=in host_=in b=2 \
               time_=1772352000 outer.host=h1 sourcetype=s",
            ],
        );
        check(
            r#"{"preview":false,"result":{"c":"3","d":"4"}}"#,
            &["line 1: json_c_d_preview c=3 d=4 preview=false"],
        );
    }
}
