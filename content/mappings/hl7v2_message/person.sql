/*---
product: hl7v2_message
fact: person
examples:
  - records: # the staff file of the record system; what is closed keeps its last day
      hl7v2_message:
        - {MSH-9.1: MFN, MSH-9.2: M02, STF: null, STF-1.1: "17", STF-2.1: E17, STF-3.1: REYES, STF-3.2: MARIA, STF-4: RN, STF-8.1: W3, STF-12: "2024-01-01", STF-13: null}
        - {MSH-9.1: MFN, MSH-9.2: M02, STF-1.1: "18", STF-3.1: KIM, STF: '[{"STF-1":{"1":"18"},"STF-3":{"1":"KIM"}},{"STF-1":{"1":"19"},"STF-2":{"1":"E19"},"STF-3":{"1":"BELL","2":"ANN"},"STF-8":{"1":"ED"},"STF-13":"2026-01-31"}]'}
        - {MSH-9.1: MFN, MSH-9.2: M08}
    facts:
      - {person_id: "17", name: MARIA REYES, role: RN, department: W3, start_at: "2024-01-01T00:00:00Z", end_at: null}
      - {person_id: "18", name: KIM}
      - {person_id: "19", name: ANN BELL, department: ED, end_at: "2026-01-31T00:00:00Z"}
---*/
with staff as (
  select record_id, time, "STF-1.1" as id, "STF-3.2" as given, "STF-3.1" as family, "STF-4" as kind, "STF-8.1" as department,
    "STF-12" as since, "STF-13" as until
  from hl7v2_message
  where "STF-1.1" is not null and "STF" is null
  union all
  select record_id, time, json_text(one, 'STF-1.1'), json_text(one, 'STF-3.2'), json_text(one, 'STF-3.1'), json_text(one, 'STF-4'),
    json_text(one, 'STF-8.1'), json_text(one, 'STF-12'), json_text(one, 'STF-13')
  from (select record_id, time, unnest(json_list("STF")) as one from hl7v2_message) as several
)
select
  record_id,
  time,
  id as person_id,
  nullif(concat_ws(' ', given, family), '') as name,
  kind as role,
  department,
  read_time(since) as start_at,
  read_time(until) as end_at
from staff
where id is not null
