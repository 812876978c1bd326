/*---
id: ep.disk_encrypted
title: Computers, tablets and phones with an encrypted disk
practice: "2"
applies_to: [small, medium, large]
unit: ratio
needs: [asset]
goal: 99 % of laptops, tablets, phones and workstations
why: A lost device with an encrypted disk is a lost device. Without, it is a breach of every record on it.
fix: Turn on disk encryption for the machines listed here, laptops first, and keep the recovery keys in the management system.
examples:
  - asset:
      - {host_name: lt-01, kind: laptop, status: in_use, in_inventory: true}
      - {host_name: lt-01, disk_encrypted: true, managed: true}
      - {host_name: lt-02, kind: laptop, disk_encrypted: false}
      - {host_name: ph-01, kind: phone}
      - {host_name: lt-04, kind: laptop, status: retired, disk_encrypted: false}
      - {host_name: srv-01, kind: server, disk_encrypted: false}
    answer: {met: 1, counted: 3}
  - asset: # the inventory has the number, the console the name: one machine
      - {asset_id: A-1, kind: laptop, in_inventory: true, identity_id: "serial_number:SN1"}
      - {host_name: lt-01, disk_encrypted: true, identity_id: "serial_number:SN1"}
    answer: {met: 1, counted: 1}
  - asset: [{host_name: lt-01, kind: laptop}]
    answer: no evidence
---*/
with machine as (
  select coalesce(identity_id, host_name, serial_number, asset_id) as name, max(record_id) as record_id, max(kind) as kind,
    bool_or(status in ('lost', 'stolen', 'retired', 'storage')) as gone,
    -- two sources that disagree do not prove encryption
    bool_and(disk_encrypted) as encrypted
  from asset
  group by 1
),
judged as (
  select record_id, encrypted from machine
  where kind in ('laptop', 'tablet', 'phone', 'workstation') and not coalesce(gone, false)
)
select count(*) filter (where encrypted) as met,
  case when count(encrypted) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(encrypted, false)) as rows
from judged
