/*---
id: vm.eol_servers
title: Servers on a system that gets no more security updates
practice: "7"
applies_to: [small, medium, large]
unit: ratio
needs: [asset]
goal: at most 1 %
why: A hole found tomorrow in an old server stays open for good, and the records are on it.
fix: Ask the vendor for a date to move each server listed here; until then let only the machines that need it reach it.
examples:
  - asset:
      - {host_name: srv-01, kind: server, os_supported: true}
      - {host_name: srv-02, kind: server, os_supported: false}
      - {host_name: pc-02, kind: workstation, os_supported: false}
    answer: {met: 1, counted: 2}
  - asset: # the inventory has the number, the scanner the name: one machine
      - {asset_id: A-1, kind: server, identity_id: "serial_number:SN1"}
      - {host_name: srv-01, os_supported: false, identity_id: "serial_number:SN1"}
    answer: {met: 1, counted: 1}
  - asset: [{host_name: srv-01, kind: server}]
    answer: no evidence
---*/
with server as (
  select coalesce(identity_id, host_name, serial_number, asset_id) as name, max(record_id) as record_id, bool_and(os_supported) as supported,
    bool_or(kind = 'server') as is_server, bool_or(status in ('retired', 'storage')) as gone
  from asset
  group by 1
)
select count(*) filter (where not supported) as met, count(*) as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not supported) as rows
from server
where is_server and supported is not null and not coalesce(gone, false)
