/*---
product: defender_software
fact: software
examples:
  - records:
      defender_software:
        - {SoftwareName: chrome, SoftwareVendor: google, SoftwareVersion: "140.0", DeviceName: ac-ws01.clinic.example, softwareName: null, softwareVendor: null, softwareVersion: null, deviceName: null, time: "2026-03-02T08:01:00Z"}
        - {softwareName: acrobat, softwareVendor: adobe, deviceName: ac-ws02, softwareVersion: "25"}
    facts:
      - {host_name: ac-ws01, name: chrome, vendor: google, version: "140.0"}
      - {host_name: ac-ws02, name: acrobat, vendor: adobe, version: "25"}
---*/
select
  record_id,
  time,
  lower(split_part(coalesce("DeviceName", "deviceName"), '.', 1)) as host_name,
  coalesce("SoftwareName", "softwareName") as name,
  coalesce("SoftwareVendor", "softwareVendor") as vendor,
  coalesce("SoftwareVersion", "softwareVersion") as version
from defender_software
