/*---
id: asset.tagged
title: Inventory lines with a tag of their own
practice: "5"
applies_to: [small, medium, large]
unit: ratio
needs: [asset]
goal: 98 %
why: A tag stays with the machine when its name, address or owner changes.
fix: Print tags for the machines listed here and stick them on at the next visit.
examples:
  - asset:
      - {asset_id: A-1, host_name: pc-01, in_inventory: true}
      - {asset_id: A-2, host_name: pc-02, in_inventory: true}
      - {asset_id: A-2, host_name: pc-03, in_inventory: true}
      - {asset_id: PC-04, host_name: pc-04, in_inventory: true}
      - {host_name: pc-05, in_inventory: true}
      - {host_name: pc-06, agent_installed: true}
    answer: {met: 1, counted: 5}
  - asset: [{host_name: pc-06, agent_installed: true}]
    answer: no evidence
---*/
with lines as (
  select record_id, lower(asset_id) as tag, host_name, ip_address, mac_address, count(*) over (partition by lower(asset_id)) as uses
  from asset where in_inventory
),
judged as (
  select record_id,
    coalesce(tag is not null and uses = 1 and tag <> coalesce(host_name, '') and tag <> coalesce(ip_address, '') and tag <> coalesce(mac_address, ''), false) as tagged
  from lines
)
select count(*) filter (where tagged) as met, count(*) as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not tagged) as rows
from judged
