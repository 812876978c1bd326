/*---
product: gophish_csv
fact: phishing_simulation
examples:
  - records:
      gophish_csv:
        - {id: Ab1, status: "Submitted Data", send_date: "2026-02-10T09:00:00Z", reported: "false", email: "H.Marsh@clinic.example", time: "2026-02-10T09:00:00Z"}
        - {status: "Clicked Link", send_date: "2026-02-10T09:00:00Z", reported: "true", email: "b@clinic.example"}
        - {status: "Email Opened", send_date: "2026-02-10T09:00:00Z", reported: "false", email: "c@clinic.example"}
        - {status: Error, send_date: "2026-02-10T09:00:00Z", reported: "false", email: "d@clinic.example"}
        - {status: Scheduled, send_date: "2026-02-11T09:00:00Z", reported: "false", email: "e@clinic.example"}
    facts:
      - {email: h.marsh@clinic.example, sent_at: "2026-02-10T09:00:00Z", clicked: true, submitted: true, reported: false, campaign: null}
      - {email: b@clinic.example, clicked: true, submitted: false, reported: true}
      - {email: c@clinic.example, clicked: false, submitted: false, reported: false}
---*/
select
  record_id,
  time,
  lower("email") as email,
  read_time("send_date") as sent_at,
  lower("status") in ('clicked link', 'submitted data') as clicked,
  lower("status") = 'submitted data' as submitted,
  flag("reported") as reported
from gophish_csv
-- What was never sent nobody could click.
where lower("status") not in ('error', 'scheduled', 'sending', 'retrying', 'queued')
