/*---
product: atna_audit
fact: record_access
examples:
  - records: # DICOM's spelling; a person beside the programs, two patients, and no patient at all
      atna_audit:
        - {EventIdentification.EventActionCode: R, EventIdentification.EventOutcomeIndicator: "0", EventIdentification.EventID.csd-code: "110103", EventIdentification.EventTypeCode: null, EventIdentification.PurposeOfUse: '[{"csd-code":"TREAT"}]', AuditSourceIdentification.AuditSourceID: PACS, ActiveParticipant: '[{"UserID":"PACS|ARCHIVE","UserIsRequestor":"true","NetworkAccessPointID":"10.20.0.7","RoleIDCode":[{"csd-code":"110153","originalText":"Source Role ID"}]},{"UserID":"MReyes@clinic.example","UserIsRequestor":"true","NetworkAccessPointID":"ward-3","RoleIDCode":[{"csd-code":"RN","originalText":"nurse"}]}]', ParticipantObjectIdentification: '[{"ParticipantObjectID":"P1^^^CLINIC&1.2&ISO","ParticipantObjectTypeCode":"1","ParticipantObjectTypeCodeRole":"1"},{"ParticipantObjectID":"P2","ParticipantObjectTypeCode":"1","ParticipantObjectTypeCodeRole":"1"},{"ParticipantObjectID":"1.2.3","ParticipantObjectTypeCode":"2","ParticipantObjectTypeCodeRole":"3","ParticipantObjectIDTypeCode":{"csd-code":"110180","originalText":"Study Instance UID"}}]', time: "2026-03-01T08:00:00Z"}
        - {AuditSourceIdentification: '[{"AuditSourceID":"MPI"},{"AuditSourceID":"MPI2"}]', EventIdentification.EventActionCode: E, EventIdentification.EventOutcomeIndicator: "8", EventIdentification.EventID.csd-code: "110112", EventIdentification.EventTypeCode: '[{"csd-code":"ITI-21"}]', ActiveParticipant: '[{"UserID":"A|CONSUMER","UserIsRequestor":"true","NetworkAccessPointID":"127.0.0.1"},{"UserID":"B","UserIsRequestor":"false"}]', ParticipantObjectIdentification: '[{"ParticipantObjectID":"q","ParticipantObjectTypeCode":"2","ParticipantObjectTypeCodeRole":"24","ParticipantObjectIDTypeCode":{"originalText":"Query"}},{"ParticipantObjectID":"24^^^MPI","ParticipantObjectTypeCode":"1","ParticipantObjectTypeCodeRole":"1"}]'}
        - {EventIdentification.EventActionCode: E, EventIdentification.EventID.csd-code: "110100", ParticipantObjectIdentification: null}
    facts:
      - {user_name: mreyes, user_role: nurse, patient_id: P1, action: read, resource: Study Instance UID, purpose: TREAT, outcome: success, source_ip: ward-3, application: PACS, break_glass: false, time: "2026-03-01T08:00:00Z"}
      - {user_name: mreyes, patient_id: P2}
      - {user_name: a|consumer, user_role: null, patient_id: "24", action: read, resource: Patient, outcome: failure, source_ip: 127.0.0.1, application: MPI, break_glass: false}
  - records: # RFC 3881's spelling, and the emergency override
      atna_audit:
        - {EventIdentification.EventActionCode: E, EventIdentification.EventOutcomeIndicator: "0", EventIdentification.EventID.code: "110113", EventIdentification.EventTypeCode: '[{"code":"110127","codeSystemName":"DCM"}]', ActiveParticipant: '[{"UserID":"jkim","RoleIDCode":[{"code":"MD","displayName":"physician"}]}]', ParticipantObjectIdentification: '[{"ParticipantObjectID":"P9","ParticipantObjectTypeCode":"1","ParticipantObjectTypeCodeRole":"1"}]'}
        - {EventIdentification.EventActionCode: R, EventIdentification.EventOutcomeIndicator: "0", EventIdentification.EventID.code: "110110", EventIdentification.PurposeOfUse: '[{"code":"BTG"}]', ActiveParticipant: '[{"UserID":"","UserName":"Kim"}]', ParticipantObjectIdentification: '[{"ParticipantObjectID":"P9","ParticipantObjectTypeCode":"1","ParticipantObjectTypeCodeRole":"1"}]'}
    facts:
      - {user_name: jkim, user_role: physician, patient_id: P9, action: execute, break_glass: true}
      - {user_name: kim, patient_id: P9, action: read, purpose: BTG, break_glass: true}
---*/
with participants as (
  select record_id, unnest(json_list("ActiveParticipant")) as one from atna_audit
),
ranked as (
  -- the one who asked, a person before a program: programs have the roles of sources and destinations
  select
    record_id,
    one,
    row_number() over (
      partition by record_id
      order by
        case when coalesce(json_text(one, 'UserIsRequestor'), 'true') = 'true' then 0 else 1 end,
        case
          when coalesce(json_text(one, 'RoleIDCode[0].csd-code'), json_text(one, 'RoleIDCode[0].code')) in ('110150', '110151', '110152', '110153', '110154', '110155')
            then 1
          else 0
        end,
        one
    ) as place
  from participants
),
who as (
  select
    record_id,
    one,
    coalesce(json_text(one, 'RoleIDCode[0].csd-code'), json_text(one, 'RoleIDCode[0].code'))
      in ('110150', '110151', '110152', '110153', '110154', '110155') as is_program
  from ranked
  where place = 1
),
objects as (
  select record_id, unnest(json_list("ParticipantObjectIdentification")) as one from atna_audit
),
patients as (
  select distinct record_id, split_part(json_text(one, 'ParticipantObjectID'), '^', 1) as patient_id
  from objects
  where json_text(one, 'ParticipantObjectTypeCode') = '1' and json_text(one, 'ParticipantObjectTypeCodeRole') = '1'
),
others as (
  -- a query (role 24) is a question, not what was opened
  select
    record_id,
    min(coalesce(json_text(one, 'ParticipantObjectIDTypeCode.originalText'), json_text(one, 'ParticipantObjectIDTypeCode.displayName'))) as resource
  from objects
  where json_text(one, 'ParticipantObjectTypeCode') = '2' and coalesce(json_text(one, 'ParticipantObjectTypeCodeRole'), '') <> '24'
  group by record_id
),
events as (
  select
    *,
    coalesce("EventIdentification.EventID.csd-code", "EventIdentification.EventID.code") as event_code,
    coalesce(json_text("EventIdentification.PurposeOfUse", '[0].csd-code'), json_text("EventIdentification.PurposeOfUse", '[0].code')) as reason
  from atna_audit
)
select
  events.record_id as record_id,
  time,
  coalesce(name_of(nullif(json_text(who.one, 'UserID'), '')), name_of(json_text(who.one, 'UserName'))) as user_name,
  case when is_program then 'system' else coalesce(
    json_text(who.one, 'RoleIDCode[0].originalText'), json_text(who.one, 'RoleIDCode[0].displayName'),
    json_text(who.one, 'RoleIDCode[0].csd-code'), json_text(who.one, 'RoleIDCode[0].code')
  ) end as user_role,
  patients.patient_id as patient_id,
  case "EventIdentification.EventActionCode"
    when 'C' then 'create'
    when 'R' then 'read'
    when 'U' then 'update'
    when 'D' then 'delete'
    when 'E' then case when event_code = '110112' then 'read' else 'execute' end
  end as action,
  coalesce(event_code = '110106', false) as taken,
  coalesce(event_code = '110112', false) as listed,
  coalesce(others.resource, 'Patient') as resource,
  reason as purpose,
  case when "EventIdentification.EventOutcomeIndicator" = '0' then 'success' else 'failure' end as outcome,
  json_text(who.one, 'NetworkAccessPointID') as source_ip,
  coalesce("AuditSourceIdentification.AuditSourceID", json_text("AuditSourceIdentification", '[0].AuditSourceID')) as application,
  coalesce(reason = 'BTG', false) or coalesce("EventIdentification.EventTypeCode" like '%"110127"%', false) as break_glass
from events
join patients on patients.record_id = events.record_id
left join who on who.record_id = events.record_id
left join others on others.record_id = events.record_id
where patients.patient_id <> ''
