/*---
id: device.new_clinical_partner
title: A computer speaks to an archive or an interface for the first time
threat: T5
severity: high
attack: [T1213]
needs: [device, connection]
why: Archives of pictures (DICOM) and interfaces of the record system (HL7) ask nobody for a password. They hear the same few devices for years, so a new one is new equipment, or somebody who copies or changes what is known of patients.
fix: Ask medical technology and the interface team whether they set it up. If not, keep the computer from the two, and find out who used it.
examples:
  - note: after a week of the usual partners, a workstation fetches studies, and another one sends values
    facts:
      device: [{asset_id: MD-1, name: CT 1, ip_address: 10.20.30.11}]
      connection:
        - {time: "2026-03-01T08:00:00Z", source_ip: 10.20.30.11, peer_ip: 10.20.1.20, peer_port: 104, state: SF}
        - {time: "2026-03-01T08:00:00Z", source_ip: 10.20.1.9, peer_ip: 10.20.1.21, peer_port: 2575, state: SF}
        - {time: "2026-03-10T02:00:00Z", source_ip: 10.20.53.14, peer_ip: 10.20.1.20, peer_port: 4242, service: dicom, state: SF}
        - {time: "2026-03-10T02:10:00Z", source_ip: 10.20.53.14, peer_ip: 10.20.1.20, peer_port: 104, state: SF}
        - {time: "2026-03-10T03:00:00Z", source_ip: 10.20.50.12, peer_ip: 10.20.1.21, peer_port: 2575, transport: tcp, state: RSTO, bytes_out: 900}
    findings: 2
  - note: usual partners; a device on the list that is new; refused; the first week; another service of the same server; from outside
    facts:
      device: [{asset_id: MD-2, name: CT 2, ip_address: 10.20.30.12}]
      connection:
        - {time: "2026-03-01T08:00:00Z", source_ip: 10.20.30.11, peer_ip: 10.20.1.20, peer_port: 104, state: SF}
        - {time: "2026-03-05T08:00:00Z", source_ip: 10.20.30.13, peer_ip: 10.20.1.20, peer_port: 104, state: SF}
        - {time: "2026-03-10T08:00:00Z", source_ip: 10.20.30.11, peer_ip: 10.20.1.20, peer_port: 104, state: SF}
        - {time: "2026-03-10T08:00:00Z", source_ip: 10.20.30.13, peer_ip: 10.20.1.22, peer_port: 104, state: SF}
        - {time: "2026-03-10T08:00:00Z", source_ip: 10.20.30.12, peer_ip: 10.20.1.20, peer_port: 104, state: SF}
        - {time: "2026-03-10T08:00:00Z", source_ip: 10.20.50.12, peer_ip: 10.20.1.20, peer_port: 104, state: REJ}
        - {time: "2026-03-10T08:00:00Z", source_ip: 10.20.50.13, peer_ip: 10.20.1.20, peer_port: 443, state: SF}
        - {time: "2026-03-10T08:00:00Z", source_ip: 198.51.100.7, peer_ip: 10.20.1.20, peer_port: 104, state: SF}
    findings: 0
---*/
with spoken as (
  select c.source_ip, c.peer_ip, c.time, c.record_id,
    case when coalesce(c.service, '') in ('hl7', 'mllp') or c.peer_port = 2575 then 'HL7' else 'DICOM' end as language
  from connection c
  where c.time is not null and is_private_ip(c.source_ip) and is_private_ip(c.peer_ip)
    and (coalesce(c.service, '') in ('dicom', 'acr-nema', 'hl7', 'mllp') or (c.peer_port in (104, 2575, 2761, 2762, 11112) and coalesce(c.transport, 'tcp') = 'tcp'))
    and coalesce(upper(c.state), 'SF') not in ('S0', 'REJ', 'RSTOS0', 'RSTRH', 'SH', 'OTH', 'DENY', 'DROP')
),
server as (
  select peer_ip, language, min(time) as since from spoken group by peer_ip, language
),
speaker as (
  select source_ip, language, min(time) as since from spoken group by source_ip, language
),
fresh as (
  select s.source_ip, s.peer_ip, s.language, min(s.time) as time, count(*) as times,
    array_to_string(array_slice(array_agg(s.record_id order by s.time, s.record_id), 1, 20), ' ') as record_ids
  from spoken s
  join speaker on speaker.source_ip = s.source_ip and speaker.language = s.language
  join server on server.peer_ip = s.peer_ip and server.language = s.language
  where speaker.since >= server.since + interval '7 days'
    and not exists (select 1 from device where device.ip_address = s.source_ip)
  group by s.source_ip, s.peer_ip, s.language
)
select time, record_ids, source_ip as subject,
  concat(source_ip, ' spoke ', language, ' to ', peer_ip, ', which it had never spoken before: ', times, case when times = 1 then ' connection' else ' connections' end) as sentence
from fresh
