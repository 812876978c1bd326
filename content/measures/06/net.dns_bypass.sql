/*---
id: net.dns_bypass
title: Machines that look up names past the approved resolver
practice: "6"
applies_to: [small, medium, large]
unit: ratio
needs: [connection, setting]
goal: at most 1 in 1,000 machines
why: Malware asks a resolver of its own, so that nothing on our side can stop the answer.
fix: Let only the resolver through the firewall on ports 53 and 853, then see which of the machines listed here complain.
examples:
  - connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.0.2, peer_port: 53}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.6, peer_ip: 203.0.113.53, peer_port: 53}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.7, peer_ip: 198.51.100.53, peer_port: 53}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.2, peer_ip: 203.0.113.53, peer_port: 53}
    setting: [{name: approved_resolvers, value: 198.51.100.53}]
    answer: {met: 1, counted: 3}
  - connection: # one laptop, by cable and by air
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 203.0.113.53, peer_port: 53}
      - {time: "2026-03-21T08:00:00Z", source_ip: 10.0.0.6, peer_ip: 203.0.113.53, peer_port: 53}
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: ip_address, value: 10.0.0.5}
      - {kind: device, identity_id: "serial_number:SN1", key: ip_address, value: 10.0.0.6}
    answer: {met: 1, counted: 1}
  - connection: [{time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.0.2, peer_port: 443}]
    answer: no evidence
---*/
with approved as (
  select unnest(json_list(value)) as ip from setting where name in ('approved_resolvers', 'approved_resolver')
),
named as ( -- addresses that only one machine has had
  select value as ip, max(identity_id) as identity_id from identity
  where kind = 'device' and key = 'ip_address' group by value having count(distinct identity_id) = 1
),
lookups as (
  select source_ip, peer_ip, max(record_id) as record_id, max(time) as time from connection
  where peer_port in (53, 853) and is_private_ip(source_ip) and time >= $to - interval '30 days' and time < $to
  group by source_ip, peer_ip
),
resolver as (
  -- an inside machine that others ask is a resolver and may ask outside
  select distinct peer_ip as ip from lookups where is_private_ip(peer_ip)
),
client as (
  select coalesce(n.identity_id, l.source_ip) as machine, max(l.record_id) as record_id, max(l.time) as time,
    bool_or(not coalesce(is_private_ip(l.peer_ip), false) and a.ip is null) as past
  from lookups l left join approved a on a.ip = l.peer_ip left join named n on n.ip = l.source_ip
  where l.source_ip not in (select ip from resolver where ip is not null)
    and not regexp_like(l.peer_ip, '^(22[4-9]|23[0-9])\.|^ff')
  group by 1
)
select count(*) filter (where past) as met, count(*) as counted, max(time) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where past) as rows
from client
