/*---
product: defender_device_event
fact: connection
examples:
  - records:
      defender_device_event:
        - {ActionType: ConnectionSuccess, LocalIP: 10.20.5.12, LocalPort: "49200", RemoteIP: 203.0.113.9, RemotePort: "443", Protocol: TcpV4, time: "2026-03-02T08:01:00Z"}
        - {ActionType: InboundConnectionAccepted, LocalIP: 10.20.5.12, LocalPort: "22", RemoteIP: 203.0.113.9, RemotePort: "51000", Protocol: Tcp}
        - {ActionType: ProcessCreated}
    facts:
      - {source_ip: 10.20.5.12, source_port: 49200, peer_ip: 203.0.113.9, peer_port: 443, transport: tcp, state: ConnectionSuccess}
      - {source_ip: 203.0.113.9, source_port: 51000, peer_ip: 10.20.5.12, peer_port: 22, state: InboundConnectionAccepted}
---*/
select
  record_id,
  time,
  case "ActionType" when 'InboundConnectionAccepted' then "RemoteIP" else "LocalIP" end as source_ip,
  case "ActionType" when 'InboundConnectionAccepted' then "RemotePort" else "LocalPort" end as source_port,
  case "ActionType" when 'InboundConnectionAccepted' then "LocalIP" else "RemoteIP" end as peer_ip,
  case "ActionType" when 'InboundConnectionAccepted' then "LocalPort" else "RemotePort" end as peer_port,
  case when lower("Protocol") like 'tcp%' then 'tcp' when lower("Protocol") like 'udp%' then 'udp' when lower("Protocol") like 'icmp%' then 'icmp' end as transport,
  "ActionType" as state
from defender_device_event
where "ActionType" in ('ConnectionSuccess', 'ConnectionFailed', 'ConnectionRequest', 'ConnectionAttempt', 'InboundConnectionAccepted') and "RemoteIP" is not null
