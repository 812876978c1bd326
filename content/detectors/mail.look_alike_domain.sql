/*---
id: mail.look_alike_domain
title: Mail from a domain that looks like our own
threat: T1
severity: high
attack: [T1566, T1583.001]
needs: [mail_message, own_domain]
why: One letter is different, and nobody reads that closely. Such a domain is bought for one purpose.
fix: Remove the messages, block the domain at the mail gateway, and ask those who got them whether they clicked, replied or paid.
examples:
  - note: a one for an l; another letter doubled
    facts:
      own_domain: [{domain: alder-creek.example}]
      mail_message:
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: it@a1der-creek.example, from_domain: a1der-creek.example, dmarc: pass}
        - {time: "2026-03-02T09:00:00Z", direction: inbound, from_address: pay@alder-creeek.example, from_domain: alder-creeek.example, dmarc: pass}
    findings: 2
  - note: rn looks like m
    facts:
      own_domain: [{domain: premiermed.example}]
      mail_message:
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: it@prerniermed.example, from_domain: prerniermed.example, dmarc: pass}
    findings: 1
  - note: our own domain and its parts, a different name, and an honest neighbour with whom we have written for months
    facts:
      own_domain: [{domain: alder-creek.example}]
      mail_message:
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: it@alder-creek.example, from_domain: alder-creek.example}
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: it@mail.alder-creek.example, from_domain: mail.alder-creek.example}
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: a@elder-care.example, from_domain: elder-care.example}
        - {time: "2026-01-02T08:00:00Z", direction: inbound, from_address: a@elder-creek.example, from_domain: elder-creek.example}
        - {time: "2026-01-20T08:00:00Z", direction: inbound, from_address: a@elder-creek.example, from_domain: elder-creek.example}
        - {time: "2026-02-02T08:00:00Z", direction: inbound, from_address: a@elder-creek.example, from_domain: elder-creek.example}
        - {time: "2026-02-12T08:00:00Z", direction: inbound, from_address: a@elder-creek.example, from_domain: elder-creek.example}
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: a@elder-creek.example, from_domain: elder-creek.example}
    findings: 0
---*/
with own as (
  select distinct lower(domain) as domain from own_domain where length(domain) >= 8
),
sender as (
  select lower(from_domain) as domain, min(time) as first_at, max(time) as last_at, count(*) as messages,
    array_to_string(array_slice(array_agg(record_id order by time, record_id), 1, 20), ' ') as record_ids
  from mail_message
  where from_domain is not null and coalesce(direction, 'inbound') in ('inbound', 'unknown')
  group by lower(from_domain)
),
pair as (
  select s.*, o.domain as ours,
    levenshtein(s.domain, o.domain) as letters,
    replace(replace(replace(replace(replace(s.domain, 'rn', 'm'), 'vv', 'w'), '0', 'o'), '1', 'l'), '5', 's') as read_as,
    replace(replace(replace(replace(replace(o.domain, 'rn', 'm'), 'vv', 'w'), '0', 'o'), '1', 'l'), '5', 's') as ours_read_as
  from sender s cross join own o
  where s.domain not in (select domain from own)
    and s.domain not like concat('%.', o.domain)
    and abs(length(s.domain) - length(o.domain)) <= 2
)
select min(first_at) as time, min(record_ids) as record_ids, domain as subject,
  concat(min(messages), case when min(messages) = 1 then ' message' else ' messages' end, ' came from ', domain,
    ', which is easily taken for ', min(ours)) as sentence
from pair
where (read_as = ours_read_as or letters = 1 or (letters = 2 and length(ours) >= 16))
  and not (messages >= 5 and last_at >= first_at + interval '14 days')
group by domain
