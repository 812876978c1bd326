/*---
id: device.searched_from_inside
title: A computer searches the medical devices
threat: T5
severity: high
attack: [T1046]
needs: [device, connection]
why: An intruder looks for devices before attacking them, and some devices stop working when they are searched.
fix: Find the computer and ask who used it. If IT did not run a test, take it off the network; check the devices it reached.
examples:
  - note: five devices refuse or do not answer within a minute
    facts:
      device:
        - {asset_id: MD-1, name: Pump 1, ip_address: 10.20.30.11}
        - {asset_id: MD-2, name: Pump 2, ip_address: 10.20.30.12}
        - {asset_id: MD-3, name: Pump 3, ip_address: 10.20.30.13}
        - {asset_id: MD-4, name: Pump 4, ip_address: 10.20.30.14}
        - {asset_id: MD-5, name: Pump 5, ip_address: 10.20.30.15}
      connection:
        - {time: "2026-03-02T04:40:00Z", source_ip: 10.20.10.16, peer_ip: 10.20.30.11, peer_port: 23, state: REJ}
        - {time: "2026-03-02T04:40:02Z", source_ip: 10.20.10.16, peer_ip: 10.20.30.12, peer_port: 23, state: S0}
        - {time: "2026-03-02T04:40:04Z", source_ip: 10.20.10.16, peer_ip: 10.20.30.13, peer_port: 23, state: REJ}
        - {time: "2026-03-02T04:40:06Z", source_ip: 10.20.10.16, peer_ip: 10.20.30.14, peer_port: 23, state: SF}
        - {time: "2026-03-02T04:40:08Z", source_ip: 10.20.10.16, peer_ip: 10.20.30.15, peer_port: 23, state: RSTO}
    findings: 1
  - note: the pump server talks to all of them, as every day; one device that is switched off does not answer
    facts:
      device:
        - {asset_id: MD-1, name: Pump 1, ip_address: 10.20.30.11}
        - {asset_id: MD-2, name: Pump 2, ip_address: 10.20.30.12}
        - {asset_id: MD-3, name: Pump 3, ip_address: 10.20.30.13}
        - {asset_id: MD-4, name: Pump 4, ip_address: 10.20.30.14}
        - {asset_id: MD-5, name: Pump 5, ip_address: 10.20.30.15}
      connection:
        - {time: "2026-03-02T04:40:00Z", source_ip: 10.20.20.10, peer_ip: 10.20.30.11, peer_port: 443, state: SF}
        - {time: "2026-03-02T04:40:02Z", source_ip: 10.20.20.10, peer_ip: 10.20.30.12, peer_port: 443, state: SF}
        - {time: "2026-03-02T04:40:04Z", source_ip: 10.20.20.10, peer_ip: 10.20.30.13, peer_port: 443, state: SF}
        - {time: "2026-03-02T04:40:06Z", source_ip: 10.20.20.10, peer_ip: 10.20.30.14, peer_port: 443, state: SF}
        - {time: "2026-03-02T04:40:08Z", source_ip: 10.20.20.10, peer_ip: 10.20.30.15, peer_port: 443, state: S0}
    findings: 0
---*/
with named as (
  select ip_address, min(coalesce(name, asset_id)) as name from device where ip_address is not null group by ip_address
),
tried as (
  select c.source_ip, d.ip_address, c.peer_port, c.time, c.record_id,
    coalesce(upper(c.state), '') in ('S0', 'REJ', 'RSTO', 'RSTR', 'RSTOS0', 'RSTRH', 'SH', 'DENY', 'DROP') as refused
  from connection c join named d on d.ip_address = c.peer_ip
  where c.time is not null and c.source_ip is not null
    and not exists (select 1 from named n where n.ip_address = c.source_ip)
),
hourly as (
  select source_ip, min(time) as time, count(distinct ip_address) as devices,
    count(distinct case when refused then ip_address end) as refused_by,
    array_to_string(array_slice(array_agg(record_id order by time, record_id), 1, 20), ' ') as record_ids,
    row_number() over (partition by source_ip, date_trunc('day', date_trunc('hour', time)) order by date_trunc('hour', time)) as nth
  from tried
  group by source_ip, date_trunc('hour', time)
  having count(distinct ip_address) >= 5 and count(distinct case when refused then ip_address end) * 2 >= count(distinct ip_address)
)
select time, record_ids, source_ip as subject,
  concat(source_ip, ' tried ', devices, ' medical devices within an hour, and ', refused_by, ' of them refused or did not answer') as sentence
from hourly where nth = 1
