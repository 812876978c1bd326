/*---
id: data.in_transit_encrypted
title: Sessions that carry patient data and are encrypted
practice: "4"
applies_to: [small, medium, large]
unit: ratio
needs: [connection]
goal: 98 % of sessions between clinical systems, counted from traffic
why: On a network with one intruder, everything sent in the clear is read along.
fix: Ask the makers of the systems listed here for TLS, worst first; until then keep them in a segment of their own.
examples:
  - connection:
      - {time: "2026-03-10T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.0.9, peer_port: 2762, transport: tcp, service: ssl}
      - {time: "2026-03-10T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.0.9, peer_port: 104, transport: tcp, service: dicom}
      - {time: "2026-03-10T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.0.9, peer_port: 2575, transport: tcp}
      - {time: "2026-03-10T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 203.0.113.8, peer_port: 443, transport: tcp, service: ssl}
    answer: {met: 1, counted: 3}
  - connection: [{time: "2026-03-10T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 203.0.113.8, peer_port: 443, transport: tcp, service: ssl}]
    answer: no evidence
---*/
with sessions as (
  -- HL7 v2, DICOM, databases, directory and file transfer, by port or as the sensor recognised them
  select record_id, time, regexp_like(lower(coalesce(service, '')), 'ssl|tls|ssh') as encrypted
  from connection
  where time >= $to - interval '30 days' and time < $to and coalesce(transport, 'tcp') = 'tcp'
    and (peer_port in (104, 11112, 2761, 2762, 2575, 6661, 389, 636, 1433, 1521, 3306, 5432, 21, 990)
      or lower(service) in ('dicom', 'hl7', 'ldap', 'ftp', 'mysql', 'postgresql', 'tds'))
)
select count(*) filter (where encrypted) as met, count(*) as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from sessions where not encrypted order by time desc, record_id limit 20) as failing) as rows
from sessions
