/*---
id: asset.assigned_matches_user
title: Computers used by the person they are given to
practice: "5"
applies_to: [small, medium, large]
unit: ratio
needs: [asset, sign_in, person]
goal: 95 % of personal computers
why: When a computer goes missing, the inventory must say who had it and what they could open.
fix: Correct the owner of the machines listed here in the inventory, or bring the machine back to its owner.
examples:
  - asset:
      - {host_name: lt-01, kind: laptop, in_inventory: true, owner: jkim}
      - {host_name: lt-02, kind: laptop, in_inventory: true, owner: Maria Reyes}
      - {host_name: lt-03, kind: laptop, in_inventory: true, owner: jkim}
    person: [{name: Maria Reyes, user_name: mreyes}]
    sign_in:
      - {time: "2026-03-20T08:00:00Z", service: windows, outcome: success, logon_type: interactive, host_name: lt-01, user_name: jkim}
      - {time: "2026-03-20T08:00:00Z", service: windows, outcome: success, logon_type: interactive, host_name: lt-02, user_name: mreyes}
      - {time: "2026-03-20T08:00:00Z", service: windows, outcome: success, logon_type: interactive, host_name: lt-03, user_name: mreyes}
    answer: {met: 2, counted: 3}
  - asset: [{host_name: lt-01, kind: laptop, in_inventory: true, owner: E-104}]
    sign_in: [{time: "2026-03-20T08:00:00Z", service: windows, outcome: success, logon_type: interactive, host_name: lt-01, user_name: mreyes}]
    identity: # the roster has the number, the directory joins it with the account
      - {kind: person, identity_id: "person_id:E-104", key: person_id, value: E-104}
      - {kind: person, identity_id: "person_id:E-104", key: user_name, value: mreyes}
    answer: {met: 1, counted: 1}
  - asset: [{host_name: lt-01, kind: laptop, in_inventory: true, owner: jkim}]
    answer: no evidence
---*/
with workforce as (
  -- the practitioner list of an EHR names outside doctors too and is no roster
  select * from person where coalesce(source, '') <> 'fhir_practitioner'
),
used as (
  select host_name, user_name, count(*) as times, max(time) as time from sign_in
  where outcome = 'success' and logon_type in ('interactive', 'unlock', 'remote_interactive') and host_name is not null
    and time >= $to - interval '90 days' and time < $to
    and not regexp_like(coalesce(user_name, ''), '(\$$)|^(dwm-|umfd-|system$|local service$|network service$|defaultuser)')
  group by host_name, user_name
),
ranked as (
  select host_name, user_name, time, row_number() over (partition by host_name order by times desc, user_name) as place from used
),
given as (
  select host_name, max(record_id) as record_id, lower(max(owner)) as owner from asset
  where in_inventory and kind in ('laptop', 'workstation', 'tablet') and owner is not null and host_name is not null
    and coalesce(status, 'in_use') = 'in_use'
  group by host_name
),
people as (
  select unnest(make_array(lower(name), email, lower(person_id))) as owner, user_name from workforce where user_name is not null
  union
  select lower(o.value), u.value from identity o join identity u on u.identity_id = o.identity_id
  where o.kind = 'person' and o.key in ('name', 'email', 'person_id') and u.key = 'user_name'
    and not coalesce(o.ambiguous, false) and not coalesce(u.ambiguous, false)
),
candidate as (
  select g.host_name, g.record_id, r.time, name_of(g.owner) = r.user_name as same, p.user_name = r.user_name as same_person,
    regexp_like(g.owner, '^[a-z0-9._-]+(@.*)?$') or p.user_name is not null as is_person
  from given g join ranked r on r.host_name = g.host_name and r.place = 1
  left join people p on p.owner = g.owner
),
judged as (
  select host_name, max(record_id) as record_id, max(time) as time, bool_or(coalesce(same, false) or coalesce(same_person, false)) as same
  from candidate where is_person group by host_name
)
select count(*) filter (where same) as met, count(*) as counted, max(time) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not same) as rows
from judged
