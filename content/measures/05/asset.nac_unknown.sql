/*---
id: asset.nac_unknown
title: Devices let onto the network that stand in no inventory
practice: "5"
applies_to: [large]
unit: ratio
needs: [asset, device]
goal: at most 1 in 100
why: The door of the network knows who came in. What it lets in and nobody has on a list is nobody's to patch or to miss.
fix: Find the devices listed here by the switch port or access point they use, enter them in the inventory, or have the network refuse them.
examples:
  - asset:
      - {mac_address: "02:ac:00:00:00:01", admitted: true, last_seen_at: "2026-03-20T08:00:00Z"}
      - {mac_address: "02:ac:00:00:00:01", admitted: true, last_seen_at: "2026-03-21T08:00:00Z"} # once more
      - {mac_address: "02:ac:00:00:00:02", admitted: true, last_seen_at: "2026-03-20T08:00:00Z"}
      - {mac_address: "02:ac:00:00:00:03", admitted: true, host_name: pc-03, last_seen_at: "2026-03-20T08:00:00Z"}
      - {mac_address: "02:ac:00:00:00:04", admitted: true, last_seen_at: "2026-03-20T08:00:00Z"}
      - {mac_address: "02:ac:00:00:00:05", admitted: false, last_seen_at: "2026-03-20T08:00:00Z"} # turned away
      - {mac_address: "02:ac:00:00:00:06", last_seen_at: "2026-03-20T08:00:00Z"} # a guest
      - {mac_address: "02:ac:00:00:00:07", admitted: true, last_seen_at: "2025-03-20T08:00:00Z"} # a year ago
      - {mac_address: "02:ac:00:00:00:01", in_inventory: true}
      - {host_name: pc-03, in_inventory: true} # by name
      - {mac_address: "02:ac:00:00:00:04", managed: true} # the management system is no inventory
    device: [{name: pump-1, mac_address: "02:ac:00:00:00:02"}]
    answer: {met: 1, counted: 4}
  - asset: # a serial number joins the two
      - {mac_address: "02:ac:00:00:00:08", admitted: true, identity_id: "serial_number:SN1", last_seen_at: "2026-03-20T08:00:00Z"}
      - {serial_number: SN1, in_inventory: true, identity_id: "serial_number:SN1"}
    answer: {met: 0, counted: 1}
  - asset: [{mac_address: "02:ac:00:00:00:01", admitted: true, last_seen_at: "2026-03-20T08:00:00Z"}] # no inventory was handed in
    answer: no evidence
  - asset: [{mac_address: "02:ac:00:00:00:01", in_inventory: true, last_seen_at: "2026-03-20T08:00:00Z"}]
    answer: no evidence
---*/
with listed as (
  select unnest(make_array('identity ' || identity_id, 'mac ' || mac_address, 'host ' || host_name)) as name from asset where in_inventory
  union
  select unnest(make_array('identity ' || identity_id, 'mac ' || mac_address, 'host ' || lower(name))) from device
),
let_in as (
  select coalesce(identity_id, mac_address, host_name) as machine, record_id, coalesce(last_seen_at, time) as at,
    unnest(make_array('identity ' || identity_id, 'mac ' || mac_address, 'host ' || host_name)) as name
  from asset
  where admitted and coalesce(last_seen_at, time, $as_of) >= $as_of - interval '30 days' and coalesce(last_seen_at, time, $from) < $to
),
judged as (
  select l.machine, max(l.record_id) as record_id, max(l.at) as at, count(i.name) > 0 as listed
  from let_in l left join (select distinct name from listed where name is not null) i on i.name = l.name
  where l.machine is not null
  group by l.machine
)
select count(*) filter (where not listed) as met,
  case when (select count(*) from asset where in_inventory) > 0 then count(*) end as counted, max(at) as newest,
  array_to_string(array_slice(array_agg(record_id order by at desc, record_id) filter (where not listed), 1, 20), ' ') as rows
from judged
