/*---
id: soc.source_coverage
title: Kinds of log that arrived in the last day
practice: "8"
applies_to: [small, medium, large]
unit: ratio
needs: [log_source]
goal: 95 % of the nine kinds a response needs
why: The log nobody collected is the one the investigation asks for.
fix: Switch on the export for the kinds that are missing (the list of evidence shows which arrived), beginning with sign-ins and the EHR.
fresh_days: 31
examples:
  - log_source:
      - {name: windows_security, last_at: "2026-03-30T20:00:00Z"}
      - {name: m365_audit, last_at: "2026-03-30T20:00:00Z"}
      - {name: zeek_conn, last_at: "2026-03-10T20:00:00Z"}
    answer: {met: 4, counted: 9}
  - log_source: [{name: inventory_csv, last_at: "2026-03-30T20:00:00Z"}]
    answer: no evidence
---*/
with logs as (
  select name, last_at from log_source where last_at < $to
),
kinds as (
  select unnest(make_array('directory', 'ehr', 'mail', 'remote_access', 'endpoint', 'perimeter', 'cloud', 'medical_zone', 'backup')) as kind
),
delivered as (
  select last_at, unnest(case
    when name = 'windows_security' then make_array('directory', 'endpoint')
    when name in ('windows_sysmon', 'windows_powershell', 'windows_defender') then make_array('endpoint')
    when name in ('entra_signin', 'entra_audit', 'okta_system') then make_array('directory', 'remote_access')
    when name in ('fhir_auditevent', 'ehr_access_csv') then make_array('ehr')
    when name in ('m365_audit', 'google_workspace') then make_array('mail', 'cloud')
    when name = 'mail' then make_array('mail')
    when name = 'vpn_csv' then make_array('remote_access')
    when name in ('zeek_dicom', 'zeek_hl7') then make_array('medical_zone')
    when name like 'zeek%' then make_array('perimeter')
    when name in ('aws_cloudtrail', 'azure_activity', 'gcp_audit') then make_array('cloud')
    when name = 'backup_csv' then make_array('backup')
  end) as kind
  from logs
),
last as (
  select kind, max(last_at) as last_at from delivered where kind is not null group by kind
)
select count(*) filter (where l.last_at >= $as_of - interval '24 hours') as met,
  case when count(l.kind) > 0 then count(*) end as counted, max(l.last_at) as newest
from kinds k left join last l on l.kind = k.kind
