/*---
id: asset.unseen_90d
title: Machines of the inventory that nobody has seen for 90 days
practice: "5"
applies_to: [small, medium, large]
unit: ratio
needs: [asset, connection, sign_in, address_lease]
goal: at most 3 % of machines in use
why: A machine that fell silent may be lost or stolen, and nobody has said so.
fix: Look for the machines listed here; mark each as found, stored, retired or lost, and start the lost-device steps for the last.
examples:
  - asset:
      - {host_name: pc-01, kind: workstation, in_inventory: true, status: in_use}
      - {host_name: lt-07, kind: laptop, in_inventory: true, status: in_use, last_seen_at: "2025-11-01T00:00:00Z"}
      - {host_name: lt-08, kind: laptop, in_inventory: true, status: storage}
      - {host_name: pc-01, agent_last_seen_at: "2026-03-30T00:00:00Z"}
    answer: {met: 1, counted: 2}
  - asset: # the inventory has the number, the management system the name
      - {asset_id: A-1, serial_number: SN1, kind: laptop, in_inventory: true, status: in_use, identity_id: "serial_number:SN1"}
      - {host_name: lt-01, managed: true, last_seen_at: "2026-03-30T00:00:00Z", identity_id: "serial_number:SN1"}
    answer: {met: 0, counted: 1}
  - asset: [{host_name: pc-01, kind: workstation, in_inventory: true, status: in_use}]
    answer: no evidence
---*/
with inventory as (
  select coalesce(identity_id, host_name, serial_number, asset_id) as name, max(record_id) as record_id,
    max(host_name) as host_name, max(ip_address) as ip, max(mac_address) as mac, max(serial_number) as serial
  from asset
  where in_inventory and coalesce(status, 'in_use') = 'in_use' and coalesce(kind, 'other') <> 'printer'
    and coalesce(purchased_at, $from) < $as_of - interval '90 days'
  group by 1
),
sighting as (
  select host_name as name, greatest(last_seen_at, agent_last_seen_at) as at from asset where host_name is not null
  union all
  select serial_number, greatest(last_seen_at, agent_last_seen_at) from asset where serial_number is not null
  union all
  select identity_id, greatest(last_seen_at, agent_last_seen_at) from asset where identity_id is not null
  union all
  select host_name, max(time) from sign_in where host_name is not null and time < $to group by host_name
  union all
  select host_name, max(time) from address_lease where host_name is not null and time < $to group by host_name
  union all
  select device_mac, max(time) from address_lease where device_mac is not null and time < $to group by device_mac
  union all
  select source_ip, max(time) from connection where time < $to group by source_ip
),
last as (
  select name, max(at) as at from sighting where at is not null group by name
),
called as (
  select name as machine, record_id, unnest(make_array(name, host_name, serial, mac, ip)) as name from inventory
),
judged as (
  select c.machine, max(c.record_id) as record_id, max(l.at) as seen_at
  from called c left join last l on l.name = c.name
  group by c.machine
)
select count(*) filter (where seen_at is null or seen_at < $as_of - interval '90 days') as met,
  case when (select count(*) from last) > 0 then count(*) end as counted,
  (select max(at) from last) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where seen_at is null or seen_at < $as_of - interval '90 days') as rows
from judged
