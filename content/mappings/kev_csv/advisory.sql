/*---
product: kev_csv
fact: advisory
examples:
  - records:
      kev_csv:
        - {cveID: CVE-2026-1, vendorProject: Philips, product: Pump, vulnerabilityName: Pump weakness, dateAdded: "2026-02-28", dueDate: "2026-03-21", knownRansomwareCampaignUse: Known, time: "2026-02-28T00:00:00Z"}
        - {cveID: CVE-2026-2, knownRansomwareCampaignUse: Unknown}
    facts:
      - {cve: CVE-2026-1, title: Pump weakness, maker: Philips, product: Pump, published_at: "2026-02-28T00:00:00Z", known_exploited: true, ransomware_use: true, due_at: "2026-03-21T00:00:00Z"}
      - {cve: CVE-2026-2, known_exploited: true, ransomware_use: null}
---*/
select
  record_id,
  time,
  upper("cveID") as cve,
  "vulnerabilityName" as title,
  "vendorProject" as maker,
  "product" as product,
  coalesce(read_time("dateAdded"), time) as published_at,
  true as known_exploited,
  case "knownRansomwareCampaignUse" when 'Known' then true end as ransomware_use,
  read_time("dueDate") as due_at
from kev_csv
