/*---
id: mdm.lost_wipe_hours
title: Hours from a lost device to its lock or wipe
practice: "2"
applies_to: [small, medium, large]
unit: hours
needs: [device_event]
goal: median of at most 4 hours
why: Until it is locked, the finder has the time.
fix: Give the front desk one number to call for a lost device, day and night, and let whoever answers it lock the device at once.
fresh_days: 400
examples:
  - device_event:
      - {asset_id: A1, kind: reported_lost, happened_at: "2026-02-01T08:00:00Z"}
      - {asset_id: A1, kind: wiped, happened_at: "2026-02-01T14:00:00Z"}
      - {asset_id: A2, kind: reported_stolen, happened_at: "2026-02-01T08:00:00Z"}
      - {asset_id: A2, kind: locked, happened_at: "2026-02-01T10:00:00Z"}
    answer: {value: 4}
  - device_event: [{asset_id: A1, kind: disposed, happened_at: "2026-02-01T08:00:00Z"}]
    answer: no evidence
---*/
with lost as (
  select coalesce(asset_id, host_name) as name, min(happened_at) as lost_at, max(record_id) as record_id
  from device_event
  where kind in ('reported_lost', 'reported_stolen') and happened_at >= $from and happened_at < $to
  group by 1
),
ended as (
  select l.name, l.lost_at, max(l.record_id) as record_id, min(e.happened_at) as ended_at
  from lost l
  left join device_event e on coalesce(e.asset_id, e.host_name) = l.name and e.kind in ('wiped', 'locked', 'recovered') and e.happened_at >= l.lost_at
  group by l.name, l.lost_at
),
judged as (
  -- a device that is still out counts with the hours so far
  select record_id, lost_at, (date_part('epoch', coalesce(ended_at, $as_of)) - date_part('epoch', lost_at)) / 3600.0 as hours from ended
)
select median(hours) as value, count(*) as counted, max(lost_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where hours > 4) as rows
from judged
