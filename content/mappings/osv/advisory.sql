/*---
product: osv
fact: advisory
examples:
  - records:
      osv:
        - {id: GHSA-1, summary: A parser reads too far, details: null, aliases: '["CVE-2026-1"]', affected: '[{"package":{"name":"pkg","ecosystem":"PyPI"},"versions":["1.0","1.1"]},{"package":{"name":"other","ecosystem":"PyPI"}}]', published: "2026-02-01T08:00:00Z", withdrawn: null, database_specific.severity: MODERATE, time: "2026-02-01T08:00:00Z"}
        - {id: CVE-2026-2, details: Long text, withdrawn: null}
        - {id: PYSEC-3, withdrawn: "2026-02-01T08:00:00Z"}
    facts:
      - {cve: CVE-2026-1, title: A parser reads too far, maker: PyPI, product: pkg; other; pkg 1.0; pkg 1.1, published_at: "2026-02-01T08:00:00Z", severity: medium, advisory_id: GHSA-1, known_exploited: null}
      - {cve: CVE-2026-2, title: Long text, severity: null}
---*/
with versions as (
  -- versions that are named one by one; ranges are not spelled out
  select record_id, string_agg(concat(name, ' ', version), '; ' order by name, version) as named
  from (
    select record_id, json_text(part, 'package.name') as name, unnest(json_list(json_text(part, 'versions'))) as version
    from (select record_id, unnest(json_list("affected")) as part from osv where "withdrawn" is null) as parts
  ) as each_version
  where name is not null and version is not null
  group by record_id
)
select
  osv.record_id as record_id,
  time,
  upper(regexp_match(concat_ws(' ', "id", "aliases"), '(CVE-\d{4}-\d+)')[1]) as cve,
  substr(coalesce("summary", "details"), 1, 300) as title,
  json_text("affected", '[0].package.ecosystem') as maker,
  concat_ws('; ', json_text("affected", '[0].package.name'), json_text("affected", '[1].package.name'), json_text("affected", '[2].package.name'), versions.named) as product,
  read_time("published") as published_at,
  case lower("database_specific.severity") when 'critical' then 'critical' when 'high' then 'high' when 'moderate' then 'medium' when 'medium' then 'medium' when 'low' then 'low' end as severity,
  "id" as advisory_id
from osv
left join versions on versions.record_id = osv.record_id
where "withdrawn" is null
