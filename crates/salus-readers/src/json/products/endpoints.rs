//! Protection software, device management, traps and what computers report about themselves.

use super::{Product, product};

/// In the order of their tables.
pub(super) const PRODUCTS: &[Product] = &[
    product("carbon_black_alert", &["alert_url", "device_name"])
        .time(&["backend_timestamp", "create_time", "first_event_time"])
        .host(&["device_name"]),
    product(
        "carbon_black_alert",
        &["threat_id", "device_name", "reason_code"],
    )
    .time(&["create_time", "first_event_time"])
    .host(&["device_name"]),
    product("carbon_black_audit", &["loginName", "orgName", "verbose"]).time(&["eventTime"]),
    product("crowdstrike_event", &["metadata.eventType", "event"])
        .time(&["metadata.eventCreationTime", "event.UTCTimestamp"]),
    product("crowdstrike_fdr", &["event_simpleName", "event_platform"])
        .time(&["timestamp", "ContextTimeStamp"])
        .host(&["ComputerName"]),
    product("crowdstrike_fdr", &["event_simpleName", "aid"])
        .time(&["timestamp", "ContextTimeStamp"])
        .host(&["ComputerName"]),
    product("crowdstrike_fdr", &["fdr_event_type"])
        .time(&["timestamp"])
        .host(&["ComputerName"]),
    product("crowdstrike_host", &["device_id", "cid", "agent_version"])
        .any(&["hostname", "last_seen", "platform_name"])
        .time(&["last_seen"])
        .host(&["hostname"]),
    product("crowdstrike_vulnerability", &["host_info", "cve.id"])
        .time(&["updated_timestamp", "created_timestamp"])
        .host(&["host_info.hostname"]),
    product(
        "defender_alert",
        &["AlertId", "ServiceSource", "DetectionSource"],
    )
    .time(&["Timestamp"]),
    product("defender_alert", &["providerAlertId", "serviceSource"]).time(&["createdDateTime"]),
    product("defender_cloud_event", &["ActionType", "Application"])
        .any(&["AccountObjectId", "AccountUpn", "RawEventData"])
        .none(&["DeviceId", "LogonType"])
        .time(&["Timestamp", "TimeGenerated"]),
    product("defender_device", &["OnboardingStatus", "DeviceId"])
        .time(&["Timestamp"])
        .host(&["DeviceName"]),
    product("defender_device", &["onboardingStatus", "computerDnsName"])
        .time(&["lastSeen"])
        .host(&["computerDnsName"]),
    product("defender_device_event", &["ActionType", "DeviceId"])
        .any(&["ReportId", "InitiatingProcessFileName", "DeviceName"])
        .time(&["Timestamp", "TimeGenerated"])
        .host(&["DeviceName"]),
    product("defender_email", &["NetworkMessageId", "ReportId"])
        .any(&[
            "SenderFromAddress",
            "RecipientEmailAddress",
            "FileName",
            "Url",
        ])
        .time(&["Timestamp", "TimeGenerated"]),
    product(
        "defender_identity_logon",
        &["LogonType", "ActionType", "AccountUpn"],
    )
    .any(&[
        "Protocol",
        "TargetAccountUpn",
        "FailureReason",
        "DestinationDeviceName",
    ])
    .none(&["DeviceId"])
    .time(&["Timestamp", "TimeGenerated"])
    .host(&["DestinationDeviceName"]),
    product(
        "defender_software",
        &["SoftwareName", "SoftwareVendor", "DeviceId"],
    )
    .none(&["CveId"])
    .time(&["Timestamp"])
    .host(&["DeviceName"]),
    product(
        "defender_software",
        &["softwareName", "softwareVendor", "deviceId"],
    )
    .none(&["cveId"])
    .time(&["eventTimestamp"])
    .host(&["deviceName"]),
    product("defender_vulnerability", &["CveId", "DeviceId"])
        .time(&["Timestamp"])
        .host(&["DeviceName"]),
    product("defender_vulnerability", &["cveId", "deviceId"])
        .time(&["eventTimestamp", "lastSeenTimestamp"])
        .host(&["deviceName"]),
    product("intune_audit", &["activityOperationType", "componentName"])
        .time(&["activityDateTime"]),
    product(
        "intune_audit",
        &["properties.AuditEventId", "operationName"],
    )
    .time(&["time"]),
    product("intune_device", &["lastSyncDateTime", "deviceName"])
        .any(&[
            "complianceState",
            "managementState",
            "managedDeviceOwnerType",
        ])
        .time(&["lastSyncDateTime"])
        .host(&["deviceName"]),
    product("jamf_computer", &["udid", "general"])
        .any(&["diskEncryption", "operatingSystem", "hardware", "security"])
        .none(&["mobileDeviceId"])
        .time(&["general.lastContactTime", "general.reportDate"])
        .host(&["general.name"]),
    product("jamf_mobile_device", &["mobileDeviceId", "deviceType"])
        .time(&["general.lastInventoryUpdateDate", "general.lastContactDate"])
        .host(&["general.displayName"]),
    product("jamf_mobile_device", &["mobileDeviceId", "general"])
        .time(&["general.lastInventoryUpdateDate", "general.lastContactDate"])
        .host(&["general.displayName"]),
    product("opencanary", &["logtype", "node_id", "logdata"]).time(&["utc_time", "local_time"]),
    product(
        "osquery_status",
        &["hostIdentifier", "filename", "severity", "line"],
    )
    .time(&["unixTime", "calendarTime"])
    .host(&["hostIdentifier"]),
    product(
        "sentinelone_activity",
        &["activityType", "primaryDescription"],
    )
    .time(&["createdAt"]),
    product(
        "sentinelone_activity",
        &["activitytype", "primarydescription"],
    )
    .time(&["createdat"]),
    product("sentinelone_agent", &["computerName", "agentVersion"])
        .any(&["lastActiveDate", "isActive", "networkStatus"])
        .time(&["lastActiveDate", "updatedAt"])
        .host(&["computerName"]),
    product("sentinelone_threat", &["threatInfo"])
        .any(&["agentRealtimeInfo", "agentDetectionInfo"])
        .time(&["threatInfo.identifiedAt", "threatInfo.createdAt"])
        .host(&["agentRealtimeInfo.agentComputerName"]),
    product("thinkst_canary", &["CanaryName", "IncidentKey"]).time(&["Timestamp"]),
];
