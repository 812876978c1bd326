/*---
id: asset.storage_on_network
title: Machines marked as stored that are on the network
practice: "5"
applies_to: [small, medium, large]
unit: count
needs: [asset, sign_in, address_lease]
goal: none
why: A spare in the cupboard gets no updates. When somebody takes it out, nobody knows.
fix: Find the machines listed here, set them up anew before anyone goes on using them, and correct the inventory.
examples:
  - asset: [{host_name: lt-08, status: storage, in_inventory: true}, {host_name: lt-09, status: storage, in_inventory: true}]
    sign_in: [{time: "2026-03-20T08:00:00Z", service: windows, outcome: success, host_name: lt-08}]
    answer: {value: 1}
  - asset: [{host_name: lt-08, status: storage, in_inventory: true}]
    answer: no evidence
---*/
with stored as (
  select host_name, max(record_id) as record_id, max(mac_address) as mac from asset
  where status = 'storage' and host_name is not null
  group by host_name
),
sighting as (
  select host_name as name, max(time) as at from sign_in where host_name is not null and time >= $to - interval '30 days' and time < $to group by host_name
  union all
  select host_name, max(time) from address_lease where host_name is not null and time >= $to - interval '30 days' and time < $to group by host_name
  union all
  select host_name, max(agent_last_seen_at) from asset where host_name is not null and agent_last_seen_at >= $to - interval '30 days' group by host_name
),
judged as (
  select s.host_name as stored, g.name as seen, s.record_id, g.at
  from stored s full join (select name, max(at) as at from sighting group by name) g on g.name = s.host_name
)
select case when count(stored) > 0 and count(seen) > 0 then count(*) filter (where stored is not null and seen is not null) end as value,
  max(at) as newest, string_agg(record_id, ' ' order by record_id) filter (where stored is not null and seen is not null) as rows
from judged
