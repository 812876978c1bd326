/*---
product: fhir_device
fact: device
examples:
  - records:
      fhir_device:
        - {id: d1, deviceName: '[{"name":"Infusion pump 12","type":"user-friendly-name"}]', type.text: Infusion pump, type.coding: null, manufacturer: Rivulet, modelNumber: Flow 3, serialNumber: ab12, version: '[{"value":"3.1"}]', owner.display: Clinical, identifier: null}
        - {id: d2, deviceName: null, type.coding: '[{"display":"Monitor"}]', identifier: '[{"value":"M-0002"}]'}
    facts:
      - {asset_id: d1, name: Infusion pump 12, kind: Infusion pump, maker: Rivulet, model: Flow 3, software_version: "3.1", serial_number: AB12, owner_department: Clinical}
      - {asset_id: M-0002, kind: Monitor}
---*/
select
  record_id,
  time,
  coalesce(json_text("identifier", '[0].value'), "id") as asset_id,
  json_text("deviceName", '[0].name') as name,
  coalesce("type.text", json_text("type.coding", '[0].display')) as kind,
  "manufacturer" as maker,
  "modelNumber" as model,
  json_text("version", '[0].value') as software_version,
  upper("serialNumber") as serial_number,
  "owner.display" as owner_department
from fhir_device
