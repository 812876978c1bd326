//! Azure Activity events: from Azure Monitor, the Activity API, its Python client and Log Analytics.

use super::entra::is_directory_audit;
use super::kubernetes::Kubernetes;
use super::object::{has, put, text};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

pub(super) struct AzureActivity;

impl Shape for AzureActivity {
    fn fits(&self, object: &Object) -> bool {
        let is_monitor = || {
            has(object, &["operationName", "resourceId", "category"])
                && text(object, "resourceId").is_some_and(is_resource)
                && !is_directory_audit(object)
                && !Kubernetes.fits(object)
        };
        has(object, &["eventTimestamp", "operationName", "eventDataId"])
            || has(
                object,
                &["event_timestamp", "operation_name", "event_data_id"],
            )
            || has(object, &["OperationNameValue", "ActivityStatusValue"])
            || is_monitor()
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let times = &["time", "eventTimestamp", "event_timestamp", "TimeGenerated"];
        put(object, "azure_activity", (times, &[]), place, sink)
    }
}

/// A resource of a subscription; the directory's own events belong to Entra.
fn is_resource(id: &str) -> bool {
    !id.to_ascii_lowercase().ends_with("microsoft.aadiam")
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn monitor_records_are_known_by_resource_and_operation() {
        check(
            r#"{"records":[{"time":"2026-03-01T08:00:00Z","resourceId":"/SUBSCRIPTIONS/1","operationName":"x/delete","category":"Administrative"}]}"#,
            &[
                "record 1: azure_activity time=2026-03-01T08:00:00Z time_=2026-03-01T08:00:00Z \
               resourceId=/SUBSCRIPTIONS/1 operationName=x/delete category=Administrative",
            ],
        );
    }
}
