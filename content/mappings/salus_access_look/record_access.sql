/*---
product: salus_access_look
fact: record_access
examples:
  - records: # Salus keeps who looked at what its audit says; a look at all patients together names none
      salus_access_look:
        - {looked_by: privacy.officer, looked_at: patient, patient_id: p1, asked: p1, time: "2026-03-02T08:00:00Z"}
        - {looked_by: privacy.officer, looked_at: audit, patient_id: null, asked: 2026-03-01/2026-03-07, time: "2026-03-09T08:00:00Z"}
    facts:
      - {user_name: privacy.officer, patient_id: p1, action: read, resource: audit of accesses, purpose: HOPERAT, outcome: success, application: Salus, break_glass: false, time: "2026-03-02T08:00:00Z"}
---*/
select
  record_id,
  time,
  name_of("looked_by") as user_name,
  "patient_id" as patient_id,
  'read' as action,
  'audit of accesses' as resource,
  'HOPERAT' as purpose,
  'success' as outcome,
  'Salus' as application,
  false as break_glass
from salus_access_look
where "patient_id" is not null
