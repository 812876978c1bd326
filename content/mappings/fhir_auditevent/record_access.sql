/*---
product: fhir_auditevent
fact: record_access
examples:
  - records: # R4
      fhir_auditevent:
        - {action: R, outcome: "0", purposeOfEvent: '[{"coding":[{"code":"TREAT"}]}]', subtype: '[{"code":"read"}]', source.observer.display: EHR, source.site: null, agent: '[{"requestor":false,"name":"server"},{"requestor":true,"altId":"MReyes","name":"Maria Reyes","who":{"reference":"Practitioner/17"},"role":[{"text":"nurse"}],"network":{"address":"10.20.1.9","type":"2"}}]', entity: '[{"what":{"reference":"Patient/p1"},"role":{"code":"1"}},{"what":{"reference":"Patient/p1/_history/1"},"name":"Note"},{"what":{"reference":"Observation/5"},"type":{"system":"http://hl7.org/fhir/resource-types","code":"Observation"}}]', time: "2026-03-02T08:01:00Z"}
        - {action: E, outcome: "4", purposeOfEvent: '[{"coding":[{"code":"BTG"}]}]', source.site: Ward, agent: '[{"requestor":true,"who":{"identifier":{"value":"jkim@clinic.example"}}}]', subtype: '[{"code":"search"}]', entity: '[{"what":{"reference":"https://ehr.example/fhir/Patient/p2"}},{"what":{"reference":"Patient/p3"}},{"type":{"system":"http://hl7.org/fhir/resource-types","code":"MedicationRequest"}}]'}
        - {action: E, outcome: "0", agent: '[{"requestor":true,"altId":"MReyes"}]', entity: null}
        - {action: R, outcome: "0", agent: '[{"requestor":true,"altId":"OKim","who":{"reference":"https://ehr.example/fhir/PractitionerRole/r1"}}]', entity: '[{"what":{"reference":"Patient/p4"}}]'}
    facts:
      - {user_name: okim, practitioner_id: "role:r1", patient_id: p4}
      - {user_name: mreyes, practitioner_id: "17", user_role: nurse, patient_id: p1, action: read, resource: Observation, purpose: TREAT, outcome: success, source_ip: 10.20.1.9, application: EHR, break_glass: false, time: "2026-03-02T08:01:00Z"}
      - {user_name: jkim, patient_id: p2, action: read, listed: true, taken: false, resource: MedicationRequest, outcome: failure, break_glass: true, application: Ward, practitioner_id: null}
      - {user_name: jkim, patient_id: p3}
  - records: # IHE basic audit log patterns: the person, the program and the server are agents; the token is the person's policy
      fhir_auditevent:
        - {action: "R", outcome: "0", subtype: '[{"system":"http://hl7.org/fhir/restful-interaction","code":"read"}]', source.site: "ehr.example", agent: '[{"type":{"coding":[{"code":"UserOauthAgent"}]},"who":{"identifier":{"system":"https://idp.example","value":"MReyes"}},"requestor":true,"policy":["C187CC48"],"purposeOfUse":[{"coding":[{"code":"TREAT"}]}]},{"type":{"coding":[{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"110153"}]},"who":{"display":"https://ehr.example/fhir"},"requestor":false,"network":{"address":"https://ehr.example/fhir","type":"5"}},{"type":{"coding":[{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"110152"}]},"who":{"display":"tablet"},"requestor":false,"network":{"address":"10.20.1.9","type":"2"}}]', entity: '[{"what":{"reference":"List/l1"},"type":{"code":"2"},"role":{"code":"4"}},{"what":{"reference":"Patient/p1"},"type":{"code":"1"},"role":{"code":"1"}},{"what":{"identifier":{"value":"76d1"}},"type":{"code":"XrequestId"}}]'}
        - {action: "E", outcome: "0", subtype: '[{"code":"search"},{"system":"urn:ihe:event-type-code","code":"ITI-83"}]', agent: '[{"type":{"coding":[{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"110153"}]},"who":{"display":"portal"},"requestor":false,"network":{"address":"10.20.1.10","type":"2"}},{"type":{"coding":[{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"110152"}]},"who":{"display":"https://ehr.example/fhir"},"requestor":false},{"type":{"coding":[{"code":"IRCP"}]},"who":{"display":"John Smith"},"requestor":true,"policy":["XC4W"],"purposeOfUse":[{"coding":[{"code":"ETREAT"}]}]}]', entity: '[{"what":{"identifier":{"value":"777^^^&1.2.3&ISO"}},"type":{"code":"1"},"role":{"code":"1"}},{"what":{"reference":"Patient/p2"},"role":{"code":"1"}},{"role":{"code":"24"},"query":"eA=="}]'}
        - {action: "R", outcome: "4", subtype: '[{"code":"vread"}]', agent: '[{"type":{"coding":[{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"110153"}]},"who":{"display":"https://ehr.example/fhir"},"requestor":false},{"type":{"coding":[{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"110152"}]},"who":{"reference":"Device/app1"},"requestor":true,"network":{"address":"10.20.1.11","type":"2"}}]', entity: '[{"what":{"reference":"https://ehr.example/fhir/Patient/p3/_history/2"},"role":{"code":"4"}}]'}
    facts:
      - {user_name: mreyes, patient_id: p1, action: read, resource: List, purpose: TREAT, outcome: success, source_ip: 10.20.1.9, application: ehr.example, break_glass: false, practitioner_id: null}
      - {user_name: john smith, patient_id: "777", action: read, resource: Patient, purpose: ETREAT, source_ip: 10.20.1.10, break_glass: false}
      - {user_name: john smith, patient_id: p2}
      - {user_name: app1, patient_id: p3, action: read, outcome: failure, source_ip: 10.20.1.11, user_role: null}
  - records: # R5: an override, a consent decision, an error; outcome, purpose and addresses moved
      fhir_auditevent:
        - {action: "E", outcome.code.code: "0", code.coding: '[{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"110127"}]', category: '[{"coding":[{"code":"110113"}]}]', authorization: '[{"coding":[{"code":"ETREAT"}]}]', patient.reference: null, agent: '[{"who":{"reference":"Practitioner/f001"},"requestor":true,"networkString":"ward-3"}]', entity: '[{"what":{"reference":"Patient/example"},"role":{"coding":[{"code":"1"}]}}]'}
        - {action: "E", outcome.code.code: "0", code.coding: '[{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"110112"}]', patient.reference: "Patient/example", agent: '[{"type":{"coding":[{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"110152"}]},"who":{"identifier":{"value":"Org1"}},"requestor":true,"authorization":[{"coding":[{"code":"TREAT"}]}]}]', entity: '[{"what":{"reference":"Consent/c1"},"role":{"coding":[{"code":"4"}]}}]'}
        - {action: "C", outcome.code.code: "error", code.coding: '[{"code":"create"}]', patient.reference: "Patient/p9", agent: '[{"type":{"coding":[{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"110153"}]},"who":{"display":"tablet"},"requestor":false,"networkUri":"urn:ipv6:2001:db8::1"},{"type":{"coding":[{"code":"INF"}]},"who":{"display":"Betty Jones"},"requestor":true}]', entity: null}
    facts:
      - {user_name: f001, practitioner_id: f001, patient_id: example, action: execute, purpose: ETREAT, outcome: success, source_ip: ward-3, break_glass: true}
      - {user_name: org1, patient_id: example, action: execute, resource: Consent, purpose: TREAT, outcome: success, break_glass: false}
      - {user_name: betty jones, patient_id: p9, action: create, resource: Patient, outcome: failure, source_ip: "urn:ipv6:2001:db8::1"}
---*/
with people as (
  select
    *,
    -- the person: whoever asked, rather a human than a program, rather a program than a wire's end
    json_best("agent", 'requestor=true:4 type.coding[0].code=110150:-1 type.coding[0].code=110152:-1 type.coding[0].code=110153:-1 type.coding[0].code=UserOauthAgent:1 type.coding[0].code=UserSamlAgent:1 type.coding[0].code=IRCP:1 type.coding[0].code=AUT:1 type.coding[0].code=INF:1 type.coding[0].code=humanuser:1') as who,
    coalesce(json_text("subtype", '[0].code'), json_text("code.coding", '[0].code')) as what,
    coalesce("outcome.code.code", "outcome") as result
  from fhir_auditevent
),
events as (
  select
    *,
    -- the machine the request came from: what is read flows to it, what is written or asked flows from it
    json_first("agent", 'type.coding[0].code', case when "action" = 'R' and what like '%read' then '110152' else '110153' end) as machine,
    coalesce(
      json_text("purposeOfEvent", '[0].coding[0].code'), json_text("authorization", '[0].coding[0].code'),
      json_text(who, 'purposeOfUse[0].coding[0].code'), json_text(who, 'authorization[0].coding[0].code')) as reason,
    array_min(array_remove_all(
      array_concat(
        json_all(json_where("entity", 'type.system', 'http://hl7.org/fhir/resource-types'), 'type.code'),
        fhir_types("entity", 'what.reference')),
      'Patient')) as other,
    unnest(array_distinct(array_concat(
      fhir_ids("entity", 'what.reference', 'Patient'),
      fhir_ids("patient.reference", '', 'Patient'),
      -- a patient without a resource, by number, as the older transactions write it
      json_all(json_where(json_where("entity", 'role.code', '1'), 'what.reference', ''), 'what.identifier.value'),
      json_all(json_where(json_where("entity", 'role.coding[0].code', '1'), 'what.reference', ''), 'what.identifier.value')))) as patient
  from people
)
select
  record_id,
  time,
  coalesce(name_of(json_text(who, 'altId')), name_of(json_text(who, 'who.identifier.value')), name_of(json_text(who, 'who.reference')),
    lower(json_text(who, 'name')), lower(json_text(who, 'who.display'))) as user_name,
  nullif(split_part(split_part(replace(json_text(who, 'who.reference'), 'PractitionerRole/', 'Practitioner/role:'), 'Practitioner/', 2), '/', 1), '') as practitioner_id,
  coalesce(json_text(who, 'role[0].text'), json_text(who, 'role[0].coding[0].display'), json_text(who, 'role[0].coding[0].code')) as user_role,
  split_part(patient, '^', 1) as patient_id,
  case when what like 'search%' then 'read' else case "action" when 'C' then 'create' when 'R' then 'read' when 'U' then 'update' when 'D' then 'delete' when 'E' then 'execute' end end as action,
  coalesce(what = '110106' or what ~ 'export|print|download', false) as taken,
  coalesce(what like 'search%', false) as listed,
  coalesce(other, 'Patient') as resource,
  reason as purpose,
  case when result in ('0', 'success', 'information', 'informational', 'warning') then 'success' when result is not null then 'failure' end as outcome,
  coalesce(json_text(who, 'network.address'), json_text(who, 'networkString'), json_text(who, 'networkUri'),
    json_text(machine, 'network.address'), json_text(machine, 'networkString'), json_text(machine, 'networkUri')) as source_ip,
  coalesce("source.observer.display", "source.site") as application,
  coalesce(reason = 'BTG', false) or coalesce(what = '110127', false) as break_glass
from events
where patient <> ''
