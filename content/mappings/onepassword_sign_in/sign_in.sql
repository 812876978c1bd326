/*---
product: onepassword_sign_in
fact: sign_in
examples:
  - records:
      onepassword_sign_in:
        - {target_user.email: "M.Reyes@clinic.example", category: success, type: mfa_ok, country: US, client.ip_address: 198.51.100.7, client.app_name: 1Password Browser, time: "2026-03-02T08:01:00Z"}
        - {target_user.email: "jkim@clinic.example", category: credentials_failed, type: password_secret_bad, country: FR, client.ip_address: 203.0.113.7}
    facts:
      - {user_name: m.reyes, outcome: success, service: 1password, logon_type: cloud, source_ip: 198.51.100.7, source_country: US, second_factor: true, application: 1Password Browser}
      - {user_name: jkim, outcome: failure, reason: password_secret_bad, second_factor: null}
---*/
select
  record_id,
  time,
  name_of("target_user.email") as user_name,
  case when "category" in ('success', 'firewall_reported_success') then 'success' else 'failure' end as outcome,
  case when "category" not in ('success', 'firewall_reported_success') then coalesce("type", "category") end as reason,
  "client.app_name" as application,
  '1password' as service,
  'cloud' as logon_type,
  "client.ip_address" as source_ip,
  "country" as source_country,
  not is_private_ip("client.ip_address") as remote,
  case when "type" = 'mfa_ok' then true end as second_factor
from onepassword_sign_in
