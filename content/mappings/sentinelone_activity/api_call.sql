/*---
product: sentinelone_activity
fact: api_call
examples:
  - records:
      sentinelone_activity:
        - {activityType: "27", primaryDescription: The management user Dana logged in., secondaryDescription: null, data.username: Dana, data.userName: null, data.ipAddress: 198.51.100.7, data.computerName: null, time: "2026-03-02T08:01:00Z"}
        - {activitytype: "19", primarydescription: "Threat detected: x", data.computername: PC1, secondarydescription: ab}
    facts:
      - {service: sentinelone, action: The management user Dana logged in., user_name: dana, source_ip: 198.51.100.7, outcome: success}
      - {action: "Threat detected: x", target: PC1, detail: ab}
---*/
select
  record_id,
  time,
  'sentinelone' as service,
  coalesce("primaryDescription", "primarydescription") as action,
  lower(coalesce("data.username", "data.userName")) as user_name,
  "data.ipAddress" as source_ip,
  'success' as outcome,
  coalesce("data.computerName", "data.computername") as target,
  coalesce("secondaryDescription", "secondarydescription") as detail
from sentinelone_activity
