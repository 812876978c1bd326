/*---
product: crowdstrike_fdr
fact: process
examples:
  - records:
      crowdstrike_fdr:
        - {event_simpleName: ProcessRollup2, ComputerName: AC-WS01, UserName: 'CLINIC\MReyes', ImageFileName: '\Device\x\at.exe', CommandLine: at 09:00, ParentBaseFileName: pwsh.exe, RawProcessId: "2696", SHA256HashData: ab, time: "2026-03-02T08:01:00Z", event.CommandLine: null, event.ImageFileName: null, event.ParentBaseFileName: null, event.RawProcessId: null, event.SHA256HashData: null, event.event_simpleName: null}
        - {event_simpleName: null, event.event_simpleName: ProcessRollup2, event.CommandLine: at 10:00, event.ImageFileName: /bin/at}
        - {event_simpleName: DnsRequest}
    facts:
      - {host_name: ac-ws01, user_name: mreyes, image: '\Device\x\at.exe', command_line: at 09:00, parent_image: pwsh.exe, process_id: "2696", hashes: SHA256=ab}
      - {command_line: at 10:00, image: /bin/at, hashes: null}
---*/
select
  record_id,
  time,
  lower(split_part("ComputerName", '.', 1)) as host_name,
  name_of("UserName") as user_name,
  coalesce("ImageFileName", "event.ImageFileName") as image,
  coalesce("CommandLine", "event.CommandLine") as command_line,
  coalesce("ParentBaseFileName", "event.ParentBaseFileName") as parent_image,
  coalesce("RawProcessId", "event.RawProcessId") as process_id,
  'SHA256=' || coalesce("SHA256HashData", "event.SHA256HashData") as hashes
from crowdstrike_fdr
where coalesce("event_simpleName", "event.event_simpleName") in ('ProcessRollup2', 'SyntheticProcessRollup2')
