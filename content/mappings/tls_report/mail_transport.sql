/*---
product: tls_report
fact: mail_transport
examples:
  - records:
      tls_report:
        - {organization-name: "Relay", report-id: "9", date-range.start-datetime: "2026-03-01T00:00:00Z", date-range.end-datetime: "2026-03-01T23:59:59Z", policy.policy-type: sts, policy.policy-domain: "Clinic.example", policy.policy-string: '["version: STSv1","mode: testing","mx: *.clinic.example"]', summary.total-successful-session-count: "5326", summary.total-failure-session-count: "303", failure-details: '[{"result-type":"starttls-not-supported","failed-session-count":200},{"result-type":"certificate-expired","failed-session-count":100},{"result-type":"certificate-expired","failed-session-count":3}]'}
        - {organization-name: "Relay", report-id: "9", policy.policy-type: no-policy-found, summary.total-successful-session-count: "1"}
    facts:
      - {report_org: Relay, report_id: "9", domain: clinic.example, policy_type: sts, policy_mode: testing, success_count: 5326, failure_count: 303, failure_kinds: '["certificate-expired","starttls-not-supported"]', period_start: "2026-03-01T00:00:00Z", period_end: "2026-03-01T23:59:59Z"}
      - {policy_type: no-policy-found, domain: null, policy_mode: null, success_count: 1, failure_count: null, failure_kinds: null}
---*/
with details as (
  select record_id, unnest(json_list("failure-details")) as detail from tls_report where "failure-details" is not null
),
kinds as (
  select record_id, '["' || string_agg(distinct json_text(detail, 'result-type'), '","' order by json_text(detail, 'result-type')) || '"]' as kinds
  from details group by record_id
)
select
  t.record_id,
  t.time,
  t."organization-name" as report_org,
  t."report-id" as report_id,
  lower(t."policy.policy-domain") as domain,
  lower(t."policy.policy-type") as policy_type,
  regexp_replace(regexp_match(lower(t."policy.policy-string"), 'mode: *(enforce|testing|none)')[1], ' ', '') as policy_mode,
  number(t."summary.total-successful-session-count") as success_count,
  number(t."summary.total-failure-session-count") as failure_count,
  k.kinds as failure_kinds,
  read_time(t."date-range.start-datetime") as period_start,
  read_time(t."date-range.end-datetime") as period_end
from tls_report t
left join kinds k on k.record_id = t.record_id
