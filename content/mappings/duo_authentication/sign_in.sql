/*---
product: duo_authentication
fact: sign_in
examples:
  - records:
      organisation: [{setting: networks, value: 192.0.2.0/28}]
      duo_authentication:
        - {user.name: "M.Reyes@clinic.example", result: success, reason: user_approved, application.name: VPN, access_device.ip: 198.51.100.7, access_device.location.country: United States, access_device.hostname: FRONT01, factor: duo_push, event_type: authentication, time: "2026-03-02T08:01:00Z"}
        - {user.name: jkim, result: denied, reason: no_response, access_device.ip: 192.0.2.3, factor: phone_call}
        - {user.name: jkim, result: success, reason: bypass_user, factor: not_available}
        - {event_type: enrollment, user.name: new}
    facts:
      - {user_name: m.reyes, outcome: success, reason: null, application: VPN, service: duo, logon_type: cloud, source_ip: 198.51.100.7, source_country: US, remote: true, second_factor: true, phishing_resistant: false, time: "2026-03-02T08:01:00Z"}
      - {user_name: jkim, outcome: failure, reason: no_response, remote: false, second_factor: false}
      - {user_name: jkim, outcome: success, second_factor: false}
  - records: # the older log
      duo_authentication:
        - {username: jkim, result: SUCCESS, integration: Portal, ip: 198.51.100.7, factor: WebAuthn Security Key}
    facts:
      - {user_name: jkim, outcome: success, application: Portal, second_factor: true, phishing_resistant: true}
---*/
with events as (
  select
    record_id,
    time,
    name_of(coalesce("user.name", "username")) as user_name,
    lower("result") as result,
    "reason" as reason,
    coalesce("application.name", "integration") as application,
    coalesce("access_device.ip", "ip") as source_ip,
    "access_device.location.country" as country,
    lower(replace("factor", ' ', '_')) as factor
  from duo_authentication
  where coalesce("event_type", 'authentication') = 'authentication'
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
  user_name,
  case when result in ('success', 'allow') then 'success' else 'failure' end as outcome,
  case when result not in ('success', 'allow') then reason end as reason,
  application,
  'duo' as service,
  'cloud' as logon_type,
  source_ip,
  case country when 'United States' then 'US' when 'Canada' then 'CA' when 'United Kingdom' then 'GB' else country end as source_country,
  not is_private_ip(source_ip) and own.ip is null as remote,
  result in ('success', 'allow') and coalesce(reason, '') not in ('bypass_user', 'allow_unenrolled_user', 'allow_unenrolled_user_on_trusted_network', 'trusted_network')
    and coalesce(factor, 'n/a') not in ('n/a', 'not_available', 'none', 'bypass_status') as second_factor,
  factor ~ 'webauthn|u2f|security_key|platform_authenticator|passkey|verified_push' and factor !~ 'verified_push' as phishing_resistant
from events
left join own on own.ip = source_ip
