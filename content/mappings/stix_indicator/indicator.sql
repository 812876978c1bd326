/*---
product: stix_indicator
fact: indicator
examples:
  - records:
      stix_indicator:
        - {id: indicator--1, name: bad, pattern: "[ipv4-addr:value = '203.0.113.7' OR domain-name:value = 'Bad.example']", comparisons: '[{"path":"ipv4-addr:value","value":"203.0.113.7"},{"path":"domain-name:value","value":"Bad.example"}]', valid_from: "2026-03-01T08:00:00Z", valid_until: "2026-06-01T08:00:00Z", confidence: "80", labels: null, indicator_types: '["malicious-activity"]', created_by_ref: identity--1, object_marking_refs: '["marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"]', revoked: null, time: "2026-03-01T08:00:00Z"}
        - {id: indicator--2, pattern: "[file:hashes.'SHA-256' = 'AB' AND file:size = 5]", comparisons: null, valid_from: "2026-03-01T08:00:00Z"}
        - {id: indicator--3, pattern: "[url:value = 'u']", comparisons: '[{"path":"url:value","value":"u"}]', revoked: "true"}
    facts:
      - {indicator_id: indicator--1, kind: ipv4, value: 203.0.113.7, valid_from: "2026-03-01T08:00:00Z", valid_until: "2026-06-01T08:00:00Z", confidence: 80, labels: '["malicious-activity"]', maker: identity--1, tlp: amber}
      - {indicator_id: indicator--1, kind: domain, value: bad.example}
      - {indicator_id: indicator--2, kind: null, value: null, pattern: "[file:hashes.'SHA-256' = 'AB' AND file:size = 5]", tlp: null}
---*/
with parts as (
  select *, unnest(case when "comparisons" is null then make_array(cast(null as varchar)) else json_list("comparisons") end) as part
  from stix_indicator
  where not coalesce(flag("revoked"), false)
),
named as (
  select *, lower(json_text(part, 'path')) as path, json_text(part, 'value') as written
  from parts
)
select
  record_id,
  time,
  "id" as indicator_id,
  case
    when path = 'ipv4-addr:value' then 'ipv4'
    when path = 'ipv6-addr:value' then 'ipv6'
    when path = 'domain-name:value' then 'domain'
    when path = 'url:value' then 'url'
    when path in ('email-addr:value', 'email-message:from_ref.value', 'email-message:sender_ref.value') then 'email'
    when path = 'file:name' then 'file_name'
    when path = 'file:hashes.md5' then 'md5'
    when path in ('file:hashes.sha-1', 'file:hashes.sha1') then 'sha1'
    when path in ('file:hashes.sha-256', 'file:hashes.sha256') then 'sha256'
  end as kind,
  case when path in ('url:value', 'file:name') then written else lower(written) end as value,
  "pattern" as pattern,
  read_time("valid_from") as valid_from,
  read_time("valid_until") as valid_until,
  number("confidence") as confidence,
  coalesce("indicator_types", "labels") as labels,
  "created_by_ref" as maker,
  -- the markings that the standard itself defines
  case
    when "object_marking_refs" ~ '5e57c739-391a-4eb3-b6be-7d15ca92d5ed|e828b379-4e03-4974-9ac4-e53a884c97c1' then 'red'
    when "object_marking_refs" ~ '939a9414-2ddd-4d32-a0cd-375ea402b003' then 'amber+strict'
    when "object_marking_refs" ~ 'f88d31f6-486f-44da-b317-01333bde0b82|55d920b0-5e8b-4f79-9ee9-91f868d9b421' then 'amber'
    when "object_marking_refs" ~ '34098fce-860f-48ae-8e50-ebd3cc5e41da|bab4a63c-aed9-4cf5-a766-dfca5abac2bb' then 'green'
    when "object_marking_refs" ~ '613f2e26-407d-48c7-9eca-b8e91df99dc9|94868c89-83c2-464b-929b-a1a8aa3c8487' then 'clear'
  end as tlp
from named
