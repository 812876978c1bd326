/*---
id: soc.play_coverage
title: Known attacks with an alarm that works and a page that says what to do
practice: "8"
applies_to: [medium, large]
unit: ratio
needs: [policy_document]
export: policy_docs
goal: 90 % of thirteen, each set off on purpose within a year
why: An alarm without a page is looked at and closed; a page without an alarm is never opened.
fix: Write for each attack that is missing one page (who looks, what is cut off, who is called), switch on its alarm, set it off once, and enter the day in the register.
fresh_days: 1100
examples:
  - policy_document:
      - {name: Ransomware on a file share, kind: play, approved: true, detection_live: true, tested_at: "2026-02-01"}
      - {name: Scan sweep of the DMZ, kind: play, approved: true, detection_live: true, tested_at: "2024-02-01"} # tested too long ago
      - {name: Third-party VPN attack, kind: play, approved: true, detection_live: false, tested_at: "2026-02-01"}
      - {name: Lost or stolen device, kind: play, approved: false, detection_live: true, tested_at: "2026-02-01"} # nobody has approved the page
      - {name: Brute force on administrators, kind: play, approved: true, detection_live: true} # never tested
      - {name: Guessing of default accounts, kind: play, approved: true, detection_live: true, tested_at: "2026-03-01"}
      - {name: Scan sweep of the medical network, kind: play, approved: true, detection_live: true, tested_at: "2026-02-01"} # one of the medical plays
    answer: {met: 2, counted: 13}
  - policy_document: [{name: Playbook ransomware, kind: playbook_ransomware, approved: true}] # pages without a word about their alarms
    answer: no evidence
  - policy_document: []
    answer: no evidence
---*/
with pages as (
  select record_id, lower(name) as name, detection_live, tested_at, reviewed_at,
    coalesce(approved, approved_at is not null) and coalesce(detection_live, false) and coalesce(tested_at >= $as_of - interval '365 days', false) as works
  from policy_document
  where (detection_live is not null or tested_at is not null) and (tested_at is null or tested_at < $to)
),
plays as (
  select record_id, tested_at, works, unnest(make_array(
    case when name ~ 'scan|sweep' and name ~ 'dmz|outer zone|perimeter' then 'scan_dmz' end,
    case when name ~ 'scan' and name ~ 'known.?bad|bad address|threat intel' then 'known_bad_scan' end,
    case when name ~ 'sign.?in|log.?in|log.?on|authenticat' and name ~ 'known.?bad|bad address|threat intel' then 'known_bad_sign_in' end,
    case when name like '%vpn%' then 'third_party_vpn' end,
    case when name like '%phish%' then 'phishing' end,
    case when name like '%ransom%' then 'ransomware' end,
    case when name like '%local account%' then 'local_account' end,
    case when name ~ 'persisten|autorun|scheduled task' then 'persistence' end,
    case when name like '%brute%' and name ~ 'privileg|admin' then 'privileged_brute_force' end,
    case when name ~ 'default (account|password|credential)' then 'default_account' end,
    case when name like '%service account%' then 'service_account' end,
    case when name ~ 'data transfer|exfiltrat|large upload|unusual upload' then 'data_transfer' end,
    case when name ~ 'lost|stolen|theft' then 'lost_device' end)) as play
  from pages
),
judged as (
  select play, bool_or(works) as works, max(record_id) as record_id from plays where play is not null group by play
)
select count(*) filter (where works) as met, case when (select count(*) from plays where play is not null) > 0 then 13 end as counted,
  (select max(tested_at) from plays) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not works) as rows
from judged
