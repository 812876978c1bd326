/*---
id: vm.credentialed
title: Scans that could sign in to the computer they looked at
practice: "7"
applies_to: [medium, large]
unit: ratio
needs: [asset, device]
goal: 95 %
why: A scanner that cannot sign in sees a computer from the street only, and calls it clean.
fix: Give the scanner a working account on the computers listed here, and look after each change of its password whether it still gets in.
examples:
  - asset:
      - {host_name: pc-01, scan_signed_in: true, last_seen_at: "2026-03-20"}
      - {host_name: pc-02, scan_signed_in: false, last_seen_at: "2026-03-20"}
      - {host_name: pc-02, scan_signed_in: true, last_seen_at: "2026-03-27"} # each scan of a computer counts
      - {host_name: pc-03, last_seen_at: "2026-03-20"} # this scanner does not say
      - {host_name: pc-04, scan_signed_in: false, last_seen_at: "2025-03-20"}
      - {host_name: print-1, kind: printer, scan_signed_in: false, last_seen_at: "2026-03-20"}
      - {host_name: pump-1, scan_signed_in: false, last_seen_at: "2026-03-20"}
    device: [{name: Pump-1}]
    answer: {met: 2, counted: 3}
  - asset: # what the scanner calls by its name is a printer in the inventory, and a device in the list of equipment
      - {host_name: pc-01, scan_signed_in: true, last_seen_at: "2026-03-20", identity_id: "host_name:pc-01"}
      - {host_name: npi77, scan_signed_in: false, last_seen_at: "2026-03-20", identity_id: "serial_number:SN1"}
      - {asset_id: A-1, kind: printer, identity_id: "serial_number:SN1"}
      - {host_name: gw7, scan_signed_in: false, last_seen_at: "2026-03-20", identity_id: "serial_number:SN2"}
    device: [{name: Pump-1, identity_id: "serial_number:SN2"}]
    answer: {met: 1, counted: 1}
  - asset: [{host_name: pc-03, last_seen_at: "2026-03-20"}]
    answer: no evidence
  - asset: []
    answer: no evidence
---*/
with kinds as (
  select coalesce(identity_id, host_name) as machine, max(kind) as kind from asset
  where coalesce(identity_id, host_name) is not null and kind is not null group by 1
),
scan as (
  select a.record_id, a.last_seen_at, a.scan_signed_in, coalesce(a.kind, k.kind, 'workstation') as kind
  from asset a left join kinds k on k.machine = coalesce(a.identity_id, a.host_name)
  where a.scan_signed_in is not null and a.last_seen_at >= $to - interval '90 days' and a.last_seen_at < $to
    and not exists (select 1 from device where lower(device.name) = a.host_name)
    and not exists (select 1 from device where device.identity_id = a.identity_id)
),
judged as (
  select record_id, last_seen_at, scan_signed_in from scan where kind in ('workstation', 'laptop', 'server')
)
select count(*) filter (where scan_signed_in) as met, count(*) as counted, max(last_seen_at) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from judged where not scan_signed_in order by last_seen_at desc, record_id limit 20) as failing) as rows
from judged
