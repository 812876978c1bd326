/*---
product: ocsf_process_activity
fact: process
examples:
  - records:
      ocsf_process_activity:
        - {activity_id: "1", device.hostname: FRONT01.clinic.example, actor.user.name: 'CLINIC\MReyes', process.user.name: null, process.file.path: /bin/sh, process.file.name: sh, process.cmd_line: sh -c x, process.parent_process.file.path: /bin/init, process.parent_process.cmd_line: init, actor.process.file.path: null, actor.process.cmd_line: null, process.pid: "12", process.file.hashes: '[{"algorithm_id":3,"value":"ab"}]', time: "2026-03-02T08:01:00Z"}
        - {activity_id: "2"}
    facts:
      - {host_name: front01, user_name: mreyes, image: /bin/sh, command_line: sh -c x, parent_image: /bin/init, parent_command_line: init, process_id: "12", hashes: '[{"algorithm_id":3,"value":"ab"}]'}
---*/
select
  record_id,
  time,
  lower(split_part("device.hostname", '.', 1)) as host_name,
  name_of(coalesce("process.user.name", "actor.user.name")) as user_name,
  coalesce("process.file.path", "process.file.name") as image,
  "process.cmd_line" as command_line,
  coalesce("process.parent_process.file.path", "actor.process.file.path") as parent_image,
  coalesce("process.parent_process.cmd_line", "actor.process.cmd_line") as parent_command_line,
  "process.pid" as process_id,
  "process.file.hashes" as hashes
from ocsf_process_activity
-- 1: started
where "activity_id" = '1'
