/*---
product: azure_vm_connection
fact: connection
examples:
  - records:
      azure_vm_connection:
        - {Direction: outbound, SourceIp: 10.0.0.5, DestinationIp: 203.0.113.9, DestinationPort: "443", Protocol: tcp, BytesSent: "218", BytesReceived: "1220", time: "2026-03-02T08:01:00Z"}
        - {Direction: inbound, SourceIp: 203.0.113.9, DestinationIp: 10.0.0.5, DestinationPort: "22", Protocol: tcp, BytesSent: "10", BytesReceived: "20"}
    facts:
      - {source_ip: 10.0.0.5, peer_ip: 203.0.113.9, peer_port: 443, transport: tcp, bytes_out: 218, bytes_in: 1220}
      - {source_ip: 203.0.113.9, peer_ip: 10.0.0.5, bytes_out: 20, bytes_in: 10}
---*/
select
  record_id,
  time,
  "SourceIp" as source_ip,
  "DestinationIp" as peer_ip,
  "DestinationPort" as peer_port,
  lower("Protocol") as transport,
  -- what the machine sent is what came back when the other side began
  case "Direction" when 'inbound' then "BytesReceived" else "BytesSent" end as bytes_out,
  case "Direction" when 'inbound' then "BytesSent" else "BytesReceived" end as bytes_in
from azure_vm_connection
