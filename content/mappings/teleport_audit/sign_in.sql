/*---
product: teleport_audit
fact: sign_in
examples:
  - records:
      teleport_audit:
        - {event: user.login, user: "M.Reyes@clinic.example", success: "true", method: local, addr.remote: "198.51.100.7:51000", error: null, mfa_device.mfa_device_type: WebAuthn, time: "2026-03-02T08:01:00Z"}
        - {event: user.login, user: jkim, success: "false", error: invalid credentials}
        - {event: session.start, user: jkim}
    facts:
      - {user_name: m.reyes, outcome: success, service: teleport, logon_type: cloud, source_ip: 198.51.100.7, second_factor: true, phishing_resistant: true, authentication_package: local}
      - {user_name: jkim, outcome: failure, reason: invalid credentials, second_factor: null}
---*/
select
  record_id,
  time,
  name_of("user") as user_name,
  case when flag("success") then 'success' else 'failure' end as outcome,
  "error" as reason,
  'teleport' as service,
  'cloud' as logon_type,
  regexp_replace("addr.remote", ':\d+$', '') as source_ip,
  case when "mfa_device.mfa_device_type" is not null then true end as second_factor,
  lower("mfa_device.mfa_device_type") ~ 'webauthn|u2f' as phishing_resistant,
  "method" as authentication_package
from teleport_audit
where "event" = 'user.login'
