/*---
product: aws_cloudtrail
fact: privilege_change
examples:
  - records:
      aws_cloudtrail:
        - {eventName: AttachUserPolicy, userIdentity.userName: JKim, userIdentity.arn: null, requestParameters.userName: Temp, requestParameters.roleName: null, requestParameters.policyArn: "arn:aws:iam::aws:policy/AdministratorAccess", requestParameters.policyName: null, requestParameters.groupName: null, errorCode: null, time: "2026-03-02T08:01:00Z"}
        - {eventName: RemoveUserFromGroup, userIdentity.userName: JKim, requestParameters.userName: temp, requestParameters.groupName: Admins}
        - {eventName: PutRolePolicy, userIdentity.arn: "arn:aws:sts::111122223333:assumed-role/Admin/jkim", requestParameters.roleName: Build, requestParameters.policyName: inline-all}
        - {eventName: AttachUserPolicy, userIdentity.userName: JKim, errorCode: AccessDenied}
    facts:
      - {actor: jkim, target: temp, privilege: "arn:aws:iam::aws:policy/AdministratorAccess", action: granted}
      - {actor: jkim, target: temp, privilege: Admins, action: revoked}
      - {actor: jkim, target: build, privilege: inline-all, action: granted}
---*/
select
  record_id,
  time,
  name_of(coalesce("userIdentity.userName", "userIdentity.arn")) as actor,
  lower(coalesce("requestParameters.userName", "requestParameters.roleName", "requestParameters.groupName")) as target,
  coalesce("requestParameters.policyArn", "requestParameters.policyName", "requestParameters.groupName") as privilege,
  case when "eventName" like 'Detach%' or "eventName" like 'Delete%' or "eventName" like 'Remove%' then 'revoked' else 'granted' end as action
from aws_cloudtrail
where "errorCode" is null
  and "eventName" in (
    'AttachUserPolicy', 'AttachRolePolicy', 'AttachGroupPolicy', 'PutUserPolicy', 'PutRolePolicy', 'PutGroupPolicy', 'AddUserToGroup',
    'DetachUserPolicy', 'DetachRolePolicy', 'DetachGroupPolicy', 'DeleteUserPolicy', 'DeleteRolePolicy', 'DeleteGroupPolicy', 'RemoveUserFromGroup')
