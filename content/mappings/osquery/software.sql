/*---
product: osquery
fact: software
examples:
  - records:
      osquery:
        - {hostIdentifier: AC-WS01.clinic.example, action: added, columns.name: Chrome, columns.version: "140.0", columns.publisher: Google, columns.install_date: null, columns.arch: null, columns.bundle_identifier: null, columns.vendor: null, columns.platform: null, time: "2026-03-02T08:01:00Z"}
        - {hostIdentifier: AC-WS01, action: removed, columns.name: Old, columns.version: "1", columns.publisher: x}
        - {hostIdentifier: AC-WS01, action: snapshot, columns.name: Ubuntu, columns.version: "24.04", columns.arch: x86_64, columns.platform: ubuntu}
        - {hostIdentifier: AC-WS01, action: added, columns.name: a process}
    facts:
      - {host_name: ac-ws01, name: Chrome, vendor: Google, version: "140.0"}
---*/
select
  record_id,
  time,
  lower(split_part("hostIdentifier", '.', 1)) as host_name,
  "columns.name" as name,
  coalesce("columns.publisher", "columns.vendor") as vendor,
  "columns.version" as version
from osquery
-- queries are called as their owner likes; tables of programs and packages have these columns, whatever the query's name
where "action" <> 'removed' and "columns.name" is not null and "columns.version" is not null and "columns.platform" is null
  and coalesce("columns.publisher", "columns.vendor", "columns.install_date", "columns.arch", "columns.bundle_identifier") is not null
