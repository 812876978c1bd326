/*---
product: ocsf_device_inventory_info
fact: asset
examples:
  - records:
      ocsf_device_inventory_info:
        - {device.uid: d1, device.hostname: AC-LT01.clinic.example, device.name: null, device.type_id: "3", device.os.name: Windows 11, device.os.version: "10.0", device.mac: "02:AC:0A:14:1E:01", device.ip: 10.20.5.12, device.hw_info.serial_number: sn1, device.owner.name: hmarsh, device.is_managed: "true", device.is_compliant: "false", device.last_seen_time: "1772352000000", time: "2026-03-02T08:01:00Z"}
        - {device.uid: d2, device.name: phone, device.type_id: "5"}
    facts:
      - {asset_id: d1, host_name: ac-lt01, kind: laptop, os: Windows 11, os_version: "10.0", mac_address: "02:ac:0a:14:1e:01", ip_address: 10.20.5.12, serial_number: SN1, owner: hmarsh, managed: true, policy_compliant: false, last_seen_at: "2026-03-01T08:00:00Z", portable: true}
      - {asset_id: d2, host_name: phone, kind: phone, portable: true}
---*/
select
  record_id,
  time,
  "device.uid" as asset_id,
  lower(split_part(coalesce("device.hostname", "device.name"), '.', 1)) as host_name,
  case "device.type_id"
    when '1' then 'server'
    when '2' then 'workstation'
    when '3' then 'laptop'
    when '4' then 'tablet'
    when '5' then 'phone'
    when '9' then 'network'
    when '10' then 'network'
    when '12' then 'network'
    when '99' then 'other'
  end as kind,
  "device.os.name" as os,
  "device.os.version" as os_version,
  lower("device.mac") as mac_address,
  "device.ip" as ip_address,
  upper("device.hw_info.serial_number") as serial_number,
  "device.owner.name" as owner,
  case when "device.type_id" in ('3', '4', '5') then true when "device.type_id" in ('1', '2') then false end as portable,
  flag("device.is_managed") as managed,
  flag("device.is_compliant") as policy_compliant,
  coalesce(read_time("device.last_seen_time"), time) as last_seen_at
from ocsf_device_inventory_info
