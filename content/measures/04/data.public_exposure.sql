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
with seen as (
  -- a refusal is shorter than a hundred bytes
  select record_id, time, concat('host ', peer_ip) as store,
    coalesce(bytes_in, 0) > 100 and (peer_port in (104, 4242, 11112, 2049) or lower(service) in ('dicom', 'nfs')) as open
  from connection
  where time >= $to - interval '30 days' and time < $to and coalesce(transport, 'tcp') = 'tcp'
    and is_private_ip(peer_ip) and not is_private_ip(source_ip)
  union all
  -- reads of a bucket stand here only where they are audited
  select record_id, time, concat('bucket ', target), user_name = 'anonymous' and target is not null
  from api_call
  where service = 's3' and outcome = 'success' and action in ('GetObject', 'ListObjects', 'ListObjectsV2', 'ListBucket', 'HeadObject')
    and time >= $to - interval '30 days' and time < $to
)
select case when count(*) > 0 then count(distinct store) filter (where open) end as value, max(time) as newest,
  array_to_string(array_slice(array_agg(record_id order by time desc, record_id) filter (where open), 1, 20), ' ') as rows
from seen
