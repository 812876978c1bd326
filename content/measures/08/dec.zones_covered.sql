/*---
id: dec.zones_covered
title: Parts of the network with a live decoy in them
practice: "8"
applies_to: [large]
unit: ratio
needs: [setting, log_hour, account]
goal: 90 % of networks and of the systems you cannot be without
why: Nobody has business with a decoy. Whoever touches one is lost, or an intruder.
fix: Put a small machine, a share or an account that nobody uses into each part that is missing, and name it under `decoys` in organisation.yaml, as `server > trap-01`.
fresh_days: 92
examples:
  - setting:
      - {name: medical_network, value: 10.0.5.0/24}
      - {name: server_network, value: 10.0.1.0/24}
      - {name: office_network, value: 10.0.0.0/24}
      - {name: critical_system, value: EHR-DB}
      - {name: decoys, value: medical > trap-01}
      - {name: decoys, value: server > trap-02}
      - {name: decoys, value: ehr-db > svc-archive}
      - {name: decoys, value: office > old-admin}
    log_hour:
      - {name: syslog, host: trap-01.clinic.example, hour: 493000, records: 9, last_at: "2026-03-30T20:00:00Z"}
      - {name: syslog, host: trap-02, hour: 490000, records: 9, last_at: "2025-12-30T20:00:00Z"} # silent since
    account:
      - {user_name: svc-archive, enabled: true}
      - {user_name: old-admin, enabled: false} # nobody can take the bait
    answer: {met: 2, counted: 4}
  - setting: [{name: medical_network, value: 10.0.5.0/24}] # whether there are decoys nobody has said
    answer: no evidence
  - setting: []
    answer: no evidence
---*/
with part as (
  select distinct split_part(name, '_', 1) as name from setting
  where name in ('medical_network', 'server_network', 'office_network', 'printer_network', 'guest_network', 'dmz_network')
  union
  select distinct lower(trim(value)) from setting where name in ('critical_system', 'critical_systems')
),
decoy as (
  select trim(split_part(lower(value), '>', 1)) as part, trim(split_part(lower(value), '>', 2)) as name
  from setting where name in ('decoys', 'decoy') and value like '%>%'
),
live as (
  select lower(split_part(host, '.', 1)) as name, max(last_at) as at, null as record_id from log_hour
  where host is not null and last_at >= $to - interval '30 days' and last_at < $to group by 1
  union all
  select user_name, null, max(record_id) from account where enabled group by user_name
),
judged as (
  select p.name, count(l.name) > 0 as covered, max(l.at) as at
  from part p left join decoy d on d.part = p.name left join live l on l.name = d.name or l.name = split_part(d.name, '.', 1)
  group by p.name
)
select count(*) filter (where covered) as met, case when (select count(*) from decoy) > 0 then count(*) end as counted, max(at) as newest
from judged
