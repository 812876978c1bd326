/*---
product: zoom_sign_in
fact: sign_in
examples:
  - records:
      zoom_sign_in:
        - {email: "M.Reyes@clinic.example", type: Sign in, ip_address: 198.51.100.7, client_type: Browser, time: "2026-03-02T08:01:00Z"}
        - {email: "M.Reyes@clinic.example", type: Sign out, ip_address: 198.51.100.7}
    facts:
      - {user_name: m.reyes, outcome: success, service: zoom, logon_type: cloud, source_ip: 198.51.100.7, application: Browser}
---*/
select
  record_id,
  time,
  name_of("email") as user_name,
  'success' as outcome,
  "client_type" as application,
  'zoom' as service,
  'cloud' as logon_type,
  "ip_address" as source_ip,
  not is_private_ip("ip_address") as remote
from zoom_sign_in
where lower("type") = 'sign in'
