/*---
id: md.wiped_on_exit
title: Medical devices that left with their data wiped
practice: "9"
applies_to: [small, medium, large]
unit: ratio
needs: [asset, device, device_event]
goal: all
why: A sold ultrasound machine can carry a thousand patients to its next owner.
fix: Ask where the devices listed here went and have the new owner confirm the wipe in writing; from now on nothing leaves without it.
fresh_days: 400
examples:
  - asset:
      - {asset_id: M1, kind: medical_device, status: retired, retired_at: "2026-01-10", wipe_certificate: true}
      - {asset_id: M2, kind: medical_device, status: retired, retired_at: "2026-01-10"}
    device: [{asset_id: M3, name: ct}]
    device_event:
      - {asset_id: M2, kind: disposed, happened_at: "2026-01-12"}
      - {asset_id: M3, kind: disposed, happened_at: "2026-01-12"}
      - {asset_id: M3, kind: wiped, happened_at: "2026-01-11"}
    answer: {met: 2, counted: 3}
  - asset: [{asset_id: M3, kind: medical_device, status: retired, retired_at: "2026-01-12", identity_id: "serial_number:SN1"}]
    device_event: # the wipe was noted under its name
      - {asset_id: M3, kind: disposed, happened_at: "2026-01-12"}
      - {host_name: ct-1, kind: wiped, happened_at: "2026-01-11"}
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: asset_id, value: M3}
      - {kind: device, identity_id: "serial_number:SN1", key: host_name, value: ct-1}
    answer: {met: 1, counted: 1}
  - device: [{asset_id: M3, name: ct}]
    answer: no evidence
---*/
with networked as (
  -- patient records name implants and consumables too, which are on no network
  select * from device where coalesce(source, '') <> 'fhir_device'
),
medical as (
  select coalesce(identity_id, asset_id) as machine from networked
  union
  select coalesce(identity_id, asset_id) from asset where kind = 'medical_device'
),
names as (
  select key || ' ' || lower(value) as name, max(identity_id) as identity_id from identity
  where kind = 'device' and key in ('host_name', 'asset_id') and not coalesce(ambiguous, false)
  group by 1
),
event as (
  select coalesce(t.identity_id, h.identity_id, e.asset_id, e.host_name) as machine, e.record_id, e.kind, e.happened_at
  from device_event e
  left join names t on t.name = 'asset_id ' || lower(e.asset_id)
  left join names h on h.name = 'host_name ' || e.host_name
),
gone as (
  select e.machine, max(e.record_id) as record_id, max(e.happened_at) as at, false as certified
  from event e join medical m on m.machine = e.machine
  where e.kind = 'disposed' and e.happened_at >= $from and e.happened_at < $to group by e.machine
  union all
  select coalesce(identity_id, asset_id), max(record_id), max(retired_at), bool_or(coalesce(wipe_certificate, false)) from asset
  where kind = 'medical_device' and status = 'retired' and coalesce(identity_id, asset_id) is not null and retired_at >= $from and retired_at < $to group by 1
),
wiped as (
  select distinct machine from event where kind = 'wiped'
),
judged as (
  select g.machine, max(g.record_id) as record_id, max(g.at) as at, bool_or(g.certified or w.machine is not null) as wiped
  from gone g left join wiped w on w.machine = g.machine group by g.machine
)
select count(*) filter (where wiped) as met, count(*) as counted, max(at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not wiped) as rows
from judged
