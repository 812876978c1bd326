/*---
id: dlp.anonymous_links
title: Links to files that need no sign-in
practice: "4"
applies_to: [medium, large]
unit: count
needs: [api_call]
goal: none
why: Such a link works for whoever has it, for years, and nobody learns who used it. Until somebody has looked, each file may hold patient data.
fix: Turn anonymous links off in the file service, and let the owners of the files listed here share them by name.
examples:
  - api_call:
      - {time: "2026-03-01T08:00:00Z", service: OneDrive, action: AnonymousLinkCreated, outcome: success, target: "https://clinic.example/a.xlsx"}
      - {time: "2026-03-02T08:00:00Z", service: OneDrive, action: AnonymousLinkCreated, outcome: success, target: "https://clinic.example/a.xlsx"} # the same file again
      - {time: "2026-03-02T08:00:00Z", service: SharePoint, action: AnonymousLinkCreated, outcome: success, target: "https://clinic.example/b.xlsx"}
      - {time: "2026-03-03T08:00:00Z", service: SharePoint, action: AnonymousLinkRemoved, outcome: success, target: "https://clinic.example/b.xlsx"}
      - {time: "2026-03-03T08:00:00Z", service: drive, action: change_document_visibility, outcome: success, target: list, detail: '[{"name":"visibility","value":"people_with_link"}]'}
      - {time: "2026-03-03T08:00:00Z", service: drive, action: change_document_visibility, outcome: success, target: plan, detail: '[{"name":"visibility","value":"people_within_domain_with_link"}]'}
    answer: {value: 2}
  - api_call: [{time: "2026-03-02T08:00:00Z", service: SharePoint, action: FileAccessed, outcome: success, target: "https://clinic.example/b.xlsx"}]
    answer: {value: 0}
  - api_call: [{time: "2026-03-02T08:00:00Z", service: Exchange, action: MailItemsAccessed, outcome: success}]
    answer: no evidence
---*/
with files as (
  select record_id, time, lower(service) as service, target, lower(action) as action, lower(detail) as detail from api_call
  where lower(service) in ('onedrive', 'sharepoint', 'drive') and outcome = 'success' and time >= $from and time < $to
),
changes as (
  select record_id, time, service, target,
    case
      when action = 'anonymouslinkcreated' then true
      when action = 'anonymouslinkremoved' then false
      when action = 'change_document_visibility'
        then json_find(detail, 'name', 'visibility', 'value') in ('people_with_link', 'public_on_the_web')
    end as open
  from files where target is not null
),
ranked as (
  select record_id, time, open, row_number() over (partition by service, target order by time desc, record_id desc) as place
  from changes where open is not null
),
standing as (
  select record_id, time from ranked where place = 1 and open
)
select case when (select count(*) from files) > 0 then count(*) end as value, (select max(time) from files) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from standing order by time desc, record_id limit 20) as failing) as rows
from standing
