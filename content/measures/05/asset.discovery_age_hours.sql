/*---
id: asset.discovery_age_hours
title: Hours since a scan or console last met a machine of the inventory
practice: "5"
applies_to: [small, medium, large]
unit: hours
needs: [asset]
goal: at most 24 hours
why: An inventory that is not held against what is really there is wrong within a week.
fix: Let the network scan, the management system and the protection console feed the inventory every day.
examples:
  - asset:
      - {host_name: pc-01, serial_number: SN1, in_inventory: true, last_seen_at: "2026-03-30T20:00:00Z"} # the list does not prove itself
      - {serial_number: SN1, managed: true, last_seen_at: "2026-03-30T12:00:00Z"}
      - {host_name: pc-02, in_inventory: false, last_seen_at: "2026-03-30T23:00:00Z"} # in no inventory
    answer: {value: 12}
  - asset:
      - {identity_id: "mac_address:a", asset_id: A-1, in_inventory: true}
      - {identity_id: "mac_address:a", ip_address: 10.0.0.5, last_seen_at: "2026-03-26T00:00:00Z"}
    answer: {value: 120}
  - asset: [{host_name: pc-01, in_inventory: true, last_seen_at: "2026-03-30T20:00:00Z"}, {host_name: pc-02, last_seen_at: "2026-03-30T23:00:00Z"}]
    answer: no evidence
---*/
with listed as (
  select distinct unnest(make_array(identity_id, host_name, serial_number, mac_address)) as name from asset where in_inventory
),
met as (
  select record_id, greatest(last_seen_at, agent_last_seen_at) as at, unnest(make_array(identity_id, host_name, serial_number, mac_address)) as name
  from asset
  where not coalesce(in_inventory, false) and greatest(last_seen_at, agent_last_seen_at) < $to
),
known as (
  select distinct m.record_id, m.at from met m join listed l on l.name = m.name
)
select (date_part('epoch', $as_of) - date_part('epoch', max(at))) / 3600.0 as value, count(*) as counted, max(at) as newest,
  array_to_string(array_slice(array_agg(record_id order by at desc, record_id), 1, 1), ' ') as rows
from known
