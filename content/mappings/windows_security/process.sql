/*---
product: windows_security
fact: process
examples:
  - records:
      windows_security:
        - {EventID: "4688", Computer: "FRONT01.clinic.example", SubjectUserName: "MReyes", TargetUserName: "-", NewProcessName: 'C:\Windows\System32\vssadmin.exe', CommandLine: "vssadmin delete shadows /all", ParentProcessName: 'C:\Windows\System32\cmd.exe', NewProcessId: "0x1b70", time: "2026-03-02T08:01:00Z"}
        - {EventID: "4689", Computer: "FRONT01.clinic.example", SubjectUserName: "MReyes"}
    facts:
      - {host_name: front01, user_name: mreyes, image: 'C:\Windows\System32\vssadmin.exe', command_line: "vssadmin delete shadows /all", parent_image: 'C:\Windows\System32\cmd.exe', process_id: "0x1b70"}
---*/
select
  record_id,
  time,
  lower(split_part("Computer", '.', 1)) as host_name,
  name_of(coalesce(nullif("TargetUserName", '-'), "SubjectUserName")) as user_name,
  "NewProcessName" as image,
  "CommandLine" as command_line,
  "ParentProcessName" as parent_image,
  "NewProcessId" as process_id
from windows_security
where "EventID" = '4688'
