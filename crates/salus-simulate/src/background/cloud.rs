//! Ordinary days in the cloud: sign-ins, mailbox audit, backup storage.

use serde_json::{Value, json};

use crate::clinic::visits::is_away;
use crate::clinic::{BUCKET, CLOUD_ACCOUNT, Clinic, DOMAIN, OUTSIDE_ADDRESS, TENANT};
use crate::evidence::{Evidence, SignIn};
use crate::moment::Moment;
use crate::random::{Random, fingerprint};

/// Who signs in from home now and then, from which address, and with a second factor or without.
const HOMES: [(&str, &str, bool); 5] = [
    ("hmarsh", "198.51.100.201", true),
    ("treyes", "198.51.100.202", true),
    ("pnair", "198.51.100.203", true),
    ("rchen", "198.51.100.204", true),
    ("mlindqvist", "198.51.100.205", false),
];

pub(crate) fn add(clinic: &Clinic, evidence: &mut Evidence) {
    let mut random = clinic.random("cloud");
    for day in clinic.working_days() {
        for person in clinic
            .people
            .iter()
            .filter(|person| person.works_on(&day.date()))
        {
            if is_away(person.user, &day.date()) {
                continue;
            }
            let time = day.plus_seconds(13 * 3_600 + random.between(2_000, 7_000));
            evidence.sign_ins.push(SignIn {
                time,
                ..at_the_clinic(person.user)
            });
            let item = mailbox_access(
                &CLINIC,
                &mut random,
                time.plus_seconds(40),
                (person.user, OUTSIDE_ADDRESS),
            );
            evidence.office.push(item);
        }
        for (user, ip, second_factor) in HOMES {
            // The evening before a journey is spent packing.
            let away = [day, day.plus_days(1)]
                .iter()
                .any(|day| is_away(user, &day.date()));
            if random.chance(30) && !away {
                let time = day.plus_days(1).plus_seconds(random.between(3_600, 14_000));
                evidence.sign_ins.push(SignIn {
                    time,
                    ip: ip.to_owned(),
                    second_factor,
                    ..at_the_clinic(user)
                });
            }
        }
    }
    printers(clinic, evidence);
    for day in clinic.days() {
        storage(day, &mut random, evidence);
    }
}

/// A sign-in to the mail program over the clinic's own line.
pub(crate) fn at_the_clinic(user: &'static str) -> SignIn<'static> {
    SignIn {
        time: Moment::day("2026-10-01"),
        user,
        app: "Office 365 Exchange Online",
        client: "Browser",
        ip: OUTSIDE_ADDRESS.to_owned(),
        country: "US",
        city: "Millbrook",
        second_factor: false,
        error: 0,
    }
}

/// The old scanner still sends over a protocol that knows no second factor.
fn printers(clinic: &Clinic, evidence: &mut Evidence) {
    for day in clinic.working_days().into_iter().step_by(5) {
        let time = day.plus_seconds(17 * 3_600 + 5);
        evidence.sign_ins.push(SignIn {
            time,
            client: "Authenticated SMTP",
            ..at_the_clinic("frontdesk")
        });
    }
}

/// Whose cloud it is.
pub(crate) struct Tenant {
    pub(crate) id: &'static str,
    pub(crate) domain: &'static str,
    pub(crate) name: &'static str,
}

pub(crate) const CLINIC: Tenant = Tenant {
    id: TENANT,
    domain: DOMAIN,
    name: "aldercreek.onmicrosoft.example",
};

/// What every record of the Microsoft 365 audit log begins with.
pub(crate) fn office(
    tenant: &Tenant,
    random: &mut Random,
    time: Moment,
    (user, operation): (&str, &str),
) -> Value {
    let domain = tenant.domain;
    json!({
        "CreationTime": time.iso_bare(),
        "Id": random.guid(),
        "Operation": operation,
        "OrganizationId": tenant.id,
        "RecordType": 1,
        "ResultStatus": "True",
        "UserKey": format!("1003{:012X}", fingerprint(user) & 0xffff_ffff_ffff),
        "UserType": 0,
        "Version": 1,
        "Workload": "Exchange",
        "ObjectId": format!("{domain}\\{user}"),
        "UserId": format!("{user}@{domain}"),
        "ExternalAccess": false,
        "OrganizationName": tenant.name,
        "OriginatingServer": "BY5PR0000001 (15.20.9160.012)",
    })
}

/// Someone opens mail.
pub(crate) fn mailbox_access(
    tenant: &Tenant,
    random: &mut Random,
    time: Moment,
    (user, ip): (&str, &str),
) -> (Moment, Value) {
    let mut record = office(tenant, random, time, (user, "MailItemsAccessed"));
    record["RecordType"] = json!(50);
    record["ResultStatus"] = json!("Succeeded");
    record["ClientIPAddress"] = json!(ip);
    record["ClientInfoString"] = json!("Client=OWA;Action=ViaProxy");
    record["LogonType"] = json!(0);
    record["MailboxOwnerUPN"] = json!(format!("{user}@{}", tenant.domain));
    record["OperationProperties"] = json!([{"Name": "MailAccessType", "Value": "Bind"}, {"Name": "IsThrottled", "Value": "False"}]);
    record["OperationCount"] = json!(random.between(1, 12));
    (time, record)
}

/// One call to the cloud where the backups are kept.
pub(crate) fn storage_call(
    random: &mut Random,
    time: Moment,
    (name, ip): (&str, &str),
    parameters: Value,
) -> (Moment, Value) {
    let record = json!({
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "IAMUser",
            "principalId": "AIDAEXAMPLEBACKUP0001",
            "arn": format!("arn:aws:iam::{CLOUD_ACCOUNT}:user/svc-backup"),
            "accountId": CLOUD_ACCOUNT,
            "accessKeyId": "AKIAEXAMPLEBACKUP001",
            "userName": "svc-backup"
        },
        "eventTime": time.iso(),
        "eventSource": "s3.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-east-2",
        "sourceIPAddress": ip,
        "userAgent": "[restic/0.18.0]",
        "requestParameters": parameters,
        "responseElements": null,
        "requestID": random.hex(16).to_uppercase(),
        "eventID": random.guid(),
        "readOnly": name.starts_with("Get") || name.starts_with("List") || name.starts_with("Head"),
        "resources": [{"accountId": CLOUD_ACCOUNT, "type": "AWS::S3::Bucket", "ARN": format!("arn:aws:s3:::{BUCKET}")}],
        "eventType": "AwsApiCall",
        "managementEvent": false,
        "recipientAccountId": CLOUD_ACCOUNT,
        "eventCategory": "Data"
    });
    (time, record)
}

fn storage(day: Moment, random: &mut Random, evidence: &mut Evidence) {
    let night = day.plus_seconds(5 * 3_600 + 90);
    let listed = storage_call(
        random,
        night,
        ("ListObjects", OUTSIDE_ADDRESS),
        json!({"bucketName": BUCKET, "prefix": "srv01/"}),
    );
    evidence.storage.push(listed);
    for part in 0..4 {
        let key = format!("srv01/{}/part-{part:03}", day.date());
        let parameters =
            json!({"bucketName": BUCKET, "key": key, "x-amz-server-side-encryption": "AES256"});
        let time = night.plus_seconds(60 + part * 240);
        evidence.storage.push(storage_call(
            random,
            time,
            ("PutObject", OUTSIDE_ADDRESS),
            parameters,
        ));
    }
}
