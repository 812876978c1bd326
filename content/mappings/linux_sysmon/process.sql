/*---
product: linux_sysmon
fact: process
examples:
  - records:
      linux_sysmon:
        - {EventID: "1", Computer: "FRONT01.clinic.example", User: mreyes, Image: /usr/bin/id, CommandLine: id, ParentImage: /bin/bash, ParentCommandLine: "bash -i", ProcessId: "4711", Hashes: "SHA256=96CDFD7B", time: "2026-03-02T08:01:00Z"}
        - {EventID: "5", Computer: "FRONT01.clinic.example", Image: /usr/bin/id}
    facts:
      - {host_name: front01, user_name: mreyes, image: /usr/bin/id, parent_command_line: "bash -i", process_id: "4711", hashes: "SHA256=96CDFD7B"}
---*/
select
  record_id,
  time,
  lower(split_part("Computer", '.', 1)) as host_name,
  name_of("User") as user_name,
  "Image" as image,
  "CommandLine" as command_line,
  "ParentImage" as parent_image,
  "ParentCommandLine" as parent_command_line,
  "ProcessId" as process_id,
  "Hashes" as hashes
from linux_sysmon
where "EventID" = '1'
