/*---
id: net.dmz_unapproved_hosts
title: Machines in the outer zone that are on no list
practice: "6"
applies_to: [medium, large]
unit: count
needs: [connection, network_service, asset, setting]
goal: none
why: A test server that somebody forgot is the first thing a stranger finds.
fix: Find out whose the machines listed here are; write them into the inventory with their address, or switch them off.
examples:
  - asset: [{host_name: web, ip_address: 192.168.50.4, in_inventory: true}, {host_name: scanned, ip_address: 192.168.50.6}]
    connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 198.51.100.9, peer_ip: 192.168.50.4, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 198.51.100.9, peer_ip: 192.168.50.5, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 198.51.100.9, peer_ip: 192.168.50.77, peer_port: 443, state: S0}
    network_service: [{time: "2026-03-20T08:00:00Z", ip_address: 192.168.50.6, port: 80, state: open}]
    setting: [{name: dmz_network, value: 192.168.50.0/24}]
    answer: {value: 2}
  - asset: # the inventory has the number, the scanner its address; another machine has two addresses
      - {asset_id: A-1, serial_number: SN1, in_inventory: true, identity_id: "serial_number:SN1"}
    connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 198.51.100.9, peer_ip: 192.168.50.4, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 198.51.100.9, peer_ip: 192.168.50.5, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 198.51.100.9, peer_ip: 192.168.50.6, peer_port: 443, state: SF}
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: ip_address, value: 192.168.50.4}
      - {kind: device, identity_id: "mac_address:a", key: ip_address, value: 192.168.50.5}
      - {kind: device, identity_id: "mac_address:a", key: ip_address, value: 192.168.50.6}
    setting: [{name: dmz_network, value: 192.168.50.0/24}]
    answer: {value: 1}
  - connection: [{time: "2026-03-20T08:00:00Z", source_ip: 198.51.100.9, peer_ip: 192.168.50.5, peer_port: 443, state: SF}]
    setting: [{name: dmz_network, value: 192.168.50.0/24}]
    answer: no evidence
---*/
with dmz as (
  select value as cidr from setting where name = 'dmz_network'
),
named as ( -- addresses that only one machine has had
  select value as ip, max(identity_id) as identity_id from identity
  where kind = 'device' and key = 'ip_address' group by value having count(distinct identity_id) = 1
),
listed as (
  select distinct identity_id, ip_address as ip from asset where in_inventory and coalesce(status, 'in_use') = 'in_use'
),
approved as (
  select ip from listed where ip is not null
  union
  select n.ip from named n join listed l on l.identity_id = n.identity_id
),
seen as (
  select source_ip as ip, max(record_id) as record_id, max(time) as time from connection
  where time >= $to - interval '30 days' and time < $to group by source_ip
  union all -- nobody is there where nobody answers
  select peer_ip, max(record_id), max(time) from connection
  where time >= $to - interval '30 days' and time < $to and coalesce(state, 'S0') in ('SF', 'S1', 'S2', 'S3', 'RSTO', 'RSTR', 'established', 'closed', 'ACCEPT', 'accept', 'allow', 'close')
  group by peer_ip
  union all
  select ip_address, max(record_id), max(time) from network_service where state = 'open' and time >= $to - interval '30 days' and time < $to group by ip_address
),
host as (
  select s.ip, max(s.record_id) as record_id, max(s.time) as time from seen s
  where s.ip is not null and exists (select 1 from dmz where in_network(s.ip, dmz.cidr)) group by s.ip
)
select case when count(*) > 0 and (select count(*) from approved) > 0 then count(distinct coalesce(n.identity_id, h.ip)) filter (where a.ip is null) end as value, max(h.time) as newest,
  string_agg(h.record_id, ' ' order by h.record_id) filter (where a.ip is null) as rows
from host h left join approved a on a.ip = h.ip left join named n on n.ip = h.ip
