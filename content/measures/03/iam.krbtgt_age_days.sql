/*---
id: iam.krbtgt_age_days
title: Days since the domain's master key was changed
practice: "3"
applies_to: [small, medium, large]
unit: days
needs: [account]
goal: at most 180 days
why: Whoever once stole this key can make valid tickets for anybody until it is changed, twice.
fix: Change the password of the krbtgt account, wait a day, and change it again.
examples:
  - account: [{user_name: krbtgt, enabled: false, password_set_at: "2026-01-10T00:00:00Z"}, {user_name: jkim, password_set_at: "2020-01-10T00:00:00Z"}]
    answer: {value: 80}
  - account: [{user_name: jkim, password_set_at: "2020-01-10T00:00:00Z"}]
    answer: no evidence
---*/
select (date_part('epoch', $as_of) - date_part('epoch', max(password_set_at))) / 86400.0 as value, count(*) as counted,
  string_agg(record_id, ' ' order by record_id) as rows
from account
where user_name = 'krbtgt' and password_set_at is not null
