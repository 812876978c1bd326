/*---
id: vm.context_used
title: Open holes ranked by what they mean here
practice: "7"
applies_to: [medium, large]
unit: ratio
needs: [vulnerability]
goal: 95 %
why: The same hole is an emergency on the record system and a nuisance on a spare laptop.
fix: Add to each hole listed here how important the machine is, what data it holds, where it stands and whether attackers use the hole, and rank it by all four.
examples:
  - vulnerability:
      - {record_id: "v:1", status: open, asset_criticality: high, data_class: patient data, zone: dmz, known_exploited: false, rank_score: 870, time: "2026-03-20"}
      - {record_id: "v:2", status: open, cvss: 9.8, asset_criticality: high, zone: dmz, known_exploited: false, rank_score: 870, time: "2026-03-20"} # what it holds was not asked
      - {record_id: "v:3", status: open, cvss: 9.8, asset_criticality: high, data_class: patient data, zone: dmz, known_exploited: true, time: "2026-03-20"} # not ranked
      - {record_id: "v:4", status: fixed, cvss: 9.8, time: "2026-03-20"}
    answer: {met: 1, counted: 3}
  - vulnerability: [{record_id: "v:1", status: open, cvss: 9.8, zone: dmz, known_exploited: true, rank_score: 870, time: "2026-03-20"}] # a list without these columns does not tell how it was ranked
    answer: no evidence
  - vulnerability: []
    answer: no evidence
---*/
with hole as (
  select record_id, coalesce(time, first_seen_at) as at, rank_score, asset_criticality, data_class, zone, known_exploited,
    rank_score is not null and coalesce(asset_criticality, '') <> '' and coalesce(data_class, '') <> '' and zone is not null and known_exploited is not null as ranked
  from vulnerability
  where coalesce(status, 'open') = 'open' and fixed_at is null
)
select count(*) filter (where ranked) as met,
  case when count(rank_score) > 0 and count(asset_criticality) > 0 and count(data_class) > 0 and count(zone) > 0 and count(known_exploited) > 0 then count(*) end as counted,
  max(at) filter (where at < $to) as newest,
  (select string_agg(record_id, ' ' order by record_id) from (select record_id from hole where not ranked order by at desc, record_id limit 20) as failing) as rows
from hole
