/*---
product: intune_device
fact: asset
examples:
  - records:
      intune_device:
        - {id: d1, deviceName: AC-LT01, operatingSystem: Windows, osVersion: 10.0.22631.1, isEncrypted: "true", complianceState: compliant, managementState: managed, lastSyncDateTime: "2026-03-02T08:00:00Z", serialNumber: sn1, wiFiMacAddress: 02AC0A141E01, ethernetMacAddress: null, userPrincipalName: "hmarsh@clinic.example", model: Latitude laptop, lostModeState: null, enrolledDateTime: "2025-01-01T08:00:00Z", chassisType: laptop, time: "2026-03-02T08:00:00Z"}
        - {id: d2, deviceName: AC-PH01, operatingSystem: iOS, isEncrypted: "false", complianceState: noncompliant, managementState: managed, lostModeState: enabled, serialNumber: sn2, model: iPhone 13, chassisType: unknown, deviceEnrollmentType: appleBulkWithUser}
        - {id: d3, deviceName: AC-TB01, operatingSystem: iPadOS, complianceState: unknown, managementState: wipePending, deviceEnrollmentType: userEnrollment}
        - {id: d4, deviceName: AC-LT02, deviceEnrollmentType: windowsAzureADJoin, autopilotEnrolled: "true"}
        - {id: d5, deviceName: AC-LT03, deviceEnrollmentType: windowsAzureADJoin}
    facts:
      - {asset_id: d1, host_name: ac-lt01, kind: laptop, os: Windows, os_version: 10.0.22631.1, serial_number: SN1, mac_address: "02:ac:0a:14:1e:01", owner: hmarsh@clinic.example, status: in_use, portable: true, disk_encrypted: true, policy_compliant: true, managed: true, last_seen_at: "2026-03-02T08:00:00Z", in_service_at: "2025-01-01T08:00:00Z", auto_enrolled: null}
      - {asset_id: d2, kind: phone, status: lost, portable: true, disk_encrypted: false, policy_compliant: false, auto_enrolled: true}
      - {asset_id: d3, kind: tablet, status: in_use, policy_compliant: null, auto_enrolled: false}
      - {asset_id: d4, auto_enrolled: true}
      - {asset_id: d5, auto_enrolled: null}
---*/
with cells as (
  select *, lower(concat_ws(' ', "chassisType", "operatingSystem", "model")) as words,
    lower(replace(replace(coalesce("wiFiMacAddress", "ethernetMacAddress"), ':', ''), '-', '')) as mac
  from intune_device
)
select
  record_id,
  time,
  "id" as asset_id,
  lower(split_part("deviceName", '.', 1)) as host_name,
  case
    when words ~ 'ipad|tablet' then 'tablet'
    when words ~ 'iphone|ios|android|phone' then 'phone'
    when words ~ 'laptop|notebook|macbook|thinkpad|latitude|elitebook|surface' then 'laptop'
    when words ~ 'desktop|windows|macos|linux' then 'workstation'
  end as kind,
  "operatingSystem" as os,
  "osVersion" as os_version,
  nullif(regexp_replace(mac, '^(..)(..)(..)(..)(..)(..)$', '\1:\2:\3:\4:\5:\6'), '') as mac_address,
  upper("serialNumber") as serial_number,
  lower("userPrincipalName") as owner,
  case
    when lower("lostModeState") = 'enabled' then 'lost'
    when lower("managementState") in ('retirepending', 'retireissued', 'deletepending') then 'retired'
    when "managementState" is not null then 'in_use'
  end as status,
  words ~ 'laptop|notebook|macbook|thinkpad|latitude|elitebook|surface|ipad|iphone|ios|android|phone|tablet' as portable,
  flag("isEncrypted") as disk_encrypted,
  lower("managementState") not in ('retirefailed', 'discovered') as managed,
  case lower("complianceState") when 'compliant' then true when 'noncompliant' then false when 'conflict' then false when 'error' then false end as policy_compliant,
  coalesce(read_time("lastSyncDateTime"), time) as last_seen_at,
  read_time("enrolledDateTime") as in_service_at,
  -- a join to the directory may have been begun by Autopilot or by a person; only the flag tells
  case
    when lower("deviceEnrollmentType") in ('applebulkwithuser', 'applebulkwithoutuser', 'windowsbulkuserless', 'windowsbulkazuredomainjoin') then true
    when lower("deviceEnrollmentType") in ('userenrollment', 'deviceenrollmentmanager', 'appleuserenrollment', 'appleuserenrollmentwithserviceaccount') then false
    else flag("autopilotEnrolled")
  end as auto_enrolled
from cells
