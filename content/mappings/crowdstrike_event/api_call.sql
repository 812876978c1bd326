/*---
product: crowdstrike_event
fact: api_call
examples:
  - records:
      crowdstrike_event:
        - {metadata.eventType: AuthActivityAuditEvent, event.OperationName: DeleteAllowlistGroup, event.UserId: "Dana@clinic.example", event.UserIp: 198.51.100.7, event.Success: "true", event.AuditKeyValues: "[]", time: "2026-03-02T08:01:00Z"}
        - {metadata.eventType: DetectionSummaryEvent}
    facts:
      - {service: crowdstrike, action: DeleteAllowlistGroup, user_name: dana, source_ip: 198.51.100.7, outcome: success}
---*/
select
  record_id,
  time,
  'crowdstrike' as service,
  "event.OperationName" as action,
  name_of("event.UserId") as user_name,
  "event.UserIp" as source_ip,
  case when flag("event.Success") then 'success' else 'failure' end as outcome,
  "event.AuditKeyValues" as detail
from crowdstrike_event
where "event.OperationName" is not null
