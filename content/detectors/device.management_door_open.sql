/*---
id: device.management_door_open
title: Medical device answers to remote control
threat: T5
severity: medium
attack: [T1021]
needs: [network_service, device, setting]
only_with: [network_service]
why: These doors are made for technicians. Ransomware and intruders use the same ones, and many devices have no lock on them.
fix: Ask clinical engineering and the maker which of these doors service needs; close the others, and let only the service computer reach the rest.
examples:
  - note: telnet on a device; a screen taken over the network, on an unusual port; one in the network of devices that nobody has listed
    facts:
      device: [{asset_id: MD-1, name: Pump 1, ip_address: 10.0.5.9}, {asset_id: MD-2, name: CT, mac_address: "00:1b:17:aa:01:02"}]
      setting: [{name: medical_network, value: 10.0.5.0/24}]
      network_service:
        - {ip_address: 10.0.5.9, port: 23, transport: tcp, state: open, service: telnet}
        - {ip_address: 10.0.9.9, mac_address: "00:1b:17:aa:01:02", port: 5999, transport: tcp, state: open, service: vnc}
        - {ip_address: 10.0.5.77, port: 3389, transport: tcp, state: open}
    findings: 3
  - note: closed; filtered; its clinical port and its web page; a computer elsewhere; open or filtered, which the scan could not tell
    facts:
      device: [{asset_id: MD-1, name: Pump 1, ip_address: 10.0.5.9}]
      setting: [{name: medical_network, value: 10.0.5.0/24}]
      network_service:
        - {ip_address: 10.0.5.9, port: 23, transport: tcp, state: closed}
        - {ip_address: 10.0.5.9, port: 3389, transport: tcp, state: filtered}
        - {ip_address: 10.0.5.9, port: 104, transport: tcp, state: open, service: acr-nema}
        - {ip_address: 10.0.5.9, port: 443, transport: tcp, state: open, service: https}
        - {ip_address: 10.0.5.9, port: 445, transport: udp, state: "open|filtered"}
        - {ip_address: 10.0.1.4, port: 3389, transport: tcp, state: open}
    findings: 0
---*/
with door as (
  select record_id, time, ip_address, mac_address, host_name, port,
    case
      when port = 23 or service = 'telnet' then 'Telnet'
      when port = 3389 or service = 'ms-wbt-server' then 'remote desktop'
      when port in (5900, 5901) or service in ('vnc', 'vnc-http') then 'VNC'
      when port in (139, 445) or service in ('microsoft-ds', 'netbios-ssn') then 'file sharing'
      when port in (512, 513, 514) and coalesce(service, 'exec') in ('exec', 'login', 'shell', 'rexec', 'rlogin', 'rsh') then 'remote shell'
      when port in (5985, 5986) then 'Windows remote management'
    end as what
  from network_service
  where state = 'open' and coalesce(transport, 'tcp') = 'tcp'
),
by_address as (
  select ip_address, min(coalesce(name, asset_id, ip_address)) as name from device where ip_address is not null group by ip_address
),
by_mac as (
  select mac_address, min(coalesce(name, asset_id, mac_address)) as name from device where mac_address is not null group by mac_address
),
zone as (
  select distinct value as cidr from setting where name = 'medical_network'
),
hit as (
  select d.record_id, d.time, d.what, d.port, coalesce(a.name, m.name, d.host_name, d.ip_address) as name
  from door d left join by_address a on a.ip_address = d.ip_address left join by_mac m on m.mac_address = d.mac_address
  where d.what is not null
    and (a.name is not null or m.name is not null or exists (select 1 from zone where in_network(d.ip_address, zone.cidr)))
)
select coalesce(max(time), $as_of) as time,
  array_to_string(array_slice(array_agg(distinct record_id order by record_id), 1, 20), ' ') as record_ids,
  name as subject,
  concat(name, ' answers to ', string_agg(distinct what, ', ' order by what)) as sentence
from hit
where name is not null
group by name
