/*---
product: crowdstrike_host
fact: asset
examples:
  - records:
      crowdstrike_host:
        - {device_id: c1, hostname: AC-WS01, platform_name: Windows, os_version: Windows 11, product_type_desc: Workstation, local_ip: 10.20.10.11, mac_address: 02-ac-0a-14-0a-0b, serial_number: sn3, last_seen: "2026-03-02T08:00:00Z", reduced_functionality_mode: "no", device_policies.prevention.applied: "true", system_product_name: OptiPlex, chassis_type_desc: null, time: "2026-03-02T08:00:00Z"}
        - {device_id: c2, hostname: AC-SV01, product_type_desc: Server, os_version: Windows Server 2012 R2, reduced_functionality_mode: "yes"}
    facts:
      - {asset_id: c1, host_name: ac-ws01, kind: workstation, os: Windows 11, os_supported: true, mac_address: "02:ac:0a:14:0a:0b", ip_address: 10.20.10.11, serial_number: SN3, agent_installed: true, agent_last_seen_at: "2026-03-02T08:00:00Z", prevention_mode: true, last_seen_at: "2026-03-02T08:00:00Z"}
      - {asset_id: c2, kind: server, os_supported: false, prevention_mode: false}
---*/
select
  record_id,
  time,
  "device_id" as asset_id,
  lower(split_part("hostname", '.', 1)) as host_name,
  case
    when lower("chassis_type_desc") ~ 'laptop|notebook|portable' then 'laptop'
    when "product_type_desc" = 'Workstation' then 'workstation'
    when "product_type_desc" in ('Server', 'Domain Controller') then 'server'
  end as kind,
  coalesce("os_version", "platform_name") as os,
  case
    when lower("os_version") ~ 'windows xp|vista|windows 7|windows 8|server 2003|server 2008|server 2012' then false
    when lower("os_version") ~ 'windows 10' and lower("os_version") !~ 'ltsc|iot' then false
    when lower("os_version") ~ 'windows 11|server 2016|server 2019|server 2022|server 2025' then true
  end as os_supported,
  lower(replace("mac_address", '-', ':')) as mac_address,
  "local_ip" as ip_address,
  upper("serial_number") as serial_number,
  true as agent_installed,
  coalesce(read_time("last_seen"), time) as agent_last_seen_at,
  -- in reduced functionality the sensor watches and stops nothing
  case when flag("reduced_functionality_mode") then false else flag("device_policies.prevention.applied") end as prevention_mode,
  coalesce(read_time("last_seen"), time) as last_seen_at
from crowdstrike_host
