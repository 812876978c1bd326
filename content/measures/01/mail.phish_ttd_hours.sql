/*---
id: mail.phish_ttd_hours
title: Hours a phishing attack ran before it was noticed
practice: "1"
applies_to: [small, medium, large]
unit: hours
needs: [security_case]
goal: median of at most 4 hours
why: Until somebody notices, everyone who opens the message is on their own.
fix: Give everyone one button or one address to report mail to, and let somebody look at it during all working hours.
fresh_days: 365
examples:
  - security_case:
      - {case_id: A1, kind: phishing, started_at: "2026-03-01T08:00:00Z", detected_at: "2026-03-01T10:00:00Z"}
      - {case_id: A2, kind: phishing, started_at: "2026-03-02T08:00:00Z", opened_at: "2026-03-02T18:00:00Z"}
      - {case_id: A3, kind: phishing, started_at: "2026-03-02T08:00:00Z", detected_at: "2026-03-02T07:00:00Z"} # a slip of the pen
      - {case_id: A4, kind: phishing, started_at: "2026-03-02T08:00:00Z", detected_at: "2026-03-05T07:00:00Z", true_positive: false}
      - {case_id: A5, kind: malware, started_at: "2026-03-02T08:00:00Z", detected_at: "2026-03-05T18:00:00Z"}
    answer: {value: 6}
  - security_case: [{case_id: A1, kind: phishing, detected_at: "2026-03-02T08:00:00Z"}]
    answer: no evidence
---*/
with noticed as (
  select record_id, started_at, coalesce(detected_at, opened_at) as noticed_at
  from security_case
  where kind = 'phishing' and coalesce(true_positive, true)
),
cases as (
  select record_id, noticed_at, (date_part('epoch', noticed_at) - date_part('epoch', started_at)) / 3600.0 as hours
  from noticed
  where noticed_at >= started_at and noticed_at >= $from and noticed_at < $to
)
select median(hours) as value, count(*) as counted, max(noticed_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where hours > 4) as rows
from cases
