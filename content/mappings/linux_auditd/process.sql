/*---
product: linux_auditd
fact: process
examples:
  - records:
      linux_auditd:
        - {type: "SYSCALL", msg: "audit(1772352000.155:92)", SYSCALL: "execve", exe: "/bin/sh", pid: "31", uid: "0", uid_name: "root", host: "web1.clinic.example", success: "yes", time: "2026-03-01T08:00:00.155Z"}
        - {type: "EXECVE", msg: "audit(1772352000.155:92)", argc: "3", a0: "sh", a1: "-c", a2: "id", a3: null, a4: null, a5: null, a6: null, a7: null, a8: null, a9: null, a10: null, a11: null, a12: null, a13: null, a14: null, a15: null, a16: null, a17: null, a18: null, a19: null, host: "web1.clinic.example", time: "2026-03-01T08:00:00.155Z"}
        - {type: "EXECVE", msg: "audit(1772352001.155:93)", argc: "1", a0: "/usr/bin/id", time: "2026-03-01T08:00:01.155Z"}
        - {type: "PROCTITLE", msg: "audit(1772352000.155:92)", proctitle: "sh -c id"}
    facts:
      - {host_name: web1, user_name: root, image: /bin/sh, command_line: "sh -c id", process_id: "31", time: "2026-03-01T08:00:00.155Z"}
      - {image: /usr/bin/id, command_line: /usr/bin/id, user_name: null, process_id: null}
---*/
select
  started.record_id,
  started.time,
  lower(split_part(started.host, '.', 1)) as host_name,
  coalesce(lower(nullif(call."uid_name", 'unset')), case call."uid" when '0' then 'root' end) as user_name,
  coalesce(call."exe", case when started."a0" like '/%' then started."a0" end) as image,
  concat_ws(' ', started."a0", started."a1", started."a2", started."a3", started."a4", started."a5", started."a6",
    started."a7", started."a8", started."a9", started."a10", started."a11", started."a12", started."a13",
    started."a14", started."a15", started."a16", started."a17", started."a18", started."a19") as command_line,
  call."pid" as process_id
from linux_auditd as started
left join linux_auditd as call
  on call."msg" = started."msg" and split_part(call.record_id, ':', 1) = split_part(started.record_id, ':', 1) and call."type" = 'SYSCALL'
  and coalesce(call.host, '') = coalesce(started.host, '')
where started."type" = 'EXECVE'
