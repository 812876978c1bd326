/*---
id: bk.restore_within_rto
title: Practice restores that were quick enough
practice: "4"
applies_to: [small, medium, large]
unit: ratio
needs: [restore_test]
goal: 95 % within the stated time, 72 hours where none is stated
why: A restore that takes a week closes the practice for a week.
fix: For each slow restore listed here, find what took longest (the download, the install, the check) and shorten that.
fresh_days: 400
examples:
  - restore_test:
      - {system: ehr-db, outcome: success, tested_at: "2026-03-01", hours: 4, goal_hours: 8}
      - {system: files, outcome: success, tested_at: "2026-02-01", hours: 80}
      - {system: old, outcome: failure, tested_at: "2026-02-01", hours: 1}
    answer: {met: 1, counted: 3}
  - restore_test: [{system: ehr-db, outcome: success, tested_at: "2026-03-01"}]
    answer: no evidence
---*/
with tests as (
  select record_id, tested_at, outcome = 'success' and hours <= coalesce(goal_hours, 72.0) as quick
  from restore_test
  where tested_at >= $from and tested_at < $to and (hours is not null or outcome = 'failure')
)
select count(*) filter (where quick) as met, count(*) as counted, max(tested_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(quick, false)) as rows
from tests
