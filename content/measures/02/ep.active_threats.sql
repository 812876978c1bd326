/*---
id: ep.active_threats
title: Computers with malware that was not dealt with in a day
practice: "2"
applies_to: [small, medium, large]
unit: ratio
needs: [asset, malware_detection]
goal: at most 1 in 1,000 computers
why: Malware that was found and left alone is an intruder with an alibi.
fix: Take the computers listed here off the network now, and have each of them cleaned or set up anew.
fresh_days: 365
examples:
  - asset: [{host_name: pc-01, kind: workstation}, {host_name: pc-02, kind: workstation}]
    malware_detection:
      - {time: "2026-03-20T08:00:00Z", host_name: pc-01, threat_name: Trojan, remediated: false, path: 'c:\a'}
      - {time: "2026-03-20T08:00:00Z", host_name: pc-02, threat_name: Trojan, remediated: false, path: 'c:\b'}
      - {time: "2026-03-20T09:00:00Z", host_name: pc-02, threat_name: Trojan, remediated: true, path: 'c:\b'}
    answer: {met: 1, counted: 2}
  - asset: [{host_name: pc-01, kind: workstation}, {host_name: pump-1}] # a scanner names medical devices without saying what they are
    device: [{name: Pump-1}]
    malware_detection: [{time: "2026-03-20T08:00:00Z", host_name: pc-01, threat_name: Trojan, remediated: false}]
    answer: {met: 1, counted: 1}
  - asset: [{host_name: pc-01, kind: workstation}]
    answer: no evidence
---*/
with threat as (
  select host_name, coalesce(threat_name, '') as threat, max(record_id) as record_id,
    min(time) as found_at, bool_or(coalesce(remediated, false)) as remediated
  from malware_detection
  where host_name is not null and time >= $from and time < $to
  group by host_name, 2
),
machine as (
  select host_name from asset
  where host_name is not null and coalesce(kind, 'workstation') in ('workstation', 'laptop', 'server') and coalesce(status, 'in_use') = 'in_use'
    and not exists (select 1 from device where lower(device.name) = asset.host_name)
  union
  select host_name from threat
),
open_threat as (
  select host_name, max(record_id) as record_id from threat
  where not remediated and found_at < $as_of - interval '1 day'
  group by host_name
)
select count(o.host_name) as met,
  case when (select count(*) from malware_detection) > 0 then count(*) end as counted,
  (select max(time) from malware_detection where time < $to) as newest,
  string_agg(o.record_id, ' ' order by o.record_id) as rows
from machine m left join open_threat o on o.host_name = m.host_name
