/*---
product: data_store_csv
fact: asset
examples:
  - records: # the columns are those that `content/exports/data_store_csv.yaml` gives
      data_store_csv:
        - {store_name: EHR-DB.clinic.example, store_owner: Maria Reyes, data_class: Restricted}
        - {store_name: Radiology share, store_owner: "", data_class: TBD}
        - {store_name: scans, store_owner: unknown, data_class: Confidential}
        - {store_name: "", store_owner: Maria Reyes}
    facts:
      - {host_name: ehr-db, kind: data_store, owner: Maria Reyes, classification: Restricted, in_inventory: null}
      - {host_name: radiology share, kind: data_store, owner: null, classification: null}
      - {host_name: scans, owner: null, classification: Confidential}
---*/
with cells as (
  select record_id, time, nullif(trim(lower(split_part(store_name, '.', 1))), '') as name, trim(store_owner) as owner,
    trim(data_class) as classification
  from data_store_csv
)
select
  record_id,
  time,
  name as host_name,
  'data_store' as kind,
  case when lower(owner) not in ('', '-', '?', 'n/a', 'none', 'unknown', 'tbd', 'unassigned') then owner end as owner,
  case when lower(classification) not in ('', '-', '?', 'n/a', 'none', 'unknown', 'tbd', 'unclassified', 'not classified') then classification end as classification
from cells
where name is not null
