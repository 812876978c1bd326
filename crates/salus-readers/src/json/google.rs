//! Google Workspace activities and Google Cloud audit log entries.

use super::object::{at, has_any_case, put, text};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

pub(super) struct Google;

impl Shape for Google {
    fn fits(&self, object: &Object) -> bool {
        is_cloud(object) || is_workspace(object)
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        if is_cloud(&object) {
            let times = &["timestamp", "receiveTimestamp", "receivetimestamp"];
            return put(object, "gcp_audit", (times, &[]), place, sink);
        }
        put(object, "google_workspace", (&["id.time"], &[]), place, sink)
    }
}

fn is_cloud(object: &Object) -> bool {
    has_any_case(object, &["protoPayload"])
}

fn is_workspace(object: &Object) -> bool {
    text(object, "kind") == Some("admin#reports#activity")
        || at(object, "id.applicationName").is_some()
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn both_products_are_known() {
        check(
            r#"{"kind":"admin#reports#activities","items":[{"kind":"admin#reports#activity","id":{"time":"2026-03-01T08:00:00Z","applicationName":"login"},"events":[{"name":"login_success"}]}]}"#,
            &[
                "record 1: google_workspace time=2026-03-01T08:00:00Z \
               kind=admin#reports#activity id.time=2026-03-01T08:00:00Z \
               id.applicationName=login events=[{\"name\":\"login_success\"}]",
                "line 1: json_kind kind=admin#reports#activities",
            ],
        );
        check(
            r#"{"protoPayload":{"methodName":"m"},"timestamp":"2026-03-01T08:00:00Z"}"#,
            &[
                "line 1: gcp_audit time=2026-03-01T08:00:00Z protoPayload.methodName=m timestamp=2026-03-01T08:00:00Z",
            ],
        );
    }
}
