/*---
id: dlp.cloud_covered
title: Cloud storage services in use that the data-loss system watches
practice: "4"
applies_to: [medium, large]
unit: ratio
needs: [dns_query, dlp_incident]
goal: 95 %
why: Files leave by the service nobody thought of.
fix: Put the services behind the rows listed here under the broker's control, or block them and name the one that is allowed.
fresh_days: 92
examples:
  - dns_query:
      - {time: "2026-03-10T08:00:00Z", source_ip: 10.0.0.5, query: www.dropbox.com}
      - {time: "2026-03-10T08:00:00Z", source_ip: 10.0.0.6, query: wetransfer.com}
      - {time: "2026-03-10T08:00:00Z", source_ip: 10.0.0.6, query: drive.google.com}
      - {time: "2026-03-10T08:00:00Z", source_ip: 10.0.0.6, query: www.google.com}
    dlp_incident:
      - {time: "2026-02-10T08:00:00Z", channel: cloud, action: blocked, destination: "https://www.Dropbox.com/home"}
      - {time: "2026-02-10T08:00:00Z", channel: mail, action: blocked, destination: someone@wetransfer.example}
    answer: {met: 1, counted: 3}
  - dns_query: [{time: "2026-03-10T08:00:00Z", source_ip: 10.0.0.5, query: www.dropbox.com}]
    dlp_incident: [{time: "2026-02-10T08:00:00Z", channel: web, action: warned, destination: dropbox.com}]
    answer: {met: 1, counted: 1}
  - dns_query: [{time: "2026-03-10T08:00:00Z", source_ip: 10.0.0.5, query: www.dropbox.com}]
    dlp_incident: [{time: "2026-02-10T08:00:00Z", channel: usb, action: blocked}]
    answer: no evidence
---*/
with known as (
  select column1 as domain, column2 as word from (values
    ('dropbox.com', 'dropbox'), ('box.com', 'box.com'), ('drive.google.com', 'drive.google'), ('onedrive.live.com', 'onedrive.live'),
    ('1drv.ms', 'onedrive.live'), ('wetransfer.com', 'wetransfer'), ('mega.nz', 'mega'), ('mega.io', 'mega'), ('icloud.com', 'icloud'),
    ('sharefile.com', 'sharefile'), ('egnyte.com', 'egnyte'), ('mediafire.com', 'mediafire'), ('pcloud.com', 'pcloud'),
    ('sync.com', 'sync.com'), ('sharepoint.com', 'sharepoint'), ('hightail.com', 'hightail'), ('filemail.com', 'filemail'))
),
asked as (
  -- as long a tail of the name as the domains above have
  select regexp_match(lower(query), '(drive\.google\.com|onedrive\.live\.com|[a-z0-9-]+\.[a-z]+)\.?$')[1] as domain, record_id, time
  from dns_query where time >= $to - interval '30 days' and time < $to
),
used as (
  select k.word, max(a.record_id) as record_id, max(a.time) as time from asked a join known k on k.domain = a.domain group by k.word
),
watched as (
  select distinct lower(destination) as destination from dlp_incident
  where channel in ('cloud', 'web') and destination is not null and time >= $from and time < $to
),
judged as (
  -- a service that is never named by the data-loss system is not known to be watched
  select u.word, max(u.record_id) as record_id, max(u.time) as time, count(w.destination) > 0 as covered
  from used u left join watched w on regexp_like(w.destination, concat('(^|[^a-z0-9])', replace(u.word, '.', '\.')))
  group by u.word
)
select count(*) filter (where covered) as met,
  case when (select count(*) from watched) > 0 then count(*) end as counted, max(time) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not covered) as rows
from judged
