/*---
product: windows_sysmon
fact: file_event
examples:
  - records:
      windows_sysmon:
        - {EventID: "11", Computer: "FRONT01.clinic.example", User: 'CLINIC\MReyes', Image: 'C:\Windows\explorer.exe', TargetFilename: 'C:\Users\mreyes\README_DECRYPT.txt', time: "2026-03-02T08:01:00Z"}
        - {EventID: "23", Computer: "FRONT01.clinic.example", User: null, Image: 'C:\tools\x.exe', TargetFilename: 'D:\share\a.docx'}
        - {EventID: "22", Computer: "FRONT01.clinic.example"}
    facts:
      - {host_name: front01, user_name: mreyes, path: 'C:\Users\mreyes\README_DECRYPT.txt', action: created, process_image: 'C:\Windows\explorer.exe'}
      - {user_name: null, path: 'D:\share\a.docx', action: deleted}
---*/
select
  record_id,
  time,
  lower(split_part("Computer", '.', 1)) as host_name,
  name_of("User") as user_name,
  "TargetFilename" as path,
  case when "EventID" = '11' then 'created' else 'deleted' end as action,
  "Image" as process_image
from windows_sysmon
where "EventID" in ('11', '23', '26')
