/*---
product: kea
fact: address_lease
examples:
  - records:
      kea_lease_csv:
        - {address: "10.0.4.7", hwaddr: "00:1B:17:aa:01:02", valid_lifetime: "3600", expire: "1772355600", hostname: "pump-07.clinic.example.", state: "0"}
        - {address: "10.0.4.8", hwaddr: "", valid_lifetime: "3600", expire: "1772355600", state: "1"}
    facts:
      - {device_mac: "00:1b:17:aa:01:02", device_ip: 10.0.4.7, host_name: pump-07, time: "2026-03-01T08:00:00Z"}
---*/
-- The file tells when a lease ends and how long it is; it began in between.
select
  record_id,
  to_timestamp_micros(cast((number("expire") - number("valid_lifetime")) * 1000000 as bigint)) as time,
  lower("hwaddr") as device_mac,
  "address" as device_ip,
  lower(split_part("hostname", '.', 1)) as host_name
from kea_lease_csv
where "state" = '0' and "hwaddr" <> ''
