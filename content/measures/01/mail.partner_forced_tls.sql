/*---
id: mail.partner_forced_tls
title: Partners to whom mail must go encrypted
practice: "1"
applies_to: [medium, large]
unit: ratio
needs: [setting, domain_policy, api_call]
goal: 95 % of the partners with whom patient data is exchanged
why: Mail servers fall back to open text when the other side seems unable to encrypt, and an eavesdropper can make it seem so.
fix: For each partner listed here, make an outgoing connector that demands TLS, or ask the partner to publish MTA-STS in enforce mode.
examples:
  - setting:
      - {name: partner_domains, value: lab.example}
      - {name: partner_domains, value: Imaging.example}
      - {name: partner_domains, value: payer.example}
      - {name: partner_domains, value: "*(see list"}
    domain_policy:
      - {domain: lab.example, mta_sts: true}
      - {domain: payer.example, mta_sts: false}
      - {domain: clinic.example, mta_sts: true}
    api_call: [{time: "2026-02-01T08:00:00Z", record_id: "c:1", service: Exchange, action: New-OutboundConnector, outcome: success, target: to imaging, detail: '[{"Name":"RecipientDomains","Value":"imaging.example"},{"Name":"TlsSettings","Value":"DomainValidation"}]'}]
    answer: {met: 2, counted: 3}
  - setting: [{name: partner_domains, value: imaging.example}]
    domain_policy: [{domain: clinic.example, mta_sts: true}]
    api_call: # the connector was taken away again
      - {time: "2026-02-01T08:00:00Z", record_id: "c:1", service: Exchange, action: New-OutboundConnector, outcome: success, target: to imaging, detail: '[{"Name":"RecipientDomains","Value":"imaging.example"},{"Name":"TlsSettings","Value":"DomainValidation"}]'}
      - {time: "2026-02-09T08:00:00Z", record_id: "c:2", service: Exchange, action: Remove-OutboundConnector, outcome: success, target: to imaging}
    answer: {met: 0, counted: 1}
  - setting: [{name: partner_domains, value: lab.example}] # nobody has looked at that partner's records
    domain_policy: [{domain: clinic.example, mta_sts: true}]
    answer: no evidence
  - domain_policy: [{domain: lab.example, mta_sts: true}]
    answer: no evidence
---*/
with partner as (
  select domain from (
    select distinct lower(unnest(json_list(value))) as domain from setting where name in ('partner_domains', 'partner_domain')
  ) as named
  -- what is no domain names nobody
  where regexp_like(domain, '^[a-z0-9.-]+$')
),
changes as (
  select record_id, time, lower(coalesce(target, '')) as connector, lower(action) as action,
    lower(json_find(detail, 'Name', 'RecipientDomains', 'Value')) as domains,
    lower(json_find(detail, 'Name', 'TlsSettings', 'Value')) as tls
  from api_call
  where lower(action) in ('new-outboundconnector', 'set-outboundconnector', 'remove-outboundconnector')
    and outcome = 'success' and time < $to
),
removed as (
  select connector, max(time) as at from changes where action = 'remove-outboundconnector' group by connector
),
forced as (
  select p.domain, c.record_id, c.tls in ('encryptiononly', 'certificatevalidation', 'domainvalidation') and (r.at is null or r.at < c.time) as encrypted
  from changes c
  join partner p on array_has(regexp_match(c.domains, concat('(?:^|[^a-z0-9.-])(', replace(p.domain, '.', '\.'), ')(?:$|[^a-z0-9.-])')), p.domain)
  left join removed r on r.connector = c.connector
),
seen as (
  select domain, record_id, mta_sts as encrypted from domain_policy where mta_sts is not null
  union all
  select domain, record_id, encrypted from forced
),
judged as (
  select p.domain, max(s.record_id) as record_id, bool_or(s.encrypted) as encrypted
  from partner p left join seen s on s.domain = p.domain
  group by p.domain
)
select count(*) filter (where encrypted) as met, case when count(encrypted) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(encrypted, false)) as rows
from judged
