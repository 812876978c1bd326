/*---
id: net.dmz_direct_internet
title: Servers of the outer zone that reach the internet directly
practice: "6"
applies_to: [medium, large]
unit: count
needs: [connection, setting]
goal: none but through the outbound proxy
why: A server that answers to the internet has no need to call it. Stolen data and orders to malware leave by such calls.
fix: Block outbound connections of the servers listed here on the firewall, and let updates come through the proxy.
examples:
  - connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 192.168.50.4, peer_ip: 198.51.100.9, peer_port: 443, state: SF}
      - {time: "2026-03-20T09:00:00Z", source_ip: 192.168.50.4, peer_ip: 198.51.100.10, peer_port: 80, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 192.168.50.5, peer_ip: 10.0.0.3, peer_port: 8080, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 192.168.50.6, peer_ip: 198.51.100.9, peer_port: 443, state: Deny}
      - {time: "2026-03-20T08:00:00Z", source_ip: 192.168.50.3, peer_ip: 198.51.100.9, peer_port: 443, state: SF}
    setting: [{name: dmz_network, value: 192.168.50.0/24}, {name: web_proxies, value: 192.168.50.3}]
    answer: {value: 1}
  - connection: # one server with two addresses
      - {time: "2026-03-20T08:00:00Z", source_ip: 192.168.50.4, peer_ip: 198.51.100.9, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 192.168.50.5, peer_ip: 198.51.100.9, peer_port: 443, state: SF}
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: ip_address, value: 192.168.50.4}
      - {kind: device, identity_id: "serial_number:SN1", key: ip_address, value: 192.168.50.5}
    setting: [{name: dmz_network, value: 192.168.50.0/24}]
    answer: {value: 1}
  - connection: [{time: "2026-03-20T08:00:00Z", source_ip: 192.168.50.4, peer_ip: 198.51.100.9, peer_port: 443, state: SF}]
    answer: no evidence
---*/
with dmz as (
  select value as cidr from setting where name = 'dmz_network'
),
proxy as (
  select distinct value as ip from setting where name in ('web_proxies', 'web_proxy')
),
named as ( -- addresses that only one machine has had
  select value as ip, max(identity_id) as identity_id from identity
  where kind = 'device' and key = 'ip_address' group by value having count(distinct identity_id) = 1
),
server as (
  select a.ip from (select distinct source_ip as ip from connection where source_ip is not null) as a
  where exists (select 1 from dmz where in_network(a.ip, dmz.cidr))
),
outer_zone as (
  select c.record_id, c.time, c.source_ip, c.peer_ip, c.state from connection c join server s on s.ip = c.source_ip
  where c.time >= $to - interval '30 days' and c.time < $to
),
outward as (
  select o.record_id, o.time, coalesce(n.identity_id, o.source_ip) as machine
  from outer_zone o left join proxy p on p.ip = o.source_ip left join proxy q on q.ip = o.peer_ip left join named n on n.ip = o.source_ip
  where p.ip is null and q.ip is null and is_private_ip(o.peer_ip) = false and coalesce(o.state, 'SF') not in ('S0', 'REJ')
    and coalesce(lower(o.state), '') !~ 'den(y|ied)|block|drop|reject|discard'
    and not exists (select 1 from dmz where in_network(o.peer_ip, dmz.cidr))
)
select case when (select count(*) from outer_zone) > 0 then count(distinct machine) end as value, (select max(time) from outer_zone) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from outward order by time desc, record_id limit 20) as failing) as rows
from outward
