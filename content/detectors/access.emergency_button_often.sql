/*---
id: access.emergency_button_often
title: Emergency access used again and again
threat: T4
severity: medium
attack: [T1213]
needs: [record_access]
why: The button that opens any record in an emergency is for emergencies. Used daily, it hides curiosity.
fix: Let the privacy officer look at each use with the head of the department.
examples:
  - note: four patients in one week
    facts:
      record_access:
        - {time: "2026-03-02T10:00:00Z", user_name: amy, patient_id: x1, break_glass: true}
        - {time: "2026-03-03T10:00:00Z", user_name: amy, patient_id: x2, break_glass: true}
        - {time: "2026-03-04T10:00:00Z", user_name: amy, patient_id: x3, break_glass: true}
        - {time: "2026-03-05T10:00:00Z", user_name: amy, patient_id: x4, break_glass: true}
    findings: 1
  - note: one emergency with many looks; four ordinary accesses
    facts:
      record_access:
        - {time: "2026-03-02T10:00:00Z", user_name: amy, patient_id: x1, break_glass: true}
        - {time: "2026-03-02T10:10:00Z", user_name: amy, patient_id: x1, break_glass: true}
        - {time: "2026-03-02T10:20:00Z", user_name: amy, patient_id: x1, break_glass: true}
        - {time: "2026-03-02T10:30:00Z", user_name: amy, patient_id: x1, break_glass: true}
        - {time: "2026-03-02T10:00:00Z", user_name: kai, patient_id: x1, break_glass: false}
        - {time: "2026-03-03T10:00:00Z", user_name: kai, patient_id: x2}
        - {time: "2026-03-04T10:00:00Z", user_name: kai, patient_id: x3}
        - {time: "2026-03-05T10:00:00Z", user_name: kai, patient_id: x4}
    findings: 0
---*/
select min(time) as time,
  array_to_string(array_slice(array_agg(record_id order by time, record_id), 1, 20), ' ') as record_ids,
  lower(user_name) as subject,
  concat(lower(user_name), ' used emergency access for ', count(distinct patient_id), ' patients within one week') as sentence
from record_access
where break_glass and user_name is not null and patient_id is not null and time is not null
group by lower(user_name), date_trunc('week', time)
having count(distinct patient_id) >= 4
