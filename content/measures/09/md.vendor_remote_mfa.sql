/*---
id: md.vendor_remote_mfa
title: Remote sessions of device makers by a named person with a second factor
practice: "9"
applies_to: [medium, large]
unit: ratio
needs: [sign_in, account, setting]
goal: 98 %
why: A maker's shared account opens every hospital that the maker serves.
fix: Give each technician of the makers behind the sessions listed here an account of their own with a second factor, open only while the visit lasts.
examples:
  - setting: [{name: maker_accounts, value: acme.jo}, {name: maker_accounts, value: acme.service}]
    account:
      - {user_name: acme.jo, kind: external, display_name: Jo Park}
      - {user_name: acme.service, kind: shared, display_name: Acme service}
    sign_in:
      - {time: "2026-03-20T08:00:00Z", user_name: acme.jo, outcome: success, remote: true, second_factor: true, service: vpn}
      - {time: "2026-03-21T08:00:00Z", user_name: acme.jo, outcome: success, remote: true, second_factor: false, service: vpn}
      - {time: "2026-03-20T08:00:00Z", user_name: acme.service, outcome: success, remote: true, second_factor: true, service: vpn}
      - {time: "2026-03-20T08:00:00Z", user_name: acme.jo, outcome: failure, remote: true, service: vpn}
      - {time: "2026-03-20T08:00:00Z", user_name: nurse, outcome: success, remote: true, service: vpn}
    answer: {met: 1, counted: 3}
  - setting: [{name: maker_accounts, value: jo.park@acme.example}] # written as an address, signed in as an account
    account: [{user_name: acme.jo, email: jo.park@acme.example, kind: external, display_name: Jo Park, identity_id: "email:jo.park@acme.example"}]
    sign_in: [{time: "2026-03-20T08:00:00Z", user_name: acme.jo, outcome: success, remote: true, second_factor: true, service: vpn}]
    identity:
      - {kind: person, identity_id: "email:jo.park@acme.example", key: email, value: jo.park@acme.example}
      - {kind: person, identity_id: "email:jo.park@acme.example", key: user_name, value: acme.jo}
    answer: {met: 1, counted: 1}
  - sign_in: [{time: "2026-03-20T08:00:00Z", user_name: acme.jo, outcome: success, remote: true, second_factor: true, service: vpn}]
    answer: no evidence
---*/
with maker as (
  select lower(trim(value)) as user_name from setting where name in ('maker_accounts', 'maker_account')
  union
  select u.value from setting s join identity o on o.value = lower(trim(s.value)) join identity u on u.identity_id = o.identity_id
  where s.name in ('maker_accounts', 'maker_account') and o.kind = 'person' and o.key in ('email', 'user_name') and u.kind = 'person' and u.key = 'user_name'
    and not coalesce(o.ambiguous, false) and not coalesce(u.ambiguous, false)
),
person as (
  select user_name, bool_and(coalesce(kind, 'person') in ('person', 'external') and display_name is not null) as named
  from account where user_name is not null group by user_name
),
sessions as (
  select s.record_id, s.time, coalesce(s.second_factor, false) and coalesce(p.named, false) as good
  from sign_in s join maker m on m.user_name = s.user_name left join person p on p.user_name = s.user_name
  where s.outcome = 'success' and s.remote and s.time >= $from and s.time < $to
)
select count(*) filter (where good) as met, count(*) as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from sessions where not good order by time desc, record_id limit 20) as failing) as rows
from sessions
