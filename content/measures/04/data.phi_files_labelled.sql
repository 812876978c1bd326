/*---
id: data.phi_files_labelled
title: Files with patient data that carry a label saying so
practice: "4"
applies_to: [medium, large]
unit: ratio
needs: [dlp_incident]
goal: 80 %
why: A label goes with the file. It tells people and programs what must not be sent, when nobody from here is there to say it.
fix: Let the label for patient data be set automatically where such data is found, and label the files listed here.
fresh_days: 184
examples:
  - dlp_incident:
      - {time: "2026-03-10T08:00:00Z", data_kind: U.S. HIPAA Enhanced, file: /lists/a.xlsx, label: Confidential}
      - {time: "2026-03-11T08:00:00Z", data_kind: U.S. HIPAA Enhanced, file: /lists/b.xlsx}
      - {time: "2026-03-01T08:00:00Z", data_kind: Medical record number, file: /lists/c.xlsx}
      - {time: "2026-03-12T08:00:00Z", data_kind: Medical record number, file: /lists/C.xlsx, label: Confidential} # labelled since
      - {time: "2026-03-12T08:00:00Z", data_kind: Credit card number, file: /pay/d.xlsx} # no patient data
      - {time: "2026-03-12T08:00:00Z", file: /lists/e.xlsx} # nobody says what was found
      - {time: "2026-03-12T08:00:00Z", data_kind: U.S. HIPAA Enhanced, channel: mail} # text of a message, no file
    answer: {met: 2, counted: 3}
  - dlp_incident: [{time: "2026-03-11T08:00:00Z", data_kind: U.S. HIPAA Enhanced, file: /lists/b.xlsx}] # labels are not used, or not exported
    answer: no evidence
  - dlp_incident: []
    answer: no evidence
---*/
with finds as (
  select record_id, time, lower(trim(file)) as file, label is not null as labelled,
    regexp_like(lower(data_kind), 'hipaa|(^|[^a-z])e?phi([^a-z]|$)|patient|medical|health|diagnos|clinical|icd-?(9|10)|drug|prescription|medicare|medicaid|disease|lab (result|test)') as patient_data
  from dlp_incident
  where nullif(trim(file), '') is not null and time >= $from and time < $to
),
ranked as (
  select *, row_number() over (partition by file order by time desc, labelled desc, record_id desc) as place
  from finds where patient_data
)
select count(*) filter (where labelled) as met,
  case when (select count(*) from finds where labelled) > 0 then count(*) end as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from ranked where place = 1 and not labelled order by time desc, record_id limit 20) as failing) as rows
from ranked where place = 1
