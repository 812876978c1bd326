/*---
id: gov.medstaff_in_scope
title: Doctors, students, volunteers and contractors are on the roster
practice: "10"
applies_to: [small, medium, large]
unit: bool
needs: [person]
goal: all who can sign in
why: Whoever is on no list gets no training, and keeps their access when they go.
fix: Ask the medical staff office, the schools and the agencies for their lists, and add them to the roster with a kind and an end date.
fresh_days: 184
examples:
  - person: [{name: A, employment: employee}, {name: B, employment: physician}, {name: C, employment: contractor}]
    answer: {value: 1}
  - person: [{name: A, employment: employee}]
    answer: {value: 0}
  - person: [{name: A}]
    answer: no evidence
---*/
with workforce as (
  -- the practitioner list of an EHR names outside doctors too and is no roster
  select * from person where coalesce(source, '') <> 'fhir_practitioner'
)
-- a roster that knows nothing but employees leaves the others out
select case when count(employment) > 0 then max(case when employment in ('physician', 'contractor', 'student', 'volunteer') then 1 else 0 end) end as value,
  count(employment) as counted
from workforce
where end_at is null or end_at >= $as_of
