/*---
product: sod_csv
fact: privilege_change
examples:
  - records: # the columns are those that `content/exports/sod_csv.yaml` gives
      sod_csv:
        - {held_by: "MReyes@clinic.example", clash: Create and pay vendors, clashing_rights: "Vendors, Payments", in_system: ERP, made_up_by: "MC-12", made_up_until: "2026-12-31", clash_state: Open}
        - {held_by: jkim, clash: Create and pay vendors, made_up_by: "", clash_state: Resolved}
        - {held_by: abello, clash: Create and pay vendors, made_up_by: None}
        - {held_by: dpruitt, clash: Create and pay vendors, made_up_by: "No", clash_state: Unresolved}
        - {held_by: tcole, clash: Order and receive, made_up_by: Mitigated, clash_state: Active}
    facts:
      - {target: mreyes, conflict: Create and pay vendors, privilege: "Vendors, Payments", application: ERP, action: held, mitigated: true, mitigated_until: "2026-12-31T00:00:00Z", removed: null}
      - {target: jkim, mitigated: false, removed: true, privilege: null}
      - {target: abello, mitigated: false, removed: null}
      - {target: dpruitt, mitigated: false, removed: null}
      - {target: tcole, conflict: Order and receive, mitigated: true}
---*/
with cells as (
  select record_id, held_by, clash, clashing_rights, in_system, trim(lower(coalesce(made_up_by, ''))) as mitigated,
    lower(coalesce(clash_state, '')) as state, made_up_until
  from sod_csv
)
select
  record_id,
  name_of(held_by) as target,
  clashing_rights as privilege,
  'held' as action,
  in_system as application,
  clash as conflict,
  -- the name of a control is a control
  coalesce(flag(mitigated), mitigated not in ('', '-') and not regexp_like(mitigated, '^(none|n/a|not |un|open|pending|expired|reject|requested)')) as mitigated,
  read_time(made_up_until) as mitigated_until,
  case
    when regexp_like(state, '(^|[^a-z])(un|not )') then null
    when regexp_like(state, 'resolv|remediat|remov|closed|fixed') or read_time(state) is not null or flag(state) then true
  end as removed
from cells
