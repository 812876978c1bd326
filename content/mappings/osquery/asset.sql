/*---
product: osquery
fact: asset
examples:
  - records:
      osquery:
        - {hostIdentifier: AC-WS01, action: snapshot, columns.hardware_serial: sn1, columns.computer_name: AC-WS01, columns.hostname: AC-WS01.clinic.example, columns.encrypted: null, columns.platform: null, columns.name: null, columns.version: null, columns.major: null, time: "2026-03-02T08:01:00Z"}
        - {hostIdentifier: AC-WS01, action: snapshot, columns.name: Microsoft Windows 11 Pro, columns.version: 10.0.22631, columns.major: "10", columns.platform: windows}
        - {hostIdentifier: AC-LT01, action: added, columns.name: /dev/disk1, columns.encrypted: "1"}
        - {hostIdentifier: AC-LT01, action: added, columns.name: /dev/disk2, columns.encrypted: "0"}
        - {hostIdentifier: AC-LT02, action: added, columns.encrypted: "0"}
        - {hostIdentifier: AC-LT02, action: removed, columns.encrypted: "1"}
    facts:
      - {host_name: ac-ws01, serial_number: SN1, os: null, disk_encrypted: null, last_seen_at: "2026-03-02T08:01:00Z"}
      - {host_name: ac-ws01, os: Microsoft Windows 11 Pro, os_version: 10.0.22631, os_supported: true}
      - {host_name: ac-lt01, disk_encrypted: true, os: null}
      - {host_name: ac-lt01, disk_encrypted: true}
      - {host_name: ac-lt02, disk_encrypted: false}
---*/
with known as (
  -- system_info, os_version and disk_encryption, whatever their queries are called
  select *, "columns.platform" is not null and "columns.major" is not null as is_os
  from osquery
  where "action" <> 'removed'
    and ("columns.hardware_serial" is not null or "columns.encrypted" is not null or ("columns.platform" is not null and "columns.major" is not null))
)
select
  record_id,
  time,
  lower(split_part(coalesce("columns.hostname", "hostIdentifier"), '.', 1)) as host_name,
  case when is_os then "columns.name" end as os,
  case when is_os then "columns.version" end as os_version,
  case
    when is_os and lower("columns.name") ~ 'windows xp|vista|windows 7|windows 8|server 2003|server 2008|server 2012' then false
    when is_os and lower("columns.name") ~ 'windows 10' and lower("columns.name") !~ 'ltsc|iot' then false
    when is_os and lower("columns.name") ~ 'windows 11|server 2016|server 2019|server 2022|server 2025' then true
  end as os_supported,
  upper(nullif("columns.hardware_serial", '')) as serial_number,
  -- one row for each disk or part of one; parts that start the machine are never encrypted
  case when "columns.encrypted" is not null
    then max(case when flag("columns.encrypted") then 1 else 0 end) over (partition by "hostIdentifier", "evidence_id") = 1 end as disk_encrypted,
  time as last_seen_at
from known
