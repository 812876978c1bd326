/*---
product: inventory_csv
fact: asset
examples:
  - records: # one export in several spellings of its header
      inventory_csv:
        - {Asset Tag: "A-0201", Host Name: "AC-LT01.clinic.example", Type: "Laptop", OS: "Windows 11 Pro", OS Version: "24H2", OS Supported: "yes", MAC Address: "02-AC-0A-14-0A-1F", IP Address: "10.20.10.31", Serial Number: "sn001", Assigned To: "hmarsh", Location: "With owner", Status: "In use", Portable: "yes", Disk Encrypted: "yes", Patch Compliant: "no", Local Admin: "no", Last Seen: "2026-03-02", Purchase Date: "2024-05-06", Retired: null, Wipe Certificate: null}
        - {asset_tag: "A-0201", host_name: "AC-LT01.clinic.example", type: "Laptop", os: "Windows 11 Pro", os_version: "24H2", os_supported: "yes", mac_address: "02-AC-0A-14-0A-1F", ip_address: "10.20.10.31", serial_number: "sn001", assigned_to: "hmarsh", location: "With owner", status: "In use", portable: "yes", disk_encrypted: "yes", patch_compliant: "no", local_admin: "no", last_seen: "2026-03-02", purchase_date: "2024-05-06", retired: null, wipe_certificate: null}
        - {Asset tag: "A-0201", Host name: "AC-LT01.clinic.example", Kind: "Laptop", Operating System: "Windows 11 Pro", OS version: "24H2", OS supported: "yes", MAC address: "02-AC-0A-14-0A-1F", IP address: "10.20.10.31", Serial number: "sn001", Assigned to: "hmarsh", Room: "With owner", State: "In use", Mobile: "yes", Disk encrypted: "yes", Patch compliant: "no", Local admin: "no", Last seen: "2026-03-02", Purchase date: "2024-05-06", Retired Date: null, Wipe certificate: null}
        - {Asset ID: "A-0201", Hostname: "AC-LT01.clinic.example", kind: "Laptop", operating_system: "Windows 11 Pro", Version: "24H2", Supported: "yes", MAC: "02-AC-0A-14-0A-1F", IP: "10.20.10.31", Serial: "sn001", Owner: "hmarsh", room: "With owner", state: "In use", mobile: "yes", Encrypted: "yes", Patched: "no", User Is Admin: "no", Last Inventoried: "2026-03-02", Purchased: "2024-05-06", retired_date: null, Certificate Of Destruction: null}
        - {asset_id: "A-0201", hostname: "AC-LT01.clinic.example", Asset Type: "Laptop", Operating system: "Windows 11 Pro", version: "24H2", supported: "yes", mac: "02-AC-0A-14-0A-1F", ip: "10.20.10.31", serial: "sn001", owner: "hmarsh", Site: "With owner", Asset Status: "In use", encrypted: "yes", patched: "no", user_is_admin: "no", last_inventoried: "2026-03-02", purchased: "2024-05-06", Retired date: null, certificate_of_destruction: null}
        - {Tag: "A-0201", Computer Name: "AC-LT01.clinic.example", asset_type: "Laptop", OS Name: "Windows 11 Pro", Service Tag: "sn001", User: "hmarsh", site: "With owner", asset_status: "In use", Encryption: "yes", User is admin: "no", Last inventoried: "2026-03-02", Bought: "2024-05-06", Retired On: null, Certificate of Destruction: null}
        - {tag: "A-0201", computer_name: "AC-LT01.clinic.example", Asset type: "Laptop", os_name: "Windows 11 Pro", service_tag: "sn001", user: "hmarsh", Asset status: "In use", encryption: "yes", Everyday Admin: "no", Last Audit: "2026-03-02", bought: "2024-05-06", retired_on: null, Certificate of destruction: null}
        - {Asset: "A-0201", Computer name: "AC-LT01.clinic.example", Device Type: "Laptop", OS name: "Windows 11 Pro", Service tag: "sn001", Assigned User: "hmarsh", Install Status: "In use", Disk Encryption: "yes", everyday_admin: "no", last_audit: "2026-03-02", Acquired: "2024-05-06", Retired on: null}
        - {asset: "A-0201", Device Name: "AC-LT01.clinic.example", device_type: "Laptop", OS Full Name: "Windows 11 Pro", Serial No: "sn001", assigned_user: "hmarsh", install_status: "In use", disk_encryption: "yes", Everyday admin: "no", Last audit: "2026-03-02", acquired: "2024-05-06", Disposal Date: null}
        - {Asset Number: "A-0201", device_name: "AC-LT01.clinic.example", Device type: "Laptop", os_full_name: "Windows 11 Pro", serial_no: "sn001", Assigned user: "hmarsh", Install status: "In use", Disk encryption: "yes", Last Seen At: "2026-03-02", Acquisition Date: "2024-05-06", disposal_date: null}
        - {asset_number: "A-0201", Device name: "AC-LT01.clinic.example", Category: "Laptop", OS full name: "Windows 11 Pro", Serial no: "sn001", Checked Out To: "hmarsh", Lifecycle State: "In use", last_seen_at: "2026-03-02", acquisition_date: "2024-05-06", Disposal date: null}
        - {Asset number: "A-0201", category: "Laptop", checked_out_to: "hmarsh", lifecycle_state: "In use", Last Seen at: "2026-03-02", Acquisition date: "2024-05-06", Decommissioned: null}
        - {Equipment ID: "A-0201", Hardware Type: "Laptop", Checked Out to: "hmarsh", Lifecycle state: "In use", Last seen at: "2026-03-02", Purchased At: "2024-05-06", decommissioned: null}
        - {equipment_id: "A-0201", hardware_type: "Laptop", Checked out to: "hmarsh", Asset State: "In use", purchased_at: "2024-05-06", Retirement Date: null}
        - {Ci ID: "A-0201", Hardware type: "Laptop", Primary User: "hmarsh", asset_state: "In use", Purchased at: "2024-05-06", retirement_date: null}
        - {ci_id: "A-0201", Form Factor: "Laptop", primary_user: "hmarsh", Asset state: "In use", Retirement date: null}
        - {Inventory ID: "A-0201", form_factor: "Laptop", Primary user: "hmarsh", Retired At: null}
        - {inventory_id: "A-0201", Form factor: "Laptop", Custodian: "hmarsh", retired_at: null}
        - {Chassis Type: "Laptop", custodian: "hmarsh", Retired at: null}
        - {chassis_type: "Laptop", Owned By: "hmarsh"}
        - {Chassis type: "Laptop", owned_by: "hmarsh"}
        - {Model Category: "Laptop", Owned by: "hmarsh"}
        - {model_category: "Laptop", Used By: "hmarsh"}
        - {Model category: "Laptop", used_by: "hmarsh"}
        - {Class: "Laptop", Used by: "hmarsh"}
        - {class: "Laptop"}
    facts:
      - {asset_id: "A-0201", host_name: "ac-lt01", kind: "laptop", os: "Windows 11 Pro", os_version: "24H2", os_supported: true, mac_address: "02:ac:0a:14:0a:1f", ip_address: "10.20.10.31", serial_number: "SN001", owner: "hmarsh", location: "With owner", status: "in_use", portable: true, disk_encrypted: true, patch_compliant: false, everyday_admin: false, last_seen_at: "2026-03-02T00:00:00Z", purchased_at: "2024-05-06T00:00:00Z", in_inventory: true}
      - {asset_id: "A-0201", host_name: "ac-lt01", kind: "laptop", os: "Windows 11 Pro", os_version: "24H2", os_supported: true, mac_address: "02:ac:0a:14:0a:1f", ip_address: "10.20.10.31", serial_number: "SN001", owner: "hmarsh", location: "With owner", status: "in_use", portable: true, disk_encrypted: true, patch_compliant: false, everyday_admin: false, last_seen_at: "2026-03-02T00:00:00Z", purchased_at: "2024-05-06T00:00:00Z"}
      - {asset_id: "A-0201", host_name: "ac-lt01", kind: "laptop", os: "Windows 11 Pro", os_version: "24H2", os_supported: true, mac_address: "02:ac:0a:14:0a:1f", ip_address: "10.20.10.31", serial_number: "SN001", owner: "hmarsh", location: "With owner", status: "in_use", portable: true, disk_encrypted: true, patch_compliant: false, everyday_admin: false, last_seen_at: "2026-03-02T00:00:00Z", purchased_at: "2024-05-06T00:00:00Z"}
      - {asset_id: "A-0201", host_name: "ac-lt01", kind: "laptop", os: "Windows 11 Pro", os_version: "24H2", os_supported: true, mac_address: "02:ac:0a:14:0a:1f", ip_address: "10.20.10.31", serial_number: "SN001", owner: "hmarsh", location: "With owner", status: "in_use", portable: true, disk_encrypted: true, patch_compliant: false, everyday_admin: false, last_seen_at: "2026-03-02T00:00:00Z", purchased_at: "2024-05-06T00:00:00Z"}
      - {asset_id: "A-0201", host_name: "ac-lt01", kind: "laptop", os: "Windows 11 Pro", os_version: "24H2", os_supported: true, mac_address: "02:ac:0a:14:0a:1f", ip_address: "10.20.10.31", serial_number: "SN001", owner: "hmarsh", location: "With owner", status: "in_use", disk_encrypted: true, patch_compliant: false, everyday_admin: false, last_seen_at: "2026-03-02T00:00:00Z", purchased_at: "2024-05-06T00:00:00Z"}
      - {asset_id: "A-0201", host_name: "ac-lt01", kind: "laptop", os: "Windows 11 Pro", serial_number: "SN001", owner: "hmarsh", location: "With owner", status: "in_use", disk_encrypted: true, everyday_admin: false, last_seen_at: "2026-03-02T00:00:00Z", purchased_at: "2024-05-06T00:00:00Z"}
      - {asset_id: "A-0201", host_name: "ac-lt01", kind: "laptop", os: "Windows 11 Pro", serial_number: "SN001", owner: "hmarsh", status: "in_use", disk_encrypted: true, everyday_admin: false, last_seen_at: "2026-03-02T00:00:00Z", purchased_at: "2024-05-06T00:00:00Z"}
      - {asset_id: "A-0201", host_name: "ac-lt01", kind: "laptop", os: "Windows 11 Pro", serial_number: "SN001", owner: "hmarsh", status: "in_use", disk_encrypted: true, everyday_admin: false, last_seen_at: "2026-03-02T00:00:00Z", purchased_at: "2024-05-06T00:00:00Z"}
      - {asset_id: "A-0201", host_name: "ac-lt01", kind: "laptop", os: "Windows 11 Pro", serial_number: "SN001", owner: "hmarsh", status: "in_use", disk_encrypted: true, everyday_admin: false, last_seen_at: "2026-03-02T00:00:00Z", purchased_at: "2024-05-06T00:00:00Z"}
      - {asset_id: "A-0201", host_name: "ac-lt01", kind: "laptop", os: "Windows 11 Pro", serial_number: "SN001", owner: "hmarsh", status: "in_use", disk_encrypted: true, last_seen_at: "2026-03-02T00:00:00Z", purchased_at: "2024-05-06T00:00:00Z"}
      - {asset_id: "A-0201", host_name: "ac-lt01", kind: "laptop", os: "Windows 11 Pro", serial_number: "SN001", owner: "hmarsh", status: "in_use", last_seen_at: "2026-03-02T00:00:00Z", purchased_at: "2024-05-06T00:00:00Z"}
      - {asset_id: "A-0201", kind: "laptop", owner: "hmarsh", status: "in_use", last_seen_at: "2026-03-02T00:00:00Z", purchased_at: "2024-05-06T00:00:00Z"}
      - {asset_id: "A-0201", kind: "laptop", owner: "hmarsh", status: "in_use", last_seen_at: "2026-03-02T00:00:00Z", purchased_at: "2024-05-06T00:00:00Z"}
      - {asset_id: "A-0201", kind: "laptop", owner: "hmarsh", status: "in_use", purchased_at: "2024-05-06T00:00:00Z"}
      - {asset_id: "A-0201", kind: "laptop", owner: "hmarsh", status: "in_use", purchased_at: "2024-05-06T00:00:00Z"}
      - {asset_id: "A-0201", kind: "laptop", owner: "hmarsh", status: "in_use"}
      - {asset_id: "A-0201", kind: "laptop", owner: "hmarsh"}
      - {asset_id: "A-0201", kind: "laptop", owner: "hmarsh"}
      - {kind: "laptop", owner: "hmarsh"}
      - {kind: "laptop", owner: "hmarsh"}
      - {kind: "laptop", owner: "hmarsh"}
      - {kind: "laptop", owner: "hmarsh"}
      - {kind: "laptop", owner: "hmarsh"}
      - {kind: "laptop", owner: "hmarsh"}
      - {kind: "laptop", owner: "hmarsh"}
      - {kind: "laptop"}
  - records: # odd cells
      inventory_csv:
        - {Asset Tag: "A-9", Type: "Infusion thing", OS: "Windows 7 Embedded", Status: "Disposed", Retired: "2025-11-01", Wipe Certificate: "W-17"}
        - {Asset Tag: "A-10", OS: "Solaris 8"}
    facts:
      - {kind: "other", os_supported: false, status: "retired", portable: false, retired_at: "2025-11-01T00:00:00Z", wipe_certificate: true, host_name: null, disk_encrypted: null}
      - {kind: null, os_supported: null, portable: null, status: null, wipe_certificate: null}
  - records: # columns that `content/exports/inventory_csv.yaml` gives
      inventory_csv:
        - {Asset Tag: "A-11", purchase_order: "PO-77", bought_for: "$1,249.00", last_user: 'CLINIC\HMarsh', in_service: "2024-05-20", recorded_on: "2024-05-10", data_class: Restricted}
        - {Asset Tag: "A-12", bought_for: "n/a", data_class: "Internal use"}
        - {Asset Tag: "A-13"}
    facts:
      - {purchase_order: PO-77, cost: 1249, last_user: hmarsh, in_service_at: "2024-05-20T00:00:00Z", recorded_at: "2024-05-10T00:00:00Z", classification: Restricted}
      - {purchase_order: null, cost: null, last_user: null, in_service_at: null, recorded_at: null, classification: Internal use}
      - {cost: null, classification: null}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("Asset Tag", "asset_tag", "Asset tag", "Asset ID", "asset_id", "Tag", "tag", "Asset", "asset",
      "Asset Number", "asset_number", "Asset number", "Equipment ID", "equipment_id", "Ci ID", "ci_id",
      "Inventory ID", "inventory_id") as asset,
    coalesce("Host Name", "host_name", "Host name", "Hostname", "hostname", "Computer Name", "computer_name",
      "Computer name", "Device Name", "device_name", "Device name", host) as host,
    coalesce("Type", "type", "Kind", "kind", "Asset Type", "asset_type", "Asset type", "Device Type",
      "device_type", "Device type", "Category", "category", "Hardware Type", "hardware_type", "Hardware type",
      "Form Factor", "form_factor", "Form factor", "Chassis Type", "chassis_type", "Chassis type",
      "Model Category", "model_category", "Model category", "Class", "class") as kind,
    coalesce("OS", "os", "Operating System", "operating_system", "Operating system", "OS Name", "os_name",
      "OS name", "OS Full Name", "os_full_name", "OS full name") as os,
    coalesce("OS Version", "os_version", "OS version", "Version", "version") as version,
    coalesce("OS Supported", "os_supported", "OS supported", "Supported", "supported") as supported,
    coalesce("MAC Address", "mac_address", "MAC address", "MAC", "mac") as mac,
    coalesce("IP Address", "ip_address", "IP address", "IP", "ip") as ip,
    coalesce("Serial Number", "serial_number", "Serial number", "Serial", "serial", "Service Tag",
      "service_tag", "Service tag", "Serial No", "serial_no", "Serial no") as serial,
    coalesce("Assigned To", "assigned_to", "Assigned to", "Owner", "owner", "User", "user", "Assigned User",
      "assigned_user", "Assigned user", "Checked Out To", "checked_out_to", "Checked Out to", "Checked out to",
      "Primary User", "primary_user", "Primary user", "Custodian", "custodian", "Owned By", "owned_by",
      "Owned by", "Used By", "used_by", "Used by") as owner,
    coalesce("Location", "location", "Room", "room", "Site", "site") as location,
    coalesce("Status", "status", "State", "state", "Asset Status", "asset_status", "Asset status",
      "Install Status", "install_status", "Install status", "Lifecycle State", "lifecycle_state",
      "Lifecycle state", "Asset State", "asset_state", "Asset state") as status,
    coalesce("Portable", "portable", "Mobile", "mobile") as portable,
    coalesce("Disk Encrypted", "disk_encrypted", "Disk encrypted", "Encrypted", "encrypted", "Encryption",
      "encryption", "Disk Encryption", "disk_encryption", "Disk encryption") as encrypted,
    coalesce("Patch Compliant", "patch_compliant", "Patch compliant", "Patched", "patched") as patched,
    coalesce("Local Admin", "local_admin", "Local admin", "User Is Admin", "user_is_admin", "User is admin",
      "Everyday Admin", "everyday_admin", "Everyday admin") as admin,
    coalesce("Last Seen", "last_seen", "Last seen", "Last Inventoried", "last_inventoried", "Last inventoried",
      "Last Audit", "last_audit", "Last audit", "Last Seen At", "last_seen_at", "Last Seen at", "Last seen at") as seen,
    coalesce("Purchase Date", "purchase_date", "Purchase date", "Purchased", "purchased", "Bought", "bought",
      "Acquired", "acquired", "Acquisition Date", "acquisition_date", "Acquisition date", "Purchased At",
      "purchased_at", "Purchased at") as bought,
    coalesce("Retired", "retired", "Retired Date", "retired_date", "Retired date", "Retired On", "retired_on",
      "Retired on", "Disposal Date", "disposal_date", "Disposal date", "Decommissioned", "decommissioned",
      "Retirement Date", "retirement_date", "Retirement date", "Retired At", "retired_at", "Retired at") as retired,
    coalesce("Wipe Certificate", "wipe_certificate", "Wipe certificate", "Certificate Of Destruction",
      "certificate_of_destruction", "Certificate of Destruction", "Certificate of destruction") as wipe,
    purchase_order,
    bought_for,
    last_user,
    in_service,
    recorded_on,
    data_class
  from inventory_csv
)
select
  record_id,
  time,
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
  location,
  case
    when lower(status) like '%lost%' or lower(status) like '%missing%' then 'lost'
    when lower(status) like '%stolen%' then 'stolen'
    when lower(status) ~ 'retire|dispos|decom|scrap|destroy' then 'retired'
    when lower(status) ~ 'stor|stock|spare' then 'storage'
    when status is not null and lower(status) !~ 'wipe' then 'in_use'
  end as status,
  coalesce(flag(portable), lower(kind) ~ 'laptop|notebook|tablet|ipad|phone|mobile') as portable,
  flag(encrypted) as disk_encrypted,
  flag(patched) as patch_compliant,
  flag(admin) as everyday_admin,
  coalesce(read_time(seen), time) as last_seen_at,
  read_time(bought) as purchased_at,
  purchase_order,
  number(regexp_replace(bought_for, '[$ ,]|USD', '', 'g')) as cost,
  read_time(recorded_on) as recorded_at,
  read_time(in_service) as in_service_at,
  name_of(last_user) as last_user,
  data_class as classification,
  read_time(retired) as retired_at,
  case when wipe is not null then coalesce(flag(wipe), true) end as wipe_certificate,
  true as in_inventory
from cells
