/*---
id: bk.admin_reach
title: Administrators of the directory who can delete backups
practice: "4"
applies_to: [medium, large]
unit: count
needs: [privilege_change, account]
export: iga
goal: none
why: Whoever takes over one such account can encrypt the systems and erase the way back on the same evening.
fix: Give the backup system accounts of its own that the directory does not know, and take the accounts listed here out of it.
fresh_days: 184
examples:
  - account:
      - {user_name: dana.admin, enabled: true, privileged: true}
      - {user_name: jkim.admin, enabled: true, privileged: true}
      - {user_name: omar, enabled: true, privileged: false}
      - {user_name: old.admin, enabled: false, privileged: true}
    privilege_change:
      - {action: held, target: dana.admin, application: Veeam Backup & Replication, privilege: Veeam Backup Administrator}
      - {action: held, target: jkim.admin, application: Veeam Backup & Replication, privilege: Veeam Restore Operator} # cannot delete
      - {action: held, target: omar, application: Veeam Backup & Replication, privilege: Veeam Backup Administrator} # no administrator of the directory
      - {action: held, target: old.admin, application: Veeam Backup & Replication, privilege: Veeam Backup Administrator}
      - {action: held, target: jkim.admin, application: EHR, privilege: Administrator}
    answer: {value: 1}
  - account: [{user_name: dana.admin, enabled: true, privileged: true}, {user_name: jkim.admin, enabled: true, privileged: true}]
    privilege_change: # a group stands for everybody in it
      - {action: held, target: domain admins, application: Commvault, privilege: Master}
    answer: {value: 2}
  - account: [{user_name: dana.admin, enabled: true, privileged: true}]
    privilege_change: [{action: held, target: bk-dana, application: Rubrik, privilege: Administrator}] # an account of its own
    answer: {value: 0}
  - account: [{user_name: dana.admin, enabled: true, privileged: true}]
    privilege_change: # somebody can always delete backups; a list without them is not whole
      - {action: held, target: jkim, application: Rubrik, privilege: Read only}
    answer: no evidence
  - account: [{user_name: bk-dana, enabled: true}] # nobody knows who administers the directory
    privilege_change: [{action: held, target: bk-dana, application: Rubrik, privilege: Administrator}]
    answer: no evidence
---*/
with can as (
  -- by the names backup products have, and those of their roles that may delete
  select lower(target) as who, record_id from privilege_change
  where action = 'held' and target is not null and conflict is null and not coalesce(removed, false)
    and regexp_like(lower(coalesce(application, '')), 'backup|veeam|commvault|commcell|rubrik|cohesity|netbackup|acronis|datto|druva|arcserve|carbonite|unitrends|nakivo|recovery services vault|zerto|avamar|networker|data protection')
    and regexp_like(lower(coalesce(privilege, '')), 'admin|owner|contributor|full|master|super|delete|root')
    and not regexp_like(lower(coalesce(privilege, '')), 'view|read|restore operator|auditor')
),
admins as (
  select user_name, max(record_id) as record_id from account
  where privileged and coalesce(enabled, true) and user_name is not null group by user_name
),
reach as (
  select a.user_name as who, max(c.record_id) as record_id from admins a join can c
    on c.who = a.user_name or c.who in ('administrators', 'domain admins', 'enterprise admins')
  group by a.user_name
)
select case when (select count(*) from can) > 0 and (select count(*) from admins) > 0 then count(*) end as value,
  (select string_agg(record_id, ' ' order by record_id)
   from (select distinct record_id from reach order by record_id limit 20) as failing) as rows
from reach
