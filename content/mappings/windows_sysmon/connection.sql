/*---
product: windows_sysmon
fact: connection
examples:
  - records:
      windows_sysmon:
        - {EventID: "3", Initiated: "true", Protocol: "tcp", SourceIp: "10.20.1.9", SourcePort: "50586", DestinationIp: "203.0.113.9", DestinationPort: "443", DestinationPortName: "https", time: "2026-03-02T08:01:00Z"}
        - {EventID: "3", Initiated: "false", Protocol: "tcp", SourceIp: "10.20.1.9", SourcePort: "3389", DestinationIp: "10.20.1.77", DestinationPort: "50001", DestinationPortName: "-"}
        - {EventID: "1"}
    facts:
      - {source_ip: 10.20.1.9, source_port: 50586, peer_ip: 203.0.113.9, peer_port: 443, transport: tcp, service: https}
      - {source_ip: 10.20.1.77, source_port: 50001, peer_ip: 10.20.1.9, peer_port: 3389, service: null}
---*/
select
  record_id,
  time,
  case when "Initiated" = 'false' then "DestinationIp" else "SourceIp" end as source_ip,
  case when "Initiated" = 'false' then "DestinationPort" else "SourcePort" end as source_port,
  case when "Initiated" = 'false' then "SourceIp" else "DestinationIp" end as peer_ip,
  case when "Initiated" = 'false' then "SourcePort" else "DestinationPort" end as peer_port,
  lower("Protocol") as transport,
  case when "Initiated" = 'false' then null else lower(nullif("DestinationPortName", '-')) end as service
from windows_sysmon
where "EventID" = '3'
