/*---
product: fhir_auditevent
fact: record_access
examples:
  - records: # R4
      fhir_auditevent:
        - {action: R, outcome: "0", purposeOfEvent: '[{"coding":[{"code":"TREAT"}]}]', subtype: '[{"code":"read"}]', source.observer.display: EHR, source.site: null, agent: '[{"requestor":false,"name":"server"},{"requestor":true,"altId":"MReyes","name":"Maria Reyes","who":{"reference":"Practitioner/17"},"role":[{"text":"nurse"}],"network":{"address":"10.20.1.9","type":"2"}}]', entity: '[{"what":{"reference":"Patient/p1"},"role":{"code":"1"}},{"what":{"reference":"Patient/p1/_history/1"},"name":"Note"},{"what":{"reference":"Observation/5"},"type":{"system":"http://hl7.org/fhir/resource-types","code":"Observation"}}]', time: "2026-03-02T08:01:00Z"}
        - {action: E, outcome: "4", purposeOfEvent: '[{"coding":[{"code":"BTG"}]}]', source.site: Ward, agent: '[{"requestor":true,"who":{"identifier":{"value":"jkim@clinic.example"}}}]', subtype: '[{"code":"search"}]', entity: '[{"what":{"reference":"https://ehr.example/fhir/Patient/p2"}},{"what":{"reference":"Patient/p3"}},{"type":{"system":"http://hl7.org/fhir/resource-types","code":"MedicationRequest"}}]'}
        - {action: E, outcome: "0", agent: '[{"requestor":true,"altId":"MReyes"}]', entity: null}
    facts:
      - {user_name: mreyes, practitioner_id: "17", user_role: nurse, patient_id: p1, action: read, resource: Observation, purpose: TREAT, outcome: success, source_ip: 10.20.1.9, application: EHR, break_glass: false, time: "2026-03-02T08:01:00Z"}
      - {user_name: jkim, patient_id: p2, action: read, resource: MedicationRequest, outcome: failure, break_glass: true, application: Ward, practitioner_id: null}
      - {user_name: jkim, patient_id: p3}
  - records: # R5, where outcome and purpose moved
      fhir_auditevent:
        - {action: E, outcome.code.code: "0", code.coding: '[{"code":"110127"}]', authorization: '[{"coding":[{"code":"ETREAT"}]}]', patient.reference: Patient/p9, agent: '[{"requestor":true,"who":{"reference":"Practitioner/f001"},"networkString":"ward-3"}]', entity: "[]"}
    facts:
      - {user_name: f001, practitioner_id: f001, patient_id: p9, action: execute, purpose: ETREAT, outcome: success, source_ip: ward-3, break_glass: true}
---*/
with events as (
  select
    *,
    case
      when json_text("agent", '[0].requestor') = 'true' then json_text("agent", '[0]')
      when json_text("agent", '[1].requestor') = 'true' then json_text("agent", '[1]')
      when json_text("agent", '[2].requestor') = 'true' then json_text("agent", '[2]')
      else json_text("agent", '[0]')
    end as who,
    coalesce(json_text("purposeOfEvent", '[0].coding[0].code'), json_text("authorization", '[0].coding[0].code')) as reason,
    coalesce("outcome.code.code", "outcome") as result
  from fhir_auditevent
),
patients as (
  select distinct record_id, split_part(split_part(reference, 'Patient/', 2), '/', 1) as patient_id
  from (
    select record_id, json_text(unnest(json_list("entity")), 'what.reference') as reference from fhir_auditevent
    union all
    select record_id, "patient.reference" as reference from fhir_auditevent
  ) as named
  where reference like '%Patient/%'
),
others as (
  select record_id, min(json_text(one, 'type.code')) as resource
  from (select record_id, unnest(json_list("entity")) as one from fhir_auditevent) as named
  where json_text(one, 'type.system') like '%resource-types' and json_text(one, 'type.code') <> 'Patient'
  group by record_id
)
select
  events.record_id as record_id,
  time,
  coalesce(name_of(json_text(who, 'altId')), name_of(json_text(who, 'who.identifier.value')), name_of(json_text(who, 'who.reference')), lower(json_text(who, 'name'))) as user_name,
  nullif(split_part(json_text(who, 'who.reference'), 'Practitioner/', 2), '') as practitioner_id,
  coalesce(json_text(who, 'role[0].text'), json_text(who, 'role[0].coding[0].display'), json_text(who, 'role[0].coding[0].code')) as user_role,
  patients.patient_id as patient_id,
  case when json_text("subtype", '[0].code') like 'search%' then 'read' else case "action" when 'C' then 'create' when 'R' then 'read' when 'U' then 'update' when 'D' then 'delete' when 'E' then 'execute' end end as action,
  coalesce(others.resource, 'Patient') as resource,
  coalesce(reason, json_text(who, 'purposeOfUse[0].coding[0].code')) as purpose,
  case when result = '0' then 'success' else 'failure' end as outcome,
  coalesce(json_text(who, 'network.address'), json_text(who, 'networkString'), json_text(who, 'networkUri')) as source_ip,
  coalesce("source.observer.display", "source.site") as application,
  coalesce(reason = 'BTG', false) or coalesce(json_text("subtype", '[0].code') = '110127', false)
    or coalesce(json_text("code.coding", '[0].code') = '110127', false) as break_glass
from events
join patients on patients.record_id = events.record_id
left join others on others.record_id = events.record_id
