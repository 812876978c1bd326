/*---
id: component.named_in_advisory
title: A product contains a part with a published hole
threat: T5
severity: low
attack: [T1195.001]
needs: [component, advisory]
only_with: [component]
why: The hole is public, with the very version that this product contains. Whether it can be reached there, only the maker knows.
fix: Ask the maker for a statement (VEX) on these holes, and note the answer beside the device.
examples:
  - note: name and version; a package address; the maker's own statement
    facts:
      component:
        - {subject_name: Pump 4, name: lodash, version: v4.17.15, purl: "pkg:npm/lodash@4.17.15", document_id: d1}
        - {subject_name: Pump 5, name: org.acme/json, version: "2.1", purl: "pkg:maven/org.acme/json@2.1"}
        - {subject_name: Viewer, name: com.acme/parser, version: 1.2.0, purl: "pkg:maven/com.acme/parser@1.2.0?type=jar", document_id: d2}
        - {record_id: "aa:1", subject_name: Monitor, name: x, version: "1", document_id: d3}
      advisory:
        - {source: osv, cve: CVE-2020-8203, maker: npm, product: "lodash; lodash 4.17.15; lodash 4.17.14", severity: high}
        - {source: osv, cve: CVE-2024-0004, maker: Maven, product: "org.acme:json; org.acme:json 2.1"}
        - {cve: CVE-2024-0001, product: "pkg:maven/com.acme/parser@1.2.0", severity: critical}
        - {record_id: "aa:2", source: cyclonedx, cve: CVE-2024-0002, product: Monitor, advisory_id: d3}
    findings: 4
  - note: a version that is repaired; the name alone; the same name in another language's register; the same name and version in another product's statement; a hole of low severity
    facts:
      component:
        - {subject_name: Pump 4, name: lodash, version: 4.17.21, document_id: d1}
        - {subject_name: Pump 4, name: requests, version: 2.1.0, purl: "pkg:npm/requests@2.1.0"}
        - {subject_name: Pump 4, name: zlib, version: 1.2.11, document_id: d1}
      advisory:
        - {source: osv, cve: CVE-2020-8203, maker: npm, product: "lodash; lodash 4.17.15; lodash 4.17.14"}
        - {source: osv, cve: CVE-2024-0005, maker: PyPI, product: "requests; requests 2.1.0"}
        - {source: cyclonedx, cve: CVE-2024-0002, product: Other, advisory_id: d9}
        - {cve: CVE-2024-0003, product: "zlib 1.2.11", severity: low}
    findings: 0
---*/
with notice as (
  select record_id, coalesce(cve, advisory_id) as hole, source, product, coalesce(published_at, time) as at,
    concat(split_part(record_id, ':', 1), ' ', advisory_id) as document,
    -- a register of packages, as package addresses call it
    case when source = 'osv' then case split_part(lower(maker), ':', 1) when 'crates.io' then 'cargo' when 'go' then 'golang' when 'rubygems' then 'gem'
      when 'packagist' then 'composer' else split_part(lower(maker), ':', 1) end end as register
  from advisory
  where coalesce(severity, 'medium') <> 'low' and coalesce(cve, advisory_id) is not null
),
part as (
  select coalesce(subject_name, document_id) as product, min(record_id) as record_id, regexp_replace(lower(purl), '[?#].*$', '') as purl,
    coalesce(split_part(split_part(lower(purl), ':', 2), '/', 1), '') as register,
    regexp_replace(regexp_replace(lower(concat(name, ' ', version)), '[\s_:/]+', ' ', 'g'), ' (version |v\.? ?)(\d)', ' \2') as name_version,
    regexp_replace(regexp_replace(lower(concat(split_part(name, '/', -1), ' ', version)), '[\s_:/]+', ' ', 'g'), ' (version |v\.? ?)(\d)', ' \2') as short_version
  from component
  where coalesce(subject_name, document_id) is not null
  group by coalesce(subject_name, document_id), name, version, purl
),
keyed as (
  select distinct product, record_id, unnest(make_array(concat(register, ' | ', name_version), concat('* | ', name_version), concat('* | ', short_version), purl)) as key
  from part
),
named as (
  select record_id, hole, at, register, lower(trim(named)) as named
  from (select *, unnest(string_to_array(product, ';')) as named from notice where product is not null and source is distinct from 'cyclonedx') as each_product
),
affected as (
  select record_id, hole, at, regexp_replace(named, '[?#].*$', '') as key from named where named like 'pkg:%@%'
  union all -- a part without a package address fits by its full name
  select record_id, hole, at, unnest(case when register is null then make_array(concat('* | ', regexp_replace(regexp_replace(lower(named), '[\s_:/]+', ' ', 'g'), ' (version |v\.? ?)(\d)', ' \2'))) else
    make_array(concat(register, ' | ', regexp_replace(regexp_replace(lower(named), '[\s_:/]+', ' ', 'g'), ' (version |v\.? ?)(\d)', ' \2')), concat(' | ', regexp_replace(regexp_replace(lower(named), '[\s_:/]+', ' ', 'g'), ' (version |v\.? ?)(\d)', ' \2'))) end)
  from named where named like '% %' and named not like 'pkg:%'
),
product as ( -- a maker's list of holes stands in the same file as the list of parts
  select concat(split_part(record_id, ':', 1), ' ', document_id) as document, max(coalesce(subject_name, document_id)) as name, min(record_id) as record_id
  from component group by concat(split_part(record_id, ':', 1), ' ', document_id)
),
hit as (
  select k.product, a.hole, a.at, k.record_id, a.record_id as told_by from keyed k join affected a on a.key = k.key
  union
  select p.name, n.hole, n.at, p.record_id, n.record_id from notice n join product p on p.document = n.document
  where n.source = 'cyclonedx' and p.name is not null
)
select coalesce(max(at), $as_of) as time,
  concat_ws(' ', array_to_string(array_slice(array_agg(distinct record_id order by record_id), 1, 10), ' '),
    array_to_string(array_slice(array_agg(distinct told_by order by told_by), 1, 10), ' ')) as record_ids,
  product as subject,
  concat(product, ' contains parts with ', count(distinct hole), case when count(distinct hole) = 1 then ' published hole: ' else ' published holes: ' end,
    array_to_string(array_slice(array_agg(distinct hole order by hole), 1, 5), ', ')) as sentence
from hit
group by product
