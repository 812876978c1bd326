/*---
id: network.known_bad_contact
title: A computer reached an address or name that attackers use
threat: T2
severity: high
attack: [T1071, T1071.004]
needs: [indicator, connection, dns_query, own_domain, own_network, setting]
only_with: [indicator]
why: Somebody has seen attackers behind this address. A computer that speaks to it may already take orders from them.
fix: Take the computer off the network, keep it switched on, and find the program that made the contact. Then block the address or name.
examples:
  - note: an answered connection; a name below one that is listed; the newest word on a value counts
    facts:
      indicator:
        - {kind: ipv4, value: 198.51.100.66, valid_from: "2026-02-20", confidence: 80}
        - {kind: domain, value: evil.test, valid_from: "2026-02-20"}
        - {kind: domain, value: old.test, valid_from: "2024-02-20", valid_until: "2024-05-20"}
        - {kind: domain, value: old.test, valid_from: "2026-02-20", valid_until: "2026-05-20"}
      connection: [{time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 198.51.100.66, peer_port: 443, state: SF}]
      dns_query:
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.6, query: a7.c2.evil.test, response_code: NOERROR}
        - {time: "2026-03-02T08:00:00Z", host_name: pc-09, query: old.test}
    findings: 3
  - note: blocked by the firewall; before and after its time; weak; marked harmless; a private address; a well-known resolver
    facts:
      indicator:
        - {kind: ipv4, value: 198.51.100.66, valid_from: "2026-02-20", valid_until: "2026-04-20"}
        - {kind: ipv4, value: 198.51.100.67, valid_from: "2026-02-20", confidence: 20}
        - {kind: ipv4, value: 198.51.100.68, valid_from: "2026-02-20", labels: '["benign"]'}
        - {kind: ipv4, value: 10.0.0.9, valid_from: "2026-02-20"}
        - {kind: ipv4, value: 8.8.8.8, valid_from: "2026-02-20"}
      connection:
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 198.51.100.66, peer_port: 443, state: Deny}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 198.51.100.66, peer_port: 443, state: S0}
        - {time: "2026-05-02T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2025-11-02T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 198.51.100.67, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 198.51.100.68, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.0.9, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 8.8.8.8, peer_port: 53, state: SF}
    findings: 0
  - note: a scanner outside knocks at our door; our own name and address in a feed; a name that only ends alike; the page of a host that is used by millions; an answer that a filter gave
    facts:
      own_domain: [{domain: clinic.example}]
      own_network: [{cidr: 203.0.113.0/28}]
      indicator:
        - {kind: ipv4, value: 198.51.100.66, valid_from: "2026-02-20"}
        - {kind: ipv4, value: 203.0.113.4, valid_from: "2026-02-20"}
        - {kind: domain, value: www.clinic.example, valid_from: "2026-02-20"}
        - {kind: domain, value: evil.test, valid_from: "2026-02-20"}
        - {kind: url, value: "https://files.big.test/x/bad.exe", valid_from: "2026-02-20"}
      connection:
        - {time: "2026-03-02T08:00:00Z", source_ip: 198.51.100.66, peer_ip: 203.0.113.9, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 203.0.113.4, peer_port: 443, state: SF}
      dns_query:
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.6, query: www.clinic.example}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.6, query: notevil.test}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.6, query: files.big.test}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.6, query: evil.test, answers: '["0.0.0.0"]'}
    findings: 0
  - note: twenty-one computers reach the same address
    facts:
      indicator: [{kind: ipv4, value: 198.51.100.66, valid_from: "2026-02-20"}]
      connection:
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.1, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.2, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.3, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.4, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.6, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.7, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.8, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.9, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.10, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.11, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.12, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.13, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.14, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.15, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.16, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.17, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.18, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.19, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.20, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
        - {time: "2026-03-02T08:00:00Z", source_ip: 10.0.0.21, peer_ip: 198.51.100.66, peer_port: 443, state: SF}
    findings: 1
---*/
with listed as (
  -- Feeds tell of a thing some time after it was used, so it counts from thirty days before. Where no end is set, an address is
  -- handed to somebody else after half a year, a name after a year.
  select kind, lower(trim(value)) as value, case when maker not like 'identity--%' then maker end as maker, record_id,
    valid_from - interval '30 days' as begins,
    coalesce(valid_until, case when kind = 'domain' then valid_from + interval '365 days' else valid_from + interval '180 days' end) as ends
  from indicator
  where kind in ('ipv4', 'ipv6', 'domain') and value is not null and coalesce(confidence, 50) >= 50
    and coalesce(lower(labels), '') !~ 'benign|false.positive|whitelist|allowlist'
),
own_name as (
  select distinct lower(domain) as domain from own_domain
),
own_range as (
  select distinct cidr from own_network
),
resolver as (
  select distinct r.ip
  from (
    select value as ip from setting where name = 'approved_resolver'
    union all
    select unnest(make_array('8.8.8.8', '8.8.4.4', '1.1.1.1', '1.0.0.1', '9.9.9.9', '149.112.112.112', '208.67.222.222', '208.67.220.220')) as ip
  ) as r
),
address as (
  select l.value, l.maker, l.record_id, l.begins, l.ends
  from listed l left join resolver on resolver.ip = l.value
  where l.kind in ('ipv4', 'ipv6') and is_private_ip(l.value) = false and resolver.ip is null
    and not exists (select 1 from own_range where in_network(l.value, own_range.cidr))
),
domain as (
  select l.value, l.maker, l.record_id, l.begins, l.ends
  from listed l left join own_name o on l.value = o.domain or l.value like concat('%.', o.domain)
  where l.kind = 'domain' and l.value like '%_._%' and o.domain is null
),
met as (
  select c.source_ip as who, a.value, a.maker, a.record_id as listed_by, c.record_id, coalesce(c.time, $as_of) as at
  from connection c join address a on a.value = c.peer_ip
  where c.source_ip is not null and coalesce(c.time, $as_of) >= coalesce(a.begins, c.time, $as_of) and coalesce(c.time, $as_of) < coalesce(a.ends, $as_of + interval '1 day')
    and coalesce(c.state, 'SF') not in ('S0', 'REJ', 'RSTRH', 'SH', 'SHR', 'RSTOS0')
    and coalesce(lower(c.state), '') !~ 'den(y|ied)|block|drop|reject|refus|discard|fail|prevent'
  union all
  select coalesce(q.host_name, q.source_ip), d.value, d.maker, d.record_id, q.record_id, coalesce(q.time, $as_of)
  from (
    select *, unnest(make_array(query, substring_index(query, '.', -2), substring_index(query, '.', -3), substring_index(query, '.', -4),
      substring_index(query, '.', -5))) as name
    from dns_query where strpos(query, '.') > 0
  ) as q
  join domain d on d.value = q.name
  where coalesce(q.host_name, q.source_ip) is not null
    and coalesce(q.time, $as_of) >= coalesce(d.begins, q.time, $as_of) and coalesce(q.time, $as_of) < coalesce(d.ends, $as_of + interval '1 day')
    -- a resolver that filters answers with an address that leads nowhere
    and coalesce(q.answers, '') !~ '"(0\.0\.0\.0|127\.0\.0\.1|::)"'
),
spread as (
  select value, count(distinct who) as machines from met group by value
),
told as ( -- what more than twenty computers reach is one finding, and perhaps a mistake of the list
  select m.value, m.maker, m.listed_by, m.record_id, m.at, case when s.machines > 20 then concat(s.machines, ' computers') else m.who end as who
  from met m join spread s on s.value = m.value
)
select min(at) as time,
  concat_ws(' ', array_to_string(array_slice(array_agg(distinct record_id order by record_id), 1, 19), ' '), min(listed_by)) as record_ids,
  who as subject,
  concat(who, ' reached ', value, ', ', count(distinct record_id), case when count(distinct record_id) = 1 then ' time' else ' times' end,
    '; the address or name is on a list of things that attackers use', coalesce(concat(' (', min(maker), ')'), '')) as sentence
from told
group by who, value
