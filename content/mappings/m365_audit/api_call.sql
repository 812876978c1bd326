/*---
product: m365_audit
fact: api_call
examples:
  - records:
      m365_audit:
        - {Workload: Exchange, Operation: New-InboxRule, UserId: "M.Reyes@clinic.example", ClientIP: "198.51.100.7:51234", ClientIPAddress: null, ResultStatus: "True", ObjectId: 'm.reyes\.', Parameters: '[{"Name":"ForwardTo","Value":"drop@mail.example"},{"Name":"DeleteMessage","Value":"True"}]', MailboxOwnerUPN: null, TargetUserOrGroupName: null, ExtendedProperties: null, ModifiedProperties: null, UserAgent: null, ClientInfoString: null, LogonError: null, SourceFileName: null, time: "2026-03-02T08:01:00Z"}
        - {Workload: Exchange, Operation: MailItemsAccessed, UserId: "jkim@clinic.example", ClientIPAddress: "2001:db8::1", ResultStatus: PartiallySucceeded, MailboxOwnerUPN: "Front@clinic.example", ClientInfoString: "Client=REST;;", OperationProperties: null}
        - {Workload: OneDrive, Operation: AnonymousLinkCreated, UserId: "jkim@clinic.example", ClientIP: 198.51.100.7, ResultStatus: null, ObjectId: "https://clinic.example/a.xlsx", TargetUserOrGroupName: "guest@mail.example", UserAgent: Mozilla/5.0}
        - {Workload: AzureActiveDirectory, Operation: UserLoginFailed, UserId: "jkim@clinic.example", ResultStatus: Success, LogonError: InvalidUserNameOrPassword}
    facts:
      - {service: Exchange, action: New-InboxRule, user_name: m.reyes, source_ip: 198.51.100.7, outcome: success, target: 'm.reyes\.', detail: '[{"Name":"ForwardTo","Value":"drop@mail.example"},{"Name":"DeleteMessage","Value":"True"}]'}
      - {action: MailItemsAccessed, user_name: jkim, source_ip: "2001:db8::1", outcome: success, target_user: front@clinic.example, user_agent: "Client=REST;;"}
      - {service: OneDrive, action: AnonymousLinkCreated, outcome: success, target: "https://clinic.example/a.xlsx", target_user: guest@mail.example}
      - {action: UserLoginFailed, outcome: failure, error: InvalidUserNameOrPassword}
  - records: # as other collectors write it
      m365_audit:
        - {operation: Set-Mailbox, userid: "homer@clinic.example", clientip: 198.51.100.7, workload: Exchange, objectid: homer, resultstatus: "False", parameters: '[{"Name":"ForwardingSmtpAddress","Value":"smtp:x@mail.example"}]'}
        - {Operation: MailItemsAccessed, UserId: "jkim@clinic.example", Client_IPAddress: 198.51.100.8, OfficeWorkload: Exchange, OfficeObjectId: null}
    facts:
      - {service: Exchange, action: Set-Mailbox, user_name: homer, source_ip: 198.51.100.7, outcome: failure, target: homer, detail: '[{"Name":"ForwardingSmtpAddress","Value":"smtp:x@mail.example"}]'}
      - {service: Exchange, action: MailItemsAccessed, user_name: jkim, source_ip: 198.51.100.8}
---*/
select
  record_id,
  time,
  coalesce("Workload", "OfficeWorkload", "workload") as service,
  coalesce("Operation", "operation") as action,
  name_of(coalesce("UserId", "userid")) as user_name,
  regexp_replace(nullif(coalesce("ClientIP", "ClientIPAddress", "Client_IPAddress", "clientip"), ''), '^\[?(.*?)\]?(?:\]:\d+|(\.\d+):\d+)?$', '\1\2') as source_ip,
  case
    when nullif("LogonError", '') is not null then 'failure'
    when lower(coalesce("ResultStatus", "resultstatus")) in ('false', 'failed', 'failure') then 'failure'
    else 'success'
  end as outcome,
  nullif("LogonError", '') as error,
  coalesce("ObjectId", "OfficeObjectId", "objectid", "SourceFileName") as target,
  coalesce("UserAgent", "ClientInfoString") as user_agent,
  coalesce("Parameters", "parameters", "ModifiedProperties", "OperationProperties", "ExtendedProperties") as detail,
  lower(coalesce("MailboxOwnerUPN", "TargetUserOrGroupName")) as target_user
from m365_audit
