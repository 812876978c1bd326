/*---
id: net.c2_contained_hours
title: Hours from seeing an attacker steer a computer to cutting it off
practice: "6"
applies_to: [large]
unit: hours
needs: [security_case]
goal: median of at most 4 hours
why: As long as the line stands, somebody outside decides what the computer does next.
fix: Let whoever is on call take a computer off the network without asking, and look at what the slowest cases listed here waited for.
fresh_days: 365
examples:
  - security_case:
      - {record_id: "c:1", kind: command_and_control, true_positive: true, detected_at: "2026-03-01T08:00:00Z", contained_at: "2026-03-01T10:00:00Z"}
      - {record_id: "c:2", kind: command_and_control, true_positive: true, detected_at: "2026-03-02T08:00:00Z", closed_at: "2026-03-02T14:00:00Z"}
      - {record_id: "c:3", kind: command_and_control, true_positive: true, detected_at: "2026-03-29T00:00:00Z"} # open: no answer is better than its time so far
      - {record_id: "c:4", kind: command_and_control, detected_at: "2026-03-02T08:00:00Z", contained_at: "2026-03-12T09:00:00Z"} # not confirmed
      - {record_id: "c:5", kind: malware, true_positive: true, detected_at: "2026-03-02T08:00:00Z", contained_at: "2026-03-12T09:00:00Z"}
    answer: {value: 48}
  - security_case:
      - {record_id: "c:1", kind: command_and_control, true_positive: true, detected_at: "2026-03-01T08:00:00Z", contained_at: "2026-03-01T10:00:00Z"}
      - {record_id: "c:2", kind: command_and_control, true_positive: true, detected_at: "2026-03-02T08:00:00Z", closed_at: "2026-03-02T14:00:00Z"}
    answer: {value: 4}
  - security_case: [{kind: command_and_control, true_positive: false, detected_at: "2026-03-02T08:00:00Z", contained_at: "2026-03-02T09:00:00Z"}]
    answer: no evidence
  - security_case: []
    answer: no evidence
---*/
with finds as (
  select record_id, coalesce(detected_at, opened_at) as found_at, coalesce(contained_at, closed_at, $as_of) as ended_at,
    coalesce(contained_at, closed_at) is null as still_open
  from security_case
  where kind = 'command_and_control' and true_positive
    and coalesce(detected_at, opened_at) >= $from and coalesce(detected_at, opened_at) < $to
),
judged as (
  select record_id, found_at, still_open, (date_part('epoch', ended_at) - date_part('epoch', found_at)) / 3600.0 as hours
  from finds where ended_at >= found_at
)
-- every finding must be closed: one that is not raises the answer to its time so far
select greatest(median(hours), max(hours) filter (where still_open)) as value, count(*) as counted, max(found_at) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from judged where hours > 4 order by hours desc, record_id limit 20) as slowest) as rows
from judged
