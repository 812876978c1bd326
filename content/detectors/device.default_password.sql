/*---
id: device.default_password
title: Medical device still has the password it came with
threat: T5
severity: medium
attack: [T1078.001]
needs: [device]
why: The password stands in the manual, and the manual stands on the internet.
fix: Let biomedical engineering change it with the maker's help, and note it in the password store.
examples:
  - note: not changed
    facts:
      device: [{asset_id: MD-3, name: Ultrasound 1, ip_address: 10.20.30.11, default_credentials_changed: false}]
    findings: 1
  - note: changed; not known; not on the network
    facts:
      device:
        - {asset_id: MD-3, name: Ultrasound 1, ip_address: 10.20.30.11, default_credentials_changed: true}
        - {asset_id: MD-4, name: Pump 1, ip_address: 10.20.30.12}
        - {asset_id: MD-5, name: Old scale, default_credentials_changed: false}
    findings: 0
---*/
select coalesce(min(time), $as_of) as time,
  array_to_string(array_slice(array_agg(record_id order by record_id), 1, 20), ' ') as record_ids,
  coalesce(name, asset_id) as subject,
  concat(coalesce(name, asset_id), ' is on the network and still has the password it came with') as sentence
from device
where default_credentials_changed = false and coalesce(ip_address, mac_address) is not null and coalesce(name, asset_id) is not null
group by coalesce(name, asset_id)
