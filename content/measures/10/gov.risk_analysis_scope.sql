/*---
id: gov.risk_analysis_scope
title: Systems and companies with patients' data that the risk analysis names
practice: "10"
applies_to: [small, medium, large]
unit: ratio
needs: [risk_item, vendor, record_access]
goal: 98 %
why: A regulator asks first for what the analysis forgot.
fix: Add a line to the risk register for each company listed here and for each program that keeps a log of records opened, under the name that it has in the other list.
fresh_days: 400
examples:
  - risk_item:
      - {name: Bills are lost on the way, kind: risk, subject: Corvid Billing}
      - {name: Records are down for a day, kind: risk, subject: "Harbor EHR, scheduling"}
      - {name: The shredder keeps paper of Paper Ltd in its yard, kind: risk}
      - {name: Old ultrasound, kind: risk, subject: Viewer 7}
    vendor:
      - {name: Corvid Billing, handles_phi: true}
      - {name: Paper Ltd, handles_phi: true} # named in the words of the risk
      - {name: Cloud Fax, handles_phi: true}
      - {name: View, handles_phi: true} # another company, whose name is a part of a name
      - {name: Window Cleaner, handles_phi: false}
      - {name: Florist}
    record_access:
      - {time: "2026-03-20T08:00:00Z", application: Harbor EHR}
      - {time: "2026-03-20T08:00:00Z", application: Image Viewer}
      - {time: "2025-03-20T08:00:00Z", application: Old EHR}
    answer: {met: 3, counted: 6}
  - risk_item: [{name: Bills are lost on the way, kind: risk}] # a register that does not say what its risks are about
    vendor: [{name: Corvid Billing, handles_phi: true}]
    answer: no evidence
  - risk_item: [{name: Old ultrasound, kind: risk, subject: View 7}] # whoever holds patients' data is not known
    answer: no evidence
  - risk_item: []
    answer: no evidence
---*/
with holder as (
  select lower(trim(name)) as name, max(record_id) as record_id, null as at from vendor where handles_phi and trim(name) <> '' group by 1
  union all
  select lower(trim(application)), null, max(time) from record_access
  where trim(application) <> '' and time >= $to - interval '90 days' and time < $to group by 1
),
line as (
  select distinct concat(' ', regexp_replace(concat_ws(' ', lower(subject), lower(name)), '[^a-z0-9]+', ' ', 'g'), ' ') as words from risk_item where coalesce(kind, 'risk') = 'risk'
),
judged as (
  select h.name, max(h.record_id) as record_id, max(h.at) as at, bool_or(coalesce(strpos(l.words, concat(' ', h.words, ' ')) > 0, false)) as named
  from (select *, trim(regexp_replace(name, '[^a-z0-9]+', ' ', 'g')) as words from holder) as h left join line l on true
  group by h.name
)
select count(*) filter (where named) as met, case when (select count(subject) from risk_item) > 0 then count(*) end as counted, max(at) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from judged where not named and record_id is not null order by record_id limit 20) as failing) as rows
from judged
