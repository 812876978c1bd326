/*---
id: md.zone_log_types
title: Kinds of log that arrive from the medical network
practice: "9"
applies_to: [large]
unit: ratio
needs: [connection, log_source, log_hour, setting]
goal: all five - its firewall, the systems that steer devices, its traffic, its intrusion sensor, its decoys
why: What happens among the devices shows in these five logs or nowhere.
fix: Send the kind that is missing to the log server, and name the systems that steer devices (`device_controllers`) and the decoys (`decoys`) in organisation.yaml.
fresh_days: 31
examples:
  - connection:
      - {source: fortigate, time: "2026-03-30T20:00:00Z", source_ip: 10.0.5.9, peer_ip: 10.0.1.9}
      - {source: zeek, time: "2026-03-30T20:00:00Z", source_ip: 10.0.1.9, peer_ip: 10.0.5.9}
      - {source: suricata_eve, time: "2026-03-30T20:00:00Z", source_ip: 10.0.0.9, peer_ip: 10.0.1.9} # a sensor that does not see the devices
      - {source: suricata_eve, time: "2026-02-20T20:00:00Z", source_ip: 10.0.5.9, peer_ip: 10.0.1.9}
    log_hour:
      - {name: windows_security, host: pumpserver.clinic.example, hour: 493000, records: 9, last_at: "2026-03-30T20:00:00Z"}
      - {name: syslog, host: trap-01, hour: 490000, records: 9, last_at: "2026-01-30T20:00:00Z"} # silent for two months
    setting:
      - {name: medical_network, value: 10.0.5.0/24}
      - {name: device_controllers, value: PumpServer}
      - {name: decoys, value: medical > trap-01}
      - {name: decoys, value: server > trap-02}
    answer: {met: 3, counted: 5}
  - connection: [{source: fortigate, time: "2026-03-30T20:00:00Z", source_ip: 10.0.5.9, peer_ip: 10.0.1.9}]
    setting: [{name: medical_network, value: 10.0.5.0/24}] # which logs are the decoys' nobody has said
    answer: no evidence
  - connection: []
    answer: no evidence
---*/
with medical as (
  select value as cidr from setting where name in ('medical_network', 'medical_networks')
),
seen as (
  select source, source_ip as ip, max(time) as time from connection where time >= $to - interval '24 hours' and time < $to group by source, source_ip
  union all
  select source, peer_ip, max(time) from connection where time >= $to - interval '24 hours' and time < $to group by source, peer_ip
),
inside as (
  select distinct a.ip from (select distinct ip from seen where ip is not null) as a cross join medical m where in_network(a.ip, m.cidr)
),
observer as (
  select s.source, max(s.time) as time from seen s join inside i on i.ip = s.ip group by s.source
),
host as (
  select lower(split_part(host, '.', 1)) as name, max(last_at) as at from log_hour where host is not null and last_at < $to group by 1
),
controller as (
  select c.name, h.at from (select distinct lower(split_part(trim(value), '.', 1)) as name from setting where name in ('device_controllers', 'device_controller')) as c
  left join host h on h.name = c.name
),
decoy as (
  select d.zone, d.name, h.at
  from (
    select distinct trim(split_part(lower(value), '>', 1)) as zone, split_part(trim(split_part(lower(value), '>', 2)), '.', 1) as name
    from setting where name in ('decoys', 'decoy') and value like '%>%'
  ) as d
  left join host h on h.name = d.name
),
judged as (
  select 'firewall' as kind, count(*) > 0 as arrives, max(time) as at from observer
  where source in ('cisco_syslog', 'fortigate', 'iptables', 'paloalto', 'pf_filterlog', 'sonicwall', 'sophos')
  union all
  select 'traffic', count(*) > 0, max(time) from observer
  where source in ('zeek', 'suricata_eve', 'aws_vpc_flow', 'aws_vpcflow', 'azure_vm_connection', 'ocsf_network_activity')
  union all
  select 'sensor', count(*) > 0, max(time) from observer
  where source = 'suricata_eve' or (source = 'zeek' and exists (select 1 from log_source where name = 'zeek_notice' and last_at >= $to - interval '30 days'))
  union all
  select 'controllers', coalesce(bool_and(coalesce(at >= $to - interval '24 hours', false)), false), max(at) from controller
  union all -- a decoy that nobody touches says little more than that it is there
  select 'decoys', coalesce(bool_or(coalesce(at >= $to - interval '30 days', false)), false), max(at) from decoy where zone = 'medical'
)
select count(*) filter (where arrives) as met,
  case when bool_or(arrives) and (select count(*) from medical) > 0 and (select count(*) from controller) > 0 and (select count(*) from decoy) > 0 then count(*) end as counted,
  max(at) as newest
from judged
