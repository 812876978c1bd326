/*---
product: windows_security
fact: file_event
examples:
  - records:
      windows_security:
        - {EventID: "4663", Computer: "FRONT01.clinic.example", Task: "12812", SubjectUserName: "MReyes", ObjectType: "File", ObjectName: 'E:\patients.csv', AccessList: "%%4417\r\n\t\t\t\t", AccessMask: "0x2", ProcessName: 'C:\Windows\explorer.exe', time: "2026-03-02T08:01:00Z"}
        - {EventID: "4663", Computer: "FRONT01.clinic.example", Task: "12800", SubjectUserName: "MReyes", ObjectType: "File", ObjectName: 'D:\share\a.docx', AccessList: null, AccessMask: "0x1", ProcessName: "-"}
        - {EventID: "4663", Computer: "FRONT01.clinic.example", Task: "12801", SubjectUserName: "MReyes", ObjectType: "Key", ObjectName: '\REGISTRY\MACHINE', AccessMask: "0x1"}
    facts:
      - {host_name: front01, user_name: mreyes, path: 'E:\patients.csv', action: written, removable: true, process_image: 'C:\Windows\explorer.exe'}
      - {path: 'D:\share\a.docx', action: read, removable: null, process_image: null}
---*/
select
  record_id,
  time,
  lower(split_part("Computer", '.', 1)) as host_name,
  name_of("SubjectUserName") as user_name,
  "ObjectName" as path,
  case
    when "AccessList" like '%\%\%1537%' escape '\' or lower("AccessMask") = '0x10000' then 'deleted'
    when "AccessList" like '%\%\%4417%' escape '\' or "AccessList" like '%\%\%4418%' escape '\'
      or lower("AccessMask") in ('0x2', '0x4', '0x6') then 'written'
    when "AccessList" like '%\%\%4416%' escape '\' or lower("AccessMask") = '0x1' then 'read'
  end as action,
  case when "Task" = '12812' then true end as removable,
  nullif("ProcessName", '-') as process_image
from windows_security
where "EventID" = '4663' and "ObjectType" = 'File'
