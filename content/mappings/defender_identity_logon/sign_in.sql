/*---
product: defender_identity_logon
fact: sign_in
examples:
  - records:
      defender_identity_logon:
        - {ActionType: LogonSuccess, AccountUpn: "M.Reyes@clinic.example", AccountName: null, Application: Active Directory, LogonType: Credentials validation, Protocol: Ntlm, IPAddress: 10.20.5.12, Location: null, DeviceName: front01, FailureReason: null, time: "2026-03-02T08:01:00Z"}
        - {ActionType: LogonFailed, AccountUpn: "jkim@clinic.example", Application: Microsoft 365, LogonType: OAuth2, IPAddress: 203.0.113.7, Location: FR, FailureReason: WrongPassword}
    facts:
      - {user_name: m.reyes, outcome: success, application: Active Directory, service: windows, logon_type: network, source_ip: 10.20.5.12, authentication_package: Ntlm}
      - {user_name: jkim, outcome: failure, reason: WrongPassword, service: m365, logon_type: cloud, source_country: FR, remote: true}
---*/
select
  record_id,
  time,
  name_of(coalesce("AccountUpn", "AccountName")) as user_name,
  case "ActionType" when 'LogonSuccess' then 'success' else 'failure' end as outcome,
  "FailureReason" as reason,
  "Application" as application,
  case when "Application" = 'Active Directory' then 'windows' else 'm365' end as service,
  case when "Application" = 'Active Directory' then 'network' else 'cloud' end as logon_type,
  "IPAddress" as source_ip,
  "Location" as source_country,
  case when "Application" <> 'Active Directory' then not is_private_ip("IPAddress") end as remote,
  "Protocol" as authentication_package
from defender_identity_logon
where "ActionType" in ('LogonSuccess', 'LogonFailed')
