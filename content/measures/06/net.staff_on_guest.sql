/*---
id: net.staff_on_guest
title: Our own computers on the guest network
practice: "6"
applies_to: [small, medium, large]
unit: ratio
needs: [asset, address_lease, setting]
goal: at most 1 % of managed machines
why: On the guest network nothing of ours watches or protects them, and strangers are their neighbours.
fix: Take the guest network out of the settings of the machines listed here, and see why the staff network did not reach them.
examples:
  - asset:
      - {host_name: pc-01, managed: true, mac_address: "00:1b:17:aa:01:01"}
      - {host_name: pc-02, managed: true}
      - {host_name: pc-02, managed: true, asset_id: A2}
      - {host_name: visitor, managed: false}
    address_lease:
      - {time: "2026-03-20T08:00:00Z", device_ip: 10.99.0.7, device_mac: "00:1b:17:aa:01:01"}
      - {time: "2026-03-20T08:00:00Z", device_ip: 10.0.0.7, host_name: pc-02}
      - {time: "2026-03-20T08:00:00Z", device_ip: 10.99.0.9, host_name: visitor}
    setting: [{name: guest_network, value: 10.99.0.0/24}]
    answer: {met: 1, counted: 2}
  - asset: [{host_name: pc-01, managed: true}] # leases of the staff network only say nothing of guests
    address_lease: [{time: "2026-03-20T08:00:00Z", device_ip: 10.0.0.7, host_name: pc-01}]
    setting: [{name: guest_network, value: 10.99.0.0/24}]
    answer: no evidence
---*/
with guest as (
  select value as cidr from setting where name = 'guest_network'
),
lease as (
  select l.device_mac, l.host_name, l.record_id, l.time from address_lease l
  where l.time >= $to - interval '30 days' and l.time < $to and exists (select 1 from guest where in_network(l.device_ip, guest.cidr))
),
by_mac as (
  select device_mac, max(record_id) as record_id from lease where device_mac is not null group by device_mac
),
by_name as (
  select host_name, max(record_id) as record_id from lease where host_name is not null group by host_name
),
machine as (
  select coalesce(a.host_name, a.serial_number, a.asset_id) as name, max(coalesce(m.record_id, n.record_id)) as record_id
  from asset a left join by_mac m on m.device_mac = a.mac_address left join by_name n on n.host_name = a.host_name
  where a.managed and coalesce(a.status, 'in_use') = 'in_use' and coalesce(a.host_name, a.serial_number, a.asset_id) is not null
  group by coalesce(a.host_name, a.serial_number, a.asset_id)
)
select count(record_id) as met, case when (select count(*) from lease) > 0 then count(*) end as counted, (select max(time) from lease) as newest,
  string_agg(record_id, ' ' order by record_id) as rows
from machine
