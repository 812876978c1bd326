/*---
product: google_workspace
fact: api_call
examples:
  - records:
      google_workspace:
        - {id.applicationName: drive, actor.email: "JKim@clinic.example", ipAddress: 198.51.100.7, events: '[{"type":"acl_change","name":"change_document_visibility","parameters":[{"name":"doc_title","value":"Recall list"},{"name":"visibility","value":"people_with_link"}]},{"name":"edit"}]', time: "2026-03-02T08:01:00Z"}
        - {id.applicationName: login, actor.email: "jkim@clinic.example", events: '[{"name":"login_failure","parameters":[]}]'}
    facts:
      - {service: drive, action: change_document_visibility, user_name: jkim, source_ip: 198.51.100.7, outcome: success, target: Recall list}
      - {service: drive, action: edit, target: null, detail: null}
      - {service: login, action: login_failure, outcome: failure}
---*/
select
  record_id,
  time,
  "id.applicationName" as service,
  json_text(one, 'name') as action,
  name_of("actor.email") as user_name,
  "ipAddress" as source_ip,
  case when json_text(one, 'name') like '%failure%' then 'failure' else 'success' end as outcome,
  coalesce(
    json_find(json_text(one, 'parameters'), 'name', 'doc_title', 'value'),
    json_find(json_text(one, 'parameters'), 'name', 'app_name', 'value')) as target,
  json_text(one, 'parameters') as detail,
  lower(json_find(json_text(one, 'parameters'), 'name', 'USER_EMAIL', 'value')) as target_user
from (select *, unnest(json_list("events")) as one from google_workspace) as events
