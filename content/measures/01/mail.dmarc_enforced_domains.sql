/*---
id: mail.dmarc_enforced_domains
title: Own domains that tell the world to refuse forgeries
practice: "1"
applies_to: [small, medium, large]
unit: ratio
needs: [domain_policy, own_domain, setting]
goal: every domain, parked ones too
why: Without an enforced DMARC policy anyone can write mail that seems to come from us, to patients and to staff.
fix: Publish a DMARC record with p=quarantine, then p=reject, for each domain listed here; parked domains can go straight to p=reject.
examples:
  - domain_policy:
      - {domain: clinic.example, dmarc_policy: reject}
      - {domain: clinic-labs.example, dmarc_policy: none}
    own_domain: [{domain: clinic.example}, {domain: parked.example}]
    answer: {met: 1, counted: 3}
  - domain_policy: [{domain: clinic.example, dmarc_policy: reject}, {domain: lab.example, dmarc_policy: none}] # looked up beside ours, but a partner's
    setting: [{name: partner_domains, value: lab.example}]
    answer: {met: 1, counted: 1}
  - own_domain: [{domain: clinic.example}]
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
enforced as (
  select domain, bool_and(dmarc_policy in ('quarantine', 'reject')) as enforced, max(record_id) as record_id
  from domain_policy group by domain
)
select count(*) filter (where e.enforced) as met,
  case when count(e.domain) > 0 then count(*) end as counted,
  string_agg(e.record_id, ' ' order by e.record_id) filter (where not e.enforced) as rows
from domains d left join enforced e on e.domain = d.domain
