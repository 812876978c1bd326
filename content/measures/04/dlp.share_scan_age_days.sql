/*---
id: dlp.share_scan_age_days
title: Days since the file servers were last searched for patient data
practice: "4"
applies_to: [medium, large]
unit: days
needs: [dlp_incident]
goal: at most 31 days
why: Lists and scans pile up in forgotten folders, and are what a thief finds first.
fix: Schedule the discovery scan of the file servers for each month, and go through what it finds.
fresh_days: 36500
examples:
  - dlp_incident: # a find in a folder proves that the search ran on that day
      - {time: "2026-03-01T00:00:00Z", channel: file share, action: allowed, destination: '\\srv-01\scans'}
      - {time: "2026-01-01T00:00:00Z", channel: endpoint discovery, action: allowed}
      - {time: "2026-03-20T00:00:00Z", channel: mail, action: blocked}
    answer: {value: 30}
  - dlp_incident: [{time: "2026-03-20T00:00:00Z", channel: mail, action: blocked}]
    answer: no evidence
---*/
with finds as (
  select record_id, time from dlp_incident
  where regexp_like(channel, 'discover|at[ -]rest|file ?share|file ?server|network ?share|on-?prem|repositor|scanner') and time < $to
)
select (date_part('epoch', $as_of) - date_part('epoch', max(time))) / 86400.0 as value, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from finds order by time desc, record_id limit 20) as newest_finds) as rows
from finds
