/*---
id: vm.web_scanned_90d
title: Web pages open to the world, scanned this quarter
practice: "7"
applies_to: [small, medium, large]
unit: ratio
needs: [vulnerability, setting]
goal: all of them, the patient portal first
why: A web page answers to strangers all night; they try it with the same tools that a scanner uses.
fix: Let a web scanner (the free ZAP will do) look at each name in `web_applications` that is missing from its list, and keep the result.
examples:
  - vulnerability:
      - {web_address: portal.clinic.example, severity: low, time: "2026-03-01T00:00:00Z"}
      - {web_address: portal.clinic.example, severity: high, time: "2025-03-01T00:00:00Z"}
      - {web_address: book.clinic.example, severity: low, time: "2025-03-01T00:00:00Z"} # too long ago
      - {host_name: www, severity: high, time: "2026-03-01T00:00:00Z"} # a scan of the machine, not of its pages
      - {web_address: test.clinic.example, severity: high, time: "2026-03-01T00:00:00Z"}
      - {web_address: pay.clinic.example, first_seen_at: "2026-03-01T00:00:00Z"}
    setting: [{name: web_applications, value: "https://Portal.clinic.example/"}, {name: web_applications, value: book.clinic.example}, {name: web_applications, value: www.clinic.example}, {name: web_applications, value: pay.clinic.example}]
    answer: {met: 2, counted: 4}
  - vulnerability: [{web_address: portal.clinic.example, severity: low, time: "2025-03-01T00:00:00Z"}] # a list of findings leaves out pages that have none
    setting: [{name: web_applications, value: portal.clinic.example}]
    answer: no evidence
  - vulnerability: [{web_address: portal.clinic.example, severity: low, time: "2026-03-01T00:00:00Z"}]
    answer: no evidence
  - vulnerability: []
    answer: no evidence
---*/
with page as (
  select distinct split_part(split_part(regexp_replace(lower(trim(value)), '^[a-z]+://', ''), '/', 1), ':', 1) as name
  from setting where name in ('web_applications', 'web_application')
),
scanned as (
  select web_address as name, max(greatest(time, first_seen_at, fixed_at)) as at, max(record_id) as record_id from vulnerability
  where web_address is not null and greatest(time, first_seen_at, fixed_at) < $to
  group by web_address
),
judged as (
  select p.name, s.record_id, s.at, coalesce(s.at >= $as_of - interval '90 days', false) as fresh
  from page p left join scanned s on s.name = p.name
)
-- A page without findings is in no list of findings, so the share is a lower bound: a low one proves nothing.
select count(*) filter (where fresh) as met, case when count(*) filter (where fresh) >= 0.5 * count(*) then count(*) end as counted, max(at) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from judged where not fresh and record_id is not null order by at desc, record_id limit 20) as failing) as rows
from judged
