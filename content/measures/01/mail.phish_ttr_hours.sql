/*---
id: mail.phish_ttr_hours
title: Hours from noticing a phishing attack to stopping it
practice: "1"
applies_to: [small, medium, large]
unit: hours
needs: [security_case]
goal: median of at most 4 hours
why: Every hour a message stays in the mailboxes, someone else may click.
fix: Write down who may pull a message out of all mailboxes, and give that person the right to do it at once.
fresh_days: 365
examples:
  - security_case:
      - {case_id: A1, kind: phishing, detected_at: "2026-03-01T08:00:00Z", contained_at: "2026-03-01T10:00:00Z"}
      - {case_id: A2, kind: phishing, detected_at: "2026-03-02T08:00:00Z", contained_at: "2026-03-02T18:00:00Z"}
      - {case_id: A3, kind: malware, detected_at: "2026-03-02T08:00:00Z", contained_at: "2026-03-05T18:00:00Z"}
    answer: {value: 6}
  - security_case: [{case_id: A3, kind: malware, detected_at: "2026-03-02T08:00:00Z"}]
    answer: no evidence
---*/
with cases as (
  select record_id, detected_at, (date_part('epoch', contained_at) - date_part('epoch', detected_at)) / 3600.0 as hours
  from security_case
  where kind = 'phishing' and contained_at >= detected_at and detected_at >= $from and detected_at < $to
)
select median(hours) as value, count(*) as counted, max(detected_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where hours > 4) as rows
from cases
