/*---
id: md.unsupported_escalated
title: Serious device holes the maker leaves alone, and FDA was not told
practice: "9"
applies_to: [large]
unit: count
needs: [vulnerability, device]
export: vuln_scan
goal: none after 60 days
why: A maker that does not answer a hospital answers the authority.
fix: Report each hole listed here to FDA (MedWatch, or the address for device security), and write down that you did.
fresh_days: 184
examples:
  - device: [{asset_id: D1, name: pump-7}]
    vulnerability:
      - {record_id: "v:1", host_name: pump-7, cve: CVE-2024-0001, severity: critical, status: open, maker_support: false, raised_with_authority: false, first_seen_at: "2026-01-01"}
      - {record_id: "v:2", host_name: pump-7, cve: CVE-2024-0002, severity: high, status: open, maker_support: false, raised_with_authority: true, first_seen_at: "2026-01-01"}
      - {record_id: "v:3", zone: medical, cve: CVE-2024-0003, severity: high, status: open, maker_support: false, raised_with_authority: false, first_seen_at: "2026-03-01"} # not 60 days yet
      - {record_id: "v:4", zone: medical, cve: CVE-2024-0004, severity: high, status: open, maker_support: true, raised_with_authority: false, first_seen_at: "2026-01-01"}
      - {record_id: "v:5", zone: medical, cve: CVE-2024-0005, severity: low, status: open, maker_support: false, raised_with_authority: false, first_seen_at: "2026-01-01"}
      - {record_id: "v:6", host_name: pc-01, zone: endpoint, cve: CVE-2024-0001, severity: critical, status: open, maker_support: false, raised_with_authority: false, first_seen_at: "2026-01-01"}
    answer: {value: 1}
  - vulnerability: [{zone: medical, severity: high, status: open, maker_support: true, first_seen_at: "2026-01-01"}]
    answer: {value: 0}
  - device: [{asset_id: D1, name: pump-7, identity_id: "serial_number:SN1"}] # the scanners have other names for it
    vulnerability:
      - {host_name: gw7, cve: CVE-2024-0001, severity: critical, status: open, maker_support: false, raised_with_authority: false, first_seen_at: "2026-01-01"}
      - {asset_id: CE-501, cve: CVE-2024-0001, severity: critical, status: open, first_seen_at: "2026-01-01"}
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: host_name, value: gw7}
      - {kind: device, identity_id: "serial_number:SN1", key: asset_id, value: CE-501}
    answer: {value: 1}
  - vulnerability: [{zone: medical, severity: high, status: open, maker_support: false, first_seen_at: "2026-01-01"}] # whether FDA was told is not written
    answer: no evidence
  - vulnerability: [{zone: medical, severity: high, status: open, first_seen_at: "2026-01-01"}] # what the maker says is not written
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
  select coalesce(n.identity_id, t.identity_id, v.host_name, v.asset_id, v.record_id) as machine, coalesce(v.cve, v.record_id) as name, max(v.record_id) as record_id,
    min(v.first_seen_at) as first_seen_at, bool_or(v.maker_support) as supported, bool_or(v.raised_with_authority) as raised,
    max(coalesce(v.time, v.first_seen_at)) as at
  from vulnerability v
  left join named h on h.name = v.host_name
  left join named a on a.name = lower(v.asset_id)
  left join names n on n.name = 'host_name ' || v.host_name
  left join names t on t.name = 'asset_id ' || lower(v.asset_id)
  left join (select distinct identity_id from networked) d on d.identity_id = coalesce(n.identity_id, t.identity_id)
  where (v.zone = 'medical' or h.name is not null or a.name is not null or d.identity_id is not null)
    and v.severity in ('high', 'critical') and coalesce(v.status, 'open') = 'open' and v.fixed_at is null
  group by 1, 2
),
judged as (
  select record_id, at, supported, raised,
    supported = false and coalesce(first_seen_at <= $as_of - interval '60 days', false) as left_alone
  from holes
)
-- where none is known to be kept back, one of which it is not known leaves the answer open
select case
    when count(supported) = 0 then null
    when count(*) filter (where left_alone and raised = false) > 0 then count(*) filter (where left_alone and raised = false)
    when count(*) filter (where left_alone and raised is null) = 0 then 0
  end as value,
  count(*) as counted, max(at) filter (where at < $to) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from judged where left_alone and raised = false order by at desc, record_id limit 20) as failing) as rows
from judged
