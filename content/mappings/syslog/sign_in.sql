/*---
product: syslog
fact: sign_in
examples:
  - records:
      syslog:
        - {program: "sshd", hostname: "Front01.clinic.example", message: "Accepted publickey for MReyes from 198.51.100.7 port 59229 ssh2: RSA 00:aa", time: "2026-03-02T08:01:00Z"}
        - {program: "sshd-session", hostname: "front01", message: "Failed password for invalid user admin from 2001:db8::1 port 8759 ssh2"}
        - {program: "sshd", hostname: "front01", message: "Failed password for root from 10.20.1.9 port 32889 ssh2"}
        - {program: "sshd", hostname: "front01", message: "Connection from 10.20.1.9 port 32889"}
        - {program: "sshd", hostname: "front01", message: "Invalid user oracle from 10.20.1.9 port 1"}
        - {program: "sshd(pam_unix)", hostname: "front01", message: "authentication failure; logname= uid=0 euid=0 tty=NODEVssh ruser= rhost=10.20.1.9  user=guest"}
        - {program: "su", hostname: "front01", message: "FAILED SU (to root) mreyes on pts/0"}
        - {program: "su", hostname: "front01", message: "(to root) mreyes on pts/0"}
        - {program: "login", hostname: "front01", message: "FAILED LOGIN (1) on '/dev/tty1' FOR 'ann', Authentication failure"}
        - {program: "login", hostname: "front01", message: "ROOT LOGIN  on '/dev/tty1'"}
        - {program: "systemd-logind", hostname: "front01", message: "New session 4 of user mreyes."}
        - {program: "sudo", hostname: "front01", message: "pam_unix(sudo:auth): authentication failure; logname=mreyes uid=1000 euid=0 tty=/dev/pts/0 ruser=mreyes rhost=  user=mreyes"}
    facts:
      - {user_name: mreyes, outcome: success, service: linux, logon_type: network, application: sshd, source_ip: 198.51.100.7, host_name: front01, remote: true, reason: null, time: "2026-03-02T08:01:00Z"}
      - {user_name: admin, outcome: failure, reason: no such account, source_ip: "2001:db8::1", logon_type: network}
      - {user_name: root, outcome: failure, reason: wrong password, source_ip: 10.20.1.9, remote: false}
      - {user_name: guest, outcome: failure, reason: authentication failure, source_ip: 10.20.1.9, application: sshd}
      - {user_name: root, outcome: failure, application: su, logon_type: interactive, source_ip: null}
      - {user_name: root, outcome: success, application: su, logon_type: interactive}
      - {user_name: ann, outcome: failure, application: login, logon_type: interactive}
      - {user_name: root, outcome: success, application: login, logon_type: interactive}
      - {user_name: mreyes, outcome: failure, application: sudo, logon_type: interactive, source_ip: null}
---*/
with told as (
  select
    record_id,
    time,
    split_part(split_part(split_part("program", '/', -1), '(', 1), '-', 1) as program,
    "program" ilike '%(pam_%' as is_old_pam,
    "message" as message,
    "hostname" as hostname
  from syslog
),
found as (
  select
    *,
    coalesce(
      regexp_match(message, '^(Accepted|Failed) ([a-z/-]+) for (invalid user |)(\S*) from (\S+) port'),
      case when program = 'login' then regexp_match(message, '^(FAILED|ROOT|LOGIN)()()()()') end,
      case when program = 'su' then regexp_match(message, '^(FAILED |)()()()(?:SU )?\(to (\S+)\)') end,
      case when is_old_pam or message like 'pam_%:auth): authentication failure;%'
        then regexp_match(message, '(authentication failure);()()().*\brhost=(\S*)') end
    ) as part
  from told
  where program in ('sshd', 'login', 'su', 'sudo', 'vsftpd', 'gdm', 'dovecot')
),
named as (
  select
    *,
    case
      when part[1] in ('Accepted', 'Failed') then part[4]
      when part[1] = 'authentication failure' then regexp_match(message, '\suser=(\S+)')[1]
      when program = 'su' then part[5]
      when part[1] = 'ROOT' then 'root'
      else regexp_match(message, '(?:FOR|BY) ''?([^'', ]+)')[1]
    end as usr,
    nullif(case when part[1] in ('Accepted', 'Failed', 'authentication failure') then part[5] end, '') as origin
  from found
  where part is not null
)
select
  record_id,
  time,
  name_of(usr) as user_name,
  case when part[1] in ('Accepted', 'ROOT', 'LOGIN', '') then 'success' else 'failure' end as outcome,
  case
    when part[1] in ('Accepted', 'ROOT', 'LOGIN', '') then null
    when part[3] = 'invalid user ' then 'no such account'
    when part[2] in ('password', 'keyboard-interactive/pam') then 'wrong password'
    when part[1] = 'authentication failure' then 'authentication failure'
  end as reason,
  'linux' as service,
  program as application,
  case when program in ('sshd', 'vsftpd', 'dovecot') then 'network' else 'interactive' end as logon_type,
  case when is_private_ip(origin) is not null then origin end as source_ip,
  lower(split_part(hostname, '.', 1)) as host_name,
  coalesce(not is_private_ip(origin), false) as remote
from named
where usr is not null
