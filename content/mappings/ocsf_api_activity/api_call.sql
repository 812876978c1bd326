/*---
product: ocsf_api_activity
fact: api_call
examples:
  - records:
      ocsf_api_activity:
        - {api.operation: DeleteTrail, api.service.name: cloudtrail.amazonaws.com, actor.user.name: dana, actor.user.email_addr: null, src_endpoint.ip: 198.51.100.7, status_id: "1", status_detail: null, api.response.error: null, api.request.data: '{"name":"t"}', resources: '[{"name":"trail","uid":"arn"}]', cloud.region: us-east-1, http_request.user_agent: aws-cli, time: "2026-03-02T08:01:00Z"}
        - {api.operation: GetObject, actor.user.email_addr: "Temp@clinic.example", status_id: "2", api.response.error: AccessDenied}
    facts:
      - {service: cloudtrail.amazonaws.com, action: DeleteTrail, user_name: dana, source_ip: 198.51.100.7, outcome: success, target: trail, region: us-east-1, user_agent: aws-cli, detail: '{"name":"t"}'}
      - {action: GetObject, user_name: temp, outcome: failure, error: AccessDenied}
---*/
select
  record_id,
  time,
  "api.service.name" as service,
  "api.operation" as action,
  name_of(coalesce("actor.user.name", "actor.user.email_addr")) as user_name,
  "src_endpoint.ip" as source_ip,
  case "status_id" when '2' then 'failure' when '1' then 'success' end as outcome,
  case "status_id" when '2' then coalesce("api.response.error", "status_detail") end as error,
  coalesce(json_text("resources", '[0].name'), json_text("resources", '[0].uid')) as target,
  "cloud.region" as region,
  "http_request.user_agent" as user_agent,
  "api.request.data" as detail
from ocsf_api_activity
