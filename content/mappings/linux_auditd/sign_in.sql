/*---
product: linux_auditd
fact: sign_in
examples:
  - records:
      linux_auditd:
        - {type: "USER_LOGIN", acct: "MReyes", exe: "/usr/sbin/sshd", addr: "198.51.100.7", terminal: "ssh", res: "success", op: "login", id: "1000", host: "web1.clinic.example", time: "2026-03-01T08:00:00Z"}
        - {type: "USER_AUTH", acct: "root", exe: "/usr/libexec/openssh/sshd-session", addr: "10.20.1.9", hostname: "?", terminal: "ssh", res: "failed", op: "pubkey"}
        - {type: "USER_LOGIN", acct: "(unknown)", exe: "/usr/sbin/sshd", addr: "10.20.1.9", terminal: "ssh", res: "failed", op: "login"}
        - {type: "USER_LOGIN", id: "1000", id_name: "ann", exe: "/usr/bin/login", addr: "?", terminal: "tty1", res: "success", op: "login"}
        - {type: "USER_AUTH", acct: "ann", exe: "/usr/bin/sudo", addr: "?", terminal: "pts/0", res: "failed", op: "PAM:authentication"}
        - {type: "USER_AUTH", acct: "ann", exe: "/usr/bin/sudo", addr: "?", terminal: "pts/0", res: "success", op: "PAM:authentication"}
        - {type: "CRED_ACQ", acct: "ann", exe: "/usr/bin/sudo", res: "success"}
    facts:
      - {user_name: mreyes, outcome: success, service: linux, application: sshd, logon_type: network, source_ip: 198.51.100.7, host_name: web1, remote: true, time: "2026-03-01T08:00:00Z"}
      - {user_name: root, outcome: failure, application: sshd-session, reason: pubkey, source_ip: 10.20.1.9, remote: false, logon_type: network}
      - {user_name: null, outcome: failure}
      - {user_name: ann, outcome: success, application: login, logon_type: interactive, source_ip: null}
      - {user_name: ann, outcome: failure, application: sudo, logon_type: interactive}
---*/
select
  record_id,
  time,
  name_of(coalesce(case when "acct" not in ('(unknown)', '(invalid user)', '?') then "acct" end,
    case when "id_name" not in ('unset', 'unknown(0)') then "id_name" end)) as user_name,
  case when "res" in ('success', '1') then 'success' else 'failure' end as outcome,
  case when "res" not in ('success', '1') then "op" end as reason,
  'linux' as service,
  lower(split_part("exe", '/', -1)) as application,
  case when "terminal" = 'ssh' or "exe" like '%sshd%' then 'network' else 'interactive' end as logon_type,
  case when is_private_ip("addr") is not null then "addr" end as source_ip,
  lower(split_part(host, '.', 1)) as host_name,
  coalesce(not is_private_ip("addr"), false) as remote
from linux_auditd
-- A sign-in that works is told by USER_LOGIN; the authentications before it count only where they fail.
where "type" = 'USER_LOGIN' or ("type" = 'USER_AUTH' and "res" not in ('success', '1'))
