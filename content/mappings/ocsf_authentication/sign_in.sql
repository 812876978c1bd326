/*---
product: ocsf_authentication
fact: sign_in
examples:
  - records:
      ocsf_authentication:
        - {activity_id: "1", status_id: "1", user.name: "M.Reyes@clinic.example", user.email_addr: null, status_detail: null, service.name: Portal, src_endpoint.ip: 198.51.100.7, src_endpoint.location.country: US, dst_endpoint.hostname: null, is_mfa: "true", is_remote: "true", auth_protocol: SAML, logon_type_id: null, device.hostname: null, time: "2026-03-02T08:01:00Z"}
        - {activity_id: "1", status_id: "2", user.name: jkim, status_detail: wrong password, src_endpoint.ip: 10.20.5.12, dst_endpoint.hostname: DC01.clinic.example, logon_type_id: "3"}
        - {activity_id: "2", user.name: jkim}
    facts:
      - {user_name: m.reyes, outcome: success, application: Portal, service: ocsf, source_ip: 198.51.100.7, source_country: US, second_factor: true, remote: true, authentication_package: SAML, logon_type: null}
      - {user_name: jkim, outcome: failure, reason: wrong password, host_name: dc01, logon_type: network, second_factor: null}
---*/
select
  record_id,
  time,
  name_of(coalesce("user.name", "user.email_addr")) as user_name,
  case "status_id" when '1' then 'success' when '2' then 'failure' end as outcome,
  case "status_id" when '2' then "status_detail" end as reason,
  "service.name" as application,
  'ocsf' as service,
  case "logon_type_id"
    when '2' then 'interactive'
    when '3' then 'network'
    when '4' then 'batch'
    when '5' then 'service'
    when '7' then 'unlock'
    when '8' then 'network'
    when '10' then 'remote_interactive'
    when '11' then 'interactive'
    when '13' then 'unlock'
  end as logon_type,
  "src_endpoint.ip" as source_ip,
  "src_endpoint.location.country" as source_country,
  lower(split_part(coalesce("dst_endpoint.hostname", "device.hostname"), '.', 1)) as host_name,
  flag("is_remote") as remote,
  flag("is_mfa") as second_factor,
  "auth_protocol" as authentication_package
from ocsf_authentication
-- 1: a sign-in; others are sign-outs and tickets
where "activity_id" = '1' and "status_id" in ('1', '2')
