/*---
id: component.named_in_advisory
title: A product contains a part with a published hole
threat: T5
severity: low
attack: [T1195.001]
needs: [component, advisory]
why: The hole is public, with the very version that this product contains. Whether it can be reached there, only the maker knows.
fix: Ask the maker for a statement (VEX) on these holes, and note the answer beside the device.
examples:
  - note: name and version; a package address; the maker's own statement
    facts:
      component:
        - {subject_name: Pump 4, name: lodash, version: 4.17.15, document_id: d1}
        - {subject_name: Viewer, name: com.acme/parser, version: 1.2.0, purl: "pkg:maven/com.acme/parser@1.2.0?type=jar", document_id: d2}
        - {subject_name: Monitor, name: x, version: "1", document_id: d3}
      advisory:
        - {cve: CVE-2020-8203, maker: npm, product: "lodash; lodash 4.17.15; lodash 4.17.14", severity: high}
        - {cve: CVE-2024-0001, product: "pkg:maven/com.acme/parser@1.2.0", severity: critical}
        - {source: cyclonedx, cve: CVE-2024-0002, product: Monitor, advisory_id: d3}
    findings: 3
  - note: a version that is repaired; the name alone; the same name and version in another product's statement; a hole of low severity
    facts:
      component:
        - {subject_name: Pump 4, name: lodash, version: 4.17.21, document_id: d1}
        - {subject_name: Pump 4, name: zlib, version: 1.2.11, document_id: d1}
      advisory:
        - {cve: CVE-2020-8203, maker: npm, product: "lodash; lodash 4.17.15; lodash 4.17.14"}
        - {source: cyclonedx, cve: CVE-2024-0002, product: Other, advisory_id: d9}
        - {cve: CVE-2024-0003, product: "zlib 1.2.11", severity: low}
    findings: 0
---*/
with notice as (
  select record_id, coalesce(cve, advisory_id) as hole, advisory_id, source, product, coalesce(published_at, time) as at
  from advisory
  where coalesce(severity, 'medium') <> 'low' and coalesce(cve, advisory_id) is not null
),
part as (
  select coalesce(subject_name, document_id) as product, document_id, name, min(record_id) as record_id,
    regexp_replace(lower(concat(name, ' ', version)), '[\s_:]+', ' ', 'g') as name_version,
    regexp_replace(lower(concat(split_part(name, '/', -1), ' ', version)), '[\s_:]+', ' ', 'g') as short_version,
    regexp_replace(lower(purl), '[?#].*$', '') as purl
  from component
  where coalesce(subject_name, document_id) is not null
  group by subject_name, document_id, name, version, purl
),
keyed as (
  select distinct product, record_id, unnest(make_array(name_version, short_version, purl)) as key from part
),
affected as (
  select record_id, hole, at,
    regexp_replace(regexp_replace(regexp_replace(lower(trim(named)), '[?#].*$', ''), case when trim(named) like 'pkg:%' then '^$' else '[\s_:]+' end, ' ', 'g'),
      ' (version |v\.? ?)(\d)', ' \2') as key
  from (select record_id, hole, at, unnest(string_to_array(product, ';')) as named from notice where product is not null and source is distinct from 'cyclonedx') as each_product
),
hit as (
  select k.product, a.hole, a.at, k.record_id, a.record_id as told_by from keyed k join affected a on a.key = k.key
  where k.key like '% %' or k.key like 'pkg:%@%'
  union
  select p.product, n.hole, n.at, p.record_id, n.record_id
  from notice n join (select document_id, min(product) as product, min(record_id) as record_id from part where document_id is not null group by document_id) p
    on p.document_id = n.advisory_id
  where n.source = 'cyclonedx'
)
select coalesce(max(at), $as_of) as time,
  concat_ws(' ', array_to_string(array_slice(array_agg(distinct record_id order by record_id), 1, 10), ' '),
    array_to_string(array_slice(array_agg(distinct told_by order by told_by), 1, 10), ' ')) as record_ids,
  product as subject,
  concat(product, ' contains parts with ', count(distinct hole), case when count(distinct hole) = 1 then ' published hole: ' else ' published holes: ' end,
    array_to_string(array_slice(array_agg(distinct hole order by hole), 1, 5), ', ')) as sentence
from hit
group by product
