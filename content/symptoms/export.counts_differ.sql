/*---
id: export.counts_differ
title: Less arrived than an export says it holds
kind: counts
needs: [export_claim, log_source]
fix: Look for the files that are named in the export and are not here; export again what is missing.
examples:
  - note: the manifest speaks of a hundred visits, sixty are here; of ten patients, all
    facts:
      export_claim:
        - {kind: fhir_encounter, claimed_count: 60, file_name: e1.ndjson}
        - {kind: fhir_encounter, claimed_count: 40, file_name: e2.ndjson}
        - {kind: fhir_patient, claimed_count: 10, file_name: p.ndjson}
      log_source: [{name: fhir_encounter, records: 60}, {name: fhir_patient, records: 10}]
    remarks: 1
  - note: a near miss, more is here than one export of several speaks of
    facts:
      export_claim: [{kind: fhir_patient, claimed_count: 10, file_name: p.ndjson}]
      log_source: [{name: fhir_patient, records: 12}]
    remarks: 0
  - note: a claim that was counted where it was read
    facts:
      export_claim: [{kind: hl7v2_message, claimed_count: 3, counted: 2}]
      log_source: [{name: hl7v2_message, records: 40}]
    remarks: 1
---*/
select
  claims.kind as what,
  concat('exports speak of ', cast(claimed as varchar), ', and ', cast(coalesce(here, 0) as varchar), ' are here') as reason
from (
  select kind, sum(claimed_count) as claimed from export_claim where counted is null group by kind
) as claims
left join (select name, max(records) as here from log_source group by name) as sources on sources.name = claims.kind
where claimed > coalesce(here, 0)
union all
select
  kind as what,
  concat('a batch or scan speaks of ', cast(claimed_count as varchar), ', and ', cast(counted as varchar), ' were counted') as reason
from export_claim
where counted is not null and counted < claimed_count
order by what, reason
