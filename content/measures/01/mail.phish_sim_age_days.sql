/*---
id: mail.phish_sim_age_days
title: Days since the last practice phishing message
practice: "1"
applies_to: [small, medium, large]
unit: days
needs: [phishing_simulation]
goal: at most 31 days; 92 for a small organisation
why: People recognise what they have seen lately. Practice wears off within months.
fix: Schedule the next practice message now, and let the tool repeat it every month (every quarter in a small organisation).
fresh_days: 36500
examples:
  - phishing_simulation:
      - {campaign: spring, sent_at: "2026-03-01T00:00:00Z", email: jkim@clinic.example}
      - {campaign: winter, sent_at: "2026-01-10T00:00:00Z", email: jkim@clinic.example}
    answer: {value: 30}
  - phishing_simulation: []
    answer: no evidence
---*/
select (date_part('epoch', $as_of) - date_part('epoch', max(sent_at))) / 86400.0 as value, max(sent_at) as newest
from phishing_simulation
where sent_at < $to
