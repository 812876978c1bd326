/*---
id: share.feed_age_hours
title: Hours since the newest warning on file
practice: "8"
applies_to: [small, medium, large]
unit: hours
needs: [advisory]
goal: at most 24 hours
why: Warnings that lie unread for weeks do not warn.
fix: Fetch the free CISA list of exploited holes every day; it takes one scheduled download.
fresh_days: 36500
examples:
  - advisory:
      - {cve: CVE-2026-0001, published_at: "2026-03-30T00:00:00Z", known_exploited: true}
      - {cve: CVE-2025-0001, published_at: "2025-03-30T00:00:00Z", known_exploited: true}
    answer: {value: 24}
  - advisory: [{cve: CVE-2025-0001, published_at: "2025-03-30T00:00:00Z", known_exploited: true}]
    answer: no evidence
---*/
-- The feed is at most this old: it was pulled after its newest entry was published. A quiet feed may
-- hold old entries only, so an age beyond a week proves nothing.
with warnings as (
  select published_at from advisory where published_at < $to
)
select case when max(published_at) >= $as_of - interval '7 days'
    then (date_part('epoch', $as_of) - date_part('epoch', max(published_at))) / 3600.0 end as value,
  count(*) as counted, max(published_at) as newest
from warnings
