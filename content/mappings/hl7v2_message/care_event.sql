/*---
product: hl7v2_message
fact: care_event
examples:
  - records: # admission, discharge and a cancelled admission; a change of the person's own data is no care
      hl7v2_message:
        - {MSH-9.1: ADT, MSH-9.2: A01, MSH-10: M1, PID-3.1: "100045", PID-3: null, PV1-3.1: W3, PV1-10: MED, PV1-7.1: "200", PV1-7: '[{"1":"200","9":{"1":"NPI"}},{"1":"201"}]', PV1-8.1: null, PV1-9.1: null, PV1-17.1: "202", PV1-44: "2026-03-01T07:30:00", EVN-2: "2026-03-01T07:31:00", EVN-6: null, PV1-2: I, time: "2026-03-01T08:00:00Z"}
        - {MSH-9.1: ADT, MSH-9.2: A03, PID-3: '[{"1":"9","5":"PT"},{"1":"100045","5":"MR"}]', PID-3.1: "9", PV1-8: null, PV1-9: null, PV1-17: null, PV1-44: "2026-03-01T07:30:00", PV1-45: "2026-03-04T10:00:00", PV1-2: I, time: "2026-03-04T10:01:00Z"}
        - {MSH-9.1: ADT, MSH-9.2: A14, PID-3.1: "7", PV2-8: "2026-03-09T08:00:00", PV1-2: I, time: "2026-03-04T10:01:00Z"}
        - {MSH-9.1: ADT, MSH-9.2: A08, PID-3.1: "100045", PV1-2: "N", time: "2026-03-04T10:01:00Z"}
        - {MSH-9.1: ADT, MSH-9.2: A31, PID-3.1: "100045", PV1-2: "N", time: "2026-03-04T10:01:00Z"}
    facts:
      - {patient_id: "100045", kind: encounter, event_id: M1, practitioner_id: "200", author_id: null, ongoing: null, department: W3, start_time: "2026-03-01T07:30:00Z", end_time: null, status: A01, time: "2026-03-01T08:00:00Z"}
      - {patient_id: "100045", kind: encounter, practitioner_id: "201"}
      - {patient_id: "100045", kind: encounter, practitioner_id: "202"}
      - {patient_id: "100045", kind: encounter, practitioner_id: null, start_time: "2026-03-01T07:30:00Z", end_time: "2026-03-04T10:00:00Z", status: A03}
      - {patient_id: "7", kind: appointment, start_time: "2026-03-09T08:00:00Z", status: A14}
  - records: # orders, results, appointments, medication and documents
      hl7v2_message:
        - {MSH-7: null, MSH-10: M7, OBR-22: null, OBX-11: null, MSH-9.1: OML, MSH-9.2: O21, PID-3.1: p1, ORC-12.1: "200", ORC-12: null, ORC-9: "2026-03-01T09:00:00", ORC-10.1: "210", ORC-15: null, ORC-5: IP, ORC-13.1: ED, OBR-7: null, OBR-25: null, OBR-16: null, TXA-17: null, time: "2026-03-01T09:00:00Z"}
        - {MSH-9.1: ORU, MSH-9.2: R01, PID-2.1: p2, PV1-19.1: V1, OBR-16.1: "300", OBR-7: "2026-03-01T09:30:00", OBR-8: null, OBR-25: F, OBR-32.1.1: "301", OBX-14: null, OBX-16: null, OBX-16.1: null, OBR: '[{"OBR-16":{"1":"300"}},{"OBR-16":[{"1":"302"},{"1":"303"}]}]'}
        - {MSH-9.1: SIU, MSH-9.2: S12, PID-3.1: p3, SCH-11.4: "2026-03-02T09:00:00", SCH-11.5: "2026-03-02T09:30:00", SCH-25.1: Booked, TQ1-7: null, TQ1-8: null, AIS-4: null, AIP-3.1: "400", AIP: '[{"AIP-3":{"1":"400"}},{"AIP-3":{"1":"401"}}]', AIP-3: null, AIL-3.1: ROOM2, SCH-16.1: null}
        - {MSH-9.1: RDE, MSH-9.2: O11, PID-3.1: p4, RXE-13.1: "500", RXE-1.4: "2026-03-02T08:00:00", RXE-1.5: "2026-03-09T08:00:00", RXE-32: null}
        - {MSH-9.1: RAS, MSH-9.2: O17, PID-3.1: p4, RXA-10.1: "600", RXA-10: null, RXA-3: "2026-03-02T08:05:00", RXA-4: "2026-03-02T08:06:00", RXA-20: CP, RXA-11.1: W3, RXD-10.1: null, RXD-3: null}
        - {MSH-9.1: MDM, MSH-9.2: T02, PID-3.1: p5, TXA-5.1: "700", TXA-5: null, TXA-9.1: "701", TXA-9: null, TXA-22.1: null, TXA-4: "2026-03-02T08:05:00", TXA-6: null, TXA-17: AU}
        - {MSH-9.1: QBP, MSH-9.2: Q22, QPD-3.1: p6}
        - {MSH-9.1: ORU, MSH-9.2: R01}
    facts:
      - {patient_id: p1, kind: order, event_id: M7, practitioner_id: "200", author_id: "210", department: ED, start_time: "2026-03-01T09:00:00Z", status: IP}
      - {patient_id: p2, kind: observation, practitioner_id: "300", author_id: null, start_time: "2026-03-01T09:30:00Z", status: F}
      - {patient_id: p2, kind: observation, practitioner_id: "301"}
      - {patient_id: p2, kind: observation, practitioner_id: "302"}
      - {patient_id: p2, kind: observation, practitioner_id: "303"}
      - {patient_id: p3, kind: appointment, practitioner_id: "400", department: ROOM2, start_time: "2026-03-02T09:00:00Z", end_time: "2026-03-02T09:30:00Z", status: Booked}
      - {patient_id: p3, kind: appointment, practitioner_id: "401"}
      - {patient_id: p4, kind: medication, practitioner_id: "500", author_id: "500", start_time: "2026-03-02T08:00:00Z", end_time: "2026-03-09T08:00:00Z"}
      - {patient_id: p4, kind: administration, practitioner_id: "600", author_id: "600", department: W3, start_time: "2026-03-02T08:05:00Z", end_time: "2026-03-02T08:06:00Z", status: CP}
      - {patient_id: p5, kind: document, practitioner_id: "700", author_id: "700", start_time: "2026-03-02T08:05:00Z", status: AU}
      - {patient_id: p5, kind: document, practitioner_id: "701", author_id: "701"}
  - records: # a vaccination, a dispensed medicine, a referral to another house
      hl7v2_message:
        - {MSH-9.1: VXU, MSH-9.2: V04, MSH-10: M20, PID-3.1: p1, RXA-10.1: "600", RXA-3: "2026-03-02T08:05:00"}
        - {MSH-9.1: RDS, MSH-9.2: O13, PID-3.1: p1, RXD-10.1: "610", RXD-3: "2026-03-02T09:05:00", ORC-12.1: "200", ORC-10.1: null}
        - {MSH-9.1: REF, MSH-9.2: I12, MSH-10: M22, PID-3.1: p1, PV1-8.1: "200", MSH-7: "2026-03-02T10:00:00"}
    facts:
      - {patient_id: p1, kind: immunization, event_id: M20, practitioner_id: "600", author_id: "600"}
      - {patient_id: p1, kind: dispense, practitioner_id: "200", author_id: "200", start_time: "2026-03-02T09:05:00Z"}
      - {patient_id: p1, kind: dispense, practitioner_id: "610", author_id: "610"}
      - {patient_id: p1, kind: referral, event_id: M22, practitioner_id: "200", start_time: "2026-03-02T10:00:00Z", status: null}
---*/
with care as (
  select
    *,
    coalesce(
      json_find("PID-3", '5', 'MR', '1'), json_find("PID-3", '5', 'PI', '1'), json_find("PID-3", '5', 'PT', '1'),
      "PID-3.1", "PID-2.1") as patient_id,
    case
      when "MSH-9.1" = 'ADT' and "MSH-9.2" in ('A05', 'A14', 'A15', 'A16', 'A25', 'A26', 'A27', 'A38') then 'appointment'
      when "MSH-9.1" = 'ADT' and "MSH-9.2" in ('A01', 'A02', 'A03', 'A04', 'A06', 'A07', 'A08', 'A09', 'A10', 'A11',
        'A12', 'A13', 'A17', 'A21', 'A22', 'A32', 'A33', 'A52', 'A53', 'A54', 'A55') then 'encounter'
      when "MSH-9.1" in ('ORM', 'OMG', 'OML', 'OMI', 'OMS', 'OMN', 'OMD', 'OMB', 'OPL', 'OPU') then 'order'
      when "MSH-9.1" in ('ORU', 'OUL', 'ORF') then 'observation'
      when "MSH-9.1" = 'SIU' then 'appointment'
      when "MSH-9.1" in ('RDE', 'OMP') then 'medication'
      when "MSH-9.1" in ('RDS', 'RGV') then 'dispense'
      when "MSH-9.1" = 'RAS' then 'administration'
      when "MSH-9.1" = 'VXU' then 'immunization'
      when "MSH-9.1" = 'REF' then 'referral'
      when "MSH-9.1" = 'MDM' then 'document'
    end as kind
  from hl7v2_message
),
-- whoever the message names as giving, ordering or answering for the care; one row each
named as (
  select record_id, unnest(make_array(
    "PV1-7.1", "PV1-8.1", "PV1-9.1", "PV1-17.1", "ORC-12.1", "OBR-16.1", "OBR-32.1.1", "OBX-16.1", "AIP-3.1",
    "SCH-16.1", "RXE-13.1", "RXD-10.1", "RXA-10.1", "TXA-5.1", "TXA-9.1", "TXA-22.1")) as id
  from hl7v2_message
  union all
  select record_id, json_text(unnest(array_concat(json_list("PV1-7"), json_list("PV1-8"), json_list("PV1-9"),
    json_list("PV1-17"), json_list("ORC-12"), json_list("OBR-16"), json_list("OBX-16"), json_list("AIP-3"),
    json_list("RXA-10"), json_list("TXA-5"), json_list("TXA-9"))), '1') as id
  from hl7v2_message
  union all
  select record_id, unnest(make_array(json_text(one, 'OBR-16.1'), json_text(one, 'OBR-16[0].1'), json_text(one, 'OBR-16[1].1'),
    json_text(one, 'OBR-32.1.1'))) as id
  from (select record_id, unnest(json_list("OBR")) as one from hl7v2_message) as orders
  union all
  select record_id, coalesce(json_text(one, 'AIP-3.1'), json_text(one, 'AIP-3[0].1')) as id
  from (select record_id, unnest(json_list("AIP")) as one from hl7v2_message) as staff
),
staff as (select distinct record_id, id from named where id is not null)
select
  care.record_id as record_id,
  coalesce(time, read_time("EVN-2"), read_time("MSH-7")) as time,
  patient_id,
  kind,
  "MSH-10" as event_id,
  staff.id as practitioner_id,
  -- orders and referrals are entered (ORC-10) or ordered (ORC-12) by one; what people do and write themselves they also record
  case
    when kind in ('order', 'referral', 'medication') then coalesce("ORC-10.1", "ORC-12.1", staff.id)
    when kind in ('document', 'dispense', 'administration', 'immunization') then staff.id
  end as author_id,
  coalesce("PV1-3.1", "AIL-3.1", "ORC-13.1", "RXA-11.1", "PV1-10") as department,
  read_time(case
    when "MSH-9.1" = 'ADT' then coalesce("PV1-44", "PV2-8", "EVN-6", "EVN-2")
    when kind = 'appointment' then coalesce("SCH-11.4", "TQ1-7", "AIS-4")
    when kind = 'order' then coalesce("ORC-9", "ORC-15", "OBR-7")
    when kind = 'observation' then coalesce("OBR-7", "OBX-14", "OBR-22")
    when kind = 'referral' then "MSH-7"
    when kind in ('medication', 'dispense', 'administration', 'immunization') then coalesce("RXA-3", "RXD-3", "RXE-1.4", "TQ1-7", "ORC-15", "ORC-9", "RXE-32")
    when kind = 'document' then coalesce("TXA-4", "TXA-6")
  end) as start_time,
  read_time(case
    when "MSH-9.1" = 'ADT' then "PV1-45"
    when kind = 'appointment' then coalesce("SCH-11.5", "TQ1-8")
    when kind = 'observation' then "OBR-8"
    when kind in ('medication', 'dispense', 'administration', 'immunization') then coalesce("RXA-4", "RXE-1.5", "TQ1-8")
  end) as end_time,
  case
    when "MSH-9.1" = 'ADT' then "MSH-9.2"
    when kind = 'appointment' then coalesce("SCH-25.1", "MSH-9.2")
    when kind = 'document' then "TXA-17"
    else coalesce("RXA-20", "ORC-5", "OBR-25", "OBX-11")
  end as status
from care
left join staff on staff.record_id = care.record_id
where kind is not null and patient_id is not null
  -- a message about the person only says so in the class
  and not ("MSH-9.1" = 'ADT' and coalesce("PV1-2", '') = 'N')
