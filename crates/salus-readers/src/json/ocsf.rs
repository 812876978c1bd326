//! Events in the Open Cybersecurity Schema Framework: a table for each class.

use serde_json::Value;

use super::object::{at, first_text, put, slug};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

/// Classes whose records rules look at. Others are called as they call themselves.
const CLASSES: &[(u64, &str)] = &[
    (1001, "file_activity"),
    (1005, "module_activity"),
    (1006, "scheduled_job_activity"),
    (1007, "process_activity"),
    (2002, "vulnerability_finding"),
    (2004, "detection_finding"),
    (3001, "account_change"),
    (3002, "authentication"),
    (4001, "network_activity"),
    (4002, "http_activity"),
    (4003, "dns_activity"),
    (4009, "email_activity"),
    (5001, "device_inventory_info"),
    (6003, "api_activity"),
    (201_001, "registry_key_activity"),
    (201_002, "registry_value_activity"),
];

pub(super) struct Ocsf;

impl Shape for Ocsf {
    fn fits(&self, object: &Object) -> bool {
        let is_number = |name: &str| object.get(name).is_some_and(Value::is_u64);
        is_number("class_uid")
            && (is_number("category_uid") || is_number("type_uid"))
            && (object.contains_key("metadata") || is_number("severity_id"))
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let table = format!("ocsf_{}", class(&object));
        let hosts: &[&str] = &["device.hostname", "device.name", "dst_endpoint.hostname"];
        put(object, &table, (&["time", "time_dt"], hosts), place, sink)
    }
}

fn class(object: &Object) -> String {
    let number = at(object, "class_uid").and_then(Value::as_u64);
    let number = number.unwrap_or_default();
    if let Some((_, name)) = CLASSES.iter().find(|(known, _)| *known == number) {
        return (*name).to_owned();
    }
    let name = first_text(object, &["class_name"]).map(|name| slug(&name));
    name.filter(|name| !name.is_empty())
        .unwrap_or_else(|| number.to_string())
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn each_class_has_a_table() {
        check(
            r#"{"class_uid":1007,"category_uid":1,"metadata":{"version":"1.4.0"},"time":1772352000000,"device":{"hostname":"pc"},"process":{"cmd_line":"x"}}"#,
            &[
                "line 1: ocsf_process_activity time=2026-03-01T08:00:00Z host=pc class_uid=1007 \
               category_uid=1 metadata.version=1.4.0 time_=1772352000000 device.hostname=pc \
               process.cmd_line=x",
            ],
        );
        check(
            r#"{"class_uid":4007,"category_uid":4,"class_name":"SSH Activity","severity_id":1}"#,
            &[
                "line 1: ocsf_ssh_activity class_uid=4007 category_uid=4 class_name=SSH Activity \
               severity_id=1",
            ],
        );
        check(
            r#"{"class_uid":"x","category_uid":4}"#,
            &["line 1: json_category_uid_class_uid class_uid=x category_uid=4"],
        );
    }
}
