/*---
id: data.public_exposure
title: Stores that answered a stranger without a sign-in
practice: "4"
applies_to: [small, medium, large]
unit: count
needs: [connection, api_call]
goal: none
why: Whoever searches the internet for open image archives and buckets finds each of them within a day.
fix: Close the systems listed here to the internet at once, and let the privacy officer find out what was fetched.
examples:
  - connection: # image archives (DICOM) and network folders (NFS) ask nobody for a password
      - {time: "2026-03-20T08:00:00Z", source_ip: 198.51.100.9, peer_ip: 10.0.0.9, peer_port: 11112, transport: tcp, state: SF, bytes_in: 5000}
      - {time: "2026-03-20T09:00:00Z", source_ip: 198.51.100.7, peer_ip: 10.0.0.9, peer_port: 11112, transport: tcp, state: SF, bytes_in: 5000}
      - {time: "2026-03-20T09:00:00Z", source_ip: 198.51.100.7, peer_ip: 10.0.0.10, peer_port: 104, transport: tcp, state: SF, bytes_in: 10} # refused
      - {time: "2026-03-20T09:00:00Z", source_ip: 198.51.100.7, peer_ip: 10.0.0.11, peer_port: 443, transport: tcp, state: SF, bytes_in: 900}
      - {time: "2026-03-20T09:00:00Z", source_ip: 10.0.0.7, peer_ip: 10.0.0.12, peer_port: 104, transport: tcp, state: SF, bytes_in: 900}
    api_call:
      - {time: "2026-03-20T09:00:00Z", service: s3, action: GetObject, outcome: success, target: scans, user_name: anonymous, source_ip: 198.51.100.7}
      - {time: "2026-03-20T09:00:00Z", service: s3, action: GetObject, outcome: success, target: shared, source_ip: 198.51.100.7} # somebody of another account
      - {time: "2026-03-20T09:00:00Z", service: s3, action: GetObject, outcome: success, target: backup, user_name: svc-backup, source_ip: 203.0.113.1}
      - {time: "2026-03-20T09:00:00Z", service: s3, action: GetObject, outcome: failure, target: files, user_name: anonymous, source_ip: 198.51.100.7}
    answer: {value: 2}
  - api_call: [{time: "2026-03-20T09:00:00Z", service: s3, action: GetObject, outcome: success, target: backup, user_name: svc-backup, source_ip: 203.0.113.1}]
    answer: {value: 0}
  - connection: [{time: "2026-03-20T09:00:00Z", source_ip: 10.0.0.7, peer_ip: 10.0.0.12, peer_port: 104, transport: tcp, state: SF, bytes_in: 900}]
    api_call: [{time: "2026-03-20T09:00:00Z", service: s3, action: PutObject, outcome: success, target: backup, user_name: svc-backup}]
    answer: no evidence
---*/
with inbound as (
  select record_id, time, peer_ip, -- a refusal is shorter
    coalesce(bytes_in, 0) > 100 and (peer_port in (104, 4242, 11112, 2049) or lower(service) in ('dicom', 'nfs')) as open
  from connection
  where time >= $to - interval '30 days' and time < $to and coalesce(transport, 'tcp') = 'tcp'
    and is_private_ip(peer_ip) and not is_private_ip(source_ip)
),
reads as (
  -- each read of a bucket stands here only where reads are audited
  select record_id, time, target, user_name = 'anonymous' and target is not null as open
  from api_call
  where service = 's3' and outcome = 'success' and action in ('GetObject', 'ListObjects', 'ListObjectsV2', 'ListBucket', 'HeadObject')
    and time >= $to - interval '30 days' and time < $to
),
found as (
  select record_id, time, concat('host ', peer_ip) as store from inbound where open
  union all
  select record_id, time, concat('bucket ', target) as store from reads where open
)
select case when (select count(*) from inbound) + (select count(*) from reads) > 0 then count(distinct store) end as value,
  greatest((select max(time) from inbound), (select max(time) from reads)) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from found order by time desc, record_id limit 20) as failing) as rows
from found
