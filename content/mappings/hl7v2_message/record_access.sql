/*---
product: hl7v2_message
fact: record_access
examples:
  - records: # programs ask for a patient by number; a query by name names nobody, an answer is no second look
      hl7v2_message:
        - {MSH-9.1: QBP, MSH-9.2: Q23, MSH-3: PORTAL, MSH-3.2: null, MSH-4: WARD, MSH-5: MPI, QPD-1.1: IHE PIX Query, QPD-3.1: "100045", time: "2026-03-01T08:00:00Z"}
        - {MSH-7: null, QRD-1: null, MSH-9.1: QRY, MSH-9.2: A19, MSH-3: LAB, MSH-5: EHR, QRD-8.1: "100046", QRD-8: null, QRD-9.1: DEM, time: "2026-03-01T08:01:00Z"}
        - {MSH-9.1: QBP, MSH-9.2: Q22, MSH-3: PORTAL, MSH-5: MPI, time: "2026-03-01T08:00:00Z"}
        - {MSH-9.1: RSP, MSH-9.2: K23, MSH-3: MPI, QPD-3.1: "100045"}
    facts:
      - {user_name: portal, user_role: system, patient_id: "100045", action: read, resource: IHE PIX Query, application: MPI, outcome: null, break_glass: null, time: "2026-03-01T08:00:00Z"}
      - {user_name: lab, user_role: system, patient_id: "100046", action: read, resource: DEM, application: EHR}
  - records: # an operator who registered or changed something (EVN-5) had the record open
      hl7v2_message:
        - {MSH-9.1: ADT, MSH-9.2: A08, MSH-3: REG, EVN-5.1: E17, EVN-2: null, PID-3.1: "100045", PID-3: null, PID-2.1: null, time: "2026-03-01T08:00:00Z"}
        - {MSH-9.1: ADT, MSH-9.2: A28, MSH-3: REG, EVN-5.1: E18, PID-3: '[{"1":"9","5":"PT"},{"1":"100046","5":"MR"}]', PID-3.1: "9"}
        - {MSH-9.1: ADT, MSH-9.2: A08, MSH-3: REG, PID-3.1: "100045"}
    facts:
      - {user_name: e17, practitioner_id: E17, user_role: null, patient_id: "100045", action: update, resource: ADT A08, application: REG, time: "2026-03-01T08:00:00Z"}
      - {user_name: e18, patient_id: "100046", action: create}
---*/
select
  record_id,
  coalesce(time, read_time("EVN-2")) as time,
  lower("EVN-5.1") as user_name,
  "EVN-5.1" as practitioner_id,
  null as user_role,
  coalesce(json_find("PID-3", '5', 'MR', '1'), json_find("PID-3", '5', 'PI', '1'), json_find("PID-3", '5', 'PT', '1'), "PID-3.1", "PID-2.1") as patient_id,
  case when "MSH-9.2" in ('A01', 'A04', 'A05', 'A14', 'A28') then 'create' else 'update' end as action,
  concat("MSH-9.1", ' ', "MSH-9.2") as resource,
  "MSH-3" as application
from hl7v2_message
where "MSH-9.1" = 'ADT' and "EVN-5.1" is not null and coalesce("PID-3.1", "PID-2.1") is not null
union all
select
  record_id,
  coalesce(time, read_time("MSH-7"), read_time("QRD-1")) as time,
  lower(coalesce("MSH-3", "MSH-3.2")) as user_name,
  null as practitioner_id,
  'system' as user_role,
  coalesce("QPD-3.1", "QRD-8.1") as patient_id,
  'read' as action,
  coalesce("QPD-1.1", "QRD-9.1") as resource,
  "MSH-5" as application
from hl7v2_message
where "MSH-9.1" in ('QBP', 'QRY', 'QSB', 'QVR', 'SPQ', 'VQQ', 'VXQ') and coalesce("QPD-3.1", "QRD-8.1") is not null
