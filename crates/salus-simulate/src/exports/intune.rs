//! Portable machines as Intune's interface lists them: the same that the device management's own table tells.

use serde_json::{Value, json};

use super::Export;
use crate::clinic::Clinic;
use crate::clinic::machines::Kind;
use crate::format::csv::Table;
use crate::format::json;
use crate::random::{Random, fingerprint};
use crate::tables::at;

pub(super) fn export(clinic: &Clinic, tables: &[Table]) -> Export {
    let managed = at(tables, "inventory/device-management.csv");
    // What was wiped is no longer in the list.
    let rows = managed
        .rows
        .iter()
        .filter(|row| row[1] != "Workstation" && row[13] != "Wiped");
    let devices: Vec<Value> = rows.map(|row| device(clinic, row)).collect();
    let count = devices.len();
    let text = json::text(&json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#deviceManagement/managedDevices",
        "@odata.count": count,
        "value": devices
    }));
    Export::new(
        "inventory/intune-devices.json",
        text + "\n",
        "laptops, telephones and tablets; the stolen laptop has not called since, and its lock waits",
        &[("intune_device", count)],
    )
}

fn device(clinic: &Clinic, row: &[String]) -> Value {
    let machine = clinic.machine(&row[0]);
    let (maker, model) = machine.maker.split_once(' ').expect("maker and model");
    let (chassis, system) = match machine.kind {
        Kind::Laptop => ("laptop", "Windows"),
        Kind::Tablet => ("tablet", "iPadOS"),
        _ => ("phone", "iOS"),
    };
    let version = match row[6].as_str() {
        "24H2" => "10.0.26100.6584",
        "23H2" => "10.0.22631.5909",
        other => other,
    };
    let stolen = row[13] == "Missing";
    let actions = if stolen {
        json!([{"actionName": "remoteLock", "actionState": "pending", "startDateTime": "2026-10-25T15:30:00Z", "lastUpdatedDateTime": "2026-10-25T15:30:00Z"}])
    } else {
        json!([])
    };
    json!({
        "id": Random::new(fingerprint("intune"), machine.host).guid(),
        "deviceName": machine.host,
        "managedDeviceOwnerType": "company",
        "enrolledDateTime": format!("{}T15:00:00Z", machine.bought),
        "lastSyncDateTime": row[8].replace(' ', "T") + "Z",
        "operatingSystem": system,
        "osVersion": version,
        "complianceState": row[4].to_lowercase(),
        "jailBroken": row[10],
        "managementAgent": "mdm",
        "managementState": "managed",
        "deviceEnrollmentType": "windowsAzureADJoin",
        "deviceRegistrationState": "registered",
        "isEncrypted": row[9] == "Yes",
        "isSupervised": machine.kind == Kind::Tablet,
        "userPrincipalName": row[7],
        "model": model,
        "manufacturer": maker,
        "chassisType": chassis,
        "serialNumber": row[11],
        "wiFiMacAddress": machine.mac().replace(':', "").to_uppercase(),
        "lostModeState": "disabled",
        "deviceActionResults": actions
    })
}
