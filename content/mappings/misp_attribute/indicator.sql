/*---
product: misp_attribute
fact: indicator
examples:
  - records:
      misp_attribute:
        - {uuid: a1, type: ip-dst, value: 203.0.113.7, to_ids: "true", deleted: "false", first_seen: null, last_seen: null, event.Orgc.name: CIRCL, event.Tag: '[{"name":"tlp:amber"},{"name":"x"}]', event.info: wave, Tag: null, comment: null, time: "2026-03-01T08:00:00Z"}
        - {uuid: a2, type: filename|sha256, value: "a.exe|AB", to_ids: "1"}
        - {uuid: a3, type: domain|ip, value: "Bad.example|203.0.113.8", to_ids: "true", Tag: '[{"name":"tlp:red"}]'}
        - {uuid: a4, type: domain, value: good.example, to_ids: "false"}
        - {uuid: a5, type: "ip-dst|port", value: "2001:db8::1|443", to_ids: "true"}
    facts:
      - {indicator_id: a1, kind: ipv4, value: 203.0.113.7, maker: CIRCL, tlp: amber, valid_from: "2026-03-01T08:00:00Z"}
      - {indicator_id: a2, kind: sha256, value: ab}
      - {indicator_id: a3, kind: domain, value: bad.example, tlp: red}
      - {indicator_id: a5, kind: ipv6, value: "2001:db8::1"}
---*/
with parts as (
  select
    *,
    -- of a pair the more telling half is taken: the digest beside a name, the domain beside an address
    case
      when "type" like 'filename|%' then split_part("type", '|', 2)
      else split_part("type", '|', 1)
    end as kind_of_value,
    case
      when "type" like 'filename|%' then split_part("value", '|', 2)
      when "type" like '%|%' then split_part("value", '|', 1)
      else "value"
    end as written
  from misp_attribute
  where flag("to_ids") and not coalesce(flag("deleted"), false)
)
select
  record_id,
  time,
  "uuid" as indicator_id,
  case
    when kind_of_value in ('ip-src', 'ip-dst') then case when written like '%:%' then 'ipv6' else 'ipv4' end
    when kind_of_value in ('domain', 'hostname') then 'domain'
    when kind_of_value in ('url', 'uri', 'link') then 'url'
    when kind_of_value in ('email', 'email-src', 'email-dst', 'email-reply-to') then 'email'
    when kind_of_value = 'filename' then 'file_name'
    when kind_of_value in ('md5', 'sha1', 'sha256') then kind_of_value
  end as kind,
  case when kind_of_value in ('url', 'uri', 'link', 'filename') then written else lower(written) end as value,
  "value" as pattern,
  coalesce(read_time("first_seen"), time) as valid_from,
  read_time("last_seen") as valid_until,
  coalesce("Tag", "event.Tag") as labels,
  "event.Orgc.name" as maker,
  case
    when lower(coalesce("Tag", "event.Tag")) like '%tlp:red%' then 'red'
    when lower(coalesce("Tag", "event.Tag")) like '%tlp:amber+strict%' then 'amber+strict'
    when lower(coalesce("Tag", "event.Tag")) like '%tlp:amber%' then 'amber'
    when lower(coalesce("Tag", "event.Tag")) like '%tlp:green%' then 'green'
    when lower(coalesce("Tag", "event.Tag")) ~ 'tlp:(clear|white)' then 'clear'
  end as tlp
from parts
