/*---
id: gov.vendor_incident_terms
title: Companies with patient data that must report incidents to us
practice: "10"
applies_to: [small, medium, large]
unit: ratio
needs: [vendor]
goal: 95 %
why: Many breaches begin at a vendor. Without a term in the contract we hear of it from the news.
fix: Ask the companies listed here to sign a one-page addendum with a notice period (24 or 72 hours) at the next renewal.
fresh_days: 365
examples:
  - vendor:
      - {name: Billing Co, handles_phi: true, incident_terms: true}
      - {name: Shredder Ltd, handles_phi: true, incident_terms: false}
      - {name: Window Cleaner, handles_phi: false, incident_terms: false}
    answer: {met: 1, counted: 2}
  - vendor: [{name: Billing Co, handles_phi: true}]
    answer: no evidence
---*/
with partner as (
  select lower(name) as name, max(record_id) as record_id, bool_or(handles_phi) as handles_phi, bool_or(incident_terms) as terms
  from vendor group by 1
)
select count(*) filter (where terms) as met, case when count(terms) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(terms, false)) as rows
from partner where handles_phi
