/*---
id: soc.retention_days
title: Days that the shortest log reaches back
practice: "8"
applies_to: [small, medium, large]
unit: days
needs: [log_source]
goal: at least 365 days
why: Intruders are often found months after they came in. Only the logs remember.
fix: Raise the retention of the shortest log to a year where it is kept, or export it every month.
fresh_days: 31
examples:
  - log_source:
      - {name: windows_security, first_at: "2026-03-01T00:00:00Z", last_at: "2026-03-30T20:00:00Z", days_with_data: 29}
      - {name: m365_audit, first_at: "2025-03-01T00:00:00Z", last_at: "2026-03-30T20:00:00Z", days_with_data: 300}
      - {name: inventory_csv, first_at: "2026-03-30T00:00:00Z", last_at: "2026-03-30T20:00:00Z", days_with_data: 1}
    answer: {value: 30}
  - log_source: [{name: inventory_csv, first_at: "2026-03-30T00:00:00Z", last_at: "2026-03-30T20:00:00Z"}]
    answer: no evidence
---*/
with logs as (
  select name, first_at, last_at from log_source
  where last_at < $to and (name in ('windows_security', 'entra_signin', 'okta_system', 'fhir_auditevent', 'ehr_access_csv', 'm365_audit',
      'google_workspace', 'vpn_csv', 'zeek_conn', 'aws_cloudtrail', 'azure_activity', 'gcp_audit'))
)
select (date_part('epoch', $as_of) - date_part('epoch', max(first_at))) / 86400.0 as value, count(*) as counted, max(last_at) as newest
from logs
