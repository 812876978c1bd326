/*---
id: mdm.policy_compliant
title: Managed phones and tablets that keep the policy
practice: "2"
applies_to: [small, medium, large]
unit: ratio
needs: [asset]
goal: 98 % of enrolled phones and tablets
why: A phone without passcode and encryption carries mail and patient data for whoever finds it.
fix: Ask the owners of the devices listed here to bring them up to the policy this week; block mail on those that are not.
examples:
  - asset:
      - {serial_number: A1, kind: phone, managed: true, policy_compliant: true}
      - {serial_number: A2, kind: tablet, managed: true, policy_compliant: false}
      - {serial_number: A3, kind: laptop, managed: true, policy_compliant: false}
    answer: {met: 1, counted: 2}
  - asset: [{serial_number: A1, kind: phone, managed: true}]
    answer: no evidence
---*/
with phone as (
  select coalesce(identity_id, serial_number, host_name, asset_id) as name, max(record_id) as record_id,
    bool_or(managed) as managed, bool_and(policy_compliant) as compliant,
    bool_or(status in ('lost', 'stolen', 'retired', 'storage')) as gone
  from asset where kind in ('phone', 'tablet')
  group by 1
),
judged as (
  select record_id, compliant from phone where coalesce(managed, true) and not coalesce(gone, false)
)
select count(*) filter (where compliant) as met,
  case when count(compliant) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(compliant, false)) as rows
from judged
