/*---
product: zeek
fact: file_event
examples:
  - records: # an opened file may be read or not, and a pipe is no file
      zeek_smb_files:
        - {action: "SMB::FILE_DELETE", path: '\\FILES01.clinic.example\scans', name: 'ward 2\a.pdf', size: "77824", time: "2026-03-02T08:01:00Z"}
        - {action: "SMB::FILE_RENAME", path: '\\10.20.1.5\scans', name: 'a.pdf.locked', size: null}
        - {action: "SMB::FILE_WRITE", path: null, name: 'b.pdf', size: "16"}
        - {action: "SMB::FILE_OPEN", path: '\\10.20.1.5\scans', name: 'c.pdf', size: "16"}
        - {action: "SMB::FILE_OPEN", path: '\\10.20.1.5\scans', name: '<share_root>', size: "0"}
        - {action: "SMB::PIPE_OPEN", path: null, name: 'svcctl', size: null}
    facts:
      - {host_name: files01, path: '\\FILES01.clinic.example\scans\ward 2\a.pdf', action: deleted, bytes: 77824, time: "2026-03-02T08:01:00Z"}
      - {host_name: null, action: renamed, bytes: null}
      - {path: 'b.pdf', action: written}
      - {path: '\\10.20.1.5\scans\c.pdf', action: null}
---*/
select
  record_id,
  time,
  case when server <> '' and not regexp_like(server, '^[0-9.:]+$') then lower(split_part(server, '.', 1)) end as host_name,
  concat("path" || '\', "name") as path,
  case "action"
    when 'SMB::FILE_DELETE' then 'deleted'
    when 'SMB::FILE_RENAME' then 'renamed'
    when 'SMB::FILE_WRITE' then 'written'
    when 'SMB::FILE_READ' then 'read'
  end as action,
  "size" as bytes
from (
  select *, split_part("path", '\', 3) as server from zeek_smb_files
  where "action" in ('SMB::FILE_DELETE', 'SMB::FILE_OPEN', 'SMB::FILE_READ', 'SMB::FILE_RENAME', 'SMB::FILE_WRITE')
    and "name" is not null and "name" <> '<share_root>'
) as files
