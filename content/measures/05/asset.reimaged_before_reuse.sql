/*---
id: asset.reimaged_before_reuse
title: Computers set up anew before somebody else got them
practice: "5"
applies_to: [small, medium, large]
unit: ratio
needs: [sign_in, device_event, asset]
goal: 98 % of computers that were handed on
why: What the last user left, malware or patient lists, goes to the next one with the machine.
fix: Set up the computers listed here anew, and put "wipe and write it down" on the list for handing on a machine.
fresh_days: 400
examples:
  - sign_in: # three days of the one, then three days of the other
      - {time: "2026-01-05T08:00:00Z", outcome: success, logon_type: interactive, host_name: lt-01, user_name: jkim}
      - {time: "2026-01-06T08:00:00Z", outcome: success, logon_type: interactive, host_name: lt-01, user_name: jkim}
      - {time: "2026-01-07T08:00:00Z", outcome: success, logon_type: unlock, host_name: lt-01, user_name: jkim}
      - {time: "2026-01-12T08:00:00Z", outcome: success, logon_type: interactive, host_name: lt-01, user_name: mreyes}
      - {time: "2026-01-13T08:00:00Z", outcome: success, logon_type: interactive, host_name: lt-01, user_name: mreyes}
      - {time: "2026-01-14T08:00:00Z", outcome: success, logon_type: interactive, host_name: lt-01, user_name: mreyes}
      - {time: "2026-01-05T08:00:00Z", outcome: success, logon_type: interactive, host_name: lt-02, user_name: jkim}
      - {time: "2026-01-06T08:00:00Z", outcome: success, logon_type: interactive, host_name: lt-02, user_name: jkim}
      - {time: "2026-01-07T08:00:00Z", outcome: success, logon_type: interactive, host_name: lt-02, user_name: jkim}
      - {time: "2026-01-12T08:00:00Z", outcome: success, logon_type: interactive, host_name: lt-02, user_name: front}
      - {time: "2026-01-13T08:00:00Z", outcome: success, logon_type: interactive, host_name: lt-02, user_name: front}
      - {time: "2026-01-14T08:00:00Z", outcome: success, logon_type: interactive, host_name: lt-02, user_name: front}
    asset: [{asset_id: A-1, host_name: lt-01}]
    device_event: # written down under the number
      - {asset_id: A-1, kind: wiped, happened_at: "2026-01-09"}
    answer: {met: 1, counted: 2}
  - sign_in: # a computer that several people share is nobody's to hand on
      - {time: "2026-01-05T08:00:00Z", outcome: success, logon_type: interactive, host_name: pc-01, user_name: jkim}
      - {time: "2026-01-06T08:00:00Z", outcome: success, logon_type: interactive, host_name: pc-01, user_name: jkim}
      - {time: "2026-01-07T08:00:00Z", outcome: success, logon_type: interactive, host_name: pc-01, user_name: jkim}
      - {time: "2026-01-12T08:00:00Z", outcome: success, logon_type: interactive, host_name: pc-01, user_name: mreyes}
      - {time: "2026-01-13T08:00:00Z", outcome: success, logon_type: interactive, host_name: pc-01, user_name: mreyes}
      - {time: "2026-01-14T08:00:00Z", outcome: success, logon_type: interactive, host_name: pc-01, user_name: mreyes}
      - {time: "2026-01-05T18:00:00Z", outcome: success, logon_type: interactive, host_name: pc-01, user_name: front}
      - {time: "2026-01-14T18:00:00Z", outcome: success, logon_type: interactive, host_name: pc-01, user_name: front}
    device_event: [{asset_id: A-9, kind: wiped, happened_at: "2026-01-09"}]
    answer: no evidence
  - sign_in: # nobody keeps a list of wiped machines
      - {time: "2026-01-05T08:00:00Z", outcome: success, logon_type: interactive, host_name: lt-02, user_name: jkim}
      - {time: "2026-01-06T08:00:00Z", outcome: success, logon_type: interactive, host_name: lt-02, user_name: jkim}
      - {time: "2026-01-07T08:00:00Z", outcome: success, logon_type: interactive, host_name: lt-02, user_name: jkim}
      - {time: "2026-01-12T08:00:00Z", outcome: success, logon_type: interactive, host_name: lt-02, user_name: front}
      - {time: "2026-01-13T08:00:00Z", outcome: success, logon_type: interactive, host_name: lt-02, user_name: front}
      - {time: "2026-01-14T08:00:00Z", outcome: success, logon_type: interactive, host_name: lt-02, user_name: front}
    answer: no evidence
---*/
with stay as (
  select host_name, user_name, min(time) as first_at, max(time) as last_at, count(distinct date_trunc('day', time)) as days,
    max(record_id) as record_id
  from sign_in
  where outcome = 'success' and logon_type in ('interactive', 'unlock') and host_name is not null and time >= $from and time < $to
    and not regexp_like(coalesce(user_name, '-'), '(\$$)|^(-|dwm-.*|umfd-.*|system|local service|network service|defaultuser.*|administrator|adm[-_.].*)$')
  group by host_name, user_name
),
followed as (
  select host_name, first_at, days, record_id,
    max(last_at) over (partition by host_name order by first_at, user_name rows between unbounded preceding and 1 preceding) as last_at,
    max(days) over (partition by host_name order by first_at, user_name rows between unbounded preceding and 1 preceding) as earlier_days
  from stay
),
redeployed as (
  -- whoever was there both before and after makes it a shared computer; a visitor of a day or two is nobody's successor
  select host_name, first_at, last_at, record_id from followed
  where days >= 3 and earlier_days >= 3 and last_at < first_at
),
wiped as (
  select coalesce(e.host_name, a.host_name) as host_name, e.happened_at as at
  from device_event e left join (select asset_id, max(host_name) as host_name from asset where asset_id is not null group by asset_id) a
    on a.asset_id = e.asset_id
  where e.kind = 'wiped'
),
judged as (
  select r.host_name, r.first_at, max(r.record_id) as record_id,
    coalesce(bool_or(w.at >= date_trunc('day', r.last_at) and w.at <= r.first_at), false) as wiped
  from redeployed r left join wiped w on w.host_name = r.host_name
  group by r.host_name, r.first_at
)
select count(*) filter (where wiped) as met, case when (select count(*) from wiped) > 0 then count(*) end as counted, max(first_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not wiped) as rows
from judged
