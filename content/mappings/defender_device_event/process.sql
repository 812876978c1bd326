/*---
product: defender_device_event
fact: process
examples:
  - records:
      defender_device_event:
        - {ActionType: ProcessCreated, DeviceName: front01.clinic.example, AccountName: MReyes, FolderPath: 'C:\Windows\cmd.exe', FileName: cmd.exe, ProcessCommandLine: cmd /c x, InitiatingProcessFolderPath: 'c:\winword.exe', InitiatingProcessCommandLine: winword, ProcessId: "12", SHA256: ab, time: "2026-03-02T08:01:00Z"}
        - {ActionType: LogonSuccess}
    facts:
      - {host_name: front01, user_name: mreyes, image: 'C:\Windows\cmd.exe', command_line: cmd /c x, parent_image: 'c:\winword.exe', parent_command_line: winword, process_id: "12", hashes: SHA256=ab}
---*/
select
  record_id,
  time,
  lower(split_part("DeviceName", '.', 1)) as host_name,
  lower("AccountName") as user_name,
  coalesce("FolderPath", "FileName") as image,
  "ProcessCommandLine" as command_line,
  "InitiatingProcessFolderPath" as parent_image,
  "InitiatingProcessCommandLine" as parent_command_line,
  "ProcessId" as process_id,
  'SHA256=' || "SHA256" as hashes
from defender_device_event
where "ActionType" = 'ProcessCreated'
