/*---
id: mdm.enrolled
title: Phones and tablets that read mail and are managed
practice: "2"
applies_to: [medium, large]
unit: ratio
needs: [api_call, asset]
goal: 98 %, counted from the mail service's own log
why: A phone that fetches mail without being managed can neither be wiped when it is lost nor kept from being unlocked by a child.
fix: Let the mail service admit managed phones only, and ask the people behind the rows listed here to enrol theirs.
examples:
  - api_call: # a person and a kind of phone count once
      - {time: "2026-03-10T08:00:00Z", record_id: "a:1", service: Exchange, action: MailItemsAccessed, outcome: success, user_name: jkim, user_agent: "Client=ActiveSync;UserAgent=Apple-iPhone14C2/2001.52;"}
      - {time: "2026-03-11T08:00:00Z", record_id: "a:2", service: Exchange, action: MailItemsAccessed, outcome: success, user_name: jkim, user_agent: "Client=ActiveSync;UserAgent=Apple-iPhone14C2/2001.52;"}
      - {time: "2026-03-10T08:00:00Z", record_id: "a:3", service: Exchange, action: MailItemsAccessed, outcome: success, user_name: jkim, user_agent: "Mozilla/5.0 (Linux; Android 14; Pixel 8) Mobile"}
      - {time: "2026-03-10T08:00:00Z", record_id: "a:4", service: Exchange, action: MailItemsAccessed, outcome: success, user_name: mreyes, user_agent: "Outlook-iOS-Android/1.0"}
      - {time: "2026-03-10T08:00:00Z", record_id: "a:5", service: Exchange, action: MailItemsAccessed, outcome: success, user_name: front, user_agent: "Client=OWA;Action=ViaProxy"}
    asset:
      - {serial_number: P1, kind: phone, os: iOS, managed: true, owner: jkim@clinic.example}
      - {serial_number: P2, kind: tablet, os: Android, managed: true, owner: mreyes}
      - {serial_number: P3, kind: phone, os: Android, managed: false, owner: jkim}
    answer: {met: 2, counted: 3}
  - api_call: [{time: "2026-03-10T08:00:00Z", service: Exchange, action: MailItemsAccessed, outcome: success, user_name: mreyes, user_agent: "Outlook-iOS-Android/1.0"}]
    asset: [{serial_number: P2, kind: phone, os: iOS, managed: true, owner: Maria Reyes}]
    identity: # the management system has her full name, the log her account
      - {kind: person, identity_id: "person_id:1", key: name, value: maria reyes}
      - {kind: person, identity_id: "person_id:1", key: user_name, value: mreyes}
    answer: {met: 1, counted: 1}
  - api_call: [{time: "2026-03-10T08:00:00Z", service: Exchange, action: MailItemsAccessed, outcome: success, user_name: mreyes, user_agent: "Outlook-iOS-Android/1.0"}]
    answer: no evidence
---*/
with names as (
  select value, max(identity_id) as identity_id from identity
  where kind = 'person' and key in ('email', 'user_name', 'person_id', 'name') and not coalesce(ambiguous, false)
  group by value
),
calls as (
  select record_id, time, user_name, lower(user_agent) as agent from api_call
  where outcome = 'success' and user_name is not null and time >= $to - interval '90 days' and time < $to
    and regexp_like(lower(service), 'exchange|mail')
    and regexp_like(lower(user_agent), 'iphone|ipad|ipod|android|ios/|ios-|activesync')
),
reader as (
  select user_name,
    case when agent like '%ios-android%' then 'any' when agent like '%android%' then 'android' when regexp_like(agent, 'iphone|ipad|ipod|ios') then 'ios' else 'any' end as platform,
    max(record_id) as record_id, max(time) as time
  from calls group by user_name, 2
),
counted as (
  -- the name that one program has on both systems stands for a phone already counted
  select r.* from reader r
  where r.platform <> 'any' or r.user_name not in (select user_name from reader where platform <> 'any')
),
enrolled as (
  select n.identity_id, name_of(a.owner) as user_name,
    case when regexp_like(lower(a.os), 'ios|ipados|iphone|ipad') then 'ios' when lower(a.os) like '%android%' then 'android' else 'any' end as platform
  from asset a left join names n on n.value = lower(a.owner)
  where a.kind in ('phone', 'tablet') and a.managed and a.owner is not null
    and coalesce(a.status, 'in_use') not in ('lost', 'stolen', 'retired')
),
owned as (
  select user_name as who, platform from enrolled
  union
  select identity_id, platform from enrolled where identity_id is not null
),
called as (
  select user_name, user_name as who from counted
  union
  select c.user_name, n.identity_id from counted c join names n on n.value = c.user_name
),
judged as (
  select c.user_name, c.platform, max(c.record_id) as record_id, max(c.time) as time, count(o.who) > 0 as managed
  from counted c
  join called k on k.user_name = c.user_name
  left join owned o on o.who = k.who and (c.platform = 'any' or o.platform = 'any' or o.platform = c.platform)
  group by c.user_name, c.platform
)
select count(*) filter (where managed) as met,
  case when (select count(managed) from asset where kind in ('phone', 'tablet')) > 0 then count(*) end as counted, max(time) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not managed) as rows
from judged
