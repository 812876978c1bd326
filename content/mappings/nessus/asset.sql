/*---
product: nessus
fact: asset
examples:
  - records:
      nessus_host:
        - {ReportHost.name: "10.20.0.7", HostProperties.host-fqdn: PACS01.clinic.example, HostProperties.netbios-name: PACS01, HostProperties.host-ip: "10.20.0.7", HostProperties.mac-address: "00:1B:17:AA:01:02\n00:1B:17:AA:01:03", HostProperties.Credentialed_Scan: "true", HostProperties.operating-system: "Microsoft Windows Server 2012 R2 Standard\nMicrosoft Windows 8.1", HostProperties.system-type: general-purpose, time: "2026-03-01T08:00:00Z"}
        - {ReportHost.name: "10.20.0.9", HostProperties.host-fqdn: null, HostProperties.netbios-name: null, HostProperties.host-ip: null, HostProperties.system-type: printer}
        - {ReportHost.name: print02.clinic.example, HostProperties.Credentialed_Scan: "false", HostProperties.netbios-name: 'CLINIC\PRINT02'}
    facts:
      - {host_name: pacs01, ip_address: 10.20.0.7, mac_address: "00:1b:17:aa:01:02", os: Microsoft Windows Server 2012 R2 Standard, kind: null, scan_signed_in: true, in_inventory: null, last_seen_at: "2026-03-01T08:00:00Z"}
      - {host_name: null, ip_address: 10.20.0.9, kind: printer, os: null, scan_signed_in: null}
      - {host_name: print02, ip_address: null, scan_signed_in: false}
---*/
select
  record_id,
  time,
  lower(coalesce(
    split_part("HostProperties.host-fqdn", '.', 1),
    name_of("HostProperties.netbios-name"),
    case when "ReportHost.name" !~ '^[0-9.]+$|:' then split_part("ReportHost.name", '.', 1) end
  )) as host_name,
  case "HostProperties.system-type"
    when 'printer' then 'printer'
    when 'router' then 'network'
    when 'switch' then 'network'
    when 'firewall' then 'network'
    when 'wireless-access-point' then 'network'
  end as kind,
  split_part("HostProperties.operating-system", chr(10), 1) as os,
  lower(split_part("HostProperties.mac-address", chr(10), 1)) as mac_address,
  coalesce("HostProperties.host-ip", case when "ReportHost.name" ~ '^[0-9.]+$|:' then "ReportHost.name" end) as ip_address,
  time as last_seen_at,
  flag("HostProperties.Credentialed_Scan") as scan_signed_in
from nessus_host
