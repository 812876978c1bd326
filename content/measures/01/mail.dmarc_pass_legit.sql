/*---
id: mail.dmarc_pass_legit
title: Mail of our own senders that proves its origin
practice: "1"
applies_to: [medium, large]
unit: ratio
needs: [mail_authentication]
goal: at least 98 of 100
why: Only when every server that really writes for us passes can the policy be tightened without losing reminders, bills and results.
fix: For each address listed here find out which of our services sends from it, and give it an aligned signature or add it to SPF.
examples:
  - mail_authentication: # an address is known as ours when some of its mail passes; forwarders and forgers never pass
      - {time: "2026-03-10T08:00:00Z", report_org: a, report_id: "1", source_ip: "192.0.2.7", message_count: 95, dkim_aligned: true, spf_aligned: true}
      - {time: "2026-03-10T08:00:00Z", report_org: a, report_id: "1", source_ip: "192.0.2.7", message_count: 5, dkim_aligned: false, spf_aligned: false}
      - {time: "2026-03-10T08:00:00Z", report_org: a, report_id: "1", source_ip: "198.51.100.1", message_count: 400, dkim_aligned: false, spf_aligned: false}
    answer: {met: 95, counted: 100}
  - mail_authentication:
      - {time: "2026-03-10T08:00:00Z", report_org: a, report_id: "1", source_ip: "198.51.100.1", message_count: 400, dkim_aligned: false, spf_aligned: false}
    answer: no evidence
---*/
with reports as (
  -- A report that arrived twice, alone and in a message, counts once.
  select report_org, report_id, min(split_part(record_id, ':', 1)) as evidence
  from mail_authentication where time >= $from and time < $to
  group by report_org, report_id
),
seen as (
  select m.record_id, m.time, m.source_ip, m.message_count as messages,
    coalesce(m.dkim_aligned, false) or coalesce(m.spf_aligned, false) as passes
  from mail_authentication m
  join reports r on (r.report_org is not distinct from m.report_org)
    and (r.report_id is not distinct from m.report_id)
    and r.evidence = split_part(m.record_id, ':', 1)
  where m.time >= $from and m.time < $to
),
ours as (
  select * from seen where source_ip in (select source_ip from seen where passes)
)
select sum(messages) filter (where passes) as met, sum(messages) as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from ours where not passes order by messages desc, record_id limit 20) as failing) as rows
from ours
