/*---
id: asset.decom_certified
title: Retired machines whose storage was wiped for certain
practice: "5"
applies_to: [small, medium, large]
unit: ratio
needs: [asset, device_event]
goal: all, within 30 days
why: Old disks, copiers and ultrasound machines hold years of patients.
fix: Ask the disposal company for the certificates of the machines listed here; wipe those that still stand in the cupboard.
fresh_days: 400
examples:
  - asset:
      - {asset_id: A1, host_name: pc-01, kind: workstation, status: retired, retired_at: "2026-01-10", wipe_certificate: true}
      - {asset_id: A2, host_name: pc-02, kind: workstation, status: retired, retired_at: "2026-01-10", wipe_certificate: false}
      - {asset_id: A3, host_name: pc-03, kind: laptop, status: retired, retired_at: "2026-01-10"}
      - {asset_id: A4, host_name: pc-04, kind: laptop, status: retired, retired_at: "2026-03-20"}
      - {asset_id: A5, host_name: pc-05, kind: laptop, status: in_use}
    device_event: [{asset_id: A3, kind: wiped, happened_at: "2026-01-15"}]
    answer: {met: 2, counted: 3}
  - asset: [{asset_id: A5, host_name: pc-05, kind: laptop, status: in_use}]
    answer: no evidence
---*/
with retired as (
  select coalesce(asset_id, host_name, serial_number) as name, max(record_id) as record_id, max(asset_id) as asset_id,
    max(host_name) as host_name, max(retired_at) as retired_at, bool_or(wipe_certificate) as certified
  from asset
  where status = 'retired' and coalesce(kind, 'other') <> 'network'
    and (retired_at is null or (retired_at >= $from and retired_at < $to))
  group by 1
),
wiped as (
  select asset_id, host_name, min(happened_at) as at from device_event where kind = 'wiped' group by asset_id, host_name
),
judged as (
  select r.name, max(r.record_id) as record_id, max(r.retired_at) as retired_at,
    bool_or(coalesce(r.certified, false)
      or coalesce(t.at <= coalesce(r.retired_at, t.at) + interval '30 days', false)
      or coalesce(h.at <= coalesce(r.retired_at, h.at) + interval '30 days', false)) as proved
  from retired r
  left join wiped t on t.asset_id = r.asset_id
  left join wiped h on h.host_name = r.host_name
  group by r.name
)
select count(*) filter (where proved) as met, count(*) as counted, max(retired_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not proved) as rows
from judged
where proved or retired_at is null or retired_at < $as_of - interval '30 days'
