//! Who may sign in, who did, and who was asked for more.

use super::{Product, product};

/// In the order of their tables.
pub(super) const PRODUCTS: &[Product] = &[
    product("auth0_log", &["log_id", "data"]).time(&["data.date"]),
    product("auth0_log", &["log_id", "date", "type"]).time(&["date"]),
    product("duo_admin", &["isotimestamp", "action", "username"])
        .time(&["isotimestamp", "timestamp"]),
    product(
        "duo_authentication",
        &["access_device", "auth_device", "factor"],
    )
    .time(&["isotimestamp", "timestamp"]),
    product("duo_authentication", &["txid", "factor", "result"])
        .time(&["isotimestamp", "timestamp"]),
    product("duo_user", &["bypass_codes", "phones", "username"])
        .any(&["is_enrolled", "tokens", "last_login"])
        .time(&["last_login"]),
    product("duo_user", &["is_enrolled", "username", "user_id"]).time(&["last_login"]),
    product("entra_mfa", &["isMfaRegistered", "userPrincipalName"]).time(&["lastUpdatedDateTime"]),
    product("entra_risk_detection", &["riskEventType"])
        .any(&[
            "riskState",
            "riskLevel",
            "userPrincipalName",
            "detectedDateTime",
        ])
        .time(&[
            "detectedDateTime",
            "activityDateTime",
            "lastUpdatedDateTime",
            "TimeGenerated",
        ]),
    product(
        "entra_risk_detection",
        &["properties.riskEventType", "operationName"],
    )
    .time(&["properties.detectedDateTime", "time"]),
    product("entra_risk_detection", &["RiskEventType", "RiskState"])
        .time(&["DetectedDateTime", "TimeGenerated"]),
    product("entra_user", &["userPrincipalName", "accountEnabled"])
        .none(&["deviceId", "complianceState"]),
    product("google_user", &["primaryEmail", "isAdmin"])
        .any(&["isEnrolledIn2Sv", "suspended", "lastLoginTime"])
        .time(&["lastLoginTime"]),
    product("okta_user", &["profile.login", "status"]).time(&["lastUpdated"]),
    product("onelogin_events", &["event_type_id"])
        .any(&["actor_user_id", "user_id", "account_id", "actor_user_name"])
        .time(&["created_at", "event_timestamp"]),
    product(
        "onepassword_audit",
        &["actor_uuid", "object_type", "action"],
    )
    .time(&["timestamp"]),
    product(
        "onepassword_item_usage",
        &["used_version", "vault_uuid", "item_uuid"],
    )
    .time(&["timestamp"]),
    product(
        "onepassword_sign_in",
        &["session_uuid", "target_user", "client"],
    )
    .time(&["timestamp"]),
    product("tailscale_audit", &["eventGroupID", "actor", "action"])
        .time(&["eventTime", "deferredAt"]),
    product("tailscale_audit", &["event.eventGroupID"]).time(&["time", "fields.recorded"]),
    product("teleport_audit", &["ei", "code", "event"]).time(&["time"]),
];
