/*---
id: ep.weak_auth_seen
title: Sign-ins with outdated password protocols in 30 days
practice: "2"
applies_to: [small, medium, large]
unit: count
needs: [sign_in]
goal: none
why: LM and NTLMv1 give away a password to anyone who listens on the network.
fix: Set the domain policy to "send NTLMv2 response only, refuse LM and NTLM", after replacing the devices listed here that still need it.
examples:
  - sign_in:
      - {time: "2026-03-20T08:00:00Z", service: windows, outcome: success, authentication_package: NTLM V1, host_name: pc-01}
      - {time: "2026-03-20T09:00:00Z", service: windows, outcome: success, authentication_package: Kerberos, host_name: pc-01}
      - {time: "2026-01-20T09:00:00Z", service: windows, outcome: success, authentication_package: NTLM V1, host_name: pc-01}
    answer: {value: 1}
  - sign_in: [{time: "2026-03-20T08:00:00Z", service: okta, outcome: success}]
    answer: no evidence
---*/
with logons as (
  select record_id, time, user_name,
    upper(replace(authentication_package, ' ', '')) in ('NTLMV1', 'LM', 'LANMAN') as weak
  from sign_in
  where outcome = 'success' and authentication_package is not null
    and time >= $to - interval '30 days' and time < $to and coalesce(user_name, '') <> 'anonymous logon'
)
select case when count(*) > 0 then count(*) filter (where weak) end as value, count(*) as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from logons where weak order by time desc, record_id limit 20) as failing) as rows
from logons
