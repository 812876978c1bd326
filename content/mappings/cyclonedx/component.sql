/*---
product: cyclonedx
fact: component
examples:
  - records:
      cyclonedx_component:
        - {time: "2026-03-01T08:00:00Z", bom.serialNumber: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79", bom.specVersion: "1.6", bom.metadata.component.name: "Pump", bom.metadata.component.version: "4.2", bom.metadata.component.type: "device", type: "Library", group: "org.zlib", name: "zlib", version: "1.3", publisher: "Z", supplier.name: "Zlib makers", manufacturer.name: "M", author: "A", purl: "pkg:generic/zlib@1.3", cpe: "cpe:2.3:a:zlib:zlib:1.3:*:*:*:*:*:*:*", license: "Zlib", hash: "SHA-1:e6b1000b94e835ffd37f4c6dcbdad43f4b48a02a"}
        - {bom.specVersion: "1.2", type: "file", name: "run.sh"}
    facts:
      - {time: "2026-03-01T08:00:00Z", subject_name: "Pump", subject_version: "4.2", subject_kind: "device", name: "org.zlib/zlib", version: "1.3", vendor: "Zlib makers", kind: "library", purl: "pkg:generic/zlib@1.3", cpe: "cpe:2.3:a:zlib:zlib:1.3:*:*:*:*:*:*:*", licence: "Zlib", hash: "SHA-1:e6b1000b94e835ffd37f4c6dcbdad43f4b48a02a", document_id: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79", format: "CycloneDX 1.6"}
      - {name: "run.sh", kind: "file", vendor: null, subject_name: null, format: "CycloneDX 1.2"}
---*/
select
  record_id,
  time,
  "bom.metadata.component.name" as subject_name,
  "bom.metadata.component.version" as subject_version,
  lower("bom.metadata.component.type") as subject_kind,
  case when "group" is null then name else "group" || '/' || name end as name,
  version,
  coalesce("supplier.name", "manufacturer.name", publisher, author) as vendor,
  lower(type) as kind,
  purl,
  cpe,
  license as licence,
  hash,
  "bom.serialNumber" as document_id,
  'CycloneDX ' || "bom.specVersion" as format
from cyclonedx_component
