/*---
product: badge_csv
fact: badge_event
examples:
  - records: # the columns are those that `content/exports/badge_csv.yaml` gives
      badge_csv:
        - {person_id: E17, user_name: "MReyes@clinic.example", badge_id: "10017", door: Pharmacy, location: Main building, direction: "IN", outcome: Access granted, time: "2026-03-02T08:01:00Z"}
        - {badge_id: "10018", door: Server room, direction: Exit, outcome: "Access denied: invalid PIN", time: "2026-03-02T22:01:00Z"}
        - {badge_id: "10018", door: Server room, direction: Side A, outcome: Door forced open}
        - {badge_id: "10019", door: Ward 3, outcome: "yes", event_date: 3/2/2026, event_clock: "8:05:00 PM", time: null}
        - {badge_id: "10020", door: null, Door: Pharmacy, Location: Main building, Direction: In, Outcome: Granted}
    facts:
      - {person_id: E17, user_name: mreyes, badge_id: "10017", door: Pharmacy, location: Main building, direction: in, outcome: success, time: "2026-03-02T08:01:00Z"}
      - {person_id: null, user_name: null, badge_id: "10018", direction: out, outcome: failure}
      - {badge_id: "10018", direction: null, outcome: null}
      - {badge_id: "10019", outcome: success, time: "2026-03-02T20:05:00Z"}
      - {badge_id: "10020", door: Pharmacy, location: Main building, direction: in, outcome: success}
---*/
with cells as (
  -- a list whose own column differs from ours in capitals only keeps its own
  select record_id, time, event_date, event_clock, person_id, user_name, badge_id, coalesce(door, "Door") as door,
    coalesce(location, "Location") as location, coalesce(direction, "Direction") as direction, coalesce(outcome, "Outcome") as outcome
  from badge_csv
)
select
  record_id,
  coalesce(time, read_time(nullif(concat_ws(' ', event_date, event_clock), ''))) as time,
  person_id,
  name_of(user_name) as user_name,
  badge_id,
  door,
  location,
  case
    when lower(direction) ~ '(^|[^a-z])(in|entry|enter|entrance|ingress)([^a-z]|$)' then 'in'
    when lower(direction) ~ '(^|[^a-z])(out|exit|egress|leave)([^a-z]|$)' then 'out'
  end as direction,
  case
    when lower(outcome) ~ 'den(y|ied)|reject|refus|invalid|unknown|expired|not authori|unauthori|lost|stolen|fail|violation' then 'failure'
    when lower(outcome) ~ 'grant|admit|allow|accept|success|valid' or flag(outcome) then 'success'
    when flag(outcome) = false then 'failure'
  end as outcome
from cells
