/*---
id: data.stores_classified
title: Places where data lies, with an owner and a level of sensitivity
practice: "4"
applies_to: [medium, large]
unit: ratio
needs: [asset, api_call, setting]
goal: 95 %
why: Nobody can protect what nobody answers for, and nobody knows how well while it is not said how sensitive it is.
fix: For each store listed here, name one person who answers for it, and write down whether it holds patient data, internal data or nothing of the kind.
fresh_days: 400
examples:
  - asset:
      - {host_name: ehr, kind: data_store, owner: Maria Reyes, classification: Restricted}
      - {host_name: scans, kind: data_store, owner: Maria Reyes}
      - {host_name: payroll, kind: data_store, classification: Confidential}
      - {host_name: srv-01, kind: server, in_inventory: true, owner: IT} # a server nobody wrote down
      - {host_name: srv-02, kind: server, status: retired}
      - {host_name: srv-03, kind: server, in_inventory: true, owner: IT, classification: Internal}
      - {host_name: pc-01, kind: workstation, owner: jkim}
    api_call:
      - {time: "2026-03-20T09:00:00Z", service: s3, action: PutObject, outcome: success, target: Scans} # in the register
      - {time: "2026-03-20T09:00:00Z", service: s3, action: PutObject, outcome: success, target: exports}
      - {time: "2026-03-20T09:00:00Z", service: s3, action: GetObject, outcome: failure, target: nowhere}
    answer: {met: 2, counted: 6}
  - asset: # with a list of critical systems, a print server is none
      - {host_name: ehr-db, kind: server, owner: Maria Reyes, classification: Restricted}
      - {host_name: print-srv, kind: server}
    setting: [{name: critical_systems, value: EHR-DB}]
    answer: {met: 1, counted: 1}
  - asset: # the register has the level, the inventory the owner: one machine
      - {host_name: ehr-db, kind: data_store, classification: Restricted, identity_id: "host_name:ehr-db"}
      - {host_name: ehr-db, kind: server, owner: IT, in_inventory: true, identity_id: "host_name:ehr-db"}
    answer: {met: 1, counted: 1}
  - asset: [{host_name: srv-01, kind: server, in_inventory: true, owner: IT}] # nobody classifies anything, or the list leaves it out
    answer: no evidence
---*/
with named as (
  select distinct lower(unnest(json_list(value))) as system from setting where name in ('critical_systems', 'critical_system')
),
bucket as (
  select lower(target) as name, max(record_id) as record_id, max(time) as time from api_call
  where service = 's3' and outcome = 'success' and target is not null and target not like 'arn:%'
    and time >= $to - interval '30 days' and time < $to
  group by 1
),
written as (
  select coalesce(identity_id, host_name, asset_id, serial_number) as name, max(record_id) as record_id, max(host_name) as host_name,
    bool_or(kind = 'data_store') as store, bool_or(kind = 'server') as server,
    bool_or(status in ('lost', 'stolen', 'retired', 'storage')) as gone,
    count(nullif(trim(owner), '')) > 0 as owned, count(nullif(trim(classification), '')) > 0 as classified
  from asset group by 1
),
judged as (
  select coalesce(w.record_id, b.record_id) as record_id, b.time, coalesce(w.classified, false) as classified,
    coalesce(w.owned and w.classified, false) as known
  from written w
  full join bucket b on b.name = w.host_name
  left join named n on n.system = w.host_name
  where not coalesce(w.gone, false)
    and (b.name is not null or w.store or n.system is not null or (w.server and (select count(*) from named) = 0))
)
select count(*) filter (where known) as met,
  case when count(*) filter (where classified) > 0 then count(*) end as counted, max(time) as newest,
  array_to_string(array_slice(array_agg(record_id order by record_id) filter (where not known), 1, 20), ' ') as rows
from judged
