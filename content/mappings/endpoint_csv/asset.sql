/*---
product: endpoint_csv
fact: asset
examples:
  - records: # one export in several spellings of its header
      endpoint_csv:
        - {Asset Tag: "A-0101", Host Name: "AC-WS01.clinic.example", Type: "Workstation", OS: "Windows 11 Pro", OS Version: "24H2", OS Supported: "yes", MAC Address: "02-AC-0A-14-0A-0B", IP Address: "10.20.10.11", Serial Number: "sn003", Agent Installed: "yes", Last Seen: "2026-03-02T08:00:00Z", Prevention Mode: "Prevent", Signatures: "2026-03-01", Patch Compliant: "yes", Firewall: "on", Local Admin Users: "no", Disk Encrypted: "no", Baseline Compliant: "yes", Idle Lock: "yes", User: "dpruitt"}
        - {asset_tag: "A-0101", host_name: "AC-WS01.clinic.example", type: "Workstation", os: "Windows 11 Pro", os_version: "24H2", os_supported: "yes", mac_address: "02-AC-0A-14-0A-0B", ip_address: "10.20.10.11", serial_number: "sn003", agent_installed: "yes", last_seen: "2026-03-02T08:00:00Z", prevention_mode: "Prevent", signatures: "2026-03-01", patch_compliant: "yes", firewall: "on", local_admin_users: "no", disk_encrypted: "no", baseline_compliant: "yes", idle_lock: "yes", user: "dpruitt"}
        - {Asset tag: "A-0101", Host name: "AC-WS01.clinic.example", Device Type: "Workstation", Operating System: "Windows 11 Pro", OS version: "24H2", OS supported: "yes", MAC address: "02-AC-0A-14-0A-0B", IP address: "10.20.10.11", Serial number: "sn003", Agent installed: "yes", Last seen: "2026-03-02T08:00:00Z", Prevention mode: "Prevent", Signature Date: "2026-03-01", Patch compliant: "yes", Firewall On: "on", Local admin users: "no", Disk encrypted: "no", Baseline compliant: "yes", Idle lock: "yes", Last User: "dpruitt"}
        - {Device ID: "A-0101", Hostname: "AC-WS01.clinic.example", device_type: "Workstation", operating_system: "Windows 11 Pro", OS build: "24H2", Supported: "yes", MAC: "02-AC-0A-14-0A-0B", IP: "10.20.10.11", Serial: "sn003", Agent: "yes", Last Contact: "2026-03-02T08:00:00Z", Mode: "Prevent", signature_date: "2026-03-01", Patched: "yes", firewall_on: "on", Local Admin: "no", Encrypted: "no", Baseline: "yes", Screen Lock: "yes", last_user: "dpruitt"}
        - {device_id: "A-0101", hostname: "AC-WS01.clinic.example", Device type: "Workstation", Operating system: "Windows 11 Pro", supported: "yes", mac: "02-AC-0A-14-0A-0B", ip: "10.20.10.11", serial: "sn003", agent: "yes", last_contact: "2026-03-02T08:00:00Z", mode: "Prevent", Signature date: "2026-03-01", patched: "yes", Firewall on: "on", local_admin: "no", encrypted: "no", baseline: "yes", screen_lock: "yes", Last user: "dpruitt"}
        - {Asset ID: "A-0101", Computer Name: "AC-WS01.clinic.example", Kind: "Workstation", Platform: "Windows 11 Pro", Local IP: "10.20.10.11", Protected: "yes", Last contact: "2026-03-02T08:00:00Z", Policy Mode: "Prevent", Definitions Date: "2026-03-01", Patch Status: "yes", Firewall Enabled: "on", Local admin: "no", Encryption: "no", Screen lock: "yes", Owner: "dpruitt"}
        - {asset_id: "A-0101", computer_name: "AC-WS01.clinic.example", kind: "Workstation", platform: "Windows 11 Pro", local_ip: "10.20.10.11", protected: "yes", Agent Last Seen: "2026-03-02T08:00:00Z", policy_mode: "Prevent", definitions_date: "2026-03-01", patch_status: "yes", firewall_enabled: "on", User Is Admin: "no", encryption: "no", owner: "dpruitt"}
        - {Computer name: "AC-WS01.clinic.example", OS Platform: "Windows 11 Pro", Sensor Installed: "yes", agent_last_seen: "2026-03-02T08:00:00Z", Policy mode: "Prevent", Definitions date: "2026-03-01", Patch status: "yes", Firewall enabled: "on", user_is_admin: "no"}
        - {Device Name: "AC-WS01.clinic.example", os_platform: "Windows 11 Pro", sensor_installed: "yes", Agent last seen: "2026-03-02T08:00:00Z", Prevention: "Prevent", Definition Date: "2026-03-01", Firewall Status: "on", User is admin: "no"}
        - {device_name: "AC-WS01.clinic.example", OS platform: "Windows 11 Pro", Sensor installed: "yes", Last Check In: "2026-03-02T08:00:00Z", prevention: "Prevent", definition_date: "2026-03-01", firewall_status: "on", Everyday Admin: "no"}
        - {Device name: "AC-WS01.clinic.example", last_check_in: "2026-03-02T08:00:00Z", Protection Mode: "Prevent", Definition date: "2026-03-01", Firewall status: "on", everyday_admin: "no"}
        - {Host: "AC-WS01.clinic.example", Last Check in: "2026-03-02T08:00:00Z", protection_mode: "Prevent", Signatures Updated: "2026-03-01", Everyday admin: "no"}
        - {Last check in: "2026-03-02T08:00:00Z", Protection mode: "Prevent", signatures_updated: "2026-03-01"}
        - {Agent Last Seen At: "2026-03-02T08:00:00Z", Prevention Policy: "Prevent", Signatures updated: "2026-03-01"}
        - {agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_policy: "Prevent", Signature Updated: "2026-03-01"}
        - {Agent Last Seen at: "2026-03-02T08:00:00Z", Prevention policy: "Prevent", signature_updated: "2026-03-01"}
        - {Agent last seen at: "2026-03-02T08:00:00Z", Antivirus Mode: "Prevent", Signature updated: "2026-03-01"}
        - {Last Seen At: "2026-03-02T08:00:00Z", antivirus_mode: "Prevent", Definitions Updated: "2026-03-01"}
        - {last_seen_at: "2026-03-02T08:00:00Z", Antivirus mode: "Prevent", definitions_updated: "2026-03-01"}
        - {Last Seen at: "2026-03-02T08:00:00Z", Mitigation Mode: "Prevent", Definitions updated: "2026-03-01"}
        - {Last seen at: "2026-03-02T08:00:00Z", mitigation_mode: "Prevent", Signature Last Updated: "2026-03-01"}
        - {Last Active: "2026-03-02T08:00:00Z", Mitigation mode: "Prevent", signature_last_updated: "2026-03-01"}
        - {last_active: "2026-03-02T08:00:00Z", Signature last updated: "2026-03-01"}
        - {Last active: "2026-03-02T08:00:00Z", Last Definition Update: "2026-03-01"}
        - {Last Connected: "2026-03-02T08:00:00Z", last_definition_update: "2026-03-01"}
        - {last_connected: "2026-03-02T08:00:00Z", Last definition update: "2026-03-01"}
        - {Last connected: "2026-03-02T08:00:00Z", Virus Definitions Date: "2026-03-01"}
        - {Last Device Update: "2026-03-02T08:00:00Z", virus_definitions_date: "2026-03-01"}
        - {last_device_update: "2026-03-02T08:00:00Z", Virus definitions date: "2026-03-01"}
        - {Last device update: "2026-03-02T08:00:00Z", Signatures At: "2026-03-01"}
        - {"Last check-in": "2026-03-02T08:00:00Z", signatures_at: "2026-03-01"}
        - {Signatures at: "2026-03-01"}
    facts:
      - {asset_id: "A-0101", host_name: "ac-ws01", kind: "workstation", os: "Windows 11 Pro", os_version: "24H2", os_supported: true, mac_address: "02:ac:0a:14:0a:0b", ip_address: "10.20.10.11", serial_number: "SN003", owner: "dpruitt", agent_installed: true, agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", patch_compliant: true, firewall_on: true, everyday_admin: false, disk_encrypted: false, baseline_compliant: true, idle_lock: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {asset_id: "A-0101", host_name: "ac-ws01", kind: "workstation", os: "Windows 11 Pro", os_version: "24H2", os_supported: true, mac_address: "02:ac:0a:14:0a:0b", ip_address: "10.20.10.11", serial_number: "SN003", owner: "dpruitt", agent_installed: true, agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", patch_compliant: true, firewall_on: true, everyday_admin: false, disk_encrypted: false, baseline_compliant: true, idle_lock: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {asset_id: "A-0101", host_name: "ac-ws01", kind: "workstation", os: "Windows 11 Pro", os_version: "24H2", os_supported: true, mac_address: "02:ac:0a:14:0a:0b", ip_address: "10.20.10.11", serial_number: "SN003", owner: "dpruitt", agent_installed: true, agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", patch_compliant: true, firewall_on: true, everyday_admin: false, disk_encrypted: false, baseline_compliant: true, idle_lock: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {asset_id: "A-0101", host_name: "ac-ws01", kind: "workstation", os: "Windows 11 Pro", os_version: "24H2", os_supported: true, mac_address: "02:ac:0a:14:0a:0b", ip_address: "10.20.10.11", serial_number: "SN003", owner: "dpruitt", agent_installed: true, agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", patch_compliant: true, firewall_on: true, everyday_admin: false, disk_encrypted: false, baseline_compliant: true, idle_lock: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {asset_id: "A-0101", host_name: "ac-ws01", kind: "workstation", os: "Windows 11 Pro", os_supported: true, mac_address: "02:ac:0a:14:0a:0b", ip_address: "10.20.10.11", serial_number: "SN003", owner: "dpruitt", agent_installed: true, agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", patch_compliant: true, firewall_on: true, everyday_admin: false, disk_encrypted: false, baseline_compliant: true, idle_lock: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {asset_id: "A-0101", host_name: "ac-ws01", kind: "workstation", os: "Windows 11 Pro", ip_address: "10.20.10.11", owner: "dpruitt", agent_installed: true, agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", patch_compliant: true, firewall_on: true, everyday_admin: false, disk_encrypted: false, idle_lock: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {asset_id: "A-0101", host_name: "ac-ws01", kind: "workstation", os: "Windows 11 Pro", ip_address: "10.20.10.11", owner: "dpruitt", agent_installed: true, agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", patch_compliant: true, firewall_on: true, everyday_admin: false, disk_encrypted: false, last_seen_at: "2026-03-02T08:00:00Z"}
      - {host_name: "ac-ws01", os: "Windows 11 Pro", agent_installed: true, agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", patch_compliant: true, firewall_on: true, everyday_admin: false, last_seen_at: "2026-03-02T08:00:00Z"}
      - {host_name: "ac-ws01", os: "Windows 11 Pro", agent_installed: true, agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", firewall_on: true, everyday_admin: false, last_seen_at: "2026-03-02T08:00:00Z"}
      - {host_name: "ac-ws01", os: "Windows 11 Pro", agent_installed: true, agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", firewall_on: true, everyday_admin: false, last_seen_at: "2026-03-02T08:00:00Z"}
      - {host_name: "ac-ws01", agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", firewall_on: true, everyday_admin: false, last_seen_at: "2026-03-02T08:00:00Z"}
      - {host_name: "ac-ws01", agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", everyday_admin: false, last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {agent_last_seen_at: "2026-03-02T08:00:00Z", signatures_at: "2026-03-01T00:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {signatures_at: "2026-03-01T00:00:00Z"}
  - records: # odd cells
      endpoint_csv:
        - {Host Name: "AC-WS06", Agent Installed: "no", Prevention Mode: "Detect only", OS: "Windows 10 Pro"}
        - {Host Name: "AC-LT01", Local Admin Users: "CLINIC\\hmarsh", Patched: "Missing updates"}
    facts:
      - {host_name: "ac-ws06", agent_installed: false, prevention_mode: false, os_supported: false, signatures_at: null, everyday_admin: false}
      - {host_name: "ac-lt01", everyday_admin: true, patch_compliant: false}
  - records: # columns that `content/exports/endpoint_csv.yaml` gives; whether "on" stops anything, nobody knows
      endpoint_csv:
        - {Host Name: PC-01, program_control: "High (Block Unapproved)", program_control_enforced: null}
        - {Host Name: PC-02, program_control: "Audit only"}
        - {Host Name: PC-03, program_control: "Medium (Prompt Unapproved)"}
        - {Host Name: PC-04, program_control: "Yes"}
        - {Host Name: PC-05, program_control: "No"}
        - {Host Name: PC-06, program_control_enforced: "Yes"}
        - {Host Name: PC-07}
    facts:
      - {host_name: pc-01, program_control: true}
      - {host_name: pc-02, program_control: false}
      - {host_name: pc-03, program_control: false}
      - {host_name: pc-04, program_control: null}
      - {host_name: pc-05, program_control: false}
      - {host_name: pc-06, program_control: true}
      - {host_name: pc-07, program_control: null}
---*/
with cells as (
  select
    record_id,
    evidence_id,
    time,
    coalesce("Asset Tag", "asset_tag", "Asset tag", "Device ID", "device_id", "Asset ID", "asset_id") as asset,
    coalesce("Host Name", "host_name", "Host name", "Hostname", "hostname", "Computer Name", "computer_name",
      "Computer name", "Device Name", "device_name", "Device name", "Host", host) as host,
    coalesce("Type", "type", "Device Type", "device_type", "Device type", "Kind", "kind") as kind,
    coalesce("OS", "os", "Operating System", "operating_system", "Operating system", "Platform", "platform",
      "OS Platform", "os_platform", "OS platform") as os,
    coalesce("OS Version", "os_version", "OS version", "OS build") as version,
    coalesce("OS Supported", "os_supported", "OS supported", "Supported", "supported") as supported,
    coalesce("MAC Address", "mac_address", "MAC address", "MAC", "mac") as mac,
    coalesce("IP Address", "ip_address", "IP address", "IP", "ip", "Local IP", "local_ip") as ip,
    coalesce("Serial Number", "serial_number", "Serial number", "Serial", "serial") as serial,
    coalesce("Agent Installed", "agent_installed", "Agent installed", "Agent", "agent", "Protected",
      "protected", "Sensor Installed", "sensor_installed", "Sensor installed") as installed,
    coalesce("Last Seen", "last_seen", "Last seen", "Last Contact", "last_contact", "Last contact",
      "Agent Last Seen", "agent_last_seen", "Agent last seen", "Last Check In", "last_check_in",
      "Last Check in", "Last check in", "Agent Last Seen At", "agent_last_seen_at", "Agent Last Seen at",
      "Agent last seen at", "Last Seen At", "last_seen_at", "Last Seen at", "Last seen at", "Last Active",
      "last_active", "Last active", "Last Connected", "last_connected", "Last connected", "Last Device Update",
      "last_device_update", "Last device update", "Last check-in") as seen,
    coalesce("Prevention Mode", "prevention_mode", "Prevention mode", "Mode", "mode", "Policy Mode",
      "policy_mode", "Policy mode", "Prevention", "prevention", "Protection Mode", "protection_mode",
      "Protection mode", "Prevention Policy", "prevention_policy", "Prevention policy", "Antivirus Mode",
      "antivirus_mode", "Antivirus mode", "Mitigation Mode", "mitigation_mode", "Mitigation mode") as mode,
    coalesce("Signatures", "signatures", "Signature Date", "signature_date", "Signature date",
      "Definitions Date", "definitions_date", "Definitions date", "Definition Date", "definition_date",
      "Definition date", "Signatures Updated", "signatures_updated", "Signatures updated", "Signature Updated",
      "signature_updated", "Signature updated", "Definitions Updated", "definitions_updated",
      "Definitions updated", "Signature Last Updated", "signature_last_updated", "Signature last updated",
      "Last Definition Update", "last_definition_update", "Last definition update", "Virus Definitions Date",
      "virus_definitions_date", "Virus definitions date", "Signatures At", "signatures_at", "Signatures at") as signatures,
    coalesce("Patch Compliant", "patch_compliant", "Patch compliant", "Patched", "patched", "Patch Status",
      "patch_status", "Patch status") as patched,
    coalesce("Firewall", "firewall", "Firewall On", "firewall_on", "Firewall on", "Firewall Enabled",
      "firewall_enabled", "Firewall enabled", "Firewall Status", "firewall_status", "Firewall status") as firewall,
    coalesce("Local Admin Users", "local_admin_users", "Local admin users", "Local Admin", "local_admin",
      "Local admin", "User Is Admin", "user_is_admin", "User is admin", "Everyday Admin", "everyday_admin",
      "Everyday admin") as admin,
    coalesce("Disk Encrypted", "disk_encrypted", "Disk encrypted", "Encrypted", "encrypted", "Encryption",
      "encryption") as encrypted,
    coalesce("Baseline Compliant", "baseline_compliant", "Baseline compliant", "Baseline", "baseline") as baseline,
    coalesce("Idle Lock", "idle_lock", "Idle lock", "Screen Lock", "screen_lock", "Screen lock") as lock,
    coalesce("User", "user", "Last User", "last_user", "Last user", "Owner", "owner") as owner,
    program_control,
    program_control_enforced
  from endpoint_csv
)
select
  record_id,
  coalesce(time, read_time(seen)) as time,
  asset as asset_id,
  lower(split_part(host, '.', 1)) as host_name,
  case
    when lower(kind) like '%laptop%' or lower(kind) like '%notebook%' then 'laptop'
    when lower(kind) like '%tablet%' or lower(kind) like '%ipad%' then 'tablet'
    when lower(kind) like '%phone%' or lower(kind) like '%mobile%' then 'phone'
    when lower(kind) like '%server%' then 'server'
    when lower(kind) like '%print%' then 'printer'
    when lower(kind) like '%medical%' or lower(kind) like '%biomed%' then 'medical_device'
    when lower(kind) ~ 'network|switch|router|firewall|access point' then 'network'
    when lower(kind) ~ 'workstation|desktop|computer' or lower(kind) = 'pc' then 'workstation'
    when kind is not null then 'other'
  end as kind,
  os,
  version as os_version,
  coalesce(flag(supported), case
    when lower(os) ~ 'windows xp|vista|windows 7|windows 8|server 2003|server 2008|server 2012' then false
    when lower(os) ~ 'windows 10' and lower(os) !~ 'ltsc|iot' then false
    when lower(os) ~ 'windows 11|server 2016|server 2019|server 2022|server 2025' then true
  end) as os_supported,
  lower(replace(mac, '-', ':')) as mac_address,
  ip as ip_address,
  upper(serial) as serial_number,
  owner,
  coalesce(flag(installed), true) as agent_installed,
  coalesce(read_time(seen), time) as agent_last_seen_at,
  coalesce(flag(mode), case
    when lower(mode) ~ 'detect|audit|monitor|report' then false
    when lower(mode) ~ 'prevent|block|protect|enforce|active' then true
  end) as prevention_mode,
  read_time(signatures) as signatures_at,
  coalesce(flag(patched), case when lower(patched) ~ 'missing|outdated|behind|pending|not ' then false when lower(patched) ~ 'up to date|current|compliant' then true end) as patch_compliant,
  flag(firewall) as firewall_on,
  case
    when admin is not null then coalesce(flag(admin), true)
    when count(admin) over (partition by evidence_id) > 0 then false
  end as everyday_admin,
  flag(encrypted) as disk_encrypted,
  flag(baseline) as baseline_compliant,
  flag(lock) as idle_lock,
  coalesce(flag(program_control_enforced), case
    when lower(program_control) ~ 'audit|monitor|report|learn|visib|prompt|disab|not |none|off|low' then false
    when lower(program_control) ~ 'enforc|block|high|secur|lockdown' then true
    when flag(program_control) = false then false
  end) as program_control,
  coalesce(read_time(seen), time) as last_seen_at
from cells
