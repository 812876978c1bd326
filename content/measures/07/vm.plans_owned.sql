/*---
id: vm.plans_owned
title: Serious holes still there, with an owner, a plan and a date
practice: "7"
applies_to: [large]
unit: ratio
needs: [vulnerability]
export: vuln_scan
goal: 95 %, each looked at in the last 30 days
why: What cannot be repaired at once is forgotten, unless one person has it on their list.
fix: Give each hole listed here one name, what is going to be done and by when, and write down once a month how far it is.
examples:
  - vulnerability:
      - {host_name: a, cve: CVE-2024-0001, severity: critical, status: open, owner: O. Haddad, plan: replace in May, due_at: "2026-05-01", plan_updated_at: "2026-03-20", time: "2026-03-20"}
      - {host_name: b, cve: CVE-2024-0001, severity: high, status: open, owner: O. Haddad, plan: replace in May, due_at: "2026-05-01", plan_updated_at: "2026-01-20", time: "2026-03-20"} # not looked at since
      - {host_name: c, cve: CVE-2024-0001, severity: high, status: accepted, owner: O. Haddad, plan: accepted until May, plan_updated_at: "2026-03-20", time: "2026-03-20"} # no date
      - {host_name: d, cve: CVE-2024-0001, severity: high, status: open, plan: install the update, time: "2026-03-20"} # what the scanner advises is nobody's plan
      - {host_name: e, cve: CVE-2024-0001, severity: high, status: open, time: "2026-03-20"} # the scan and the list speak of the same hole
      - {host_name: e, cve: CVE-2024-0001, severity: high, status: open, owner: R. Chen, plan: own segment, due_at: "2026-06-01", plan_updated_at: "2026-03-25"}
      - {host_name: f, cve: CVE-2024-0001, severity: high, status: open, time: "2026-02-20"} # gone since
      - {host_name: f, cve: CVE-2024-0001, severity: high, status: fixed, fixed_at: "2026-03-10"}
      - {host_name: h, cve: CVE-2024-0001, severity: high, status: fixed, fixed_at: "2026-02-10"} # back again
      - {host_name: h, cve: CVE-2024-0001, severity: high, status: open, first_seen_at: "2026-03-01"}
      - {host_name: g, cve: CVE-2024-0001, severity: low, status: open, time: "2026-03-20"}
    answer: {met: 2, counted: 6}
  - vulnerability: # the scan has the name, the list of plans the number
      - {host_name: srv-01, cve: CVE-2024-0001, severity: high, status: open, time: "2026-03-20"}
      - {asset_id: A-1, cve: CVE-2024-0001, severity: high, status: open, owner: R. Chen, plan: own segment, due_at: "2026-06-01", plan_updated_at: "2026-03-25"}
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: host_name, value: srv-01}
      - {kind: device, identity_id: "serial_number:SN1", key: asset_id, value: A-1}
    answer: {met: 1, counted: 1}
  - vulnerability: [{host_name: d, cve: CVE-2024-0001, severity: high, status: open, plan: install the update}]
    answer: no evidence
  - vulnerability: []
    answer: no evidence
---*/
with names as (
  select key || ' ' || lower(value) as name, max(identity_id) as identity_id from identity
  where kind = 'device' and key in ('host_name', 'asset_id') and not coalesce(ambiguous, false)
  group by 1
),
hole as (
  select coalesce(h.identity_id, a.identity_id, v.host_name, v.asset_id, v.web_address, v.record_id) as machine, coalesce(v.cve, v.record_id) as name,
    max(v.record_id) as record_id, max(coalesce(plan_updated_at, time, first_seen_at)) as at,
    max(nullif(trim(owner), '')) as owner, max(nullif(trim(plan), '')) as plan, max(due_at) as due_at, max(plan_updated_at) as updated_at,
    bool_or(status = 'fixed' or fixed_at is not null) as was_fixed, max(fixed_at) as fixed_at,
    max(greatest(time, first_seen_at)) filter (where coalesce(status, 'open') <> 'fixed') as seen_at
  from vulnerability v
  left join names h on h.name = 'host_name ' || v.host_name
  left join names a on a.name = 'asset_id ' || lower(v.asset_id)
  where severity in ('critical', 'high')
  group by 1, 2
),
judged as (
  select record_id, at, owner, updated_at,
    owner is not null and plan is not null and due_at is not null and coalesce(updated_at >= $as_of - interval '30 days', false) as owned
  from hole where not coalesce(was_fixed, false) or seen_at > fixed_at
)
-- a list that never names an owner or a last look is a scan, and says nothing of plans
select count(*) filter (where owned) as met, case when count(owner) > 0 and count(updated_at) > 0 then count(*) end as counted,
  max(at) filter (where at < $to) as newest,
  (select string_agg(record_id, ' ' order by record_id) from (select record_id from judged where not owned order by at desc, record_id limit 20) as failing) as rows
from judged
