/*---
product: cyclonedx
fact: advisory
examples:
  - records: # what a maker says does not affect its product is no weakness of it
      cyclonedx_vulnerability:
        - {time: "2026-02-01T00:00:00Z", bom.serialNumber: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79", bom.metadata.component.name: "Pump", bom.metadata.component.supplier.name: "S", bom.metadata.component.manufacturer.name: "M", bom.metadata.supplier.name: "Acme", bom.metadata.manufacturer.name: "M2", bom.metadata.manufacture.name: "M3", id: "cve-2026-0001", description: "Overflow in the parser", published: "2026-02-01T00:00:00Z", base_score: "9.8", base_severity: "critical", analysis.state: "exploitable"}
        - {bom.metadata.component.name: "Pump", id: "CVE-2026-0002", base_severity: "info", analysis.state: "not_affected"}
        - {bom.metadata.component.name: "Pump", id: "SNYK-1", base_severity: "low"}
        - {bom.metadata.component.name: "Pump", id: "CVE-2026-0003", base_severity: "unknown"}
    facts:
      - {time: "2026-02-01T00:00:00Z", cve: "CVE-2026-0001", title: "Overflow in the parser", maker: "S", product: "Pump", published_at: "2026-02-01T00:00:00Z", severity: "critical", cvss: 9.8, advisory_id: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"}
      - {cve: "CVE-2026-0003", product: "Pump", severity: null, cvss: null, published_at: null}
---*/
select
  record_id,
  time,
  upper(id) as cve,
  description as title,
  coalesce("bom.metadata.component.supplier.name", "bom.metadata.component.manufacturer.name",
    "bom.metadata.supplier.name", "bom.metadata.manufacturer.name", "bom.metadata.manufacture.name") as maker,
  "bom.metadata.component.name" as product,
  read_time(published) as published_at,
  case when lower(base_severity) in ('critical', 'high', 'medium', 'low') then lower(base_severity) end as severity,
  try_cast(base_score as double) as cvss,
  "bom.serialNumber" as advisory_id
from cyclonedx_vulnerability
where upper(id) like 'CVE-%'
  and coalesce("analysis.state", '') not in ('not_affected', 'false_positive')
