/*---
id: loss.portable_not_seen
title: Portable device not seen for more than 45 days
threat: T3
severity: low
attack: []
needs: [asset]
why: A laptop or phone that nobody has seen for weeks is often lost, and nobody has said so.
fix: Ask its owner to bring it in this week. If it cannot be found, report it as lost.
examples:
  - note: last seen 77 days ago
    facts:
      asset: [{asset_id: L-12, host_name: lt12, kind: laptop, portable: true, status: in_use, last_seen_at: "2026-01-13T08:00:00Z"}]
    findings: 1
  - note: seen last week by another system; kept in the store; a desktop; already reported lost; never looked for
    facts:
      asset:
        - {asset_id: L-13, host_name: lt13, kind: laptop, portable: true, status: in_use, last_seen_at: "2026-01-13T08:00:00Z"}
        - {host_name: lt13, kind: laptop, portable: true, agent_last_seen_at: "2026-03-25T08:00:00Z"}
        - {asset_id: L-14, host_name: lt14, kind: laptop, portable: true, status: storage, last_seen_at: "2026-01-13T08:00:00Z"}
        - {asset_id: D-1, host_name: ws01, kind: workstation, portable: false, status: in_use, last_seen_at: "2026-01-13T08:00:00Z"}
        - {asset_id: L-15, host_name: lt15, kind: laptop, portable: true, status: lost, last_seen_at: "2026-01-13T08:00:00Z"}
        - {asset_id: L-16, host_name: lt16, kind: laptop, portable: true, status: in_use}
    findings: 0
---*/
with merged as (
  select lower(coalesce(host_name, asset_id)) as tag, max(asset_id) as asset_id,
    max(case when coalesce(portable, kind in ('laptop', 'tablet', 'phone')) then 1 else 0 end) as portable,
    count(*) filter (where status in ('lost', 'stolen', 'retired', 'storage')) as elsewhere,
    max(case when agent_last_seen_at is not null and (last_seen_at is null or agent_last_seen_at > last_seen_at)
      then agent_last_seen_at else last_seen_at end) as seen_at,
    min(owner) as owner,
    array_to_string(array_slice(array_agg(record_id order by record_id), 1, 20), ' ') as record_ids
  from asset
  where coalesce(host_name, asset_id) is not null
  group by lower(coalesce(host_name, asset_id))
)
select seen_at as time, record_ids, tag as subject,
  concat(tag, case when owner is null then '' else concat(' of ', owner) end, ' was last seen on ', to_char(seen_at, '%Y-%m-%d')) as sentence
from merged
where portable = 1 and elsewhere = 0 and seen_at < $as_of - interval '45 days'
