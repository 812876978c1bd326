/*---
id: mail.dkim_signed_outbound
title: Mail of our own that carries a valid signature
practice: "1"
applies_to: [small, medium, large]
unit: ratio
needs: [mail_authentication]
goal: at least 98 of 100
why: A signature survives forwarding and proves that the text is ours; SPF alone does not.
fix: Switch on DKIM with the domain of the From address, keys of 2048 bits, in each service listed here. Receivers refuse keys below 1024 bits.
examples:
  - mail_authentication:
      - {time: "2026-03-10T08:00:00Z", report_org: a, report_id: "1", message_count: 90, dkim_aligned: true, spf_aligned: false}
      - {time: "2026-03-10T08:00:00Z", report_org: a, report_id: "1", message_count: 10, dkim_aligned: false, spf_aligned: true}
      - {time: "2026-03-10T08:00:00Z", report_org: a, report_id: "1", message_count: 500, dkim_aligned: false, spf_aligned: false} # not ours
    answer: {met: 90, counted: 100}
  - mail_authentication:
      - {time: "2026-03-10T08:00:00Z", report_org: a, report_id: "1", message_count: 500, dkim_aligned: false, spf_aligned: false}
    answer: no evidence
---*/
with reports as (
  -- A report that arrived twice, alone and in a message, counts once.
  select report_org, report_id, min(split_part(record_id, ':', 1)) as evidence
  from mail_authentication where time >= $from and time < $to
  group by report_org, report_id
),
ours as (
  select m.record_id, m.time, m.message_count as messages, coalesce(m.dkim_aligned, false) as signed
  from mail_authentication m
  join reports r on (r.report_org is not distinct from m.report_org)
    and (r.report_id is not distinct from m.report_id)
    and r.evidence = split_part(m.record_id, ':', 1)
  where m.time >= $from and m.time < $to and (m.dkim_aligned or m.spf_aligned)
)
select sum(messages) filter (where signed) as met, sum(messages) as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from ours where not signed order by messages desc, record_id limit 20) as failing) as rows
from ours
