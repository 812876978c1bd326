/*---
id: data.at_rest_encrypted
title: Servers that hold patient data and are encrypted
practice: "4"
applies_to: [small, medium, large]
unit: ratio
needs: [asset, setting]
goal: 99 %
why: A disk taken out of a server, or a copy of its storage, is an open book unless it is encrypted.
fix: Turn on encryption of the storage under the systems listed here, the record system first, and keep the keys somewhere else.
examples:
  - asset: # without a list of critical systems each server counts
      - {host_name: srv-01, kind: server, in_inventory: true}
      - {host_name: srv-01, disk_encrypted: true}
      - {host_name: srv-02, kind: server, disk_encrypted: false}
      - {host_name: srv-03, kind: server}
      - {host_name: srv-04, kind: server, status: retired, disk_encrypted: true}
      - {host_name: pc-01, kind: workstation, disk_encrypted: true}
    answer: {met: 1, counted: 3}
  - asset: [{host_name: ehr-db, kind: server, disk_encrypted: true}, {host_name: print-srv, kind: server, disk_encrypted: false}]
    setting: [{name: critical_systems, value: EHR-DB}]
    answer: {met: 1, counted: 1}
  - asset: # one machine under two names
      - {identity_id: "serial_number:SN1", asset_id: A-1, kind: server, in_inventory: true}
      - {identity_id: "serial_number:SN1", host_name: srv-01, disk_encrypted: true}
    answer: {met: 1, counted: 1}
  - asset: [{host_name: srv-01, kind: server}, {host_name: pc-01, kind: workstation, disk_encrypted: true}]
    answer: no evidence
---*/
with named as (
  select distinct lower(unnest(json_list(value))) as system from setting where name in ('critical_systems', 'critical_system')
),
machine as (
  select coalesce(identity_id, host_name, serial_number, asset_id) as name, max(record_id) as record_id, max(host_name) as host_name,
    bool_or(kind = 'server') as server, bool_or(status in ('lost', 'stolen', 'retired', 'storage')) as gone,
    -- two sources that disagree do not prove encryption
    bool_and(disk_encrypted) as encrypted
  from asset
  group by 1
),
judged as (
  select m.record_id, m.encrypted
  from machine m left join named n on n.system = m.host_name
  where not coalesce(m.gone, false) and case when (select count(*) from named) > 0 then n.system is not null else m.server end
)
select count(*) filter (where encrypted) as met, case when count(encrypted) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(encrypted, false)) as rows
from judged
