//! Services that an organisation uses over the web, and their audit trails.

use super::{Product, product};

/// In the order of their tables.
pub(super) const PRODUCTS: &[Product] = &[
    product("appomni_alert", &["appomni", "rule"]).time(&[
        "@timestamp",
        "timestamp",
        "event.created",
    ]),
    product(
        "asana_audit",
        &["gid", "event_type", "event_category", "actor"],
    )
    .time(&["created_at"]),
    product(
        "atlassian_audit",
        &[
            "attributes.action",
            "attributes.actor",
            "attributes.time",
            "id",
        ],
    )
    .time(&["attributes.time"]),
    product("bitbucket_audit", &["auditType"])
        .any(&[
            "author",
            "affectedObjects",
            "changedValues",
            "auditType.action",
        ])
        .time(&["timestamp"]),
    product("box_events", &["event_type", "created_by"])
        .any(&["additional_details", "source", "event_id"])
        .time(&["created_at", "recorded_at"]),
    product("box_events", &["event_type", "additional_details"])
        .time(&["created_at", "recorded_at"]),
    product(
        "databricks_audit",
        &["actionName", "serviceName", "userIdentity"],
    )
    .time(&["timestamp"]),
    product(
        "docusign_connect",
        &["retryCount", "configurationId", "generatedDateTime"],
    )
    .time(&["generatedDateTime"]),
    product("dropbox_team", &["involve_non_team_member"])
        .any(&["actor", "event_type"])
        .time(&["timestamp"]),
    product("github_audit", &["action", "actor"])
        .any(&[
            "_document_id",
            "actor_location",
            "business",
            "org",
            "programmatic_access_type",
            "repo",
            "repository",
        ])
        .none(&["context", "entity", "verb"])
        .time(&["@timestamp", "created_at", "at_sign_timestamp"]),
    product("gitlab_audit", &["entity_type", "entity_id", "author_id"])
        .time(&["created_at", "time"]),
    product("gitlab_production", &["controller", "params", "path"])
        .any(&["correlation_id", "meta.caller_id"])
        .time(&["time"]),
    product("mongodb_events", &["eventTypeName"]).time(&["created"]),
    product("netskope_audit", &["audit_log_event"]).time(&["timestamp"]),
    product("notion_audit", &["event.workspace_id", "event.actor"]).time(&["event.timestamp"]),
    product("openai_audit", &["effective_at", "actor", "type"]).time(&["effective_at"]),
    product("orca_alert", &["asset_unique_id", "alert_labels"]).time(&["state.last_seen"]),
    product("salesforce_event", &["EVENT_TYPE", "ORGANIZATION_ID"])
        .time(&["TIMESTAMP_DERIVED", "TIMESTAMP"]),
    product("salesforce_event", &["EventIdentifier", "LoginKey"])
        .time(&["EventDate", "CreatedDate"]),
    product("salus_access_look", &["looked_by", "looked_at"]).time(&["time"]),
    product(
        "salus_access_review",
        &["reviewed_story", "verdict", "reviewer"],
    )
    .time(&["time"]),
    product("slack_audit", &["entity", "context", "action", "actor"]).time(&["date_create"]),
    product("slack_audit", &["context", "action", "actor"])
        .any(&[
            "date_create",
            "details",
            "id",
            "context.ip_address",
            "context.ua",
        ])
        .none(&["verb", "repo"])
        .time(&["date_create"]),
    product(
        "snowflake_login",
        &["FIRST_AUTHENTICATION_FACTOR", "IS_SUCCESS"],
    )
    .time(&["EVENT_TIMESTAMP"]),
    product("snowflake_query", &["QUERY_TEXT"])
        .any(&["QUERY_TYPE", "QUERY_ID"])
        .time(&["START_TIME", "END_TIME"]),
    product(
        "snowflake_transfer",
        &["BYTES_TRANSFERRED", "TRANSFER_TYPE"],
    )
    .time(&["END_TIME", "START_TIME"]),
    product("snyk_audit", &["content", "event", "created"])
        .any(&["groupId", "orgId"])
        .time(&["created"]),
    product("tines_audit", &["operation_name", "tenant_id"])
        .any(&["user_email", "request_ip"])
        .time(&["created_at"]),
    product("upwind_detection", &["upwind_console_link"])
        .time(&["last_seen_time", "first_seen_time"]),
    product("upwind_detection", &["mitre_attacks", "triggers"])
        .time(&["last_seen_time", "first_seen_time"]),
    product("wiz_audit", &["actionParameters", "serviceAccount"]).time(&["timestamp"]),
    product("wiz_audit", &["actionparameters", "serviceaccount"]).time(&["timestamp"]),
    product("wiz_issue", &["entitySnapshot", "sourceRule"]).time(&["updatedAt", "createdAt"]),
    product("zendesk_audit", &["action_label", "source_type"]).time(&["created_at"]),
    product(
        "zoom_operation",
        &["category_type", "operation_detail", "operator"],
    )
    .time(&["time"]),
    product(
        "zoom_sign_in",
        &["client_type", "ip_address", "email", "time", "type"],
    )
    .time(&["time"]),
    product("zscaler_audit", &["auditlogtype", "adminid"]).time(&["time"]),
];
