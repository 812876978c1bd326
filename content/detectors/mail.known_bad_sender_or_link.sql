/*---
id: mail.known_bad_sender_or_link
title: Mail with a sender or link that attackers are known to use
threat: T1
severity: high
attack: [T1566.002]
needs: [indicator, mail_message, own_domain]
only_with: [indicator]
why: Others have already been attacked from this sender or through this link, and have told of it.
fix: Remove the messages from all mailboxes, block the sender and the link, and ask those who got them whether they clicked or replied.
examples:
  - note: a link's domain, a whole link, and a sender
    facts:
      own_domain: [{domain: clinic.example}]
      indicator:
        - {kind: domain, value: evil.test, valid_from: "2026-02-20"}
        - {kind: url, value: "https://files.big.test/x/bad.exe", valid_from: "2026-02-20"}
        - {kind: email, value: pay@partner.test, valid_from: "2026-02-20"}
      mail_message:
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: a@one.test, from_domain: one.test, link_domains: '["login.evil.test"]'}
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: a@two.test, from_domain: two.test, links: '[{"url":"https://files.big.test/x/bad.exe","text":"Invoice"}]', link_domains: '["files.big.test"]'}
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: pay@partner.test, from_domain: partner.test}
    findings: 3
  - note: another page of the same host, another person of the same company, our own name in a feed, mail that we send, an indicator that has ended
    facts:
      own_domain: [{domain: clinic.example}]
      indicator:
        - {kind: url, value: "https://files.big.test/x/bad.exe", valid_from: "2026-02-20"}
        - {kind: email, value: pay@partner.test, valid_from: "2026-02-20"}
        - {kind: domain, value: clinic.example, valid_from: "2026-02-20"}
        - {kind: domain, value: evil.test, valid_from: "2026-02-20"}
        - {kind: domain, value: ended.test, valid_from: "2025-02-20", valid_until: "2025-05-20"}
      mail_message:
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: a@two.test, from_domain: two.test, links: '[{"url":"https://files.big.test/y/good.pdf","text":"Invoice"}]', link_domains: '["files.big.test"]'}
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: jo@partner.test, from_domain: partner.test, link_domains: '["portal.clinic.example"]'}
        - {time: "2026-03-02T08:00:00Z", direction: outbound, from_address: it@clinic.example, from_domain: clinic.example, link_domains: '["evil.test"]'}
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: a@ended.test, from_domain: ended.test}
    findings: 0
---*/
with listed as (
  select kind, record_id, valid_from - interval '30 days' as begins, coalesce(valid_until, valid_from + interval '365 days') as ends,
    case when kind = 'url' then regexp_replace(trim(value), '/+$', '') else lower(trim(value)) end as value
  from indicator
  where kind in ('domain', 'email', 'url') and value like '%_._%' and coalesce(confidence, 50) >= 50
    and coalesce(lower(labels), '') !~ 'benign|false.positive|whitelist|allowlist'
),
own_name as (
  select distinct lower(domain) as domain from own_domain
),
known as (
  select l.* from listed l
  left join own_name o on l.value = o.domain or l.value like concat('%.', o.domain) or l.value like concat('%@', o.domain)
  where o.domain is null
),
message as (
  select record_id, time, from_address, from_domain, link_domains, links from mail_message
  where coalesce(direction, 'unknown') in ('inbound', 'unknown')
),
domains as (
  select record_id, time, from_address, from_domain as name from message where from_domain is not null
  union all
  select record_id, time, from_address, unnest(json_list(link_domains)) as name from message where link_domains is not null
),
parts as (
  select record_id, time, from_address, 'domain' as kind,
    unnest(make_array(lower(name), substring_index(lower(name), '.', -2), substring_index(lower(name), '.', -3), substring_index(lower(name), '.', -4))) as value
  from domains
  union all
  select record_id, time, from_address, 'email', lower(from_address) from message where from_address is not null
  union all
  select record_id, time, from_address, 'url', regexp_replace(json_text(link, 'url'), '/+$', '')
  from (select record_id, time, from_address, unnest(json_list(links)) as link from message where links is not null) as each_link
),
met as (
  select p.record_id, coalesce(p.time, $as_of) as at, p.kind, k.record_id as listed_by,
    case when p.kind = 'url' then split_part(split_part(k.value, '://', 2), '/', 1) else k.value end as what
  from parts p join known k on k.kind = p.kind and k.value = p.value
  where coalesce(p.time, $as_of) >= coalesce(k.begins, p.time, $as_of) and coalesce(p.time, $as_of) < coalesce(k.ends, $as_of + interval '1 day')
)
select min(at) as time,
  concat_ws(' ', array_to_string(array_slice(array_agg(distinct record_id order by record_id), 1, 19), ' '), min(listed_by)) as record_ids,
  what as subject,
  concat(count(distinct record_id), case when count(distinct record_id) = 1 then ' message' else ' messages' end,
    case kind when 'email' then ' came from ' when 'url' then ' led to a page on ' else ' came from or led to ' end, what,
    ', which is on a list of things that attackers use') as sentence
from met
group by kind, what
