/*---
id: iam.federated_externals
title: Outside people who sign in through their own organisation
practice: "3"
applies_to: [medium, large]
unit: ratio
needs: [account, person, own_domain]
goal: 80 % of people of vendors, schools and other partners
why: A local account outlives the contract. One that comes from the partner ends on the day the partner ends it.
fix: Invite the people behind the accounts listed here as guests from their own organisation, and close the local account.
examples:
  - own_domain: [{domain: clinic.example}]
    account:
      - {user_name: pat, email: pat@vendor.example, enabled: true, kind: external}
      - {user_name: ext-lee, email: ext-lee@clinic.example, enabled: true, kind: external} # made here
      - {user_name: sam, email: sam@gmail.com, enabled: true, kind: external} # nobody's organisation
      - {user_name: omar, email: omar@clinic.example, enabled: true, kind: person}
      - {user_name: old, email: old@vendor.example, enabled: false, kind: external}
    person: [{person_id: "1", user_name: omar, employment: contractor}, {person_id: "2", user_name: jkim, employment: employee}]
    answer: {met: 1, counted: 4}
  - own_domain: [{domain: clinic.example}]
    account: # the roster has the student's address, the directory the account
      - {user_name: s123, enabled: true, kind: person, identity_id: "person_id:7"}
    person: [{person_id: "7", email: ann@school.example, employment: student, identity_id: "person_id:7"}]
    answer: {met: 0, counted: 1}
  - account: [{user_name: pat, email: pat@vendor.example, enabled: true, kind: external}] # nobody said which domains are ours
    answer: no evidence
  - own_domain: [{domain: clinic.example}]
    account: [{user_name: jkim, email: jkim@clinic.example, enabled: true, kind: person}]
    answer: no evidence
---*/
with outsider as (
  select identity_id, person_id, user_name, email from person
  where employment in ('contractor', 'student') and coalesce(source, '') <> 'fhir_practitioner'
    and (end_at is null or end_at >= $as_of)
),
used as (
  select record_id, user_name, email, person_id, identity_id, kind from account
  where coalesce(enabled, true) and coalesce(kind, 'person') in ('person', 'external')
),
owned as (
  select u.record_id from used u join outsider o on o.identity_id = u.identity_id
  union
  select u.record_id from used u join outsider o on o.person_id = u.person_id
  union
  select u.record_id from used u join outsider o on o.user_name = u.user_name
  union
  select record_id from used where kind = 'external'
),
judged as (
  select u.record_id,
    coalesce(u.kind, 'person') = 'external' and u.email is not null and d.domain is null
      and not regexp_like(u.email, '@(gmail|googlemail|yahoo|outlook|hotmail|live|msn|icloud|me|aol|proton|protonmail|gmx)\.') as federated
  from used u
  join owned o on o.record_id = u.record_id
  left join (select distinct lower(domain) as domain from own_domain) d on d.domain = address_domain(u.email)
)
select count(*) filter (where federated) as met,
  case when (select count(*) from own_domain) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not federated) as rows
from judged
