/*---
id: md.contract_terms
title: Device makers whose contract asks for security
practice: "9"
applies_to: [large]
unit: ratio
needs: [vendor]
goal: 90 % with all five terms
why: After the signature a maker does for security what the contract says, and no more.
fix: Put into the next renewal of each contract listed here - repairs of holes, the list of software parts, word of new holes, no fixed passwords, and notice three years before support ends.
fresh_days: 400
examples:
  - vendor:
      - {name: Rivulet, makes_devices: true, patch_terms: true, component_terms: true, disclosure_terms: true, password_terms: true, support_end_terms: true}
      - {name: Sonaris, makes_devices: true, patch_terms: true, component_terms: false, disclosure_terms: true, password_terms: true, support_end_terms: true}
      - {name: Cardiant, makes_devices: true, patch_terms: true, disclosure_terms: true, password_terms: true, support_end_terms: true} # one term is not known
      - {name: Vitalune, makes_devices: true, patch_terms: false} # one that is missing is enough
      - {name: Billing Co, makes_devices: false, patch_terms: false, component_terms: false, disclosure_terms: false, password_terms: false, support_end_terms: false}
      - {name: Florist}
    answer: {met: 1, counted: 3}
  - vendor: [{name: Rivulet, makes_devices: true}]
    answer: no evidence
  - vendor: []
    answer: no evidence
---*/
with contract as (
  select lower(trim(name)) as name, max(record_id) as record_id, bool_or(makes_devices) as makes_devices, bool_and(patch_terms) as patch_terms,
    bool_and(component_terms) as component_terms, bool_and(disclosure_terms) as disclosure_terms, bool_and(password_terms) as password_terms,
    bool_and(support_end_terms) as support_end_terms
  from vendor group by 1
),
judged as (
  -- `and` of an unknown and a no is a no; of an unknown and a yes it stays unknown
  select record_id, patch_terms and component_terms and disclosure_terms and password_terms and support_end_terms as complete
  from contract where makes_devices
)
select count(*) filter (where complete) as met, count(complete) as counted,
  (select string_agg(record_id, ' ' order by record_id) from (select record_id from judged where not complete order by record_id limit 20) as failing) as rows
from judged
