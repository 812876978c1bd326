/*---
product: intune_device
fact: device_event
examples:
  - records:
      intune_device:
        - {id: d1, deviceName: AC-LT01.clinic.example, isEncrypted: "true", deviceActionResults: '[{"actionName":"remoteLock","actionState":"failed","lastUpdatedDateTime":"2026-03-01T08:00:00Z"},{"actionName":"wipe","actionState":"done","lastUpdatedDateTime":"2026-03-02T08:00:00Z"}]'}
        - {id: d2, deviceName: AC-PH01, deviceActionResults: '[{"actionName":"wipe","actionState":"pending"}]'}
        - {id: d3, deviceName: AC-PH02, deviceActionResults: '[]'}
    facts:
      - {asset_id: d1, host_name: ac-lt01, kind: wiped, happened_at: "2026-03-02T08:00:00Z", encrypted_known: true, detail: wipe, time: "2026-03-02T08:00:00Z"}
---*/
with actions as (
  select *, unnest(json_list("deviceActionResults")) as action
  from intune_device
),
named as (
  select *, lower(json_text(action, 'actionName')) as name, read_time(json_text(action, 'lastUpdatedDateTime')) as at
  from actions
  where json_text(action, 'actionState') = 'done'
)
select
  record_id,
  at as time,
  "id" as asset_id,
  lower(split_part("deviceName", '.', 1)) as host_name,
  case when name in ('wipe', 'factoryreset', 'cleanwindowsdevice', 'retire', 'removecompanydata') then 'wiped' when name = 'remotelock' then 'locked' else 'reported_lost' end as kind,
  at as happened_at,
  flag("isEncrypted") as encrypted_known,
  json_text(action, 'actionName') as detail
from named
where name in ('wipe', 'factoryreset', 'cleanwindowsdevice', 'retire', 'removecompanydata', 'remotelock', 'enablelostmode')
