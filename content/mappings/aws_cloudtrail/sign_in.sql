/*---
product: aws_cloudtrail
fact: sign_in
examples:
  - records:
      organisation: [{setting: networks, value: 192.0.2.0/28}]
      aws_cloudtrail:
        - {eventName: ConsoleLogin, userIdentity.type: IAMUser, userIdentity.userName: Dana.Admin, userIdentity.arn: "arn:aws:iam::111122223333:user/Dana.Admin", responseElements.ConsoleLogin: Success, additionalEventData.MFAUsed: "No", sourceIPAddress: 198.51.100.7, errorMessage: null, time: "2026-03-02T08:01:00Z"}
        - {eventName: ConsoleLogin, userIdentity.type: AssumedRole, userIdentity.arn: "arn:aws:sts::111122223333:assumed-role/Admin/jkim", responseElements.ConsoleLogin: Success, additionalEventData.MFAUsed: "No", sourceIPAddress: 198.51.100.8}
        - {eventName: ConsoleLogin, userIdentity.type: Root, userIdentity.arn: "arn:aws:iam::111122223333:root", responseElements.ConsoleLogin: Failure, additionalEventData.MFAUsed: "Yes", sourceIPAddress: 192.0.2.3, errorMessage: Failed authentication}
        - {eventName: ListBuckets, userIdentity.type: IAMUser}
    facts:
      - {user_name: dana.admin, outcome: success, application: AWS console, service: aws, logon_type: cloud, source_ip: 198.51.100.7, remote: true, second_factor: false, time: "2026-03-02T08:01:00Z"}
      - {user_name: jkim, outcome: success, second_factor: null}
      - {user_name: root, outcome: failure, reason: Failed authentication, remote: false, second_factor: true}
---*/
with own as (
  -- public addresses that are the organisation's own
  select distinct ip
  from (select distinct "sourceIPAddress" as ip from aws_cloudtrail where "eventName" = 'ConsoleLogin') as seen
  join (
    select unnest(case when "value" like '[%' then json_list("value") else make_array("value") end) as cidr
    from organisation
    where "setting" in ('networks', 'network')
  ) as networks on in_network(ip, cidr)
)
select
  record_id,
  time,
  case when "userIdentity.type" = 'Root' then 'root' else name_of(coalesce("userIdentity.userName", "userIdentity.arn")) end as user_name,
  case when "responseElements.ConsoleLogin" = 'Success' then 'success' else 'failure' end as outcome,
  "errorMessage" as reason,
  'AWS console' as application,
  'aws' as service,
  'cloud' as logon_type,
  "sourceIPAddress" as source_ip,
  not is_private_ip("sourceIPAddress") and own.ip is null as remote,
  -- a role is taken on after another service asked for the factor: AWS then says No and does not know
  case when "userIdentity.type" <> 'AssumedRole' then flag("additionalEventData.MFAUsed") end as second_factor
from aws_cloudtrail
left join own on own.ip = "sourceIPAddress"
where "eventName" = 'ConsoleLogin'
