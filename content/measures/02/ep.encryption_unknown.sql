/*---
id: ep.encryption_unknown
title: Portable devices nobody knows to be encrypted or not
practice: "2"
applies_to: [small, medium, large]
unit: ratio
needs: [asset]
goal: at most 1 % of portable devices
why: When a device is lost, "we do not know" counts as unencrypted, and patients must be told.
fix: Enrol the devices listed here in the management system, so that it reports their encryption.
examples:
  - asset:
      - {host_name: lt-01, kind: laptop, portable: true, disk_encrypted: true}
      - {host_name: lt-02, kind: laptop, portable: true}
      - {host_name: pc-01, kind: workstation, portable: false}
    answer: {met: 1, counted: 2}
  - asset: [{host_name: lt-01, kind: laptop, portable: true}]
    answer: no evidence
---*/
with machine as (
  select coalesce(identity_id, host_name, serial_number, asset_id) as name, max(record_id) as record_id,
    bool_or(portable or kind in ('laptop', 'tablet', 'phone')) as portable,
    bool_or(status in ('lost', 'stolen', 'retired')) as gone, bool_or(disk_encrypted) as encrypted
  from asset
  group by 1
),
judged as (
  select record_id, encrypted from machine where portable and not coalesce(gone, false)
)
select count(*) filter (where encrypted is null) as met,
  case when count(encrypted) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where encrypted is null) as rows
from judged
