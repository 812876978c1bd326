//! Cloud exports: sign-ins, mailbox audit, storage audit.

use serde_json::{Value, json};

use super::packed;
use crate::File;
use crate::clinic::people::ALL;
use crate::clinic::{DOMAIN, TENANT};
use crate::evidence::{Evidence, SignIn};
use crate::format::json;
use crate::moment::Moment;
use crate::random::{Random, fingerprint};

pub(super) fn files(evidence: &Evidence) -> Vec<File> {
    let all: Vec<Value> = evidence.sign_ins.iter().map(of_clinic).collect();
    let storage: Vec<Value> = evidence
        .storage
        .iter()
        .map(|(_, record)| record.clone())
        .collect();
    vec![
        packed("cloud/entra-sign-ins.json.gz", &sign_ins(all)),
        packed(
            "cloud/storage-cloudtrail.json.gz",
            &json::text(&json!({"Records": storage})),
        ),
        packed(
            "cloud/m365-unified-audit.jsonl.gz",
            &audit(&evidence.office),
        ),
    ]
}

/// The audit search's output as PowerShell writes it: the record itself is text in `AuditData`.
pub(crate) fn audit(records: &[(Moment, Value)]) -> String {
    let count = records.len();
    let rows = records.iter().zip(1..).map(|((time, record), number)| {
        json!({
            "RecordType": if record["RecordType"] == 50 { "ExchangeItemAggregated" } else { "ExchangeAdmin" },
            "CreationDate": time.iso(),
            "UserIds": record["UserId"],
            "Operations": record["Operation"],
            "AuditData": json::text(record),
            "ResultIndex": number,
            "ResultCount": count,
            "Identity": record["Id"],
            "IsValid": true,
            "ObjectState": "Unchanged"
        })
    });
    let rows: Vec<Value> = rows.collect();
    json::lines(&rows)
}

/// The identity provider's export.
pub(crate) fn sign_ins(all: Vec<Value>) -> String {
    json::text(&json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#auditLogs/signIns",
        "value": all
    }))
}

/// Whose account signs in.
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) domain: &'static str,
    pub(crate) tenant: &'static str,
}

fn of_clinic(one: &SignIn<'_>) -> Value {
    let person = ALL.iter().find(|person| person.user == one.user);
    let name = person.map_or_else(|| "Front desk (shared)".to_owned(), |person| person.name());
    let account = Account {
        name,
        domain: DOMAIN,
        tenant: TENANT,
    };
    sign_in(one, &account)
}

/// One sign-in.
pub(crate) fn sign_in(sign_in: &SignIn<'_>, account: &Account) -> Value {
    let label = format!("{}{}{}", sign_in.user, sign_in.time.iso(), sign_in.ip);
    let mut random = Random::new(fingerprint(&label), "sign-in");
    let mut users = Random::new(fingerprint(sign_in.user), "user");
    let legacy = sign_in.client != "Browser";
    let (requirement, policy) = if sign_in.second_factor {
        ("multiFactorAuthentication", "success")
    } else {
        ("singleFactorAuthentication", "notApplied")
    };
    let device = if legacy {
        json!({"operatingSystem": "", "browser": "", "isCompliant": null, "isManaged": null})
    } else {
        json!({"operatingSystem": "Windows10", "browser": "Edge 141.0.0", "isCompliant": false, "isManaged": false})
    };
    json!({
        "id": random.guid(),
        "createdDateTime": sign_in.time.iso(),
        "userDisplayName": account.name,
        "userPrincipalName": format!("{}@{}", sign_in.user, account.domain),
        "userId": users.guid(),
        "appId": "00000002-0000-0ff1-ce00-000000000000",
        "appDisplayName": sign_in.app,
        "ipAddress": sign_in.ip,
        "clientAppUsed": sign_in.client,
        "correlationId": random.guid(),
        "conditionalAccessStatus": policy,
        "authenticationRequirement": requirement,
        "authenticationDetails": steps(sign_in),
        "isInteractive": true,
        "riskDetail": "none",
        "riskLevelAggregated": "none",
        "riskLevelDuringSignIn": "none",
        "riskState": "none",
        "resourceDisplayName": sign_in.app,
        "homeTenantId": account.tenant,
        "status": {
            "errorCode": sign_in.error,
            "failureReason": if sign_in.error == 0 { "Other." } else { "Error validating credentials due to invalid username or password." },
            "additionalDetails": if sign_in.second_factor { json!("MFA completed in Azure AD") } else { Value::Null }
        },
        "deviceDetail": device,
        "location": {"city": sign_in.city, "state": "", "countryOrRegion": sign_in.country}
    })
}

/// The password, and the second factor where there was one.
fn steps(sign_in: &SignIn<'_>) -> Vec<Value> {
    let mut steps = vec![json!({
        "authenticationStepDateTime": sign_in.time.iso(),
        "authenticationMethod": "Password",
        "authenticationMethodDetail": "Password in the cloud",
        "succeeded": sign_in.error == 0,
        "authenticationStepRequirement": "Primary authentication"
    })];
    if sign_in.second_factor {
        steps.push(json!({
            "authenticationStepDateTime": sign_in.time.plus_seconds(9).iso(),
            "authenticationMethod": "Mobile app notification",
            "succeeded": true,
            "authenticationStepRequirement": "Multifactor authentication"
        }));
    }
    steps
}
