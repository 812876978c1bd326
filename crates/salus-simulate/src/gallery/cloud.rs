//! Records of cloud services: Amazon, Google, Azure, Entra and Duo.

use serde_json::{Value, json};

use super::firewalls::FLOWS;
use super::{Piece, ago};
use crate::clinic::people::Person;
use crate::clinic::{CLOUD_ACCOUNT, Clinic, OUTSIDE_ADDRESS, TENANT};
use crate::format::json;
use crate::moment::Moment;

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![
        guard_duty(clinic),
        security_hub(clinic),
        flow_logs(clinic),
        resolver(clinic),
        google_workspace(clinic),
        google_cloud(clinic),
        azure_activity(clinic),
        entra_audit(clinic),
        entra_registration(clinic),
        duo(clinic),
    ]
}

/// `aws guardduty get-findings`
fn guard_duty(clinic: &Clinic) -> Piece {
    let kinds = [
        ("Execution:EC2/MaliciousFile", 8.0, "i-0aa1portal0000001"),
        (
            "Recon:EC2/PortProbeUnprotectedPort",
            2.0,
            "i-0aa1portal0000001",
        ),
        (
            "UnauthorizedAccess:EC2/SSHBruteForce",
            5.0,
            "i-0aa1portal0000002",
        ),
    ];
    let rows: Vec<Value> = kinds
        .iter()
        .zip(1..)
        .map(|((kind, severity, instance), day)| {
            let id = clinic.random(kind).hex(32);
            json!({
                "AccountId": CLOUD_ACCOUNT, "Arn": format!("arn:aws:guardduty:us-west-2:{CLOUD_ACCOUNT}:detector/12abc/finding/{id}"), "CreatedAt": ago(clinic, day + 2, (4, 11)).iso_millis(),
                "Description": "What was found.", "Id": id, "Partition": "aws", "Region": "us-west-2",
                "Resource": {"InstanceDetails": {"AvailabilityZone": "us-west-2a", "InstanceId": instance, "InstanceType": "t3.medium", "Platform": null}, "ResourceType": "Instance"},
                "SchemaVersion": "2.0", "Service": {"Archived": false, "Count": 3, "DetectorId": "12abc", "ServiceName": "guardduty", "ResourceRole": "TARGET"},
                "Severity": severity, "Title": "A finding", "Type": kind, "UpdatedAt": ago(clinic, day, (4, 11)).iso_millis()
            })
        })
        .collect();
    let text = json::text(&json!({"Findings": rows}));
    Piece::new(
        "cloud/guardduty-findings.json",
        text + "\n",
        "GuardDuty's findings, from the command line; one is a harmful file",
    )
    .holds("aws_guardduty", 3)
    .gives("malware_detection", 1)
    .tells(
        "malware_detection",
        1,
        "severity = 'high' and host_name = 'i-0aa1portal0000001'",
    )
}

/// `aws securityhub get-findings`, with what Inspector found.
fn security_hub(clinic: &Clinic) -> Piece {
    let rows: Vec<Value> = [("CVE-2024-6387", 8.1, "HIGH", "NEW"), ("CVE-2023-48795", 5.9, "MEDIUM", "RESOLVED")]
        .iter()
        .map(|(cve, score, label, state)| {
            let time = ago(clinic, 9, (5, 0)).iso_millis();
            json!({
                "SchemaVersion": "2018-10-08", "Id": format!("arn:aws:inspector2:us-west-2:{CLOUD_ACCOUNT}:finding/{}", clinic.random(cve).hex(32)),
                "ProductArn": "arn:aws:securityhub:us-west-2::product/aws/inspector", "ProductName": "Inspector", "CompanyName": "Amazon", "Region": "us-west-2", "GeneratorId": "AWSInspector",
                "AwsAccountId": CLOUD_ACCOUNT, "Types": ["Software and Configuration Checks/Vulnerabilities/CVE"], "FirstObservedAt": time, "LastObservedAt": time, "CreatedAt": time, "UpdatedAt": ago(clinic, 3, (5, 0)).iso_millis(),
                "Severity": {"Label": label, "Normalized": 70}, "Title": format!("{cve} - openssh-server"), "Description": "A part is old.",
                "Remediation": {"Recommendation": {"Text": "Update the package."}}, "Resources": [{"Type": "AwsEc2Instance", "Id": format!("arn:aws:ec2:us-west-2:{CLOUD_ACCOUNT}:instance/i-0aa1portal0000001"), "Partition": "aws", "Region": "us-west-2"}],
                "WorkflowState": state, "Workflow": {"Status": state}, "RecordState": "ACTIVE",
                "Vulnerabilities": [{"Id": cve, "VulnerablePackages": [{"Name": "openssh-server", "Version": "8.9p1"}], "Cvss": [{"Version": "3.1", "BaseScore": score, "Source": "NVD"}], "FixAvailable": "YES"}]
            })
        })
        .collect();
    let text = json::text(&json!({"Findings": rows}));
    Piece::new(
        "cloud/security-hub-findings.json",
        text + "\n",
        "Security Hub's findings of Inspector; one is resolved",
    )
    .holds("aws_security_hub", 2)
    .gives("vulnerability", 2)
    .tells(
        "vulnerability",
        1,
        "cve = 'CVE-2024-6387' and severity = 'high' and cvss = 8.1 and status = 'open'",
    )
    .tells(
        "vulnerability",
        1,
        "status = 'fixed' and fixed_at is not null",
    )
}

/// VPC flow logs as they lie in a bucket, in the default order; the last line says that nothing was seen.
fn flow_logs(clinic: &Clinic) -> Piece {
    let mut text = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n".to_owned();
    for flow in &FLOWS {
        let begun = ago(clinic, 2, (14, 20)).epoch();
        let (bytes, action) = if flow.passed {
            (flow.bytes.0, "ACCEPT")
        } else {
            (60, "REJECT")
        };
        text.push_str(&format!(
            "2 {CLOUD_ACCOUNT} eni-0a1b2c3d {} {} {} {} {} 8 {bytes} {begun} {} {action} OK\n",
            flow.ip(clinic),
            flow.peer.0,
            flow.port,
            flow.peer.1,
            flow.protocol().1,
            begun + 60
        ));
    }
    text.push_str(&format!(
        "2 {CLOUD_ACCOUNT} eni-0a1b2c3d - - - - - - - {0} {0} - NODATA\n",
        ago(clinic, 2, (15, 0)).epoch()
    ));
    Piece::new(
        "cloud/vpc-flow.log",
        text,
        "flow logs of Amazon's network, with a line of nothing",
    )
    .holds("aws_vpcflow", FLOWS.len() + 1)
    .gives("connection", FLOWS.len())
    .tells(
        "connection",
        5,
        "state = 'ACCEPT' and duration_seconds = 60",
    )
}

fn resolver(clinic: &Clinic) -> Piece {
    let rows: Vec<Value> = ["updates.example.", "relay.sonaris.example."]
        .iter()
        .map(|name| {
            json!({
                "version": "1.100000", "account_id": CLOUD_ACCOUNT, "region": "us-west-2", "vpc_id": "vpc-0a1b", "query_timestamp": ago(clinic, 2, (14, 0)).iso(), "query_name": name,
                "query_type": "A", "query_class": "IN", "rcode": "NOERROR", "answers": [{"Rdata": "192.0.2.201", "Type": "A", "Class": "IN"}], "srcaddr": "172.31.4.9", "srcport": "41022",
                "transport": "UDP", "srcids": {"instance": "i-0aa1portal0000001"}
            })
        })
        .collect();
    Piece::new(
        "cloud/route53-resolver.jsonl",
        json::lines(&rows),
        "questions of Amazon's resolver",
    )
    .holds("aws_route53_resolver", 2)
    .gives("dns_query", 2)
    .tells(
        "dns_query",
        1,
        "query = 'relay.sonaris.example' and source_ip = '172.31.4.9'",
    )
}

/// The Reports interface: sign-ins, one without success, and a right that was given.
fn google_workspace(clinic: &Clinic) -> Piece {
    let item = |application: &str, person: &Person, minute: i64, event: Value| {
        json!({
            "kind": "admin#reports#activity", "id": {"time": ago(clinic, 3, (15, minute)).iso_millis(), "uniqueQualifier": clinic.random(person.user).between(-900_000_000, 900_000_000).to_string(), "applicationName": application, "customerId": "C01abc23d"},
            "etag": "\"x\"", "actor": {"callerType": "USER", "email": person.mail(), "profileId": clinic.random(person.user).between(100_000_000_000_000_000, 118_000_000_000_000_000).to_string()}, "ipAddress": "198.51.100.61", "events": [event]
        })
    };
    let login = |name: &str, more: Value| json!({"type": "login", "name": name, "parameters": [{"name": "login_type", "value": "google_password"}, {"name": "is_second_factor", "boolValue": true}, more]});
    let mut rows: Vec<Value> = clinic
        .people
        .iter()
        .filter(|person| person.end.is_none())
        .zip(1..)
        .map(|(person, minute)| {
            let event = match person.user {
                "abello" => login("login_failure", json!({"name": "login_failure_type", "value": "login_failure_invalid_password"})),
                _ => login("login_success", json!({"name": "is_suspicious", "boolValue": false})),
            };
            item("login", person, minute, event)
        })
        .collect();
    let signs = rows.len();
    rows.push(item("admin", clinic.person("ohaddad"), 40, json!({"type": "DELEGATED_ADMIN_SETTINGS", "name": "ASSIGN_ROLE", "parameters": [{"name": "ROLE_NAME", "value": "_USER_MANAGEMENT_ADMIN_ROLE"}, {"name": "USER_EMAIL", "value": "rchen@alder-creek.example"}]})));
    rows.push(item("drive", clinic.person("dpruitt"), 50, json!({"type": "access", "name": "download", "parameters": [{"name": "doc_title", "value": "Telephone list"}, {"name": "doc_type", "value": "spreadsheet"}]})));
    let text = format!(
        "{{\"kind\":\"admin#reports#activities\",\"etag\":\"\\\"x\\\"\",\"items\":{}}}\n",
        json::text(&Value::Array(rows))
    );
    Piece::new(
        "cloud/google-workspace-activities.json",
        text,
        "Google Workspace's reports: sign-ins, a role given, a download",
    )
    .holds("google_workspace", signs + 2)
    .gives("sign_in", signs)
    .tells(
        "sign_in",
        1,
        "outcome = 'failure' and user_name = 'abello' and reason is not null",
    )
    .tells("sign_in", signs, "second_factor and remote")
    .tells(
        "privilege_change",
        1,
        "actor = 'ohaddad' and target = 'rchen' and action = 'granted'",
    )
    .tells(
        "api_call",
        1,
        "action = 'download' and target = 'Telephone list'",
    )
}

fn google_cloud(clinic: &Clinic) -> Piece {
    let rows: Vec<Value> = [("SetIamPolicy", 0), ("storage.objects.delete", 7)]
        .iter()
        .map(|(method, code)| {
            let time = ago(clinic, 4, (16, 5)).format("%Y-%m-%dT%H:%M:%S%.9fZ");
            let status = if *code == 0 { json!({}) } else { json!({"code": code, "message": "PERMISSION_DENIED"}) };
            json!({
                "insertId": clinic.random(method).hex(12), "logName": "projects/portal-practice/logs/cloudaudit.googleapis.com%2Factivity", "receiveTimestamp": time, "severity": "NOTICE", "timestamp": time,
                "protoPayload": {
                    "@type": "type.googleapis.com/google.cloud.audit.AuditLog", "authenticationInfo": {"principalEmail": "ohaddad@alder-creek.example"}, "methodName": method,
                    "requestMetadata": {"callerIp": OUTSIDE_ADDRESS, "callerSuppliedUserAgent": "gcloud/490"}, "resourceName": "projects/portal-practice", "serviceName": "storage.googleapis.com", "status": status
                },
                "resource": {"labels": {"project_id": "portal-practice", "location": "us-west3"}, "type": "gcs_bucket"}
            })
        })
        .collect();
    let text = json::text(&Value::Array(rows));
    Piece::new(
        "cloud/gcp-audit.json",
        text + "\n",
        "Google Cloud's audit log; one act was refused",
    )
    .holds("gcp_audit", 2)
    .gives("api_call", 2)
    .tells(
        "api_call",
        1,
        "outcome = 'failure' and user_name = 'ohaddad' and service = 'storage'",
    )
}

/// The activity log as `az monitor activity-log list` writes it.
fn azure_activity(clinic: &Clinic) -> Piece {
    let rows: Vec<Value> = [("Microsoft.Compute/virtualMachines/delete", "Succeeded"), ("Microsoft.Storage/storageAccounts/listKeys/action", "Failed"), ("Microsoft.RecoveryServices/vaults/write", "Succeeded")]
        .iter()
        .zip(1..)
        .map(|((operation, status), minute)| {
            let time = ago(clinic, 4, (17, minute)).format("%Y-%m-%dT%H:%M:%S.1234567Z");
            let resource = "/subscriptions/8e0f6e3c-1111-4c3e-9a41-2222b2f9d101/resourceGroups/practice/providers/Microsoft.Compute/virtualMachines/vm-old";
            json!({
                "authorization": {"action": operation, "role": null, "scope": resource}, "caller": "ohaddad@alder-creek.example", "category": {"localizedValue": "Administrative", "value": "Administrative"},
                "channels": "Operation", "claims": {"ipaddr": OUTSIDE_ADDRESS, "name": "Omar Haddad", "http://schemas.microsoft.com/identity/claims/tenantid": TENANT}, "correlationId": clinic.random(operation).guid(),
                "eventDataId": clinic.random(operation).guid(), "eventName": {"localizedValue": "End request", "value": "EndRequest"}, "eventTimestamp": time, "httpRequest": {"clientIpAddress": OUTSIDE_ADDRESS, "clientRequestId": "x", "method": "DELETE"},
                "id": format!("{resource}/events/1"), "level": "Informational", "operationId": "x", "operationName": {"localizedValue": operation, "value": operation}, "resourceGroupName": "practice",
                "resourceId": resource, "resourceProviderName": {"value": "Microsoft.Compute"}, "status": {"localizedValue": status, "value": status}, "subStatus": {"localizedValue": "", "value": ""},
                "submissionTimestamp": time, "subscriptionId": "8e0f6e3c-1111-4c3e-9a41-2222b2f9d101", "tenantId": TENANT
            })
        })
        .collect();
    let text = json::text(&Value::Array(rows));
    Piece::new(
        "cloud/azure-activity.json",
        text + "\n",
        "Azure's activity log, from the command line; one act failed",
    )
    .holds("azure_activity", 3)
    .gives("api_call", 3)
    .tells(
        "api_call",
        1,
        "outcome = 'failure' and user_name = 'ohaddad'",
    )
    .tells(
        "api_call",
        3,
        "time is not null and action like 'Microsoft.%'",
    )
}

fn entra_audit(clinic: &Clinic) -> Piece {
    let act = |name: &str, category: &str, targets: Value, minute: i64| {
        let time: Moment = ago(clinic, 5, (15, minute));
        json!({
            "id": format!("Directory_{}", clinic.random(name).guid()), "category": category, "correlationId": clinic.random(name).guid(), "result": "success", "resultReason": "", "activityDisplayName": name,
            "activityDateTime": time.format("%Y-%m-%dT%H:%M:%S.1234567Z"), "loggedByService": "Core Directory", "operationType": "Assign",
            "initiatedBy": {"app": null, "user": {"id": clinic.random("ohaddad").guid(), "displayName": null, "userPrincipalName": "ohaddad@alder-creek.example", "ipAddress": OUTSIDE_ADDRESS, "userType": null}},
            "targetResources": targets, "additionalDetails": []
        })
    };
    let user = json!({"id": "1", "displayName": null, "type": "User", "userPrincipalName": "rchen@alder-creek.example", "groupType": null,
        "modifiedProperties": [{"displayName": "Role.DisplayName", "oldValue": null, "newValue": "\"Helpdesk Administrator\""}]});
    let rows = [
        act("Add member to role", "RoleManagement", json!([user]), 1),
        act("Update user", "UserManagement", json!([user]), 2),
    ];
    let text = json::text(
        &json!({"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#auditLogs/directoryAudits", "value": rows}),
    );
    Piece::new(
        "cloud/entra-audit.json",
        text + "\n",
        "Entra's audit log: a role was given",
    )
    .holds("entra_audit", 2)
    .gives("api_call", 2)
    .tells(
        "privilege_change",
        1,
        "target = 'rchen' and privilege = 'Helpdesk Administrator' and actor = 'ohaddad'",
    )
}

fn entra_registration(clinic: &Clinic) -> Piece {
    let rows: Vec<Value> = clinic
        .people
        .iter()
        .map(|person| {
            let registered = person.user != "abello";
            json!({
                "id": clinic.random(person.user).guid(), "userPrincipalName": person.mail(), "userDisplayName": person.name(), "userType": "member", "isAdmin": person.department == "IT", "isSsprRegistered": registered,
                "isSsprEnabled": true, "isSsprCapable": registered, "isMfaRegistered": registered, "isMfaCapable": registered, "isPasswordlessCapable": false, "isSystemPreferredAuthenticationMethodEnabled": true,
                "methodsRegistered": if registered { json!(["microsoftAuthenticatorPush", "softwareOneTimePasscode"]) } else { json!([]) }, "defaultMfaMethod": if registered { "push" } else { "none" },
                "lastUpdatedDateTime": ago(clinic, 1, (3, 0)).format("%Y-%m-%dT%H:%M:%S.1234567Z")
            })
        })
        .collect();
    let text = json::text(
        &json!({"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#reports/authenticationMethods/userRegistrationDetails", "value": rows}),
    );
    Piece::new(
        "cloud/entra-registration.json",
        text + "\n",
        "Entra's report of who has registered a second factor",
    )
    .holds("entra_mfa", clinic.people.len())
}

fn duo(clinic: &Clinic) -> Piece {
    let rows: Vec<Value> = clinic
        .people
        .iter()
        .filter(|person| person.end.is_none())
        .zip(1..)
        .map(|(person, minute)| {
            let time = ago(clinic, 2, (13, minute));
            let refused = person.user == "lortega";
            json!({
                "access_device": {"browser": "Edge", "hostname": null, "ip": "198.51.100.61", "location": {"city": "Denver", "country": "United States", "state": "Colorado"}, "os": "Windows"},
                "application": {"key": clinic.random("duo").hex(20).to_uppercase(), "name": "Remote access"}, "auth_device": {"ip": "198.51.100.62", "location": {"country": "United States"}, "name": "303-555-0100"},
                "email": person.mail(), "event_type": "authentication", "factor": "duo_push", "isotimestamp": time.format("%Y-%m-%dT%H:%M:%S.123456+00:00"), "reason": if refused { "user_marked_fraud" } else { "user_approved" },
                "result": if refused { "fraud" } else { "success" }, "timestamp": time.epoch(), "trusted_endpoint_status": "unknown", "txid": clinic.random(person.user).guid(), "user": {"groups": ["Staff"], "key": "DU0", "name": person.user}
            })
        })
        .collect();
    let count = rows.len();
    let text = json::text(
        &json!({"stat": "OK", "response": {"authlogs": rows, "metadata": {"next_offset": null, "total_objects": count}}}),
    );
    Piece::new(
        "cloud/duo-authentications.json",
        text + "\n",
        "Duo's authentications; one was called fraud",
    )
    .holds("duo_authentication", count)
    .gives("sign_in", count)
    .tells(
        "sign_in",
        1,
        "outcome = 'failure' and user_name = 'lortega'",
    )
}
