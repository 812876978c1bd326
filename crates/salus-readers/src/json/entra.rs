//! Microsoft Entra sign-ins and audit events: from Graph, Azure Monitor and Log Analytics.

use super::object::{at, has, has_any_case, put, text};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

pub(super) struct Entra;

impl Shape for Entra {
    fn fits(&self, object: &Object) -> bool {
        table(object).is_some()
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let table = table(&object).unwrap_or("entra_audit");
        let times = &[
            "createdDateTime",
            "activityDateTime",
            "CreatedDateTime",
            "ActivityDateTime",
            "properties.createdDateTime",
            "properties.activityDateTime",
            "TimeGenerated",
            "Timestamp",
            "time",
        ];
        put(object, table, (times, &[]), place, sink)
    }
}

fn table(object: &Object) -> Option<&'static str> {
    let category = ["category", "Category", "Type"]
        .iter()
        .find_map(|name| text(object, name));
    if category.is_some_and(is_signin) && !has(object, &["EventID"]) {
        return Some("entra_signin");
    }
    let is_graph_signin = has(object, &["createdDateTime", "userPrincipalName"])
        && (has(object, &["appDisplayName"]) || has(object, &["clientAppUsed"]));
    let is_analytics = || {
        has(
            object,
            &["UserPrincipalName", "AppDisplayName", "ResultType"],
        )
    };
    let is_hunting = || has(object, &["AccountUpn", "ApplicationId", "ErrorCode"]);
    if is_graph_signin || is_analytics() || is_hunting() {
        return Some("entra_signin");
    }
    let is_directory = ["resourceId", "ResourceId", "resourceid"]
        .iter()
        .find_map(|name| text(object, name))
        .is_some_and(|id| id.to_ascii_lowercase().ends_with("microsoft.aadiam"));
    let is_audit = has(object, &["activityDisplayName", "initiatedBy"])
        || is_directory_audit(object)
        || has(object, &["LoggedByService", "InitiatedBy"])
        || (is_directory && has_any_case(object, &["operationName"]));
    is_audit.then_some("entra_audit")
}

/// Directory audit events in Azure Monitor's form, whatever resource they name.
pub(super) fn is_directory_audit(object: &Object) -> bool {
    at(object, "properties.activityDisplayName").is_some()
        || at(object, "properties.loggedByService").is_some()
}

fn is_signin(category: &str) -> bool {
    let category = category.to_ascii_lowercase();
    category.ends_with("signinlogs")
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn sign_ins_of_advanced_hunting_are_known() {
        check(
            r#"{"Timestamp":"2026-03-01T08:00:00Z","Application":"Portal","ApplicationId":"a","AccountUpn":"u","ErrorCode":0}"#,
            &[
                "line 1: entra_signin time=2026-03-01T08:00:00Z Timestamp=2026-03-01T08:00:00Z \
               Application=Portal ApplicationId=a AccountUpn=u ErrorCode=0",
            ],
        );
    }

    #[test]
    fn sign_ins_and_audit_events_are_told_apart() {
        check(
            r#"{"value":[{"createdDateTime":"2026-03-01T08:00:00Z","userPrincipalName":"u","appDisplayName":"x"}]}"#,
            &["record 1: entra_signin time=2026-03-01T08:00:00Z \
               createdDateTime=2026-03-01T08:00:00Z userPrincipalName=u appDisplayName=x"],
        );
        check(
            r#"{"time":"2026-03-01T08:00:00Z","category":"NonInteractiveUserSignInLogs","properties":{"id":"1"}}"#,
            &[
                "line 1: entra_signin time=2026-03-01T08:00:00Z time_=2026-03-01T08:00:00Z \
               category=NonInteractiveUserSignInLogs properties.id=1",
            ],
        );
        check(
            r#"{"time":"2026-03-01T08:00:00Z","category":"AuditLogs","operationName":"o","resourceId":"/tenants/t/providers/Microsoft.aadiam"}"#,
            &[
                "line 1: entra_audit time=2026-03-01T08:00:00Z time_=2026-03-01T08:00:00Z \
               category=AuditLogs operationName=o \
               resourceId=/tenants/t/providers/Microsoft.aadiam",
            ],
        );
    }
}
