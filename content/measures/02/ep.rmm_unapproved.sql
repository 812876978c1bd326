/*---
id: ep.rmm_unapproved
title: Computers that run remote-control tools nobody approved
practice: "2"
applies_to: [small, medium, large]
unit: count
needs: [process, software, setting]
goal: none
why: Attackers and phone swindlers use ordinary remote-control tools, because nothing stops them.
fix: Remove the tools listed here, and write the one tool you do allow into the settings file as `remote_tools`.
examples:
  - process:
      - {time: "2026-03-20T08:00:00Z", host_name: pc-01, image: 'C:\Users\x\Downloads\AnyDesk.exe'}
      - {time: "2026-03-20T09:00:00Z", host_name: pc-02, image: 'C:\Program Files\TeamViewer\TeamViewer.exe'}
      - {time: "2026-03-20T09:00:00Z", host_name: pc-03, image: 'C:\Windows\notepad.exe'}
    setting: [{name: remote_tools, value: teamviewer}]
    answer: {value: 1}
  - software: [{host_name: pc-04, name: ScreenConnect Client, approved: true}]
    answer: {value: 0}
  - process: []
    answer: no evidence
---*/
with seen as (
  select record_id, time, host_name, lower(name_of(image)) as program, false as approved
  from process where host_name is not null and time >= $to - interval '30 days' and time < $to
  union all
  select record_id, time, host_name, replace(lower(name), ' ', '') as program, coalesce(approved, false)
  from software where host_name is not null
),
allowed as (
  select replace(lower(unnest(json_list(value))), ' ', '') as program from setting where name in ('remote_tools', 'remote_tool')
),
tools as (
  select record_id, time, host_name,
    regexp_match(program, 'anydesk|teamviewer|screenconnect|connectwise|splashtop|rustdesk|logmein|gotoassist|ultraviewer|supremo|ammyy|atera|netsupport|remoteutilities|aeroadmin|meshagent|dwagent|zohoassist|bomgar|dameware|tightvnc|ultravnc|tvnserver|winvnc')[1] as tool
  from seen where not approved
),
found as (
  select t.record_id, t.time, t.host_name from tools t left join allowed a on a.program = t.tool
  where t.tool is not null and a.program is null
)
select case when (select count(*) from seen) > 0 then count(distinct host_name) end as value,
  (select max(time) from seen) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from found order by time desc, record_id limit 20) as failing) as rows
from found
