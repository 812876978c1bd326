/*---
product: entitlement_csv
fact: privilege_change
examples:
  - records: # the columns are those that `content/exports/entitlement_csv.yaml` gives
      entitlement_csv:
        - {held_by: "MReyes@clinic.example", right_held: Domain Admins, in_system: Active Directory, admin_right: "Yes", came_by: Direct, verdict_given: Approved, looked_by: "DChen@clinic.example", decided_on: "2026-03-01"}
        - {held_by: jkim, right_held: Billing, came_by: Business role, verdict_given: Deny, taken_away: Applied, decided_on: "2026-03-01"}
        - {held_by: jkim, right_held: Reports, came_by: Dynamic group, verdict_given: Revoke, taken_away: Open}
        - {held_by: jkim, right_held: Mail, came_by: Group, verdict_given: Not reviewed, decided_on: "2026-03-01"} # that a review began is no decision
        - {held_by: jkim, right_held: Wiki, stands_alone: "false", verdict_given: "", admin_right: "no"}
        - {held_by: jkim, right_held: Lab, stands_alone: "true", verdict_given: Revoke, taken_away: "2026-03-05"}
        - {held_by: jkim, right_held: Chart, verdict_given: "yes", taken_away: Not applied}
    facts:
      - {target: mreyes, privilege: Domain Admins, application: Active Directory, administrative: true, came_by: direct, action: held, kept: true, reviewer: dchen, reviewed_at: "2026-03-01T00:00:00Z", removed: null}
      - {target: jkim, privilege: Billing, came_by: role, kept: false, removed: true, administrative: null}
      - {privilege: Reports, came_by: rule, kept: false, removed: false, reviewed_at: null}
      - {privilege: Mail, came_by: null, kept: null, reviewed_at: null}
      - {privilege: Wiki, came_by: role, kept: null, administrative: false}
      - {privilege: Lab, came_by: direct, kept: false, removed: true}
      - {privilege: Chart, kept: true, removed: null}
---*/
with cells as (
  select record_id, held_by, right_held, in_system, admin_right, lower(came_by) as came_by, flag(stands_alone) as standalone, looked_by,
    read_time(decided_on) as decided, lower(verdict_given) as decision, lower(taken_away) as removed
  from entitlement_csv
),
judged as (
  select *,
    case
      when regexp_like(decision, 'not |pending|open|undecided|unknown|in progress|delegat') then null
      when regexp_like(decision, 'den(y|ied)|revo|remov|reject|refus') then false
      when regexp_like(decision, 'approv|certif|keep|kept|maintain|accept|allow|confirm') or read_time(decision) is not null then true
      else flag(decision)
    end as kept
  from cells
)
select
  record_id,
  case when kept is not null then decided end as time,
  name_of(held_by) as target,
  right_held as privilege,
  'held' as action,
  in_system as application,
  flag(admin_right) as administrative,
  -- how a person came into a group that gives the right, the word group does not say
  case
    when regexp_like(came_by, 'direct|individual|manual|standalone|ad.?hoc|request') then 'direct'
    when regexp_like(came_by, 'rule|dynamic|attribute|criteria') then 'rule'
    when regexp_like(came_by, 'role|birthright|access profile|access package') then 'role'
    when standalone then 'direct'
    when not standalone then 'role'
  end as came_by,
  name_of(looked_by) as reviewer,
  case when kept is not null then decided end as reviewed_at,
  kept,
  -- what was refused and is gone; what stays has nothing to be taken away
  case
    when kept then null
    when regexp_like(removed, 'not |open|pending|fail|in progress') then false
    when regexp_like(removed, 'appl|complet|remov|revok|remediat|closed|done|success') or read_time(removed) is not null then true
    else flag(removed)
  end as removed
from judged
