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
---*/
select
  record_id,
  coalesce(time, read_time("MSH-7"), read_time("QRD-1")) as time,
  lower(coalesce("MSH-3", "MSH-3.2")) as user_name,
  'system' as user_role,
  coalesce("QPD-3.1", "QRD-8.1") as patient_id,
  'read' as action,
  coalesce("QPD-1.1", "QRD-9.1") as resource,
  "MSH-5" as application
from hl7v2_message
where "MSH-9.1" in ('QBP', 'QRY', 'QSB', 'QVR', 'SPQ', 'VQQ', 'VXQ') and coalesce("QPD-3.1", "QRD-8.1") is not null
