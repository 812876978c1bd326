/*---
product: google_workspace
fact: sign_in
examples:
  - records:
      organisation: [{setting: networks, value: 192.0.2.0/28}]
      google_workspace:
        - {id.applicationName: login, actor.email: "M.Reyes@clinic.example", ipAddress: 198.51.100.7, events: '[{"type":"login","name":"login_success","parameters":[{"name":"login_type","value":"google_password"},{"name":"is_second_factor","boolValue":true},{"name":"login_challenge_method","multiValue":["password","security_key"]}]}]', time: "2026-03-02T08:01:00Z"}
        - {id.applicationName: login, actor.email: "jkim@clinic.example", ipAddress: 192.0.2.3, events: '[{"type":"login","name":"login_failure","parameters":[{"name":"login_failure_type","value":"login_failure_invalid_password"}]}]'}
        - {id.applicationName: drive, actor.email: "jkim@clinic.example", events: '[{"name":"view"}]'}
    facts:
      - {user_name: m.reyes, outcome: success, service: google, logon_type: cloud, source_ip: 198.51.100.7, remote: true, second_factor: true, phishing_resistant: true}
      - {user_name: jkim, outcome: failure, reason: login_failure_invalid_password, remote: false, second_factor: null, phishing_resistant: false}
---*/
with events as (
  select *, json_text("events", '[0].name') as event, json_text("events", '[0].parameters') as parameters
  from google_workspace
  where "id.applicationName" = 'login'
),
own as (
  -- public addresses that are the organisation's own
  select distinct ip
  from (select distinct "ipAddress" as ip from events) as seen
  join (
    select unnest(case when "value" like '[%' then json_list("value") else make_array("value") end) as cidr
    from organisation
    where "setting" in ('networks', 'network')
  ) as networks on in_network(ip, cidr)
)
select
  record_id,
  time,
  name_of("actor.email") as user_name,
  case when event = 'login_success' then 'success' else 'failure' end as outcome,
  json_find(parameters, 'name', 'login_failure_type', 'value') as reason,
  'google' as service,
  'cloud' as logon_type,
  "ipAddress" as source_ip,
  not is_private_ip("ipAddress") and own.ip is null as remote,
  flag(json_find(parameters, 'name', 'is_second_factor', 'boolValue')) as second_factor,
  lower(parameters) ~ 'security_key|passkey' as phishing_resistant
from events
left join own on own.ip = "ipAddress"
where event in ('login_success', 'login_failure')
