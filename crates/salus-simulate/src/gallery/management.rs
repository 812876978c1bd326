//! Machines as device management lists them: Jamf Pro, Intune and Workspace ONE.

use serde_json::{Value, json};

use super::office::{MACS, Mac, silent_days};
use super::{Piece, ago};
use crate::clinic::Clinic;
use crate::clinic::machines::{Kind, Machine};
use crate::format::csv::Table;
use crate::format::json;

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![
        jamf_computers(clinic),
        jamf_mobile(clinic),
        jamf_list(clinic),
        intune_list(clinic),
        intune_audit(clinic),
        workspace_one(clinic),
    ]
}

fn encrypted() -> usize {
    MACS.iter().filter(|mac| mac.encrypted).count()
}

fn jamf_computers(clinic: &Clinic) -> Piece {
    let rows: Vec<Value> = MACS
        .iter()
        .zip(1..)
        .map(|(mac, id)| jamf_computer(clinic, mac, id))
        .collect();
    let text = format!(
        "{{\"totalCount\":{},\"results\":{}}}\n",
        MACS.len(),
        json::text(&Value::Array(rows))
    );
    Piece::new("management/jamf-computers.json", text, "Jamf Pro's computers of the second office; two disks are not encrypted, one Mac has been silent")
        .holds("jamf_computer", MACS.len())
        .gives("asset", MACS.len())
        .tells("asset", encrypted(), "disk_encrypted")
        .tells("asset", MACS.len() - encrypted(), "not disk_encrypted")
        .tells("asset", 3, "kind = 'laptop' and portable and ip_address like '10.20.50.%'")
        .tells("asset", 1, "last_seen_at < timestamp '2026-10-01T00:00:00Z'")
}

fn jamf_computer(clinic: &Clinic, mac: &Mac, id: usize) -> Value {
    let person = clinic.person(mac.user);
    let seen = ago(clinic, silent_days(mac), (15, 20)).iso_millis();
    let (state, all) = if mac.encrypted {
        ("ENCRYPTED", "ALL_ENCRYPTED")
    } else {
        ("NOT_ENCRYPTED", "NOT_ENCRYPTED")
    };
    json!({
        "id": id.to_string(),
        "udid": clinic.random(mac.serial).guid().to_uppercase(),
        "general": {
            "name": mac.host, "lastIpAddress": "203.0.113.31", "lastReportedIp": mac.ip, "jamfBinaryVersion": "11.20.1-t1757000000", "platform": "Mac",
            "barcode1": null, "barcode2": null, "assetTag": mac.tag, "remoteManagement": {"managed": true, "managementUsername": "jamfadmin"},
            "supervised": true, "mdmCapable": {"capable": true, "capableUsers": [mac.user]}, "reportDate": seen, "lastContactTime": seen,
            "lastEnrolledDate": "2025-03-04T16:12:09.221Z", "mdmProfileExpiration": "2027-03-04T16:12:09Z", "initialEntryDate": "2025-03-04",
            "enrollmentMethod": {"id": "1", "objectName": "Second office", "objectType": "PreStage enrollment"}, "site": {"id": "-1", "name": "None"},
            "enrolledViaAutomatedDeviceEnrollment": true, "userApprovedMdm": true, "declarativeDeviceManagementEnabled": true
        },
        "diskEncryption": {
            "bootPartitionEncryptionDetails": {"partitionName": "Macintosh HD (Boot Partition)", "partitionFileVault2State": state, "partitionFileVault2Percent": if mac.encrypted { 100 } else { 0 }},
            "individualRecoveryKeyValidityStatus": if mac.encrypted { "VALID" } else { "NOT_APPLICABLE" }, "institutionalRecoveryKeyPresent": false,
            "fileVault2EnabledUserNames": if mac.encrypted { json!([mac.user]) } else { json!([]) }
        },
        "userAndLocation": {"username": mac.user, "realname": person.name(), "email": person.mail(), "position": person.title, "phone": "", "departmentId": "1", "buildingId": "2", "room": "Second office", "extensionAttributes": []},
        "hardware": {
            "make": "Apple", "model": mac.model, "modelIdentifier": mac.identifier, "serialNumber": mac.serial, "processorType": "Apple silicon", "processorArchitecture": "arm64",
            "macAddress": mac.mac, "networkAdapterType": "IEEE80211", "totalRamMegabytes": 16_384, "batteryCapacityPercent": 93, "appleSilicon": true
        },
        "security": {"sipStatus": "ENABLED", "gatekeeperStatus": "APP_STORE_AND_IDENTIFIED_DEVELOPERS", "xprotectVersion": "5315", "autoLoginDisabled": true,
            "remoteDesktopEnabled": false, "activationLockEnabled": false, "firewallEnabled": mac.host != "AW-IM02", "secureBootLevel": "FULL_SECURITY", "bootstrapTokenAllowed": true},
        "operatingSystem": {"name": "macOS", "version": "15.7.1", "build": "24G231", "activeDirectoryStatus": "Not Bound", "fileVault2Status": all}
    })
}

/// Telephones and tablets, and which of them has been lost.
fn portable(clinic: &Clinic) -> impl Iterator<Item = &'static Machine> + Clone {
    clinic
        .machines
        .iter()
        .filter(|machine| matches!(machine.kind, Kind::Phone | Kind::Tablet))
}

fn is_lost(machine: &Machine) -> bool {
    machine.host == "AC-TB02"
}

fn jamf_mobile(clinic: &Clinic) -> Piece {
    let rows: Vec<Value> = portable(clinic)
        .zip(1..)
        .map(|(machine, id)| {
            let seen = ago(clinic, 1, (15, 20)).iso_millis();
            let owner = clinic.people.iter().find(|person| person.user == machine.owner);
            json!({
                "mobileDeviceId": id.to_string(), "deviceType": "iOS",
                "general": {"udid": clinic.random(machine.tag).guid(), "displayName": machine.host, "assetTag": machine.tag, "siteId": "-1", "lastInventoryUpdateDate": seen,
                    "osVersion": machine.os.rsplit(' ').next(), "osBuild": "23A341", "ipAddress": machine.ip, "managed": true, "supervised": true, "deviceOwnershipType": "Institutional",
                    "enrollmentMethodPrestage": {"mobileDevicePrestageId": "1", "profileName": "Practice"}, "lastEnrolledDate": "2025-03-04T16:12:09.221Z"},
                "hardware": {"capacityMb": 128_000, "model": if machine.kind == Kind::Tablet { "iPad (10th generation)" } else { "iPhone 15" }, "serialNumber": machine.serial(),
                    "wifiMacAddress": machine.mac().to_uppercase(), "batteryLevel": 80, "deviceId": "1"},
                "userAndLocation": {"username": machine.owner, "realName": owner.map(|person| person.name()), "emailAddress": owner.map(|person| person.mail()), "position": null, "room": machine.location},
                "security": {"dataProtected": true, "blockLevelEncryptionCapable": true, "fileLevelEncryptionCapable": true, "passcodePresent": true, "passcodeCompliant": true,
                    "hardwareEncryption": 3, "activationLockEnabled": false, "jailBreakDetected": false, "lostModeEnabled": is_lost(machine)}
            })
        })
        .collect();
    let count = rows.len();
    let text = format!(
        "{{\"totalCount\":{count},\"results\":{}}}\n",
        json::text(&Value::Array(rows))
    );
    Piece::new(
        "management/jamf-mobile-devices.json",
        text,
        "Jamf Pro's telephones and tablets; one is in lost mode",
    )
    .holds("jamf_mobile_device", count)
    .gives("asset", count)
    .tells("asset", 1, "status = 'lost' and kind = 'tablet'")
    .tells("asset", count, "disk_encrypted and idle_lock and managed")
}

/// The computers of a search in Jamf Pro, exported with the columns somebody chose to see.
fn jamf_list(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "management/jamf-computers.csv",
        "Computer Name,Asset Tag,Full Name,Email Address,Last Check-in,Last Inventory Update,Managed,Operating System,Operating System Version,FileVault 2 Status,Firewall Enabled,Model,Serial Number,MAC Address",
    );
    for mac in &MACS {
        let person = clinic.person(mac.user);
        let seen = ago(clinic, silent_days(mac), (15, 20)).format("%Y-%m-%d %H:%M:%S");
        let state = if mac.encrypted {
            "All Partitions Encrypted"
        } else {
            "No Partitions Encrypted"
        };
        table.line(&format!(
            "{}|{}|{}|{}|{seen}|{seen}|Managed|macOS|15.7.1|{state}|Yes|{}|{}|{}",
            mac.host,
            mac.tag,
            person.name(),
            person.mail(),
            mac.model,
            mac.serial,
            mac.mac
        ));
    }
    Piece::of_table(&table, "the same Macs, exported from a search", "mdm_csv")
        .gives("asset", MACS.len())
        .tells("asset", encrypted(), "disk_encrypted")
        .tells("asset", MACS.len() - encrypted(), "not disk_encrypted")
        .tells("asset", MACS.len(), "managed and host_name like 'aw-%'")
}

/// Intune: Devices, All devices, Export.
fn intune_list(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "management/intune-devices.csv",
        "Device ID,Device name,Enrollment date,Last check-in,Azure AD Device ID,OS version,Azure AD registered,EAS activation ID,Serial number,Manufacturer,Model,EAS activated,IMEI,Last EAS sync time,EAS reason,EAS status,Compliance grace period expiration,Security patch level,Wi-Fi MAC,MEID,Subscriber carrier,Total storage,Free storage,Management name,Category,UserId,Primary user UPN,Primary user email address,Primary user display name,WiFiIPv4Address,WiFiSubnetID,Compliance,Managed by,Ownership,Device state,Intune registered,Supervised,Encrypted,OS,SkuFamily,JoinType,Phone number,Jailbroken,ICCID,EthernetMAC,CellularTechnology,ProcessorArchitecture,EID,EnrollmentProfileName",
    );
    let mut random = clinic.random("intune list");
    let laptops = clinic
        .machines
        .iter()
        .filter(|machine| machine.kind == Kind::Laptop);
    for machine in laptops.clone() {
        let person = clinic.person(machine.owner);
        let (maker, model) = machine.maker.split_once(' ').expect("maker and model");
        let old = machine.host == "AC-LT05";
        table.line(&format!(
            "{}|{}|{} 15:00:00.0000000|{}|{}|10.0.26100.6584|True||{}|{maker}|{model}|True||0001-01-01 00:00:00.0000000|None|Unknown|9999-12-31 23:59:59.0000000||{}|||476940|301122|{3}_Windows||{}|{upn}|{upn}|{}|||{}|Intune|Corporate|Managed|True|False|{}|Windows|Pro|Azure AD joined||Unknown||||x64||Practice laptops",
            random.guid(),
            machine.host,
            machine.bought,
            ago(clinic, if old { 8 } else { 1 }, (15, 40)).format("%Y-%m-%d %H:%M:%S.0000000"),
            random.guid(),
            machine.serial(),
            machine.mac().replace(':', "").to_uppercase(),
            random.guid(),
            person.name(),
            if old { "Noncompliant" } else { "Compliant" },
            if old { "False" } else { "True" },
            upn = person.mail(),
        ));
    }
    let count = table.rows.len();
    Piece::of_table(
        &table,
        "Intune's laptops, exported; one is neither encrypted nor compliant",
        "mdm_csv",
    )
    .gives("asset", count)
    .tells(
        "asset",
        1,
        "not disk_encrypted and not policy_compliant and host_name = 'ac-lt05'",
    )
    .tells(
        "asset",
        count - 1,
        "disk_encrypted and policy_compliant and mac_address like '02:ac:0a:14:0a:%'",
    )
}

fn intune_audit(clinic: &Clinic) -> Piece {
    let done = [
        ("Wipe ManagedDevice", "Action", "AC-TB02", 3),
        ("Patch DeviceCompliancePolicy", "Patch", "Laptops", 12),
        ("Delete ManagedDevice", "Delete", "AC-PH00", 20),
    ];
    let rows: Vec<Value> = done
        .iter()
        .map(|(name, operation, target, days)| {
            let mut random = clinic.random(name);
            json!({
                "id": random.guid(), "displayName": name, "componentName": "ManagedDevices", "activity": null, "activityDateTime": ago(clinic, *days, (17, 4)).format("%Y-%m-%dT%H:%M:%S.1234567Z"),
                "activityType": name, "activityOperationType": operation, "activityResult": "Success", "correlationId": random.guid(), "category": "Device",
                "actor": {"auditActorType": "ItPro", "permissions": ["*"], "applicationId": random.guid(), "applicationDisplayName": "Microsoft Intune portal extension",
                    "userPrincipalName": "ohaddad@alder-creek.example", "servicePrincipalName": null, "ipAddress": null, "userId": random.guid()},
                "resources": [{"displayName": target, "auditResourceType": "ManagedDevice", "resourceId": random.guid(), "modifiedProperties": []}]
            })
        })
        .collect();
    let text = json::text(
        &json!({"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#deviceManagement/auditEvents", "value": rows}),
    );
    Piece::new(
        "management/intune-audit.json",
        text + "\n",
        "what was done in Intune: a wipe, a policy, a deletion",
    )
    .holds("intune_audit", rows.len())
    .gives("api_call", rows.len())
    .tells(
        "api_call",
        1,
        "user_name = 'ohaddad' and target = 'AC-TB02'",
    )
}

/// Workspace ONE: Devices, List View, Export.
fn workspace_one(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "management/workspace-one-devices.csv",
        "Last Seen,Friendly Name,Ownership,Username,Display Name,Platform,OS Version,Model,Serial Number,UDID,Enrollment Status,Enrollment Date,Compliance Status,Passcode Status,Encryption Status,Organization Group,MAC Address,Phone Number",
    );
    for machine in portable(clinic) {
        let platform = machine.os.split(' ').next().expect("a name");
        table.line(&format!(
            "{}|{}|Corporate - Dedicated|{}|{}|{platform}|{}|{}|{}|{}|Enrolled|3/4/2025 4:12:09 PM|{}|Compliant|Encrypted|Practice|{}|",
            ago(clinic, 1, (15, 40)).format("%-m/%-d/%Y %-I:%M:%S %p"),
            machine.host,
            machine.owner,
            machine.owner,
            machine.os.rsplit(' ').next().expect("a version"),
            machine.maker,
            machine.serial(),
            clinic.random(machine.tag).hex(40),
            if is_lost(machine) { "Non-Compliant" } else { "Compliant" },
            machine.mac().replace(':', "").to_uppercase(),
        ));
    }
    let count = table.rows.len();
    Piece::of_table(
        &table,
        "Workspace ONE's telephones and tablets, exported",
        "mdm_csv",
    )
    .gives("asset", count)
    .tells(
        "asset",
        count,
        "disk_encrypted and last_seen_at is not null and managed",
    )
    .tells("asset", 1, "not policy_compliant")
}
