/*---
product: fortigate
fact: sign_in
examples:
  - records:
      fortigate:
        - {type: "event", subtype: "vpn", action: "tunnel-up", user: "MReyes", remip: "198.51.100.7", tunneltype: "ssl-tunnel", status: null, devname: "FG1", time: "2026-03-01T08:00:00Z"}
        - {type: "event", subtype: "vpn", action: "ssl-login-fail", user: "admin", remip: "198.51.100.8", reason: "sslvpn_login_unknown_user"}
        - {type: "event", subtype: "system", action: "login", user: "admin", srcip: "10.0.0.5", status: "failed", reason: "passwd_invalid"}
        - {type: "event", subtype: "system", action: "login", user: "admin", srcip: "10.0.0.5", status: "success"}
        - {type: "event", subtype: "system", action: "logout", user: "admin"}
        - {type: "event", subtype: "vpn", action: "tunnel-up", tunneltype: "ipsec", remip: "198.51.100.9", user: "N/A"}
    facts:
      - {user_name: mreyes, outcome: success, service: vpn, source_ip: 198.51.100.7, remote: true, host_name: fg1, time: "2026-03-01T08:00:00Z"}
      - {user_name: admin, outcome: failure, reason: sslvpn_login_unknown_user, service: vpn, remote: true}
      - {user_name: admin, outcome: failure, reason: passwd_invalid, application: firewall, source_ip: 10.0.0.5, remote: false}
      - {user_name: admin, outcome: success, application: firewall}
---*/
select
  record_id,
  time,
  name_of("user") as user_name,
  case when "action" = 'ssl-login-fail' or "status" in ('failed', 'failure') then 'failure' else 'success' end as outcome,
  case when "action" = 'ssl-login-fail' or "status" in ('failed', 'failure') then "reason" end as reason,
  case when "subtype" = 'vpn' then 'vpn' end as service,
  case when "subtype" = 'vpn' then 'vpn' else 'firewall' end as application,
  case when is_private_ip(coalesce("remip", "srcip")) is not null then coalesce("remip", "srcip") end as source_ip,
  lower("devname") as host_name,
  "subtype" = 'vpn' or coalesce(not is_private_ip("srcip"), false) as remote
from fortigate
where "type" = 'event' and "user" is not null and "user" <> 'N/A'
  and ("action" = 'ssl-login-fail' or ("subtype" = 'vpn' and "action" = 'tunnel-up' and "tunneltype" like 'ssl%')
    or ("subtype" = 'system' and "action" = 'login'))
