/*---
id: mail.consumer_service
title: Accounts that use a free private mail service
practice: "1"
applies_to: [small, medium, large]
unit: ratio
needs: [account]
goal: none
why: Free mail services sign no agreement for patient data and cannot be searched or closed when somebody leaves.
fix: Give the people listed here a mailbox of the organisation, and close the private address in the directory.
examples:
  - account:
      - {user_name: jkim, email: jkim@clinic.example, enabled: true}
      - {user_name: front, email: clinicfront@gmail.com, enabled: true}
      - {user_name: old, email: old@yahoo.com, enabled: false}
    answer: {met: 1, counted: 2}
  - account: [{user_name: jkim, enabled: true}]
    answer: no evidence
---*/
with addresses as (
  select email, max(record_id) as record_id,
    address_domain(email) in ('gmail.com', 'googlemail.com', 'yahoo.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com',
      'icloud.com', 'me.com', 'mac.com', 'aol.com', 'proton.me', 'protonmail.com', 'gmx.com', 'mail.com', 'comcast.net', 'verizon.net', 'att.net') as consumer
  from account
  where email like '%@%' and coalesce(enabled, true) and coalesce(kind, 'person') <> 'external'
  group by email
)
select count(*) filter (where consumer) as met, count(*) as counted,
  string_agg(record_id, ' ' order by record_id) filter (where consumer) as rows
from addresses
