/*---
product: windows_dhcp
fact: address_lease
examples:
  - records:
      windows_dhcp_audit:
        - {ID: "10", Description: "Assign", IP Address: "10.0.4.7", Host Name: "PUMP-07.clinic.example", MAC Address: "001B17AA0102", time: "2026-03-01T08:00:00Z"}
        - {ID: "11", Description: "Renew", IP Address: "10.0.4.8", Host Name: "pump-08", MAC Address: "001B17AA0103"}
        - {ID: "30", Description: "DNS Update Request", IP Address: "10.0.4.7", Host Name: "pump-07"}
        - {ID: "12", Description: "Release", IP Address: "10.0.4.7", MAC Address: "001B17AA0102"}
    facts:
      - {device_mac: "00:1b:17:aa:01:02", device_ip: 10.0.4.7, host_name: pump-07, time: "2026-03-01T08:00:00Z"}
      - {device_mac: "00:1b:17:aa:01:03", device_ip: 10.0.4.8, host_name: pump-08}
---*/
select
  record_id,
  time,
  rtrim(regexp_replace(lower("MAC Address"), '([0-9a-f]{2})', '\1:', 'g'), ':') as device_mac,
  "IP Address" as device_ip,
  lower(split_part("Host Name", '.', 1)) as host_name
from windows_dhcp_audit
where "ID" in ('10', '11', '20', '21')
