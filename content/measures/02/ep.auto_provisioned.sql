/*---
id: ep.auto_provisioned
title: New computers that set themselves up from the approved image
practice: "2"
applies_to: [large]
unit: ratio
needs: [asset]
goal: 95 % of computers put in service in the last 90 days
why: A computer set up by hand is a little different each time, and what was forgotten is found by somebody else.
fix: Ask the dealer to register new computers for automatic enrolment before delivery, and set the computers listed here up anew.
examples:
  - asset:
      - {host_name: lt-01, kind: laptop, in_service_at: "2026-03-01T00:00:00Z", auto_enrolled: true}
      - {host_name: lt-02, kind: laptop, in_service_at: "2026-03-01T00:00:00Z", auto_enrolled: false}
      - {host_name: lt-03, kind: laptop, in_inventory: true, in_service_at: "2026-03-01T00:00:00Z"} # handed out, never enrolled
      - {host_name: lt-04, kind: laptop, managed: true, in_service_at: "2026-03-01T00:00:00Z"} # enrolled, nobody knows how
      - {host_name: lt-05, kind: laptop, in_service_at: "2024-03-01T00:00:00Z", auto_enrolled: false} # long ago
      - {host_name: lt-06, kind: laptop, in_inventory: true, in_service_at: "2024-03-01T00:00:00Z"}
      - {host_name: lt-06, managed: true, in_service_at: "2026-03-01T00:00:00Z", auto_enrolled: false} # an old one that was enrolled now
      - {host_name: srv-1, kind: server, in_service_at: "2026-03-01T00:00:00Z"}
      - {host_name: ph-1, kind: phone, in_service_at: "2026-03-01T00:00:00Z", auto_enrolled: false}
    answer: {met: 1, counted: 3}
  - asset: # the inventory knows the day, the management system how
      - {asset_id: A-1, kind: laptop, in_inventory: true, in_service_at: "2026-03-01T00:00:00Z", identity_id: "serial_number:SN1"}
      - {host_name: lt-01, managed: true, auto_enrolled: true, identity_id: "serial_number:SN1"}
    answer: {met: 1, counted: 1}
  - asset: [{host_name: lt-03, kind: laptop, in_inventory: true, in_service_at: "2026-03-01T00:00:00Z"}]
    answer: no evidence
---*/
with machine as (
  select coalesce(identity_id, host_name, serial_number, asset_id) as name, max(record_id) as record_id, max(kind) as kind,
    bool_or(status in ('lost', 'stolen', 'retired', 'storage')) as gone, min(in_service_at) as in_service_at,
    bool_or(managed) as managed, bool_or(auto_enrolled) as auto_enrolled
  from asset
  group by 1
),
judged as (
  -- what the management system does not know was set up by hand; what it has without saying how proves nothing
  select record_id, in_service_at, coalesce(auto_enrolled, case when managed then null else false end) as by_itself
  from machine
  where kind in ('workstation', 'laptop') and not coalesce(gone, false)
    and in_service_at >= $as_of - interval '90 days' and in_service_at < $to
)
select count(*) filter (where by_itself) as met,
  case when (select count(auto_enrolled) from asset) > 0 then count(by_itself) end as counted, max(in_service_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where by_itself = false) as rows
from judged
