/*---
product: cisa_kev
fact: advisory
examples:
  - records:
      cisa_kev:
        - {cveID: cve-2025-48384, vendorProject: Git, product: Git, vulnerabilityName: Git Link Following Vulnerability, dateAdded: "2025-08-25", dueDate: "2025-09-15", knownRansomwareCampaignUse: Unknown}
        - {cveID: CVE-2017-0144, vendorProject: Microsoft, product: SMBv1, vulnerabilityName: SMBv1 Remote Code Execution, dateAdded: "2022-02-10", dueDate: "2022-08-10", knownRansomwareCampaignUse: Known}
    facts:
      - {cve: CVE-2025-48384, title: Git Link Following Vulnerability, maker: Git, product: Git, published_at: "2025-08-25T00:00:00Z", known_exploited: true, ransomware_use: false, due_at: "2025-09-15T00:00:00Z"}
      - {cve: CVE-2017-0144, ransomware_use: true}
---*/
select
  record_id,
  coalesce(time, read_time("dateAdded")) as time,
  upper("cveID") as cve,
  "vulnerabilityName" as title,
  "vendorProject" as maker,
  "product" as product,
  read_time("dateAdded") as published_at,
  true as known_exploited,
  -- the catalogue writes Known or Unknown; it never denies
  "knownRansomwareCampaignUse" = 'Known' as ransomware_use,
  read_time("dueDate") as due_at,
  'CISA KEV' as advisory_id
from cisa_kev
