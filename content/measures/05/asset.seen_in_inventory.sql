/*---
id: asset.seen_in_inventory
title: Machines seen at work that stand in the inventory
practice: "5"
applies_to: [small, medium, large]
unit: ratio
needs: [asset, device, connection, sign_in, address_lease, setting]
goal: 98 % of machines seen in the last 30 days
why: Nobody patches, encrypts or misses a machine that is on no list.
fix: Walk to the machines listed here, find out whose they are, and write them into the inventory or unplug them.
examples:
  - asset:
      - {host_name: pc-01, ip_address: 10.0.0.5, in_inventory: true}
      - {host_name: pc-02, in_inventory: true}
      - {host_name: pc-09, in_inventory: false, agent_installed: true}
    device: [{name: pump, ip_address: 10.0.0.9}]
    connection:
      - {time: "2026-03-20T08:00:00Z", record_id: "conn:1", source_ip: 10.0.0.5}
      - {time: "2026-03-20T08:00:00Z", record_id: "conn:2", source_ip: 10.0.0.9}
      - {time: "2026-03-20T08:00:00Z", record_id: "conn:3", source_ip: 10.0.0.77}
      - {time: "2026-03-20T08:00:00Z", record_id: "conn:4", source_ip: 10.99.0.4}
      - {time: "2026-03-20T08:00:00Z", record_id: "conn:5", source_ip: 203.0.113.4}
      - {time: "2026-03-20T08:00:00Z", record_id: "conn:6", source_ip: 10.0.0.20}
    address_lease: [{time: "2026-03-20T07:00:00Z", device_ip: 10.0.0.20, host_name: pc-02}]
    sign_in:
      - {time: "2026-03-20T08:00:00Z", service: windows, outcome: success, host_name: pc-01}
      - {time: "2026-03-20T08:00:00Z", service: windows, outcome: success, host_name: pc-09}
    setting: [{name: guest_networks, value: 10.99.0.0/24}]
    answer: {met: 4, counted: 6}
  - asset: [{host_name: pc-01, in_inventory: true}]
    answer: no evidence
---*/
with guest as (
  select unnest(json_list(value)) as cidr from setting where name in ('guest_networks', 'guest_network')
),
listed as (
  select host_name, ip_address, mac_address from asset where in_inventory
  union all
  select name as host_name, ip_address, mac_address from device
),
names as (
  select distinct host_name from listed where host_name is not null
),
leased as (
  select distinct l.device_ip as ip from address_lease l
  join listed i on i.mac_address = l.device_mac
  where l.time >= $to - interval '30 days' and l.time < $to
  union
  select distinct l.device_ip as ip from address_lease l
  join names n on n.host_name = l.host_name
  where l.time >= $to - interval '30 days' and l.time < $to
),
addresses as (
  select ip_address as ip from listed where ip_address is not null
  union
  select ip from leased
),
by_address as (
  select source_ip as ip, max(record_id) as record_id, max(time) as time from connection
  where time >= $to - interval '30 days' and time < $to and is_private_ip(source_ip)
    and not regexp_like(source_ip, '^(0\.|127\.|169\.254\.|::1$|fe80:)')
  group by source_ip
),
by_name as (
  select host_name, max(record_id) as record_id, max(time) as time from sign_in
  where service = 'windows' and host_name is not null and time >= $to - interval '30 days' and time < $to
  group by host_name
),
seen as (
  select s.record_id, s.time, a.ip is not null as listed from by_address s
  left join addresses a on a.ip = s.ip
  where not exists (select 1 from guest where in_network(s.ip, guest.cidr))
  union all
  select s.record_id, s.time, n.host_name is not null from by_name s left join names n on n.host_name = s.host_name
)
select count(*) filter (where listed) as met,
  case when (select count(*) from listed) > 0 then count(*) end as counted, max(time) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not listed) as rows
from seen
