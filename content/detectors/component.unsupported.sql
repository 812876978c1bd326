/*---
id: component.unsupported
title: A product contains a part that gets no more updates
threat: T5
severity: low
attack: [T1195.001]
needs: [component]
only_with: [component]
why: Holes that are found in such a part from now on stay open until the maker replaces it.
fix: Ask the maker when the part is replaced, and write the answer beside the device; if there is no date, plan to replace the product.
examples:
  - note: an old system and an old library, one of them by its newer name
    facts:
      component:
        - {subject_name: Pump 4, name: openssl, version: 1.0.2k, document_id: d1}
        - {subject_name: Pump 4, name: Windows 7, version: "6.1.7601", kind: operating-system, document_id: d1}
        - {subject_name: Viewer, name: log4j/log4j, version: 1.2.17, document_id: d2}
    findings: 2
  - note: versions that are still looked after, another program with a like name, a system whose long-term edition cannot be told apart
    facts:
      component:
        - {subject_name: Pump 4, name: openssl, version: 3.5.1}
        - {subject_name: Pump 4, name: openssl-probe, version: 0.1.5}
        - {subject_name: Pump 4, name: org.apache.logging.log4j/log4j-core, version: 2.25.0}
        - {subject_name: Pump 4, name: Windows 10 IoT Enterprise LTSC, version: "10.0.19044", kind: operating-system}
        - {subject_name: Pump 4, name: python, version: 3.13.1}
        - {subject_name: Pump 4, name: openssl, version: 1.10.0}
    findings: 0
---*/
with ended as (
  -- the makers' own public last days; an empty version stands for all of them
  select * from (values
    ('openssl', '0.9.8', timestamp '2015-12-31 00:00:00'), ('openssl', '1.0.0', timestamp '2015-12-31 00:00:00'),
    ('openssl', '1.0.1', timestamp '2016-12-31 00:00:00'), ('openssl', '1.0.2', timestamp '2019-12-31 00:00:00'),
    ('openssl', '1.1.0', timestamp '2019-09-11 00:00:00'), ('openssl', '1.1.1', timestamp '2023-09-11 00:00:00'), ('openssl', '3.0', timestamp '2026-09-07 00:00:00'),
    ('log4j', '1.2', timestamp '2015-08-05 00:00:00'), ('python', '2.7', timestamp '2020-01-01 00:00:00'),
    ('python', '3.6', timestamp '2021-12-23 00:00:00'), ('python', '3.7', timestamp '2023-06-27 00:00:00'),
    ('python', '3.8', timestamp '2024-10-07 00:00:00'), ('php', '5', timestamp '2018-12-31 00:00:00'),
    ('php', '7', timestamp '2022-11-28 00:00:00'), ('angularjs', '1', timestamp '2021-12-31 00:00:00'),
    ('mysql', '5.6', timestamp '2021-02-05 00:00:00'), ('mysql', '5.7', timestamp '2023-10-31 00:00:00'),
    ('flash player', '', timestamp '2020-12-31 00:00:00'), ('adobe flash player', '', timestamp '2020-12-31 00:00:00'),
    ('windows xp', '', timestamp '2014-04-08 00:00:00'), ('microsoft windows xp', '', timestamp '2014-04-08 00:00:00'),
    ('windows xp embedded', '', timestamp '2016-01-12 00:00:00'), ('windows embedded standard 7', '', timestamp '2020-10-13 00:00:00'),
    ('windows 7', '', timestamp '2023-01-10 00:00:00'), ('microsoft windows 7', '', timestamp '2023-01-10 00:00:00'),
    ('windows server 2008 r2', '', timestamp '2023-01-10 00:00:00'), ('windows server 2003', '', timestamp '2015-07-14 00:00:00'),
    ('windows ce', '', timestamp '2023-10-10 00:00:00'), ('windows embedded ce', '', timestamp '2023-10-10 00:00:00')
  ) as list (name, version, last_day)
),
part as (
  select coalesce(subject_name, document_id) as product, lower(split_part(name, '/', -1)) as name, name as written,
    coalesce(version, '') as version, min(record_id) as record_id
  from component
  where name is not null and coalesce(subject_name, document_id) is not null
  group by coalesce(subject_name, document_id), name, version
)
select max(e.last_day) as time,
  array_to_string(array_slice(array_agg(distinct p.record_id order by p.record_id), 1, 20), ' ') as record_ids,
  p.product as subject,
  concat(p.product, ' contains ', count(distinct concat(p.written, p.version)),
    case when count(distinct concat(p.written, p.version)) = 1 then ' part' else ' parts' end, ' without updates: ',
    array_to_string(array_slice(array_agg(distinct trim(concat(p.written, ' ', p.version)) order by trim(concat(p.written, ' ', p.version))), 1, 5), ', ')) as sentence
from part p join ended e on e.name = p.name
where e.last_day < $as_of
  and (e.version = '' or p.version = e.version or p.version like concat(e.version, '.%') or regexp_like(p.version, concat('^', replace(e.version, '.', '\.'), '[a-z-]')))
group by p.product
