/*---
product: atna_audit
fact: sign_in
examples:
  - records: # logins; a logout is no attempt to sign in
      atna_audit:
        - {EventIdentification.EventOutcomeIndicator: "0", EventIdentification.EventID.csd-code: "110114", EventIdentification.EventTypeCode: '[{"csd-code":"110122"}]', EventIdentification.EventOutcomeDescription: null, AuditSourceIdentification.AuditSourceID: PACS, ActiveParticipant: '[{"UserID":"viewer01","UserIsRequestor":"false","RoleIDCode":[{"csd-code":"110150"}]},{"UserID":"MReyes@clinic.example","UserIsRequestor":"true","NetworkAccessPointID":"10.20.1.9","NetworkAccessPointTypeCode":"2"}]', host: "PACS01.clinic.example", time: "2026-03-01T08:00:00Z"}
        - {AuditSourceIdentification: '[{"AuditSourceID":"RIS"},{"AuditSourceID":"RIS2"}]', EventIdentification.EventOutcomeIndicator: "4", EventIdentification.EventID.code: "110114", EventIdentification.EventTypeCode: '[{"code":"110122"}]', EventIdentification.EventOutcomeDescription: wrong password, ActiveParticipant: '[{"UserID":"jkim","NetworkAccessPointID":"ward-3","NetworkAccessPointTypeCode":"1"}]'}
        - {EventIdentification.EventOutcomeIndicator: "0", EventIdentification.EventID.csd-code: "110114", EventIdentification.EventTypeCode: '[{"csd-code":"110123"}]', ActiveParticipant: '[{"UserID":"jkim"}]'}
        - {EventIdentification.EventOutcomeIndicator: "0", EventIdentification.EventID.csd-code: "110110", ActiveParticipant: '[{"UserID":"jkim"}]'}
    facts:
      - {user_name: mreyes, outcome: success, reason: null, application: PACS, service: ehr, source_ip: 10.20.1.9, host_name: pacs01, remote: null, time: "2026-03-01T08:00:00Z"}
      - {user_name: jkim, outcome: failure, reason: wrong password, application: RIS, source_ip: null, host_name: null}
---*/
with participants as (
  select record_id, unnest(json_list("ActiveParticipant")) as one from atna_audit
),
ranked as (
  -- the one who asked, a person before a program
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
  select record_id, one from ranked where place = 1
)
select
  atna_audit.record_id as record_id,
  time,
  coalesce(name_of(nullif(json_text(who.one, 'UserID'), '')), name_of(json_text(who.one, 'UserName'))) as user_name,
  case when "EventIdentification.EventOutcomeIndicator" = '0' then 'success' else 'failure' end as outcome,
  "EventIdentification.EventOutcomeDescription" as reason,
  coalesce("AuditSourceIdentification.AuditSourceID", json_text("AuditSourceIdentification", '[0].AuditSourceID')) as application,
  'ehr' as service,
  case when json_text(who.one, 'NetworkAccessPointTypeCode') = '2' then json_text(who.one, 'NetworkAccessPointID') end as source_ip,
  lower(split_part(host, '.', 1)) as host_name
from atna_audit
left join who on who.record_id = atna_audit.record_id
where coalesce("EventIdentification.EventID.csd-code", "EventIdentification.EventID.code") = '110114'
  and "EventIdentification.EventTypeCode" like '%"110122"%'
