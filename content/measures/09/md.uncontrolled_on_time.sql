/*---
id: md.uncontrolled_on_time
title: Dangerous holes in devices, walled in and repaired in time
practice: "9"
applies_to: [large]
unit: ratio
needs: [vulnerability, device]
export: vuln_scan
goal: 95 %; something around it in 30 days, the repair in place in 60
why: A hole whose risk is not under control can reach the patient through the device.
fix: For each hole listed here call the maker today, take the device off the network or put a wall around it, and write down the day of both.
fresh_days: 400
examples:
  - device: [{asset_id: D1, name: pump-7}]
    vulnerability:
      - {record_id: "v:1", host_name: pump-7, uncontrolled: true, first_seen_at: "2026-01-01", mitigated_at: "2026-01-20", fixed_at: "2026-02-20", status: fixed}
      - {record_id: "v:2", host_name: pump-7, uncontrolled: true, first_seen_at: "2026-01-01", fixed_at: "2026-01-20", status: fixed} # repaired before it had to be walled in
      - {record_id: "v:3", zone: medical, uncontrolled: true, first_seen_at: "2026-01-01", mitigated_at: "2026-02-20", fixed_at: "2026-02-25", status: fixed} # walled in too late
      - {record_id: "v:4", zone: medical, uncontrolled: true, first_seen_at: "2026-01-01", mitigated_at: "2026-01-20", status: open} # never repaired
      - {record_id: "v:5", zone: medical, uncontrolled: true, first_seen_at: "2026-01-01", fixed_at: "2026-02-20", status: fixed} # whether it was walled in is not known
      - {record_id: "v:6", zone: medical, uncontrolled: true, first_seen_at: "2026-03-01", mitigated_at: "2026-03-10", status: open} # still in time
      - {record_id: "v:7", zone: medical, uncontrolled: false, first_seen_at: "2026-01-01", status: open}
      - {record_id: "v:8", zone: medical, severity: critical, first_seen_at: "2026-01-01", status: open} # nobody has judged it
      - {record_id: "v:9", host_name: pc-01, zone: endpoint, uncontrolled: true, first_seen_at: "2026-01-01", status: open}
    answer: {met: 2, counted: 4}
  - device: [{asset_id: D1, name: pump-7, identity_id: "serial_number:SN1"}] # the scanner has another name for it
    vulnerability: [{record_id: "v:1", host_name: gw7, uncontrolled: true, first_seen_at: "2026-01-01", status: open}]
    identity: [{kind: device, identity_id: "serial_number:SN1", key: host_name, value: gw7}]
    answer: {met: 0, counted: 1}
  - vulnerability: [{zone: medical, severity: critical, first_seen_at: "2026-01-01", status: open}]
    answer: no evidence
  - vulnerability: []
    answer: no evidence
---*/
with networked as (
  -- patient records name implants and consumables too, which are on no network
  select * from device where coalesce(source, '') <> 'fhir_device'
),
named as (
  select lower(name) as name from networked where name is not null
  union
  select lower(asset_id) as name from networked where asset_id is not null
),
names as (
  select key || ' ' || lower(value) as name, max(identity_id) as identity_id from identity
  where kind = 'device' and key in ('host_name', 'asset_id') and not coalesce(ambiguous, false)
  group by 1
),
holes as (
  select distinct v.record_id, v.first_seen_at, v.mitigated_at, v.fixed_at, coalesce(v.status, 'open') as status
  from vulnerability v
  left join named h on h.name = v.host_name
  left join named a on a.name = lower(v.asset_id)
  left join names n on n.name = 'host_name ' || v.host_name
  left join names t on t.name = 'asset_id ' || lower(v.asset_id)
  left join (select distinct identity_id from networked) d on d.identity_id = coalesce(n.identity_id, t.identity_id)
  where (v.zone = 'medical' or h.name is not null or a.name is not null or d.identity_id is not null)
    and v.uncontrolled and v.first_seen_at < $to and (v.fixed_at is null or v.fixed_at >= $from)
),
judged as (
  select record_id, first_seen_at,
    case
      when fixed_at > first_seen_at + interval '60 days' or least(mitigated_at, fixed_at) > first_seen_at + interval '30 days' and mitigated_at is not null then false
      when fixed_at is null and status <> 'fixed' and $as_of >= first_seen_at + interval '60 days' then false
      when fixed_at is not null and least(mitigated_at, fixed_at) <= first_seen_at + interval '30 days' then true
    end as in_time
  from holes
)
select count(*) filter (where in_time) as met, count(in_time) as counted, max(first_seen_at) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from judged where not in_time order by first_seen_at desc, record_id limit 20) as failing) as rows
from judged
