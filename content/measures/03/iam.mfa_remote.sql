/*---
id: iam.mfa_remote
title: Sign-ins from outside protected by a second factor
practice: "3"
applies_to: [small, medium, large]
unit: ratio
needs: [sign_in, setting]
goal: 99 % of successful sign-ins from outside
why: A stolen password alone should not open the door.
fix: Turn on a second factor for every account that can sign in from outside, beginning with the accounts listed here.
examples:
  - sign_in:
      - {time: "2026-03-10T08:00:00Z", service: okta, outcome: success, remote: true, source_ip: 203.0.113.9, second_factor: true}
      - {time: "2026-03-10T09:00:00Z", service: vpn, outcome: success, remote: true, second_factor: false}
      - {time: "2026-03-10T09:00:00Z", service: vpn, outcome: failure, remote: true, second_factor: false}
      - {time: "2026-03-10T09:00:00Z", service: windows, outcome: success, remote: false, second_factor: false}
      - {time: "2026-03-10T09:00:00Z", service: okta, outcome: success, remote: true, source_ip: 198.51.100.7, second_factor: false}
    setting: [{name: trusted_networks, value: 198.51.100.0/24}]
    answer: {met: 1, counted: 2}
  - sign_in: [{time: "2026-03-10T08:00:00Z", service: vpn, outcome: success, remote: true}]
    answer: no evidence
---*/
with trusted as (
  select unnest(json_list(value)) as cidr from setting where name in ('trusted_networks', 'trusted_network')
),
outside as (
  select record_id, time, second_factor
  from sign_in
  where outcome = 'success' and remote and second_factor is not null and time >= $from and time < $to
    and not exists (select 1 from trusted where in_network(sign_in.source_ip, trusted.cidr))
)
select count(*) filter (where second_factor) as met, count(*) as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from outside where not second_factor order by time desc, record_id limit 20) as failing) as rows
from outside
