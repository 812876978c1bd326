/*---
product: windows_security
fact: sign_in
examples:
  - records:
      windows_security:
        - {EventID: "4624", Computer: "FRONT01.clinic.example", TargetUserName: "MReyes", LogonType: "2", IpAddress: "-", AuthenticationPackageName: "Negotiate", SubStatus: null, Status: null, time: "2026-03-02T08:01:00Z"}
        - {EventID: "4624", Computer: "SRV01.clinic.example", TargetUserName: "administrator", LogonType: "10", IpAddress: "198.51.100.7", AuthenticationPackageName: "Negotiate", time: "2026-03-02T02:01:00Z"}
        - {EventID: "4625", Computer: "SRV01", TargetUserName: "admin", LogonType: "3", IpAddress: "::ffff:10.20.1.9", AuthenticationPackageName: "NTLM", Status: "0xc000006d", SubStatus: "0xc000006a"}
        - {EventID: "4634", Computer: "SRV01", TargetUserName: "admin", LogonType: "3"}
    facts:
      - {user_name: mreyes, outcome: success, service: windows, logon_type: interactive, source_ip: null, host_name: front01, remote: false, authentication_package: Negotiate, time: "2026-03-02T08:01:00Z"}
      - {user_name: administrator, outcome: success, logon_type: remote_interactive, source_ip: 198.51.100.7, host_name: srv01, remote: true}
      - {user_name: admin, outcome: failure, reason: wrong password, logon_type: network, source_ip: 10.20.1.9, remote: false, authentication_package: NTLM}
---*/
select
  record_id,
  time,
  name_of("TargetUserName") as user_name,
  case when "EventID" = '4624' then 'success' else 'failure' end as outcome,
  case
    when "EventID" = '4624' then null
    when lower("SubStatus") = '0xc0000064' then 'no such account'
    when lower("SubStatus") = '0xc000006a' then 'wrong password'
    when lower("SubStatus") = '0xc0000072' then 'account disabled'
    when lower("SubStatus") = '0xc0000234' then 'account locked'
    when lower("SubStatus") = '0xc0000071' then 'password expired'
    else coalesce(nullif("SubStatus", '0x0'), "Status")
  end as reason,
  'windows' as service,
  case "LogonType"
    when '2' then 'interactive'
    when '11' then 'interactive'
    when '3' then 'network'
    when '8' then 'network'
    when '9' then 'network'
    when '4' then 'batch'
    when '5' then 'service'
    when '7' then 'unlock'
    when '13' then 'unlock'
    when '10' then 'remote_interactive'
    when '12' then 'remote_interactive'
  end as logon_type,
  source_ip,
  lower(split_part("Computer", '.', 1)) as host_name,
  coalesce(not is_private_ip(source_ip), false) as remote,
  nullif("AuthenticationPackageName", '-') as authentication_package
from (
  select *, nullif(replace(lower("IpAddress"), '::ffff:', ''), '-') as source_ip
  from windows_security
  where "EventID" in ('4624', '4625')
) as events
