/*---
product: pcap
fact: address_lease
examples:
  - records: # the name stands in the request, the address in the answer; both have the transaction's number
      pcap_dhcp:
        - {evidence_id: "e1", message_type: "REQUEST", transaction_id: "0x0000002a", mac: "00:1b:17:aa:01:02", assigned_ip: null, host_name: "PUMP-12", fqdn: null, time: "2026-03-02T08:01:00Z"}
        - {evidence_id: "e1", message_type: "OFFER", transaction_id: "0x0000002a", mac: "00:1b:17:aa:01:02", assigned_ip: "10.20.5.12", host_name: null, fqdn: null, time: "2026-03-02T08:00:59Z"}
        - {evidence_id: "e1", message_type: "ACK", transaction_id: "0x0000002a", mac: "00:1b:17:aa:01:02", assigned_ip: "10.20.5.12", host_name: null, fqdn: null, time: "2026-03-02T08:01:01Z"}
        - {evidence_id: "e1", message_type: "ACK", transaction_id: "0x0000002b", mac: "00:1b:17:aa:01:03", assigned_ip: "10.20.5.13", host_name: null, fqdn: null, time: "2026-03-02T08:02:00Z"}
        - {evidence_id: "e1", message_type: "ACK", transaction_id: "0x0000002c", mac: "00:1b:17:aa:01:04", assigned_ip: null, host_name: null, fqdn: null, time: "2026-03-02T08:03:00Z"}
    facts:
      - {device_mac: "00:1b:17:aa:01:02", device_ip: 10.20.5.12, host_name: pump-12, time: "2026-03-02T08:01:01Z"}
      - {device_mac: "00:1b:17:aa:01:03", device_ip: 10.20.5.13, host_name: null}
---*/
with asked as (
  select evidence_id, "transaction_id" as transaction_id, "mac" as mac,
    max(coalesce("host_name", "fqdn")) as host_name
  from pcap_dhcp
  where "message_type" in ('DISCOVER', 'REQUEST') and coalesce("host_name", "fqdn") is not null
  group by evidence_id, "transaction_id", "mac"
)
select
  d.record_id,
  d.time,
  d."mac" as device_mac,
  d."assigned_ip" as device_ip,
  lower(split_part(a.host_name, '.', 1)) as host_name
from pcap_dhcp d
left join asked a on a.evidence_id = d.evidence_id and a.transaction_id = d."transaction_id" and a.mac = d."mac"
where d."message_type" = 'ACK' and d."assigned_ip" is not null
