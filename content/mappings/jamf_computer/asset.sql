/*---
product: jamf_computer
fact: asset
examples:
  - records:
      jamf_computer:
        - {id: "1", udid: u1, general.name: AC-MB01, general.assetTag: A-1, general.lastContactTime: "2026-03-02T08:00:00Z", general.lastIpAddress: 203.0.113.31, general.lastReportedIp: 10.20.5.12, general.remoteManagement.managed: "true", general.supervised: null, general.lastEnrolledDate: "2026-01-05T08:00:00Z", general.enrolledViaAutomatedDeviceEnrollment: "true", hardware.model: "MacBook Pro (14-inch)", hardware.serialNumber: sn1, hardware.macAddress: "02:AC:0A:14:1E:01", operatingSystem.name: macOS, operatingSystem.version: 15.3, operatingSystem.fileVault2Status: ALL_ENCRYPTED, diskEncryption.bootPartitionEncryptionDetails.partitionFileVault2State: ENCRYPTED, security.firewallEnabled: "true", userAndLocation.email: "Hmarsh@clinic.example", userAndLocation.username: hmarsh, userAndLocation.room: Ward 3, time: "2026-03-02T08:00:00Z"}
        - {id: "2", general.name: AC-IM01, hardware.model: iMac, operatingSystem.fileVault2Status: NOT_ENCRYPTED, security.firewallEnabled: "false"}
    facts:
      - {asset_id: A-1, host_name: ac-mb01, kind: laptop, os: macOS, os_version: "15.3", mac_address: "02:ac:0a:14:1e:01", ip_address: 10.20.5.12, serial_number: SN1, owner: hmarsh@clinic.example, location: Ward 3, portable: true, disk_encrypted: true, firewall_on: true, managed: true, last_seen_at: "2026-03-02T08:00:00Z", in_service_at: "2026-01-05T08:00:00Z", auto_enrolled: true}
      - {asset_id: "2", kind: workstation, portable: false, disk_encrypted: false, firewall_on: false, managed: null, auto_enrolled: null}
---*/
select
  record_id,
  time,
  coalesce("general.assetTag", "id") as asset_id,
  lower(split_part("general.name", '.', 1)) as host_name,
  case when lower("hardware.model") like '%macbook%' then 'laptop' when "hardware.model" is not null then 'workstation' end as kind,
  "operatingSystem.name" as os,
  "operatingSystem.version" as os_version,
  lower("hardware.macAddress") as mac_address,
  -- the last address is the one the server saw, often the office's own on the internet
  coalesce("general.lastReportedIp", "general.lastIpAddress") as ip_address,
  upper("hardware.serialNumber") as serial_number,
  lower(coalesce("userAndLocation.email", "userAndLocation.username")) as owner,
  "userAndLocation.room" as location,
  lower("hardware.model") like '%macbook%' as portable,
  case upper(coalesce("operatingSystem.fileVault2Status", "diskEncryption.bootPartitionEncryptionDetails.partitionFileVault2State"))
    when 'ALL_ENCRYPTED' then true
    when 'BOOT_ENCRYPTED' then true
    when 'ENCRYPTED' then true
    when 'VALID' then true
    when 'NOT_ENCRYPTED' then false
    when 'SOME_ENCRYPTED' then false
    when 'DECRYPTED' then false
    when 'DECRYPTING' then false
  end as disk_encrypted,
  flag("security.firewallEnabled") as firewall_on,
  flag("general.remoteManagement.managed") as managed,
  read_time("general.lastEnrolledDate") as in_service_at,
  flag("general.enrolledViaAutomatedDeviceEnrollment") as auto_enrolled,
  coalesce(read_time("general.lastContactTime"), time) as last_seen_at
from jamf_computer
