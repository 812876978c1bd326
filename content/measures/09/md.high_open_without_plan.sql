/*---
id: md.high_open_without_plan
title: Serious holes in medical devices with no plan
practice: "9"
applies_to: [small, medium, large]
unit: count
needs: [vulnerability, device]
goal: none
why: Devices often cannot be patched at once, but somebody must have decided what to do meanwhile.
fix: Ask the maker about each hole listed here, and write down what is done until the fix comes.
examples:
  - device: [{asset_id: D1, name: pump-7}]
    vulnerability:
      - {host_name: pump-7, cve: CVE-2024-0001, severity: critical, status: open, first_seen_at: "2026-03-01"}
      - {host_name: mri-1, zone: medical, cve: CVE-2024-0002, severity: high, status: open, plan: moved behind a firewall, first_seen_at: "2026-03-01"}
      - {host_name: pc-01, zone: endpoint, cve: CVE-2024-0001, severity: critical, status: open, first_seen_at: "2026-03-01"}
    answer: {value: 1}
  - device: [{asset_id: D1, name: pump-7, identity_id: "serial_number:SN1"}] # the scanners have other names for it
    vulnerability:
      - {host_name: gw7, cve: CVE-2024-0001, severity: critical, status: open, first_seen_at: "2026-03-01"}
      - {asset_id: CE-501, cve: CVE-2024-0001, severity: critical, status: open, first_seen_at: "2026-03-01"}
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: host_name, value: gw7}
      - {kind: device, identity_id: "serial_number:SN1", key: asset_id, value: CE-501}
    answer: {value: 1}
  - vulnerability: [{host_name: pc-01, zone: endpoint, cve: CVE-2024-0001, severity: critical, status: open}]
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
  select v.record_id, coalesce(n.identity_id, t.identity_id, v.host_name, v.asset_id) as machine, v.cve, v.severity, coalesce(v.status, 'open') as status, v.plan,
    coalesce(v.time, v.first_seen_at) as at
  from vulnerability v
  left join named h on h.name = v.host_name
  left join named a on a.name = lower(v.asset_id)
  left join names n on n.name = 'host_name ' || v.host_name
  left join names t on t.name = 'asset_id ' || lower(v.asset_id)
  left join (select distinct identity_id from networked) d on d.identity_id = coalesce(n.identity_id, t.identity_id)
  where v.zone = 'medical' or h.name is not null or a.name is not null or d.identity_id is not null
)
select case when count(*) > 0 then count(distinct concat(machine, ' ', cve)) filter (where severity in ('high', 'critical') and status = 'open' and coalesce(plan, '') = '') end as value,
  count(*) as counted, max(at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where severity in ('high', 'critical') and status = 'open' and coalesce(plan, '') = '') as rows
from holes
