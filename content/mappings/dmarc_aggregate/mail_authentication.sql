/*---
product: dmarc_aggregate
fact: mail_authentication
examples:
  - records:
      dmarc_aggregate:
        - {report_metadata.org_name: "Relay.example", report_metadata.report_id: "77", report_metadata.date_range.begin: "1772323200", report_metadata.date_range.end: "1772409599", policy_published.domain: "Clinic.example", policy_published.p: reject, policy_published.sp: none, row.source_ip: "192.0.2.7", row.count: "12", row.policy_evaluated.disposition: none, row.policy_evaluated.dkim: pass, row.policy_evaluated.spf: fail, row.policy_evaluated.reason: '[{"type":"forwarded","comment":"list"}]', identifiers.header_from: "Clinic.example", identifiers.envelope_from: "bounce.clinic.example"}
        - {report_metadata.org_name: "Relay.example", policy_published.domain: "clinic.example", policy_published.p: reject, policy_published.sp: none, row.source_ip: "192.0.2.8", row.count: "1", row.policy_evaluated.disposition: "None", row.policy_evaluated.dkim: "Fail", row.policy_evaluated.spf: "Pass", identifiers.header_from: "news.clinic.example", identifiers.envelope_from: ""}
    facts:
      - {report_org: "Relay.example", report_id: "77", domain: clinic.example, header_from: clinic.example, envelope_from: bounce.clinic.example, source_ip: "192.0.2.7", message_count: 12, spf_aligned: false, dkim_aligned: true, disposition: none, override_reason: forwarded, policy: reject, period_start: "2026-03-01T00:00:00Z", period_end: "2026-03-01T23:59:59Z"}
      - {policy: none, spf_aligned: true, dkim_aligned: false, disposition: none, envelope_from: null, override_reason: null}
  - records: # a report of nothing, one in an early draft, and a policy without one for subdomains
      dmarc_aggregate:
        - {report_metadata.org_name: "Relay.example", policy_published.domain: "clinic.example"}
        - {policy_published.domain: "clinic.example", policy_published.p: quarantine, row.source_ip: "2001:db8::1", row.count: "2", identities.header_from: "a.clinic.example"}
    facts:
      - {header_from: a.clinic.example, policy: quarantine, message_count: 2, spf_aligned: null, dkim_aligned: null}
---*/
with rows as (
  select
    record_id,
    time,
    "report_metadata.org_name" as report_org,
    "report_metadata.report_id" as report_id,
    "report_metadata.date_range.begin" as begins,
    "report_metadata.date_range.end" as ends,
    lower("policy_published.domain") as domain,
    lower("policy_published.p") as domain_policy,
    lower(nullif("policy_published.sp", '')) as subdomain_policy,
    lower(coalesce("identifiers.header_from", "identities.header_from")) as header_from,
    lower(nullif("identifiers.envelope_from", '')) as envelope_from,
    "row.source_ip" as source_ip,
    "row.count" as messages,
    lower("row.policy_evaluated.disposition") as disposition,
    lower("row.policy_evaluated.dkim") as dkim,
    lower("row.policy_evaluated.spf") as spf,
    json_text("row.policy_evaluated.reason", '[0].type') as reason
  from dmarc_aggregate
)
select
  record_id,
  time,
  report_org,
  report_id,
  domain,
  header_from,
  envelope_from,
  source_ip,
  number(messages) as message_count,
  spf = 'pass' as spf_aligned,
  dkim = 'pass' as dkim_aligned,
  disposition,
  reason as override_reason,
  case when header_from = domain then domain_policy else coalesce(subdomain_policy, domain_policy) end as policy,
  read_time(begins) as period_start,
  read_time(ends) as period_end
from rows
where source_ip is not null
