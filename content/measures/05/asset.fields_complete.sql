/*---
id: asset.fields_complete
title: Inventory lines that say all that is needed
practice: "5"
applies_to: [small, medium, large]
unit: ratio
needs: [asset]
goal: 95 % of machines in use
why: When a machine is lost, infected or recalled, the line about it must say whose it is, where it stands and how to reach it.
fix: Fill the gaps in the lines listed here. Tag, name, order number, system, both addresses, owner, last user, day of purchase, cost and place are needed; most can be filled by a scan and by purchasing.
examples:
  - asset:
      - {asset_id: A-1, host_name: pc-01, purchase_order: PO-1, os: Windows 11, mac_address: "02:ac:00:00:00:01", ip_address: 10.0.0.5, owner: jkim, last_user: jkim, purchased_at: "2024-05-06", cost: 900, location: Room 1, in_inventory: true}
      - {asset_id: A-2, host_name: pc-02, purchase_order: PO-1, os: Windows 11, mac_address: "02:ac:00:00:00:02", ip_address: 10.0.0.6, owner: jkim, last_user: jkim, purchased_at: "2024-05-06", location: Room 1, in_inventory: true} # no cost
      - {asset_id: A-3, host_name: pc-03, purchase_order: "", os: Windows 11, mac_address: "02:ac:00:00:00:03", ip_address: 10.0.0.7, owner: jkim, last_user: jkim, purchased_at: "2024-05-06", cost: 0, location: " ", in_inventory: true} # blanks say nothing
      - {asset_id: A-4, host_name: pc-04, status: retired, in_inventory: true}
      - {host_name: pc-02, cost: 900} # known elsewhere, not written in the inventory
    answer: {met: 1, counted: 3}
  - asset: # two lists of the inventory, one machine
      - {asset_id: A-1, serial_number: SN1, purchase_order: PO-1, purchased_at: "2024-05-06", cost: 900, location: Room 1, owner: jkim, in_inventory: true, identity_id: "serial_number:SN1"}
      - {host_name: pc-01, os: Windows 11, mac_address: "02:ac:00:00:00:01", ip_address: 10.0.0.5, last_user: jkim, in_inventory: true, identity_id: "serial_number:SN1"}
    answer: {met: 1, counted: 1}
  - asset: # what no line says at all was left out of the export
      - {asset_id: A-1, host_name: pc-01, os: Windows 11, mac_address: "02:ac:00:00:00:01", ip_address: 10.0.0.5, owner: jkim, last_user: jkim, purchased_at: "2024-05-06", cost: 900, location: Room 1, in_inventory: true}
    answer: no evidence
  - asset: [{host_name: pc-02, cost: 900}]
    answer: no evidence
---*/
with line as (
  select coalesce(identity_id, asset_id, serial_number, host_name, record_id) as name, max(record_id) as record_id,
    bool_or(status in ('lost', 'stolen', 'retired', 'storage')) as gone,
    max(nullif(trim(asset_id), '')) as asset_id, max(nullif(trim(host_name), '')) as host_name, max(nullif(trim(purchase_order), '')) as purchase_order,
    max(nullif(trim(os), '')) as os, max(nullif(trim(mac_address), '')) as mac_address, max(nullif(trim(ip_address), '')) as ip_address,
    max(nullif(trim(owner), '')) as owner, max(nullif(trim(last_user), '')) as last_user, max(purchased_at) as purchased_at, max(cost) as cost,
    max(nullif(trim(location), '')) as location
  from asset where in_inventory
  group by 1
),
judged as (
  select *, asset_id is not null and host_name is not null and purchase_order is not null and os is not null and mac_address is not null
    and ip_address is not null and owner is not null and last_user is not null and purchased_at is not null and cost is not null
    and location is not null as complete
  from line where not coalesce(gone, false)
)
select count(*) filter (where complete) as met,
  case when count(asset_id) > 0 and count(host_name) > 0 and count(purchase_order) > 0 and count(os) > 0 and count(mac_address) > 0
    and count(ip_address) > 0 and count(owner) > 0 and count(last_user) > 0 and count(purchased_at) > 0 and count(cost) > 0
    and count(location) > 0 then count(*) end as counted,
  array_to_string(array_slice(array_agg(record_id order by record_id) filter (where not complete), 1, 20), ' ') as rows
from judged
