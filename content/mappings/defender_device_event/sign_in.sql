/*---
product: defender_device_event
fact: sign_in
examples:
  - records:
      defender_device_event:
        - {ActionType: LogonSuccess, AccountName: MReyes, LogonType: Interactive, DeviceName: front01.clinic.example, RemoteIP: null, FailureReason: null, Protocol: Kerberos, time: "2026-03-02T08:01:00Z"}
        - {ActionType: LogonFailed, AccountName: jkim, LogonType: RemoteInteractive, DeviceName: front01.clinic.example, RemoteIP: 203.0.113.7, FailureReason: InvalidUserNameOrPassword}
        - {ActionType: ProcessCreated, AccountName: jkim}
    facts:
      - {user_name: mreyes, outcome: success, service: windows, logon_type: interactive, host_name: front01, source_ip: null, remote: false, authentication_package: Kerberos}
      - {user_name: jkim, outcome: failure, reason: InvalidUserNameOrPassword, logon_type: remote_interactive, source_ip: 203.0.113.7, remote: true}
---*/
select
  record_id,
  time,
  lower("AccountName") as user_name,
  case "ActionType" when 'LogonSuccess' then 'success' else 'failure' end as outcome,
  "FailureReason" as reason,
  'windows' as service,
  case "LogonType"
    when 'Interactive' then 'interactive'
    when 'CachedInteractive' then 'interactive'
    when 'RemoteInteractive' then 'remote_interactive'
    when 'Network' then 'network'
    when 'NetworkCleartext' then 'network'
    when 'Service' then 'service'
    when 'Batch' then 'batch'
    when 'Unlock' then 'unlock'
  end as logon_type,
  "RemoteIP" as source_ip,
  lower(split_part("DeviceName", '.', 1)) as host_name,
  coalesce("LogonType" = 'RemoteInteractive' and not is_private_ip("RemoteIP"), false) as remote,
  "Protocol" as authentication_package
from defender_device_event
where "ActionType" in ('LogonSuccess', 'LogonFailed')
