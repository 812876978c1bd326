/*---
id: ep.edr_contain_minutes
title: Minutes from a serious find on a computer to its containment
practice: "2"
applies_to: [medium, large]
unit: minutes
needs: [malware_detection, security_case]
goal: median of at most 60 minutes
why: From one computer to the whole network takes an attacker about an hour.
fix: Let the protection software cut a computer off by itself at a serious find, and name who may do so at night.
fresh_days: 365
examples:
  - malware_detection:
      - {time: "2026-03-01T08:00:00Z", host_name: pc-01, threat_name: Trojan A, severity: high, remediated: false}
      - {time: "2026-03-01T08:30:00Z", host_name: pc-01, threat_name: Trojan A, severity: high, remediated: true}
      - {time: "2026-03-05T08:00:00Z", host_name: pc-02, threat_name: Trojan B, severity: severe, remediated: false} # no end but the case's
      - {time: "2026-03-06T08:00:00Z", host_name: pc-03, threat_name: Adware, severity: low, remediated: false}
    security_case:
      - {case_id: C1, kind: malware, severity: critical, detected_at: "2026-03-05T08:10:00Z", contained_at: "2026-03-05T09:30:00Z"}
      - {case_id: C2, kind: malware, severity: high, detected_at: "2026-03-10T08:00:00Z", contained_at: "2026-03-10T10:00:00Z"} # a find no log has
      - {case_id: C3, kind: phishing, severity: high, detected_at: "2026-03-10T08:00:00Z", contained_at: "2026-03-19T10:00:00Z"}
    answer: {value: 90}
  - malware_detection: [{time: "2026-03-30T23:00:00Z", host_name: pc-01, threat_name: Trojan A, severity: critical, remediated: true}]
    answer: {value: 0}
  - malware_detection: # the console does not say what became of it
      - {time: "2026-03-01T08:00:00Z", host_name: pc-01, threat_name: Trojan A, severity: high}
    answer: no evidence
---*/
with finds as (
  select host_name, coalesce(threat_name, '') as threat, max(record_id) as record_id, min(time) as found_at,
    min(time) filter (where remediated) as ended_at, count(remediated) as told
  from malware_detection
  where severity in ('high', 'severe', 'critical') and time >= $from and time < $to
  group by host_name, 2
),
serious as (
  select case_id, record_id, coalesce(detected_at, opened_at) as found_at, coalesce(contained_at, closed_at) as ended_at
  from security_case
  where kind = 'malware' and coalesce(true_positive, true) and coalesce(detected_at, opened_at) >= $from and coalesce(detected_at, opened_at) < $to
    and regexp_like(lower(coalesce(severity, '')), 'high|severe|critical|urgent|^p?[12]([^0-9]|$)')
),
joined as (
  -- a case that was opened within a day of a find tells how that find ended
  select f.host_name, f.threat, max(f.record_id) as record_id, max(f.found_at) as found_at, max(f.told) as told,
    least(max(f.ended_at), min(s.ended_at)) as ended_at, count(s.found_at) as cases
  from finds f left join serious s on s.found_at >= f.found_at and s.found_at <= f.found_at + interval '1 day'
  group by f.host_name, f.threat
),
alone as (
  select s.case_id, max(s.record_id) as record_id, max(s.found_at) as found_at, max(s.ended_at) as ended_at
  from serious s left join finds f on s.found_at >= f.found_at and s.found_at <= f.found_at + interval '1 day'
  group by s.case_id
  having count(f.found_at) = 0
),
judged as (
  -- one that is still open counts with the time so far
  select record_id, found_at, greatest(date_part('epoch', coalesce(ended_at, $as_of)) - date_part('epoch', found_at), 0.0) / 60.0 as minutes
  from (
    select record_id, found_at, ended_at from joined where told > 0 or cases > 0
    union all
    select record_id, found_at, ended_at from alone
  ) as all_finds
)
select median(minutes) as value, count(*) as counted, max(found_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where minutes > 60) as rows
from judged
