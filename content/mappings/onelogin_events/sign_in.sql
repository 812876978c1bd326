/*---
product: onelogin_events
fact: sign_in
examples:
  - records:
      organisation: [{setting: networks, value: 192.0.2.0/28}]
      onelogin_events:
        - {event_type_id: "5", user_name: "M.Reyes@clinic.example", ipaddr: 198.51.100.7, app_name: null, error_description: null, time: "2026-03-02T08:01:00Z"}
        - {event_type_id: "6", user_name: jkim, ipaddr: 192.0.2.3, error_description: wrong password}
        - {event_type_id: "72", user_name: jkim}
    facts:
      - {user_name: m.reyes, outcome: success, service: onelogin, logon_type: cloud, source_ip: 198.51.100.7, remote: true, second_factor: null}
      - {user_name: jkim, outcome: failure, reason: wrong password, remote: false}
---*/
with events as (
  -- 5: signed in; 6: failed to; 8: signed in to an application
  select *, "ipaddr" as source_ip
  from onelogin_events
  where "event_type_id" in ('5', '6', '8')
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
  name_of("user_name") as user_name,
  case when "event_type_id" = '6' then 'failure' else 'success' end as outcome,
  case when "event_type_id" = '6' then "error_description" end as reason,
  "app_name" as application,
  'onelogin' as service,
  'cloud' as logon_type,
  source_ip,
  not is_private_ip(source_ip) and own.ip is null as remote
from events
left join own on own.ip = source_ip
