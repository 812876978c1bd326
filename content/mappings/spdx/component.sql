/*---
product: spdx
fact: component
examples:
  - records: # SPDX 2, and SPDX 3 with its own names
      spdx_package:
        - {time: "2026-03-01T08:00:00Z", document.name: "pump-4.2", document.namespace: "https://acme.example/pump", document.spdxVersion: "SPDX-2.3", SPDXID: "SPDXRef-zlib", name: "zlib", versionInfo: "1.3", supplier: "Organization: Zlib makers (info@zlib.example)", originator: "Person: M. Adler", primaryPackagePurpose: "LIBRARY", licenseConcluded: "NOASSERTION", licenseDeclared: "Zlib", purl: "pkg:generic/zlib@1.3", cpe: "cpe:2.3:a:zlib:zlib:1.3:*:*:*:*:*:*:*", hash: "SHA256:bb"}
        - {document.name: "D", document.namespace: "u:d", document.spdxVersion: "3.0.1", spdxId: "u:p", name: "busybox", software_packageVersion: "1.36", software_primaryPurpose: "application", purl: "pkg:generic/busybox@1.36"}
        - {document.name: "D", name: "x", supplier: "NOASSERTION", originator: "NOASSERTION", licenseConcluded: "NONE"}
    facts:
      - {time: "2026-03-01T08:00:00Z", subject_name: "pump-4.2", name: "zlib", version: "1.3", vendor: "Zlib makers", kind: "library", purl: "pkg:generic/zlib@1.3", cpe: "cpe:2.3:a:zlib:zlib:1.3:*:*:*:*:*:*:*", licence: "Zlib", hash: "SHA256:bb", document_id: "https://acme.example/pump", format: "SPDX 2.3"}
      - {subject_name: "D", name: "busybox", version: "1.36", kind: "application", purl: "pkg:generic/busybox@1.36", document_id: "u:d", format: "SPDX 3.0.1"}
      - {subject_name: "D", name: "x", vendor: null, licence: null, format: null}
---*/
with packages as (
  select
    *,
    coalesce(nullif(supplier, 'NOASSERTION'), nullif(originator, 'NOASSERTION')) as made_by
  from spdx_package
)
select
  record_id,
  time,
  "document.name" as subject_name,
  name,
  coalesce("versionInfo", "software_packageVersion") as version,
  trim(regexp_replace(regexp_replace(made_by, '^(Organization|Person|Tool): *', ''), ' *\([^()]*\)$', '')) as vendor,
  lower(replace(coalesce("primaryPackagePurpose", "software_primaryPurpose"), '_', '-')) as kind,
  purl,
  cpe,
  case
    when "licenseConcluded" not in ('NOASSERTION', 'NONE') then "licenseConcluded"
    when "licenseDeclared" not in ('NOASSERTION', 'NONE') then "licenseDeclared"
  end as licence,
  hash,
  "document.namespace" as document_id,
  'SPDX ' || replace("document.spdxVersion", 'SPDX-', '') as format
from packages
