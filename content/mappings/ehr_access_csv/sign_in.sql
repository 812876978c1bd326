/*---
product: ehr_access_csv
fact: sign_in
examples:
  - records: # an audit log that also says who signed in to the record system; signing out is no attempt
      ehr_access_csv:
        - {user_name: ABello, user_id: null, action: login, outcome: "1", source_ip: 10.20.1.9, application: OpenEMR, time: "2026-03-02T08:00:00Z"}
        - {user_name: "BELLO, ANN", user_id: "ABELLO", action: Login failed, outcome: null}
        - {user_name: abello, action: logout, outcome: "1"}
        - {user_name: abello, action: view, outcome: "1"}
        - {user_name: abello, action: Log In, outcome: "0"}
    facts:
      - {user_name: abello, outcome: success, service: ehr, source_ip: 10.20.1.9, application: OpenEMR, time: "2026-03-02T08:00:00Z"}
      - {outcome: failure}
      - {user_name: abello, outcome: failure}
---*/
select
  record_id,
  time,
  name_of(case when regexp_like(user_name, '[ ,]') then coalesce(user_id, user_name) else user_name end) as user_name,
  case when flag(outcome) = false or lower(concat(action, ' ', coalesce(outcome, ''))) ~ 'fail|denied|error|invalid|reject' then 'failure' else 'success' end as outcome,
  application,
  'ehr' as service,
  source_ip
from ehr_access_csv
where regexp_like(lower(action), '^(log|sign)[ _-]?(in|on)([^a-z]|$)')
