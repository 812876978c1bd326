/*---
product: okta_system
fact: api_call
examples:
  - records:
      okta_system:
        - {eventType: system.mfa.factor.deactivate, displayMessage: Deactivate factor, actor.alternateId: "Dana.Admin@clinic.example", client.ipAddress: 198.51.100.7, client.userAgent.rawUserAgent: Mozilla/5.0, outcome.result: SUCCESS, outcome.reason: null, target: '[{"type":"User","alternateId":"m.reyes@clinic.example","displayName":"Maria Reyes"}]', time: "2026-03-02T08:01:00Z"}
        - {eventType: user.session.start, actor.alternateId: "jkim@clinic.example", outcome.result: FAILURE, outcome.reason: INVALID_CREDENTIALS, target: null}
    facts:
      - {service: okta, action: system.mfa.factor.deactivate, user_name: dana.admin, source_ip: 198.51.100.7, outcome: success, target: Maria Reyes, target_user: m.reyes@clinic.example, user_agent: Mozilla/5.0}
      - {action: user.session.start, outcome: failure, error: INVALID_CREDENTIALS, target: null}
---*/
select
  record_id,
  time,
  'okta' as service,
  "eventType" as action,
  name_of("actor.alternateId") as user_name,
  "client.ipAddress" as source_ip,
  case when "outcome.result" in ('FAILURE', 'DENY') then 'failure' else 'success' end as outcome,
  "outcome.reason" as error,
  json_text("target", '[0].displayName') as target,
  "client.userAgent.rawUserAgent" as user_agent,
  "displayMessage" as detail,
  lower(json_find("target", 'type', 'User', 'alternateId')) as target_user
from okta_system
