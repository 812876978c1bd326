/*---
id: net.known_bad_blocked
title: Attempts to reach known attackers that were stopped
practice: "6"
applies_to: [small, medium, large]
unit: ratio
needs: [indicator, connection, dns_query]
goal: 99 %
why: Lists of bad addresses help only if the firewall and the resolver use them.
fix: Feed the list to the firewall and the resolver, and take the computers behind the rows listed here off the network.
examples:
  - indicator: [{kind: ipv4, value: 198.51.100.66, valid_from: "2026-02-20"}, {kind: domain, value: evil.test, valid_from: "2026-02-20"}]
    connection:
      - {record_id: "x:1", time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 198.51.100.66, peer_port: 443, state: Deny}
      - {record_id: "x:2", time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
      - {record_id: "x:3", time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 198.51.100.66, peer_port: 443, state: S0}
      - {record_id: "x:4", time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 203.0.113.9, peer_port: 443, state: SF}
    dns_query:
      - {record_id: "x:5", time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, query: c2.evil.test, answers: '["0.0.0.0"]'}
      - {record_id: "x:6", time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, query: evil.test, answers: '["198.51.100.66"]'}
    answer: {met: 2, counted: 4}
  - indicator: [{kind: ipv4, value: 198.51.100.66, valid_from: "2024-02-20", valid_until: "2025-02-20"}]
    connection: [{time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 198.51.100.66, peer_port: 443, state: Deny}]
    answer: no evidence
---*/
with listed as (
  select kind, lower(trim(value)) as value, valid_from - interval '30 days' as begins,
    coalesce(valid_until, case when kind = 'domain' then valid_from + interval '365 days' else valid_from + interval '180 days' end) as ends
  from indicator
  where kind in ('ipv4', 'ipv6', 'domain') and value like '%_._%' and coalesce(confidence, 50) >= 50
    and coalesce(lower(labels), '') !~ 'benign|false.positive|whitelist|allowlist'
),
tried as (
  select c.record_id, c.time, 'ip' as way, c.peer_ip as value,
    case
      when lower(c.state) ~ 'den(y|ied)|block|drop|reject|discard|prevent' then true
      when coalesce(c.state, 'S0') in ('S0', 'REJ', 'RSTRH', 'SH', 'SHR', 'RSTOS0', 'OTH') then null -- nobody knows who was silent
      else false
    end as stopped
  from connection c
  where c.time >= $to - interval '30 days' and c.time < $to and is_private_ip(c.peer_ip) = false
  union all
  select q.record_id, q.time, 'domain',
    unnest(make_array(q.query, substring_index(q.query, '.', -2), substring_index(q.query, '.', -3), substring_index(q.query, '.', -4))),
    case when q.answers ~ '"(0\.0\.0\.0|127\.0\.0\.1|::)"' or q.response_code = 'REFUSED' then true when q.answers <> '[]' then false end
  from dns_query q
  where q.time >= $to - interval '30 days' and q.time < $to and strpos(q.query, '.') > 0
),
met_one as (
  select t.record_id, max(t.time) as time, bool_or(t.stopped) as stopped
  from tried t join listed l on l.value = t.value and (l.kind = 'domain') = (t.way = 'domain')
  where t.stopped is not null and t.time >= coalesce(l.begins, t.time) and t.time < coalesce(l.ends, $as_of + interval '1 day')
  group by t.record_id
)
select count(*) filter (where stopped) as met, count(*) as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from met_one where not stopped order by time desc, record_id limit 20) as failing) as rows
from met_one
