/*---
product: m365_audit
fact: sign_in
examples:
  - records:
      organisation: [{setting: networks, value: 192.0.2.0/28}]
      m365_audit:
        - {Operation: UserLoggedIn, UserId: "M.Reyes@clinic.example", ClientIP: "198.51.100.7:51234", ActorIpAddress: null, LogonError: null, ApplicationId: 00000002-0000-0ff1-ce00-000000000000, ExtendedProperties: '[{"Name":"UserAgent","Value":"Mozilla/5.0"},{"Name":"RequestType","Value":"SAS:EndAuth"}]', time: "2026-03-02T08:01:00Z"}
        - {Operation: UserLoginFailed, UserId: "m.reyes@clinic.example", ActorIpAddress: 192.0.2.3, LogonError: InvalidUserNameOrPassword, ExtendedProperties: '[{"Name":"RequestType","Value":"Login:login"}]'}
        - {Operation: MailItemsAccessed, UserId: "m.reyes@clinic.example"}
    facts:
      - {user_name: m.reyes, outcome: success, service: m365, logon_type: cloud, source_ip: 198.51.100.7, remote: true, second_factor: true, application: 00000002-0000-0ff1-ce00-000000000000}
      - {user_name: m.reyes, outcome: failure, reason: InvalidUserNameOrPassword, source_ip: 192.0.2.3, remote: false, second_factor: null}
---*/
with events as (
  select *, regexp_replace(nullif(coalesce("ClientIP", "ActorIpAddress"), ''), '^\[?(.*?)\]?(?:\]:\d+|(\.\d+):\d+)?$', '\1\2') as source_ip
  from m365_audit
  where "Operation" in ('UserLoggedIn', 'UserLoginFailed')
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
  name_of("UserId") as user_name,
  case when "Operation" = 'UserLoggedIn' then 'success' else 'failure' end as outcome,
  nullif("LogonError", '') as reason,
  "ApplicationId" as application,
  'm365' as service,
  'cloud' as logon_type,
  source_ip,
  not is_private_ip(source_ip) and own.ip is null as remote,
  -- the audit log names the second step when there was one; its silence says nothing
  case when json_find("ExtendedProperties", 'Name', 'RequestType', 'Value') like 'SAS:%' then true end as second_factor
from events
left join own on own.ip = source_ip
