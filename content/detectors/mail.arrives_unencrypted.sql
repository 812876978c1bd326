/*---
id: mail.arrives_unencrypted
title: Senders cannot encrypt their mail to us
threat: T3
severity: medium
attack: [T1557]
needs: [mail_transport]
only_with: [mail_transport]
why: Such mail is read along by whoever stands between, or is turned away and never arrives. A failing certificate does that, and so does an eavesdropper.
fix: Renew the certificate of the mail server for the names in its MX records, and check that it offers STARTTLS to every sender, through the firewall too.
examples:
  - note: a certificate that ran out; the same report arrived twice, as a file and in a message
    facts:
      mail_transport:
        - {time: "2026-03-02T00:00:00Z", record_id: "aa:1", report_org: Relay, report_id: "9", domain: clinic.example, policy_type: sts, policy_mode: enforce, success_count: 40, failure_count: 60, failure_kinds: '["certificate-expired"]'}
        - {time: "2026-03-02T00:00:00Z", record_id: "bb:1", report_org: Relay, report_id: "9", domain: clinic.example, policy_type: sts, policy_mode: enforce, success_count: 40, failure_count: 60, failure_kinds: '["certificate-expired"]'}
        - {time: "2026-03-02T00:00:00Z", record_id: "cc:1", report_org: Other, report_id: "3", domain: clinic.example, policy_type: sts, policy_mode: enforce, success_count: 10, failure_count: 5, failure_kinds: '["starttls-not-supported"]'}
    findings: 1
  - note: all went well; a few of many failed, which is the weather of the internet; a failure of a sender without any policy of ours
    facts:
      mail_transport:
        - {time: "2026-03-02T00:00:00Z", report_org: Relay, report_id: "9", domain: clinic.example, policy_type: sts, policy_mode: enforce, success_count: 400, failure_count: 0}
        - {time: "2026-03-02T00:00:00Z", report_org: Relay, report_id: "10", domain: clinic-labs.example, policy_type: sts, policy_mode: enforce, success_count: 4000, failure_count: 12, failure_kinds: '["validation-failure"]'}
        - {time: "2026-03-02T00:00:00Z", report_org: Relay, report_id: "11", domain: parked.example, policy_type: no-policy-found, success_count: 1, failure_count: 2, failure_kinds: '["starttls-not-supported"]'}
    findings: 0
---*/
with reports as (
  -- a report that arrived twice, alone and in a message, counts once
  select report_org, report_id, min(split_part(record_id, ':', 1)) as evidence
  from mail_transport group by report_org, report_id
),
sessions as (
  select m.record_id, m.time, m.domain, m.policy_mode, m.failure_kinds,
    coalesce(m.success_count, 0) as good, coalesce(m.failure_count, 0) as bad
  from mail_transport m
  join reports r on (r.report_org is not distinct from m.report_org) and (r.report_id is not distinct from m.report_id)
    and r.evidence = split_part(m.record_id, ':', 1)
  where m.domain is not null
),
total as (
  select domain, sum(bad) as bad, sum(good) + sum(bad) as all_sessions, bool_or(policy_mode = 'enforce') as enforced,
    min(time) filter (where bad > 0) as time,
    array_to_string(array_slice(array_agg(record_id order by time, record_id) filter (where bad > 0), 1, 20), ' ') as record_ids
  from sessions group by domain
),
kinds as (
  select domain, string_agg(distinct kind, ', ' order by kind) as kinds
  from (select domain, unnest(json_list(failure_kinds)) as kind from sessions where bad > 0) as each_kind
  group by domain
)
select t.time, t.record_ids, t.domain as subject,
  concat(t.bad, ' of ', t.all_sessions, ' sessions of senders with the mail servers of ', t.domain, ' could not be encrypted as demanded',
    case when k.kinds is not null then concat(' (', k.kinds, ')') else '' end,
    case when t.enforced then '; with the policy in force such mail does not arrive' else '' end) as sentence
from total t left join kinds k on k.domain = t.domain
where t.bad >= 10 and t.bad * 20 >= t.all_sessions
