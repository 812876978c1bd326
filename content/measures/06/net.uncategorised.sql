/*---
id: net.uncategorised
title: Machines on the network whose kind nobody knows
practice: "6"
applies_to: [large]
unit: ratio
needs: [address_lease, asset, device]
goal: at most 1 %
why: Rules of the network are made by kind of machine. What has no kind gets no rule.
fix: Find the machines listed here by their switch port, and give each its kind in the inventory.
examples:
  - address_lease:
      - {time: "2026-03-20T08:00:00Z", device_ip: 10.0.0.7, device_mac: "00:1b:17:aa:01:01"}
      - {time: "2026-03-20T08:00:00Z", device_ip: 10.0.0.8, device_mac: "00:1b:17:aa:01:02", host_name: pc-02}
      - {time: "2026-03-20T08:00:00Z", device_ip: 10.0.0.9, device_mac: "00:1b:17:aa:01:03"}
      - {time: "2026-03-20T08:00:00Z", device_ip: 10.0.0.10, device_mac: "00:1b:17:aa:01:04"}
    asset:
      - {mac_address: "00:1b:17:aa:01:01", kind: printer}
      - {host_name: pc-02, kind: workstation}
      - {mac_address: "00:1b:17:aa:01:04"}
    device: [{name: pump, mac_address: "00:1b:17:aa:01:03"}]
    answer: {met: 1, counted: 4}
  - asset: [{host_name: pc-02, kind: workstation}]
    answer: no evidence
---*/
with known as (
  select mac_address, host_name from asset where kind is not null and kind <> 'other'
  union all
  select mac_address, lower(name) from device
),
by_mac as (
  select distinct mac_address from known where mac_address is not null
),
by_name as (
  select distinct host_name from known where host_name is not null
),
seen as (
  select device_mac, max(host_name) as host_name, max(record_id) as record_id, max(time) as time from address_lease
  where device_mac is not null and time >= $to - interval '30 days' and time < $to group by device_mac
),
judged as (
  select s.record_id, s.time, m.mac_address is null and n.host_name is null as unknown
  from seen s left join by_mac m on m.mac_address = s.device_mac left join by_name n on n.host_name = s.host_name
)
select count(*) filter (where unknown) as met, case when (select count(*) from known) > 0 then count(*) end as counted, max(time) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where unknown) as rows
from judged
