/*---
product: defender_cloud_event
fact: api_call
examples:
  - records:
      defender_cloud_event:
        - {ActionType: MailItemsAccessed, Application: Microsoft Exchange Online, AccountUpn: null, AccountDisplayName: Dana, AccountObjectId: o, IPAddress: 198.51.100.7, ObjectName: box, UserAgent: Mozilla/5.0, RawEventData: "{}", TargetAccountUpn: null, time: "2026-03-02T08:01:00Z"}
        - {ActionType: Directory Services replication, Application: Active Directory, AccountUpn: "Dana@clinic.example", TargetAccountUpn: "krbtgt@clinic.example"}
    facts:
      - {service: Microsoft Exchange Online, action: MailItemsAccessed, user_name: dana, source_ip: 198.51.100.7, outcome: success, target: box, user_agent: Mozilla/5.0, detail: "{}"}
      - {service: Active Directory, action: Directory Services replication, user_name: dana, target_user: krbtgt@clinic.example}
---*/
select
  record_id,
  time,
  "Application" as service,
  "ActionType" as action,
  coalesce(name_of("AccountUpn"), lower("AccountDisplayName"), "AccountObjectId") as user_name,
  "IPAddress" as source_ip,
  'success' as outcome,
  "ObjectName" as target,
  lower("TargetAccountUpn") as target_user,
  "UserAgent" as user_agent,
  "RawEventData" as detail
from defender_cloud_event
