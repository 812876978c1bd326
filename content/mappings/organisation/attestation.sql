/*---
product: organisation
fact: attestation
examples:
  - records:
      organisation_attestation:
        - {practice: 10.S.A, state: Done, by: Dr. A. Okafor, "on": "2026-01-15", until: "2027-01-15", note: reviewed with the board}
        - {practice: 4.M.C, state: not done, by: J. Kim, "on": "2026-01-15", until: null, note: null}
    facts:
      - {practice: 10.S.A, state: done, attested_by: Dr. A. Okafor, attested_at: "2026-01-15T00:00:00Z", until: "2027-01-15T00:00:00Z", note: reviewed with the board}
      - {practice: 4.M.C, state: not_done, until: null}
---*/
select
  record_id,
  coalesce(time, read_time("on")) as time,
  upper("practice") as practice,
  replace(replace(lower("state"), ' ', '_'), '-', '_') as state,
  "by" as attested_by,
  read_time("on") as attested_at,
  read_time("until") as until,
  "note" as note
from organisation_attestation
