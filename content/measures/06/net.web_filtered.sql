/*---
id: net.web_filtered
title: Visits to the web that pass a filter
practice: "6"
applies_to: [small, medium, large]
unit: ratio
needs: [connection, asset, setting]
goal: 98 % of what staff's computers open
why: Most malware is fetched from a page or a name that a filter would have known.
fix: Let only the proxy through the firewall on ports 80 and 443, or point the computers listed here at the protective resolver; use the agent of the filter for laptops away from the office.
examples:
  - asset: [{host_name: pc-01, kind: workstation, ip_address: 10.0.0.5}, {host_name: pc-02, kind: laptop, ip_address: 10.0.0.6}, {host_name: srv, kind: server, ip_address: 10.0.0.9}]
    connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.0.3, peer_port: 8080, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 203.0.113.9, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.6, peer_ip: 198.51.100.53, peer_port: 53, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.6, peer_ip: 203.0.113.9, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.9, peer_ip: 203.0.113.9, peer_port: 443, state: SF}
    setting: [{name: web_proxies, value: 10.0.0.3}, {name: protective_resolvers, value: 198.51.100.53}]
    answer: {met: 2, counted: 3}
  - asset: [{serial_number: SN1, kind: laptop, identity_id: "serial_number:SN1"}] # the inventory has no address, the scanner has
    connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 203.0.113.9, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.0.3, peer_port: 8080, state: SF}
    identity: [{kind: device, identity_id: "serial_number:SN1", key: ip_address, value: 10.0.0.5}]
    setting: [{name: web_proxies, value: 10.0.0.3}]
    answer: {met: 1, counted: 2}
  - asset: [{host_name: pc-01, kind: workstation, ip_address: 10.0.0.5}] # no filter at all is not known from silence
    connection: [{time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 203.0.113.9, peer_port: 443, state: SF}]
    answer: no evidence
---*/
with filter_at as (
  select distinct value as ip, name like 'web_prox%' as proxy from setting
  where name in ('web_proxies', 'web_proxy', 'protective_resolvers', 'protective_resolver')
),
named as ( -- addresses that only one machine has had
  select value as ip, max(identity_id) as identity_id from identity
  where kind = 'device' and key = 'ip_address' group by value having count(distinct identity_id) = 1
),
staffed as (
  select distinct identity_id, ip_address as ip from asset where kind in ('workstation', 'laptop')
),
desk as (
  select ip from staffed where ip is not null
  union
  select n.ip from named n join staffed s on s.identity_id = n.identity_id
),
office as (
  select value as cidr from setting where name = 'office_network'
),
spoken as (
  select record_id, time, source_ip, peer_ip, peer_port, coalesce(transport, 'tcp') as transport from connection
  where time >= $to - interval '30 days' and time < $to and is_private_ip(source_ip) and coalesce(state, 'SF') not in ('S0', 'REJ')
    and coalesce(lower(state), '') !~ 'den(y|ied)|block|drop|reject|discard'
),
person_at as (
  select ip from desk
  union
  select s.ip from (select distinct source_ip as ip from spoken) as s where exists (select 1 from office where in_network(s.ip, office.cidr))
),
looked_up as ( -- computers all of whose lookups go to a resolver that filters
  select s.source_ip as ip
  from spoken s left join filter_at f on f.ip = s.peer_ip and not f.proxy
  where s.peer_port in (53, 853)
  group by s.source_ip
  having bool_and(f.ip is not null)
),
visit as (
  select s.record_id, s.time, f.ip is not null or l.ip is not null as filtered
  from spoken s join person_at p on p.ip = s.source_ip
  left join filter_at f on f.ip = s.peer_ip and f.proxy
  left join looked_up l on l.ip = s.source_ip
  where f.ip is not null or (s.peer_port in (80, 443) and is_private_ip(s.peer_ip) = false)
)
select count(*) filter (where filtered) as met, case when (select count(*) from filter_at) > 0 then count(*) end as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from visit where not filtered order by time desc, record_id limit 20) as failing) as rows
from visit
