/*---
id: loss.device_lost_unencrypted
title: Lost or stolen device that is not proved to be encrypted
threat: T3
severity: high
attack: []
needs: [asset, device_event]
why: Without proof of encryption everything on the device counts as disclosed, and patients must be told.
fix: Wipe the device from afar if you can, note what was on it, and start the privacy officer's breach assessment today.
examples:
  - note: stolen without encryption; lost and nothing known
    facts:
      asset:
        - {asset_id: L-12, host_name: lt12, kind: laptop, status: stolen, disk_encrypted: false}
      device_event:
        - {asset_id: P-4, host_name: phone4, kind: reported_lost, happened_at: "2026-03-02T08:00:00Z"}
    findings: 2
  - note: the report and the inventory speak of the same laptop
    facts:
      asset:
        - {asset_id: L-12, host_name: lt12, kind: laptop, status: stolen, disk_encrypted: false}
        - {host_name: lt12, kind: laptop, status: in_use}
      device_event:
        - {asset_id: L-12, host_name: lt12, kind: reported_stolen, happened_at: "2026-03-02T08:00:00Z"}
    findings: 1
  - note: encrypted according to device management; wiped after the report; found again; encrypted according to the report
    facts:
      asset:
        - {asset_id: L-13, host_name: lt13, kind: laptop, status: stolen}
        - {host_name: lt13, kind: laptop, disk_encrypted: true}
        - {asset_id: P-5, host_name: phone5, kind: phone, status: lost, disk_encrypted: false}
        - {asset_id: L-14, host_name: lt14, kind: laptop, status: in_use, disk_encrypted: false}
      device_event:
        - {asset_id: P-5, kind: reported_lost, happened_at: "2026-03-02T08:00:00Z"}
        - {asset_id: P-5, kind: wiped, happened_at: "2026-03-02T09:00:00Z"}
        - {asset_id: L-14, kind: reported_lost, happened_at: "2026-03-02T08:00:00Z"}
        - {asset_id: L-14, kind: recovered, happened_at: "2026-03-03T08:00:00Z"}
        - {asset_id: L-15, kind: reported_stolen, happened_at: "2026-03-02T08:00:00Z", encrypted_known: true}
    findings: 0
---*/
with label as (
  select lower(host_name) as host, min(asset_id) as tag
  from (select host_name, asset_id from asset union all select host_name, asset_id from device_event) as both_tables
  where host_name is not null and asset_id is not null
  group by lower(host_name)
),
statement as (
  select coalesce(a.asset_id, l.tag, lower(a.host_name)) as tag, a.record_id, a.time as at,
    a.status in ('lost', 'stolen') as gone, false as safe_now, a.disk_encrypted as encrypted, a.host_name
  from asset a left join label l on l.host = lower(a.host_name)
  union all
  select coalesce(e.asset_id, l.tag, lower(e.host_name)) as tag, e.record_id, coalesce(e.happened_at, e.time) as at,
    e.kind in ('reported_lost', 'reported_stolen') as gone, e.kind in ('wiped', 'recovered') as safe_now,
    e.encrypted_known as encrypted, e.host_name
  from device_event e left join label l on l.host = lower(e.host_name)
),
device_story as (
  select tag, max(host_name) as host,
    coalesce(max(at) filter (where gone), max(at), $as_of) as time,
    max(at) filter (where gone) as gone_at,
    max(at) filter (where safe_now) as safe_at,
    count(*) filter (where gone) as gone,
    count(*) filter (where encrypted) as proved,
    count(*) filter (where encrypted = false) as denied,
    array_to_string(array_slice(array_agg(record_id order by at desc, record_id), 1, 20), ' ') as record_ids
  from statement
  where tag is not null
  group by tag
)
select time, record_ids, coalesce(host, tag) as subject,
  concat(coalesce(host, tag), ' was reported lost or stolen, and ',
    case when denied > 0 then 'its storage is not encrypted' else 'nothing shows that its storage is encrypted' end) as sentence
from device_story
where gone > 0 and proved = 0
  and (safe_at is null or (gone_at is not null and safe_at < gone_at))
