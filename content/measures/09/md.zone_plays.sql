/*---
id: md.zone_plays
title: Alarms of the medical network that were tried
practice: "9"
applies_to: [large]
unit: ratio
needs: [policy_document]
export: policy_docs
goal: all three, each set off on purpose within a year
why: Devices cannot call for help. These three alarms see what reaches for them - a sweep, a stranger at the maintenance door, a hand on the decoy.
fix: Switch on the alarm that is missing, set it off once with clinical engineering beside you, and enter the day in the register of procedures.
fresh_days: 1100
examples:
  - policy_document:
      - {name: Scan sweep of the medical network, kind: play, detection_live: true, tested_at: "2026-02-01"}
      - {name: Unknown client on remote access ports of devices, kind: play, detection_live: true, tested_at: "2024-02-01"} # tested too long ago
      - {name: Scan sweep of the DMZ, kind: play, detection_live: true, tested_at: "2026-02-01"}
      - {name: Medical device playbook, kind: playbook_medical_device, approved: true}
    answer: {met: 1, counted: 3}
  - policy_document: [{name: Scan sweep of the DMZ, kind: play, detection_live: true, tested_at: "2026-02-01"}]
    answer: no evidence
  - policy_document: []
    answer: no evidence
---*/
with pages as (
  select record_id, lower(name) as name, tested_at,
    coalesce(detection_live, false) and coalesce(tested_at >= $as_of - interval '365 days', false) as works
  from policy_document
  where (detection_live is not null or tested_at is not null) and (tested_at is null or tested_at < $to)
),
plays as (
  select record_id, tested_at, works, unnest(make_array(
    case when name ~ 'scan|sweep' and name ~ 'medical|biomed|device' then 'sweep' end,
    case when name ~ 'remote.?access|remote.?desktop|rdp|vnc' and name ~ 'medical|biomed|device|unknown client' then 'remote_access' end,
    case when name ~ 'decoy|honey' then 'decoy' end)) as play
  from pages
),
judged as (
  select play, bool_or(works) as works, max(record_id) as record_id from plays where play is not null group by play
)
select count(*) filter (where works) as met, case when count(*) > 0 then 3 end as counted, (select max(tested_at) from plays where play is not null) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not works) as rows
from judged
