/*---
product: qualys
fact: asset
examples:
  - records: # hosts of reports and lists, and of a scan result
      qualys_host:
        - {ID: "77", IP: 10.20.0.7, DNS: PACS01.clinic.example, NETBIOS: null, OPERATING_SYSTEM: "Windows Server 2012 R2", OS: null, time: "2026-03-01T08:00:00Z"}
        - {IP: 10.20.0.8, NETBIOS: WS01, OS: Windows 10}
        - {value: 10.20.0.9, name: No registered hostname, NETBIOS_HOSTNAME: PRINT02}
        - {value: 10.20.0.10, name: ct01.clinic.example}
    facts:
      - {asset_id: "77", host_name: pacs01, ip_address: 10.20.0.7, os: Windows Server 2012 R2, in_inventory: null, last_seen_at: "2026-03-01T08:00:00Z", time: "2026-03-01T08:00:00Z"}
      - {host_name: ws01, ip_address: 10.20.0.8, os: Windows 10}
      - {host_name: print02, ip_address: 10.20.0.9, os: null}
      - {host_name: ct01, ip_address: 10.20.0.10}
---*/
select
  record_id,
  time,
  "ID" as asset_id,
  lower(coalesce(
    split_part("DNS", '.', 1), name_of("NETBIOS"),
    case when "name" <> 'No registered hostname' then split_part("name", '.', 1) end, name_of("NETBIOS_HOSTNAME")
  )) as host_name,
  coalesce("OPERATING_SYSTEM", "OS") as os,
  coalesce("IP", "value") as ip_address,
  time as last_seen_at
from qualys_host
