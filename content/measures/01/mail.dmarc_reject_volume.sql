/*---
id: mail.dmarc_reject_volume
title: Our mail from domains that tell the world to refuse forgeries
practice: "1"
applies_to: [medium, large]
unit: ratio
needs: [mail_authentication]
goal: at least 95 of 100
why: A policy protects the mail people really get from us only if the domains we really write from carry it.
fix: Move the domains listed here to p=reject, the one that sends most first, once its senders pass; set sp=reject for subdomains.
examples:
  - mail_authentication:
      - {time: "2026-03-10T08:00:00Z", report_org: a, report_id: "1", domain: clinic.example, header_from: clinic.example, message_count: 90, dkim_aligned: true, spf_aligned: false, policy: reject}
      - {time: "2026-03-10T08:00:00Z", report_org: a, report_id: "1", domain: clinic.example, header_from: news.clinic.example, message_count: 10, dkim_aligned: false, spf_aligned: true, policy: none}
      - {time: "2026-03-10T08:00:00Z", report_org: a, report_id: "1", domain: clinic.example, header_from: clinic.example, message_count: 500, dkim_aligned: false, spf_aligned: false, policy: reject} # not ours
    answer: {met: 90, counted: 100}
  - mail_authentication: # the same report as a file and in a message
      - {record_id: "aa:1", time: "2026-03-10T08:00:00Z", report_org: a, report_id: "1", message_count: 7, dkim_aligned: true, spf_aligned: true, policy: reject}
      - {record_id: "bb:2", time: "2026-03-10T08:00:00Z", report_org: a, report_id: "1", message_count: 7, dkim_aligned: true, spf_aligned: true, policy: reject}
    answer: {met: 7, counted: 7}
  - mail_authentication:
      - {time: "2026-03-10T08:00:00Z", report_org: a, report_id: "1", header_from: clinic.example, message_count: 500, dkim_aligned: false, spf_aligned: false, policy: reject}
    answer: no evidence
---*/
with reports as (
  -- A report that arrived twice, alone and in a message, counts once.
  select report_org, report_id, min(split_part(record_id, ':', 1)) as evidence
  from mail_authentication where time >= $from and time < $to
  group by report_org, report_id
),
ours as (
  select m.record_id, m.time, m.message_count as messages, coalesce(m.policy, 'none') = 'reject' as strict
  from mail_authentication m
  join reports r on (r.report_org is not distinct from m.report_org)
    and (r.report_id is not distinct from m.report_id)
    and r.evidence = split_part(m.record_id, ':', 1)
  where m.time >= $from and m.time < $to and (m.dkim_aligned or m.spf_aligned)
)
select sum(messages) filter (where strict) as met, sum(messages) as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from ours where not strict order by messages desc, record_id limit 20) as failing) as rows
from ours
