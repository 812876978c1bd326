/*---
product: windows_security
fact: name_pair
examples:
  - records:
      windows_security:
        - {EventID: "4624", TargetUserName: "MReyes", TargetUserSid: "S-1-5-21-1-2-3-1104"}
        - {EventID: "4624", TargetUserName: "mreyes", TargetUserSid: "S-1-5-21-1-2-3-1104"}
        - {EventID: "4624", TargetUserName: "SYSTEM", TargetUserSid: "S-1-5-18"}
        - {EventID: "4624", TargetUserName: "FRONT01$", TargetUserSid: "S-1-5-21-1-2-3-1105"}
    facts:
      - {kind: person, one_key: user_name, one: mreyes, other_key: sid, other: S-1-5-21-1-2-3-1104}
---*/
select min(record_id) as record_id, min(time) as time, 'person' as kind, 'user_name' as one_key, one, 'sid' as other_key, other
from (
  select record_id, time, name_of("TargetUserName") as one, upper("TargetUserSid") as other
  from windows_security
  -- accounts of the domain or the machine only, and no machine accounts
  where "EventID" in ('4624', '4720', '4722', '4738') and "TargetUserSid" like 'S-1-5-21-%' and right("TargetUserName", 1) <> '$'
) as seen
group by one, other
