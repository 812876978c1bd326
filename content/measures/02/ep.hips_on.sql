/*---
id: ep.hips_on
title: Computers that block break-ins by rules of the last seven days
practice: "2"
applies_to: [medium, large]
unit: ratio
needs: [asset]
goal: 95 % of computers in use
why: Protection on the computer itself stops what the network never sees, but only while it may block and knows this week's tricks.
fix: In the protection console, turn on blocking for the computers listed here, and start an update where the rules are older than a week.
examples:
  - asset:
      - {host_name: pc-01, kind: workstation, prevention_mode: true, signatures_at: "2026-03-29T00:00:00Z"}
      - {host_name: pc-02, kind: workstation, prevention_mode: true, signatures_at: "2026-03-01T00:00:00Z"}
      - {host_name: pc-03, kind: laptop, prevention_mode: false, signatures_at: "2026-03-29T00:00:00Z"}
      - {host_name: pc-04, kind: laptop, in_inventory: true}
      - {host_name: pc-05, kind: workstation, status: retired, prevention_mode: true, signatures_at: "2026-03-29T00:00:00Z"}
    answer: {met: 1, counted: 4}
  - asset: # the inventory knows the number, the console the name: one machine
      - {identity_id: "serial_number:SN1", serial_number: SN1, kind: workstation, in_inventory: true}
      - {identity_id: "serial_number:SN1", host_name: pc-01, kind: workstation, prevention_mode: true, signatures_at: "2026-03-29T00:00:00Z"}
    answer: {met: 1, counted: 1}
  - asset: [{host_name: pc-01, kind: workstation, prevention_mode: true}]
    answer: no evidence
---*/
with machine as (
  select coalesce(identity_id, host_name, serial_number, asset_id) as name, max(record_id) as record_id, max(kind) as kind,
    bool_or(status in ('lost', 'stolen', 'retired', 'storage')) as gone,
    bool_or(prevention_mode) as blocks, max(signatures_at) as signatures_at
  from asset
  group by 1
),
judged as (
  select record_id, blocks, signatures_at, coalesce(blocks and signatures_at >= $as_of - interval '7 days', false) as on_guard
  from machine
  where kind in ('workstation', 'laptop', 'server') and not coalesce(gone, false)
)
select count(*) filter (where on_guard) as met,
  case when count(blocks) > 0 and count(signatures_at) > 0 then count(*) end as counted, max(signatures_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not on_guard) as rows
from judged
