/*---
product: osv
fact: advisory
examples:
  - records:
      osv:
        - {id: GHSA-1, summary: A parser reads too far, details: null, aliases: '["CVE-2026-1"]', affected: '[{"package":{"name":"pkg","ecosystem":"PyPI"}},{"package":{"name":"other","ecosystem":"PyPI"}}]', published: "2026-02-01T08:00:00Z", withdrawn: null, database_specific.severity: MODERATE, time: "2026-02-01T08:00:00Z"}
        - {id: CVE-2026-2, details: Long text, withdrawn: null}
        - {id: PYSEC-3, withdrawn: "2026-02-01T08:00:00Z"}
    facts:
      - {cve: CVE-2026-1, title: A parser reads too far, maker: PyPI, product: pkg; other, published_at: "2026-02-01T08:00:00Z", severity: medium, advisory_id: GHSA-1, known_exploited: null}
      - {cve: CVE-2026-2, title: Long text, severity: null}
---*/
select
  record_id,
  time,
  upper(regexp_match(concat_ws(' ', "id", "aliases"), '(CVE-\d{4}-\d+)')[1]) as cve,
  substr(coalesce("summary", "details"), 1, 300) as title,
  json_text("affected", '[0].package.ecosystem') as maker,
  concat_ws('; ', json_text("affected", '[0].package.name'), json_text("affected", '[1].package.name'), json_text("affected", '[2].package.name')) as product,
  read_time("published") as published_at,
  case lower("database_specific.severity") when 'critical' then 'critical' when 'high' then 'high' when 'moderate' then 'medium' when 'medium' then 'medium' when 'low' then 'low' end as severity,
  "id" as advisory_id
from osv
where "withdrawn" is null
