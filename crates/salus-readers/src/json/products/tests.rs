//! What published records of products look like, and where they go.

use super::*;
use crate::json::check::check;

#[test]
fn products_are_sorted_and_can_be_known() {
    for list in LISTS {
        assert!(list.is_sorted_by_key(|product| product.table));
        for product in *list {
            assert!(!product.all.is_empty(), "{}", product.table);
        }
    }
}

#[test]
fn the_index_finds_what_looking_at_all_products_finds() {
    for list in LISTS {
        for product in *list {
            let mut object = Object::new();
            for path in product.all.iter().chain(product.any.first()) {
                object.insert((*path).to_owned(), "x".into());
            }
            let mut all = LISTS.iter().flat_map(|list| list.iter());
            let first = all.find(|product| product.fits(&object));
            let found = of(&object).map(|product| product.table);
            assert_eq!(found, first.map(|product| product.table), "{object:?}");
            assert!(found.is_some(), "{object:?}");
        }
    }
}

/// An object, and the table it goes to.
fn goes(object: &str, table: &str) {
    let object: Object = serde_json::from_str(object).expect("an object");
    let found = of(&object).map(|product| product.table);
    assert_eq!(
        found,
        Some(table).filter(|table| !table.is_empty()),
        "{object:?}"
    );
}

#[test]
fn published_forms_find_their_tables() {
    for (object, table) in [
        (
            r#"{"managementState":"managed","deviceName":"a","lastSyncDateTime":"t","complianceState":"compliant"}"#,
            "intune_device",
        ),
        (
            r#"{"id":"1","udid":"u","general":{"name":"m"},"diskEncryption":{},"hardware":{}}"#,
            "jamf_computer",
        ),
        (
            r#"{"mobileDeviceId":"1","deviceType":"iOS","general":{}}"#,
            "jamf_mobile_device",
        ),
        (
            r#"{"device_id":"d","cid":"c","agent_version":"7","hostname":"h","last_seen":"t"}"#,
            "crowdstrike_host",
        ),
        (
            r#"{"computerName":"h","agentVersion":"23","isActive":true,"lastActiveDate":"t"}"#,
            "sentinelone_agent",
        ),
        (
            r#"{"id":"u","userPrincipalName":"u","isMfaRegistered":true,"isAdmin":false}"#,
            "entra_mfa",
        ),
        (
            r#"{"id":"u","userPrincipalName":"u","accountEnabled":true}"#,
            "entra_user",
        ),
        (
            r#"{"action":"repo.destroy","actor":"x","org":"o","@timestamp":1}"#,
            "github_audit",
        ),
        (
            r#"{"action":"user_login","actor":{"type":"user"},"entity":{},"context":{},"date_create":1}"#,
            "slack_audit",
        ),
        (
            r#"{"auditType":{"category":"Security","action":"x"},"author":{},"timestamp":1}"#,
            "bitbucket_audit",
        ),
        (
            r#"{"dst_host":"","logtype":6001,"node_id":"o","logdata":{},"utc_time":"t"}"#,
            "opencanary",
        ),
        (
            r#"{"event_type_id":5,"account_id":1,"created_at":"t"}"#,
            "onelogin_events",
        ),
        (
            r#"{"BackupJobId":"1","State":"COMPLETED"}"#,
            "aws_backup_job",
        ),
        (
            r#"{"time":"t","tree":"a","paths":["/"],"hostname":"h","short_id":"s"}"#,
            "restic_snapshot",
        ),
        (
            r#"{"message_type":"summary","files_new":1,"total_bytes_processed":5,"snapshot_id":"s"}"#,
            "restic_message",
        ),
        (
            r#"{"actor":{"mbox":"m"},"verb":{"id":"v"},"object":{"id":"o"}}"#,
            "xapi_statement",
        ),
        (r#"{"id":"GHSA-1","modified":"t","affected":[]}"#, "osv"),
        (
            r#"{"cve":"CVE-2026-1","epss":"0.1","percentile":"0.2","date":"d"}"#,
            "epss",
        ),
        // Not of any of them.
        (r#"{"action":"x","actor":"y"}"#, ""),
        (r#"{"id":"1","modified":"t"}"#, ""),
        (r#"{"actor":{},"verb":"get","object":{}}"#, ""),
    ] {
        goes(object, table);
    }
}

#[test]
fn wrappers_of_products_are_opened() {
    check(
        r#"{"totalCount":1,"results":[{"id":"1","udid":"u","general":{"name":"MAC1","lastContactTime":"2026-03-01T08:00:00Z"},"security":{}}]}"#,
        &[
            "record 1: jamf_computer time=2026-03-01T08:00:00Z host=MAC1 id=1 udid=u general.name=MAC1 \
             general.lastContactTime=2026-03-01T08:00:00Z security={}",
            "line 1: json_totalcount totalCount=1",
        ],
    );
    check(
        r#"{"resultsPerPage":1,"startIndex":0,"totalResults":1,"format":"NVD_CVE","version":"2.0","timestamp":"2026-03-01T08:00:00.000","vulnerabilities":[{"cve":{"id":"CVE-2026-1","sourceIdentifier":"x@y.example","published":"2026-02-01T08:00:00.000","lastModified":"2026-02-02T08:00:00.000","vulnStatus":"Analyzed"}}]}"#,
        &[
            "record 1: nvd_cve time=2026-02-02T08:00:00Z id=CVE-2026-1 sourceIdentifier=x@y.example \
             published=2026-02-01T08:00:00.000 lastModified=2026-02-02T08:00:00.000 vulnStatus=Analyzed",
            "line 1: json_format_resultsperpage_startindex time=2026-03-01T08:00:00Z resultsPerPage=1 startIndex=0 \
             totalResults=1 format=NVD_CVE version=2.0 timestamp=2026-03-01T08:00:00.000",
        ],
    );
    check(
        r#"{"version":"0","id":"e","detail-type":"GuardDuty Finding","source":"aws.guardduty","time":"2026-03-01T08:00:05Z","detail":{"schemaVersion":"2.0","accountId":"1","type":"T","severity":8,"service":{"count":1},"updatedAt":"2026-03-01T08:00:00Z"}}"#,
        &[
            "line 1: aws_guardduty time=2026-03-01T08:00:00Z schemaVersion=2.0 accountId=1 type=T severity=8 \
             service.count=1 updatedAt=2026-03-01T08:00:00Z version=0 id=e detail-type=GuardDuty Finding \
             source=aws.guardduty time_=2026-03-01T08:00:05Z",
        ],
    );
    check(
        r#"{"time":"2026-03-01T08:00:05Z","tenantId":"t","operationName":"Publish","category":"AdvancedHunting-DeviceLogonEvents","properties":{"Timestamp":"2026-03-01T08:00:00Z","DeviceId":"d","DeviceName":"pc","ActionType":"LogonSuccess","ReportId":1}}"#,
        &[
            "line 1: defender_device_event time=2026-03-01T08:00:00Z host=pc Timestamp=2026-03-01T08:00:00Z DeviceId=d \
             DeviceName=pc ActionType=LogonSuccess ReportId=1 time_=2026-03-01T08:00:05Z tenantId=t \
             operationName=Publish category=AdvancedHunting-DeviceLogonEvents",
        ],
    );
}

#[test]
fn lists_under_other_names_are_opened() {
    for (text, records) in [
        (
            r#"{"BackupJobs":[{"BackupJobId":"1","State":"COMPLETED"}]}"#,
            &["record 1: aws_backup_job BackupJobId=1 State=COMPLETED"][..],
        ),
        (
            r#"{"response":{"authlogs":[{"txid":"t","factor":"duo_push","result":"success"}],"metadata":{"total":1}},"stat":"OK"}"#,
            &[
                "record 1: duo_authentication txid=t factor=duo_push result=success",
                "line 1: json_response_stat response.metadata.total=1 stat=OK",
            ],
        ),
        (
            r#"{"totalRecordsWithoutPaging":1,"jobs":[{"jobSummary":{"jobId":7,"status":"Completed","jobStartTime":1772326800,"jobEndTime":1772330400}}]}"#,
            &[
                "record 1: commvault_job time=2026-03-01T02:00:00Z jobId=7 status=Completed jobStartTime=1772326800 jobEndTime=1772330400",
                "line 1: json_totalrecordswithoutpaging totalRecordsWithoutPaging=1",
            ],
        ),
        (
            r#"{"Stats":{"x":1},"Schema":[{"Name":"CveId","Type":"String"}],"Results":[{"CveId":"CVE-2026-1","DeviceId":"d","DeviceName":"pc"}]}"#,
            &[
                "record 1: defender_vulnerability host=pc CveId=CVE-2026-1 DeviceId=d DeviceName=pc",
                "line 1: json_schema_stats Stats.x=1 Schema=[{\"Name\":\"CveId\",\"Type\":\"String\"}]",
            ],
        ),
        (
            r#"{"data":[{"computerName":"PC1","agentVersion":"23.1","isActive":true}],"pagination":{"totalItems":1}}"#,
            &[
                "record 1: sentinelone_agent host=PC1 computerName=PC1 agentVersion=23.1 isActive=true",
                "line 1: json_pagination pagination.totalItems=1",
            ],
        ),
    ] {
        check(text, records);
    }
}
