/*---
product: transfer_csv
fact: privilege_change
examples:
  - records: # the columns are those that `content/exports/transfer_csv.yaml` gives
      transfer_csv:
        - {moved_person: "MReyes@clinic.example", former_place: Billing, moved_on: "2026-02-01", rights_taken: "2026-02-05"}
        - {moved_person: jkim, former_place: Ward 3, moved_on: "2026-02-01", rights_taken: null}
        - {moved_person: abello, moved_on: "2026-02-01", rights_taken: "yes"} # on a day nobody wrote down
    facts:
      - {target: mreyes, privilege: Billing, action: revoked, time: "2026-02-05T00:00:00Z", moved_at: "2026-02-01T00:00:00Z", removed: true}
      - {target: jkim, privilege: Ward 3, action: held, time: null, moved_at: "2026-02-01T00:00:00Z", removed: false}
      - {target: abello, action: revoked, time: null, removed: true}
---*/
select
  record_id,
  read_time(rights_taken) as time,
  name_of(moved_person) as target,
  former_place as privilege,
  case when read_time(rights_taken) is not null or flag(rights_taken) then 'revoked' else 'held' end as action,
  coalesce(read_time(rights_taken) is not null or flag(rights_taken), false) as removed,
  read_time(moved_on) as moved_at
from transfer_csv
