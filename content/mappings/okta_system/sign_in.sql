/*---
product: okta_system
fact: sign_in
examples:
  - records:
      organisation: [{setting: networks, value: 192.0.2.0/28}]
      okta_system:
        - {eventType: user.session.start, actor.alternateId: "M.Reyes@clinic.example", outcome.result: SUCCESS, outcome.reason: null, client.ipAddress: 198.51.100.7, client.geographicalContext.country: United States, authenticationContext.externalSessionId: s1, debugContext.debugData.factor: null, time: "2026-03-02T08:01:00Z"}
        - {eventType: user.authentication.auth_via_mfa, actor.alternateId: "M.Reyes@clinic.example", outcome.result: SUCCESS, authenticationContext.externalSessionId: s1, debugContext.debugData.factor: FIDO_WEBAUTHN}
        - {eventType: user.session.start, actor.alternateId: "jkim@clinic.example", outcome.result: FAILURE, outcome.reason: INVALID_CREDENTIALS, client.ipAddress: 192.0.2.3, authenticationContext.externalSessionId: unknown}
        - {eventType: user.session.start, actor.alternateId: "jkim@clinic.example", outcome.result: SUCCESS, client.ipAddress: 10.20.1.4, authenticationContext.externalSessionId: s2}
        - {eventType: user.session.end, actor.alternateId: "jkim@clinic.example"}
    facts:
      - {user_name: m.reyes, outcome: success, service: okta, logon_type: cloud, source_ip: 198.51.100.7, source_country: US, remote: true, second_factor: true, phishing_resistant: true}
      - {user_name: jkim, outcome: failure, reason: INVALID_CREDENTIALS, remote: false, second_factor: null}
      - {user_name: jkim, outcome: success, remote: false, second_factor: false, phishing_resistant: false}
---*/
with countries (name, code) as (
  -- Okta writes names where other sources write codes; the same place must read the same
  values
    ('Australia', 'AU'), ('Brazil', 'BR'), ('Canada', 'CA'), ('China', 'CN'), ('France', 'FR'), ('Germany', 'DE'),
    ('India', 'IN'), ('Ireland', 'IE'), ('Israel', 'IL'), ('Italy', 'IT'), ('Japan', 'JP'), ('Mexico', 'MX'),
    ('Netherlands', 'NL'), ('Nigeria', 'NG'), ('Philippines', 'PH'), ('Poland', 'PL'), ('Romania', 'RO'),
    ('Russia', 'RU'), ('Singapore', 'SG'), ('Spain', 'ES'), ('Ukraine', 'UA'), ('United Kingdom', 'GB'),
    ('United States', 'US'), ('Vietnam', 'VN')
),
factors as (
  select
    "authenticationContext.externalSessionId" as session,
    max(case when upper("debugContext.debugData.factor") in ('FIDO_WEBAUTHN', 'FIDO2', 'WEBAUTHN', 'U2F', 'SIGNED_NONCE', 'SMART_CARD') then 1 else 0 end) as strong
  from okta_system
  where "eventType" = 'user.authentication.auth_via_mfa' and "outcome.result" = 'SUCCESS'
    and "authenticationContext.externalSessionId" <> 'unknown'
  group by "authenticationContext.externalSessionId"
),
own as (
  -- public addresses that are the organisation's own
  select distinct ip
  from (select distinct "client.ipAddress" as ip from okta_system) as seen
  join (
    select unnest(case when "value" like '[%' then json_list("value") else make_array("value") end) as cidr
    from organisation
    where "setting" in ('networks', 'network')
  ) as networks on in_network(ip, cidr)
)
select
  record_id,
  time,
  name_of("actor.alternateId") as user_name,
  case when "outcome.result" in ('SUCCESS', 'ALLOW') then 'success' else 'failure' end as outcome,
  "outcome.reason" as reason,
  'okta' as service,
  'cloud' as logon_type,
  "client.ipAddress" as source_ip,
  coalesce(countries.code, "client.geographicalContext.country") as source_country,
  not is_private_ip("client.ipAddress") and own.ip is null as remote,
  case when "outcome.result" in ('SUCCESS', 'ALLOW') and "authenticationContext.externalSessionId" <> 'unknown' then factors.session is not null end as second_factor,
  case when "outcome.result" in ('SUCCESS', 'ALLOW') and "authenticationContext.externalSessionId" <> 'unknown' then coalesce(factors.strong, 0) = 1 end as phishing_resistant
from okta_system
left join factors on factors.session = "authenticationContext.externalSessionId"
left join own on own.ip = "client.ipAddress"
left join countries on countries.name = "client.geographicalContext.country"
where "eventType" = 'user.session.start'
