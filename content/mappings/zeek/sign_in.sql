/*---
product: zeek
fact: sign_in
examples:
  - records: # a first answer that asks for proof is no failure, a ticket for a service is no sign-in, and machines have no part in it; SSH does not say who
      zeek_kerberos:
        - {request_type: "AS", client: "MReyes/CLINIC.EXAMPLE", service: "krbtgt/CLINIC.EXAMPLE", success: "false", error_msg: "KDC_ERR_PREAUTH_REQUIRED", "id.orig_h": "10.20.1.9"}
        - {request_type: "AS", client: "MReyes/CLINIC.EXAMPLE", service: "krbtgt/CLINIC.EXAMPLE", success: "true", error_msg: null, "id.orig_h": "10.20.1.9", time: "2026-03-02T08:01:00Z"}
        - {request_type: "AS", client: "admin/CLINIC.EXAMPLE", service: "krbtgt/CLINIC.EXAMPLE", success: "false", error_msg: "KDC_ERR_PREAUTH_FAILED", "id.orig_h": "10.20.1.9"}
        - {request_type: "AS", client: "WS01$/CLINIC.EXAMPLE", service: "krbtgt/CLINIC.EXAMPLE", success: "true", error_msg: null, "id.orig_h": "10.20.1.9"}
        - {request_type: "TGS", client: "MReyes/CLINIC.EXAMPLE", service: "cifs/files01", success: "true", error_msg: null, "id.orig_h": "10.20.1.9"}
    facts:
      - {user_name: mreyes, outcome: success, reason: null, service: network, logon_type: network, authentication_package: Kerberos, source_ip: 10.20.1.9, remote: false, time: "2026-03-02T08:01:00Z"}
      - {user_name: admin, outcome: failure, reason: KDC_ERR_PREAUTH_FAILED}
  - records:
      zeek_ntlm:
        - {username: "CLINIC\\MReyes", server_nb_computer_name: "SRV01", success: "false", "id.orig_h": "198.51.100.7"}
        - {username: "MReyes", server_nb_computer_name: "SRV01", success: null, "id.orig_h": "10.20.1.9"}
        - {username: null, server_nb_computer_name: "SRV01", success: "true", "id.orig_h": "10.20.1.9"}
      zeek_radius:
        - {username: "mreyes@clinic.example", result: "failed", reply_msg: "unknown user", "id.orig_h": "10.20.0.2"}
      zeek_ldap:
        - {opcode: "bind simple", result: "invalid credentials", object: "CN=MReyes,OU=Staff,DC=clinic,DC=example", "id.orig_h": "10.20.1.9"}
        - {opcode: "bind simple", result: "success", object: "mreyes@clinic.example", "id.orig_h": "10.20.1.9"}
        - {opcode: "bind simple", result: "success", object: null, "id.orig_h": "10.20.1.9"}
        - {opcode: "bind SASL", result: "SASL bind in progress", object: null, "id.orig_h": "10.20.1.9"}
    facts:
      - {user_name: mreyes, outcome: failure, host_name: srv01, authentication_package: NTLM, source_ip: 198.51.100.7, remote: true}
      - {user_name: mreyes, outcome: failure, reason: unknown user, application: radius, source_ip: null}
      - {user_name: mreyes, outcome: failure, reason: invalid credentials, application: ldap, authentication_package: LDAP simple}
      - {user_name: mreyes, outcome: success, reason: null, application: ldap}
---*/
with seen as (
  select record_id, time, lower(split_part("client", '/', 1)) as user_name, "success" = 'true' as worked,
    "error_msg" as reason, null as application, "id.orig_h" as source_ip,
    null as host_name, 'Kerberos' as authentication_package
  from zeek_kerberos
  where "request_type" = 'AS' and "success" is not null and coalesce("error_msg", '') <> 'KDC_ERR_PREAUTH_REQUIRED'
  union all
  select record_id, time, name_of("username"), "success" = 'true',
    null, null, "id.orig_h", lower("server_nb_computer_name"), 'NTLM'
  from zeek_ntlm
  where "username" is not null and "success" is not null
  union all
  -- the address is the door's, not the person's
  select record_id, time, name_of("username"), "result" = 'success',
    "reply_msg", 'radius', null, null, 'RADIUS'
  from zeek_radius
  where "username" is not null and "result" in ('success', 'failed')
  union all
  select record_id, time,
    case when "object" like '%=%' then lower(split_part(split_part("object", ',', 1), '=', 2)) else name_of("object") end,
    "result" = 'success', "result", 'ldap', "id.orig_h", null, 'LDAP simple'
  from zeek_ldap
  where "opcode" = 'bind simple' and "object" <> '' and "result" in ('success', 'invalid credentials')
)
select
  record_id,
  time,
  user_name,
  case when worked then 'success' else 'failure' end as outcome,
  case when not worked then reason end as reason,
  application,
  'network' as service,
  'network' as logon_type,
  source_ip,
  host_name,
  coalesce(not is_private_ip(source_ip), false) as remote,
  authentication_package
from seen
where user_name <> '' and user_name not like '%$'
