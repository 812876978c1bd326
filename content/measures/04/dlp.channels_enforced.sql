/*---
id: dlp.channels_enforced
title: Ways out that stop patient data
practice: "4"
applies_to: [small, medium, large]
unit: ratio
needs: [dlp_incident]
goal: mail, devices and web all blocked or encrypted
why: Data leaves by the one door that only warns.
fix: Change the rule for the channels that only warn from warn to block (or encrypt), after a week of watching what it would stop.
fresh_days: 365
examples:
  - dlp_incident:
      - {time: "2026-03-10T08:00:00Z", channel: mail, action: blocked}
      - {time: "2026-03-10T09:00:00Z", channel: usb, action: warned}
      - {time: "2026-03-10T09:30:00Z", channel: usb, action: allowed}
    answer: {met: 1, counted: 3}
  - dlp_incident: []
    answer: no evidence
---*/
with incidents as (
  select time, record_id,
    case
      when channel in ('mail', 'email', 'e-mail', 'exchange', 'smtp') then 'mail'
      when channel in ('usb', 'removable', 'removable media', 'endpoint', 'device', 'print', 'clipboard') then 'endpoint'
      when channel in ('web', 'http', 'https', 'network', 'cloud', 'upload') then 'web'
    end as channel,
    action = 'blocked' or coalesce(encrypted, false) as stopped
  from dlp_incident where time >= $from and time < $to
),
channels as (
  select channel, bool_or(stopped) as enforced, max(record_id) as record_id from incidents where channel is not null group by channel
)
-- mail, endpoint and web are asked for; one that never reports is not known to be enforced
select count(*) filter (where enforced) as met, case when count(*) > 0 then 3 end as counted,
  (select max(time) from incidents) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not enforced) as rows
from channels
