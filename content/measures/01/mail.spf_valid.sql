/*---
id: mail.spf_valid
title: Own domains with one sound SPF record
practice: "1"
applies_to: [small, medium, large]
unit: ratio
needs: [domain_policy, own_domain, setting]
goal: every domain
why: SPF tells receivers which servers may send for us. A broken record makes real mail look forged and forgeries look real.
fix: Keep exactly one SPF record per domain, ending in -all, with at most ten look-ups; parked domains get "v=spf1 -all".
examples:
  - domain_policy: [{domain: clinic.example, spf_valid: true}, {domain: clinic-labs.example, spf_valid: false}]
    answer: {met: 1, counted: 2}
  - domain_policy: [{domain: clinic.example, spf_valid: true}, {domain: lab.example, spf_valid: false}] # looked up beside ours, but a partner's
    setting: [{name: partner_domains, value: lab.example}]
    answer: {met: 1, counted: 1}
  - domain_policy: [{domain: clinic.example, dmarc_policy: none}]
    answer: no evidence
---*/
with partner as (
  select distinct lower(unnest(json_list(value))) as domain from setting where name in ('partner_domains', 'partner_domain')
),
domains as (
  select domain from own_domain where domain is not null
  union
  select d.domain from domain_policy d left join partner p on p.domain = d.domain where d.domain is not null and p.domain is null
),
records as (
  select domain, bool_and(spf_valid) as valid, max(record_id) as record_id
  from domain_policy group by domain
)
select count(*) filter (where r.valid) as met,
  case when count(r.valid) > 0 then count(*) end as counted,
  string_agg(r.record_id, ' ' order by r.record_id) filter (where not coalesce(r.valid, false)) as rows
from domains d left join records r on r.domain = d.domain
