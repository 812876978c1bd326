/*---
product: exercise_csv
fact: exercise
examples:
  - records: # one export in several spellings of its header
      exercise_csv:
        - {Kind: "Tabletop", Name: "Ransomware on a Monday", Held: "2025-11-14", After Action: "2025-11-28", Participants: "9"}
        - {kind: "Tabletop", name: "Ransomware on a Monday", held: "2025-11-14", after_action: "2025-11-28", participants: "9"}
        - {Type: "Tabletop", Exercise: "Ransomware on a Monday", Date: "2025-11-14", After action: "2025-11-28", Attendees: "9"}
        - {type: "Tabletop", exercise: "Ransomware on a Monday", date: "2025-11-14", After Action Report: "2025-11-28", attendees: "9"}
        - {Exercise Type: "Tabletop", Title: "Ransomware on a Monday", Held At: "2025-11-14", after_action_report: "2025-11-28", People: "9"}
        - {exercise_type: "Tabletop", title: "Ransomware on a Monday", held_at: "2025-11-14", After action report: "2025-11-28", people: "9"}
        - {Exercise type: "Tabletop", Scenario: "Ransomware on a Monday", Held at: "2025-11-14", After Action At: "2025-11-28", Participant Count: "9"}
        - {Drill Type: "Tabletop", scenario: "Ransomware on a Monday", Held On: "2025-11-14", after_action_at: "2025-11-28", participant_count: "9"}
        - {drill_type: "Tabletop", Exercise Name: "Ransomware on a Monday", held_on: "2025-11-14", After Action at: "2025-11-28", Participant count: "9"}
        - {Drill type: "Tabletop", exercise_name: "Ransomware on a Monday", Held on: "2025-11-14", After action at: "2025-11-28", Number Of Participants: "9"}
        - {Exercise name: "Ransomware on a Monday", Exercise Date: "2025-11-14", Lessons Learned: "2025-11-28", number_of_participants: "9"}
        - {Drill: "Ransomware on a Monday", exercise_date: "2025-11-14", lessons_learned: "2025-11-28", Number of Participants: "9"}
        - {drill: "Ransomware on a Monday", Exercise date: "2025-11-14", Lessons learned: "2025-11-28", Number of participants: "9"}
        - {Drill Name: "Ransomware on a Monday", After Action Report Date: "2025-11-28"}
        - {drill_name: "Ransomware on a Monday", after_action_report_date: "2025-11-28"}
        - {Drill name: "Ransomware on a Monday", After action report date: "2025-11-28"}
        - {Aar: "2025-11-28"}
        - {aar: "2025-11-28"}
        - {Aar Date: "2025-11-28"}
        - {aar_date: "2025-11-28"}
        - {Aar date: "2025-11-28"}
        - {"After-Action Report": "2025-11-28"}
    facts:
      - {kind: "tabletop", name: "Ransomware on a Monday", held_at: "2025-11-14T00:00:00Z", after_action_at: "2025-11-28T00:00:00Z", participants: 9}
      - {kind: "tabletop", name: "Ransomware on a Monday", held_at: "2025-11-14T00:00:00Z", after_action_at: "2025-11-28T00:00:00Z", participants: 9}
      - {kind: "tabletop", name: "Ransomware on a Monday", held_at: "2025-11-14T00:00:00Z", after_action_at: "2025-11-28T00:00:00Z", participants: 9}
      - {kind: "tabletop", name: "Ransomware on a Monday", held_at: "2025-11-14T00:00:00Z", after_action_at: "2025-11-28T00:00:00Z", participants: 9}
      - {kind: "tabletop", name: "Ransomware on a Monday", held_at: "2025-11-14T00:00:00Z", after_action_at: "2025-11-28T00:00:00Z", participants: 9}
      - {kind: "tabletop", name: "Ransomware on a Monday", held_at: "2025-11-14T00:00:00Z", after_action_at: "2025-11-28T00:00:00Z", participants: 9}
      - {kind: "tabletop", name: "Ransomware on a Monday", held_at: "2025-11-14T00:00:00Z", after_action_at: "2025-11-28T00:00:00Z", participants: 9}
      - {kind: "tabletop", name: "Ransomware on a Monday", held_at: "2025-11-14T00:00:00Z", after_action_at: "2025-11-28T00:00:00Z", participants: 9}
      - {kind: "tabletop", name: "Ransomware on a Monday", held_at: "2025-11-14T00:00:00Z", after_action_at: "2025-11-28T00:00:00Z", participants: 9}
      - {kind: "tabletop", name: "Ransomware on a Monday", held_at: "2025-11-14T00:00:00Z", after_action_at: "2025-11-28T00:00:00Z", participants: 9}
      - {name: "Ransomware on a Monday", held_at: "2025-11-14T00:00:00Z", after_action_at: "2025-11-28T00:00:00Z", participants: 9}
      - {name: "Ransomware on a Monday", held_at: "2025-11-14T00:00:00Z", after_action_at: "2025-11-28T00:00:00Z", participants: 9}
      - {name: "Ransomware on a Monday", held_at: "2025-11-14T00:00:00Z", after_action_at: "2025-11-28T00:00:00Z", participants: 9}
      - {name: "Ransomware on a Monday", after_action_at: "2025-11-28T00:00:00Z"}
      - {name: "Ransomware on a Monday", after_action_at: "2025-11-28T00:00:00Z"}
      - {name: "Ransomware on a Monday", after_action_at: "2025-11-28T00:00:00Z"}
      - {after_action_at: "2025-11-28T00:00:00Z"}
      - {after_action_at: "2025-11-28T00:00:00Z"}
      - {after_action_at: "2025-11-28T00:00:00Z"}
      - {after_action_at: "2025-11-28T00:00:00Z"}
      - {after_action_at: "2025-11-28T00:00:00Z"}
      - {after_action_at: "2025-11-28T00:00:00Z"}
  - records: # odd cells
      exercise_csv:
        - {Name: "EHR downtime drill", Date: "2026-01-10", Attendees: "all"}
        - {Name: "Penetration test from outside", Date: "2026-01-11"}
        - {Name: "Tabletop: a red team gets in", Date: "2026-01-12"}
        - {Name: "Decoy share opened on purpose", Date: "2026-01-13"}
        - {Name: "Purple team: ransomware steps", Date: "2026-01-14", techniques_tested: "12", techniques_detected: "9"}
        - {Name: "Attack simulation: phishing mail", Date: "2026-01-15"}
        - {Kind: "Tabletop", Name: "Talk about a breach and attack simulation", Date: "2026-01-16"}
    facts:
      - {kind: "downtime", held_at: "2026-01-10T00:00:00Z", participants: null}
      - {kind: "penetration_test", held_at: "2026-01-11T00:00:00Z"}
      - {kind: "tabletop", held_at: "2026-01-12T00:00:00Z"}
      - {kind: "decoy", held_at: "2026-01-13T00:00:00Z"}
      - {kind: "attack_simulation", held_at: "2026-01-14T00:00:00Z", techniques: 12, techniques_detected: 9}
      - {kind: "phishing", held_at: "2026-01-15T00:00:00Z", techniques: null}
      - {kind: "tabletop", held_at: "2026-01-16T00:00:00Z"}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("Kind", "kind", "Type", "type", "Exercise Type", "exercise_type", "Exercise type", "Drill Type",
      "drill_type", "Drill type") as kind,
    coalesce("Name", "name", "Exercise", "exercise", "Title", "title", "Scenario", "scenario", "Exercise Name",
      "exercise_name", "Exercise name", "Drill", "drill", "Drill Name", "drill_name", "Drill name") as name,
    coalesce("Held", "held", "Date", "date", "Held At", "held_at", "Held at", "Held On", "held_on", "Held on",
      "Exercise Date", "exercise_date", "Exercise date") as held,
    coalesce("After Action", "after_action", "After action", "After Action Report", "after_action_report",
      "After action report", "After Action At", "after_action_at", "After Action at", "After action at",
      "Lessons Learned", "lessons_learned", "Lessons learned", "After Action Report Date",
      "after_action_report_date", "After action report date", "Aar", "aar", "Aar Date", "aar_date", "Aar date",
      "After-Action Report") as lessons,
    coalesce("Participants", "participants", "Attendees", "attendees", "People", "people", "Participant Count",
      "participant_count", "Participant count", "Number Of Participants", "number_of_participants",
      "Number of Participants", "Number of participants") as participants,
    "techniques_tested" as tested,
    "techniques_detected" as detected
  from exercise_csv
)
select
  record_id,
  coalesce(time, read_time(held)) as time,
  case
    when words ~ 'purple.?team|breach.(and|&).attack|attack.simulation|adversary.(emulation|simulation)|atomic' and words !~ 'tabletop|phish'
      then 'attack_simulation'
    when words ~ 'penetration|pen[ -]?test|red.team' and words not like '%tabletop%' then 'penetration_test'
    when words ~ 'decoy|honey.?(pot|token)|canary' and words not like '%tabletop%' then 'decoy'
    when words like '%downtime%' then 'downtime'
    when words like '%restor%' then 'restore'
    when words like '%phish%' and lower(coalesce(kind, '')) not like '%tabletop%' then 'phishing'
    when words like '%device%' and lower(coalesce(kind, '')) not like '%tabletop%' then 'device'
    else 'tabletop'
  end as kind,
  name,
  coalesce(read_time(held), time) as held_at,
  read_time(lessons) as after_action_at,
  number(participants) as participants,
  number(tested) as techniques,
  number(detected) as techniques_detected
from (select *, lower(concat_ws(' ', kind, name)) as words from cells) as cells
