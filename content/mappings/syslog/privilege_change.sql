/*---
product: syslog
fact: privilege_change
examples:
  - records:
      syslog:
        - {program: "usermod", hostname: "front01.clinic.example", message: "add 'MReyes' to group 'wheel'", time: "2026-03-02T08:01:00Z"}
        - {program: "usermod", hostname: "front01", message: "add 'mreyes' to shadow group 'wheel'"}
        - {program: "gpasswd", hostname: "front01", message: "user mreyes added by root to group sudo"}
        - {program: "gpasswd", hostname: "front01", message: "user mreyes removed by root from group sudo"}
        - {program: "usermod", hostname: "front01", message: "delete 'mreyes' from group 'wheel'"}
        - {program: "useradd", hostname: "front01", message: "new user: name=ann, UID=1001"}
    facts:
      - {target: mreyes, privilege: wheel, action: granted, host_name: front01, actor: null, time: "2026-03-02T08:01:00Z"}
      - {target: mreyes, privilege: sudo, action: granted, actor: root}
      - {target: mreyes, privilege: sudo, action: revoked, actor: root}
      - {target: mreyes, privilege: wheel, action: revoked}
---*/
select
  record_id,
  time,
  nullif(lower(part[3]), '') as actor,
  lower(part[2]) as target,
  part[4] as privilege,
  case when part[1] = 'add' or "message" like '% added by %' then 'granted' else 'revoked' end as action,
  lower(split_part("hostname", '.', 1)) as host_name
from (
  select *, case
    when "program" in ('usermod', 'useradd')
      then regexp_match("message", '^(add|delete) ''([^'']+)''() (?:to|from) group ''([^'']+)''')
    else regexp_match("message", '^(user) (\S+) (?:added|removed) by (\S+) (?:to|from) group (\S+)')
  end as part
  from syslog
  where "program" in ('usermod', 'useradd', 'gpasswd')
) as changes
where part is not null
