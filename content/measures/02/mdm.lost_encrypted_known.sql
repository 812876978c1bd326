/*---
id: mdm.lost_encrypted_known
title: Lost or stolen devices whose encryption could be proved
practice: "2"
applies_to: [small, medium, large]
unit: ratio
needs: [asset, device_event]
goal: all
why: If the records show that a lost device was encrypted, nobody has to be notified.
fix: For each device listed here, look for proof of encryption from before the loss and put it into the case; if there is none, start the breach assessment.
fresh_days: 400
examples:
  - asset:
      - {asset_id: A1, host_name: lt-01, disk_encrypted: true}
      - {asset_id: A2, host_name: lt-02}
    device_event:
      - {asset_id: A1, host_name: lt-01, kind: reported_lost, happened_at: "2026-02-01"}
      - {host_name: lt-02, kind: reported_stolen, happened_at: "2026-02-10"}
      - {asset_id: A3, kind: reported_lost, happened_at: "2026-02-11", encrypted_known: true}
      - {asset_id: A4, kind: disposed, happened_at: "2026-02-11"}
    answer: {met: 2, counted: 3}
  - asset: # reported by its number, managed by its name
      - {asset_id: A1, serial_number: SN1, in_inventory: true, identity_id: "serial_number:SN1"}
      - {serial_number: SN1, host_name: lt-01, disk_encrypted: true, identity_id: "serial_number:SN1"}
    device_event: [{asset_id: A1, kind: reported_lost, happened_at: "2026-02-01"}]
    answer: {met: 1, counted: 1}
  - asset: [{asset_id: A1, host_name: lt-01, disk_encrypted: true}]
    answer: no evidence
---*/
with lost as (
  select record_id, asset_id, host_name, happened_at, encrypted_known
  from device_event
  where kind in ('reported_lost', 'reported_stolen') and happened_at >= $from and happened_at < $to
),
judged as (
  select l.record_id, max(l.happened_at) as happened_at,
    bool_or(l.encrypted_known is not null or coalesce(t.disk_encrypted, false) or coalesce(h.disk_encrypted, false) or coalesce(i.disk_encrypted, false)) as provable
  from lost l
  left join asset t on t.asset_id = l.asset_id
  left join asset h on h.host_name = l.host_name
  left join asset i on i.identity_id = coalesce(t.identity_id, h.identity_id)
  group by l.record_id
)
select count(*) filter (where provable) as met, count(*) as counted, max(happened_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not provable) as rows
from judged
