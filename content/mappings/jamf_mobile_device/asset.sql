/*---
product: jamf_mobile_device
fact: asset
examples:
  - records:
      jamf_mobile_device:
        - {mobileDeviceId: "1", deviceType: iOS, general.displayName: AC-PH01, general.assetTag: A-2, general.lastInventoryUpdateDate: "2026-03-02T08:00:00Z", general.managed: "true", general.osVersion: "26.0", general.ipAddress: 10.20.40.5, hardware.model: iPhone 15, hardware.serialNumber: sn2, hardware.wifiMacAddress: "02:AC:0A:14:1E:02", security.dataProtected: "true", security.hardwareEncryption: null, security.passcodePresent: "true", security.passcodeCompliant: null, security.lostModeEnabled: "false", userAndLocation.emailAddress: "hmarsh@clinic.example", userAndLocation.username: hmarsh, time: "2026-03-02T08:00:00Z"}
        - {mobileDeviceId: "2", general.displayName: AC-TB01, hardware.model: iPad, security.dataProtected: "false", security.passcodePresent: "false", security.lostModeEnabled: "true"}
    facts:
      - {asset_id: A-2, host_name: ac-ph01, kind: phone, os: iOS, os_version: "26.0", serial_number: SN2, mac_address: "02:ac:0a:14:1e:02", owner: hmarsh@clinic.example, status: in_use, portable: true, disk_encrypted: true, idle_lock: true, managed: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {asset_id: "2", kind: tablet, status: lost, disk_encrypted: false, idle_lock: false}
---*/
select
  record_id,
  time,
  coalesce("general.assetTag", "mobileDeviceId") as asset_id,
  lower(split_part("general.displayName", '.', 1)) as host_name,
  case when lower("hardware.model") like '%ipad%' then 'tablet' when lower("hardware.model") like '%tv%' then 'other' else 'phone' end as kind,
  "deviceType" as os,
  "general.osVersion" as os_version,
  lower("hardware.wifiMacAddress") as mac_address,
  "general.ipAddress" as ip_address,
  upper("hardware.serialNumber") as serial_number,
  lower(coalesce("userAndLocation.emailAddress", "userAndLocation.username")) as owner,
  case when flag("security.lostModeEnabled") then 'lost' else 'in_use' end as status,
  lower(coalesce("hardware.model", '')) not like '%tv%' as portable,
  flag("security.dataProtected") as disk_encrypted,
  flag("security.passcodePresent") as idle_lock,
  flag("general.managed") as managed,
  flag("security.passcodeCompliant") as policy_compliant,
  coalesce(read_time("general.lastInventoryUpdateDate"), time) as last_seen_at
from jamf_mobile_device
