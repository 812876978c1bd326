/*---
id: mail.open_relays
title: Mail servers that send for strangers
practice: "1"
applies_to: [medium, large]
unit: count
needs: [network_service]
goal: none
why: A server that passes on anybody's mail sends fraud in our name, and soon nobody accepts our own mail.
fix: Let the servers listed here accept mail for our own domains only, and from known machines; then scan again.
examples:
  - network_service:
      - {time: "2026-03-01T08:00:00Z", ip_address: 10.0.0.5, port: 25, state: open, service: smtp, open_relay: true}
      - {time: "2026-03-01T08:00:00Z", ip_address: 10.0.0.5, port: 587, state: open, service: submission, open_relay: true} # the same server
      - {time: "2026-03-01T08:00:00Z", ip_address: 10.0.0.6, port: 25, state: open, service: smtp, open_relay: true}
      - {time: "2026-03-20T08:00:00Z", ip_address: 10.0.0.6, port: 25, state: open, service: smtp, open_relay: false} # put right since
      - {time: "2026-03-01T08:00:00Z", ip_address: 10.0.0.7, port: 25, state: open, service: smtp} # not tried
      - {time: "2026-03-01T08:00:00Z", ip_address: 10.0.0.8, port: 443, state: open, service: https}
    answer: {value: 1}
  - network_service:
      - {time: "2026-03-20T08:00:00Z", ip_address: 10.0.0.6, port: 25, state: open, service: smtp, open_relay: false}
      - {time: "2026-03-20T08:00:00Z", ip_address: 10.0.0.9, port: 25, state: closed, service: smtp}
    answer: {value: 0}
  - network_service: # none found, but one door was not tried
      - {time: "2026-03-20T08:00:00Z", ip_address: 10.0.0.6, port: 25, state: open, service: smtp, open_relay: false}
      - {time: "2026-03-20T08:00:00Z", ip_address: 10.0.0.7, port: 25, state: open, service: smtp}
    answer: no evidence
  - network_service: [{time: "2026-03-20T08:00:00Z", ip_address: 10.0.0.8, port: 443, state: open, service: https}]
    answer: no evidence
---*/
with doors as (
  select record_id, time, coalesce(ip_address, host_name) as server, port, open_relay, state,
    row_number() over (partition by coalesce(ip_address, host_name), port order by open_relay is null, time desc nulls last, record_id desc) as place
  from network_service
  where coalesce(time, $from) >= $from and coalesce(time, $from) < $to and coalesce(transport, 'tcp') = 'tcp'
    and (port = 25 or service = 'smtp' or open_relay is not null)
),
newest as (
  -- of each door what was found when it was last tried
  select * from doors where place = 1 and coalesce(state, 'open') = 'open'
)
select case
    when count(*) filter (where open_relay) > 0 then count(distinct server) filter (where open_relay)
    when count(*) > 0 and count(*) = count(open_relay) then 0
  end as value,
  max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from newest where open_relay order by record_id limit 20) as failing) as rows
from newest
