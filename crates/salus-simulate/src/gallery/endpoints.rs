//! Computers as the consoles of endpoint protection list them: CrowdStrike and SentinelOne.

use serde_json::{Value, json};

use super::scanners::open;
use super::{Piece, ago};
use crate::clinic::Clinic;
use crate::clinic::machines::{Kind, Machine};
use crate::format::json;
use crate::random::Random;

/// A machine whose sensor has stopped working properly.
const LIMITED: &str = "AC-WS06";

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![
        falcon_hosts(clinic),
        falcon_spotlight(clinic),
        sentinel_agents(clinic),
        sentinel_threats(clinic),
        sentinel_activities(clinic),
    ]
}

pub(super) fn computers(clinic: &Clinic) -> impl Iterator<Item = &'static Machine> + Clone {
    clinic
        .machines
        .iter()
        .filter(|machine| machine.kind.is_endpoint())
}

fn count(clinic: &Clinic, wanted: impl Fn(&Machine) -> bool) -> usize {
    computers(clinic).filter(|machine| wanted(machine)).count()
}

/// The name of a system without what its maker calls its version.
pub(super) fn system(machine: &Machine) -> &'static str {
    machine
        .os
        .rsplit_once(" 2")
        .map_or(machine.os, |(name, _)| {
            if machine.kind == Kind::Server {
                machine.os
            } else {
                name
            }
        })
}

/// What a maker's interface numbers its machines by: the same in all its files.
pub(super) fn number(clinic: &Clinic, maker: &str, machine: &Machine) -> Random {
    clinic.random(&format!("{maker} {}", machine.host))
}

pub(super) fn minutes(machine: &Machine) -> i64 {
    i64::from(machine.ip.bytes().map(u32::from).sum::<u32>() % 60)
}

fn falcon_hosts(clinic: &Clinic) -> Piece {
    let cid = clinic.random("falcon customer").hex(32);
    let hosts: Vec<Value> = computers(clinic)
        .map(|machine| falcon_host(clinic, machine, &cid))
        .collect();
    let text = json::text(&json!({
        "meta": {"query_time": 0.012, "powered_by": "device-api", "trace_id": clinic.random("falcon trace").guid()},
        "errors": [],
        "resources": hosts
    }));
    Piece::new(
        "endpoints/crowdstrike-hosts.json",
        text + "\n",
        "CrowdStrike Falcon's hosts (devices/entities); one sensor works only in part",
    )
    .holds("crowdstrike_host", hosts.len())
    .gives("asset", hosts.len())
    .tells("asset", hosts.len() - 1, "prevention_mode")
    .tells(
        "asset",
        count(clinic, |machine| machine.kind == Kind::Laptop),
        "kind = 'laptop'",
    )
    .tells(
        "asset",
        count(clinic, |machine| machine.kind == Kind::Server),
        "kind = 'server' and os_supported",
    )
}

fn falcon_host(clinic: &Clinic, machine: &Machine, cid: &str) -> Value {
    let mut random = number(clinic, "falcon", machine);
    let (maker, model) = machine.maker.split_once(' ').expect("maker and model");
    let seen = ago(clinic, 1, (14, minutes(machine)));
    let (kind, described, chassis) = match machine.kind {
        Kind::Server => ("3", "Server", ("23", "Rack Mount Chassis")),
        Kind::Laptop => ("1", "Workstation", ("10", "Notebook")),
        _ => ("1", "Workstation", ("3", "Desktop")),
    };
    let device = random.hex(32);
    let policy = json!({
        "policy_type": "prevention", "policy_id": random.hex(32), "applied": true, "settings_hash": "d4cbb29",
        "assigned_date": "2026-04-02T14:00:00.123456789Z", "applied_date": "2026-04-02T14:01:00.123456789Z", "rule_groups": []
    });
    let update = json!({"policy_type": "sensor-update", "policy_id": random.hex(32), "applied": true, "settings_hash": "65994753|3|2|automatic", "uninstall_protection": "ENABLED"});
    json!({
        "device_id": device,
        "cid": cid,
        "agent_load_flags": "0",
        "agent_local_time": seen.iso_millis(),
        "agent_version": "7.29.20108.0",
        "external_ip": crate::clinic::OUTSIDE_ADDRESS,
        "mac_address": machine.mac().replace(':', "-"),
        "hostname": machine.host,
        "first_seen": format!("{}T15:00:00Z", machine.bought),
        "last_seen": seen.iso(),
        "last_login_user": machine.owner,
        "local_ip": machine.ip,
        "machine_domain": crate::clinic::DOMAIN,
        "os_build": "22631",
        "os_version": system(machine),
        "platform_id": "0",
        "platform_name": "Windows",
        "policies": [policy],
        "reduced_functionality_mode": if machine.host == LIMITED { "yes" } else { "no" },
        "device_policies": {"prevention": policy, "sensor_update": update},
        "groups": [],
        "group_hash": random.hex(64),
        "product_type": kind,
        "product_type_desc": described,
        "provision_status": "Provisioned",
        "serial_number": machine.serial(),
        "status": "normal",
        "system_manufacturer": maker,
        "system_product_name": model,
        "chassis_type": chassis.0,
        "chassis_type_desc": chassis.1,
        "connection_ip": machine.ip,
        "tags": [],
        "modified_timestamp": seen.plus_seconds(20).iso(),
        "meta": {"version": "4821"}
    })
}

fn falcon_spotlight(clinic: &Clinic) -> Piece {
    let cid = clinic.random("falcon customer").hex(32);
    let mut resources = Vec::new();
    for hole in open() {
        let machine = clinic.machine(hole.host);
        if !machine.kind.is_endpoint() {
            continue;
        }
        let device = number(clinic, "falcon", machine).hex(32);
        for cve in hole.cves {
            let found = ago(clinic, hole.found, (3, 0)).iso();
            let severity = match hole.level {
                5 => "CRITICAL",
                4 => "HIGH",
                _ => "MEDIUM",
            };
            resources.push(json!({
                "id": format!("{device}_{}", clinic.random(cve).hex(32)),
                "cid": cid,
                "aid": device,
                "created_timestamp": found,
                "updated_timestamp": ago(clinic, 1, (3, 0)).iso(),
                "status": "open",
                "apps": [{"product_name_version": machine.os, "sub_status": "open", "evaluation_logic": {"id": clinic.random("logic").hex(32)}}],
                "suppression_info": {"is_suppressed": false},
                "confidence": "confirmed",
                "vulnerability_id": cve,
                "cve": {"id": cve, "base_score": hole.cvss.parse::<f64>().expect("a score"), "severity": severity, "exploit_status": 30, "exprt_rating": "HIGH", "remediation_level": "O", "types": ["Vulnerability"]},
                "host_info": {"hostname": machine.host, "local_ip": machine.ip, "machine_domain": crate::clinic::DOMAIN, "os_version": system(machine), "ou": "", "site_name": "", "system_manufacturer": "Corvid", "groups": [], "tags": [], "platform": "Windows", "product_type_desc": "Workstation", "internet_exposure": "No"},
                "remediation": {"ids": [clinic.random("remedy").hex(32)]}
            }));
        }
    }
    let count = resources.len();
    let text = json::text(&json!({
        "meta": {"query_time": 0.2, "pagination": {"limit": 100, "total": count, "after": ""}, "powered_by": "spapi", "trace_id": clinic.random("spotlight").guid()},
        "errors": [],
        "resources": resources
    }));
    Piece::new(
        "endpoints/crowdstrike-spotlight.json",
        text + "\n",
        "CrowdStrike Spotlight's weaknesses of computers",
    )
    .holds("crowdstrike_vulnerability", count)
    .gives("vulnerability", count)
    .tells(
        "vulnerability",
        1,
        "cve = 'CVE-2024-49112' and severity = 'critical' and host_name = 'ac-srv01'",
    )
}

fn sentinel_agents(clinic: &Clinic) -> Piece {
    let agents: Vec<Value> = computers(clinic)
        .map(|machine| sentinel_agent(clinic, machine))
        .collect();
    let text = json::text(
        &json!({"data": agents, "pagination": {"nextCursor": null, "totalItems": agents.len()}}),
    );
    Piece::new(
        "endpoints/sentinelone-agents.json",
        text + "\n",
        "SentinelOne's agents; one only watches, one has no encrypted disk",
    )
    .holds("sentinelone_agent", agents.len())
    .gives("asset", agents.len())
    .tells("asset", 1, "not prevention_mode")
    .tells("asset", 1, "not disk_encrypted")
    .tells("asset", agents.len(), "firewall_on and agent_installed")
}

fn sentinel_agent(clinic: &Clinic, machine: &Machine) -> Value {
    let mut random = number(clinic, "sentinel", machine);
    let seen = ago(clinic, 1, (14, minutes(machine)));
    let kind = match machine.kind {
        Kind::Server => "server",
        Kind::Laptop => "laptop",
        _ => "desktop",
    };
    json!({
        "id": random.between(1_000_000_000_000_000_000, 2_000_000_000_000_000_000).to_string(),
        "uuid": random.hex(32),
        "accountId": "617755838952421242",
        "accountName": "Alder Creek",
        "activeThreats": 0,
        "agentVersion": "24.1.4.257",
        "appsVulnerabilityStatus": "patch_required",
        "computerName": machine.host,
        "coreCount": 8,
        "createdAt": format!("{}T15:00:00.000000Z", machine.bought),
        "domain": "ALDERCREEK",
        "encryptedApplications": machine.host != "AC-LT05",
        "externalIp": crate::clinic::OUTSIDE_ADDRESS,
        "firewallEnabled": true,
        "groupName": "Default Group",
        "infected": false,
        "isActive": true,
        "isDecommissioned": false,
        "isPendingUninstall": false,
        "isUninstalled": false,
        "isUpToDate": machine.host != LIMITED,
        "lastActiveDate": seen.format("%Y-%m-%dT%H:%M:%S%.6fZ"),
        "lastIpToMgmt": machine.ip,
        "lastLoggedInUserName": machine.owner,
        "machineType": kind,
        "mitigationMode": if machine.host == LIMITED { "detect" } else { "protect" },
        "mitigationModeSuspicious": "detect",
        "modelName": machine.maker,
        "networkInterfaces": [{"id": random.between(1_000_000, 9_000_000).to_string(), "inet": [machine.ip], "inet6": [], "name": "Ethernet", "physical": machine.mac()}],
        "networkStatus": "connected",
        "operationalState": "na",
        "osArch": "64 bit",
        "osName": system(machine),
        "osRevision": "22631",
        "osType": "windows",
        "registeredAt": format!("{}T15:00:00.000000Z", machine.bought),
        "scanStatus": "finished",
        "serialNumber": machine.serial(),
        "siteName": "Alder Creek",
        "threatRebootRequired": false,
        "updatedAt": seen.format("%Y-%m-%dT%H:%M:%S%.6fZ")
    })
}

fn sentinel_threats(clinic: &Clinic) -> Piece {
    let machine = clinic.machine("AC-WS04");
    let threats: Vec<Value> = [("mitigated", "quarantine", "invoice.exe", 8), ("not_mitigated", "", "toolbar.exe", 6)]
        .iter()
        .map(|(status, action, file, days)| {
            let found = ago(clinic, *days, (15, 12));
            let done = if action.is_empty() { json!([]) } else { json!([{"action": action, "status": "success", "mitigationStartedAt": found.iso()}]) };
            json!({
                "id": number(clinic, file, machine).between(1_000_000_000_000_000_000, 2_000_000_000_000_000_000).to_string(),
                "agentDetectionInfo": {"agentIpV4": machine.ip, "agentLastLoggedInUserName": machine.owner, "agentOsName": machine.os, "agentVersion": "24.1.4.257", "siteName": "Alder Creek"},
                "agentRealtimeInfo": {"agentComputerName": machine.host, "agentId": "1", "agentIsActive": true, "agentMachineType": "desktop", "agentMitigationMode": "protect", "agentOsType": "windows"},
                "indicators": [],
                "mitigationStatus": done,
                "threatInfo": {
                    "analystVerdict": "true_positive", "classification": "Malware", "confidenceLevel": "malicious",
                    "createdAt": found.iso_millis(), "identifiedAt": found.iso_millis(), "detectionType": "static",
                    "filePath": format!("\\Device\\HarddiskVolume3\\Users\\cdunning\\Downloads\\{file}"), "fileSize": 91_136,
                    "incidentStatus": "resolved", "mitigationStatus": status, "sha1": number(clinic, file, machine).hex(40),
                    "threatName": file, "initiatedBy": "agent_policy"
                }
            })
        })
        .collect();
    let text = json::text(
        &json!({"data": threats, "pagination": {"nextCursor": null, "totalItems": threats.len()}}),
    );
    Piece::new(
        "endpoints/sentinelone-threats.json",
        text + "\n",
        "two programs SentinelOne found; one was taken away",
    )
    .holds("sentinelone_threat", threats.len())
    .gives("malware_detection", threats.len())
    .tells(
        "malware_detection",
        1,
        "remediated and action = 'quarantine' and host_name = 'ac-ws04'",
    )
}

fn sentinel_activities(clinic: &Clinic) -> Piece {
    let told = [
        (27, "Omar Haddad logged in to the management console"),
        (
            120,
            "Omar Haddad disabled the policy of the group Default Group",
        ),
        (61, "Omar Haddad started a full disk scan on AC-WS06"),
    ];
    let rows: Vec<Value> = told
        .iter()
        .zip(2..)
        .map(|((kind, text), minute)| {
            let time = ago(clinic, 6, (16, minute));
            json!({
                "id": clinic.random(text).between(1_000_000_000_000_000_000, 2_000_000_000_000_000_000).to_string(),
                "accountId": "617755838952421242", "accountName": "Alder Creek", "activityType": kind, "activityUuid": clinic.random(text).guid(),
                "agentId": null, "comments": null, "createdAt": time.format("%Y-%m-%dT%H:%M:%S%.6fZ"), "updatedAt": time.format("%Y-%m-%dT%H:%M:%S%.6fZ"),
                "data": {"username": "ohaddad", "ipAddress": "10.20.10.34", "role": "admin", "source": "mgmt"},
                "primaryDescription": text, "secondaryDescription": "10.20.10.34", "siteId": null, "threatId": null, "userId": "617755839187302000"
            })
        })
        .collect();
    let text = json::text(
        &json!({"data": rows, "pagination": {"nextCursor": null, "totalItems": rows.len()}}),
    );
    Piece::new(
        "endpoints/sentinelone-activities.json",
        text + "\n",
        "what was done in SentinelOne's console",
    )
    .holds("sentinelone_activity", rows.len())
    .gives("api_call", rows.len())
    .tells(
        "api_call",
        rows.len(),
        "user_name = 'ohaddad' and source_ip = '10.20.10.34'",
    )
}
