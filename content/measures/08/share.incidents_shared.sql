/*---
id: share.incidents_shared
title: Serious incidents from which others could learn in time
practice: "8"
applies_to: [medium, large]
unit: ratio
needs: [security_case]
export: soc_cases
goal: 80 % within 7 days, with a marking and without patients' data
why: The same attacker tries the next hospital on the following day.
fix: Send what was seen of the attacker (addresses, names of files, how they came in) to your sharing organisation, marked with how far it may go, after taking out all that names a patient.
fresh_days: 400
examples:
  - security_case:
      - {record_id: "c:1", severity: high, detected_at: "2026-01-10", shared_at: "2026-01-14", shared_tlp: amber, shared_without_phi: true}
      - {record_id: "c:2", severity: high, detected_at: "2026-01-10", shared_at: "2026-01-30", shared_tlp: amber, shared_without_phi: true} # too late
      - {record_id: "c:3", severity: critical, detected_at: "2026-01-10", shared_at: "2026-01-14", shared_without_phi: true} # no marking
      - {record_id: "c:4", severity: high, detected_at: "2026-01-10"}
      - {record_id: "c:5", severity: high, detected_at: "2026-01-10", shared_at: "2026-01-14", shared_tlp: amber} # whether it was looked through is not written
      - {record_id: "c:6", severity: high, detected_at: "2026-03-28"} # still in time
      - {record_id: "c:7", severity: low, detected_at: "2026-01-10"}
      - {record_id: "c:8", severity: high, detected_at: "2026-01-10", true_positive: false}
    answer: {met: 1, counted: 4}
  - security_case: [{severity: high, detected_at: "2026-01-10"}] # whether any was shared is written nowhere
    answer: no evidence
  - security_case: []
    answer: no evidence
---*/
with incident as (
  select record_id, coalesce(detected_at, opened_at) as at, shared_at, shared_tlp, shared_without_phi from security_case
  where coalesce(true_positive, true) and coalesce(kind, '') not in ('patch_cycle', 'device_advisory')
    and regexp_like(coalesce(severity, ''), 'high|severe|critical|urgent|^p?[12]([^0-9]|$)')
    and coalesce(detected_at, opened_at) >= $from and coalesce(detected_at, opened_at) < $to
),
judged as (
  select record_id, at, shared_at,
    case
      when shared_at <= at + interval '7 days' then case when shared_tlp is null then false else shared_without_phi end
      when $as_of >= at + interval '7 days' then false
    end as shared
  from incident
)
select count(*) filter (where shared) as met, case when count(shared_at) > 0 then count(shared) end as counted, max(at) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from judged where not shared order by at desc, record_id limit 20) as failing) as rows
from judged
