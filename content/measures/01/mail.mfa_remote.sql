/*---
id: mail.mfa_remote
title: Mail sign-ins from outside protected by a second factor
practice: "1"
applies_to: [small, medium, large]
unit: ratio
needs: [sign_in, setting]
goal: 99 % of successful mail sign-ins from outside the office
why: A stolen mail password is the usual first step of fraud and ransomware. A second factor stops most of it.
fix: In the mail service's sign-in policy, require a second factor for every person outside the office network.
examples:
  - sign_in:
      - {time: "2026-03-10T08:00:00Z", service: m365, application: Exchange Online, outcome: success, source_ip: 203.0.113.9, second_factor: true}
      - {time: "2026-03-10T09:00:00Z", service: entra, application: Outlook Mobile, outcome: success, source_ip: 203.0.113.10, second_factor: false}
      - {time: "2026-03-10T09:30:00Z", service: entra, application: Outlook Mobile, outcome: failure, source_ip: 203.0.113.10, second_factor: false}
      - {time: "2026-03-10T10:00:00Z", service: entra, application: Payroll, outcome: success, source_ip: 203.0.113.10, second_factor: false}
      - {time: "2026-03-10T11:00:00Z", service: m365, application: Exchange Online, outcome: success, source_ip: 198.51.100.7, second_factor: false}
    setting: [{name: trusted_networks, value: 198.51.100.0/24}]
    answer: {met: 1, counted: 2}
  - sign_in: [{time: "2026-03-10T08:00:00Z", service: m365, outcome: success, source_ip: 203.0.113.9}]
    answer: no evidence
---*/
with trusted as (
  select unnest(json_list(value)) as cidr from setting where name in ('trusted_networks', 'trusted_network')
),
mail as (
  select record_id, time, second_factor
  from sign_in
  where outcome = 'success' and time >= $from and time < $to and second_factor is not null
    and (service = 'm365' or regexp_like(lower(application), 'exchange|outlook|mail|imap|pop3|smtp|owa|activesync|office 365'))
    and source_ip is not null and not coalesce(is_private_ip(source_ip), false)
    and not exists (select 1 from trusted where in_network(sign_in.source_ip, trusted.cidr))
)
select count(*) filter (where second_factor) as met, count(*) as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from mail where not second_factor order by time desc, record_id limit 20) as failing) as rows
from mail
