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
  - address_lease: # one laptop, by cable and by air; the inventory has its serial number only
      - {time: "2026-03-20T08:00:00Z", device_ip: 10.0.0.7, device_mac: "00:1b:17:aa:01:01"}
      - {time: "2026-03-20T08:00:00Z", device_ip: 10.0.0.8, device_mac: "00:1b:17:aa:01:02"}
    asset: [{serial_number: SN1, kind: laptop, identity_id: "serial_number:SN1"}]
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: mac_address, value: "00:1b:17:aa:01:01"}
      - {kind: device, identity_id: "serial_number:SN1", key: mac_address, value: "00:1b:17:aa:01:02"}
    answer: {met: 0, counted: 1}
  - asset: [{host_name: pc-02, kind: workstation}]
    answer: no evidence
---*/
with known as (
  select unnest(make_array('identity ' || identity_id, 'mac ' || mac_address, 'host ' || host_name)) as name from asset where kind is not null and kind <> 'other'
  union
  select unnest(make_array('identity ' || identity_id, 'mac ' || mac_address, 'host ' || lower(name))) from device
),
names as (
  select value as mac, max(identity_id) as identity_id from identity
  where kind = 'device' and key = 'mac_address' and not coalesce(ambiguous, false) group by value
),
seen as (
  select device_mac, max(host_name) as host_name, max(record_id) as record_id, max(time) as time from address_lease
  where device_mac is not null and time >= $to - interval '30 days' and time < $to group by device_mac
),
called as (
  select coalesce(n.identity_id, s.device_mac) as machine, s.record_id, s.time,
    unnest(make_array('identity ' || n.identity_id, 'mac ' || s.device_mac, 'host ' || s.host_name)) as name
  from seen s left join names n on n.mac = s.device_mac
),
judged as (
  select c.machine, max(c.record_id) as record_id, max(c.time) as time, count(k.name) = 0 as unknown
  from called c left join known k on k.name = c.name group by c.machine
)
select count(*) filter (where unknown) as met, case when (select count(*) from known) > 0 then count(*) end as counted, max(time) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where unknown) as rows
from judged
