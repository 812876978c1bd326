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
  - asset: # two management systems, and a hardware address that neither knows
      - {asset_id: A1, managed: true, identity_id: "serial_number:SN1"}
      - {host_name: lt-01, managed: true, identity_id: "serial_number:SN1"}
    address_lease: [{time: "2026-03-20T08:00:00Z", device_ip: 10.99.0.7, device_mac: "00:1b:17:aa:01:01"}]
    identity: [{kind: device, identity_id: "serial_number:SN1", key: mac_address, value: "00:1b:17:aa:01:01"}]
    setting: [{name: guest_network, value: 10.99.0.0/24}]
    answer: {met: 1, counted: 1}
  - asset: [{host_name: pc-01, managed: true}] # leases of the staff network only say nothing of guests
    address_lease: [{time: "2026-03-20T08:00:00Z", device_ip: 10.0.0.7, host_name: pc-01}]
    setting: [{name: guest_network, value: 10.99.0.0/24}]
    answer: no evidence
---*/
with guest as (
  select value as cidr from setting where name = 'guest_network'
),
lease as (
  select make_array('mac_address ' || l.device_mac, 'host_name ' || l.host_name) as names, l.record_id, l.time from address_lease l
  where l.time >= $to - interval '30 days' and l.time < $to and exists (select 1 from guest where in_network(l.device_ip, guest.cidr))
),
guests as (
  select name, max(record_id) as record_id from (select unnest(names) as name, record_id from lease) as called group by name
),
own as (
  select coalesce(identity_id, host_name, serial_number, asset_id) as machine, identity_id, mac_address, host_name from asset
  where managed and coalesce(status, 'in_use') = 'in_use' and coalesce(identity_id, host_name, serial_number, asset_id) is not null
),
called as (
  select machine, unnest(make_array('mac_address ' || mac_address, 'host_name ' || host_name)) as name from own
  union
  select o.machine, i.key || ' ' || i.value from own o join identity i on i.identity_id = o.identity_id
  where i.kind = 'device' and not coalesce(i.ambiguous, false)
),
machine as (
  select c.machine, max(g.record_id) as record_id from called c left join guests g on g.name = c.name group by c.machine
)
select count(record_id) as met, case when (select count(*) from lease) > 0 then count(*) end as counted, (select max(time) from lease) as newest,
  string_agg(record_id, ' ' order by record_id) as rows
from machine
