/*---
product: windows_sysmon
fact: process
examples:
  - records:
      windows_sysmon:
        - {EventID: "1", Computer: "FRONT01.clinic.example", User: 'CLINIC\MReyes', Image: 'C:\Windows\System32\cmd.exe', CommandLine: "cmd /c whoami", ParentImage: 'C:\Program Files\Microsoft Office\root\Office16\WINWORD.EXE', ParentCommandLine: "WINWORD.EXE /n invoice.docm", ProcessId: "4711", Hashes: "SHA256=96CDFD7B", time: "2026-03-02T08:01:00Z"}
        - {EventID: "5", Computer: "FRONT01.clinic.example", Image: 'C:\Windows\System32\cmd.exe'}
    facts:
      - {host_name: front01, user_name: mreyes, image: 'C:\Windows\System32\cmd.exe', parent_command_line: "WINWORD.EXE /n invoice.docm", process_id: "4711", hashes: "SHA256=96CDFD7B"}
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
from windows_sysmon
where "EventID" = '1'
