//! The same computers in Microsoft Defender: from its interface, and exported from its pages.

use serde_json::{Value, json};

use super::endpoints::{computers, minutes, number, system};
use super::{Piece, ago};
use crate::clinic::machines::Kind;
use crate::clinic::{Clinic, fully_named};
use crate::format::csv::Table;
use crate::format::json;

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![defender_machines(clinic), defender_inventory(clinic)]
}

fn defender_machines(clinic: &Clinic) -> Piece {
    let rows: Vec<Value> = computers(clinic)
        .map(|machine| {
            json!({
                "id": number(clinic, "defender", machine).hex(40),
                "computerDnsName": fully_named(machine.host).to_lowercase(),
                "firstSeen": format!("{}T15:00:00.0000000Z", machine.bought),
                "lastSeen": ago(clinic, 1, (14, minutes(machine))).format("%Y-%m-%dT%H:%M:%S.0000000Z"),
                "osPlatform": if machine.kind == Kind::Server { "WindowsServer2022" } else if machine.host == "AC-WS06" { "Windows10" } else { "Windows11" },
                "osVersion": null, "osProcessor": "x64", "version": "23H2", "lastIpAddress": machine.ip, "lastExternalIpAddress": crate::clinic::OUTSIDE_ADDRESS,
                "agentVersion": "10.8760.26100.1", "osBuild": 22_631, "healthStatus": "Active", "deviceValue": "Normal", "rbacGroupId": 0,
                "riskScore": "Low", "exposureLevel": "Medium", "isAadJoined": true, "aadDeviceId": number(clinic, "entra", machine).guid(),
                "machineTags": [], "defenderAvStatus": "Updated", "onboardingStatus": "Onboarded", "managedBy": "Intune",
                "ipAddresses": [{"ipAddress": machine.ip, "macAddress": machine.mac().replace(':', "").to_uppercase(), "type": "Ethernet", "operationalStatus": "Up"}]
            })
        })
        .collect();
    let text = json::text(
        &json!({"@odata.context": "https://api.securitycenter.microsoft.com/api/$metadata#Machines", "value": rows}),
    );
    Piece::new(
        "endpoints/defender-machines.json",
        text + "\n",
        "Microsoft Defender's machines, from its interface",
    )
    .holds("defender_device", rows.len())
    .gives("asset", rows.len())
    .tells("asset", 1, "not os_supported")
}

fn defender_inventory(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "endpoints/defender-device-inventory.csv",
        "Device ID,Device Name,Domain,First Seen,Last device update,OS Platform,OS Distribution,OS Version,OS Build,Windows 10 Version,Tags,Group,Is AAD Joined,Device IPs,Risk Level,Exposure Level,Health Status,Onboarding Status,Device Role,Cloud Platforms,Managed By,Antivirus status,Managed By Status",
    );
    for machine in computers(clinic) {
        let version = machine
            .os
            .rsplit_once(' ')
            .map_or("", |(_, version)| version);
        table.line(&format!(
            "{}|{}|{}|{}T15:00:00.000Z|{}|{}||{version}|22631|{version}|||Yes|{}|Low|Medium|Active|Onboarded|||Intune|Updated|Success",
            number(clinic, "defender", machine).hex(40),
            machine.host.to_lowercase(),
            crate::clinic::DOMAIN,
            machine.bought,
            ago(clinic, 1, (14, minutes(machine))).iso_millis(),
            system(machine),
            machine.ip,
        ));
    }
    Piece::of_table(
        &table,
        "Microsoft Defender's device inventory, exported",
        "endpoint_csv",
    )
    .gives("asset", table.rows.len())
    .tells(
        "asset",
        table.rows.len(),
        "agent_installed and agent_last_seen_at is not null",
    )
}
