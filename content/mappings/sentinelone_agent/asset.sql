/*---
product: sentinelone_agent
fact: asset
examples:
  - records:
      sentinelone_agent:
        - {id: s1, computerName: AC-WS01, machineType: laptop, osName: Windows 11 Pro, osRevision: "22631", lastActiveDate: "2026-03-02T08:00:00Z", mitigationMode: protect, mitigationModeSuspicious: detect, firewallEnabled: "true", encryptedApplications: "true", serialNumber: sn4, lastIpToMgmt: 10.20.10.12, lastLoggedInUserName: hmarsh, isDecommissioned: "false", isUninstalled: "false", isUpToDate: "true", time: "2026-03-02T08:00:00Z"}
        - {id: s2, computerName: AC-WS02, machineType: desktop, mitigationMode: detect, isUninstalled: "true"}
    facts:
      - {asset_id: s1, host_name: ac-ws01, kind: laptop, os: Windows 11 Pro, os_supported: true, os_version: "22631", serial_number: SN4, ip_address: 10.20.10.12, owner: hmarsh, agent_installed: true, agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, firewall_on: true, disk_encrypted: true, portable: true}
      - {asset_id: s2, kind: workstation, agent_installed: false, prevention_mode: false, portable: false}
---*/
select
  record_id,
  time,
  "id" as asset_id,
  lower(split_part("computerName", '.', 1)) as host_name,
  case lower("machineType") when 'laptop' then 'laptop' when 'server' then 'server' when 'desktop' then 'workstation' end as kind,
  "osName" as os,
  "osRevision" as os_version,
  case
    when lower("osName") ~ 'windows xp|vista|windows 7|windows 8|server 2003|server 2008|server 2012' then false
    when lower("osName") ~ 'windows 10' and lower("osName") !~ 'ltsc|iot' then false
    when lower("osName") ~ 'windows 11|server 2016|server 2019|server 2022|server 2025' then true
  end as os_supported,
  "lastIpToMgmt" as ip_address,
  upper("serialNumber") as serial_number,
  lower("lastLoggedInUserName") as owner,
  case when flag("isDecommissioned") then 'retired' else 'in_use' end as status,
  lower("machineType") = 'laptop' as portable,
  flag("encryptedApplications") as disk_encrypted,
  not coalesce(flag("isUninstalled"), false) as agent_installed,
  coalesce(read_time("lastActiveDate"), time) as agent_last_seen_at,
  case lower("mitigationMode") when 'protect' then true when 'detect' then false end as prevention_mode,
  flag("firewallEnabled") as firewall_on,
  coalesce(read_time("lastActiveDate"), time) as last_seen_at
from sentinelone_agent
