/*---
product: nvd_cve
fact: advisory
examples:
  - records:
      nvd_cve:
        - {id: CVE-2026-1, vulnStatus: Analyzed, published: "2026-02-01T08:00:00.000", descriptions: '[{"lang":"en","value":"A pump opens its port."},{"lang":"es","value":"x"}]', metrics.cvssMetricV31: '[{"type":"Primary","cvssData":{"baseScore":9.8,"baseSeverity":"CRITICAL"}}]', metrics.cvssMetricV40: null, metrics.cvssMetricV30: null, metrics.cvssMetricV2: null, configurations: '[{"nodes":[{"cpeMatch":[{"vulnerable":true,"criteria":"cpe:2.3:o:example_maker:pump_3000:*:*:*:*:*:*:*:*"}]}]}]', cisaExploitAdd: "2026-02-28", cisaActionDue: "2026-03-21", cisaVulnerabilityName: null, time: "2026-02-02T08:00:00Z"}
        - {id: CVE-2026-2, vulnStatus: Rejected}
        - {id: CVE-2026-3, vulnStatus: Awaiting Analysis, metrics.cvssMetricV2: '[{"cvssData":{"baseScore":5.0},"baseSeverity":"MEDIUM"}]', descriptions: '[{"lang":"en","value":"Old."}]'}
    facts:
      - {cve: CVE-2026-1, title: A pump opens its port., maker: example maker, product: pump 3000, published_at: "2026-02-01T08:00:00Z", known_exploited: true, due_at: "2026-03-21T00:00:00Z", severity: critical, cvss: 9.8, advisory_id: CVE-2026-1}
      - {cve: CVE-2026-3, title: Old., severity: medium, cvss: 5.0, known_exploited: null, maker: null}
---*/
with scored as (
  select
    *,
    coalesce("metrics.cvssMetricV40", "metrics.cvssMetricV31", "metrics.cvssMetricV30", "metrics.cvssMetricV2") as metrics,
    regexp_match("configurations", 'cpe:2\.3:[aho]:([^:"]+):([^:"]+)') as cpe
  from nvd_cve
  where coalesce("vulnStatus", '') <> 'Rejected'
)
select
  record_id,
  time,
  upper("id") as cve,
  substr(coalesce("cisaVulnerabilityName", json_find("descriptions", 'lang', 'en', 'value')), 1, 300) as title,
  replace(cpe[1], '_', ' ') as maker,
  replace(replace(cpe[2], '_', ' '), '\', '') as product,
  read_time("published") as published_at,
  case when "cisaExploitAdd" is not null then true end as known_exploited,
  read_time("cisaActionDue") as due_at,
  case
    when lower(coalesce(json_text(metrics, '[0].cvssData.baseSeverity'), json_text(metrics, '[0].baseSeverity'))) in ('critical', 'high', 'medium', 'low')
      then lower(coalesce(json_text(metrics, '[0].cvssData.baseSeverity'), json_text(metrics, '[0].baseSeverity')))
  end as severity,
  number(json_text(metrics, '[0].cvssData.baseScore')) as cvss,
  "id" as advisory_id
from scored
