/*---
product: mdm_csv
fact: asset
examples:
  - records: # one export in several spellings of its header
      mdm_csv:
        - {Device ID: "A-0401", Device Name: "AC-PH01", Type: "Phone", OS: "iOS", OS Version: "26.0", OS Supported: "yes", MAC Address: "02:ac:0a:14:28:15", Serial Number: "sn002", User: "hmarsh@clinic.example", Encrypted: "Yes", Compliant: "Compliant", Screen Lock: "yes", Patch Compliant: "yes", Firewall: "on", Baseline Compliant: "yes", Local Admin: "no", Managed: "yes", Last Check In: "2026-03-02T08:00:00Z", Status: "Active", Portable: "yes"}
        - {device_id: "A-0401", device_name: "AC-PH01", type: "Phone", os: "iOS", os_version: "26.0", os_supported: "yes", mac_address: "02:ac:0a:14:28:15", serial_number: "sn002", user: "hmarsh@clinic.example", encrypted: "Yes", compliant: "Compliant", screen_lock: "yes", patch_compliant: "yes", firewall: "on", baseline_compliant: "yes", local_admin: "no", managed: "yes", last_check_in: "2026-03-02T08:00:00Z", status: "Active", portable: "yes"}
        - {Asset Tag: "A-0401", Device name: "AC-PH01", Device Type: "Phone", Platform: "iOS", OS version: "26.0", OS supported: "yes", MAC address: "02:ac:0a:14:28:15", Serial number: "sn002", Owner: "hmarsh@clinic.example", Encryption: "Yes", Compliance: "Compliant", Screen lock: "yes", Patch compliant: "yes", Firewall On: "on", Baseline compliant: "yes", Local admin: "no", Enrolled: "yes", Last Check in: "2026-03-02T08:00:00Z", Device State: "Active", Mobile: "yes"}
        - {asset_tag: "A-0401", Host Name: "AC-PH01", device_type: "Phone", platform: "iOS", Operating System Version: "26.0", Supported: "yes", Wifi MAC: "02:ac:0a:14:28:15", Serial: "sn002", owner: "hmarsh@clinic.example", encryption: "Yes", compliance: "Compliant", Passcode: "yes", Patched: "yes", firewall_on: "on", Baseline: "yes", User Is Admin: "no", enrolled: "yes", Last check in: "2026-03-02T08:00:00Z", device_state: "Active", mobile: "yes"}
        - {Asset tag: "A-0401", host_name: "AC-PH01", Device type: "Phone", Operating System: "iOS", operating_system_version: "26.0", supported: "yes", wifi_mac: "02:ac:0a:14:28:15", serial: "sn002", Primary User: "hmarsh@clinic.example", Disk Encrypted: "Yes", Compliance State: "Compliant", passcode: "yes", patched: "yes", Firewall on: "on", baseline: "yes", user_is_admin: "no", Enrollment Status: "yes", Last Seen: "2026-03-02T08:00:00Z", Device state: "Active"}
        - {Asset ID: "A-0401", Host name: "AC-PH01", Model: "Phone", operating_system: "iOS", Operating system version: "26.0", "Wi-Fi MAC": "02:ac:0a:14:28:15", serialNumber: "sn002", primary_user: "hmarsh@clinic.example", disk_encrypted: "Yes", compliance_state: "Compliant", Idle Lock: "yes", OS Up To Date: "yes", Firewall Status: "on", User is admin: "no", enrollment_status: "yes", last_seen: "2026-03-02T08:00:00Z", Device Status: "Active"}
        - {asset_id: "A-0401", Hostname: "AC-PH01", model: "Phone", Operating system: "iOS", osVersion: "26.0", Primary user: "hmarsh@clinic.example", Disk encrypted: "Yes", Compliance state: "Compliant", idle_lock: "yes", os_up_to_date: "yes", firewall_status: "on", Everyday Admin: "no", Enrollment status: "yes", Last seen: "2026-03-02T08:00:00Z", device_status: "Active"}
        - {hostname: "AC-PH01", Username: "hmarsh@clinic.example", Is Encrypted: "Yes", Compliance Status: "Compliant", Idle lock: "yes", OS Up to Date: "yes", Firewall status: "on", everyday_admin: "no", Last Sync: "2026-03-02T08:00:00Z", Device status: "Active"}
        - {Name: "AC-PH01", username: "hmarsh@clinic.example", is_encrypted: "Yes", compliance_status: "Compliant", Auto Lock: "yes", OS up to date: "yes", Everyday admin: "no", last_sync: "2026-03-02T08:00:00Z"}
        - {name: "AC-PH01", User Name: "hmarsh@clinic.example", Is encrypted: "Yes", Compliance status: "Compliant", auto_lock: "yes", Last sync: "2026-03-02T08:00:00Z"}
        - {Device Friendly Name: "AC-PH01", user_name: "hmarsh@clinic.example", Disk Encryption: "Yes", Policy Compliance: "Compliant", Auto lock: "yes", Last Seen At: "2026-03-02T08:00:00Z"}
        - {device_friendly_name: "AC-PH01", User name: "hmarsh@clinic.example", disk_encryption: "Yes", policy_compliance: "Compliant", Passcode Set: "yes", last_seen_at: "2026-03-02T08:00:00Z"}
        - {Device friendly name: "AC-PH01", User Email: "hmarsh@clinic.example", Disk encryption: "Yes", Policy compliance: "Compliant", passcode_set: "yes", Last Seen at: "2026-03-02T08:00:00Z"}
        - {deviceName: "AC-PH01", user_email: "hmarsh@clinic.example", Encryption Status: "Yes", Is Compliant: "Compliant", Passcode set: "yes", Last seen at: "2026-03-02T08:00:00Z"}
        - {User email: "hmarsh@clinic.example", encryption_status: "Yes", is_compliant: "Compliant", Passcode Status: "yes", Last Contact: "2026-03-02T08:00:00Z"}
        - {Assigned User: "hmarsh@clinic.example", Encryption status: "Yes", Is compliant: "Compliant", passcode_status: "yes", last_contact: "2026-03-02T08:00:00Z"}
        - {assigned_user: "hmarsh@clinic.example", Filevault Status: "Yes", Device Compliance: "Compliant", Passcode status: "yes", Last contact: "2026-03-02T08:00:00Z"}
        - {Assigned user: "hmarsh@clinic.example", filevault_status: "Yes", device_compliance: "Compliant", Last Inventory Update: "2026-03-02T08:00:00Z"}
        - {Primary user UPN: "hmarsh@clinic.example", Filevault status: "Yes", Device compliance: "Compliant", last_inventory_update: "2026-03-02T08:00:00Z"}
        - {userPrincipalName: "hmarsh@clinic.example", Bitlocker Status: "Yes", Policy Compliant: "Compliant", Last inventory update: "2026-03-02T08:00:00Z"}
        - {Primary user email address: "hmarsh@clinic.example", bitlocker_status: "Yes", policy_compliant: "Compliant", Last Sync Date Time: "2026-03-02T08:00:00Z"}
        - {Bitlocker status: "Yes", Policy compliant: "Compliant", last_sync_date_time: "2026-03-02T08:00:00Z"}
        - {FileVault 2 Status: "Yes", complianceState: "Compliant", Last sync date time: "2026-03-02T08:00:00Z"}
        - {isEncrypted: "Yes", "Last check-in": "2026-03-02T08:00:00Z"}
        - {"Last Check-In": "2026-03-02T08:00:00Z"}
    facts:
      - {asset_id: "A-0401", host_name: "ac-ph01", kind: "phone", os: "iOS", os_version: "26.0", os_supported: true, mac_address: "02:ac:0a:14:28:15", serial_number: "SN002", owner: "hmarsh@clinic.example", status: "in_use", portable: true, disk_encrypted: true, policy_compliant: true, idle_lock: true, patch_compliant: true, firewall_on: true, baseline_compliant: true, everyday_admin: false, managed: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {asset_id: "A-0401", host_name: "ac-ph01", kind: "phone", os: "iOS", os_version: "26.0", os_supported: true, mac_address: "02:ac:0a:14:28:15", serial_number: "SN002", owner: "hmarsh@clinic.example", status: "in_use", portable: true, disk_encrypted: true, policy_compliant: true, idle_lock: true, patch_compliant: true, firewall_on: true, baseline_compliant: true, everyday_admin: false, managed: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {asset_id: "A-0401", host_name: "ac-ph01", kind: "phone", os: "iOS", os_version: "26.0", os_supported: true, mac_address: "02:ac:0a:14:28:15", serial_number: "SN002", owner: "hmarsh@clinic.example", status: "in_use", portable: true, disk_encrypted: true, policy_compliant: true, idle_lock: true, patch_compliant: true, firewall_on: true, baseline_compliant: true, everyday_admin: false, managed: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {asset_id: "A-0401", host_name: "ac-ph01", kind: "phone", os: "iOS", os_version: "26.0", os_supported: true, mac_address: "02:ac:0a:14:28:15", serial_number: "SN002", owner: "hmarsh@clinic.example", status: "in_use", portable: true, disk_encrypted: true, policy_compliant: true, idle_lock: true, patch_compliant: true, firewall_on: true, baseline_compliant: true, everyday_admin: false, managed: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {asset_id: "A-0401", host_name: "ac-ph01", kind: "phone", os: "iOS", os_version: "26.0", os_supported: true, mac_address: "02:ac:0a:14:28:15", serial_number: "SN002", owner: "hmarsh@clinic.example", status: "in_use", disk_encrypted: true, policy_compliant: true, idle_lock: true, patch_compliant: true, firewall_on: true, baseline_compliant: true, everyday_admin: false, managed: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {asset_id: "A-0401", host_name: "ac-ph01", kind: "phone", os: "iOS", os_version: "26.0", mac_address: "02:ac:0a:14:28:15", serial_number: "SN002", owner: "hmarsh@clinic.example", status: "in_use", disk_encrypted: true, policy_compliant: true, idle_lock: true, patch_compliant: true, firewall_on: true, everyday_admin: false, managed: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {asset_id: "A-0401", host_name: "ac-ph01", kind: "phone", os: "iOS", os_version: "26.0", owner: "hmarsh@clinic.example", status: "in_use", disk_encrypted: true, policy_compliant: true, idle_lock: true, patch_compliant: true, firewall_on: true, everyday_admin: false, managed: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {host_name: "ac-ph01", owner: "hmarsh@clinic.example", status: "in_use", disk_encrypted: true, policy_compliant: true, idle_lock: true, patch_compliant: true, firewall_on: true, everyday_admin: false, last_seen_at: "2026-03-02T08:00:00Z"}
      - {host_name: "ac-ph01", owner: "hmarsh@clinic.example", disk_encrypted: true, policy_compliant: true, idle_lock: true, patch_compliant: true, everyday_admin: false, last_seen_at: "2026-03-02T08:00:00Z"}
      - {host_name: "ac-ph01", owner: "hmarsh@clinic.example", disk_encrypted: true, policy_compliant: true, idle_lock: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {host_name: "ac-ph01", owner: "hmarsh@clinic.example", disk_encrypted: true, policy_compliant: true, idle_lock: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {host_name: "ac-ph01", owner: "hmarsh@clinic.example", disk_encrypted: true, policy_compliant: true, idle_lock: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {host_name: "ac-ph01", owner: "hmarsh@clinic.example", disk_encrypted: true, policy_compliant: true, idle_lock: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {host_name: "ac-ph01", owner: "hmarsh@clinic.example", disk_encrypted: true, policy_compliant: true, idle_lock: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {owner: "hmarsh@clinic.example", disk_encrypted: true, policy_compliant: true, idle_lock: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {owner: "hmarsh@clinic.example", disk_encrypted: true, policy_compliant: true, idle_lock: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {owner: "hmarsh@clinic.example", disk_encrypted: true, policy_compliant: true, idle_lock: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {owner: "hmarsh@clinic.example", disk_encrypted: true, policy_compliant: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {owner: "hmarsh@clinic.example", disk_encrypted: true, policy_compliant: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {owner: "hmarsh@clinic.example", disk_encrypted: true, policy_compliant: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {owner: "hmarsh@clinic.example", disk_encrypted: true, policy_compliant: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {disk_encrypted: true, policy_compliant: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {disk_encrypted: true, policy_compliant: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {disk_encrypted: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {last_seen_at: "2026-03-02T08:00:00Z"}
  - records: # odd cells
      mdm_csv:
        - {Device Name: "AC-TB02", OS: "Android", Compliant: "No", Status: "Lost"}
    facts:
      - {host_name: "ac-tb02", kind: "phone", portable: true, policy_compliant: false, managed: true, disk_encrypted: null, status: "lost"}
  - records: # columns that `content/exports/mdm_csv.yaml` gives
      mdm_csv:
        - {Device Name: LT-01, auto_enrolled: Windows Autopilot, in_service: "2026-03-02", program_control: Enforced, program_control_enforced: null}
        - {Device Name: LT-02, auto_enrolled: "User-initiated - no invitation"}
        - {Device Name: LT-03, auto_enrolled: windowsAzureADJoin}
        - {Device Name: LT-04, auto_enrolled: "Yes"}
        - {Device Name: MB-05, auto_enrolled: appleBulkWithUser}
        - {Device Name: MB-06}
    facts:
      - {host_name: lt-01, auto_enrolled: true, in_service_at: "2026-03-02T00:00:00Z", program_control: true}
      - {host_name: lt-02, auto_enrolled: false, in_service_at: null, program_control: null}
      - {host_name: lt-03, auto_enrolled: null}
      - {host_name: lt-04, auto_enrolled: true}
      - {host_name: mb-05, auto_enrolled: true}
      - {host_name: mb-06, auto_enrolled: null}
  - records: # Intune names models, not kinds
      mdm_csv:
        - {Device name: LT-01, Model: Latitude 5540, OS: Windows}
        - {Device name: LT-02, Model: MacBook Pro 14-inch, OS: macOS}
        - {Device name: WS-03, Model: OptiPlex 7010, OS: Windows}
        - {Device name: WS-04, Model: Mac mini, OS: macOS}
        - {Device name: TB-05, Model: iPad (9th generation), OS: iOS}
        - {Device name: PH-06, Model: SM-G991U, OS: Android (corporate-owned)}
        - {Device name: TB-07, Model: SM-T500, OS: Android}
        - {Device name: WS-08, Model: VMware7 1, OS: Windows}
    facts:
      - {kind: laptop, portable: true}
      - {kind: laptop, portable: true}
      - {kind: workstation, portable: false}
      - {kind: workstation, portable: false}
      - {kind: tablet, portable: true}
      - {kind: phone, portable: true}
      - {kind: tablet, portable: true}
      - {kind: other, portable: false}
  - records: # Jamf Pro's words for encryption, Workspace ONE's for compliance, Intune's addresses
      mdm_csv:
        - {Computer Name: AW-MB01, FileVault 2 Status: All Partitions Encrypted, Managed: Managed}
        - {Computer Name: AW-MB02, FileVault 2 Status: Boot Partitions Encrypted}
        - {Computer Name: AW-MB03, FileVault 2 Status: No Partitions Encrypted}
        - {Friendly Name: AC-TB02, Compliance Status: Non-Compliant, Encryption Status: Encrypted}
        - {Device name: AC-LT01, Wi-Fi MAC: 02AC0A140A1F}
    facts:
      - {disk_encrypted: true, policy_compliant: null}
      - {disk_encrypted: true, policy_compliant: null}
      - {disk_encrypted: false}
      - {disk_encrypted: true, policy_compliant: false}
      - {host_name: ac-lt01, mac_address: "02:ac:0a:14:0a:1f"}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("Device ID", "device_id", "Asset Tag", "asset_tag", "Asset tag", "Asset ID", "asset_id") as asset,
    coalesce("Device Name", "device_name", "Device name", "Host Name", "host_name", "Host name", "Hostname",
      "hostname", "Name", "name", "Device Friendly Name", "device_friendly_name", "Device friendly name",
      "deviceName", host) as host,
    coalesce("Type", "type", "Device Type", "device_type", "Device type", "Model", "model") as kind,
    coalesce("OS", "os", "Platform", "platform", "Operating System", "operating_system", "Operating system") as os,
    coalesce("OS Version", "os_version", "OS version", "Operating System Version", "operating_system_version",
      "Operating system version", "osVersion") as version,
    coalesce("OS Supported", "os_supported", "OS supported", "Supported", "supported") as supported,
    coalesce("MAC Address", "mac_address", "MAC address", "Wifi MAC", "wifi_mac", "Wi-Fi MAC") as mac,
    coalesce("Serial Number", "serial_number", "Serial number", "Serial", "serial", "serialNumber") as serial,
    coalesce("User", "user", "Owner", "owner", "Primary User", "primary_user", "Primary user", "Username",
      "username", "User Name", "user_name", "User name", "User Email", "user_email", "User email",
      "Assigned User", "assigned_user", "Assigned user", "Primary user UPN", "userPrincipalName",
      "Primary user email address") as owner,
    coalesce("Encrypted", "encrypted", "Encryption", "encryption", "Disk Encrypted", "disk_encrypted",
      "Disk encrypted", "Is Encrypted", "is_encrypted", "Is encrypted", "Disk Encryption", "disk_encryption",
      "Disk encryption", "Encryption Status", "encryption_status", "Encryption status", "Filevault Status",
      "filevault_status", "Filevault status", "Bitlocker Status", "bitlocker_status", "Bitlocker status",
      "FileVault 2 Status", "isEncrypted") as encrypted,
    coalesce("Compliant", "compliant", "Compliance", "compliance", "Compliance State", "compliance_state",
      "Compliance state", "Compliance Status", "compliance_status", "Compliance status", "Policy Compliance",
      "policy_compliance", "Policy compliance", "Is Compliant", "is_compliant", "Is compliant",
      "Device Compliance", "device_compliance", "Device compliance", "Policy Compliant", "policy_compliant",
      "Policy compliant", "complianceState") as compliant,
    coalesce("Screen Lock", "screen_lock", "Screen lock", "Passcode", "passcode", "Idle Lock", "idle_lock",
      "Idle lock", "Auto Lock", "auto_lock", "Auto lock", "Passcode Set", "passcode_set", "Passcode set",
      "Passcode Status", "passcode_status", "Passcode status") as lock,
    coalesce("Patch Compliant", "patch_compliant", "Patch compliant", "Patched", "patched", "OS Up To Date",
      "os_up_to_date", "OS Up to Date", "OS up to date") as patched,
    coalesce("Firewall", "firewall", "Firewall On", "firewall_on", "Firewall on", "Firewall Status",
      "firewall_status", "Firewall status") as firewall,
    coalesce("Baseline Compliant", "baseline_compliant", "Baseline compliant", "Baseline", "baseline") as baseline,
    coalesce("Local Admin", "local_admin", "Local admin", "User Is Admin", "user_is_admin", "User is admin",
      "Everyday Admin", "everyday_admin", "Everyday admin") as admin,
    coalesce("Managed", "managed", "Enrolled", "enrolled", "Enrollment Status", "enrollment_status",
      "Enrollment status") as jail,
    coalesce("Last Check In", "last_check_in", "Last Check in", "Last check in", "Last Seen", "last_seen",
      "Last seen", "Last Sync", "last_sync", "Last sync", "Last Seen At", "last_seen_at", "Last Seen at",
      "Last seen at", "Last Contact", "last_contact", "Last contact", "Last Inventory Update",
      "last_inventory_update", "Last inventory update", "Last Sync Date Time", "last_sync_date_time",
      "Last sync date time", "Last check-in", "Last Check-In") as seen,
    coalesce("Status", "status", "Device State", "device_state", "Device state", "Device Status",
      "device_status", "Device status") as status,
    coalesce("Portable", "portable", "Mobile", "mobile") as portable,
    auto_enrolled,
    in_service,
    program_control,
    program_control_enforced
  from mdm_csv
)
select
  record_id,
  coalesce(time, read_time(seen)) as time,
  asset as asset_id,
  lower(split_part(host, '.', 1)) as host_name,
  case
    when lower(kind) ~ 'laptop|notebook|macbook|chromebook|thinkpad|latitude|elitebook|probook|zbook|surface (laptop|book|pro)|yoga' then 'laptop'
    when lower(kind) ~ 'tablet|ipad|galaxy tab|surface go|sm-[tx][0-9]' then 'tablet'
    when lower(kind) ~ 'phone|mobile|galaxy [sa][0-9]|pixel|sm-[agns][0-9]' then 'phone'
    when lower(kind) like '%server%' then 'server'
    when lower(kind) like '%print%' then 'printer'
    when lower(kind) like '%medical%' or lower(kind) like '%biomed%' then 'medical_device'
    when lower(kind) ~ 'network|switch|router|firewall|access point' then 'network'
    when lower(kind) ~ 'workstation|desktop|computer|optiplex|prodesk|elitedesk|thinkcentre|imac|mac ?(mini|pro|studio)|precision [0-9]* ?tower' or lower(kind) = 'pc' then 'workstation'
    when lower(os) ~ 'ipados' then 'tablet'
    when lower(os) ~ 'ios|android' then 'phone'
    when kind is not null then 'other'
  end as kind,
  os,
  version as os_version,
  coalesce(flag(supported), case
    when lower(os) ~ 'windows xp|vista|windows 7|windows 8|server 2003|server 2008|server 2012' then false
    when lower(os) ~ 'windows 10' and lower(os) !~ 'ltsc|iot' then false
    when lower(os) ~ 'windows 11|server 2016|server 2019|server 2022|server 2025' then true
  end) as os_supported,
  regexp_replace(lower(replace(mac, '-', ':')), '^([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$', '\1:\2:\3:\4:\5:\6') as mac_address,
  upper(serial) as serial_number,
  owner,
  case
    when lower(status) like '%lost%' or lower(status) like '%missing%' then 'lost'
    when lower(status) like '%stolen%' then 'stolen'
    when lower(status) ~ 'retire|dispos|decom|scrap|destroy' then 'retired'
    when lower(status) ~ 'stor|stock|spare' then 'storage'
    when status is not null and lower(status) !~ 'wipe' then 'in_use'
  end as status,
  coalesce(flag(portable), lower(concat_ws(' ', kind, os)) ~
    'laptop|notebook|macbook|chromebook|thinkpad|latitude|elitebook|probook|zbook|surface (laptop|book|pro)|yoga|tablet|ipad|galaxy tab|surface go|sm-[tx][0-9]|phone|mobile|galaxy [sa][0-9]|pixel|sm-[agns][0-9]|(^|[^a-z])ios|ipados|android') as portable,
  coalesce(flag(encrypted), case
    when lower(encrypted) ~ '^(all|boot) partitions? encrypted' then true
    when lower(encrypted) ~ '^(no|some) partitions? encrypted' then false
  end) as disk_encrypted,
  flag(replace(compliant, '-', '')) as policy_compliant,
  flag(lock) as idle_lock,
  coalesce(flag(program_control_enforced), case
    when lower(program_control) ~ 'audit|monitor|report|learn|visib|prompt|disab|not |none|off|low' then false
    when lower(program_control) ~ 'enforc|block|high|secur|lockdown' then true
    when flag(program_control) = false then false
  end) as program_control,
  flag(patched) as patch_compliant,
  flag(firewall) as firewall_on,
  flag(baseline) as baseline_compliant,
  flag(admin) as everyday_admin,
  -- a person at the screen may have begun a join, or nobody: those words say neither
  case
    when flag(auto_enrolled) is not null then flag(auto_enrolled)
    when lower(auto_enrolled) ~ 'autopilot|automated|pre-?stage|zero-?touch|knox|(^|[^a-z])(dep|ade)([^a-z]|$)|applebulk|windowsbulk|bulk enrol' then true
    when lower(auto_enrolled) ~ 'manual|user[ -]?(enrol|initiated|approved)|company portal|enrollment ?manager|self|byod' then false
  end as auto_enrolled,
  read_time(in_service) as in_service_at,
  coalesce(flag(jail), true) as managed,
  coalesce(read_time(seen), time) as last_seen_at
from cells
