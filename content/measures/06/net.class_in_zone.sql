/*---
id: net.class_in_zone
title: Machines in the part of the network meant for their kind
practice: "6"
applies_to: [small, medium, large]
unit: ratio
needs: [asset, device, setting]
goal: 98 % of machines whose kind has a network of its own
why: Walls between kinds of machine only help if every machine stands on its side.
fix: Move the machines listed here to the network meant for them, or correct their address in the inventory.
examples:
  - asset:
      - {host_name: srv-01, kind: server, ip_address: 10.0.1.4}
      - {host_name: srv-02, kind: server, ip_address: 10.0.5.8}
      - {host_name: pc-01, kind: workstation, ip_address: 10.0.0.4}
      - {host_name: srv-03, kind: server, status: retired, ip_address: 10.0.5.8}
    device: [{asset_id: D1, name: pump, ip_address: 10.0.5.9}, {asset_id: D2, name: ct}]
    setting: [{name: server_networks, value: 10.0.1.0/24}, {name: medical_networks, value: 10.0.5.0/24}]
    answer: {met: 2, counted: 3}
  - asset: # the inventory has the kind, the scanner the addresses: one machine
      - {asset_id: A-1, kind: server, identity_id: "serial_number:SN1"}
      - {host_name: srv-01, ip_address: 10.0.1.4, identity_id: "serial_number:SN1"}
      - {host_name: srv-01, ip_address: 10.0.5.8, identity_id: "serial_number:SN1"}
    setting: [{name: server_networks, value: 10.0.1.0/24}]
    answer: {met: 0, counted: 1}
  - asset: [{host_name: srv-01, kind: server, ip_address: 10.0.1.4}]
    answer: no evidence
---*/
with zone as (
  select
    case
      when name in ('medical_networks', 'medical_network') then 'medical'
      when name in ('server_networks', 'server_network') then 'server'
      when name in ('office_networks', 'office_network') then 'office'
      when name in ('printer_networks', 'printer_network') then 'printer'
    end as class,
    unnest(json_list(value)) as cidr
  from setting
  where name in ('medical_networks', 'medical_network', 'server_networks', 'server_network', 'office_networks', 'office_network',
    'printer_networks', 'printer_network')
),
machine as (
  select coalesce(identity_id, host_name, asset_id) as name, record_id, ip_address as ip,
    case kind when 'medical_device' then 'medical' when 'server' then 'server' when 'workstation' then 'office'
      when 'laptop' then 'office' when 'printer' then 'printer' end as class
  from asset
  where coalesce(status, 'in_use') = 'in_use'
  union all
  select coalesce(identity_id, lower(name), asset_id), record_id, ip_address, 'medical' from device
),
placed as (
  -- one list may have the kind, another the address
  select m.name, m.ip, max(m.record_id) as record_id, bool_or(coalesce(in_network(m.ip, z.cidr), false)) as inside
  from machine m join (select distinct name, class from machine) k on k.name = m.name join zone z on z.class = k.class
  where m.ip is not null
  group by m.name, m.ip
),
judged as (
  select name, max(record_id) as record_id, bool_and(inside) as inside from placed group by name
)
select count(*) filter (where inside) as met, count(*) as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not inside) as rows
from judged
