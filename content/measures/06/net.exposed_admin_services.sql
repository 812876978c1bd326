/*---
id: net.exposed_admin_services
title: Doors of our systems that stand open to the internet
practice: "6"
applies_to: [small, medium, large]
unit: count
needs: [connection]
goal: none
why: Remote desktop, file shares and databases that answer to the internet are found by attackers within hours.
fix: Close the ports listed here on the firewall today; let people who need them come in through the VPN.
examples:
  - connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 203.0.113.9, peer_ip: 10.0.0.5, peer_port: 3389, transport: tcp, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 203.0.113.9, peer_ip: 10.0.0.5, peer_port: 3389, transport: tcp, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 203.0.113.9, peer_ip: 10.0.0.6, peer_port: 445, transport: tcp, state: REJ}
      - {time: "2026-03-20T08:00:00Z", source_ip: 203.0.113.9, peer_ip: 10.0.0.7, peer_port: 443, transport: tcp, state: SF}
    answer: {value: 1}
  - connection: # one machine with two addresses
      - {time: "2026-03-20T08:00:00Z", source_ip: 203.0.113.9, peer_ip: 10.0.0.5, peer_port: 3389, transport: tcp, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 203.0.113.9, peer_ip: 10.0.0.6, peer_port: 3389, transport: tcp, state: SF}
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: ip_address, value: 10.0.0.5}
      - {kind: device, identity_id: "serial_number:SN1", key: ip_address, value: 10.0.0.6}
    answer: {value: 1}
  - connection: [{time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.0.6, peer_port: 445, transport: tcp, state: SF}]
    answer: no evidence
---*/
with named as ( -- addresses that only one machine has had
  select value as ip, max(identity_id) as identity_id from identity
  where kind = 'device' and key = 'ip_address' group by value having count(distinct identity_id) = 1
),
inbound as (
  select record_id, time, peer_ip, peer_port,
    coalesce(state, 'SF') in ('SF', 'S1', 'S2', 'S3', 'RSTO', 'RSTR', 'OTH', 'established') as answered
  from connection
  where time >= $to - interval '30 days' and time < $to and coalesce(transport, 'tcp') = 'tcp'
    and is_private_ip(peer_ip) and not is_private_ip(source_ip)
),
exposed as (
  select i.record_id, i.time, coalesce(n.identity_id, i.peer_ip) as machine, i.peer_port from inbound i left join named n on n.ip = i.peer_ip
  where answered and peer_port in (22, 23, 135, 139, 445, 3389, 5900, 5901, 5985, 5986, 1433, 1521, 3306, 5432, 6379, 9200, 27017, 104, 11112, 2575, 161)
)
select case when (select count(*) from inbound) > 0 then count(distinct concat(machine, ' ', cast(peer_port as varchar))) end as value,
  (select max(time) from inbound) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from exposed order by time desc, record_id limit 20) as failing) as rows
from exposed
