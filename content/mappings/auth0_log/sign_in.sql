/*---
product: auth0_log
fact: sign_in
examples:
  - records:
      organisation: [{setting: networks, value: 192.0.2.0/28}]
      auth0_log:
        - {data.type: s, data.user_name: "M.Reyes@clinic.example", data.ip: 198.51.100.7, data.client_name: Portal, data.description: null, data.user_id: null, time: "2026-03-02T08:01:00Z"}
        - {data.type: fp, data.user_name: "jkim@clinic.example", data.ip: 192.0.2.3, data.description: Wrong email or password.}
        - {data.type: sapi}
        - {type: f, user_name: "jkim@clinic.example", ip: 198.51.100.7, client_name: Portal, description: blocked}
    facts:
      - {user_name: m.reyes, outcome: success, application: Portal, service: auth0, logon_type: cloud, source_ip: 198.51.100.7, remote: true}
      - {user_name: jkim, outcome: failure, reason: Wrong email or password., remote: false}
      - {user_name: jkim, outcome: failure, reason: blocked}
---*/
with events as (
  select
    record_id,
    time,
    coalesce("data.type", "type") as kind,
    coalesce("data.user_name", "user_name") as user_name,
    coalesce("data.ip", "ip") as source_ip,
    coalesce("data.client_name", "client_name") as application,
    coalesce("data.description", "description") as description
  from auth0_log
  -- s: signed in; f, fp, fu: failed, by password or name; fcoa, seccft and the like are programs
  where coalesce("data.type", "type") in ('s', 'f', 'fp', 'fu')
),
own as (
  -- public addresses that are the organisation's own
  select distinct ip
  from (select distinct source_ip as ip from events) as seen
  join (
    select unnest(case when "value" like '[%' then json_list("value") else make_array("value") end) as cidr
    from organisation
    where "setting" in ('networks', 'network')
  ) as networks on in_network(ip, cidr)
)
select
  record_id,
  time,
  name_of(user_name) as user_name,
  case kind when 's' then 'success' else 'failure' end as outcome,
  case when kind <> 's' then description end as reason,
  application,
  'auth0' as service,
  'cloud' as logon_type,
  source_ip,
  not is_private_ip(source_ip) and own.ip is null as remote
from events
left join own on own.ip = source_ip
