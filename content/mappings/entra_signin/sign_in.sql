/*---
product: entra_signin
fact: sign_in
examples:
  - records:
      organisation: [{setting: networks, value: 203.0.113.24/32}]
      entra_signin:
        - {createdDateTime: "2026-03-02T08:01:00Z", userPrincipalName: "M.Reyes@clinic.example", status.errorCode: "0", status.failureReason: Other., appDisplayName: Office 365 Exchange Online, ipAddress: 198.51.100.7, location.countryOrRegion: US, clientAppUsed: Browser, authenticationRequirement: multiFactorAuthentication, authenticationDetails: '[{"authenticationMethod":"Password"},{"authenticationMethod":"FIDO2 security key"}]', deviceDetail.displayName: FRONT01, authenticationProtocol: none}
        - {createdDateTime: "2026-03-02T09:00:00Z", userPrincipalName: "jkim@clinic.example", status.errorCode: "50126", status.failureReason: Invalid username or password., appDisplayName: Office 365 Exchange Online, ipAddress: 203.0.113.44, location.countryOrRegion: RU, clientAppUsed: IMAP4, authenticationRequirement: singleFactorAuthentication, authenticationDetails: "[]"}
        - {createdDateTime: "2026-03-02T09:30:00Z", userPrincipalName: "front@clinic.example", status.errorCode: "0", servicePrincipalName: null, ipAddress: 203.0.113.24}
    facts:
      - {user_name: m.reyes, outcome: success, reason: null, application: Office 365 Exchange Online, service: entra, logon_type: cloud, source_ip: 198.51.100.7, source_country: US, host_name: front01, remote: true, second_factor: true, phishing_resistant: true, legacy_protocol: false, time: "2026-03-02T08:01:00Z"}
      - {user_name: jkim, outcome: failure, reason: Invalid username or password., source_country: RU, second_factor: false, phishing_resistant: false, legacy_protocol: true}
      - {user_name: front, source_ip: 203.0.113.24, remote: false, second_factor: null, legacy_protocol: null}
  - records: # the same log as Azure Monitor writes it
      entra_signin:
        - {resultType: "0", callerIpAddress: 198.51.100.9, properties.createdDateTime: "2026-03-02T10:00:00Z", properties.userPrincipalName: "jkim@clinic.example", properties.status.errorCode: null, properties.status.failureReason: null, properties.appDisplayName: Azure Portal, properties.ipAddress: null, properties.location.countryOrRegion: US, properties.clientAppUsed: Mobile Apps and Desktop clients, properties.authenticationRequirement: null, properties.authenticationDetails: null, properties.deviceDetail.displayName: "", properties.authenticationProtocol: oAuth2, properties.servicePrincipalName: null}
    facts:
      - {user_name: jkim, outcome: success, application: Azure Portal, source_ip: 198.51.100.9, host_name: null, second_factor: null, phishing_resistant: null, legacy_protocol: false, authentication_package: oAuth2, time: "2026-03-02T10:00:00Z"}
  - records: # as Log Analytics and advanced hunting name it
      entra_signin:
        - {CreatedDateTime: "2026-03-02T11:00:00Z", UserPrincipalName: "M.Reyes@clinic.example", ResultType: "0", ResultDescription: "", AppDisplayName: Azure Portal, IPAddress: 198.51.100.7, Location: US, LocationDetails.countryOrRegion: null, ClientAppUsed: Browser, AuthenticationRequirement: multiFactorAuthentication, AuthenticationDetails: '[{"authenticationMethod":"FIDO2 security key"}]', DeviceDetail.displayName: front01, ServicePrincipalName: null}
        - {UserPrincipalName: "jkim@clinic.example", ResultType: "50126", ResultDescription: Invalid username or password., Location: RU}
        - {Timestamp: "2026-03-02T12:00:00Z", AccountUpn: "jkim@clinic.example", ErrorCode: "50053", Application: Office 365 Exchange Online, IPAddress: 203.0.113.44, Country: RU, DeviceName: PC7, AuthenticationRequirement: singleFactorAuthentication, ClientAppUsed: IMAP4}
    facts:
      - {user_name: m.reyes, outcome: success, application: Azure Portal, source_ip: 198.51.100.7, source_country: US, host_name: front01, second_factor: true, phishing_resistant: true, time: "2026-03-02T11:00:00Z"}
      - {user_name: jkim, outcome: failure, reason: Invalid username or password., source_country: RU}
      - {user_name: jkim, outcome: failure, reason: "50053", application: Office 365 Exchange Online, host_name: pc7, second_factor: false, legacy_protocol: true, time: "2026-03-02T12:00:00Z"}
---*/
with events as (
  select
    record_id,
    coalesce(time, read_time(coalesce("createdDateTime", "properties.createdDateTime", "CreatedDateTime", "Timestamp"))) as time,
    coalesce("userPrincipalName", "properties.userPrincipalName", "UserPrincipalName", "AccountUpn", "servicePrincipalName", "properties.servicePrincipalName", "ServicePrincipalName") as upn,
    coalesce("status.errorCode", "properties.status.errorCode", "resultType", "ResultType", "ErrorCode") as code,
    coalesce("status.failureReason", "properties.status.failureReason", nullif("ResultDescription", '')) as failure,
    coalesce("appDisplayName", "properties.appDisplayName", "AppDisplayName", "Application") as application,
    coalesce("ipAddress", "properties.ipAddress", "callerIpAddress", "IPAddress") as source_ip,
    coalesce("location.countryOrRegion", "properties.location.countryOrRegion", "LocationDetails.countryOrRegion", "Location", "Country") as source_country,
    coalesce("deviceDetail.displayName", "properties.deviceDetail.displayName", "DeviceDetail.displayName", "DeviceName") as device,
    coalesce("clientAppUsed", "properties.clientAppUsed", "ClientAppUsed") as client,
    coalesce("authenticationRequirement", "properties.authenticationRequirement", "AuthenticationRequirement") as requirement,
    lower(coalesce("authenticationDetails", "properties.authenticationDetails", "AuthenticationDetails")) as steps,
    coalesce("authenticationProtocol", "properties.authenticationProtocol") as protocol
  from entra_signin
),
own as (
  -- public addresses that are the organisation's own
  select distinct ip
  from (select distinct source_ip as ip from events) as seen
  join (
    select unnest(case when "value" like '[%' then json_list("value") else make_array("value") end) as cidr
    from organisation
    where "setting" in ('networks', 'network')
  ) as networks on in_network(ip, cidr)
)
select
  record_id,
  time,
  name_of(upn) as user_name,
  case when code = '0' then 'success' else 'failure' end as outcome,
  case when code <> '0' then coalesce(failure, code) end as reason,
  application,
  'entra' as service,
  'cloud' as logon_type,
  source_ip,
  source_country,
  lower(nullif(split_part(device, '.', 1), '')) as host_name,
  not is_private_ip(source_ip) and own.ip is null as remote,
  case requirement when 'multiFactorAuthentication' then true when 'singleFactorAuthentication' then false end as second_factor,
  steps like '%fido2%' or steps like '%passkey%' or steps like '%hello for business%' or steps like '%x.509%' or steps like '%certificate%' as phishing_resistant,
  nullif(client, '') not in ('Browser', 'Mobile Apps and Desktop clients') as legacy_protocol,
  nullif(protocol, 'none') as authentication_package
from events
left join own on own.ip = source_ip
