/*---
product: aws_cloudtrail
fact: api_call
examples:
  - records:
      aws_cloudtrail:
        - {eventSource: s3.amazonaws.com, eventName: PutBucketAcl, userIdentity.type: IAMUser, userIdentity.userName: Dana.Admin, userIdentity.arn: "arn:aws:iam::111122223333:user/Dana.Admin", userIdentity.invokedBy: null, userIdentity.accountId: "111122223333", sourceIPAddress: 198.51.100.7, awsRegion: us-east-1, userAgent: aws-cli/2.13.5, errorCode: null, requestParameters.bucketName: clinic-backup, requestParameters.userName: null, requestParameters.roleName: null, requestParameters.policyArn: null, requestParameters.groupName: null, requestParameters.name: null, resources: null, time: "2026-03-02T08:01:00Z"}
        - {eventSource: cloudtrail.amazonaws.com, eventName: StopLogging, userIdentity.type: AssumedRole, userIdentity.arn: "arn:aws:sts::111122223333:assumed-role/Admin/jkim", sourceIPAddress: 198.51.100.8, awsRegion: us-east-1, errorCode: AccessDenied, requestParameters.name: main-trail}
        - {eventSource: iam.amazonaws.com, eventName: AttachUserPolicy, userIdentity.userName: jkim, requestParameters.userName: Temp, requestParameters.policyArn: "arn:aws:iam::aws:policy/AdministratorAccess"}
        - {eventSource: kms.amazonaws.com, eventName: Decrypt, userIdentity.type: AWSService, userIdentity.invokedBy: backup.amazonaws.com, resources: '[{"ARN":"arn:aws:kms:us-east-1:111122223333:key/1"}]'}
        - {eventSource: s3.amazonaws.com, eventName: GetObject, userIdentity.type: AWSAccount, userIdentity.accountId: ANONYMOUS_PRINCIPAL, requestParameters.bucketName: scans}
        - {eventSource: s3.amazonaws.com, eventName: GetObject, userIdentity.type: AWSAccount, userIdentity.accountId: "444455556666", requestParameters.bucketName: scans}
    facts:
      - {service: s3, action: PutBucketAcl, user_name: dana.admin, source_ip: 198.51.100.7, outcome: success, target: clinic-backup, region: us-east-1, user_agent: aws-cli/2.13.5}
      - {service: cloudtrail, action: StopLogging, user_name: jkim, outcome: failure, error: AccessDenied, target: main-trail}
      - {service: iam, action: AttachUserPolicy, target: Temp, target_user: temp, detail: "arn:aws:iam::aws:policy/AdministratorAccess"}
      - {service: kms, user_name: backup.amazonaws.com, target: "arn:aws:kms:us-east-1:111122223333:key/1"}
      - {service: s3, user_name: anonymous, target: scans}
      - {service: s3, user_name: null}
---*/
select
  record_id,
  time,
  replace("eventSource", '.amazonaws.com', '') as service,
  "eventName" as action,
  case when "userIdentity.type" = 'Root' then 'root'
    when lower("userIdentity.accountId") in ('anonymous', 'anonymous_principal') then 'anonymous'
    else name_of(coalesce("userIdentity.userName", "userIdentity.arn", "userIdentity.invokedBy")) end as user_name,
  "sourceIPAddress" as source_ip,
  case when "errorCode" is null then 'success' else 'failure' end as outcome,
  "errorCode" as error,
  coalesce("requestParameters.bucketName", "requestParameters.userName", "requestParameters.roleName", "requestParameters.groupName",
    "requestParameters.name", json_text("resources", '[0].ARN')) as target,
  "awsRegion" as region,
  "userAgent" as user_agent,
  "requestParameters.policyArn" as detail,
  lower("requestParameters.userName") as target_user
from aws_cloudtrail
