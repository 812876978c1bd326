/*---
product: linux_auditd
fact: privilege_change
examples:
  - records:
      linux_auditd:
        - {type: "USER_MGMT", op: "add-user-to-group", acct: "MReyes", grp: "wheel", auid_name: "root", auid: "0", res: "success", host: "web1.clinic.example", time: "2026-03-01T08:00:00Z"}
        - {type: "USER_MGMT", op: "deleting-user-from-group", acct: "mreyes", grp: "wheel", auid: "0", res: "success"}
        - {type: "USER_MGMT", op: "add-user-to-group", acct: "ann", grp: "wheel", auid: "1000", res: "failed"}
        - {type: "ADD_USER", op: "add-user", acct: "specimen", res: "success"}
        - {type: "USER_CHAUTHTOK", op: "change password", acct: "ann", res: "success"}
    facts:
      - {actor: root, target: mreyes, privilege: wheel, action: granted, host_name: web1, time: "2026-03-01T08:00:00Z"}
      - {actor: root, target: mreyes, privilege: wheel, action: revoked}
---*/
select
  record_id,
  time,
  coalesce(lower(nullif("auid_name", 'unset')), case "auid" when '0' then 'root' end) as actor,
  lower("acct") as target,
  "grp" as privilege,
  case when "op" like 'add%' then 'granted' else 'revoked' end as action,
  lower(split_part(host, '.', 1)) as host_name
from linux_auditd
where "type" in ('USER_MGMT', 'GRP_MGMT', 'ADD_USER', 'DEL_USER')
  and "grp" is not null and "acct" is not null and "res" in ('success', '1')
  and ("op" like 'add%' or "op" like 'delet%' or "op" like 'remov%')
