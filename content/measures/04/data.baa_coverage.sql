/*---
id: data.baa_coverage
title: Companies that see patient data and have signed the agreement
practice: "4"
applies_to: [small, medium, large]
unit: ratio
needs: [vendor]
goal: all
why: Sharing patient data without a business associate agreement breaks the rule on the first day.
fix: Send the agreement to the companies listed here, and stop sharing with those that will not sign.
fresh_days: 365
examples:
  - vendor:
      - {name: Billing Co, handles_phi: true, baa_signed: true}
      - {name: Shredder Ltd, handles_phi: true, baa_signed: false}
      - {name: Window Cleaner, handles_phi: false}
    answer: {met: 1, counted: 2}
  - vendor: [{name: Billing Co, handles_phi: true}]
    answer: no evidence
---*/
with partner as (
  select lower(name) as name, max(record_id) as record_id, bool_or(handles_phi) as handles_phi, bool_or(baa_signed) as signed
  from vendor group by 1
)
select count(*) filter (where signed) as met, case when count(signed) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(signed, false)) as rows
from partner where handles_phi
