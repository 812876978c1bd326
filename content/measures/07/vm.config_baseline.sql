/*---
id: vm.config_baseline
title: Servers whose settings match the baseline
practice: "7"
applies_to: [medium, large]
unit: ratio
needs: [asset]
goal: 95 % of the servers that any source knows
why: A patched server with an open share and an old protocol is an open server.
fix: Set the servers listed here by the baseline (CIS or your own), and write down each exception.
examples:
  - asset:
      - {host_name: srv-01, kind: server}
      - {host_name: srv-01, baseline_compliant: true}
      - {host_name: srv-02, kind: server, baseline_compliant: false}
      - {host_name: srv-03, kind: server}
      - {host_name: srv-04, kind: server, status: retired}
      - {host_name: pc-01, kind: workstation, baseline_compliant: true}
    answer: {met: 1, counted: 3}
  - asset: # the inventory has the number, the checking program the name: one machine
      - {asset_id: A-1, kind: server, in_inventory: true, identity_id: "serial_number:SN1"}
      - {host_name: srv-01, baseline_compliant: true, identity_id: "serial_number:SN1"}
    answer: {met: 1, counted: 1}
  - asset: [{host_name: srv-01, kind: server}, {host_name: pc-01, kind: workstation, baseline_compliant: true}]
    answer: no evidence
---*/
with server as (
  select coalesce(identity_id, host_name, serial_number, asset_id) as name, max(record_id) as record_id, bool_and(baseline_compliant) as fits,
    bool_or(kind = 'server') as is_server, bool_or(status in ('retired', 'storage', 'lost', 'stolen')) as gone
  from asset
  where coalesce(identity_id, host_name, serial_number, asset_id) is not null
  group by 1
)
-- accounts in a cloud are not among them
select count(*) filter (where fits) as met, case when count(fits) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(fits, false)) as rows
from server
where is_server and not coalesce(gone, false)
