/*---
id: device.named_in_advisory
title: Security advisory names a device we have
threat: T5
severity: low
attack: []
needs: [device, advisory]
why: The maker or the government has published a hole in this model. Whether this device has it depends on its software version.
fix: Compare the software version with the advisory, and plan the update with the maker.
examples:
  - note: same maker, same model
    facts:
      device: [{asset_id: MD-3, name: Pump 1, maker: Baxter, model: "Sigma Spectrum", software_version: "8.00"}]
      advisory: [{advisory_id: ICSMA-20-170-04, title: Baxter Sigma Spectrum, cve: CVE-2020-12045, maker: Baxter, product: "Sigma Spectrum LVP v8.0; Wireless Battery Module"}]
    findings: 1
  - note: another model of the same maker; the same model name of another maker; a model name too short to mean anything
    facts:
      device:
        - {asset_id: MD-4, name: Pump 2, maker: Baxter, model: "Novum IQ"}
        - {asset_id: MD-5, name: Pump 3, maker: Other, model: "Sigma Spectrum"}
        - {asset_id: MD-6, name: Pump 4, maker: Baxter, model: "v8"}
      advisory: [{advisory_id: ICSMA-20-170-04, title: Baxter Sigma Spectrum, cve: CVE-2020-12045, maker: Baxter, product: "Sigma Spectrum LVP v8.0; Wireless Battery Module"}]
    findings: 0
---*/
with named as (
  select coalesce(name, asset_id) as name, lower(trim(maker)) as maker, lower(trim(model)) as model
  from device
  where maker is not null and length(trim(maker)) >= 2 and model is not null and length(trim(model)) >= 4 and coalesce(name, asset_id) is not null
),
notice as (
  select record_id, coalesce(advisory_id, cve, title) as notice, lower(maker) as maker,
    lower(concat(coalesce(product, ''), ' ; ', coalesce(title, ''))) as product, coalesce(published_at, time, $as_of) as at
  from advisory
  where maker is not null and coalesce(advisory_id, cve, title) is not null
),
hit as (
  select d.name, n.notice, n.at, n.record_id
  from named d cross join notice n
  where strpos(n.product, d.model) > 0
    and (strpos(n.maker, split_part(d.maker, ' ', 1)) > 0 or strpos(d.maker, split_part(n.maker, ' ', 1)) > 0)
)
select max(at) as time,
  array_to_string(array_slice(array_agg(record_id order by at desc, record_id), 1, 20), ' ') as record_ids,
  name as subject,
  concat(name, ' is a model that ', count(distinct notice), case when count(distinct notice) = 1 then ' security advisory names: ' else ' security advisories name, the newest of them ' end,
    max(notice)) as sentence
from hit
group by name
