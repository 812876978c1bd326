/*---
id: md.advisory_matched_7d
title: Warnings about medical devices answered within a week
practice: "9"
applies_to: [small, medium, large]
unit: ratio
needs: [security_case, advisory]
goal: 95 % with a written yes or no, we have it
why: A warning in a mailbox protects nobody until someone has looked whether the device stands in the house.
fix: Open a ticket for each warning that comes from FDA, CISA or a maker, look the model up in the equipment list, and write yes or no into it.
fresh_days: 184
examples:
  - security_case:
      - {record_id: "c:1", kind: device_advisory, opened_at: "2026-03-01", closed_at: "2026-03-04", applies: false}
      - {record_id: "c:2", kind: device_advisory, opened_at: "2026-03-01", triaged_at: "2026-03-03", applies: true} # known to concern us, still open
      - {record_id: "c:3", kind: device_advisory, opened_at: "2026-03-01", closed_at: "2026-03-20", applies: false}
      - {record_id: "c:4", kind: device_advisory, opened_at: "2026-03-01"}
      - {record_id: "c:5", kind: device_advisory, opened_at: "2026-03-01", closed_at: "2026-03-04"} # closed without an answer
      - {record_id: "c:6", kind: device_advisory, opened_at: "2026-03-28"} # still in time
      - {record_id: "c:7", kind: other, opened_at: "2026-03-01", applies: true}
    answer: {met: 2, counted: 5}
  - security_case: [{kind: device_advisory, opened_at: "2026-03-01", closed_at: "2026-03-04", applies: false}]
    advisory: # more was published than anybody opened a ticket for
      - {advisory_id: ICSMA-26-060-01, cve: CVE-2026-0001, published_at: "2026-03-01"}
      - {advisory_id: ICSMA-26-060-01, cve: CVE-2026-0002, published_at: "2026-03-01"}
      - {advisory_id: ICSMA-26-070-01, cve: CVE-2026-0003, published_at: "2026-03-10"}
      - {advisory_id: ICSMA-26-088-01, cve: CVE-2026-0004, published_at: "2026-03-29"}
      - {advisory_id: ICSA-26-060-01, cve: CVE-2026-0005, published_at: "2026-03-01"}
    answer: {met: 1, counted: 2}
  - security_case: [{kind: device_advisory, opened_at: "2026-03-01", closed_at: "2026-03-04"}]
    answer: no evidence
  - security_case: []
    answer: no evidence
---*/
with warning as (
  select record_id, opened_at, applies, coalesce(triaged_at, closed_at) as answered_at from security_case
  where kind = 'device_advisory' and opened_at >= $from and opened_at < $to
),
judged as (
  select record_id, opened_at, applies,
    case
      when applies is not null and answered_at <= opened_at + interval '7 days' then true
      when $as_of >= opened_at + interval '7 days' then false
    end as answered
  from warning
),
published as (
  -- the maker's and CISA's medical warnings that are on file, from the first day of the tickets on
  select count(distinct a.advisory_id) as warnings
  from advisory a cross join (select min(opened_at) as begins from warning) as w
  where a.advisory_id ~ '^(ICSMA|icsma)-' and a.published_at >= w.begins and a.published_at < $as_of - interval '7 days'
)
select count(*) filter (where answered) as met,
  case when count(applies) > 0 then greatest(count(answered), (select warnings from published)) end as counted, max(opened_at) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from judged where not answered order by opened_at desc, record_id limit 20) as failing) as rows
from judged
